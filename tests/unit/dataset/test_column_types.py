"""A column gets the narrowest type that loses nothing."""

import math
import re
from decimal import Decimal
from unicodedata import normalize

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.dataset.domain.column_types import infer
from services.dataset.domain.columns import ColumnType

INTEGER, FLOAT, TEXT = ColumnType.INTEGER, ColumnType.FLOAT, ColumnType.TEXT
BOOLEAN, DATETIME, YEAR = ColumnType.BOOLEAN, ColumnType.DATETIME, ColumnType.YEAR


def kind(*texts: str, name: str = "값") -> ColumnType:
    return infer(name, pa.array(texts, pa.string())).type


def values(*texts: str, name: str = "값") -> list[object]:
    read: list[object] = infer(name, pa.array(texts, pa.string())).values.to_pylist()
    return read


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("",), TEXT),
        ((), TEXT),
        (("0", "-1", "42"), INTEGER),
        (("9223372036854775807", "-9223372036854775808"), INTEGER),
        (("9223372036854775808",), TEXT),
        (("1", "", "2"), INTEGER),
        (("1", "007"), TEXT),
        (("1", "+5"), TEXT),
        (("1", " 5"), TEXT),
        (("1", "5\n"), TEXT),
        (("1", "-0"), TEXT),
        (("1", "1,000"), TEXT),
        (("1", "１"), TEXT),  # a full-width digit
        (("1", "1_000"), TEXT),
        (("1", "0x10"), TEXT),
        (("1", "-"), TEXT),
        (("1", "결측"), TEXT),
        (("Y", "N"), TEXT),
        ((" ",), TEXT),
        (("08:00", "24:00"), TEXT),
        (("6~8",), TEXT),
    ],
)
def test_whole_numbers(texts: tuple[str, ...], expected: ColumnType) -> None:
    assert kind(*texts) is expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("1.5", "2"), FLOAT),
        (("-0.5", ".5", "-.25", "0.0", "1.50"), FLOAT),
        (("1e5", "2.5E-3", "-1E+05"), FLOAT),
        (("1.5", "9007199254740991"), FLOAT),
        (("1.5", "9007199254740993"), TEXT),
        (("9007199254740993.0",), TEXT),
        (("00.5",), TEXT),
        (("-00.5",), TEXT),
        (("1.5", "007"), TEXT),
        (("1.5", "-0"), TEXT),
        (("5.",), TEXT),
        (("+1.5",), TEXT),
        (("1.5 ",), TEXT),
        (("nan", "1.5"), TEXT),
        (("inf", "1.5"), TEXT),
        (("-Infinity",), TEXT),
        (("1e999",), TEXT),
        (("1e-999",), TEXT),
        (("4.94e-324",), TEXT),
        (("0e-999", "0.000"), FLOAT),
        (("1.7976931348623157e308", "2.2250738585072014e-308"), FLOAT),
        (("128.12345678901234",), FLOAT),
        (("128.123456789012345",), TEXT),
        (("128.60170000000000000000",), FLOAT),
        (("0.00000000000000000000012345678901234567",), FLOAT),
        (("0.000000000000000000000123456789012345678",), TEXT),
        (("1.234567890123456789e5",), TEXT),
        (("1.2.3",), TEXT),
        (("1e",), TEXT),
        (("1e1.5",), TEXT),
    ],
)
def test_numbers_with_decimals(texts: tuple[str, ...], expected: ColumnType) -> None:
    assert kind(*texts) is expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("true", "false"), BOOLEAN),
        (("True", "False", ""), BOOLEAN),
        (("TRUE",), BOOLEAN),
        (("True", "false"), TEXT),
        (("true", "false", "maybe"), TEXT),
        (("0", "1"), INTEGER),
        (("예", "아니오"), TEXT),
    ],
)
def test_truth(texts: tuple[str, ...], expected: ColumnType) -> None:
    assert kind(*texts) is expected


