"""The CSV of a job: the input stays as it is, and no cell of ours can be run by a spreadsheet."""

import csv
import io
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.errors import Violation
from services.prediction.domain.accident import AccidentInput, Notice
from services.prediction.domain.batch import RowResult
from services.prediction.domain.batch_csv import (
    BOM,
    LONGEST_CELL,
    PREDICTIONS,
    CsvLines,
    accident_rows,
    prediction_names,
    predictions,
)
from services.prediction.domain.severity import Interval
from tests.accidents import ACCIDENT

RESULT = RowResult(
    row=3,
    notices=(Notice("district", "UNKNOWN_DONG", '"상동": 구 전체를 기준으로 예측했습니다.'), Notice("a", "B", "둘째.")),
    eclo=4.123456789012345,
    interpretation="매우 심각",
    percentile=99.5,
    serious_probability=0.1,
    interval=Interval(1.0, 8.0),
    occurred_at=datetime(2022, 1, 1, 1),
)
CELL = st.text(st.sampled_from('a가,"\r\n ='), max_size=6)


def cells(*rows: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(f"{row.decode()}\r\n" for row in rows), newline="")))


@given(rows=st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=6), data=st.data())
def test_rows_stay_whole_wherever_a_block_ends(rows: list[list[str]], data: Any) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    whole = BOM + text.getvalue().encode()
    cuts = sorted(data.draw(st.lists(st.integers(len(BOM), len(whole)), max_size=4)))
    lines, found = CsvLines(), []
    for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True):
        found += lines.feed(whole[start:end])
    assert cells(*found) == rows
    assert b"\r\n".join([*found, b""]) == whole.removeprefix(BOM)


def test_a_row_that_is_not_complete_waits_for_its_end() -> None:
    lines = CsvLines()
    assert lines.feed(BOM + b'a,b\r\n1,"2') == [b"a,b"]
    assert lines.feed(b'\r\n"') == []
    assert lines.feed(b"\r\n") == [b'1,"2\r\n"']


def test_a_cell_of_a_million_lines_does_not_take_for_ever() -> None:
    cell = b'"' + b"\n" * 1_000_000 + b'"'
    assert CsvLines().feed(BOM + cell + b"\r\n") == [cell]


def test_prediction_columns_take_names_that_are_free() -> None:
    (names,) = cells(prediction_names('"도, 로",예측 ECLO,예측 ECLO (2),오류'.encode()))
    assert names == ["예측 ECLO (3)", *PREDICTIONS[1:-1], "오류 (2)"]


def test_a_result_stands_in_its_row_and_a_missing_one_says_why() -> None:
    rows = cells(*predictions(range(2, 5), [RESULT], "취소되어 예측하지 않았습니다."))
    notices = '"상동": 구 전체를 기준으로 예측했습니다. 둘째.'
    assert rows == [
        [""] * 7 + ["취소되어 예측하지 않았습니다."],
        ["4.1234568", "매우 심각", "99.5", "0.1", "1", "8", notices, ""],
        [""] * 7 + ["취소되어 예측하지 않았습니다."],
    ]


def test_a_row_with_violations_has_all_of_them_and_no_figures() -> None:
    wrong = (
        Violation("weather", "UNKNOWN_VALUE", "unknown", "기상상태 값 '눈, 비': 사용할 수 없습니다."),
        Violation("accident_hour", "REQUIRED", "is required", "사고 시각 값을 입력해주세요."),
    )
    (row,) = cells(*predictions(range(1), [RowResult(0, violations=wrong)], ""))
    assert row == [""] * 7 + ["기상상태 값 '눈, 비': 사용할 수 없습니다. 사고 시각 값을 입력해주세요."]


def test_accidents_stand_as_they_were_sent() -> None:
    by_field = AccidentInput(**ACCIDENT)
    header, row = cells(*accident_rows([by_field]))
    assert dict(zip(header, row, strict=True)) == {
        "기상상태": "맑음",
        "노면상태": "건조",
        "도로형태": "교차로 - 교차로안",
        "사고유형": "차대사람",
        "시군구": "대구광역시 수성구 상동",
        "사고 연도": "2022",
        "사고 월": "1",
        "사고 일": "1",
        "사고 시각": "1",
        "시간대": "",
        "요일": "",
    }
    header, first, second = cells(*accident_rows([by_field, AccidentInput(accident_time="2022-01-01 01")]))
    assert (first[header.index("사고일시")], second[header.index("사고일시")]) == ("", "2022-01-01 01")


def test_texts_that_no_file_could_have_are_cut() -> None:
    header, first, second = cells(
        *accident_rows([AccidentInput(weather="맑\0음"), AccidentInput(weather="가" * 200_000)])
    )
    column = header.index("기상상태")
    assert (first[column], second[column]) == ("맑음", "가" * (LONGEST_CELL - 1) + "…")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+82-53", "'+82-53"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-서구", "'-서구"),
        ("＝1+1", "'＝1+1"),
        (' "=1+1', "' \"=1+1"),
        ("\u200b=1+1", "'\u200b=1+1"),
        ("\t맑음", "'\t맑음"),
        ("\r=1", "'\r=1"),
        ("-3.5", "-3.5"),
        ("+1e3", "+1e3"),
        ("맑음=1", "맑음=1"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_could_run_begins_with_an_apostrophe(text: str, written: str) -> None:
    header, row = cells(*accident_rows([AccidentInput(weather=text)]))
    assert row[header.index("기상상태")] == written
