"""Whole ways through the product, as somebody goes them who has never seen it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import at_rest, still
from tests.browser.test_chat_page import ask
from tests.browser.test_predict_page import UNREACHABLE, predict
from tests.browser.watching import Watch
from tests.frontend import fake_csv
from tests.frontend.fake_backend import FakeBackend
from tests.stack import EmbeddedStack

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

PLACES = ("대구광역시 수성구 상동", "대구광역시 수성구 범어동", "대구광역시 남구 대명동", "대구광역시 달서구 월성동")


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    """Made-up trees of four places, 120 of them, in CP949 as the portals publish it."""
    lines = [
        f"{number},{PLACES[number % 4]},{('느티나무', '은행나무', '이팝나무')[number % 3]},{number % 9 + 2},"
        f"20{10 + number % 10}-0{number % 9 + 1}-1{number % 10}"
        for number in range(120)
    ]
    path = tmp_path / "대구_보호수.csv"
    path.write_bytes("\n".join(["번호,소재지,수종,높이(m),지정일", *lines, ""]).encode("cp949"))
    return path


def rows(page: Page, count: int) -> None:
    """Expects the metric of the page 시각화 to say so."""
    expect(page.get_by_test_id("stMetric").filter(has_text="행").first).to_contain_text(f"{count:,}")


def open_view(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def test_the_browser_has_what_draws_charts_before_the_first_one_is_asked_for(page: Page, stack: EmbeddedStack) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(stack.ui_url)
    page.get_by_role("button", name="표본으로 시작하기").wait_for(timeout=20_000)
    at_rest(page)
    fetched = [url for url in asked if "PlotlyChart" in url]
    assert fetched, "it would have to fetch and read four megabytes between the click and the chart"
    asked.clear()
    page.get_by_role("button", name="표본으로 시작하기").click()
    page.wait_for_url(re.compile(r"/explore\?.*dataset="))
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible()
    assert not set(fetched) & set(asked)


def test_the_sample_leads_to_charts_a_map_an_answer_and_a_prediction(page: Page, stack: EmbeddedStack) -> None:
    watch = Watch(page)
    page.goto(stack.ui_url)
    page.get_by_role("button", name="표본으로 시작하기").click(timeout=20_000)
    page.wait_for_url(re.compile(r"/explore\?.*dataset="))
    rows(page, 20_000)
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible()
    open_view(page, "지도")
    ground = page.get_by_test_id("stMain").frame_locator("iframe")
    expect(ground.locator(".cluster").first).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_role("link", name="챗봇").click()
    ask(page, "사고가 가장 많은 요일은?")
    answer = page.get_by_test_id("stChatMessage").last
    expect(answer.get_by_role("cell", name="금요일", exact=True).first).to_be_visible()
    expect(answer.get_by_test_id("stPlotlyChart").first).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_role("link", name="ECLO 예측").click()
    line = page.get_by_role("textbox", name="한 줄로 입력")
    line.fill("2016년 10월 1일 밤 11시 수성구 상동 교차로 비 차대사람")
    line.press("Enter")
    expect(page.get_by_role("combobox", name="읍·면·동")).to_have_value("상동")
    predict(page)
    assert watch.strangers == set()
    assert watch.complaints == []


def test_a_file_of_the_portals_is_filtered_and_its_address_shows_another_person_the_same(
    page: Page, browser: Browser, stack: EmbeddedStack, trees: Path
) -> None:
    page.goto(f"{stack.ui_url}/datasets")
    page.locator("input[type=file]").set_input_files(trees, timeout=20_000)
    page.get_by_role("button", name="올리기").click()
    expect(page.get_by_text("파일을 올렸습니다.")).to_be_visible()
    expect(page.get_by_role("heading", name="대구_보호수")).to_be_visible()
    expect(page.get_by_text(re.compile("CP949"))).to_be_visible()
    page.get_by_role("button", name="차트와 지도로 보기").click()
    rows(page, 120)
    at_rest(page)
    page.get_by_test_id("stMain").get_by_text("필터", exact=True).click()
    still(page)  # while they unfold, the filters lose what is typed
    gu = page.get_by_role("combobox", name="구·군")
    gu.click()
    gu.fill("수성구")
    page.get_by_role("option", name="수성구").click()
    gu.press("Escape")
    rows(page, 60)
    open_view(page, "범주")
    chart = page.get_by_test_id("stPlotlyChart").first
    expect(chart).to_be_visible()
    page.wait_for_url(re.compile("view=categories"))

    other = browser.new_context(locale="ko-KR").new_page()
    other.goto(page.url)
    rows(other, 60)
    expect(other.get_by_role("tab", name="범주")).to_have_attribute("aria-selected", "true")
    expect(other.get_by_text("필터 1개 적용 중")).to_be_visible()
    expect(other.get_by_test_id("stPlotlyChart").first).to_be_visible()
    other.context.close()


def test_charts_without_their_gateway_say_so_within_five_seconds_and_return_by_themselves(
    page: Page, ui: str, backend: FakeBackend
) -> None:
    dataset = backend.datasets.add(fake_csv.sample(), "합성 표본")
    backend.stop()
    page.goto(f"{ui}/explore?dataset={dataset.dataset_id}")
    expect(page.get_by_role("heading", name="시각화")).to_be_visible(timeout=20_000)
    expect(page.get_by_test_id("stMain").get_by_text(UNREACHABLE).first).to_be_visible(timeout=5_000)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    backend.start()
    rows(page, 240)
    expect(page.get_by_test_id("stMain").get_by_text(UNREACHABLE)).to_have_count(0)
