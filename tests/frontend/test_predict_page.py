"""The page ECLO 예측 in every state."""

import time
import uuid

import grpc
import pytest
from google.protobuf import duration_pb2
from google.rpc import error_details_pb2
from streamlit.proto.Metric_pb2 import Metric
from streamlit.testing.v1 import AppTest

from frontend import theme
from frontend.predict import accident_form
from tests.frontend import fake_model, refusals, screen
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend

ACCIDENT = {
    "date": "2016-10-01",
    "hour": "1시",
    "gu": "수성구",
    "dong": "상동",
    "weather": "맑음",
    "road_surface": "건조",
    "road_type": "교차로 - 교차로안",
    "accident_type": "차대사람",
}


def predicted(open_page: OpenPage, **changes: str) -> AppTest:
    return screen.press(open_page("predict", **(ACCIDENT | changes)), "예측하기")


def test_before_the_first_prediction_the_page_says_what_to_do(open_page: OpenPage) -> None:
    page = open_page("predict")
    assert "아직 예측이 없습니다" in screen.text(page)
    assert not page.exception


def test_the_form_offers_the_values_of_the_model_and_starts_at_the_typical_accident(open_page: OpenPage) -> None:
    page = open_page("predict")
    fields = accident_form.fields(fake_model.describe())
    for name in accident_form.CATEGORIES:
        box = page.selectbox(key=name)
        assert box.label == fields[name].label
        assert box.options == list(fields[name].values)
        assert box.value == fields[name].typical
    assert (page.selectbox(key="gu").value, page.selectbox(key="dong").value) == ("남구", "대명동")


def test_choosing_a_gu_offers_only_its_dong(open_page: OpenPage) -> None:
    page = open_page("predict")
    page.selectbox(key="gu").select("달성군").run()
    assert page.selectbox(key="dong").options == ["다사읍", "유가읍"]
    assert page.selectbox(key="dong").value is None


def test_a_dong_stays_if_the_chosen_gu_has_one_of_that_name(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake_model, "DISTRICTS", (*fake_model.DISTRICTS, "대구광역시 중구 상동"))
    page = open_page("predict", **ACCIDENT)
    page.selectbox(key="gu").select("중구").run()
    assert page.selectbox(key="dong").value == "상동"


@pytest.mark.parametrize(("road", "direction"), [("주차장 - 주차장", Metric.DOWN), ("단일로 - 고가도로위", Metric.UP)])
def test_the_arrow_beside_a_figure_points_where_its_sign_says(
    open_page: OpenPage, road: str, direction: object
) -> None:
    page = predicted(open_page, road_type=road)
    eclo = next(metric for metric in page.metric if metric.label == "예상 ECLO")
    assert eclo.proto.direction == direction


def test_a_link_opens_the_same_form(open_page: OpenPage) -> None:
    page = open_page("predict", **ACCIDENT)
    assert str(page.date_input(key="date").value) == "2016-10-01"
    assert page.selectbox(key="hour").value == 1
    assert {key: page.selectbox(key=key).value for key in list(ACCIDENT)[2:]} == dict(list(ACCIDENT.items())[2:])
    assert "2016-10-01 토요일 1시 · 대구광역시 수성구 상동" in screen.text(page)


def test_a_link_with_values_that_nobody_knows_leaves_those_fields_empty(open_page: OpenPage) -> None:
    page = open_page("predict", **(ACCIDENT | {"weather": "우박", "dong": "없는동"}))
    assert page.selectbox(key="weather").value is None
    assert page.selectbox(key="dong").value is None
    assert not page.exception


def test_a_prediction_shows_the_answer_of_the_service(open_page: OpenPage, backend: FakeBackend) -> None:
    page = predicted(open_page)
    stored = backend.stored[0]
    text = screen.text(page)
    assert screen.metrics(page)["예상 ECLO"] == theme.eclo(stored.eclo)
    assert stored.interpretation in text
    assert stored.prediction_id in text
    assert fake_model.VERSION in text
    assert fake_model.detail(stored.eclo) in text
    assert screen.metrics(page)["사망·중상 확률"] == theme.percent(stored.serious_probability)
    assert screen.metrics(page)["80% 예측 구간"] == f"{stored.interval.lower:.1f} – {stored.interval.upper:.1f}"
    assert stored.accident.district == "대구광역시 수성구 상동"
    assert stored.accident.accident_hour == 1


