"""여러 건 예측 on the page ECLO 예측: the way to it, the dataset, its columns, the start."""

import grpc
from google.protobuf import duration_pb2
from google.rpc import error_details_pb2
from streamlit.testing.v1 import AppTest

from frontend.batch.batch_client import SUBMIT_DEADLINE
from tests.frontend import batch_screen, fake_batches, refusals, screen
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend
from tests.frontend.test_dataset_upload import choose_file

ONE, MANY = ":material/car_crash: 한 건 예측", ":material/table_rows: 여러 건 예측(일괄)"
# A file whose road surface has a name that nobody could guess.
RIDDLE = fake_batches.csv(30, header=fake_batches.HEADER.replace("노면상태", "x7"))


def switch(page: AppTest) -> AppTest:
    other = MANY if page.segmented_control(key="prediction_mode").value == ONE else ONE
    return page.segmented_control(key="prediction_mode").set_value(other).run()


def start(page: AppTest) -> AppTest:
    return screen.press(page, "예측 시작")


def source(page: AppTest) -> list[str]:
    """The datasets that are offered."""
    return list(page.selectbox(key="batch_source").options)


def test_one_accident_is_predicted_unless_the_link_says_otherwise(open_page: OpenPage) -> None:
    assert "아직 예측이 없습니다" in screen.text(open_page("predict"))
    page = open_page("predict", mode="batch")
    assert "1. 예측할 자료" in screen.text(page)
    assert "아직 예측이 없습니다" not in screen.text(page)


def test_the_form_of_one_accident_is_as_it_was_after_a_look_at_many(open_page: OpenPage) -> None:
    page = open_page("predict")
    page.selectbox(key="weather").select("안개").run()
    page.selectbox(key="gu").select("달성군").run()
    page.selectbox(key="dong").select("유가읍").run()
    page = switch(switch(page))
    shown = {key: page.selectbox(key=key).value for key in ("weather", "gu", "dong", "hour")}
    assert shown == {"weather": "안개", "gu": "달성군", "dong": "유가읍", "hour": 18}


