"""The page 위험 지도 in every state."""

import datetime
import time

import grpc
import pytest
from streamlit.testing.v1 import AppTest

from frontend import clients, theme
from frontend.korean_time import KOREAN_TIME
from tests.frontend import fake_model, screen
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend
from tests.frontend.test_predict_page import ACCIDENT

LINK = {
    "day": "2016-10-01",
    "time": "23",
    "sky": "비",
    "surface": "젖음/습기",
    "road": "교차로 - 교차로안",
    "kind": "차대사람",
}
_FIELDS = ("time", "sky", "surface", "road", "kind")
TYPICAL = {"time": 18, "sky": "맑음", "surface": "건조", "road": "단일로 - 기타", "kind": "차대차"}


def fields(page: AppTest) -> dict[str, object]:
    return {name: page.selectbox(key=f"risk_map_{name}_field").value for name in _FIELDS}


def day(page: AppTest) -> datetime.date:
    value = page.date_input(key="risk_map_day_field").value
    assert isinstance(value, datetime.date)
    return value


def ranking(page: AppTest) -> list[str]:
    return list(page.dataframe[0].value["읍·면·동"])


def test_a_first_visit_shows_the_typical_accident_of_today_in_every_dong(open_page: OpenPage) -> None:
    page = open_page("risk_map")
    assert fields(page) == TYPICAL
    assert day(page) == datetime.datetime.now(KOREAN_TIME).date()
    assert len(page.dataframe[0].value) == len(fake_model.DISTRICTS)
    assert "예상 ECLO가 가장 높은 곳은 중구 동인동1가" in screen.text(page)
    assert "가장 심각하고" in screen.text(page)
    assert {name for name in ("day", *_FIELDS) if screen.in_url(page, name)} == set()


def test_a_link_opens_the_same_map(open_page: OpenPage) -> None:
    page = open_page("risk_map", **LINK, place="대구광역시 수성구 상동", colour="serious")
    assert fields(page) == {name: int(word) if name == "time" else word for name, word in list(LINK.items())[1:]}
    assert day(page) == datetime.date(2016, 10, 1)
    assert page.selectbox(key="risk_map_place").value == "대구광역시 수성구 상동"
    assert "사망·중상 확률이 가장 높은 곳은" in screen.text(page)
    assert "고른 토요일 23시는" in screen.text(page)


def test_what_the_map_says_is_what_the_model_answers(open_page: OpenPage, backend: FakeBackend) -> None:
    page = open_page("risk_map", **LINK)
    answers = {}
    for district in fake_model.DISTRICTS:
        accident = clients.backend().parse("23시 비").accident
        accident.district, accident.accident_type = district, "차대사람"
        answers[district.split(" ")[2]] = fake_model.eclo(accident)
    table = page.dataframe[0].value.set_index("읍·면·동")
    assert table["ECLO"].to_dict() == pytest.approx(answers, abs=0.001)
    mean = sum(answers.values()) / len(answers)
    assert screen.metrics(page)["동 평균 ECLO"] == theme.eclo(mean)
    assert table.loc["상동", "차이"] == pytest.approx(answers["상동"] - mean, abs=0.01)


def test_what_a_link_says_wrongly_is_named_and_the_typical_value_is_taken(open_page: OpenPage) -> None:
    page = open_page("risk_map", day="2016-02-30", time="25", sky="<b>우박</b>", place="없는 곳", colour="red")
    assert fields(page) == TYPICAL
    assert "대표값으로 바꾸었습니다: 기상 상태, 날짜, 시각" in screen.text(page)
    assert page.selectbox(key="risk_map_place").value == "대구광역시 남구 대명동"
    assert not page.exception


def test_a_choice_stands_in_the_url_with_its_date_and_in_the_answer(open_page: OpenPage) -> None:
    page = open_page("risk_map", day="2016-10-03")
    before = screen.metrics(page)["동 평균 ECLO"]
    page.selectbox(key="risk_map_sky_field").set_value("안개").run()
    assert screen.in_url(page, "sky") == ["안개"]
    assert screen.in_url(page, "day") == ["2016-10-03"]
    assert float(screen.metrics(page)["동 평균 ECLO"]) == pytest.approx(float(before) + 0.6, abs=0.011)
    page.selectbox(key="risk_map_sky_field").set_value("맑음").run()
    assert screen.in_url(page, "sky") == []


