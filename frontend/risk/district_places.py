"""The ranking of the 동 at their places, as `maps.values` draws it. Pure functions."""

import pandas as pd

from frontend import dong_places, theme
from frontend.risk.district_risk import SERIOUS


def places(ranked: pd.DataFrame, measure: str) -> pd.DataFrame:
    """A row per place: `label`, `name`, `detail`, `latitude`, `longitude`, `value`, and `gathered`: how many 동 stand
    in the middle of their 구, because nothing tells where they lie. `measure`: a column of `ranked`; several 동 at one
    place have its mean."""
    rows = []
    for place in dong_places.places(ranked.index):
        here = ranked.loc[list(place.members)]
        rows.append(
            {
                "label": place.label,
                "name": place.name,
                "detail": _detail(here, len(ranked)) + place.note,
                "latitude": place.centre.latitude,
                "longitude": place.centre.longitude,
                "value": float(here[measure].mean()),
                "gathered": len(place.gathered),
            }
        )
    columns = ["label", "name", "detail", "latitude", "longitude", "value", "gathered"]
    return pd.DataFrame(rows, columns=columns)


def unplaced(ranked: pd.DataFrame) -> int:
    """Number of 동 that the map does not know."""
    return len(ranked) - sum(len(place.members) for place in dong_places.places(ranked.index))


def _detail(here: pd.DataFrame, among: int) -> str:
    means = here[["ECLO", "차이", SERIOUS]].mean()
    said = f"ECLO {theme.eclo(means['ECLO'])} ({theme.signed(means['차이'])})"
    if len(here) == 1:
        first = here.iloc[0]
        said += f" · {first['해석']} · {among:,}곳 가운데 {first['순위']:,}위"
    else:
        said = f"동 {len(here)}곳의 평균 {said}"
    return f"{said}<br>사망·중상 확률 {theme.percent(means[SERIOUS])}"
