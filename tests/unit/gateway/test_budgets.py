"""Which calls are counted as what: the same over REST and gRPC."""

import re

import pytest

from gateway.authorization import OPEN
from gateway.budgets import HEALTH, PATHS
from gateway.filters import regex
from gateway.ops.openapi.contracts import Contracts
from gateway.render import DESCRIPTORS

METHODS = {f"{method.service}/{method.name}": method for method in Contracts.read(DESCRIPTORS).methods}
COUNTED = {
    "chat": {"SendMessage", "StreamMessage"},
    "uploads": {"UploadDatasetFile", "CreateSampleDataset"},
    "batches": {"CreateBatch", "SaveBatch"},
}
IDENTIFIER = "7b0cbbd5-4a9c-4d3e-9b70-0ff8c6f6d0f5"


def budget(target: str) -> str:
    """Under which name a call is counted."""
    found = [name for name, paths in PATHS.items() if re.fullmatch(regex(paths), target)]
    assert len(found) <= 1
    return found[0] if found else "calls"


@pytest.mark.parametrize("name", METHODS)
def test_a_method_is_counted_the_same_over_rest_and_grpc(name: str) -> None:
    method = METHODS[name]
    rest = re.sub(r"{\w+}", IDENTIFIER, method.path)
    expected = next((each for each, methods in COUNTED.items() if method.name in methods), "calls")
    assert {budget(f"/{name}"), budget(rest), budget(f"{rest}?a=b")} == {expected}


def test_every_upload_of_grpc_is_counted_as_one() -> None:
    assert budget("/daegu.dataset.v1.DatasetService/UploadDataset") == "uploads"


def test_health_is_health_in_every_protocol() -> None:
    for path in ("/health", "/health?a=b", "/daegu.ops.v1.OpsService/GetHealth", "/grpc.health.v1.Health/Check"):
        assert re.fullmatch(regex(HEALTH), path), path
    for path in ("/healthy", "/api/health", "/daegu.ops.v1.OpsService/GetDocs"):
        assert not re.fullmatch(regex(HEALTH), path), path


@pytest.mark.parametrize("name", METHODS)
def test_only_what_the_ops_process_serves_is_open_to_all(name: str) -> None:
    method = METHODS[name]
    paths = [f"/{name}", re.sub(r"{\w+}", IDENTIFIER, method.path)]
    opened = {bool(re.fullmatch(regex(OPEN), path)) for path in paths}
    assert opened == {method.service == "daegu.ops.v1.OpsService"}