def test_a_preset_fills_the_form_in_one_click_and_a_second_click_takes_it_back(open_page: OpenPage) -> None:
    page = open_page("risk_map", kind="차대사람")
    pills = page.button_group(key="risk_map_preset")
    assert pills.value is None
    pills.set_value(":material/rainy: 비 오는 밤").run()
    assert fields(page) == TYPICAL | {"time": 22, "sky": "비", "surface": "젖음/습기", "kind": "차대사람"}
    assert page.button_group(key="risk_map_preset").value == ":material/rainy: 비 오는 밤"
    page.button_group(key="risk_map_preset").set_value(None).run()
    assert fields(page) == TYPICAL | {"kind": "차대사람"}


def test_a_preset_that_was_changed_is_none_any_more(open_page: OpenPage) -> None:
    page = open_page("risk_map")
    page.button_group(key="risk_map_preset").set_value(":material/rainy: 비 오는 밤").run()
    page.selectbox(key="risk_map_time_field").set_value(21).run()
    assert page.button_group(key="risk_map_preset").value is None


@pytest.mark.parametrize(
    ("colour", "said"),
    [
        ("eclo", "가장 높은 곳은 중구 동인동1가"),
        ("difference", "이상 낮은 동은"),
        ("serious", "크게 다칠 확률이 높습니다"),
    ],
)
def test_the_map_is_coloured_as_the_url_says(open_page: OpenPage, colour: str, said: str) -> None:
    page = open_page("risk_map", colour=colour)
    assert said in screen.text(page)
    assert not page.exception


def test_the_warnings_of_the_answer_are_shown(open_page: OpenPage) -> None:
    assert "학습 기간" in screen.text(open_page("risk_map", day="2024-05-01"))
    assert "학습 기간" not in screen.text(open_page("risk_map", day="2016-05-01"))


def test_the_choices_are_there_again_after_another_page(open_page: OpenPage) -> None:
    page = open_page("risk_map", **LINK)
    page.query_params.clear()  # what a change of pages does
    page.switch_page("app_pages/home.py").run()
    page.switch_page("app_pages/risk_map.py").run()
    assert fields(page)["sky"] == "비"
    assert screen.in_url(page, "time") == ["23"]


def test_the_button_back_of_the_browser_leads_to_the_usual_conditions(open_page: OpenPage) -> None:
    page = open_page("risk_map")
    page.selectbox(key="risk_map_time_field").set_value(3).run()
    page.query_params.clear()  # what the button does
    page.run()
    assert fields(page) == TYPICAL


def test_what_is_chosen_on_the_page_of_predictions_stays_there(open_page: OpenPage) -> None:
    page = open_page("predict", **ACCIDENT)
    page.switch_page("app_pages/risk_map.py").run()
    assert fields(page) == TYPICAL
    assert not page.exception
    page.selectbox(key="risk_map_time_field").set_value(3).run()
    assert screen.in_url(page, "time") == ["3"]


def test_without_a_server_the_page_says_so_once_and_comes_back(open_page: OpenPage, backend: FakeBackend) -> None:
    page = open_page("home")
    backend.stop()
    started = time.monotonic()
    page.switch_page("app_pages/risk_map.py").run()
    assert time.monotonic() - started < 5
    assert [error.value for error in page.error] == [screen.UNREACHABLE]
    assert "화면이 저절로 다시 열립니다" in screen.text(page)
    backend.start()
    grpc.channel_ready_future(grpc.insecure_channel(backend.address)).result(5)
    time.sleep(1.5)  # the channel of the app looks for the server about once a second
    page.run()
    assert not page.error
    assert len(ranking(page)) == len(fake_model.DISTRICTS)


def test_a_model_that_knows_no_dong_is_an_empty_map_and_no_error(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake_model, "DISTRICTS", ())
    assert "모델이 아는 동이 없습니다." in screen.text(open_page("risk_map"))