def test_the_switch_stands_in_the_url_and_leads_back_to_where_one_was(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    page = switch(open_page("predict"))
    assert page.query_params["mode"] == "batch"
    backend.add(fake_batches.csv(3)).advance(3)
    page = switch(batch_screen.opened(open_page, backend.newest))
    assert "아직 예측이 없습니다" in screen.text(page)
    assert {"mode", "batch"}.isdisjoint(page.query_params)
    page = switch(page)
    assert page.query_params["batch"] == backend.newest.batch.batch_id
    assert "행별 결과" in screen.text(page)


def test_a_job_is_still_open_after_a_look_at_another_page(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.add(fake_batches.csv(3)).advance(3)
    page = batch_screen.opened(open_page, backend.newest)
    page.query_params.clear()  # as moving to another page does
    page.switch_page("app_pages/system.py").run()
    page.switch_page("app_pages/predict.py").run()
    assert page.query_params["batch"] == backend.newest.batch.batch_id
    assert "행별 결과" in screen.text(page)


def test_without_a_dataset_the_page_says_where_one_comes_from(open_page: OpenPage, backend: FakeBackend) -> None:
    page = open_page("predict", mode="batch")
    assert "아직 데이터셋이 없습니다." in screen.text(page)
    assert "아직 일괄 예측이 없습니다." in screen.text(page)
    screen.press(page, "합성 표본 만들기")
    assert page.query_params["source"] == backend.datasets.newest.dataset_id


def test_the_chosen_datasets_come_first_and_the_last_chosen_one_is_taken(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    first, second, third = (backend.datasets.add(fake_batches.csv(5), name) for name in ("가", "나", "다"))
    page = open_page("predict", mode="batch", datasets=[second.dataset_id, first.dataset_id])
    assert source(page) == ["나 · 5행 · 고른 데이터셋", "가 · 5행 · 고른 데이터셋", "다 · 5행"]
    assert page.selectbox(key="batch_source").value == first.dataset_id
    page.selectbox(key="batch_source").select(third.dataset_id).run()
    assert page.query_params["source"] == third.dataset_id


def test_a_link_to_a_dataset_that_is_gone_says_so(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.datasets.add(fake_batches.csv(5), "가")
    for wrong in ("00000000-0000-4000-8000-000000000000", "?"):
        page = open_page("predict", mode="batch", source=wrong)
        assert "고른 데이터셋을 찾을 수 없습니다." in screen.text(page)
        assert source(page) == ["가 · 5행"]
        assert not page.exception


def test_a_file_that_is_uploaded_here_becomes_a_dataset_and_its_columns_are_matched(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    page = open_page("predict", mode="batch")
    page.session_state["batch_source_tab_0"] = ":material/upload_file: CSV 올리기"
    page.run()
    assert "여기서 올린 파일도 데이터셋으로 저장되어" in screen.text(page)
    screen.press(choose_file(page, "사고.csv", fake_batches.csv(5)), "올리기")
    dataset_id = backend.datasets.newest.dataset_id
    assert page.query_params["source"] == page.query_params["datasets"] == dataset_id
    assert "예측에 필요한 항목을 모두 찾았습니다." in screen.text(page)


def test_every_field_shows_its_column_and_values_of_it(open_page: OpenPage, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(fake_batches.csv(30), "사고")
    page = batch_screen.matching(open_page, dataset.dataset_id)
    shown = batch_screen.columns(page)
    assert shown == {f"{field.label} 열": fake_batches.NAMES[field.name] for field in fake_batches.FIELDS[:-1]} | {
        "요일 열": None
    }
    assert "예: 맑음, 비, 흐림" in screen.text(page)
    assert "쓰지 않는 열 1개: ‘메모’" in screen.text(page)
    assert "30행을 예측합니다." in screen.text(page)


def test_what_is_missing_is_named_and_the_job_cannot_start_until_a_column_is_chosen(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    dataset = backend.datasets.add(RIDDLE, "사고")
    page = batch_screen.matching(open_page, dataset.dataset_id)
    assert page.warning[0].value == "아직 열을 찾지 못한 항목이 있습니다: **노면 상태**"
    assert "찾지 못한 항목(노면 상태)의 열을 고르면 시작할 수 있습니다." in screen.text(page)
    assert page.button(key="batch_start").disabled
    box = page.selectbox(key=f"batch_column_{dataset.dataset_id}_road_surface")
    assert box.options == backend.datasets.stored[dataset.dataset_id].table.names
    box.select("x7").run()
    assert not page.warning
    start(page)
    assert {match.field: match.column for match in backend.newest.batch.columns}["road_surface"] == "x7"


def test_a_column_that_was_taken_wrongly_can_be_taken_back(open_page: OpenPage, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(fake_batches.csv(30), "사고")
    page = batch_screen.matching(open_page, dataset.dataset_id)
    page.selectbox(key=f"batch_column_{dataset.dataset_id}_weather").set_value(None).run()
    assert page.warning[0].value == "아직 열을 찾지 못한 항목이 있습니다: **기상 상태**"
    assert batch_screen.columns(page)["기상 상태 열"] is None


def test_columns_that_were_chosen_for_one_dataset_say_nothing_about_another(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    first, second = (backend.datasets.add(RIDDLE, name) for name in ("가", "나"))
    page = batch_screen.matching(open_page, first.dataset_id)
    page.selectbox(key=f"batch_column_{first.dataset_id}_road_surface").select("x7").run()
    page.selectbox(key="batch_source").select(second.dataset_id).run()
    assert batch_screen.columns(page)["노면 상태 열"] is None


def test_a_dataset_without_rows_cannot_be_predicted(open_page: OpenPage, backend: FakeBackend) -> None:
    page = batch_screen.matching(open_page, backend.datasets.add(fake_batches.csv(0), "빈 표").dataset_id)
    assert "이 데이터셋에는 행이 없습니다." in screen.text(page)
    assert page.button(key="batch_start").disabled


def test_the_start_makes_a_job_and_opens_it(open_page: OpenPage, backend: FakeBackend) -> None:
    page = start(batch_screen.matching(open_page, backend.datasets.add(fake_batches.csv(30), "사고").dataset_id))
    assert page.query_params["batch"] == backend.newest.batch.batch_id
    assert "source" not in page.query_params
    assert "차례를 기다리는 중" in screen.text(page)
    assert 0 < backend.deadlines["CreateBatch"] < SUBMIT_DEADLINE * 1.1


def test_a_start_that_lost_its_server_is_repeated_as_the_same_request(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    page = batch_screen.matching(open_page, backend.datasets.add(fake_batches.csv(30), "사고").dataset_id)
    backend.loses_answers = {"CreateBatch"}
    start(page)
    assert screen.UNREACHABLE in [error.value for error in page.error]
    assert "batch" not in page.query_params
    backend.loses_answers = set()
    start(page)
    assert page.query_params["batch"] == backend.newest.batch.batch_id
    assert len(backend.jobs) == 1


def test_a_start_without_a_server_is_reported_without_a_trace(open_page: OpenPage, backend: FakeBackend) -> None:
    page = batch_screen.matching(open_page, backend.datasets.add(fake_batches.csv(30), "사고").dataset_id)
    backend.stop()
    start(page)
    assert screen.UNREACHABLE in [error.value for error in page.error]
    assert not page.exception


def test_too_many_jobs_say_when_to_try_again(open_page: OpenPage, backend: FakeBackend) -> None:
    page = batch_screen.matching(open_page, backend.datasets.add(fake_batches.csv(30), "사고").dataset_id)
    retry = error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=5))
    sentence = "끝나지 않은 일괄 예측이 100개 있습니다. 잠시 후 다시 시도해주세요."
    backend.refusals["CreateBatch"] = refusals.status(grpc.StatusCode.RESOURCE_EXHAUSTED, sentence, retry)
    assert start(page).error[0].value == f"{sentence} 약 5초 뒤에 다시 시도할 수 있습니다."
    backend.refusals.clear()
    assert not start(page).error


def test_a_start_that_is_refused_says_why(open_page: OpenPage, backend: FakeBackend) -> None:
    page = batch_screen.matching(open_page, backend.datasets.add(fake_batches.csv(30), "사고").dataset_id)
    backend.refusals["CreateBatch"] = refusals.bad_request([("weather", "기상 상태 열이 없어졌습니다.")])
    assert "기상 상태 열이 없어졌습니다." in screen.text(start(page))


def test_a_chosen_column_that_is_refused_can_be_taken_back(open_page: OpenPage, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(RIDDLE, "사고")
    page = batch_screen.matching(open_page, dataset.dataset_id)
    page.selectbox(key=f"batch_column_{dataset.dataset_id}_road_surface").select("x7").run()
    backend.refusals["MatchBatchColumns"] = refusals.bad_request([("columns", "‘x7’ 열이 없습니다.")])
    assert "‘x7’ 열이 없습니다." in screen.text(page.run())
    backend.refusals.clear()
    screen.press(page, "고른 열 되돌리기")
    assert batch_screen.columns(page)["노면 상태 열"] is None


def test_the_dataset_service_may_be_away_and_the_jobs_are_still_listed(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    backend.add(fake_batches.csv(3), "어제 일")
    backend.datasets.refusals["ListDatasets"] = refusals.status(grpc.StatusCode.UNAVAILABLE, screen.UNREACHABLE)
    text = screen.text(open_page("predict", mode="batch"))
    assert screen.UNREACHABLE in text
    assert "어제 일" in text
