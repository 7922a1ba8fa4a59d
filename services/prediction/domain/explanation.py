"""Why this ECLO: what each field of an accident adds, against the city's typical value in that field."""

from collections.abc import Sequence
from dataclasses import dataclass, field

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
    """Occlusion: each field in turn takes the value of the city's `typical` accident."""

    encoder: Encoder
    scorer: Scorer
    scale: SeverityScale
    typical: Accident
    _typical: Row = field(init=False, repr=False, compare=False)
    _columns: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        columns = tuple(tuple(map(FEATURES.index, names)) for names in FEATURES_OF_FIELD.values())
        object.__setattr__(self, "_typical", self.encoder.row(self.typical))
        object.__setattr__(self, "_columns", columns)

    def explain(self, accident: Accident) -> tuple[Contribution, ...]:
        """The `LARGEST` contributions by absolute value, the largest first."""
        row = self.encoder.row(accident)
        actual = self._eclo(row)
        contributions = [
            Contribution(name, value, usual, actual - self._eclo(self._occluded(row, columns)))
            for name, value, usual, columns in zip(
                FEATURES_OF_FIELD, _texts(accident), _texts(self.typical), self._columns, strict=True
            )
        ]
        return tuple(sorted(contributions, key=lambda c: -abs(c.difference))[:LARGEST])

    def _eclo(self, row: Sequence[float]) -> float:
        # Row by row: for so few, preparing a matrix costs LightGBM as much as walking its trees.
        return self.scale.eclo(self.scorer.score(row))

    def _occluded(self, row: Row, columns: tuple[int, ...]) -> list[float]:
        """`row` with the typical values in `columns`."""
        occluded = list(row)
        for column in columns:
            occluded[column] = self._typical[column]
        return occluded


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
