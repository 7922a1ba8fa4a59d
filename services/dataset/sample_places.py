"""Centre points of the 동 of Daegu, from open data that have both an address and coordinates."""

import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from services.dataset.domain.sample.aggregates import KM_PER_DEGREE, Place

FILES = ("대구_주차장_정보.csv", "대구_CCTV_정보.csv", "대구_어린이_보호_구역_정보.csv")

_ADDRESSES = ["소재지지번주소", "소재지도로명주소"]
_COORDINATES = ["latitude", "longitude"]
_LATITUDES, _LONGITUDES = (35.6, 36.1), (128.3, 128.8)

_ENOUGH_POINTS = 5
_SPREAD_KM = (0.15, 1.2)
"""A 동 is neither a point nor half of the city, whatever its few points say."""

_MEDIAN_DISTANCE = 1.1774
"""Of a normal distribution in the plane, in standard deviations: sqrt(2 ln 2)."""


def places(folder: Path, dongs: Iterable[str]) -> dict[str, Place]:
    """The centre of every 동, named `구 동`: the median of the points whose address names it.

    A 동 without points takes those of its neighbours of the same name (`동성로2가` for `동성로1가`), else those of its
    구. With fewer than five points of its own it gets the typical spread of its 구. Raises ValueError for a 구 without
    points.
    """
    names = sorted(dongs)
    points = addressed_points(folder, names)
    spread = {str(dong): _spread_km(own) for dong, own in points.groupby("dong") if len(own) >= _ENOUGH_POINTS}
    found = {}
    for name in names:
        gu = _gu(name)
        choices = (points["dong"] == name, points["street"] == street_of(name), points["gu"] == gu)
        near = next((points[choice] for choice in choices if choice.any()), None)
        if near is None:
            raise ValueError(f"no point lies in {gu}")
        latitude, longitude = near[_COORDINATES].median().round(4)
        typical = [km for dong, km in spread.items() if dong.startswith(f"{gu} ")]
        km = spread.get(name) or float(np.median(typical or _SPREAD_KM))
        found[name] = Place(float(latitude), float(longitude), round(km, 2))
    return found


def addressed_points(folder: Path, names: list[str]) -> pd.DataFrame:
    """The points in Daegu at an address in one of the 동. `street` is the 동 without a number (`1가`)."""
    frames = [pd.read_csv(folder / file, encoding="cp949", dtype=str, keep_default_na=False) for file in FILES]
    rows = pd.concat(frames, ignore_index=True)
    known = {_key(name): name for name in names}
    points: pd.DataFrame = rows[["위도", "경도"]].apply(pd.to_numeric, errors="coerce").set_axis(_COORDINATES, axis=1)
    points["dong"] = [_dong(address, known) for address in rows[_ADDRESSES[0]] + " " + rows[_ADDRESSES[1]]]
    inside = points["latitude"].between(*_LATITUDES) & points["longitude"].between(*_LONGITUDES)
    points = points[inside & points["dong"].notna()]
    points["gu"] = points["dong"].map(_gu)
    points["street"] = points["dong"].map(street_of)
    return points


def _dong(address: str, known: dict[str, str]) -> str | None:
    words = re.findall(r"[가-힣]+(?:\d가)?", address)
    gu = next((word for word in words if word.endswith(("구", "군"))), "")
    return next((known[key] for word in words if (key := _key(f"{gu} {word}")) in known), None)


def _key(name: str) -> str:
    """Some 면 have become 읍 since the accidents."""
    return re.sub("면$", "읍", name)


def _gu(name: str) -> str:
    return name.split(" ", maxsplit=1)[0]


def street_of(name: str) -> str:
    return re.sub(r"\d가$", "", name)


def _spread_km(points: pd.DataFrame) -> float:
    """Standard deviation in each direction, from the median distance to the centre: one wrong point changes little."""
    positions = points[_COORDINATES]
    north, east = ((positions - positions.median()) * np.array(KM_PER_DEGREE)).to_numpy().T
    return float(np.clip(np.median(np.hypot(north, east)) / _MEDIAN_DISTANCE, *_SPREAD_KM))
