"""The dataset service through its stub: a real database, real files, the real server."""

import hashlib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import grpc
import pyarrow as pa
import pytest
import sqlalchemy
import uuid_utils
from daegu.dataset.v1 import dataset_pb2 as pb
from daegu.dataset.v1 import dataset_pb2_grpc
from google.api.httpbody_pb2 import HttpBody
from google.protobuf.duration_pb2 import Duration
from google.rpc import error_details_pb2

from services.chassis.database import create_engine, ping
from services.chassis.server import Served
from services.dataset.__main__ import new_id, served
from services.dataset.domain.library import Library
from services.dataset.settings import DatasetSettings
from services.dataset.storage.blobs import open_blobs
from services.dataset.storage.repository import DatasetRepository
from services.dataset.storage.shares import ShareRepository
from services.dataset.storage.staging import StagingFolder
from tests.datasets import CSV, TEXT, UNKNOWN, arrow_bytes, content, parts, upload
from tests.grpc_server import refused, running
from tests.stack import wait_until


@dataclass
class Service:
    """A running dataset service, and what it keeps."""

    stub: Any
    engine: sqlalchemy.Engine
    library: Library
    staging: Path
    blobs: Path

    def files(self) -> set[str]:
        return {path.name for path in self.blobs.rglob("*") if path.is_file()}

    def leftovers(self) -> list[Path]:
        return list(self.staging.rglob("*"))

    def total(self) -> int:
        return int(self.stub.ListDatasets(pb.ListDatasetsRequest(limit=1)).total)


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
        yield Service(stub, engine, library, folder / "staging", folder / "files")
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


def test_an_upload_is_answered_with_what_the_file_is(stub: Any) -> None:
    stored = upload(stub, name=" 보안등 ", description="시험용")
    assert (stored.name, stored.description) == ("보안등", "시험용")
    assert (stored.rows, stored.columns, stored.size_bytes) == (3, 6, len(CSV))
    assert stored.sha256 == hashlib.sha256(CSV).hexdigest()
    assert stored.encoding == "cp949"
    assert 0 <= stored.kind_confidence <= 1
    names = [pb.ColumnType.Name(column.type).removeprefix("COLUMN_TYPE_") for column in stored.columns_info]
    assert names == ["TEXT", "DATETIME", "LATITUDE", "LONGITUDE", "INTEGER", "TEXT"]
    number, note = stored.columns_info[4], stored.columns_info[5]
    assert (number.min.number_value, number.max.number_value) == (1, 12)
    assert number.mean == pytest.approx(16 / 3)
    assert (note.missing, note.distinct) == (1, 2)
    assert stored.columns_info[1].max.string_value == "2022-12-31"
    assert not note.HasField("min")
    assert abs(stored.uploaded_at.seconds - time.time()) < 60


def test_what_was_uploaded_is_found_again(stub: Any) -> None:
    first, second = upload(stub, name="하나"), upload(stub, TEXT.encode(), name="둘")
    assert stub.GetDataset(pb.GetDatasetRequest(dataset_id=first.dataset_id)) == first
    page = stub.ListDatasets(pb.ListDatasetsRequest())
    assert [found.name for found in page.datasets] == ["둘", "하나"]
    assert page.total == 2
    assert page.datasets[0].columns == 6
    assert not page.datasets[0].columns_info
    assert [d.dataset_id for d in stub.ListDatasets(pb.ListDatasetsRequest(offset=1)).datasets] == [first.dataset_id]
    assert second.encoding == "utf-8"


def test_content_is_the_file_byte_by_byte(stub: Any) -> None:
    stored = upload(stub)
    call = stub.GetDatasetContent(pb.GetDatasetContentRequest(dataset_id=stored.dataset_id))
    bodies = list(call)
    assert b"".join(body.data for body in bodies) == CSV
    assert bodies[0].content_type == "text/csv; charset=euc-kr"
    headers: dict[str, Any] = dict(call.initial_metadata())
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''%EC%8B%9C%ED%97%98.csv"


def test_the_copy_for_excel_has_a_bom_and_no_formula(stub: Any) -> None:
    text = "이름,값\n=cmd|' /C calc'!A0,-5\n@SUM(1),+3.5\n"
    stored = upload(stub, text.encode("cp949"))
    copy = content(stub, stored.dataset_id, "excel")
    assert copy.startswith(b"\xef\xbb\xbf")
    lines = copy.decode("utf-8-sig").splitlines()
    assert lines[0].replace('"', "") == "이름,값"
    assert lines[1].replace('"', "").startswith("'=cmd")
    assert lines[1].replace('"', "").endswith(",-5")
    assert lines[2].replace('"', "") == "'@SUM(1),+3.5"


