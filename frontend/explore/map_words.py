"""What the map of 시각화 says in words. Pure functions."""

import pandas as pd

from frontend import theme

_SEVERAL = 5


def most(counts: pd.DataFrame) -> str:
    """In which 동 most rows are, or in which 구 where nothing tells the 동. `counts`: as `dong_counts.counts` makes
    them."""
    if counts.empty:
        return ""
    dongs = counts[counts["동"] != ""]
    first = (dongs if len(dongs) else counts).iloc[0]
    what, name = ("동", f"{first['구']} {first['동']}") if len(dongs) else ("구", first["구"])
    sentence = f"가장 많은 {what}: {name} {first['건수']:,}건({theme.percent(first['비율'])})."
    if len(dongs) > _SEVERAL:
        sentence += f" 건수가 많은 다섯 동에 전체의 {theme.percent(dongs['비율'].head(_SEVERAL).sum())}가 있습니다."
    return sentence


def left_out(at_dong: int, nowhere: int) -> str:
    """What of the rows is drawn at the centre of its 동, and what not at all."""
    sentences = []
    if at_dong:
        sentences.append(f"좌표가 없는 {at_dong:,}건은 동의 중심에 원으로 표시했습니다.")
    if nowhere:
        sentences.append(f"장소를 알 수 없는 {nowhere:,}건은 지도에 없습니다.")
    return " ".join(sentences)
