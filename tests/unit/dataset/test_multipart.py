"""Multipart forms, cut into pieces at any place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.dataset.domain.labels import Label
from services.dataset.multipart import FormReader, MalformedForm

BOUNDARY = "----x7"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def part(name: str, content: bytes, file_name: str = "") -> bytes:
    file = f'; filename="{file_name}"' if file_name else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
    return head.encode() + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()


def read(body: bytes, sizes: list[int]) -> tuple[bytes, Label]:
    """The file and all that is said about it, from pieces of these sizes in turn."""
    reader, data, label, start = FormReader(TYPE), b"", Label(), 0
    turn = 0
    while start < len(body):
        size = sizes[turn % len(sizes)]
        for found in reader.feed(body[start : start + size]):
            if isinstance(found, Label):
                label = label.with_more(found)
            else:
                data += found
        start, turn = start + size, turn + 1
    reader.end()
    return data, label


@given(
    content=st.binary(max_size=300) | st.just(b"\r\n--" + BOUNDARY[:-1].encode() + b"\r\n-"),
    sizes=st.lists(st.integers(1, 50), min_size=1, max_size=5),
    file_first=st.booleans(),
)
def test_the_file_and_its_label_come_whole_out_of_any_pieces(
    content: bytes, sizes: list[int], file_first: bool
) -> None:
    file = part("file", content, "대구 CCTV.csv")
    text = part("name", "감시 카메라".encode()) + part("description", "대구".encode()) + part("other", b"x")
    data, label = read((file + text if file_first else text + file) + END, sizes)
    assert data == content
    assert label == Label("감시 카메라", "대구", "", "대구 CCTV.csv")


@pytest.mark.parametrize(
    ("body", "english"),
    [
        (part("name", b"x") + END, "no part called file"),
        (part("file", b"a", "a.csv") + part("file", b"b", "b.csv") + END, "more than one file"),
        (part("file", b"a,b\n1,2\n", "a.csv"), "breaks off"),
        (b"", "breaks off"),
        (b"no form at all", "cannot be read"),
        (part("description", b"x" * 20_000) + END, "too long"),
    ],
)
def test_a_form_that_is_none_is_refused(body: bytes, english: str) -> None:
    with pytest.raises(MalformedForm, match=english) as refused:
        read(body, [7])
    assert refused.value.reason == "MALFORMED_FORM"
    assert refused.value.message_ko


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=" + "x" * 5000])
def test_a_form_without_a_usable_boundary_is_refused(content_type: str) -> None:
    with pytest.raises(MalformedForm):
        FormReader(content_type)
