"""The one-shot part that fills an empty catalogue, against a server that speaks this part of the contract."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent import futures
from typing import Any

import grpc
import pytest
from daegu.dataset.v1 import dataset_pb2 as pb

from deploy.local.part import Part
from deploy.local.ports import HOST, Ports
from deploy.local.settings import ROOT

Methods = dict[str, "grpc.RpcMethodHandler[Any, Any]"]
Serve = Callable[[Methods], int]

SERVICE = pb.DESCRIPTOR.services_by_name["DatasetService"].full_name


class Catalogue:
    """A dataset service with `total` datasets. `storage` is whether it can create the sample."""

    def __init__(self, total: int = 0, storage: bool = True) -> None:
        self.total = total
        self.storage = storage
        self.created = 0
        self.deadlines: list[float | None] = []

    def list_datasets(self, request: pb.ListDatasetsRequest, context: grpc.ServicerContext) -> pb.ListDatasetsResponse:
        self.deadlines.append(context.time_remaining())
        return pb.ListDatasetsResponse(total=self.total)

    def create_sample(self, request: pb.CreateSampleDatasetRequest, context: grpc.ServicerContext) -> pb.Dataset:
        self.deadlines.append(context.time_remaining())
        if not self.storage:
            context.abort(grpc.StatusCode.UNAVAILABLE, "the storage is away")
        self.created += 1
        return pb.Dataset(dataset_id="7d0e", rows=20_000)

    def methods(self) -> Methods:
        return {
            "ListDatasets": grpc.unary_unary_rpc_method_handler(
                self.list_datasets, pb.ListDatasetsRequest.FromString, pb.ListDatasetsResponse.SerializeToString
            ),
            "CreateSampleDataset": grpc.unary_unary_rpc_method_handler(
                self.create_sample, pb.CreateSampleDatasetRequest.FromString, pb.Dataset.SerializeToString
            ),
        }


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a server of these methods; returns its port."""
    servers: list[grpc.Server] = []

    def start(methods: Methods) -> int:
        server = grpc.server(futures.ThreadPoolExecutor(2))
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, methods),))
        port = server.add_insecure_port(f"{HOST}:0")
        server.start()
        servers.append(server)
        return port

    yield start
    for server in servers:
        server.stop(None).wait(10)


def said(port: int) -> str:
    """What the part writes; it ends with status 0 and without a traceback, whatever happens."""
    command = [sys.executable, "-m", "deploy.local.programs.sample", str(port)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_an_empty_catalogue_gets_the_sample(serve: Serve) -> None:
    catalogue = Catalogue()
    assert said(serve(catalogue.methods())) == "Created the sample dataset 7d0e with 20000 rows\n"
    assert catalogue.created == 1


def test_a_catalogue_with_datasets_stays_as_it_is(serve: Serve) -> None:
    catalogue = Catalogue(total=3)
    assert said(serve(catalogue.methods())) == "There are datasets already: 3\n"
    assert catalogue.created == 0


def test_both_calls_together_end_before_the_part_counts_as_stuck(serve: Serve) -> None:
    catalogue = Catalogue()
    said(serve(catalogue.methods()))
    deadlines = [seconds for seconds in catalogue.deadlines if seconds is not None]
    assert len(deadlines) == 2
    assert sum(deadlines) < Part("sample", command=()).start_seconds - 10


def test_a_sample_that_cannot_be_created_is_said_and_stops_nothing(serve: Serve) -> None:
    port = serve(Catalogue(storage=False).methods())
    assert said(port) == "The sample dataset was not created: UNAVAILABLE: the storage is away\n"


def test_a_service_that_cannot_do_it_or_is_gone_stops_nothing(serve: Serve) -> None:
    assert said(serve({})).startswith("The sample dataset was not created: UNIMPLEMENTED: ")
    held = Ports()
    gone = said(held.free())
    held.close()
    assert gone.startswith("The sample dataset was not created: UNAVAILABLE: ")
