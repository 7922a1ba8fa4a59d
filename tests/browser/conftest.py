"""The real app in a real browser: Streamlit in a process of its own, Chromium without a window."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.conftest import TILE_URL
from tests.frontend import fake_backend
from tests.frontend.fake_backend import FakeBackend
from tests.places import ROOT
from tests.stack import free_ports

ARTIFACTS = ROOT / "tests" / "artifacts"
_CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_START_SECONDS = 30

# Where the product promises a time, a test names it; elsewhere a slow machine is not an error.
expect.set_options(timeout=15_000)


# Not for the whole session: while Playwright runs, the main thread has an event loop and no test may start another.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is not installed, and CI needs it")
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(_CHROMIUM_FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="package")
def gateway_port() -> int:
    """Where the shared app looks for its gateway; each test puts a backend of its own there."""
    (port,) = free_ports(1)
    return port


@pytest.fixture(scope="package")
def app(gateway_port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of one app for all tests that need none of their own."""
    with _streamlit(f"127.0.0.1:{gateway_port}", tmp_path_factory.mktemp("app")) as url:
        yield url


@pytest.fixture
def backend(gateway_port: int) -> Iterator[FakeBackend]:
    with fake_backend.running(gateway_port) as fake:
        yield fake


@pytest.fixture
def ui(backend: FakeBackend, app: str) -> str:
    """URL of the app, which has the backend of this test behind it."""
    return app


@pytest.fixture
def fresh_ui(backend: FakeBackend, tmp_path: Path) -> Iterator[str]:
    """URL of an app that has just been started: it does not yet know the model nor who may be asked."""
    with _streamlit(backend.address, tmp_path) as url:
        yield url


@contextmanager
def _streamlit(gateway: str, folder: Path) -> Iterator[str]:
    """Starts the app in the root of the repository, as a user does."""
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "streamlit", "run", "frontend/app.py"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1"]
    environment = os.environ | {"DAEGU_GATEWAY_ADDRESS": gateway, "DAEGU_TILE_URL": TILE_URL}
    with (folder / "streamlit.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def _wait_until_healthy(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "Streamlit ended while it started"
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    pytest.fail(f"Streamlit was not healthy after {_START_SECONDS} s")


@pytest.fixture(scope="package")
def context(browser: Browser) -> BrowserContext:
    """One profile for all tests, so that the scripts of Streamlit are read from its cache after the first page."""
    return browser.new_context(viewport={"width": 1440, "height": 1000}, locale="ko-KR")


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    opened = context.new_page()
    yield opened
    opened.close()


_AT_REST = """() => new Promise(resolve => {
  const sizes = () => [...document.querySelectorAll('.js-plotly-plot .main-svg, .maplibregl-canvas, iframe')]
    .map(each => each.getBoundingClientRect()).map(box => [box.top, box.width, box.height].join()).join(';');
  let seen = sizes(), since = performance.now();
  const look = () => {
    const now = sizes();
    if (now !== seen) [seen, since] = [now, performance.now()];
    if (performance.now() - since > 250) resolve(); else requestAnimationFrame(look);
  };
  look();
})"""
"""Ends when no chart and no map has moved or changed its size for a quarter of a second."""


def at_rest(page: Page) -> None:
    """Waits until nothing is being loaded or drawn any more."""
    expect(page.get_by_test_id("stSidebar").get_by_text("연결됨")).to_have_count(4, timeout=30_000)
    for of_work in ("stSkeleton", "stSpinner", "stStatusWidget"):
        expect(page.get_by_test_id(of_work)).to_have_count(0)


def still(page: Page) -> None:
    """Waits until charts and maps, and so all that stands above them, have stopped moving."""
    page.evaluate(_AT_REST)


def screenshot(page: Page, name: str) -> None:
    """The whole page as tests/artifacts/<name>.png; Streamlit scrolls inside the window, so the window grows."""
    ARTIFACTS.mkdir(exist_ok=True)
    size = page.viewport_size
    assert size is not None
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    if height > size["height"]:
        page.set_viewport_size({"width": size["width"], "height": height})
    still(page)  # charts redraw themselves in the new size
    page.screenshot(path=ARTIFACTS / f"{name}.png")
    if height > size["height"]:
        page.set_viewport_size(size)
        still(page)
