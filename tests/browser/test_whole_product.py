"""The promise to a new user: start the product, type an accident, read its ECLO."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import free_port, screenshot
from tests.browser.test_predict_page import UNREACHABLE, eclo_on_screen, predict
from tests.places import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.timeout(240)]

ACCIDENT = (
    "?date=2022-01-01&hour=1시&gu=수성구&dong=상동&weather=맑음&road_surface=건조"
    "&road_type=교차로 - 교차로안&accident_type=차대사람"
)
Stack = dict[str, str]


def launcher(stack: Stack, *arguments: str, check: bool = True) -> str:
    """Runs the launcher of that stack and returns what it printed."""
    command = [sys.executable, "-m", "deploy.local", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | stack, capture_output=True, text=True, check=False)
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole product on free ports, with a data folder of its own."""
    settings = {
        "DAEGU_HOME": str(tmp_path_factory.mktemp("home")),
        "DAEGU_GATEWAY_PORT": str(free_port()),
        "DAEGU_UI_PORT": str(free_port()),
    }
    try:
        launcher(settings, "up", "--detach")
        yield settings
    finally:
        launcher(settings, "down", check=False)


def test_an_accident_of_2022_is_predicted_and_found_in_the_history(page: Page, stack: Stack) -> None:
    page.goto(f"http://127.0.0.1:{stack['DAEGU_UI_PORT']}/predict{ACCIDENT}")
    page.get_by_role("button", name="예측하기").wait_for(timeout=20_000)
    predict(page)
    shown = eclo_on_screen(page)
    assert 3 < float(shown) < 8
    screenshot(page, "product_result_1440")
    with urllib.request.urlopen(f"http://127.0.0.1:{stack['DAEGU_GATEWAY_PORT']}/api/predictions?limit=1") as answer:
        stored = json.load(answer)["predictions"][0]
    assert f"{stored['eclo']:.2f}" == shown
    expect(page.get_by_text(stored["prediction_id"])).to_be_visible()
    assert stored["accident"]["district"] == "대구광역시 수성구 상동"


def test_a_service_that_hangs_is_reported_within_five_seconds_and_used_again(page: Page, stack: Stack) -> None:
    page.goto(f"http://127.0.0.1:{stack['DAEGU_UI_PORT']}/predict{ACCIDENT}")
    button = page.get_by_role("button", name="예측하기")
    button.wait_for(timeout=20_000)
    service = json.loads(launcher(stack, "status", "--json"))["parts"]["prediction"]["pid"]
    os.kill(service, signal.SIGSTOP)
    try:
        button.click()
        expect(page.get_by_text(UNREACHABLE).first).to_be_visible(timeout=5_000)
    finally:
        os.kill(service, signal.SIGCONT)
    expect(page.get_by_text(UNREACHABLE)).to_have_count(0, timeout=30_000)
    predict(page)
