"""What scores slices: built in a child of the worker, after the fork, with connections and a model of its own."""

from datetime import timedelta

from services.chassis.database import create_engine
from services.chassis.tracing import TRACES
from services.prediction.celery_app import celery_app
from services.prediction.domain.eclo_model import EcloModel
from services.prediction.hints import CeleryHints
from services.prediction.settings import WorkerSettings
from services.prediction.slice_scoring import SliceScoring
from services.prediction.slice_work import SliceWork
from services.prediction.storage.batches import BatchRepository
from services.prediction.storage.model_artifact import load_model
from services.prediction.storage.slices import SliceRepository
from services.prediction.table_cache import TableCache
from services.prediction.worker_peers import DatasetRows


def build_work(settings: WorkerSettings) -> SliceWork:
    """Raises ModelRejected."""
    TRACES.start("worker", settings.otlp_endpoint, settings.traces_share)
    return slice_work(settings, load_model(settings.model_folder))


def slice_work(settings: WorkerSettings, model: EcloModel) -> SliceWork:
    """The work with this model."""
    engine = create_engine(settings.database_url, "worker", limits_waits=False)
    tables = TableCache(DatasetRows(settings.dataset_address), settings.tables_bytes)
    return SliceWork(
        SliceRepository(engine),
        SliceScoring(model, BatchRepository(engine), tables),
        CeleryHints(celery_app(settings.broker_url)),
        lease=timedelta(seconds=settings.lease_seconds),
    )
