"""The promise to a new user: start the product, type an accident, read its ECLO."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import screenshot
from tests.browser.test_predict_page import UNREACHABLE, eclo_on_screen, predict
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


def test_a_service_that_hangs_is_reported_within_five_seconds_and_used_again(page: Page, stack: EmbeddedStack) -> None:
    page.goto(f"{stack.ui_url}/predict{ACCIDENT}")
    button = page.get_by_role("button", name="예측하기")
    button.wait_for(timeout=20_000)
    with paused(stack.family("prediction")):
        button.click()
        expect(page.get_by_text(UNREACHABLE).first).to_be_visible(timeout=5_000)
    expect(page.get_by_text(UNREACHABLE)).to_have_count(0, timeout=30_000)
    predict(page)
