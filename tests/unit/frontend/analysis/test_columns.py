from frontend.analysis import columns
from frontend.analysis.columns import Column, Kind


def column(kind: Kind, distinct: int, rows: int = 1000, missing: int = 0) -> Column:
    return Column("열", kind, rows, missing, distinct)


def test_whole_numbers_of_which_none_comes_twice_are_a_key_and_no_number() -> None:
    assert column(Kind.INTEGER, 1000).is_key
    assert not column(Kind.INTEGER, 1000).is_number
    assert not column(Kind.INTEGER, 999).is_key
    assert column(Kind.INTEGER, 999).is_number


def test_a_few_different_whole_numbers_are_not_yet_a_key() -> None:
    assert column(Kind.INTEGER, 10, rows=10).is_number


def test_a_column_without_a_value_is_neither_number_nor_category() -> None:
    for kind in Kind:
        empty = column(kind, 0, missing=1000)
        assert not empty.is_number
        assert not empty.is_category


def test_texts_that_come_again_are_categories() -> None:
    assert column(Kind.TEXT, 500).is_category
    assert not column(Kind.TEXT, 501).is_category
    assert column(Kind.TEXT, 50, rows=60).is_category
    assert not column(Kind.TEXT, 60, rows=60).is_category


def test_a_single_row_has_categories() -> None:
    assert column(Kind.TEXT, 1, rows=1).is_category


def test_numbers_with_few_values_are_categories_as_well() -> None:
    limits = column(Kind.INTEGER, 9)
    assert limits.is_category
    assert limits.is_number
    assert not column(Kind.INTEGER, 13).is_category
    assert column(Kind.YEAR, 11).is_category


def test_coordinates_are_neither() -> None:
    assert not column(Kind.LATITUDE, 5).is_number
    assert not column(Kind.LATITUDE, 5).is_category


def test_the_share_of_missing_values_of_no_rows_is_none() -> None:
    assert column(Kind.TEXT, 0, rows=0).missing_share == 0
    assert column(Kind.TEXT, 3, rows=10, missing=4).missing_share == 0.4


def test_names_come_in_the_order_of_the_file() -> None:
    found = [Column(name, Kind.INTEGER, 100, 0, 5) for name in ("나", "가")]
    assert columns.numbers(found) == columns.categories(found) == ["나", "가"]
