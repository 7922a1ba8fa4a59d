"""The districts of a job at their places: what its map draws and what its table of districts says. Pure functions."""

from collections.abc import Sequence

import pandas as pd
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import districts, dong_centres, dong_places, theme
from frontend.dong_places import Place

_District = pb.GetBatchSummaryResponse.District


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
    by_name = {item.district: item for item in found}
    return pd.DataFrame(
        [_place(place, [by_name[name] for name in place.members]) for place in dong_places.places(by_name)],
        columns=["label", "name", "detail", "latitude", "longitude", "count", "mean", "gathered"],
    )


def unplaced(found: Sequence[_District]) -> int:
    """Number of rows in districts that the map does not know."""
    known = dong_centres.centres()
    return sum(item.count for item in found if item.district not in known)


def _place(place: Place, here: Sequence[_District]) -> dict[str, object]:
    count = sum(item.count for item in here)
    serious = sum(item.count * item.mean_serious_probability for item in here) / count
    return {
        "label": place.label,
        "name": place.name,
        "detail": f"<br>사망·중상 확률 {theme.percent(serious)}{place.note}",
        "latitude": place.centre.latitude,
        "longitude": place.centre.longitude,
        "count": count,
        "mean": sum(item.count * item.mean_eclo for item in here) / count,
        "gathered": len(place.gathered),
    }
