"""Starts the prediction service: `python -m services.prediction`."""

from functools import partial

from daegu.prediction.v1 import prediction_pb2, prediction_pb2_grpc

from services.chassis.database import create_engine, ping
from services.chassis.server import Served, run, serve
from services.chassis.telemetry import configure_logging, logger
from services.prediction import converters
from services.prediction.domain.eclo_model import EcloModel
from services.prediction.domain.prediction import PredictionHistory, PredictionLog
from services.prediction.servicer import PredictionServicer
from services.prediction.settings import PredictionSettings
from services.prediction.storage.group_commit import GroupCommit
from services.prediction.storage.model_artifact import ModelRejected, load_model
from services.prediction.storage.repository import PredictionRepository, PredictionWriter


def served(model: EcloModel, log: PredictionLog, history: PredictionHistory, database: partial[None]) -> Served:
    """The prediction service around its parts."""
    servicer = PredictionServicer(model, log, history)  # type: ignore[abstract]  # batch methods answer UNIMPLEMENTED
    return Served(
        service=converters.SERVICE,
        add_to=lambda server: prediction_pb2_grpc.add_PredictionServiceServicer_to_server(servicer, server),
        parts={"database": database},
        domain_checks={prediction_pb2.PredictEcloRequest: partial(converters.domain_violations, model.vocabulary)},
    )


async def main() -> None:
    settings = PredictionSettings.load()
    configure_logging(settings.log_level, "prediction")
    try:
        model = load_model(settings.model_folder)
    except ModelRejected as reason:
        logger().error("the model is refused", folder=str(settings.model_folder), why=str(reason))
        raise SystemExit(3) from None
    engine = create_engine(settings.database_url, "prediction")
    writer = PredictionWriter(engine)
    log = GroupCommit(writer.write)
    try:
        await serve(settings, served(model, log, PredictionRepository(engine), partial(ping, engine)))
    finally:
        await log.close()
        writer.close()
        engine.dispose()


if __name__ == "__main__":
    run(main())
