"""What a question says twice is told once, and two bounds are a range."""

import pytest

from tests.unit.chat.analyst.asking import Desk, said


@pytest.mark.parametrize(
    ("question", "told", "never"),
    [
        ("경상자수 2명 이상 3명 이하 사고", "경상자수 2–3명", "이하"),
        ("여름 6~8월 사고 건수", "8월", "·"),
        ("65세 이상 고령 운전자 사고 건수", "고령(65세 이상)", "65세 이상, "),
        ("상반기 사고 건수", "상반기(1–6월)", "1·2"),
        ("겨울 사고 건수", "겨울(12–2월)", "12·1"),
    ],
)
def test_conditions_are_told_once(desk: Desk, question: str, told: str, never: str) -> None:
    first = desk.answer(question, ["accidents"]).text.split("\n\n")[0]
    assert told in first
    assert never not in first


def test_a_range_finds_both_ends(desk: Desk) -> None:
    rows = desk.rows["accidents"]
    answer = desk.answer("경상자수 2명 이상 3명 이하 사고", ["accidents"])
    assert said(answer.text, int(rows.경상자수.between(2, 3).sum()))
    assert len(answer.tool_calls) == 1


def test_with_several_conditions_the_share_of_the_wider_ones_is_told_too(desk: Desk) -> None:
    rows = desk.rows["accidents"]
    text = desk.answer("2014년 사망사고는 몇 건?", ["accidents"]).text
    year = rows[rows.y == 2014]
    assert f"2014년 사고 {len(year)}건의" in text
    assert said(text, float((year.사고내용 == "사망사고").mean() * 100))


def test_numbers_that_name_things_are_written_as_they_are(desk: Desk) -> None:
    text = desk.answer("경상자수가 가장 많은 사고 3건", ["accidents"]).text
    assert "1,0" not in text.split("| --- |")[-1]
    assert ".0 |" not in text


def test_rows_are_counted_by_a_column_with_the_tool_for_that(desk: Desk) -> None:
    answer = desk.answer("사고유형별 사고 건수가 가장 적은 것은?", ["accidents"])
    assert "get_value_counts" in [call.name for call in answer.tool_calls]
