"""Starts the prediction service: `python -m services.prediction`."""

from functools import partial

import uuid_utils
from daegu.prediction.v1 import prediction_pb2 as pb
from daegu.prediction.v1 import prediction_pb2_grpc

from services.chassis.database import create_engine, ping
from services.chassis.server import Served, run, serve
from services.chassis.telemetry import configure_logging, logger
from services.chassis.tracing import TRACES
from services.prediction import accident_converters, batch_converters, converters
from services.prediction.accepting import Accepting
from services.prediction.batch_servicer import LONGER_CALLS, BatchJobs
from services.prediction.celery_app import celery_app
from services.prediction.database_calls import DatabaseCalls
from services.prediction.domain.batch import Batches
from services.prediction.domain.datasets import Datasets
from services.prediction.domain.eclo_model import EcloModel
from services.prediction.domain.prediction import PredictionHistory, PredictionLog
from services.prediction.domain.slices import Hints
from services.prediction.exporting import Exporting
from services.prediction.forgetting import forgetting
from services.prediction.hints import CeleryHints
from services.prediction.peers import DatasetPeer, open_channel
from services.prediction.reconciling import Reconciler, reconciling
from services.prediction.servicer import PredictionServicer
from services.prediction.settings import PredictionSettings
from services.prediction.storage.batches import BatchRepository
from services.prediction.storage.group_commit import GroupCommit
from services.prediction.storage.model_artifact import ModelRejected, load_model
from services.prediction.storage.repository import PredictionRepository, PredictionWriter
from services.prediction.storage.retention import RetentionRepository
from services.prediction.storage.upkeep import UpkeepRepository
from services.prediction.watching import Watching


def new_id() -> str:
    """UUIDv7: the order of the ids is that of the jobs."""
    return str(uuid_utils.uuid7())


def served(
    model: EcloModel,
    log: PredictionLog,
    history: PredictionHistory,
    *,
    batches: Batches,
    datasets: Datasets,
    hints: Hints,
    database: partial[None],
) -> Served:
    """The prediction service around its parts."""
    calls = DatabaseCalls()
    jobs = BatchJobs(
        batches,
        Accepting(batches, calls, datasets, hints, new_id=new_id),
        Watching(batches, calls),
        Exporting(batches, calls, datasets),
    )
    servicer = PredictionServicer(model, log, history, calls, jobs)
    return Served(
        service=converters.SERVICE,
        add_to=lambda server: prediction_pb2_grpc.add_PredictionServiceServicer_to_server(servicer, server),
        parts={"database": database},
        domain_checks={
            pb.PredictEcloRequest: partial(accident_converters.domain_violations, model.vocabulary),
            pb.CreateBatchRequest: partial(batch_converters.domain_violations),
        },
        longer_calls=LONGER_CALLS,
        stopping=jobs.watching.stop,
    )


async def main() -> None:
    settings = PredictionSettings.load()
    configure_logging(settings.log_level, "prediction")
    TRACES.start("prediction", settings.otlp_endpoint, settings.traces_share)
    try:
        model = load_model(settings.model_folder)
    except ModelRejected as reason:
        logger().error("the model is refused", folder=str(settings.model_folder), why=str(reason))
        raise SystemExit(3) from None
    engine = create_engine(settings.database_url, "prediction")
    writer = PredictionWriter(engine)
    log = GroupCommit(writer.write)
    hints = CeleryHints(celery_app(settings.broker_url))
    async with open_channel(settings.dataset_address) as to_datasets:
        datasets = DatasetPeer(to_datasets)
        service = served(
            model,
            log,
            PredictionRepository(engine),
            batches=BatchRepository(engine),
            datasets=datasets,
            hints=hints,
            database=partial(ping, engine),
        )
        reconciler = Reconciler(UpkeepRepository(engine), hints, datasets)
        try:
            async with (
                reconciling(reconciler, settings.reconcile_seconds),
                forgetting(RetentionRepository(engine), settings.retention_days),
            ):
                await serve(settings, service)
        finally:
            await log.close()
            hints.close()
            writer.close()
            engine.dispose()


if __name__ == "__main__":
    run(main())
