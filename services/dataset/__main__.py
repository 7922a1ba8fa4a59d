"""Starts the dataset service: `python -m services.dataset`."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import uuid_utils
from daegu.dataset.v1 import dataset_pb2_grpc

from services.chassis.database import create_engine, ping
from services.chassis.server import Served, run, serve
from services.chassis.telemetry import configure_logging
from services.chassis.tracing import TRACES
from services.dataset import converters
from services.dataset.domain.catalog import Catalog
from services.dataset.domain.contents import Contents
from services.dataset.domain.files import Blobs
from services.dataset.domain.library import Library
from services.dataset.domain.sharing import GuessLimit, Shares, Sharing
from services.dataset.servicer import DatasetServicer
from services.dataset.settings import DatasetSettings
from services.dataset.storage.blobs import open_blobs
from services.dataset.storage.repository import DatasetRepository
from services.dataset.storage.shares import ShareRepository
from services.dataset.storage.staging import StagingFolder
from services.dataset.sweeping import sweeping


def new_id() -> str:
    """UUIDv7: the order of the ids is that of the uploads."""
    return str(uuid_utils.uuid7())


def served(
    settings: DatasetSettings,
    library: Library,
    *,
    catalog: Catalog,
    shares: Shares,
    blobs: Blobs,
    database: partial[None],
) -> Served:
    """The dataset service around its parts."""
    servicer = DatasetServicer(
        library,
        catalog,
        Contents(catalog, blobs),
        Sharing(shares, GuessLimit()),
        readers=ThreadPoolExecutor(settings.readers, thread_name_prefix="reader"),
        app_url=settings.app_url,
    )
    return Served(
        service=converters.SERVICE,
        add_to=lambda server: dataset_pb2_grpc.add_DatasetServiceServicer_to_server(servicer, server),
        parts={"database": database, "files": blobs.ping},
    )


async def main() -> None:
    settings = DatasetSettings.load()
    configure_logging(settings.log_level, "dataset")
    TRACES.start("dataset", settings.otlp_endpoint, settings.traces_share)
    engine = create_engine(settings.database_url, "dataset")
    catalog, blobs = DatasetRepository(engine), open_blobs(settings.blob_url)
    library = Library(catalog, blobs, StagingFolder(settings.staging_folder), new_id)
    service = served(
        settings,
        library,
        catalog=catalog,
        shares=ShareRepository(engine),
        blobs=blobs,
        database=partial(ping, engine),
    )
    try:
        async with sweeping(library, settings.sweep_seconds):
            await serve(settings, service)
    finally:
        engine.dispose()


if __name__ == "__main__":
    run(main())
