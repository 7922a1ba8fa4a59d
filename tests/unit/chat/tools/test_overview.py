"""Tools that describe a dataset as a whole."""

from services.chat.agent.tools.overview import detect_data_types, get_dataframe_info, get_missing_values
from services.chat.domain.answer import Table
from tests.unit.chat.tools.small_frames import dates, frame, real, text, truth, whole

SMALL = frame(
    {
        "때": dates("2017-03-05 13:00", "2016-01-01 00:00", None),
        "시군구": text("대구광역시 수성구 상동", "대구광역시 남구 대명동", "대구광역시 수성구 상동"),
        "수": whole(3, None, None),
        "예": truth(True, False, True),
    }
).renamed("사고", "TAAS 사고")


def test_the_overview_counts_rows_columns_and_missing_cells_of_the_file() -> None:
    assert get_dataframe_info(SMALL).facts == {"rows": 3, "columns": 4, "missing_cells": 3, "kind": "TAAS 사고"}


def test_the_overview_lists_every_column_and_the_derived_ones_by_their_source() -> None:
    found = get_dataframe_info(SMALL).table
    assert found is not None
    assert found.columns == ("column", "type", "missing", "distinct", "range")
    assert found.rows[:4] == (
        ("때", "datetime", 1, 2, "2016-01-01 00:00 – 2017-03-05 13:00"),
        ("시군구", "text", 0, 2, None),
        ("수", "integer", 2, 1, "3 – 3"),
        ("예", "boolean", 0, 2, None),
    )
    assert ("때.연도", "year (derived from 때)", 1, 2, "2016 – 2017") in found.rows
    assert ("시군구.구", "text (derived from 시군구)", 0, 2, None) in found.rows


def test_the_overview_of_no_rows_is_all_zeros() -> None:
    empty = frame({"수": whole(), "글": text(), "때": dates()})
    found = get_dataframe_info(empty)
    assert found.facts == {"rows": 0, "columns": 3, "missing_cells": 0, "kind": None}
    assert found.table is not None
    assert {row[2:] for row in found.table.rows} == {(0, 0, None)}


def test_missing_values_stand_most_first_and_complete_columns_are_in_no_chart() -> None:
    found = get_missing_values(SMALL)
    assert found.facts == {"rows": 3, "missing_cells": 3, "columns_with_missing": 2}
    assert found.table == Table(
        ("column", "missing", "share"),
        (("수", 2, 2 / 3), ("때", 1, 1 / 3), ("시군구", 0, 0.0), ("예", 0, 0.0)),
        4,
    )
    assert found.chart is not None
    assert found.chart.categories == ("수", "때")
    assert found.chart.y_title == "결측 비율 (%)"


def test_a_file_without_missing_values_has_no_chart_of_them() -> None:
    assert get_missing_values(frame({"수": whole(1)})).chart is None
    assert get_missing_values(frame({"수": whole()})).facts["missing_cells"] == 0


def test_types_have_korean_labels_and_notes() -> None:
    opened = frame(
        {
            "때": dates("2017-03-05 13:00", "2016-01-01 00:00"),
            "번호": whole(1, 2),
            "글": text("가", "가"),
            "빈": real(None, None),
        }
    )
    found = detect_data_types(opened)
    assert found.facts == {"columns": 4}
    assert found.table is not None
    assert found.table.rows == (
        ("때", "datetime", "날짜·시각", "known to the hour; has 때.연도, 때.월, 때.요일, 때.날짜, 때.시, 때.시간대"),
        ("번호", "integer", "정수", "every value occurs once"),
        ("글", "text", "글자", ""),
        ("빈", "float", "실수", "no values"),
    )
