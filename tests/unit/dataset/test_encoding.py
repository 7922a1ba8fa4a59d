"""Decoding is strict: every character arrives as it was written, or the first wrong one is named."""

from pathlib import Path

import pytest

from services.dataset.domain import encoding
from services.dataset.domain.encoding import BLOCK_BYTES, Utf8Text
from services.dataset.domain.file_errors import EmptyFile, UndecodableFile
from tests.unit.dataset.csv_text import ENCODINGS, encoded

TEXT = "이름,값\r\n뷁😀é" * 3 + "\r\n"
NAMES = {"utf-16-le": "utf-16", "utf-16-be": "utf-16"}


def decode(content: bytes, folder: Path) -> Utf8Text:
    path = folder / "original.csv"
    path.write_bytes(content)
    return encoding.decode(path, folder)


def text_of(decoded: Utf8Text) -> str:
    return decoded.path.read_bytes()[decoded.start :].decode()


def refusal(content: bytes, folder: Path) -> str:
    with pytest.raises(UndecodableFile) as caught:
        decode(content, folder)
    (violation,) = caught.value.violations
    assert (violation.field, violation.reason) == ("file", "UNDECODABLE_FILE")
    assert caught.value.message_ko == violation.message_ko
    return violation.message_ko


@pytest.mark.parametrize("name", ENCODINGS)
def test_each_encoding_is_recognised_and_read_whole(name: str, tmp_path: Path) -> None:
    text = "이름,값\r\n뷁,힣\r\n" if name == "cp949" else TEXT
    decoded = decode(encoded(text, name), tmp_path)
    assert decoded.encoding == NAMES.get(name, name)
    assert text_of(decoded) == text


@pytest.mark.parametrize("name", ENCODINGS)
def test_characters_that_two_blocks_share_stay_whole(name: str, tmp_path: Path) -> None:
    # One more character of one byte in front of each moves the border of the block through the characters.
    for shift in range(4):
        text = "a" * shift + "이름\n" + "가나다\n" * (BLOCK_BYTES // 7)
        assert text_of(decode(encoded(text, name), tmp_path)) == text


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig"])
def test_utf8_is_not_copied(name: str, tmp_path: Path) -> None:
    decoded = decode(encoded(TEXT, name), tmp_path)
    assert decoded.path == tmp_path / "original.csv"
    assert [path.name for path in tmp_path.iterdir()] == ["original.csv"]


def test_ascii_is_utf8(tmp_path: Path) -> None:
    assert decode(b"a,b\n1,2\n", tmp_path).encoding == "utf-8"


def test_a_byte_that_is_no_text_is_named_by_line_and_byte(tmp_path: Path) -> None:
    content = "이름,값\n가,1\n나,".encode() + b"\xff\n"
    said = refusal(content, tmp_path)
    assert f"3번째 줄(파일의 {content.index(0xFF) + 1}번째 바이트)에 UTF-8 글자가 아닌 것이 있습니다." in said


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_lines_are_counted_with_any_line_ending(line_end: str, tmp_path: Path) -> None:
    content = line_end.join(["이름", "가", "나", ""]).encode() + b"\xff"
    assert f"4번째 줄(파일의 {len(content)}번째 바이트)" in refusal(content, tmp_path)


def test_the_place_is_right_behind_the_first_block(tmp_path: Path) -> None:
    content = "이름\r\n".encode() + "가나\r\n".encode() * (BLOCK_BYTES // 4) + b"a\xfe"
    assert f"{BLOCK_BYTES // 4 + 2:,}번째 줄(파일의 {len(content):,}번째 바이트)" in refusal(content, tmp_path)


@pytest.mark.parametrize(
    ("name", "shown", "character_bytes"),
    [("utf-8", "UTF-8", 3), ("utf-8-sig", "UTF-8", 3), ("cp949", "CP949", 2), ("utf-16-le", "UTF-16", 2)],
)
def test_a_character_cut_off_at_the_end_is_refused(name: str, shown: str, character_bytes: int, tmp_path: Path) -> None:
    content = encoded("이름\n가\n나", name)[:-1]
    said = refusal(content, tmp_path)
    assert f"3번째 줄(파일의 {len(content) + 2 - character_bytes}번째 바이트)에 {shown} 글자가" in said


def test_cp949_after_utf8_is_named_where_it_begins(tmp_path: Path) -> None:
    utf8 = "이름,값\n서울,1\n".encode()
    said = refusal(utf8 + "대구,2\n".encode("cp949"), tmp_path)
    assert f"3번째 줄(파일의 {len(utf8) + 1}번째 바이트)에 UTF-8" in said


def test_utf8_after_cp949_is_named_by_the_encoding_that_got_further(tmp_path: Path) -> None:
    cp949 = "이름,값\n서울,1\n".encode("cp949")
    said = refusal(cp949 + "값,2\n".encode(), tmp_path)
    assert "3번째 줄" in said
    assert "CP949" in said


def test_broken_utf8_that_is_gibberish_in_cp949_is_not_taken_for_cp949(tmp_path: Path) -> None:
    content = "각각".encode() + b"\xb0\xa1\n1\n"
    content.decode("cp949")
    assert "1번째 줄(파일의 7번째 바이트)에 UTF-8" in refusal(content, tmp_path)


def test_half_a_surrogate_pair_in_utf16_is_refused(tmp_path: Path) -> None:
    content = encoded("이름\n", "utf-16-be") + b"\xd8\x3d\x00a"
    assert "2번째 줄(파일의 9번째 바이트)에 UTF-16" in refusal(content, tmp_path)


@pytest.mark.parametrize("name", ENCODINGS)
def test_nul_is_refused_in_every_encoding(name: str, tmp_path: Path) -> None:
    before = encoded("이름\n가", name)
    content = encoded("이름\n가\0나\n", name)
    said = refusal(content, tmp_path)
    assert said.startswith(f"2번째 줄(파일의 {len(before) + 1}번째 바이트)에 글자가 아닌 NUL 문자가 있습니다.")


def test_utf16_without_byte_order_mark_is_refused(tmp_path: Path) -> None:
    assert "NUL" in refusal("a,b\n1,2\n".encode("utf-16-le"), tmp_path)


def test_no_bytes_are_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile) as caught:
        decode(b"", tmp_path)
    assert caught.value.message_ko == "파일이 비어 있습니다."
