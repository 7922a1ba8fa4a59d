"""The one encoder of accidents, for training and serving: an accident becomes 11 float64 values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import nan

import numpy as np
from numpy.typing import NDArray

from services.prediction.domain.accident import Accident
from services.prediction.domain.accident_columns import AccidentColumns
from services.prediction.domain.taas_names import CATEGORICAL_FIELDS, CITY

FEATURES = (
    *CATEGORICAL_FIELDS,
    "gu",
    "place_severity",
    "place_serious",
    "year",
    "month",
    "hour",
    "weekday",
)
"""In the order of the model's columns."""

CATEGORICAL_FEATURES = (*CATEGORICAL_FIELDS, "gu")
"""Encoded as the index in the list of training categories; one that training never saw is NaN."""

FEATURES_OF_FIELD: Mapping[str, tuple[str, ...]] = {
    **{name: (name,) for name in CATEGORICAL_FIELDS},
    "district": ("gu", "place_severity", "place_serious"),
    "accident_year": ("year",),
    "accident_month": ("month",),
    "accident_hour": ("hour",),
    "day_of_week": ("weekday",),
}
"""Which features a field of the request decides. The day of the month acts through the weekday only."""

_DAY_STARTS = 5
"""The hour is counted from 05:00, so that a night is one stretch and not cut in two at midnight."""

Row = tuple[float, ...]
"""The values of one accident, in the order of `FEATURES`."""


@dataclass(frozen=True)
class Encoder:
    """`categories`: the training categories of `CATEGORICAL_FEATURES`, in the order of their index.

    `places`: for `구` and `구 동`, how far its accidents lie from the city's mean in log1p(ECLO) and in the share of
    serious accidents (means of the training accidents, drawn towards the 구 and the city where they are few). A 동
    that is not listed takes the values of its 구, an unknown 구 those of the city: 0.
    """

    categories: Mapping[str, Sequence[str]]
    places: Mapping[str, tuple[float, float]]
    _index: tuple[Mapping[str, float], ...] = field(init=False, repr=False, compare=False)
    _place: Mapping[str, tuple[float, float, float]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = {name: {v: float(i) for i, v in enumerate(self.categories[name])} for name in CATEGORICAL_FEATURES}
        place = {
            f"{CITY} {name}": (index["gu"].get(name.split(" ")[0], nan), *values)
            for name, values in self.places.items()
        }
        object.__setattr__(self, "_index", tuple(index[name] for name in CATEGORICAL_FIELDS))
        object.__setattr__(self, "_place", place)

    def row(self, accident: Accident) -> Row:
        """The 11 values of `accident`."""
        weather, road_surface, road_type, accident_type = self._index
        return (
            weather.get(accident.weather, nan),
            road_surface.get(accident.road_surface, nan),
            road_type.get(accident.road_type, nan),
            accident_type.get(accident.accident_type, nan),
            *(self._place.get(accident.district) or self._unlisted(accident.district)),
            float(accident.accident_year),
            float(accident.accident_month),
            float((accident.accident_hour - _DAY_STARTS) % 24),
            float(accident.weekday),
        )

    def matrix(self, accidents: Iterable[Accident]) -> NDArray[np.float64]:
        """The same values as `row`, shape (n, 11), C order."""
        rows = [self.row(accident) for accident in accidents]
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))

    def columns(self, accidents: AccidentColumns) -> NDArray[np.float64]:
        """The same values as `row`, shape (n, 11), C order."""
        rows = np.empty((len(accidents), len(FEATURES)))
        for i, (index, values) in enumerate(zip(self._index, accidents.categories, strict=True)):
            rows[:, i] = np.array([index.get(value, nan) for value in values.values], np.float64)[values.codes]
        places = [self._place.get(name) or self._unlisted(name) for name in accidents.district.values]
        rows[:, 4:7] = np.array(places, np.float64).reshape(-1, 3)[accidents.district.codes]
        rows[:, 7] = accidents.year
        rows[:, 8] = accidents.month
        rows[:, 9] = (accidents.hour - _DAY_STARTS) % 24
        rows[:, 10] = accidents.weekday
        return rows

    def _unlisted(self, district: str) -> tuple[float, float, float]:
        gu = " ".join(district.split(" ")[:2])
        return self._place.get(gu, (nan, 0.0, 0.0))
