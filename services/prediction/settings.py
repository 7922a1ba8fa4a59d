"""Settings of the prediction service and of its workers."""

from pathlib import Path

from pydantic import Field

from services.chassis.settings import ProcessSettings, ServerSettings


class _PredictionProcess(ProcessSettings):
    """What the service and its workers both need to know."""

    database_url: str = Field(validation_alias="DATABASE_URL")
    """Database of the prediction context, `postgresql+psycopg2://role:password@host:port/prediction`."""

    broker_url: str = Field(validation_alias="CELERY_BROKER_URL")
    """Redis that takes word of jobs to the workers, `redis://:password@host:port/0`."""

    dataset_address: str
    """`host:port` of the dataset service."""

    model_folder: Path = Path(__file__).parent / "model"
    """Folder with the trained model: eclo.txt and manifest.json."""


class PredictionSettings(_PredictionProcess, ServerSettings):
    call_seconds: float = Field(default=10, gt=0)

    reconcile_seconds: float = Field(default=5.0, gt=0)
    """How often jobs are looked after: those that nobody works on, and the datasets they hold."""

    retention_days: int = Field(default=0, ge=0, le=36_500)
    """Predictions and ended jobs that are older are deleted for good, looked for every hour; 0 keeps them for ever."""


class WorkerSettings(_PredictionProcess):
    worker_processes: int = Field(default=1, gt=0)
    """Slices that are scored at once, each in a process of its own."""

    lease_seconds: float = Field(default=15.0, gt=0)
    """How long a slice stays with a worker that is not heard of."""

    tables_bytes: int = Field(default=1 << 28, gt=0)
    """Memory for the rows of datasets in each of these processes, bytes."""
