"""The dataset service through its stub: a real database, real files, the real server."""

import hashlib
import time
from collections.abc import Callable
from typing import Any

import grpc
import pyarrow as pa
import pytest
from daegu.dataset.v1 import dataset_pb2 as pb
from google.protobuf.duration_pb2 import Duration

from tests.datasets import CSV, TEXT, UNKNOWN, arrow_bytes, content, upload
from tests.grpc_server import refused


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