def test_the_arrow_stream_has_the_values(stub: Any) -> None:
    stored = upload(stub)
    table = pa.ipc.open_stream(arrow_bytes(stub, stored.dataset_id)).read_all()
    assert table.column_names == [column.name for column in stored.columns_info]
    assert table["관리번호"].to_pylist() == ["007", "008", "009"]
    assert table["대수"].to_pylist() == [3, 12, 1]
    assert table["비고"].to_pylist() == ["대구", None, '쉼표, "따옴표"']
    assert str(table["설치일자"].to_pylist()[0]) == "2020-03-23 00:00:00"


def test_a_preview_shows_the_first_rows_and_sorts_by_value(stub: Any) -> None:
    stored = upload(stub)
    plain = stub.PreviewDataset(pb.PreviewDatasetRequest(dataset_id=stored.dataset_id, limit=1))
    assert list(plain.columns) == [column.name for column in stored.columns_info]
    assert [list(row.cells) for row in plain.rows] == [["007", "2020-03-23", "35.8714", "128.6014", "3", "대구"]]
    request = pb.PreviewDatasetRequest(dataset_id=stored.dataset_id, sort_by="대수", descending=True)
    assert [row.cells[4] for row in stub.PreviewDataset(request).rows] == ["12", "3", "1"]


def test_a_preview_by_an_unknown_column_names_it(stub: Any) -> None:
    stored = upload(stub)
    with refused() as said:
        stub.PreviewDataset(pb.PreviewDatasetRequest(dataset_id=stored.dataset_id, sort_by="없는 열"))
    assert said[0].code is grpc.StatusCode.INVALID_ARGUMENT
    assert said[0].violations["sort_by"].reason == "UNKNOWN_COLUMN"


def test_a_profile_says_what_each_column_contains(stub: Any) -> None:
    stored = upload(stub)
    profile = stub.GetDatasetProfile(pb.GetDatasetProfileRequest(dataset_id=stored.dataset_id))
    assert [column.info for column in profile.columns] == list(stored.columns_info)
    assert profile.columns[5].missing_share == pytest.approx(1 / 3)
    assert list(profile.columns[4].quantiles)[2] == 3
    assert not profile.sampled


def test_name_description_and_kind_can_be_changed(stub: Any) -> None:
    stored = upload(stub)
    kinds = stub.ListDatasetKinds(pb.ListDatasetKindsRequest()).kinds
    request = pb.UpdateDatasetRequest(dataset_id=stored.dataset_id, name="새 이름", kind=kinds[1])
    changed = stub.UpdateDataset(request)
    assert (changed.name, changed.kind, changed.kind_confidence) == ("새 이름", kinds[1], 1)
    assert stub.GetDataset(pb.GetDatasetRequest(dataset_id=stored.dataset_id)) == changed
    with refused() as said:
        stub.UpdateDataset(pb.UpdateDatasetRequest(dataset_id=stored.dataset_id, name=" ", kind="신호등"))
    assert set(said[0].violations) == {"name", "kind"}
    assert "주차장" in said[0].violations["kind"].localized_message.message


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


def test_a_held_dataset_is_not_deleted(stub: Any) -> None:
    held = upload(stub).dataset_id
    lease = Duration(seconds=60)
    answer = stub.HoldDataset(pb.HoldDatasetRequest(dataset_id=held, holder="batch/1", lease=lease))
    assert 50 < answer.expires_at.seconds - time.time() < 70
    with refused() as said:
        stub.DeleteDataset(pb.DeleteDatasetRequest(dataset_id=held))
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.FAILED_PRECONDITION, "DATASET_IN_USE")
    assert "작업" in said[0].korean
    stub.ReleaseDataset(pb.ReleaseDatasetRequest(dataset_id=held, holder="batch/1"))
    stub.DeleteDataset(pb.DeleteDatasetRequest(dataset_id=held))


def test_a_link_opens_a_dataset_until_it_is_revoked(stub: Any) -> None:
    stored = upload(stub)
    share = stub.ShareDataset(pb.ShareDatasetRequest(dataset_id=stored.dataset_id))
    assert share.share_url == f"http://app.example/datasets?share_token={share.share_token}"
    assert 6.99 < (share.expires_at.seconds - time.time()) / 86400 <= 7
    opened = stub.GetSharedDataset(pb.GetSharedDatasetRequest(share_token=share.share_token))
    assert opened.share_expires_at == share.expires_at
    opened.ClearField("share_expires_at")
    assert opened == stored
    assert stub.RevokeShares(pb.RevokeSharesRequest(dataset_id=stored.dataset_id)).revoked == 1
    with refused() as said:
        stub.GetSharedDataset(pb.GetSharedDatasetRequest(share_token=share.share_token))
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.NOT_FOUND, "SHARE_REVOKED")
    assert "취소" in said[0].korean


