"""Services for the tests that talk to them through their stubs."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import sqlalchemy
from daegu.dataset.v1 import dataset_pb2_grpc

from services.chassis.database import create_engine, ping
from services.chassis.server import Served
from services.dataset.__main__ import new_id, served
from services.dataset.domain.library import Library
from services.dataset.settings import DatasetSettings
from services.dataset.storage.blobs import open_blobs
from services.dataset.storage.repository import DatasetRepository
from services.dataset.storage.shares import ShareRepository
from services.dataset.storage.staging import StagingFolder
from tests.chat_parts import whole
from tests.chat_service import Chat, chat_service
from tests.dataset_service import Service
from tests.grpc_server import RunningServer, running
from tests.prediction_service import PredictionService, prediction_service


@pytest.fixture(scope="module")
def running_service(dataset_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("datasets")
    settings = DatasetSettings(
        listen_address="127.0.0.1:0",
        database_url=dataset_database,
        blob_url=(folder / "files").as_uri(),
        staging_folder=folder / "staging",
        app_url="http://app.example/",
    )
    engine = create_engine(dataset_database, "test")
    catalog, blobs = DatasetRepository(engine), open_blobs(settings.blob_url)
    library = Library(catalog, blobs, StagingFolder(settings.staging_folder), new_id)

    def make() -> Served:
        shares = ShareRepository(engine)
        return served(settings, library, catalog=catalog, shares=shares, blobs=blobs, database=partial(ping, engine))

    with running(make) as server:
        stub = dataset_pb2_grpc.DatasetServiceStub(server.channel)
        yield Service(stub, f"127.0.0.1:{server.port}", engine, library, folder / "staging", folder / "files")
    engine.dispose()


@pytest.fixture
def service(running_service: Service) -> Service:
    """The service without datasets and files."""
    with running_service.engine.begin() as connection:
        connection.execute(sqlalchemy.text("TRUNCATE datasets CASCADE"))
    running_service.library.sweep()
    assert running_service.files() == set()
    return running_service


@pytest.fixture
def stub(service: Service) -> Any:
    return service.stub


@pytest.fixture(scope="module")
def prediction_server(prediction_database: str) -> Iterator[RunningServer]:
    """The prediction service with the committed model and a real database."""
    with prediction_service(prediction_database) as running_prediction:
        yield running_prediction.server


@pytest.fixture(scope="module")
def running_jobs(prediction_database: str, running_service: Service) -> Iterator[PredictionService]:
    with prediction_service(prediction_database, running_service.address) as running_prediction:
        yield running_prediction


@pytest.fixture
def jobs(running_jobs: PredictionService, service: Service) -> PredictionService:
    """The prediction service without jobs, beside the dataset service without datasets."""
    with running_jobs.engine.begin() as connection:
        connection.execute(sqlalchemy.text("TRUNCATE batch_jobs CASCADE"))
    running_jobs.hinted.clear()
    return running_jobs


@pytest.fixture(scope="module")
def running_chat(chat_database: str) -> Iterator[Chat]:
    with chat_service(chat_database) as service:
        yield service


@pytest.fixture
def chat(running_chat: Chat) -> Chat:
    """The chat service without conversations, with an empty cache. Its agent says `3개` unless a test lets it say
    something else, its analyst nothing."""
    with running_chat.engine.begin() as connection:
        connection.execute(sqlalchemy.text("TRUNCATE conversations CASCADE"))
    running_chat.cache.answers.clear()
    for answerer in (running_chat.agent, running_chat.analyst):
        answerer.reset()
    running_chat.agent.script = whole("3개")
    return running_chat
