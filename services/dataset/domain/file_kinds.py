"""Knows files that are no CSV by how they begin, whatever their name says."""

import re

BEGINNING_BYTES = 4096
"""How much of a file `kind_of` wants to see."""

_ZIP = b"PK\x03\x04"
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "엑셀 97-2003(xls) 또는 한글(hwp) 문서"),
    (b"\x09\x08\x10\x00\x00\x06", "엑셀 97-2003(xls) 문서"),
    (b"PK\x05\x06", "빈 압축 파일(zip)"),
    (b"\x1f\x8b", "압축 파일(gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "압축 파일(7z)"),
    (b"Rar!\x1a\x07", "압축 파일(rar)"),
    (b"\xfd7zXZ\x00", "압축 파일(xz)"),
    (b"\x28\xb5\x2f\xfd", "압축 파일(zstd)"),
    (b"%PDF-", "PDF 문서"),
    (b"{\\rtf", "RTF 문서"),
    (b"PAR1\x15", "Parquet 파일"),
    (b"ARROW1\x00\x00", "Arrow 파일"),
    (b"FEA1\x00", "Feather 파일"),
    (b"SQLite format 3\x00", "SQLite 데이터베이스"),
    (b"\x89PNG\r\n\x1a\n", "PNG 그림"),
    (b"\xff\xd8\xff", "JPEG 그림"),
    (b"GIF87a", "GIF 그림"),
    (b"GIF89a", "GIF 그림"),
)
_BZIP2 = re.compile(rb"BZh[1-9]1AY&SY")
# Portals offer such pages as .xls, and an error page is easily saved as .csv.
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b", re.IGNORECASE)


def kind_of(beginning: bytes) -> str | None:
    """What the file is, in Korean, or None if it may be text. `beginning`: its first BEGINNING_BYTES."""
    if beginning.startswith(_ZIP):
        return _kind_of_zip(beginning)
    for signature, kind in _SIGNATURES:
        if beginning.startswith(signature):
            return kind
    for pattern, kind in ((_BZIP2, "압축 파일(bzip2)"), (_HTML, "HTML 문서"), (_XML, "XML 문서")):
        if pattern.match(beginning):
            return kind
    return None


def _kind_of_zip(beginning: bytes) -> str:
    """Office files are zips; the names of their parts stand in the clear."""
    for part, kind in (
        (b"xl/", "엑셀(xlsx) 문서"),
        (b"word/", "워드(docx) 문서"),
        (b"[Content_Types].xml", "엑셀(xlsx) 등의 오피스 문서"),
        (b"mimetypeapplication/vnd.oasis", "오픈도큐먼트(ods) 문서"),
        (b"mimetypeapplication/hwp+zip", "한글(hwpx) 문서"),
    ):
        if part in beginning:
            return kind
    return "압축 파일(zip)"
