"""What a finished job shows: figures, charts, places, rows in pages, errors, files."""

import re

import grpc
import pytest
from streamlit.testing.v1 import AppTest

from frontend import theme
from frontend.batch import batch_rows
from tests.frontend import batch_screen, fake_batches, refusals, screen
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend
from tests.frontend.fake_batches import Job


@pytest.fixture
def job(backend: FakeBackend) -> Job:
    """A job of 120 rows, the last seven of them wrong."""
    made = backend.add(fake_batches.csv(120, wrong=7), "사고 2016")
    made.advance(120)
    return made


def errors_only(page: AppTest) -> AppTest:
    return page.toggle[0].set_value(True).run()


def turn(page: AppTest, number: int) -> AppTest:
    return page.pagination[0].select(number).run()


def test_the_figures_are_those_of_the_rows_that_were_predicted(open_page: OpenPage, job: Job) -> None:
    shown = screen.metrics(batch_screen.opened(open_page, job))
    good = [row for row in job.results if not row.HasField("error")]
    assert shown["예측한 행"] == "113"
    assert shown["평균 ECLO"] == theme.eclo(sum(row.eclo for row in good) / 113)
    assert shown["사망·중상 확률"] == theme.percent(sum(row.serious_probability for row in good) / 113)
    assert shown["오류 행 비율"] == "5.8%"


def test_the_result_says_what_was_scored_and_by_which_model(open_page: OpenPage, job: Job) -> None:
    text = screen.text(batch_screen.opened(open_page, job))
    assert "사고 2016" in text
    assert "7행은 값에 문제가 있어 예측하지 못했습니다." in text
    assert job.batch.batch_id in text
    assert job.batch.model_version in text
    assert re.search(r"\d{4}년 \d+월 \d+일 \d\d:\d\d 요청 · 120 / 120행 · 오류 7행 · 걸린 시간 1초", text)


def test_the_charts_and_the_map_are_there_each_with_its_data(open_page: OpenPage, job: Job) -> None:
    page = batch_screen.opened(open_page, job)
    assert len(page.get("plotly_chart")) == 2
    assert [button.label for button in page.download_button] == ["CSV로 받기"] * 3
    assert "사고가 가장 많은 곳은" in screen.text(page)
    assert page.dataframe[0].value["건수"].max() == 7


def test_rows_stand_in_pages_and_are_counted_from_one(open_page: OpenPage, job: Job) -> None:
    page = batch_screen.opened(open_page, job)
    table = page.dataframe[-1].value
    assert table["행"].tolist() == list(range(1, batch_rows.ROWS + 1))
    first = job.results[0]
    assert table.iloc[0][["일시", "시군구", "등급"]].tolist() == [
        "2016-01-01 00:00",
        first.district,
        first.interpretation,
    ]
    assert table["ECLO"][0] == pytest.approx(first.eclo)
    turn(page, 3)
    assert page.dataframe[-1].value["행"].tolist() == list(range(101, 121))
    assert "살펴본 120행 가운데 101–120번째입니다." in screen.text(page)
    assert page.dataframe[-1].value["유의사항"].iloc[-1].startswith("오류: ")


def test_a_row_is_found_by_its_number_where_there_are_many(open_page: OpenPage, backend: FakeBackend, job: Job) -> None:
    assert not batch_screen.opened(open_page, job).number_input
    many = backend.add(fake_batches.csv(400))
    many.advance(400)
    page = batch_screen.opened(open_page, many)
    page.number_input[0].set_value(351).run()
    assert page.dataframe[-1].value["행"].tolist() == list(range(351, 401))
    turn(page, 1)
    assert page.dataframe[-1].value["행"][0] == 1


def test_only_the_wrong_rows_are_shown_with_field_and_sentence(open_page: OpenPage, job: Job) -> None:
    page = errors_only(batch_screen.opened(open_page, job))
    table = page.dataframe[-1].value
    assert table["행"].tolist() == list(range(114, 121))
    assert set(table["항목"]) == {"기상 상태"}
    assert set(table["문제"]) == {"기상 상태: 알 수 없는 값입니다."}
    assert "기상 상태 모르는 값 7행" in screen.text(page)


def test_a_job_without_errors_offers_no_list_of_them(open_page: OpenPage, backend: FakeBackend) -> None:
    made = backend.add(fake_batches.csv(12))
    made.advance(12)
    assert batch_screen.opened(open_page, made).toggle[0].disabled


def test_a_job_of_errors_alone_shows_them_at_once_and_no_figures(open_page: OpenPage, backend: FakeBackend) -> None:
    made = backend.add(fake_batches.csv(12, wrong=12))
    made.advance(12)
    page = batch_screen.opened(open_page, made)
    assert "모든 행에 오류가 있어 예측한 행이 없습니다." in screen.text(page)
    assert not page.metric
    assert page.dataframe[-1].value["항목"].tolist() == ["기상 상태"] * 12
    assert not page.exception


def test_the_result_is_saved_as_a_dataset_and_a_link_leads_there(
    open_page: OpenPage, backend: FakeBackend, job: Job
) -> None:
    page = screen.press(batch_screen.opened(open_page, job), "새 데이터셋으로 저장")
    saved = backend.datasets.newest
    assert "‘사고 2016 예측’ 데이터셋(120행)으로 저장했습니다." in screen.text(page)
    link = page.get("page_link")[0].proto
    assert (link.page, link.query_string) == ("datasets", f"dataset_id={saved.dataset_id}")
    assert saved.dataset_id in page.query_params["datasets"]


def test_a_result_that_could_not_be_saved_says_why(open_page: OpenPage, backend: FakeBackend, job: Job) -> None:
    sentence = "파일이 50 MB보다 커서 데이터셋으로 저장할 수 없습니다."
    backend.refusals["SaveBatch"] = refusals.bad_request([("batch_id", sentence)])
    page = screen.press(batch_screen.opened(open_page, job), "새 데이터셋으로 저장")
    assert sentence in screen.text(page)
    assert not page.success


@pytest.mark.parametrize("method", ["GetBatchSummary", "ListBatchResults"])
def test_a_part_of_the_result_that_cannot_be_read_is_reported(
    open_page: OpenPage, backend: FakeBackend, job: Job, method: str
) -> None:
    backend.refusals[method] = refusals.status(grpc.StatusCode.UNAVAILABLE, screen.UNREACHABLE)
    page = batch_screen.opened(open_page, job)
    assert [error.value for error in page.error] == [screen.UNREACHABLE]
    assert not page.exception