@pytest.mark.parametrize(
    ("name", "texts", "expected"),
    [
        ("설치연도", ("2010.0", "", "2021.0"), YEAR),
        ("연도", ("2010", "1900", "2100"), YEAR),
        ("기준년도", ("2010년", "2011"), YEAR),
        ("설치년", ("1999",), YEAR),
        ("연도(년)", ("1999",), YEAR),
        ("설치 연도", ("1999",), YEAR),
        ("YEAR", ("1999",), YEAR),
        ("builtYear", ("1999",), YEAR),
        ("연도", ("2010", "2101"), INTEGER),
        ("연도", ("1899",), INTEGER),
        ("연도", ("2010.5",), FLOAT),
        ("연도", ("10", "11"), INTEGER),
        ("사고건수", ("2010", "2011"), INTEGER),
        ("yearly_sales", ("2010", "2011"), INTEGER),
        ("2019년", ("2010", "2011"), INTEGER),
        ("2019년도", ("2010", "2011"), INTEGER),
        ("전년도", ("2010", "2011"), INTEGER),
        ("청소년", ("2010", "2011"), INTEGER),
        ("연도별 매출", ("2010", "2011"), INTEGER),
    ],
)
def test_only_a_name_that_says_year_makes_years(name: str, texts: tuple[str, ...], expected: ColumnType) -> None:
    assert kind(*texts, name=name) is expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("데이터기준일자", "20200323", DATETIME),
        ("등록일", "20200323", DATETIME),
        ("측정일시", "202003231305", DATETIME),
        ("reg_dt", "20200323", DATETIME),
        ("updateDate", "20200323", DATETIME),
        ("사고번호", "20200323", INTEGER),
        ("일자", "20200230", INTEGER),
        ("일자", "2020032", INTEGER),
        ("아무거나", "2020-03-23", DATETIME),
        ("일시", "2020-03-23 01:00:00.5", TEXT),
    ],
)
def test_digits_are_a_date_if_the_name_says_so(name: str, text: str, expected: ColumnType) -> None:
    assert kind(text, name=name) is expected


def test_a_name_may_be_decomposed() -> None:
    assert kind("2010", name=normalize("NFD", "설치연도")) is YEAR


def test_one_value_beyond_the_first_hundreds_decides() -> None:
    numbers = [str(number) for number in range(1000)]
    assert kind(*numbers) is INTEGER
    assert kind(*numbers, "1000.5") is FLOAT
    assert kind(*numbers, "0000") is TEXT


@pytest.mark.parametrize(
    ("texts", "name", "expected"),
    [
        (("1", "", "3"), "값", [1, None, 3]),
        (("", "1.5", "3"), "값", [None, 1.5, 3.0]),
        (("False", "", "True"), "값", [False, None, True]),
        (("2010.0", ""), "연도", [2010, None]),
        (("007", "", " "), "값", ["007", None, " "]),
        (("", "2010"), "값", [None, 2010]),
    ],
)
def test_values_stand_at_the_place_of_their_text(texts: tuple[str, ...], name: str, expected: list[object]) -> None:
    assert values(*texts, name=name) == expected


def test_values_have_the_arrow_type_of_the_column() -> None:
    arrow = {
        "1": pa.int64(),
        "1.5": pa.float64(),
        "x": pa.string(),
        "true": pa.bool_(),
        "2020-01-01": pa.timestamp("s"),
    }
    assert {text: infer("값", pa.array([text])).values.type for text in arrow} == arrow
    assert infer("연도", pa.array(["2010"])).values.type == pa.int64()


numbers_and_near = st.one_of(
    st.integers().map(str),
    st.integers(-(2**64), 2**64).map(str),
    st.floats().map(str),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.from_regex(r"[-+]?0{0,2}[0-9]{0,20}\.?[0-9]{0,22}([eE][-+]?[0-9]{1,3})?", fullmatch=True),
    st.sampled_from(["true", "True", "TRUE", "false", "nan", "", " ", "-0", "1e400"]),
    st.text(max_size=3),
)


@given(st.lists(numbers_and_near, max_size=4, unique=True))
@example(["1.5", "9007199254740993"])
@example(["5e-324"])
@settings(max_examples=500, deadline=None)
def test_what_is_called_a_number_is_the_number_that_is_written(texts: list[str]) -> None:
    typed = infer("값", pa.array(texts, pa.string()))
    read = dict(zip(texts, typed.values.to_pylist(), strict=True))
    assert {text for text, value in read.items() if value is None} == {"" for text in texts if not text}
    for text, value in ((text, value) for text, value in read.items() if text):
        if typed.type is INTEGER:
            assert str(value) == text
        elif typed.type is FLOAT:
            assert math.isfinite(value)
            assert math.copysign(1, value) == math.copysign(1, float(text))
            assert value == float(text)
            assert abs(Decimal(value) - Decimal(text)) <= abs(Decimal(text)) * Decimal("1.2e-16")
            assert (value == 0) == (Decimal(text) == 0)
            if re.fullmatch("-?[0-9]+", text):
                assert int(value) == int(text)
        elif typed.type is BOOLEAN:
            assert value is {"true": True, "false": False}[text.lower()]
        else:
            assert typed.type in (TEXT, DATETIME)


@settings(deadline=None)
@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, unique=True))
def test_every_whole_number_of_64_bits_is_one(numbers: list[int]) -> None:
    typed = infer("값", pa.array([str(number) for number in numbers]))
    assert (typed.type, typed.values.to_pylist()) == (INTEGER, numbers)


@settings(deadline=None)
@given(
    st.lists(st.floats(-(2**52), 2**52, allow_subnormal=False).filter(lambda n: n != int(n)), min_size=1, unique=True)
)
def test_every_float_comes_back_as_it_was_written(numbers: list[float]) -> None:
    typed = infer("값", pa.array([repr(number) for number in numbers]))
    assert (typed.type, typed.values.to_pylist()) == (FLOAT, numbers)
