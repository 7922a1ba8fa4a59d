"""The real files of the portals, in through every door. DAEGU_REAL_DATA names the folder that holds them."""

import hashlib
import io
import json
import os
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pandas as pd
import pyarrow as pa
import pytest
from daegu.dataset.v1 import dataset_pb2 as pb
from daegu.dataset.v1 import dataset_pb2_grpc

from tests.datasets import arrow_bytes, upload
from tests.stack import EmbeddedStack

TAAS = "taas_daegu_accidents_2007_2017.zip"
FILES = {
    "대구_CCTV_정보.csv": ("대구 CCTV", "cp949", 1065, {"위도": "LATITUDE", "경도": "LONGITUDE", "설치연도": "YEAR"}),
    "대구_어린이_보호_구역_정보.csv": (
        "어린이 보호구역",
        "cp949",
        640,
        {"위도": "LATITUDE", "경도": "LONGITUDE", "데이터기준일자": "DATETIME"},
    ),
    "대구_주차장_정보.csv": (
        "주차장",
        "cp949",
        871,
        {"위도": "LATITUDE", "경도": "LONGITUDE", "데이터기준일자": "DATETIME", "주차장관리번호": "TEXT"},
    ),
    "dacon_test_2022_first_1000.csv": ("DACON 평가", "utf-8", 1000, {"사고일시": "DATETIME"}),
    TAAS: ("TAAS 사고", "utf-8-sig", 153_894, {"사고일시": "DATETIME", "사고번호": "INTEGER", "사망자수": "INTEGER"}),
}


@pytest.fixture(scope="module")
def folder() -> Path:
    found = os.environ.get("DAEGU_REAL_DATA")
    if found is None:
        pytest.skip("DAEGU_REAL_DATA is not set")
    return Path(found)


@pytest.fixture
def stub(stack: EmbeddedStack) -> Iterator[Any]:
    with grpc.insecure_channel(stack.grpc) as channel:
        yield dataset_pb2_grpc.DatasetServiceStub(channel)


def content(folder: Path, name: str) -> bytes:
    if name != TAAS:
        return (folder / name).read_bytes()
    with zipfile.ZipFile(folder / name) as archive:
        return archive.read(archive.namelist()[0])


def curl(stack: EmbeddedStack, tmp_path: Path, *arguments: str) -> dict[str, Any]:
    command = ["curl", "-sS", "--fail-with-body", f"{stack.url}/api/datasets/upload", *arguments]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=60)
    found: dict[str, Any] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_real_file_is_understood_the_same_through_every_door(
    stack: EmbeddedStack, stub: Any, folder: Path, tmp_path: Path, name: str
) -> None:
    kind, encoding, rows, types = FILES[name]
    original = content(folder, name)
    (tmp_path / "file.csv").write_bytes(original)
    by_body = curl(stack, tmp_path, "-H", "content-type: text/csv", "--data-binary", "@file.csv")
    by_form = curl(stack, tmp_path, "-F", "file=@file.csv")
    by_grpc = upload(stub, original)
    assert by_body["sha256"] == by_form["sha256"] == by_grpc.sha256 == hashlib.sha256(original).hexdigest()
    assert by_body["rows"] == by_form["rows"] == by_grpc.rows == rows
    assert by_body["columns"] == by_form["columns"] == by_grpc.columns
    assert by_body["columns_info"] == by_form["columns_info"]
    assert (by_grpc.kind, by_grpc.encoding) == (kind, encoding)
    assert by_grpc.kind_confidence > 0.8
    found = {
        column.name: pb.ColumnType.Name(column.type).removeprefix("COLUMN_TYPE_") for column in by_grpc.columns_info
    }
    assert {column: found[column] for column in types} == types
    for dataset_id in (by_body["dataset_id"], by_form["dataset_id"], by_grpc.dataset_id):
        assert stack.http.get(f"/api/datasets/{dataset_id}/content").content == original
        assert stack.http.delete(f"/api/datasets/{dataset_id}").status_code == 200


@pytest.mark.parametrize("name", FILES)
def test_every_value_of_a_real_file_arrives(stub: Any, folder: Path, name: str) -> None:
    original = content(folder, name)
    stored = upload(stub, original)
    table = pa.ipc.open_stream(arrow_bytes(stub, stored.dataset_id)).read_all()
    plain = pd.read_csv(io.BytesIO(original), encoding=stored.encoding, dtype=str, keep_default_na=False)
    assert table.num_rows == len(plain)
    assert table.column_names == list(plain.columns)
    for column in stored.columns_info:
        values, texts = table[column.name], plain[column.name]
        assert values.null_count == (texts == "").sum() == column.missing
        kind = pb.ColumnType.Name(column.type).removeprefix("COLUMN_TYPE_")
        if kind == "TEXT":
            assert values.fill_null("").to_pylist() == texts.tolist()
        elif kind in ("INTEGER", "FLOAT", "LATITUDE", "LONGITUDE", "YEAR"):
            assert values.drop_null().to_pylist() == texts[texts != ""].astype(float).tolist()
    stub.DeleteDataset(pb.DeleteDatasetRequest(dataset_id=stored.dataset_id))