def test_a_link_that_has_expired_says_so(service: Service) -> None:
    stored = upload(service.stub)
    token = service.stub.ShareDataset(pb.ShareDatasetRequest(dataset_id=stored.dataset_id)).share_token
    with service.engine.begin() as connection:
        connection.execute(sqlalchemy.text("UPDATE share_tokens SET expires_at = expires_at - interval '7 days'"))
    with refused() as said:
        service.stub.GetSharedDataset(pb.GetSharedDatasetRequest(share_token=token))
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.NOT_FOUND, "SHARE_EXPIRED")
    assert "기간" in said[0].korean


def test_wrong_tokens_are_all_the_same_and_soon_too_many(stub: Any) -> None:
    token = stub.ShareDataset(pb.ShareDatasetRequest(dataset_id=upload(stub).dataset_id)).share_token
    answers = set()
    for wrong in (token[:-1], token + "x", "guess", "' OR 1=1 --", "NUL\0"):
        with refused() as said:
            stub.GetSharedDataset(pb.GetSharedDatasetRequest(share_token=wrong))
        answers.add((said[0].code, said[0].reason, said[0].message, said[0].korean))
    assert len(answers) == 1
    assert answers.pop()[:2] == (grpc.StatusCode.NOT_FOUND, "SHARE_NOT_FOUND")
    for _ in range(30):
        with refused() as said:
            stub.GetSharedDataset(pb.GetSharedDatasetRequest(share_token="guess"))
    assert said[0].code is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert said[0].detail(error_details_pb2.RetryInfo).retry_delay.ToTimedelta().total_seconds() > 0


def test_the_sample_is_there_once_however_often_it_is_asked_for(stub: Any) -> None:
    sample = stub.CreateSampleDataset(pb.CreateSampleDatasetRequest())
    assert sample.rows == 20_000
    assert "합성" in sample.name
    assert "합성" in sample.description
    assert stub.CreateSampleDataset(pb.CreateSampleDatasetRequest()) == sample
    types = {column.name: pb.ColumnType.Name(column.type) for column in sample.columns_info}
    assert types["위도"] == "COLUMN_TYPE_LATITUDE"
    assert types["사고일시"] == "COLUMN_TYPE_DATETIME"
    assert sample.kind == "TAAS 사고"


@pytest.mark.parametrize(
    ("method", "request_message"),
    [
        ("GetDataset", pb.GetDatasetRequest(dataset_id=UNKNOWN)),
        ("PreviewDataset", pb.PreviewDatasetRequest(dataset_id=UNKNOWN)),
        ("GetDatasetProfile", pb.GetDatasetProfileRequest(dataset_id=UNKNOWN)),
        ("UpdateDataset", pb.UpdateDatasetRequest(dataset_id=UNKNOWN, name="x")),
        ("DeleteDataset", pb.DeleteDatasetRequest(dataset_id=UNKNOWN)),
        ("HoldDataset", pb.HoldDatasetRequest(dataset_id=UNKNOWN, holder="x", lease=Duration(seconds=1))),
        ("ShareDataset", pb.ShareDatasetRequest(dataset_id=UNKNOWN)),
        ("RevokeShares", pb.RevokeSharesRequest(dataset_id=UNKNOWN)),
    ],
)
def test_an_unknown_id_is_not_found(stub: Any, method: str, request_message: Any) -> None:
    with refused() as said:
        getattr(stub, method)(request_message)
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.NOT_FOUND, "DATASET_NOT_FOUND")


@pytest.mark.parametrize(
    "call",
    [
        lambda stub: stub.GetDatasetContent(pb.GetDatasetContentRequest(dataset_id=UNKNOWN)),
        lambda stub: stub.StreamDatasetArrow(pb.StreamDatasetArrowRequest(dataset_id=UNKNOWN)),
    ],
)
def test_a_stream_of_an_unknown_id_is_not_found(stub: Any, call: Callable[[Any], Any]) -> None:
    with refused() as said:
        list(call(stub))
    assert said[0].code is grpc.StatusCode.NOT_FOUND


def test_a_dataset_that_is_deleted_while_it_is_read_is_read_to_its_end(stub: Any) -> None:
    large = b"a,b\n" + b"1,abcdefghijklmnopqrstuvwxyz\n" * 300_000
    stored = upload(stub, large)
    bodies = iter(stub.GetDatasetContent(pb.GetDatasetContentRequest(dataset_id=stored.dataset_id)))
    received = next(bodies).data
    stub.DeleteDataset(pb.DeleteDatasetRequest(dataset_id=stored.dataset_id))
    assert received + b"".join(body.data for body in bodies) == large
