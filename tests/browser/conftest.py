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
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

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


@pytest.fixture
def backend() -> Iterator[FakeBackend]:
    with fake_backend.running() as fake:
        yield fake


@pytest.fixture
def ui(backend: FakeBackend, tmp_path: Path) -> Iterator[str]:
    """URL of the app, started in the root of the repository as a user starts it."""
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "streamlit", "run", "frontend/app.py"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1"]
    environment = os.environ | {"DAEGU_GATEWAY_ADDRESS": backend.address}
    with (tmp_path / "streamlit.log").open("wb") as log:
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


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1440, "height": 1000}, locale="ko-KR")
    yield opened
    opened.close()


def screenshot(page: Page, name: str) -> None:
    """The whole page as tests/artifacts/<name>.png; Streamlit scrolls inside the window, so the window grows."""
    ARTIFACTS.mkdir(exist_ok=True)
    size = page.viewport_size
    assert size is not None
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    page.wait_for_timeout(1200)  # charts redraw themselves in the new size
    page.screenshot(path=ARTIFACTS / f"{name}.png")
    page.set_viewport_size(size)
