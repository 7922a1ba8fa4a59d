"""The districts of a job at their places: what its map draws and what its table of districts says. Pure functions."""

from collections.abc import Sequence

import pandas as pd
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import districts, dong_centres, theme

_District = pb.GetBatchSummaryResponse.District
_COLUMNS = ("latitude", "longitude", "gu", "dong", "gathered", "count", "eclo", "serious")
_FEW = 4  # names in one line


def table(found: Sequence[_District]) -> list[dict[str, object]]:
    """A row per district, in their order."""
    return [
        {
            "구·군": districts.split(item.district)[0],
            "읍·면·동": districts.split(item.district)[1],
            "건수": item.count,
            "평균 ECLO": round(item.mean_eclo, 3),
            "사망·중상 확률": round(item.mean_serious_probability, 3),
        }
        for item in found
    ]


def places(found: Sequence[_District]) -> pd.DataFrame:
    """What `maps.bubbles` takes, a row per place, and `gathered`: how many 동 stand in the middle of their 구 there,
    because nothing tells where they lie. Districts that the map does not know are left out."""
    known = dong_centres.centres()
    rows = []
    for item in found:
        if centre := known.get(item.district):
            gu, dong = districts.split(item.district)
            sums = (item.count, item.count * item.mean_eclo, item.count * item.mean_serious_probability)
            rows.append((centre.latitude, centre.longitude, gu, dong, bool(dong) and not centre.points, *sums))
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    return pd.DataFrame(
        [_place(group) for _, group in frame.groupby(["latitude", "longitude"], sort=False)],
        columns=["label", "name", "detail", "latitude", "longitude", "count", "mean", "gathered"],
    )


def unplaced(found: Sequence[_District]) -> int:
    """Number of rows in districts that the map does not know."""
    known = dong_centres.centres()
    return sum(item.count for item in found if item.district not in known)


def _place(group: pd.DataFrame) -> dict[str, object]:
    """One place, of the districts that lie there: one 동, neighbours of the same name, or the middle of a 구."""
    gu, count, gathered = group["gu"].iloc[0], int(group["count"].sum()), group.loc[group["gathered"], "dong"].tolist()
    exact = "·".join(group.loc[~group["gathered"] & (group["dong"] != ""), "dong"])
    detail = f"<br>사망·중상 확률 {theme.percent(group['serious'].sum() / count)}"
    if gathered:
        more = f" 외 {len(gathered) - _FEW}곳" if len(gathered) > _FEW else ""
        detail += f"<br>위치를 모르는 동: {', '.join(gathered[:_FEW])}{more}"
    return {
        "label": exact or "동 위치 모름",
        "name": f"{gu} {exact or '(동 위치 모름)'}",
        "detail": detail,
        "latitude": group["latitude"].iloc[0],
        "longitude": group["longitude"].iloc[0],
        "count": count,
        "mean": group["eclo"].sum() / count,
        "gathered": len(gathered),
    }
