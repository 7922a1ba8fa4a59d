"""What is wrong with the rows of a file is said with the numbers that a spreadsheet shows."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.dataset.domain.csv_reader import MAX_CELL_CHARACTERS, MAX_RAGGED_COUNTED
from services.dataset.domain.csv_rows import MAX_ROW_BYTES
from services.dataset.domain.file_errors import EmptyFile, InvalidFile, LimitExceeded, MalformedCsv, RaggedRows
from tests.unit.dataset.csv_text import TRICKY, as_csv, encoded, read


def refusal(kind: type[InvalidFile], content: bytes | str, folder: Path) -> list[str]:
    with pytest.raises(kind) as caught:
        read(content, folder)
    assert caught.value.message_ko == " ".join(v.message_ko for v in caught.value.violations)
    assert {(v.field, v.reason) for v in caught.value.violations} == {("file", kind.reason)}
    return [violation.message_ko for violation in caught.value.violations]


@pytest.mark.parametrize("content", ["\n", "\r\n\r\n", "\ufeff", "\ufeff\n\n"])
def test_blank_lines_alone_are_an_empty_file(content: str, tmp_path: Path) -> None:
    assert refusal(EmptyFile, content, tmp_path) == ["빈 줄만 있는 파일입니다."]


def test_a_byte_order_mark_alone_is_an_empty_file(tmp_path: Path) -> None:
    assert refusal(EmptyFile, encoded("", "utf-16-le"), tmp_path) == ["빈 줄만 있는 파일입니다."]


@pytest.mark.parametrize("content", ["이름,값", "이름,값\r\n", "이름,값\n\n\n"])
def test_a_header_without_rows_is_an_empty_file(content: str, tmp_path: Path) -> None:
    assert refusal(EmptyFile, content, tmp_path) == ["열 이름만 있고 내용이 없는 파일입니다."]


def test_rows_with_more_or_fewer_cells_are_named(tmp_path: Path) -> None:
    assert refusal(RaggedRows, "a,b,c\n1,2,3\n1,2\n1,2,3\n1,2,3,4\n", tmp_path) == [
        "칸의 수가 첫 행(열 이름)과 다른 행이 2개 있습니다.",
        "3번째 행: 3칸이어야 하는데 2칸입니다.",
        "5번째 행: 3칸이어야 하는데 4칸입니다.",
    ]


def test_a_first_row_wider_than_the_header_is_refused(tmp_path: Path) -> None:
    assert refusal(RaggedRows, "a,b\n1,2,3\n1,2\n", tmp_path)[1] == "2번째 행: 2칸이어야 하는데 3칸입니다."


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    """Blank lines have a number, the lines of a quoted cell share one."""
    content = '\na,b\r\n\r\n"1\n1\r\n1",2\n5" 관,"x"\n\n1\n'
    assert refusal(RaggedRows, content, tmp_path)[1] == "7번째 행: 2칸이어야 하는데 1칸입니다."


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_a_blank_line_after_the_header_is_counted(line_end: str, tmp_path: Path) -> None:
    said = refusal(RaggedRows, line_end.join(["a,b", "", "1,2", "1"]), tmp_path)
    assert said[1].startswith("4번째 행:")


LINES = st.lists(st.none() | st.lists(st.sampled_from(TRICKY), min_size=1, max_size=3), min_size=1, max_size=30)


@given(
    lines=LINES,
    before=st.sampled_from([0, 60_000]),
    form=st.sampled_from([("\r\n", csv.QUOTE_MINIMAL), ("\n", csv.QUOTE_ALL), ("\r", csv.QUOTE_ALL)]),
)
@settings(deadline=None)
def test_any_ragged_row_has_the_number_that_a_spreadsheet_shows(
    lines: list[list[str] | None], before: int, form: tuple[str, Literal[0, 1]]
) -> None:
    """A line that is None is blank; there may be some rows `before`."""
    ragged = [number for number, line in enumerate(lines, 2 + before) if line is not None and len(line) != 2]
    assume(ragged)
    line_end, quoting = form
    text = f"가,나{line_end}" + f"1,2{line_end}" * before
    text += "".join(line_end if line is None else as_csv([line], line_end=line_end, quoting=quoting) for line in lines)
    with TemporaryDirectory() as folder:
        said = refusal(RaggedRows, text, Path(folder))
    assert said[0] == f"칸의 수가 첫 행(열 이름)과 다른 행이 {len(ragged):,}개 있습니다."
    assert [message.split("번째")[0] for message in said[1:]] == [f"{number:,}" for number in ragged[:5]]


def test_five_ragged_rows_are_named_and_all_are_counted(tmp_path: Path) -> None:
    said = refusal(RaggedRows, "a,b\n" + "1\n" * 1234, tmp_path)
    assert said[0] == "칸의 수가 첫 행(열 이름)과 다른 행이 1,234개 있습니다."
    assert [text.split(":")[0] for text in said[1:]] == [f"{i}번째 행" for i in range(2, 7)]


def test_counting_ragged_rows_ends_somewhere(tmp_path: Path) -> None:
    said = refusal(RaggedRows, "a,b\n" + "1\n" * (3 * MAX_RAGGED_COUNTED), tmp_path)
    assert "행이 10,000개 이상 있습니다." in said[0]
    assert len(said) == 6


def test_ragged_rows_in_later_blocks_have_their_number(tmp_path: Path) -> None:
    rows = MAX_ROW_BYTES // 2
    said = refusal(RaggedRows, "a,b\n" + "1,2\n" * rows + "1\n", tmp_path)
    assert said[1].startswith(f"{rows + 2:,}번째 행:")


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ('a,b\n1,"2\n3,4\n', 2),
        ('a,b\n1,2\n"3,4', 3),
        ('a,b\n1,2\n3,"', 3),
        ('a,b\n1,"2""\n', 2),
        ('a\n1\n"2\n', 3),
        ('a,"b\n1,2\n', 1),
        ('\n\na,b\n\n1,"2\n', 5),
        ('a,b\n1,2,"3\n', 2),
    ],
)
def test_a_quote_that_is_never_closed_is_named_by_its_row(content: str, row: int, tmp_path: Path) -> None:
    assert refusal(MalformedCsv, content, tmp_path) == [
        f'{row}번째 행에서 시작된 큰따옴표(")가 닫히지 않았습니다. 따옴표를 닫거나 지워주세요.'
    ]


def test_an_unclosed_quote_is_told_from_a_long_row(tmp_path: Path) -> None:
    rest = "3,4\n" * MAX_ROW_BYTES
    assert "2번째 행에서 시작된 큰따옴표" in refusal(MalformedCsv, f'a,b\n1,"{rest}', tmp_path)[0]
    assert refusal(LimitExceeded, f'a,b\n1,"{rest}"\n', tmp_path) == [
        "2번째 행이 너무 깁니다. 한 행은 최대 1 MiB입니다."
    ]


def test_a_cell_of_140_000_characters_is_refused(tmp_path: Path) -> None:
    assert refusal(LimitExceeded, f"a,b\n1,2\n3,{'가' * 140_000}\n", tmp_path) == [
        "3번째 행 2번째 열: 140,000자입니다. 최대 131,072자입니다."
    ]


def test_everything_that_is_too_long_is_named_at_once(tmp_path: Path) -> None:
    long = "x" * (MAX_CELL_CHARACTERS + 1)
    content = f"{'이' * 501},b\n1,{long}\n\n{long},2\n"
    assert refusal(LimitExceeded, content, tmp_path) == [
        "1번째 열의 이름이 너무 깁니다. 최대 500자입니다.",
        "2번째 행 2번째 열: 131,073자입니다. 최대 131,072자입니다.",
        "4번째 행 1번째 열: 131,073자입니다. 최대 131,072자입니다.",
    ]
