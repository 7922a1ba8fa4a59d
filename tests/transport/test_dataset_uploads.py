"""Uploads through the stub: refused, limited, repeated, broken off, and the same bytes many times."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
import uuid_utils
from daegu.dataset.v1 import dataset_pb2 as pb
from google.api.httpbody_pb2 import HttpBody

from tests.dataset_service import Service
from tests.datasets import CSV, TEXT, content, parts, upload
from tests.figures import grows
from tests.grpc_server import refused
from tests.stack import wait_until


def test_a_form_over_rest_gives_the_same_dataset(stub: Any) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../CCTV.csv"\r\n\r\n' + CSV + b"\r\n"
        b'--x\r\nContent-Disposition: form-data; name="description"\r\n\r\n' + "양식".encode() + b"\r\n--x--\r\n"
    )
    requests = [
        pb.UploadDatasetFileRequest(file=HttpBody(content_type="multipart/form-data; boundary=x", data=body[:50])),
        pb.UploadDatasetFileRequest(file=HttpBody(data=body[50:])),
    ]
    by_form = stub.UploadDatasetFile(iter(requests))
    raw = stub.UploadDatasetFile(
        iter([pb.UploadDatasetFileRequest(file=HttpBody(content_type="text/csv", data=CSV), name="원본")])
    )
    assert (by_form.name, by_form.description, raw.name) == ("CCTV", "양식", "원본")
    for same in ("sha256", "rows", "columns", "encoding", "columns_info"):
        assert getattr(by_form, same) == getattr(raw, same) == getattr(upload(stub), same)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "EMPTY_FILE"),
        (b"\n\n\r\n", "EMPTY_FILE"),
        ("이름,값\n".encode(), "EMPTY_FILE"),
        (b"PK\x03\x04" + bytes(100), "NOT_CSV"),
        (b"\x1f\x8b\x08" + bytes(100), "NOT_CSV"),
        ("가,나\n1,2\n3\n4,5,6\n".encode(), "RAGGED_ROWS"),
        (b"a,b\n1,2,3\n4,5,6\n", "RAGGED_ROWS"),
        (b"a,b\n1,\x00\n", "UNDECODABLE_FILE"),
        ("가,나\n1,2\n".encode() + "다,라\n".encode("cp949"), "UNDECODABLE_FILE"),
        (b'a,b\n1,"never closed\n2,3\n', "MALFORMED_CSV"),
        (",".join(f"c{i}" for i in range(1001)).encode() + b"\n" + b"," * 1000 + b"\n", "LIMIT_EXCEEDED"),
        (b"a,b\n1," + b"x" * 140_000 + b"\n", "LIMIT_EXCEEDED"),
    ],
)
def test_a_file_that_is_no_csv_is_refused_and_nothing_is_kept(service: Service, body: bytes, reason: str) -> None:
    with refused() as said:
        upload(service.stub, body)
    assert said[0].code is grpc.StatusCode.INVALID_ARGUMENT
    assert said[0].reason == reason
    assert said[0].violations["file"].localized_message.message
    assert said[0].message.isascii()
    assert not said[0].korean.isascii()
    assert (service.total(), service.files(), service.leftovers()) == (0, set(), [])
    assert upload(service.stub).rows == 3


def test_50_mib_pass_and_one_byte_more_does_not(service: Service) -> None:
    line = b"1,2,3,4,5,6,7,8,9,10,abcdefgh,abcdefgh,abcdefgh,abcdefgh,abcdefgh\n"
    header = ",".join(f"c{i}" for i in range(15)).encode() + b"\n"
    rows, rest = divmod(50 * 1024 * 1024 - len(header), len(line))
    last = b",".join([b"1"] * 14) + b","
    whole = header + line * (rows - 1) + last + b"x" * (len(line) + rest - len(last) - 1) + b"\n"
    assert len(whole) == 50 * 1024 * 1024
    assert upload(service.stub, whole).rows == rows
    with refused() as said:
        upload(service.stub, whole + b"\n")
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.INVALID_ARGUMENT, "FILE_TOO_LARGE")
    assert "50" in said[0].korean
    assert (service.total(), service.leftovers()) == (1, [])


@pytest.mark.parametrize(
    "messages",
    [
        [pb.UploadDatasetRequest(chunk=b"a,b\n1,2\n")],
        [*parts(CSV), pb.UploadDatasetRequest(header=pb.UploadDatasetRequest.Header(name="again"))],
        [pb.UploadDatasetRequest()],
        [pb.UploadDatasetRequest(header=pb.UploadDatasetRequest.Header(request_id="no uuid"))],
        [pb.UploadDatasetRequest(header=pb.UploadDatasetRequest.Header(name="NUL\0"))],
        [pb.UploadDatasetRequest(header=pb.UploadDatasetRequest.Header(name="x" * 201))],
    ],
)
def test_messages_that_are_no_upload_are_refused(service: Service, messages: list[pb.UploadDatasetRequest]) -> None:
    with refused() as said:
        service.stub.UploadDataset(iter(messages))
    assert said[0].code is grpc.StatusCode.INVALID_ARGUMENT
    assert (service.total(), service.files(), service.leftovers()) == (0, set(), [])


def test_the_same_bytes_are_stored_once_and_stay_for_the_last_dataset(service: Service) -> None:
    with ThreadPoolExecutor(4) as callers:
        stored = list(callers.map(lambda _: upload(service.stub), range(4)))
    assert len({found.dataset_id for found in stored}) == 4
    sha256 = stored[0].sha256
    assert service.files() == {f"{sha256}.csv", f"{sha256}.arrow"}
    for found in stored[:-1]:
        service.stub.DeleteDataset(pb.DeleteDatasetRequest(dataset_id=found.dataset_id))
    assert content(service.stub, stored[-1].dataset_id) == CSV
    service.stub.DeleteDataset(pb.DeleteDatasetRequest(dataset_id=stored[-1].dataset_id))
    assert service.files() == set()


def test_uploading_and_deleting_the_same_bytes_at_once_loses_nothing(service: Service) -> None:
    def churn(_: int) -> None:
        mine = upload(service.stub).dataset_id
        assert content(service.stub, mine) == CSV
        service.stub.DeleteDataset(pb.DeleteDatasetRequest(dataset_id=mine))

    with ThreadPoolExecutor(6) as callers:
        list(callers.map(churn, range(30)))
    assert (service.total(), service.files(), service.leftovers()) == (0, set(), [])


def test_a_request_id_makes_an_upload_safe_to_repeat(service: Service) -> None:
    request_id = str(uuid_utils.uuid7())
    first = upload(service.stub, request_id=request_id)
    assert upload(service.stub, request_id=request_id) == first
    assert upload(service.stub, request_id=request_id.upper()) == first
    for other in ({"content": TEXT.encode()}, {"name": "다른 이름"}):
        with refused() as said:
            upload(service.stub, request_id=request_id, **other)
        assert (said[0].code, said[0].reason) == (grpc.StatusCode.ALREADY_EXISTS, "REQUEST_ID_REUSED")
    assert service.total() == 1
    assert service.files() == {f"{first.sha256}.csv", f"{first.sha256}.arrow"}


def test_an_upload_that_is_broken_off_leaves_nothing(service: Service) -> None:
    def slowly() -> Iterator[pb.UploadDatasetRequest]:
        yield from parts(b"a,b\n" + b"1,2\n" * 600_000)
        time.sleep(30)

    call = service.stub.UploadDataset.future(slowly())
    wait_until(service.leftovers)
    call.cancel()
    wait_until(lambda: not service.leftovers())
    assert (service.total(), service.files()) == (0, set())


def test_uploads_are_counted_by_outcome_with_their_bytes_and_rows(stub: Any) -> None:
    ragged = b"a,b\n1,2\n3\n"
    with (
        grows("dataset_uploads_total", outcome="stored"),
        grows("dataset_uploads_total", outcome="ragged_rows"),
        grows("dataset_uploaded_bytes_total", len(CSV) + len(ragged)),
        grows("dataset_rows_total", 3),
        refused(),
    ):
        upload(stub)
        upload(stub, ragged)
