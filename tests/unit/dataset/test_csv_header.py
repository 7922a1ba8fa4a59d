"""Names of columns: as in the header, each only once, and a notice for every one that is ours."""

import unicodedata
from pathlib import Path

import pytest

from services.dataset.domain.columns import Notice
from services.dataset.domain.csv_header import MAX_COLUMNS, MAX_NAME_CHARACTERS
from services.dataset.domain.file_errors import LimitExceeded
from tests.unit.dataset.csv_text import as_csv, read, rows_of


def test_names_lose_the_space_around_them(tmp_path: Path) -> None:
    table = read(" 이름 ,\u3000값\t\n1,2\n", tmp_path)
    assert table.names == ("이름", "값")
    assert table.notices == ()


def test_names_are_composed_and_cells_are_not(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "대구")
    table = read(f"{decomposed}\n{decomposed}\n", tmp_path)
    assert table.names == ("대구",)
    assert rows_of(table) == [[decomposed]]


def test_names_may_hold_commas_quotes_and_lines(tmp_path: Path) -> None:
    names = ["면적,\n(㎡)", '"값"', "a\r\nb"]
    assert list(read(as_csv([names, ["1", "2", "3"]]), tmp_path).names) == names


def test_a_name_that_comes_again_is_numbered(tmp_path: Path) -> None:
    table = read("값,값,이름,값\n1,2,3,4\n", tmp_path)
    assert table.names == ("값", "값 (2)", "이름", "값 (3)")
    assert table.notices == (
        Notice("값 (2)", "DUPLICATE_COLUMN", "같은 이름의 열이 앞에 있어 2번째 열의 이름을 바꾸었습니다: 값 (2)"),
        Notice("값 (3)", "DUPLICATE_COLUMN", "같은 이름의 열이 앞에 있어 4번째 열의 이름을 바꾸었습니다: 값 (3)"),
    )


def test_a_new_name_takes_none_that_stands_in_the_file(tmp_path: Path) -> None:
    assert read("값,값,값 (2),,열 4\n1,2,3,4,5\n", tmp_path).names == ("값", "값 (3)", "값 (2)", "열 4 (2)", "열 4")


def test_a_column_without_a_name_is_called_by_its_position(tmp_path: Path) -> None:
    table = read('이름,"",  \n1,2,3\n', tmp_path)
    assert table.names == ("이름", "열 2", "열 3")
    assert [(notice.column, notice.reason) for notice in table.notices] == [
        ("열 2", "UNNAMED_COLUMN"),
        ("열 3", "UNNAMED_COLUMN"),
    ]
    assert table.notices[0].message_ko == "2번째 열에 이름이 없어 새로 붙였습니다: 열 2"


def test_as_many_columns_as_allowed_are_read(tmp_path: Path) -> None:
    names = [f"c{i}" for i in range(MAX_COLUMNS)]
    assert read(as_csv([names, ["1"] * MAX_COLUMNS]), tmp_path).names == tuple(names)


def test_one_column_more_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded) as caught:
        read(as_csv([["c"] * (MAX_COLUMNS + 1), ["1"] * (MAX_COLUMNS + 1)]), tmp_path)
    assert caught.value.message_ko == "열이 1,001개입니다. 최대 1,000개까지 올릴 수 있습니다."


@pytest.mark.parametrize("length", [MAX_NAME_CHARACTERS + 1, 200_000])
def test_a_long_name_is_refused(length: int, tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded) as caught:
        read(f"이름,{'가' * length}\n1,2\n", tmp_path)
    assert "열의 이름이 너무 깁니다. 최대 500자입니다." in caught.value.message_ko


def test_a_name_of_the_greatest_length_is_read(tmp_path: Path) -> None:
    assert len(read(f"{'가' * MAX_NAME_CHARACTERS}\n1\n", tmp_path).names[0]) == MAX_NAME_CHARACTERS


def test_a_header_of_megabytes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded, match="row 1 has more than"):
        read("," * (1 << 22) + "\n1,2\n", tmp_path)
