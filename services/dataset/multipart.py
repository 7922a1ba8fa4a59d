"""Reads a multipart form as it arrives: the bytes of its file, and what its other parts say about it (RFC 7578)."""

from collections.abc import Callable
from typing import Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from services.dataset.domain.file_errors import InvalidFile
from services.dataset.domain.labels import Label

FILE, NAME, DESCRIPTION, REQUEST_ID = "file", "name", "description", "request_id"
_MAX_TEXT = 16_384
"""Bytes of a part that is not the file: the longest description in UTF-8, and room for what a check refuses later."""


class MalformedForm(InvalidFile):
    """The body is not the form that its content type promises."""

    reason = "MALFORMED_FORM"


class FormReader:
    """Feed it the body, block by block; it gives back the bytes of the file part and a Label once a part has ended."""

    def __init__(self, content_type: str) -> None:
        """Raises MalformedForm if the content type names no boundary."""
        _, options = parse_options_header(content_type)
        try:
            self._parser = MultipartParser(options[b"boundary"], self._callbacks())
        except (KeyError, FormParserError):
            raise _malformed("the content type names no boundary") from None
        self._ready: list[Label | bytes] = []
        self._header: tuple[bytearray, bytearray] = (bytearray(), bytearray())
        self._part, self._file_name, self._text = "", "", bytearray()
        self._files = 0
        self._ended = False

    def feed(self, data: bytes) -> list[Label | bytes]:
        """What has become known by this block. Raises MalformedForm."""
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise _malformed(str(error)) from None
        ready, self._ready = self._ready, []
        return ready

    def end(self) -> None:
        """The body has ended. Raises MalformedForm if the form has not, or if it had no file."""
        if not self._ended:
            raise _malformed("the form breaks off")
        if not self._files:
            raise MalformedForm(("the form has no part called file", "파일(file 항목)이 없습니다."))

    def _callbacks(self) -> Any:
        def begin() -> None:
            self._part, self._file_name, self._text = "", "", bytearray()

        def header_end() -> None:
            name, value = self._header
            if name.lower() == b"content-disposition":
                _, options = parse_options_header(bytes(value))
                self._part = _text(options.get(b"name", b""))
                self._file_name = _text(options.get(b"filename", b""))
            self._header = (bytearray(), bytearray())

        def headers_finished() -> None:
            if self._part == FILE:
                self._files += 1
                if self._files > 1:
                    raise MalformedForm(("the form has more than one file", "파일은 한 번에 하나만 올릴 수 있습니다."))
                self._ready.append(Label(file_name=self._file_name))

        def part_data(data: bytes, start: int, end: int) -> None:
            if self._part == FILE:
                self._ready.append(data[start:end])
            elif len(self._text) + end - start > _MAX_TEXT:
                raise MalformedForm((f"the part {self._part!r} is too long", "입력한 내용이 너무 깁니다."))
            else:
                self._text += data[start:end]

        def part_end() -> None:
            if self._part in (NAME, DESCRIPTION, REQUEST_ID):
                self._ready.append(Label(**{self._part: _text(bytes(self._text))}))

        def form_end() -> None:
            self._ended = True

        def append_to(which: int) -> Callable[[bytes, int, int], None]:
            def append(data: bytes, start: int, end: int) -> None:
                self._header[which].extend(data[start:end])

            return append

        return {
            "on_part_begin": begin,
            "on_header_field": append_to(0),
            "on_header_value": append_to(1),
            "on_header_end": header_end,
            "on_headers_finished": headers_finished,
            "on_part_data": part_data,
            "on_part_end": part_end,
            "on_end": form_end,
        }


def _text(data: bytes) -> str:
    """Forms are sent in UTF-8; a character that is not becomes a sign that a person can see."""
    return data.decode(errors="replace")


def _malformed(why: str) -> MalformedForm:
    return MalformedForm((f"the form cannot be read: {why}", "업로드 양식을 읽을 수 없습니다."))
