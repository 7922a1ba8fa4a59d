"""A person types an accident and reads its ECLO."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from frontend import theme
from tests.browser.conftest import at_rest, screenshot
from tests.frontend import fake_model
from tests.frontend.fake_backend import FakeBackend

pytestmark = pytest.mark.browser

UNREACHABLE = "서버에 연결할 수 없습니다. 잠시 후 다시 시도해주세요."
ACCIDENT = (
    "?date=2016-10-01&hour=1시&gu=수성구&dong=상동&weather=맑음&road_surface=건조"
    "&road_type=교차로 - 교차로안&accident_type=차대사람"
)


def choose(page: Page, label: str, value: str) -> None:
    """Picks a value by typing, with the keyboard alone."""
    box = page.get_by_role("combobox", name=label)
    box.focus()
    box.fill(value)
    expect(page.get_by_role("option").first).to_contain_text(value)
    box.press("Enter")


def predict(page: Page) -> None:
    page.get_by_role("button", name="예측하기").click()
    expect(page.get_by_text("예측 번호")).to_be_visible(timeout=15_000)


def eclo_on_screen(page: Page) -> str:
    metric = page.get_by_test_id("stMetric").filter(has_text="예상 ECLO")
    return metric.get_by_test_id("stMetricValue").inner_text()


@pytest.mark.parametrize("width", [1440, 420])
def test_an_accident_is_typed_and_its_eclo_read(page: Page, ui: str, backend: FakeBackend, width: int) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(f"{ui}/predict")
    expect(page.get_by_text("아직 예측이 없습니다")).to_be_visible(timeout=20_000)
    screenshot(page, f"predict_empty_{width}")

    line = page.get_by_role("textbox", name="한 줄로 입력")
    line.fill("밤 11시 수성구 상동 교차로 비")
    line.press("Enter")
    expect(page.get_by_text("로 보았습니다")).to_be_visible()
    choose(page, "사고 유형", "차대사람")
    choose(page, "시각", "22시")
    predict(page)

    stored = backend.stored[0]
    assert stored.accident.district == "대구광역시 수성구 상동"
    assert (stored.accident.accident_hour, stored.accident.accident_type) == (22, "차대사람")
    assert eclo_on_screen(page) == theme.eclo(stored.eclo)
    expect(page.get_by_text(fake_model.detail(stored.eclo))).to_be_visible()
    screenshot(page, f"predict_result_{width}")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, "the page is wider than the window"
    for tab in ("요일·시간대", "동별 순위", "최근 예측"):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tabpanel").get_by_text("CSV로 받기")).to_be_visible()
        screenshot(page, f"predict_{tab.replace('·', '_').replace(' ', '_')}_{width}")

    away = {urlsplit(url).hostname for url in requests if not url.startswith(("data:", "blob:"))} - {"127.0.0.1"}
    assert away == set()


def test_the_link_follows_the_form_and_opens_it_again(page: Page, ui: str) -> None:
    page.goto(f"{ui}/predict{ACCIDENT}")
    expect(page.get_by_text("2016-10-01 토요일 1시 · 대구광역시 수성구 상동")).to_be_visible(timeout=20_000)
    choose(page, "기상 상태", "안개")
    page.wait_for_url(re.compile("weather=%EC%95%88%EA%B0%9C"))
    page.reload()
    expect(page.get_by_role("combobox", name="기상 상태")).to_have_value("안개", timeout=20_000)
    assert parse_qs(urlsplit(page.url).query)["weather"] == ["안개"]


def test_the_page_reports_a_dead_server_and_opens_again_by_itself(
    page: Page, fresh_ui: str, backend: FakeBackend
) -> None:
    backend.stop()
    page.goto(f"{fresh_ui}/predict{ACCIDENT}")
    expect(page.get_by_text("ECLO 예측").last).to_be_visible(timeout=20_000)
    started = time.monotonic()
    expect(page.get_by_text(UNREACHABLE)).to_be_visible(timeout=5_000)
    assert time.monotonic() - started < 5
    expect(page.get_by_text("확인 불가").first).to_be_visible(timeout=10_000)
    screenshot(page, "predict_down_1440")

    backend.start()
    expect(page.get_by_role("button", name="예측하기")).to_be_visible(timeout=15_000)
    expect(page.get_by_text(UNREACHABLE)).to_have_count(0)
    predict(page)


def test_a_prediction_that_failed_can_be_repeated_once_the_server_is_back(
    page: Page, ui: str, backend: FakeBackend
) -> None:
    page.goto(f"{ui}/predict{ACCIDENT}")
    predict(page)
    backend.stop()
    page.get_by_role("button", name="예측하기").click()
    expect(page.get_by_text(UNREACHABLE).first).to_be_visible(timeout=5_000)
    backend.start()
    expect(page.get_by_text(UNREACHABLE)).to_have_count(0, timeout=15_000)
    predict(page)
    assert len(backend.stored) == 2


def test_a_wrong_field_is_named_beside_it(page: Page, ui: str) -> None:
    page.goto(f"{ui}/predict{ACCIDENT.replace('맑음', '우박')}")
    page.get_by_role("button", name="예측하기").click(timeout=20_000)
    expect(page.get_by_text("기상 상태을(를) 입력해주세요.")).to_be_visible()
    screenshot(page, "predict_violation_1440")


@pytest.mark.parametrize("name", ["", "system"])
def test_the_other_pages_open_without_leaving_the_machine(page: Page, ui: str, name: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{ui}/{name}")
    connection = page.get_by_test_id("stSidebar").get_by_text("연결됨")
    expect(connection).to_have_count(4, timeout=20_000)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    screenshot(page, name or "home")
    assert {urlsplit(url).hostname for url in requests if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}


def test_the_form_and_the_answer_are_still_there_after_a_look_at_another_page(page: Page, ui: str) -> None:
    page.goto(f"{ui}/predict{ACCIDENT}")
    predict(page)
    shown = eclo_on_screen(page)
    page.get_by_role("link", name="홈").click()
    page.get_by_role("button", name="예측 시작하기").click()
    expect(page.get_by_role("combobox", name="읍·면·동")).to_have_value("상동")
    assert eclo_on_screen(page) == shown
    expect(page.get_by_text("조건이 바뀌었습니다")).to_have_count(0)


def test_a_row_of_the_history_fills_the_form(page: Page, ui: str) -> None:
    page.goto(f"{ui}/predict{ACCIDENT}")
    predict(page)
    choose(page, "기상 상태", "안개")
    choose(page, "읍·면·동", "범어동")
    page.get_by_role("tab", name="최근 예측").click()
    expect(page.get_by_text("모두 1건 가운데 최근 1건입니다.")).to_be_visible()
    page.get_by_role("tabpanel").get_by_test_id("stDataFrame").click(
        position={"x": 15, "y": 50}
    )  # a box before each row
    expect(page.get_by_role("combobox", name="기상 상태")).to_have_value("맑음")
    expect(page.get_by_role("combobox", name="읍·면·동")).to_have_value("상동")


def test_a_tab_that_lost_its_server_fills_itself_again(page: Page, ui: str, backend: FakeBackend) -> None:
    page.goto(f"{ui}/predict{ACCIDENT}")
    predict(page)
    at_rest(page)  # a tab that is drawn again after the click opens as it was before
    backend.stop()
    page.get_by_role("tab", name="최근 예측").click()
    expect(page.get_by_text(UNREACHABLE)).to_be_visible(timeout=15_000)
    backend.start()
    expect(page.get_by_text("모두 1건 가운데 최근 1건입니다.")).to_be_visible(timeout=20_000)
    expect(page.get_by_text(UNREACHABLE)).to_have_count(0)
