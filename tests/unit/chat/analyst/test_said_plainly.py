"""What the analyst cannot tell it says plainly, and of two questions it names the one that it left out."""

from pathlib import Path

import pandas as pd
import pytest

from tests.unit.chat.analyst.asking import NOT_UNDERSTOOD, Desk, said


@pytest.mark.parametrize("question", ["중복된 행은 몇 개야", "중복 행 있어?", "똑같은 행이 몇 개나 있나"])
def test_whole_rows_that_occur_twice_cannot_be_counted_without_a_key(tmp_path: Path, question: str) -> None:
    file = tmp_path / "events.csv"
    file.write_text("행사명,인원\n축제,30\n축제,30\n음악회,20\n", "utf-8")
    desk = Desk(tmp_path)
    desk.add("events", "행사", "기타", file, pd.read_csv(file))
    text = desk.answer(question, ["events"]).text
    assert "행이 통째로 같은지는 세지 못합니다" in text
    assert "**" not in text.split("\n\n")[0]


def test_with_a_column_without_repeats_no_row_occurs_twice(desk: Desk) -> None:
    answer = desk.answer("중복된 행이 있나", ["accidents"])
    assert "사고번호" in answer.text
    assert answer.tool_calls


@pytest.mark.parametrize(
    "topic", ["주가", "내일 날씨", "환율", "비트코인 가격", "부동산 가격", "대통령 선거 결과", "로또 번호", "날씨"]
)
@pytest.mark.parametrize("keys", [["accidents"], ["parks"], []])
def test_a_prediction_of_anything_but_accidents_is_off_topic(desk: Desk, topic: str, keys: list[str]) -> None:
    answer = desk.answer(f"{topic} 예측해줘", keys)
    assert "교통사고 심각도(ECLO)만 예측" in answer.text
    assert "더 필요합니다" not in answer.text
    assert answer.tool_calls == ()


@pytest.mark.parametrize(
    "question", ["오늘 주가 얼마야", "삼성전자 주가 알려줘", "오늘 환율은?", "지금 코스피 얼마야?"]
)
def test_the_news_of_the_day_is_not_in_the_data(desk: Desk, question: str) -> None:
    answer = desk.answer(question, ["accidents"])
    assert answer.text.startswith(NOT_UNDERSTOOD)
    assert "0건" not in answer.text


@pytest.mark.parametrize("question", ["사고 심각도 예측해줘", "비 오는 날 상동 교차로 사고 예측해줘", "ECLO 예측해줘"])
def test_an_accident_is_still_predicted_or_asked_back(desk: Desk, question: str) -> None:
    text = desk.answer(question, ["accidents"]).text
    assert "예측 ECLO는" in text or "예측하려면" in text
    assert "만 예측" not in text


def test_the_half_that_was_not_understood_is_named(desk: Desk) -> None:
    rows = desk.rows["accidents"]
    text = desk.answer("사고가 가장 많은 구는 어디고, 음주운전은 몇 건이야?", ["accidents"]).text
    assert said(text, str(rows.gu.value_counts().index[0]))
    assert "앞부분만 답했습니다" in text
    assert "음주운전은 몇 건이야" in text


def test_two_halves_are_two_answers(desk: Desk) -> None:
    answer = desk.answer("수성구 사고는 몇 건이고 평균 경상자수는 얼마야?", ["accidents"])
    rows = desk.rows["accidents"]
    assert said(answer.text, int((rows.gu == "수성구").sum()))
    assert said(answer.text, float(rows[rows.gu == "수성구"].경상자수.mean()))


def test_values_that_overlap_are_not_added_up(desk: Desk) -> None:
    assert "더하면" not in desk.answer("주말과 토요일 사고 건수", ["accidents"]).text


@pytest.mark.parametrize(
    "question",
    ["결측이 아닌 피해운전자 차종", "수성구에 없는 사고", "사망자 아닌 사고 많은 구", "못 지킨 사고는 몇 건"],
)
def test_an_exclusion_that_nobody_can_place_is_not_left_out(desk: Desk, question: str) -> None:
    answer = desk.answer(question, ["accidents"])
    assert answer.text.startswith(NOT_UNDERSTOOD)
    assert answer.tool_calls == ()


def test_the_weekday_of_a_survey_is_none_of_its_rows(tmp_path: Path) -> None:
    file = tmp_path / "wells.csv"
    days = "".join(f"우물{number},{number},2020-01-{number:02}\n" for number in range(1, 29))
    file.write_text(f"우물명,깊이,데이터기준일자\n{days}", "utf-8")
    desk = Desk(tmp_path)
    desk.add("wells", "우물", "기타", file, pd.read_csv(file))
    assert desk.answer("토요일 우물은 몇 개", ["wells"]).text.startswith(NOT_UNDERSTOOD)
    assert said(desk.answer("2020년 우물은 몇 개", ["wells"]).text, 28)


@pytest.mark.parametrize(
    "question",
    [
        "지난주 사고 몇 건",
        "마지막 날 사고 몇 건",
        "마지막 달 사고 건수",
        "첫 주 사고",
        "최근 6개월 사고 건수",
        "최근 일주일 사고",
    ],
)
def test_a_time_that_cannot_be_worked_out_is_no_year(desk: Desk, question: str) -> None:
    answer = desk.answer(question, ["accidents"])
    assert answer.text.startswith(NOT_UNDERSTOOD)
    assert answer.tool_calls == ()


def test_an_opening_with_a_word_that_nobody_knows_is_not_skipped(desk: Desk) -> None:
    assert "‘음주운전" in desk.answer("음주운전인데 사망한 사고", ["accidents"]).text


def test_severity_is_not_counted_where_no_column_tells_it(desk: Desk) -> None:
    assert desk.answer("심각도가 제일 높은 구", ["parks"]).text.startswith(NOT_UNDERSTOOD)


@pytest.mark.parametrize(
    "question",
    [
        "평일과 주말 하루 평균 사고 건수 차이",
        "요일별 하루 평균 사고 건수",
        "법규위반 평균",
        "사망자 1명당 사고 몇 건이야",
    ],
)
def test_no_other_number_is_told_instead(desk: Desk, question: str) -> None:
    text = desk.answer(question, ["accidents"]).text
    assert "**" not in text.split("\n\n")[0], text
