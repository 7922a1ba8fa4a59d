"""Every cell of the public files comes back as Python's csv module reads it."""

import csv
import io
import os
import zipfile
from pathlib import Path

import pytest

from tests.unit.dataset.csv_text import read, rows_of

DATA = os.environ.get("DAEGU_REAL_DATA")
needs_data = pytest.mark.skipif(DATA is None, reason="DAEGU_REAL_DATA is not set")


@needs_data
@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("대구_CCTV_정보.csv", "cp949"),
        ("대구_어린이_보호_구역_정보.csv", "cp949"),
        ("대구_주차장_정보.csv", "cp949"),
        ("dacon_test_2022_first_1000.csv", "utf-8"),
        ("taas_daegu_accidents_2007_2017.zip", "utf-8-sig"),
    ],
)
def test_a_public_file_comes_back_cell_for_cell(name: str, encoding: str, tmp_path: Path) -> None:
    path = Path(DATA or "") / name
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            content = archive.read(archive.namelist()[0])
    else:
        content = path.read_bytes()
    header, *rows = csv.reader(io.StringIO(content.decode(encoding), newline=""))
    table = read(content, tmp_path)
    assert list(table.names) == header
    assert table.notices == ()
    assert rows_of(table) == rows
