"""The promise to a new user: start the product, type an accident, read its ECLO, ask the data."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.anthropic_server import VALID_KEY, AnthropicServer, DripsSlowly
from tests.browser.conftest import screenshot
from tests.browser.test_chat_page import STOPPED_IN, ask, open_chat
from tests.browser.test_predict_page import UNREACHABLE, eclo_on_screen, predict
from tests.conftest import ScriptOf
from tests.conversation import Caller, unheard
from tests.e2e.spans import all_sent, parents
from tests.log_lines import log_lines
from tests.otlp_collector import Collector
from tests.stack import EmbeddedStack, paused

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

ACCIDENT = (
    "?date=2022-01-01&hour=1시&gu=수성구&dong=상동&weather=맑음&road_surface=건조"
    "&road_type=교차로 - 교차로안&accident_type=차대사람"
)


def test_an_accident_of_2022_is_predicted_and_found_in_the_history(page: Page, stack: EmbeddedStack) -> None:
    page.goto(f"{stack.ui_url}/predict{ACCIDENT}")
    page.get_by_role("button", name="예측하기").wait_for(timeout=20_000)
    predict(page)
    shown = eclo_on_screen(page)
    assert 3 < float(shown) < 8
    screenshot(page, "product_result_1440")
    stored = stack.http.get("/api/predictions?limit=1").json()["predictions"][0]
    assert f"{stored['eclo']:.2f}" == shown
    expect(page.get_by_text(stored["prediction_id"])).to_be_visible()
    assert stored["accident"]["district"] == "대구광역시 수성구 상동"


def test_a_click_is_one_request_and_one_trace_in_the_logs_of_app_gateway_and_service(
    page: Page, stack: EmbeddedStack, collector: Collector
) -> None:
    page.goto(f"{stack.ui_url}/predict{ACCIDENT}")
    page.get_by_role("button", name="예측하기").wait_for(timeout=20_000)
    predict(page)
    called = next(
        line for line in reversed(log_lines(stack, "ui")) if line["call"] == "daegu.prediction.v1.PredictEclo"
    )
    ids = {"request_id": called["request_id"], "trace_id": called["trace_id"]}
    for part in ("envoy", "prediction"):
        (line,) = log_lines(stack, part, called["request_id"])
        assert {name: line[name] for name in ids} == ids
    all_sent(stack, collector)
    trace = collector.trace(called["trace_id"])
    assert parents(trace) == {("ui", "gateway"), ("gateway", "prediction")}
    assert {kept.request_id for kept in trace} == {called["request_id"]}


def test_a_service_that_hangs_is_reported_within_five_seconds_and_used_again(page: Page, stack: EmbeddedStack) -> None:
    page.goto(f"{stack.ui_url}/predict{ACCIDENT}")
    button = page.get_by_role("button", name="예측하기")
    button.wait_for(timeout=20_000)
    with paused(stack.family("prediction")):
        button.click()
        expect(page.get_by_text(UNREACHABLE).first).to_be_visible(timeout=5_000)
    expect(page.get_by_text(UNREACHABLE)).to_have_count(0, timeout=30_000)
    predict(page)


def test_a_question_without_a_key_is_answered_and_there_under_the_same_address_after_a_restart(
    page: Page, stack: EmbeddedStack, sample: str
) -> None:
    open_chat(page, stack.ui_url, datasets=sample)
    ask(page, "사고가 가장 많은 요일은?")
    expect(page.get_by_test_id("stChatMessage").last.get_by_text("금요일").filter(visible=True).first).to_be_visible(
        timeout=15_000
    )
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible(timeout=20_000)
    screenshot(page, "product_chat_1440")
    address = page.url
    restarts = stack.part("chat")["restarts"]
    stack.kill("chat")
    stack.wait_until_restarted("chat", restarts)
    page.goto(address)
    messages = page.get_by_test_id("stChatMessage")
    expect(messages).to_have_count(2, timeout=20_000)
    expect(messages.first.get_by_text("사고가 가장 많은 요일은?")).to_be_visible()
    expect(messages.last.get_by_text("금요일").filter(visible=True).first).to_be_visible()


def test_the_whole_sample_is_predicted_and_its_figures_are_those_of_the_service(
    page: Page, stack: EmbeddedStack, sample: str
) -> None:
    page.goto(f"{stack.ui_url}/predict?mode=batch&source={sample}")
    expect(page.get_by_text("예측에 필요한 항목을 모두 찾았습니다.")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="예측 시작").click()
    expect(page.get_by_text("행별 결과")).to_be_visible(timeout=90_000)
    (batch_id,) = parse_qs(urlsplit(page.url).query)["batch"]
    summary = stack.http.get(f"/api/predict/batch/{batch_id}/summary").json()
    metrics = page.get_by_test_id("stMetric")
    expect(metrics.filter(has_text="예측한 행")).to_contain_text(f"{summary['done'] - summary['failed']:,}")
    expect(metrics.filter(has_text="평균 ECLO")).to_contain_text(f"{summary['mean_eclo']:.2f}")
    expect(page.locator(".maplibregl-canvas")).to_be_visible(timeout=20_000)
    screenshot(page, "product_batch_1440")


@pytest.mark.parametrize("how", ["stop", "closed tab"])
def test_who_stops_or_leaves_ends_the_call_of_the_model_within_a_second(
    context: BrowserContext, nobody: Caller, model_server: AnthropicServer, script: ScriptOf, how: str
) -> None:
    stack, (sample,) = nobody.stack, nobody.datasets
    script(DripsSlowly("한 마디씩 " * 400, pause=0.1))
    tab = context.new_page()
    open_chat(tab, stack.ui_url, datasets=sample)
    key = tab.get_by_placeholder("없으면 비워두세요")
    key.fill(VALID_KEY)
    key.press("Enter")
    expect(tab.get_by_label("답변하는 모델")).to_be_visible(timeout=15_000)
    ask(tab, unheard("길게 설명해줘"))
    expect(tab.get_by_text("한 마디씩").first).to_be_visible(timeout=15_000)
    exchange = model_server.exchanges[-1]
    assert not exchange.closed_early.is_set()
    left = time.monotonic()
    if how == "stop":
        tab.get_by_role("button", name="답변 멈추기").click()
    else:
        tab.close()
    assert exchange.closed_early.wait(STOPPED_IN)
    assert time.monotonic() - left < STOPPED_IN
    if how == "stop":
        expect(tab.get_by_text("답변이 중간에 끊겼습니다").first).to_be_visible()
        tab.close()
