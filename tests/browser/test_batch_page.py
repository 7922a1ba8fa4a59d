"""A person predicts a whole file: uploads it, matches its columns, watches the job, reads and takes the result."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from frontend.batch.batch_job import LOOK_SECONDS
from frontend.sidebar import REFRESH_SECONDS
from tests.browser.conftest import screenshot
from tests.browser.test_predict_page import UNREACHABLE, choose
from tests.frontend import fake_batches
from tests.frontend.fake_backend import FakeBackend
from tests.frontend.fake_batches import Job

pytestmark = pytest.mark.browser

ROWS, WRONG = 1200, 37


@pytest.fixture
def accidents(tmp_path: Path) -> Path:
    """A file in which one column has a name that nobody could guess."""
    path = tmp_path / "사고 2016.csv"
    path.write_bytes(fake_batches.csv(ROWS, WRONG, fake_batches.HEADER.replace("노면상태", "x7")))
    return path


@pytest.fixture
def job(backend: FakeBackend) -> Job:
    """A job that waits."""
    return backend.add(fake_batches.csv(ROWS, WRONG), "사고 2016")


def open_job(page: Page, url: str, job: Job) -> None:
    page.goto(f"{url}/predict?batch={job.batch.batch_id}")
    expect(page.get_by_role("heading", name="사고 2016")).to_be_visible(timeout=20_000)


def fits(page: Page) -> bool:
    """Whether the page is not wider than the window."""
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return bool(overflow <= 0)


def zoom(page: Page) -> float:
    """How close the map is, once it has come to rest."""
    script = (
        "[...document.querySelectorAll('.js-plotly-plot')].map(plot => plot._fullLayout.map?._subplot.map.getZoom())"
    )
    seen = -1.0
    while (now := next(float(each) for each in page.evaluate(script) if each is not None)) != seen:
        seen = now
        page.wait_for_timeout(400)
    return seen


def strangers(requests: list[str]) -> set[str | None]:
    """Hosts other than this machine that were asked for something."""
    return {urlsplit(url).hostname for url in requests if not url.startswith(("data:", "blob:"))} - {"127.0.0.1"}


@pytest.mark.parametrize("width", [1440, 420])
def test_a_file_is_uploaded_matched_predicted_and_taken_home(
    page: Page, ui: str, backend: FakeBackend, accidents: Path, width: int
) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(f"{ui}/predict")
    page.get_by_role("radio", name="여러 건 예측(일괄)").click(timeout=20_000)
    expect(page.get_by_text("아직 데이터셋이 없습니다.", exact=False).first).to_be_visible()
    screenshot(page, f"batch_empty_{width}")

    page.get_by_role("tab", name="CSV 올리기").click()
    page.locator("input[type=file]").set_input_files(accidents)
    page.get_by_role("button", name="올리기", exact=True).click()
    expect(page.get_by_text("아직 열을 찾지 못한 항목이 있습니다")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("button", name="예측 시작")).to_be_disabled()
    screenshot(page, f"batch_missing_{width}")
    choose(page, "노면 상태 열", "x7")
    expect(page.get_by_text("예측에 필요한 항목을 모두 찾았습니다.")).to_be_visible()
    assert fits(page)

    backend.pace = 40
    page.get_by_role("button", name="예측 시작").click()
    expect(page.get_by_text("예측하는 중")).to_be_visible(timeout=15_000)
    first = page.get_by_role("progressbar").get_attribute("aria-valuenow")
    expect(page.get_by_role("progressbar")).not_to_have_attribute("aria-valuenow", first or "")
    screenshot(page, f"batch_progress_{width}")
    assert parse_qs(urlsplit(page.url).query)["batch"] == [backend.newest.batch.batch_id]
    backend.pace = ROWS

    expect(page.get_by_text("행별 결과")).to_be_visible(timeout=15_000)
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(2)
    expect(page.get_by_test_id("stMetric").filter(has_text="예측한 행")).to_contain_text(f"{ROWS - WRONG:,}")
    screenshot(page, f"batch_result_{width}")
    assert fits(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV로 받기").first.click()
    assert download.value.suggested_filename == "사고 2016_예측.csv"
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == ROWS + 1

    page.get_by_text("오류 행만 보기").click()
    expect(page.get_by_text(f"오류가 있는 {WRONG}행 가운데 1–{WRONG}번째입니다.")).to_be_visible()
    page.get_by_role("button", name="새 데이터셋으로 저장").click()
    page.get_by_role("link", name="데이터셋 열기").click()
    expect(page.get_by_role("heading", name="사고 2016 예측")).to_be_visible(timeout=15_000)
    assert strangers(requests) == set()


def test_a_refresh_that_was_on_its_way_does_not_lead_back_from_the_job(
    page: Page, ui: str, backend: FakeBackend
) -> None:
    """The sidebar refreshes itself while the job is being started, and brings the page along as it was before."""
    often = f"(act, ms, ...more) => timer(act, ms === {REFRESH_SECONDS * 1000} ? 300 : ms, ...more)"
    page.add_init_script(f"const timer = window.setInterval; window.setInterval = {often}")
    dataset = backend.datasets.add(fake_batches.csv(ROWS), "사고 2017")
    backend.delays["CreateBatch"] = 1.0
    for _ in range(4):  # a refresh has to arrive at the right moment
        page.goto(f"{ui}/predict?mode=batch&source={dataset.dataset_id}")
        expect(page.get_by_test_id("stSidebar").get_by_text("연결됨")).to_have_count(4, timeout=20_000)
        page.get_by_role("button", name="예측 시작").click()
        expect(page.get_by_text("차례를 기다리는 중")).to_be_visible(timeout=15_000)
        page.wait_for_timeout(1000)
        backend.newest.advance(ROWS)
        expect(page.get_by_text("행별 결과")).to_be_visible(timeout=10_000)
        assert parse_qs(urlsplit(page.url).query)["batch"] == [backend.newest.batch.batch_id]


def test_a_finished_job_is_asked_about_no_more(page: Page, ui: str, backend: FakeBackend, job: Job) -> None:
    open_job(page, ui, job)
    expect(page.get_by_text("차례를 기다리는 중")).to_be_visible()
    before = backend.looks
    page.wait_for_timeout(4 * LOOK_SECONDS * 1000)
    assert backend.looks > before  # it looks while there is something to come
    job.advance(ROWS)
    expect(page.get_by_text("행별 결과")).to_be_visible(timeout=10_000)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    seen = backend.looks
    page.wait_for_timeout(4 * LOOK_SECONDS * 1000)
    assert backend.looks == seen


def test_only_the_progress_is_drawn_again_while_a_job_runs(page: Page, ui: str, backend: FakeBackend, job: Job) -> None:
    open_job(page, ui, job)
    expect(page.get_by_text("차례를 기다리는 중")).to_be_visible()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    backend.datasets.deadlines.clear()
    job.advance(100)
    expect(page.get_by_text("예측하는 중")).to_be_visible(timeout=10_000)
    assert "ListDatasets" not in backend.datasets.deadlines  # the sidebar would have asked


def test_a_job_outlives_a_refresh_and_a_server_that_is_away(
    page: Page, ui: str, backend: FakeBackend, job: Job
) -> None:
    open_job(page, ui, job)
    job.advance(300)
    expect(page.get_by_text("300 / 1,200")).to_be_visible(timeout=10_000)
    page.reload()
    expect(page.get_by_text("300 / 1,200")).to_be_visible(timeout=20_000)
    backend.stop()
    expect(page.get_by_test_id("stMain").get_by_text(UNREACHABLE)).to_be_visible(timeout=10_000)
    expect(page.get_by_text("300 / 1,200")).to_be_visible()
    screenshot(page, "batch_down_1440")
    backend.start()
    job.advance(300)
    expect(page.get_by_text("600 / 1,200")).to_be_visible(timeout=15_000)
    expect(page.get_by_test_id("stMain").get_by_text(UNREACHABLE)).to_have_count(0)


def test_a_job_is_cancelled_although_its_progress_is_drawn_again_meanwhile(
    page: Page, ui: str, backend: FakeBackend, job: Job
) -> None:
    backend.pace = 1
    open_job(page, ui, job)
    page.get_by_role("button", name="작업 취소").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    looks = backend.looks
    page.wait_for_timeout(3 * LOOK_SECONDS * 1000)
    assert backend.looks > looks
    screenshot(page, "batch_cancel_1440")
    dialog.get_by_role("button", name="작업 취소하기").click()
    expect(page.get_by_text("취소한 작업입니다.")).to_be_visible(timeout=10_000)
    assert job.batch.status == "CANCELLED"


def test_the_form_of_one_accident_is_as_it_was_after_a_look_at_many(page: Page, ui: str) -> None:
    page.goto(f"{ui}/predict")
    choose(page, "기상 상태", "안개")
    page.wait_for_url(re.compile("weather="))
    page.get_by_role("radio", name="여러 건 예측(일괄)").click()
    expect(page.get_by_text("1. 예측할 자료")).to_be_visible()
    page.get_by_role("radio", name="한 건 예측").click()
    expect(page.get_by_role("combobox", name="기상 상태")).to_have_value("안개")


@pytest.mark.parametrize("width", [1440, 420])
def test_the_jobs_are_listed_with_the_queue_and_refresh_themselves(
    page: Page, ui: str, backend: FakeBackend, job: Job, width: int
) -> None:
    for number in range(12):
        backend.add(fake_batches.csv(60, wrong=number), f"자료 {number}").advance(60)
    job.advance(400)
    waiting = backend.add(fake_batches.csv(60), "기다리는 자료")
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(f"{ui}/system")
    figure = page.get_by_test_id("stMetric").filter(has_text="진행 중인 작업")
    expect(figure).to_contain_text("1", timeout=20_000)
    screenshot(page, f"batch_list_{width}")
    assert fits(page)
    waiting.advance(30)
    expect(figure).to_contain_text("2", timeout=10_000)
    page.get_by_role("button", name="취소").first.click()
    page.get_by_role("dialog").get_by_role("button", name="작업 취소하기").click()
    expect(page.get_by_text("작업을 취소했습니다.")).to_be_visible()
    assert waiting.batch.status == "CANCELLED"
    page.get_by_role("button", name="열기").first.click()
    expect(page.get_by_text("취소한 작업입니다.")).to_be_visible(timeout=10_000)
    assert parse_qs(urlsplit(page.url).query)["batch"] == [waiting.batch.batch_id]


def test_the_map_works_in_the_dark_and_without_anybody_outside(
    page: Page, ui: str, backend: FakeBackend, job: Job
) -> None:
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if "maplibre" in message.text.lower() else None)
    page.emulate_media(color_scheme="dark")
    job.advance(ROWS)
    open_job(page, ui, job)
    canvas = page.locator(".maplibregl-canvas")
    expect(canvas).to_be_visible(timeout=20_000)
    screenshot(page, "batch_result_dark_1440")
    canvas.dblclick(position={"x": 20, "y": 20})
    far = zoom(page)
    for _ in range(2):
        before = zoom(page)
        canvas.hover()
        page.mouse.wheel(0, -200)
        assert zoom(page) > before
    before = zoom(page)
    canvas.press("+")
    near = zoom(page)
    assert near == pytest.approx(before + 1)
    page.get_by_role("button", name="새 데이터셋으로 저장").click()
    expect(page.get_by_text("으로 저장했습니다.").first).to_be_visible()
    assert zoom(page) == near  # drawn again, it stays where the reader has moved it
    canvas.dblclick(position={"x": 20, "y": 20})
    assert zoom(page) == pytest.approx(far)
    assert strangers(requests) == set()
    assert errors == []
