"""Files of other kinds are refused by what they contain, whatever their name says."""

import bz2
import gzip
import io
import lzma
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import feather, parquet

from services.dataset.domain import encoding
from services.dataset.domain.file_errors import NotCsv

CSV = "이름,값\n가,1\n".encode()


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, "x" * 100)
    return file.getvalue()


def as_parquet() -> bytes:
    file = io.BytesIO()
    parquet.write_table(pa.table({"값": [1]}), file)
    return file.getvalue()


def as_feather() -> bytes:
    file = io.BytesIO()
    feather.write_feather(pa.table({"값": [1]}), file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (zipped("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"), "엑셀(xlsx) 문서"),
        (zipped("[Content_Types].xml", "word/document.xml"), "워드(docx) 문서"),
        (zipped("자료.csv"), "압축 파일(zip)"),
        (zipped(), "빈 압축 파일(zip)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "엑셀 97-2003(xls) 또는 한글(hwp) 문서"),
        (gzip.compress(CSV, mtime=0), "압축 파일(gzip)"),
        (bz2.compress(CSV), "압축 파일(bzip2)"),
        (lzma.compress(CSV), "압축 파일(xz)"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF 문서"),
        (b"\n <!DOCTYPE html>\n<html><body>", "HTML 문서"),
        (b"\xef\xbb\xbf<html xmlns='urn:x'>", "HTML 문서"),
        (b"<TABLE border=1>", "HTML 문서"),
        (b"<?xml version='1.0'?><Workbook>", "XML 문서"),
        (as_parquet(), "Parquet 파일"),
        (as_feather(), "Arrow 파일"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "PNG 그림"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_another_kind_of_file_is_named(content: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "자료.csv"
    path.write_bytes(content)
    with pytest.raises(NotCsv) as caught:
        encoding.decode(path, tmp_path)
    assert caught.value.reason == "NOT_CSV"
    assert caught.value.message_ko.startswith(f"CSV 파일이 아닙니다. 파일의 종류: {kind}. ")
    assert caught.value.message.startswith("file: the file is not CSV but a")


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (zipped("xl/workbook.xml"), "엑셀에서 CSV로 저장해"),
        (gzip.compress(CSV, mtime=0), "압축을 풀어"),
        (b"%PDF-1.7\n", "골라"),
    ],
)
def test_the_reason_says_what_to_do(content: bytes, advice: str, tmp_path: Path) -> None:
    path = tmp_path / "자료.csv"
    path.write_bytes(content)
    with pytest.raises(NotCsv) as caught:
        encoding.decode(path, tmp_path)
    assert advice in caught.value.message_ko


@pytest.mark.parametrize("header", ["PAR1,값", "BZh,값", "PK,값", "<b>,값", "GIF,값", "htmlx,값"])
def test_a_csv_that_begins_almost_like_another_kind_is_text(header: str, tmp_path: Path) -> None:
    path = tmp_path / "자료.csv"
    path.write_text(f"{header}\n1,2\n", encoding="utf-8")
    assert encoding.decode(path, tmp_path).encoding == "utf-8"
