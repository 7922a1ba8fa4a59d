"""Knows files that are no CSV by how they begin, whatever their name says."""

import re
from dataclasses import dataclass

BEGINNING_BYTES = 4096
"""How much of a file `kind_of` wants to see."""

_SAVE = "엑셀에서 CSV로 저장해 올려주세요."
_UNPACK = "압축을 풀어 안에 든 CSV를 올려주세요."
_OTHER = "CSV 파일을 골라 올려주세요."


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is, and what its owner can do about it (Korean)."""

    english: str
    korean: str
    advice_ko: str = _OTHER


_XLSX = FileKind("an Excel workbook (xlsx)", "엑셀(xlsx) 문서", _SAVE)
_OFFICE = FileKind("an Office document", "엑셀(xlsx) 등의 오피스 문서", _SAVE)
_WORD = FileKind("a Word document (docx)", "워드(docx) 문서")
_ODS = FileKind("an OpenDocument file (ods)", "오픈도큐먼트(ods) 문서", _SAVE)
_HWPX = FileKind("a Hangul document (hwpx)", "한글(hwpx) 문서")
_XLS = FileKind("an Excel workbook (xls)", "엑셀 97-2003(xls) 문서", _SAVE)
_ARROW = FileKind("an Arrow file", "Arrow 파일")
_GIF = FileKind("a GIF image", "GIF 그림")


def _archive(name: str) -> FileKind:
    return FileKind(f"an archive ({name})", f"압축 파일({name})", _UNPACK)


_ZIP = b"PK\x03\x04"
_ZIP_PARTS = (
    (b"xl/", _XLSX),
    (b"word/", _WORD),
    (b"[Content_Types].xml", _OFFICE),
    (b"mimetypeapplication/vnd.oasis", _ODS),
    (b"mimetypeapplication/hwp+zip", _HWPX),
)
_SIGNATURES = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        FileKind("an Excel workbook (xls) or a Hangul document (hwp)", "엑셀 97-2003(xls) 또는 한글(hwp) 문서", _SAVE),
    ),
    (b"\x09\x08\x10\x00\x00\x06", _XLS),
    (b"PK\x05\x06", FileKind("an empty archive (zip)", "빈 압축 파일(zip)")),
    (b"\x1f\x8b", _archive("gzip")),
    (b"7z\xbc\xaf\x27\x1c", _archive("7z")),
    (b"Rar!\x1a\x07", _archive("rar")),
    (b"\xfd7zXZ\x00", _archive("xz")),
    (b"\x28\xb5\x2f\xfd", _archive("zstd")),
    (b"%PDF-", FileKind("a PDF document", "PDF 문서")),
    (b"{\\rtf", FileKind("an RTF document", "RTF 문서")),
    (b"PAR1\x15", FileKind("a Parquet file", "Parquet 파일")),
    (b"ARROW1\x00\x00", _ARROW),
    (b"FEA1\x00", FileKind("a Feather file", "Feather 파일")),
    (b"SQLite format 3\x00", FileKind("an SQLite database", "SQLite 데이터베이스")),
    (b"\x89PNG\r\n\x1a\n", FileKind("a PNG image", "PNG 그림")),
    (b"\xff\xd8\xff", FileKind("a JPEG image", "JPEG 그림")),
    (b"GIF87a", _GIF),
    (b"GIF89a", _GIF),
)
# Portals offer HTML tables as .xls, and an error page is easily saved as .csv.
_PATTERNS = (
    (re.compile(rb"BZh[1-9]1AY&SY"), _archive("bzip2")),
    (
        re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE),
        FileKind("an HTML page", "HTML 문서", _SAVE),
    ),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b", re.IGNORECASE), FileKind("an XML document", "XML 문서", _SAVE)),
)


def kind_of(beginning: bytes) -> FileKind | None:
    """What the file is, or None if it may be text. `beginning`: its first BEGINNING_BYTES."""
    if beginning.startswith(_ZIP):
        # Office files are zips; the names of their parts stand in the clear.
        return next((kind for part, kind in _ZIP_PARTS if part in beginning), _archive("zip"))
    for signature, kind in _SIGNATURES:
        if beginning.startswith(signature):
            return kind
    return next((kind for pattern, kind in _PATTERNS if pattern.match(beginning)), None)
