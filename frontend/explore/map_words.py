"""What the map of 시각화 says in words. Pure functions."""

import pandas as pd

from frontend import theme


def most(counts: pd.DataFrame) -> str:
    """Where most rows are. `counts`: as `dong_counts.counts` makes them."""
    if counts.empty:
        return ""
    first = counts.iloc[0]
    sentence = f"가장 많은 곳은 {_place(first)}으로 {first['건수']:,}건({theme.percent(first['비율'])})입니다."
    if len(counts) > 5:
        share = counts["건수"].head(5).sum() / counts["건수"].sum()
        sentence += f" 건수가 많은 다섯 곳에 전체의 {theme.percent(share)}가 있습니다."
    return sentence


def left_out(at_dong: int, nowhere: int) -> str:
    """What of the rows is drawn at the centre of its 동, and what not at all."""
    sentences = []
    if at_dong:
        sentences.append(f"좌표가 없는 {at_dong:,}건은 동의 중심에 원으로 표시했습니다.")
    if nowhere:
        sentences.append(f"장소를 알 수 없는 {nowhere:,}건은 지도에 없습니다.")
    return " ".join(sentences)


def _place(row: pd.Series) -> str:
    return f"{row['구']} {row['동']}" if row["동"] else f"{row['구']}(동 모름)"
