"""Two thousand random messages for each method that is built."""

import contextlib
import random
from typing import Any

import grpc
import pytest
from daegu.dataset.v1 import dataset_pb2 as pb
from daegu.dataset.v1 import dataset_pb2_grpc
from google.api.httpbody_pb2 import HttpBody
from google.protobuf.duration_pb2 import Duration

from services.dataset.converters import SERVICE
from tests.datasets import CSV, upload
from tests.e2e.test_broken_bytes import METHODS, noise, random_codes
from tests.stack import EmbeddedStack

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("whole")]

MESSAGES = 2000
EXPECTED = {grpc.StatusCode.OK, grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND}


@pytest.mark.parametrize("method", [*METHODS, "GetModel", "GetPrediction"])
def test_no_random_message_to_prediction_ends_with_an_unknown_error(stack: EmbeddedStack, method: str) -> None:
    assert random_codes(stack, method, MESSAGES) <= EXPECTED


def requests(dataset_id: str) -> dict[str, Any]:
    """A good request for each method of the dataset service."""
    return {
        "CreateSampleDataset": pb.CreateSampleDatasetRequest(),
        "ListDatasets": pb.ListDatasetsRequest(limit=3, offset=1),
        "ListDatasetKinds": pb.ListDatasetKindsRequest(),
        "GetDataset": pb.GetDatasetRequest(dataset_id=dataset_id),
        "PreviewDataset": pb.PreviewDatasetRequest(dataset_id=dataset_id, limit=2, sort_by="대수"),
        "GetDatasetProfile": pb.GetDatasetProfileRequest(dataset_id=dataset_id),
        "GetDatasetContent": pb.GetDatasetContentRequest(dataset_id=dataset_id, format="excel"),
        "StreamDatasetArrow": pb.StreamDatasetArrowRequest(dataset_id=dataset_id),
        "UpdateDataset": pb.UpdateDatasetRequest(dataset_id=dataset_id, name="이름", description="설명", kind="기타"),
        "HoldDataset": pb.HoldDatasetRequest(dataset_id=dataset_id, holder="x", lease=Duration(seconds=1)),
        "ReleaseDataset": pb.ReleaseDatasetRequest(dataset_id=dataset_id, holder="x"),
        "ShareDataset": pb.ShareDatasetRequest(dataset_id=dataset_id),
        "RevokeShares": pb.RevokeSharesRequest(dataset_id=dataset_id),
        "GetSharedDataset": pb.GetSharedDatasetRequest(share_token="token"),
        "DeleteDataset": pb.DeleteDatasetRequest(dataset_id=dataset_id),
    }


ALSO_EXPECTED = {
    "GetSharedDataset": {grpc.StatusCode.RESOURCE_EXHAUSTED},  # too many wrong tokens
    "DeleteDataset": {grpc.StatusCode.FAILED_PRECONDITION},
}


def read_to_its_end(answers: Any) -> grpc.StatusCode:
    """The status of a stream, which comes after its last message."""
    with contextlib.suppress(grpc.RpcError):
        for _ in answers:
            pass
    code: grpc.StatusCode = answers.code()
    return code


@pytest.mark.parametrize("method", requests(""))
def test_no_random_message_to_datasets_ends_with_an_unknown_error(stack: EmbeddedStack, method: str) -> None:
    chance = random.Random(method)
    codes: set[grpc.StatusCode] = set()
    with grpc.insecure_channel(stack.grpc) as channel:
        stub = dataset_pb2_grpc.DatasetServiceStub(channel)
        good = requests(upload(stub).dataset_id)[method].SerializeToString()
        call: Any = channel.unary_stream(f"/{SERVICE}/{method}")
        for _ in range(0, MESSAGES, 10):  # fewer at once than the service takes
            codes |= {read_to_its_end(one) for one in [call(noise(chance, good), timeout=10) for _ in range(10)]}
    assert codes <= EXPECTED | ALSO_EXPECTED.get(method, set())


@pytest.mark.parametrize("method", ["UploadDataset", "UploadDatasetFile"])
def test_no_stream_of_random_messages_ends_with_an_unknown_error(stack: EmbeddedStack, method: str) -> None:
    chance = random.Random(method)
    header = pb.UploadDatasetRequest(header=pb.UploadDatasetRequest.Header(name="이름")).SerializeToString()
    chunk = pb.UploadDatasetRequest(chunk=CSV).SerializeToString()
    form = HttpBody(content_type="multipart/form-data; boundary=x", data=b"--x\r\n" + CSV)
    good = chunk if method == "UploadDataset" else pb.UploadDatasetFileRequest(file=form).SerializeToString()
    codes: set[grpc.StatusCode] = set()
    with grpc.insecure_channel(stack.grpc) as channel:
        call: Any = channel.stream_unary(f"/{SERVICE}/{method}")
        for _ in range(0, MESSAGES, 30):
            sent = []
            for _ in range(10):
                first = [header] if method == "UploadDataset" and chance.random() < 0.8 else []
                sent.append(call.future(iter([*first, noise(chance, good), noise(chance, good)]), timeout=10))
            codes |= {one.code() for one in sent}
    assert codes <= EXPECTED
    assert not list((stack.home.datasets / "staging").iterdir())
