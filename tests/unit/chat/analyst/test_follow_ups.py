"""Short questions take what they leave out from the questions before them; whole ones take nothing."""

from tests.unit.chat.analyst.asking import Desk, said


def first(desk: Desk, question: str, *earlier: str) -> str:
    return desk.answer(question, ["accidents"], earlier).text.split("\n\n")[0]


def test_a_whole_question_forgets_the_one_before(desk: Desk) -> None:
    assert said(first(desk, "전체 사고는 몇 건이야?", "수성구 사고 건수"), 900)
    assert "수성구" not in first(desk, "구별 사망자수 합계", "수성구 야간 사고 건수").split("는")[0]


def test_another_value_of_the_same_column_replaces_the_first(desk: Desk) -> None:
    rows = desk.rows["accidents"]
    night = ~rows.h.between(6, 17)
    text = first(desk, "달서구는?", "수성구 야간 사고 건수")
    assert said(text, int((night & (rows.gu == "달서구")).sum()))


def test_among_those_keeps_all_conditions(desk: Desk) -> None:
    rows = desk.rows["accidents"]
    text = first(desk, "그중에 비 오는 날은?", "수성구 사고 건수")
    assert said(text, int(((rows.gu == "수성구") & (rows.기상상태 == "비")).sum()))


def test_the_share_of_what_was_narrowed_down(desk: Desk) -> None:
    rows = desk.rows["accidents"]
    text = first(desk, "비율은?", "신호위반 사고는 몇 건?", "그중 사망사고는?")
    among = rows[rows.법규위반 == "신호위반"]
    assert said(text, float((among.사고내용 == "사망사고").mean() * 100))


def test_a_comparison_with_the_earlier_value(desk: Desk) -> None:
    rows = desk.rows["accidents"]
    text = first(desk, "그럼 달서구와 비교하면?", "수성구 사고 건수")
    assert said(text, int((rows.gu == "수성구").sum()))
    assert said(text, int((rows.gu == "달서구").sum()))


def test_the_other_driver_is_the_same_question_about_the_other(desk: Desk) -> None:
    text = first(desk, "피해운전자는?", "가해운전자 차종별 사고 건수")
    assert text.startswith("피해운전자 차종별")


def test_a_question_that_was_not_understood_is_passed_over(desk: Desk) -> None:
    rows = desk.rows["accidents"]
    assert said(first(desk, "그럼 수성구는?", "수원시 사고 건수"), int((rows.gu == "수성구").sum()))


def test_the_next_rank(desk: Desk) -> None:
    rows = desk.rows["accidents"]
    text = first(desk, "두 번째는?", "사고가 가장 많은 동은?")
    assert said(text, int(rows.groupby(["gu", "dong"]).size().sort_values().iloc[-2]))


def test_those_rows_keep_the_conditions(desk: Desk) -> None:
    rows = desk.rows["parks"]
    text = desk.answer("그 주차장들 평균 구획수는?", ["parks"], ["공영 주차장 몇 곳?"]).text.split("\n\n")[0]
    assert said(text, float(rows[rows.주차장구분 == "공영"].주차구획수.mean()))


def test_a_question_of_its_own_says_that_it_is_about_all(desk: Desk) -> None:
    text = desk.answer("주차구획수 평균은?", ["parks"], ["공영 주차장 몇 곳?"]).text
    assert said(text, float(desk.rows["parks"].주차구획수.mean()))
    assert "앞 질문의 조건(‘공영’) 없이 전체로" in text


def test_the_place_that_was_the_answer(desk: Desk) -> None:
    rows = desk.rows["accidents"]
    top = str(rows.gu.value_counts().index[0])
    answer = desk.last_of(["사고가 가장 많은 구는?", "그 구에서는 사망사고가 몇 건이야?"], ["accidents"])
    assert said(answer.text.split("\n\n")[0], int(((rows.gu == top) & (rows.사고내용 == "사망사고")).sum()))
    answer = desk.last_of(["사고가 가장 많은 구는?", "거기서 가장 많은 사고유형은?"], ["accidents"])
    kinds = rows[rows.gu == top].사고유형.value_counts()
    assert said(answer.text.split("\n\n")[0], int(kinds.iloc[0]))


def test_there_of_a_place_that_was_named(desk: Desk) -> None:
    rows = desk.rows["accidents"]
    text = first(desk, "거기 중에 비 오는 날은?", "수성구 사고 건수")
    assert said(text, int(((rows.gu == "수성구") & (rows.기상상태 == "비")).sum()))


def test_both_together(desk: Desk) -> None:
    rows = desk.rows["accidents"]
    assert said(
        first(desk, "둘이 합치면?", "수성구 사고 건수", "달서구는?"), int(rows.gu.isin(["수성구", "달서구"]).sum())
    )


def test_the_place_is_looked_up_in_the_other_dataset(desk: Desk) -> None:
    top = str(desk.rows["accidents"].gu.value_counts().index[0])
    answer = desk.last_of(["사고가 가장 많은 구는?", "그 구의 주차장 수는?"], ["accidents", "parks"])
    assert f"{top} 주차장" in answer.text
