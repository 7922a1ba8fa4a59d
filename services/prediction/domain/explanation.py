"""Why this ECLO: what each field of an accident adds, against the city's typical value in that field."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from services.prediction.domain.accident import Accident
from services.prediction.domain.encoding import FEATURES, FEATURES_OF_FIELD, Encoder, Row
from services.prediction.domain.ports import Scorer
from services.prediction.domain.severity import SeverityScale

LARGEST = 5


@dataclass(frozen=True, slots=True)
class Contribution:
    """One field's part in the prediction. `difference`: ECLO as predicted minus ECLO with the typical value instead.
    `value` and `typical` are Korean texts."""

    field: str
    value: str
    typical: str
    difference: float


@dataclass(frozen=True)
class Explainer:
    """Occlusion: each field in turn takes the value of the city's `typical` accident, all in one matrix."""

    encoder: Encoder
    scorer: Scorer
    scale: SeverityScale
    typical: Accident
    _columns: tuple[list[int], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        columns = tuple([FEATURES.index(name) for name in names] for names in FEATURES_OF_FIELD.values())
        object.__setattr__(self, "_columns", columns)

    def explain(self, accident: Accident) -> tuple[Contribution, ...]:
        """The `LARGEST` contributions by absolute value, the largest first."""
        return self.explain_row(accident, self.encoder.row(accident))

    def explain_row(self, accident: Accident, row: Row) -> tuple[Contribution, ...]:
        """As `explain`, for an accident whose encoded `row` is at hand."""
        rows = np.tile(np.array(row, dtype=np.float64), (len(self._columns) + 1, 1))
        typical = self.encoder.row(self.typical)
        for i, columns in enumerate(self._columns, start=1):
            rows[i, columns] = [typical[c] for c in columns]
        actual, *occluded = (self.scale.eclo(p) for p in self.scorer.score_matrix(rows).tolist())
        contributions = [
            Contribution(name, value, usual, actual - eclo)
            for name, value, usual, eclo in zip(
                FEATURES_OF_FIELD, _texts(accident), _texts(self.typical), occluded, strict=True
            )
        ]
        return tuple(sorted(contributions, key=lambda c: -abs(c.difference))[:LARGEST])


def _texts(accident: Accident) -> Sequence[str]:
    """The value of each field of `FEATURES_OF_FIELD`, as a user reads it."""
    return (
        accident.weather,
        accident.road_surface,
        accident.road_type,
        accident.accident_type,
        accident.district,
        f"{accident.accident_year}년",
        f"{accident.accident_month}월",
        f"{accident.accident_hour}시",
        accident.day_of_week,
    )
