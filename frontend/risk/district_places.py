"""The ranking of the 동 at their places, as `maps.values` draws it. Pure functions."""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

import pandas as pd

from frontend import dong_places, theme
from frontend.risk.district_risk import SERIOUS

_COLUMNS = ("label", "name", "detail", "latitude", "longitude", "value")


def places(ranked: pd.DataFrame, measure: str) -> pd.DataFrame:
    """A row per place: `label`, `name`, `detail`, `latitude`, `longitude` and `value`. `measure`: a column of `ranked`;
    several 동 at one place have its mean. 동 that the map does not know are left out."""
    by_name: Mapping[Any, Mapping[Any, Any]] = ranked.to_dict("index")
    rows = []
    for place in dong_places.places(by_name):
        here = [by_name[name] for name in place.members]
        centre, value = place.centre, _mean(here, measure)
        detail = _detail(here, len(ranked)) + place.note
        rows.append((place.label, place.name, detail, centre.latitude, centre.longitude, value))
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _detail(here: Sequence[Mapping[Any, Any]], among: int) -> str:
    said = f"ECLO {theme.eclo(_mean(here, 'ECLO'))} ({theme.signed(_mean(here, '차이'))})"
    if len(here) == 1:
        said += f" · {here[0]['해석']} · {among:,}곳 가운데 {here[0]['순위']:,}위"
    else:
        said = f"동 {len(here)}곳의 평균 {said}"
    return f"{said}<br>사망·중상 확률 {theme.percent(_mean(here, SERIOUS))}"


def _mean(here: Sequence[Mapping[Any, Any]], name: str) -> float:
    return fmean(row[name] for row in here)
