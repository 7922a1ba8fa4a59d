"""The prediction service with a log that keeps nothing. `python -m tests.bench.servers.unstored`"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from services.chassis.server import run, serve
from services.chassis.settings import ServerSettings
from services.chassis.telemetry import configure_logging
from services.prediction.__main__ import served
from services.prediction.domain.prediction import PredictionNotFound, StoredPrediction
from services.prediction.storage.model_artifact import load_model


class Nowhere:
    """Implements PredictionLog and PredictionHistory."""

    async def commit(self, item: StoredPrediction) -> None:
        return

    def get(self, prediction_id: str) -> StoredPrediction:
        raise PredictionNotFound(prediction_id)

    def check(self) -> None:
        """Nothing can be away."""

    def page(self, limit: int, offset: int) -> tuple[Sequence[StoredPrediction], int]:
        return (), 0


async def serve_with(log: Nowhere) -> None:
    """Serves predictions and gives them to `log`."""
    settings = ServerSettings.load()
    configure_logging(settings.log_level, "prediction")
    nothing: Any = None  # nobody asks for jobs
    database = partial(log.check)
    service = served(load_model(), log, log, batches=nothing, datasets=nothing, hints=nothing, database=database)
    await serve(settings, service)


if __name__ == "__main__":
    run(serve_with(Nowhere()))
