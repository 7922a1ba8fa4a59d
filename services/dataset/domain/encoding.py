"""Turns an uploaded file into UTF-8 without losing or replacing a single character.

UTF-8 and UTF-16 with a byte order mark are what they say. Without one a file is UTF-8 if all of it is, otherwise CP949
if all of it is, and otherwise refused. The text is never in memory as a whole.
"""

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from services.dataset.domain.file_errors import EmptyFile, NotCsv, UndecodableFile
from services.dataset.domain.file_kinds import BEGINNING_BYTES, kind_of

BLOCK_BYTES = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
_NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp949": "CP949"}
_HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True, slots=True)
class Utf8Text:
    """A file whose bytes from `start` on are UTF-8 without byte order mark and without NUL.

    `encoding` is that of the original: `utf-8`, `utf-8-sig`, `utf-16` or `cp949`.
    """

    encoding: str
    path: Path
    start: int


@dataclass(frozen=True, slots=True)
class Script:
    """How the bytes of a file are to be read: `codec` knows no byte order mark, text begins at byte `start`."""

    encoding: str
    codec: str
    start: int


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where reading could not go on: the offset in the file of what is no character, or a NUL."""

    offset: int
    nul: bool


def script_of(beginning: bytes, encoding: str) -> Script:
    """How to read a file of a known encoding that begins with these bytes."""
    for mark, name, codec in _MARKS:
        if name == encoding and beginning.startswith(mark):
            return Script(encoding, codec, len(mark))
    return Script(encoding, encoding, 0)


def decode(original: Path, folder: Path) -> Utf8Text:
    """The text of `original`, which is `original` itself or a new file in `folder`.

    Raises EmptyFile, NotCsv and UndecodableFile.
    """
    with original.open("rb") as file:
        beginning = file.read(BEGINNING_BYTES)
    if not beginning:
        raise EmptyFile(("the file is empty", "파일이 비어 있습니다."))
    kind = kind_of(beginning)
    if kind is not None:
        raise NotCsv(
            (
                f"the file is not CSV but {kind.english}",
                f"CSV 파일이 아닙니다. 파일의 종류: {kind.korean}. {kind.advice_ko}",
            )
        )
    for mark, encoding, _ in _MARKS:
        if beginning.startswith(mark):
            return _read_marked(original, script_of(beginning, encoding), folder)
    return _read_unmarked(original, folder)


def _read_marked(original: Path, script: Script, folder: Path) -> Utf8Text:
    if script.codec == "utf-8":
        stop = _check_utf8(original, script)
        text = Utf8Text(script.encoding, original, script.start)
    else:
        stop, text = _transcode(original, script, folder)
    if stop is not None:
        raise _undecodable(original, script, stop)
    return text


def _read_unmarked(original: Path, folder: Path) -> Utf8Text:
    utf8, cp949 = Script("utf-8", "utf-8", 0), Script("cp949", "cp949", 0)
    no_utf8 = _check_utf8(original, utf8)
    if no_utf8 is None:
        return Utf8Text("utf-8", original, 0)
    # Broken UTF-8 can pass for CP949 as gibberish, but Korean in CP949 practically never forms a syllable in UTF-8.
    if any(map(_HANGUL.search, _text_before(original, utf8, no_utf8.offset))):
        raise _undecodable(original, utf8, no_utf8)
    no_cp949, text = _transcode(original, cp949, folder)
    if no_cp949 is None:
        return text
    if no_cp949.offset > no_utf8.offset:
        raise _undecodable(original, cp949, no_cp949)
    raise _undecodable(original, utf8, no_utf8)


def _check_utf8(original: Path, script: Script) -> _Stop | None:
    """As `_read`. Arrow checks several times faster than Python decodes, but does not say where."""
    with pa.memory_map(str(original)) as file:
        file.seek(script.start)
        data = file.read_buffer()
        ends = pa.py_buffer(np.array([0, data.size], np.int64))
        try:
            pa.Array.from_buffers(pa.large_string(), 1, [None, ends, data]).validate(full=True)
        except pa.ArrowInvalid:
            valid = False
        else:
            valid = data.size == 0 or np.frombuffer(data, np.uint8).min() > 0
    return None if valid else _read(original, script, lambda _: None)


def _transcode(original: Path, script: Script, folder: Path) -> tuple[_Stop | None, Utf8Text]:
    path = folder / "text.csv"
    with path.open("wb") as file:
        stop = _read(original, script, lambda text: file.write(text.encode()))
    return stop, Utf8Text(script.encoding, path, 0)


def _read(original: Path, script: Script, take: Callable[[str], object]) -> _Stop | None:
    """Gives the text to `take` block by block; returns where it could not go on."""
    decoder = codecs.getincrementaldecoder(script.codec)()
    with original.open("rb") as file:
        offset = file.seek(script.start)
        while True:
            block = file.read(BLOCK_BYTES)
            begun = len(decoder.getstate()[0])  # bytes of a character that the last block cut in two
            try:
                text, wrong = decoder.decode(block, final=not block), None
            except UnicodeDecodeError as error:
                wrong = offset - begun + error.start
                text = error.object[: error.start].decode(script.codec)
            nul = text.find("\0")
            if nul >= 0:
                return _Stop(offset - begun + len(text[:nul].encode(script.codec)), nul=True)
            if wrong is not None:
                return _Stop(wrong, nul=False)
            take(text)
            if not block:
                return None
            offset += len(block)


def _text_before(original: Path, script: Script, offset: int) -> Iterator[str]:
    """The text that ends at byte `offset`, with any line ending as LF."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(script.codec)(), translate=True)
    with original.open("rb") as file:
        remaining = offset - file.seek(script.start)
        while remaining > 0:
            block = file.read(min(BLOCK_BYTES, remaining))
            remaining -= len(block)
            yield decoder.decode(block, final=remaining <= 0)


def _undecodable(original: Path, script: Script, stop: _Stop) -> UndecodableFile:
    line = 1 + sum(text.count("\n") for text in _text_before(original, script, stop.offset))
    byte = stop.offset + 1
    place = f"{line:,}번째 줄(파일의 {byte:,}번째 바이트)"
    if stop.nul:
        return UndecodableFile(
            (
                f"NUL character in line {line}, byte {byte} of the file",
                f"{place}에 글자가 아닌 NUL 문자가 있습니다. 엑셀에서 'CSV UTF-8' 형식으로 다시 저장해 올려주세요.",
            )
        )
    name = _NAMES[script.encoding]
    return UndecodableFile(
        (
            f"not {name} in line {line}, byte {byte} of the file",
            f"{place}에 {name} 글자가 아닌 것이 있습니다. 한 가지 인코딩(UTF-8 또는 CP949)으로 저장해 올려주세요.",
        )
    )
