"""A prediction that was made, and where predictions are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.chassis.errors import NotFound
from services.prediction.domain.accident import Accident


@dataclass(frozen=True, slots=True)
class StoredPrediction:
    """One line of the history: the complete accident and the figures that were answered.

    `created_at` is aware; `eclo`, `interval_lower` and `interval_upper` are in ECLO units, `percentile` is 0-100,
    `serious_probability` 0-1.
    """

    prediction_id: str
    created_at: datetime
    model_version: str
    accident: Accident
    eclo: float
    interpretation: str
    percentile: float
    serious_probability: float
    interval_lower: float
    interval_upper: float


class PredictionNotFound(NotFound):
    """No prediction has this id."""

    reason = "PREDICTION_NOT_FOUND"

    def __init__(self, prediction_id: str) -> None:
        super().__init__(
            f"there is no prediction {prediction_id}", "해당 예측 기록을 찾을 수 없습니다.", prediction_id=prediction_id
        )


class PredictionLog(Protocol):
    """Takes predictions for ever."""

    async def commit(self, item: StoredPrediction) -> None:
        """Returns when `item` is durable."""


class PredictionHistory(Protocol):
    """Gives them back."""

    def get(self, prediction_id: str) -> StoredPrediction:
        """Raises PredictionNotFound."""

    def page(self, limit: int, offset: int) -> tuple[Sequence[StoredPrediction], int]:
        """At most `limit` predictions after the newest `offset`, newest first, and the number of all."""
