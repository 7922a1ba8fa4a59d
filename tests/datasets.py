"""CSV files and uploads for the tests of datasets."""

from collections.abc import Iterator
from typing import Any

from daegu.dataset.v1 import dataset_pb2 as pb

TEXT = (
    "관리번호,설치일자,위도,경도,대수,비고\n"
    "007,2020-03-23,35.8714,128.6014,3,대구\n"
    "008,2021-01-02,35.8801,128.5912,12,\n"
    '009,2022-12-31,35.8652,128.6107,1,"쉼표, ""따옴표"""\n'
)
CSV = TEXT.encode("cp949")
CHUNK = 1 << 20
UNKNOWN = "0192a1b2-0000-7000-8000-000000000000"


def parts(content: bytes, **header: str) -> Iterator[pb.UploadDatasetRequest]:
    """The messages of an upload over gRPC."""
    yield pb.UploadDatasetRequest(header=pb.UploadDatasetRequest.Header(**({"name": "시험"} | header)))
    for start in range(0, len(content), CHUNK):
        yield pb.UploadDatasetRequest(chunk=content[start : start + CHUNK])


def upload(stub: Any, content: bytes = CSV, **header: str) -> pb.Dataset:
    """Uploads over gRPC."""
    stored: pb.Dataset = stub.UploadDataset(parts(content, **header))
    return stored


def content(stub: Any, dataset_id: str, form: str = "") -> bytes:
    """The whole file, as GetDatasetContent streams it."""
    bodies = stub.GetDatasetContent(pb.GetDatasetContentRequest(dataset_id=dataset_id, format=form))
    return b"".join(body.data for body in bodies)


def arrow_bytes(stub: Any, dataset_id: str) -> bytes:
    """The whole Arrow IPC stream; it must end with `done`."""
    events = list(stub.StreamDatasetArrow(pb.StreamDatasetArrowRequest(dataset_id=dataset_id)))
    assert [event.WhichOneof("event") for event in events[:-1]] == ["chunk"] * (len(events) - 1)
    assert events[-1].WhichOneof("event") == "done"
    assert max(len(event.chunk) for event in events) <= 1 << 20
    return b"".join(event.chunk for event in events[:-1])