def test_a_call_carries_a_request_id(open_page: OpenPage, backend: FakeBackend) -> None:
    predicted(open_page)
    assert len(backend.request_ids) == 1
    assert len(backend.request_ids[0]) == 36


def test_only_the_button_predicts_so_that_opening_a_link_stores_nothing(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    page = predicted(open_page)
    page.selectbox(key="weather").select("비").run()
    assert len(backend.stored) == 1
    assert "조건이 바뀌었습니다" in screen.text(page)


def test_the_warnings_of_an_answer_are_shown(open_page: OpenPage) -> None:
    page = predicted(open_page, date="2022-01-01")
    assert any("학습 기간" in warning.value for warning in page.warning)


def test_an_empty_field_is_named_in_korean_until_it_is_filled(open_page: OpenPage) -> None:
    page = open_page("predict", **ACCIDENT)
    page.selectbox(key="weather").set_value(None).run()
    screen.press(page, "예측하기")
    assert "입력값을 확인해주세요." in screen.text(page)
    assert "기상 상태을(를) 입력해주세요." in screen.text(page)
    page.selectbox(key="weather").select("비").run()
    assert "기상 상태을(를) 입력해주세요." not in screen.text(page)


def test_one_line_fills_the_form_and_says_what_it_assumed(open_page: OpenPage) -> None:
    page = open_page("predict")
    page.text_input(key="one_line").input("밤 11시 수성구 상동 교차로 비")
    screen.press(page, "조건 채우기")
    assert (page.selectbox(key="hour").value, page.selectbox(key="weather").value) == (23, "비")
    assert (page.selectbox(key="gu").value, page.selectbox(key="dong").value) == ("수성구", "상동")
    assert "가장 흔한 ‘차대차’로 보았습니다" in screen.text(page)


def test_one_line_says_what_is_missing_and_leaves_it_empty(open_page: OpenPage) -> None:
    page = open_page("predict")
    page.text_input(key="one_line").input("아마도 비")
    screen.press(page, "조건 채우기")
    assert page.selectbox(key="dong").value is None
    assert page.selectbox(key="hour").value is None
    assert any("시군구, 시각" in warning.value for warning in page.warning)
    assert "‘아마도’" in screen.text(page)


def test_a_form_whose_last_value_was_taken_away_stays_empty(open_page: OpenPage) -> None:
    page = open_page("predict", weather="비")
    page.selectbox(key="weather").set_value(None).run()
    assert [page.selectbox(key=key).value for key in list(ACCIDENT)[1:]] == [None] * 7
    assert page.date_input(key="date").value is None
    page.selectbox(key="gu").select("수성구").run()
    assert screen.in_url(page, "gu") == ["수성구"]
    assert page.date_input(key="date").value is None


def test_what_if_compares_the_presets_that_differ_from_the_accident(open_page: OpenPage) -> None:
    page = predicted(open_page)
    rows = page.dataframe[0].value
    assert rows["조건"][0] == "지금 예측"
    assert "비 오는 날" in list(rows["조건"])
    assert "보행자 사고" not in list(rows["조건"])
    assert rows["차이"][1] == pytest.approx(rows["ECLO"][1] - rows["ECLO"][0], abs=0.01)


def test_what_if_ranks_every_value_of_one_field(open_page: OpenPage) -> None:
    page = predicted(open_page)
    page.segmented_control(key="what_if_mode").set_value("한 항목 바꿔 보기").run()
    assert list(page.dataframe[0].value["조건"]) == ["지금 예측", "안개", "비", "눈", "흐림", "기타"]


def test_what_if_compares_several_changes_at_once(open_page: OpenPage) -> None:
    page = predicted(open_page)
    page.segmented_control(key="what_if_mode").set_value("직접 바꾸기").run()
    assert "비교할 조건을 골라주세요." in screen.text(page)
    page.selectbox(key="what_if_weather").select("비").run()
    page.selectbox(key="what_if_accident_hour").select(23).run()
    assert list(page.dataframe[0].value["조건"]) == ["지금 예측", "비 · 23시"]


def test_the_week_the_districts_and_the_history_open_in_their_tabs(open_page: OpenPage) -> None:
    page = predicted(open_page)
    page.query_params["view"] = "week"
    assert "가장 심각하고" in screen.text(page.run())
    page.query_params["view"] = "ranking"
    assert "17곳 가운데" in screen.text(page.run())
    assert len(page.dataframe[0].value) == 10
    page.query_params["view"] = "history"
    assert "모두 1건 가운데 최근 1건입니다." in screen.text(page.run())


def test_a_server_that_is_down_is_reported_within_five_seconds_and_without_a_trace(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    page = open_page("home")
    backend.stop()
    page.switch_page("app_pages/predict.py")
    started = time.monotonic()
    page.run()
    assert time.monotonic() - started < 5
    assert [error.value for error in page.error] == [screen.UNREACHABLE]
    assert not page.exception


def test_a_prediction_without_a_server_is_reported_and_the_next_one_works(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    page = open_page("predict", **ACCIDENT)
    backend.stop()
    started = time.monotonic()
    screen.press(page, "예측하기")
    assert time.monotonic() - started < 5
    assert screen.UNREACHABLE in [error.value for error in page.error]
    backend.start()
    time.sleep(1.5)  # the channel looks for the server about once a second
    screen.press(page, "예측하기")
    assert not page.error
    assert "예상 ECLO" in screen.metrics(page)


def test_an_error_that_explains_nothing_still_has_a_korean_sentence(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.refusal = (grpc.StatusCode.INTERNAL, b"\xff\xff")
    page = predicted(open_page)
    assert page.error[0].value == "서버에서 문제가 생겼습니다. 잠시 후 다시 시도해주세요."
    assert not page.exception


def test_a_failure_of_the_product_says_the_id_by_which_it_is_found(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.refusal = (grpc.StatusCode.INTERNAL, b"")
    page = predicted(open_page)
    (said,) = [each.value for each in page.caption if each.value.startswith("문의할 때 알려 주세요: ")]
    assert uuid.UUID(said.rpartition(": ")[2])
    known = refusals.status(
        grpc.StatusCode.INTERNAL, "오류입니다.", error_details_pb2.ErrorInfo(metadata={"request_id": "of-the-service"})
    )
    backend.refusal = (grpc.StatusCode.INTERNAL, known.SerializeToString())
    assert "문의할 때 알려 주세요: of-the-service" in screen.text(predicted(open_page))
    told = refusals.status(
        grpc.StatusCode.INTERNAL, "오류 번호: abc", error_details_pb2.ErrorInfo(metadata={"request_id": "abc"})
    )
    backend.refusal = (grpc.StatusCode.INTERNAL, told.SerializeToString())
    assert "문의할 때" not in screen.text(predicted(open_page)), "the sentence has it already"


def test_a_mistake_of_the_user_has_no_id_to_tell(open_page: OpenPage, backend: FakeBackend) -> None:
    refusal = refusals.bad_request([("weather", "날씨를 확인해주세요.")])
    backend.refusal = (grpc.StatusCode.INVALID_ARGUMENT, refusal.SerializeToString())
    page = predicted(open_page)
    assert page.error
    assert "문의할 때" not in screen.text(page)


def test_too_many_requests_say_when_to_try_again(open_page: OpenPage, backend: FakeBackend) -> None:
    retry = error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=7))
    refusal = refusals.status(grpc.StatusCode.RESOURCE_EXHAUSTED, "지금은 예측 요청이 너무 많습니다.", retry)
    backend.refusal = (grpc.StatusCode.RESOURCE_EXHAUSTED, refusal.SerializeToString())
    page = predicted(open_page)
    assert page.error[0].value == "지금은 예측 요청이 너무 많습니다. 약 7초 뒤에 다시 시도할 수 있습니다."
