"""Every page as a person sees it, wide and narrow, light and dark, with pictures of it in tests/artifacts."""

from typing import Literal
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import screenshot
from tests.browser.test_predict_page import ACCIDENT
from tests.browser.watching import Watch, english
from tests.conftest import TILE_SERVER
from tests.stack import EmbeddedStack

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

VIEWS = ("overview", "numbers", "categories", "time", "pairs", "missing", "map", "table")
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1440, "light"), (1440, "dark"), (420, "light"))


def pages(sample: str) -> dict[str, str]:
    """Address of each page by the name of its picture."""
    explored = {f"explore_{view}": f"explore?{urlencode({'dataset': sample, 'view': view})}" for view in VIEWS}
    return {
        "home": "",
        "datasets": "datasets",
        "dataset": f"datasets?dataset_id={sample}",
        **explored,
        "chat": f"chat?datasets={sample}",
        "predict": f"predict{ACCIDENT}",
        "batch": f"predict?mode=batch&source={sample}",
        "system": "system",
    }


def at_rest(page: Page) -> None:
    """Waits until nothing is being loaded or drawn any more."""
    expect(page.get_by_test_id("stSidebar").get_by_text("연결됨")).to_have_count(4, timeout=30_000)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    expect(page.get_by_test_id("stSpinner")).to_have_count(0)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)


def test_every_page_is_korean_fits_its_window_and_asks_nobody_outside(
    page: Page, stack: EmbeddedStack, sample: str
) -> None:
    watch = Watch(page)
    found: list[str] = []
    for name, address in pages(sample).items():
        page.goto(f"{stack.ui_url}/{address}")
        for width, scheme in LOOKS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 1000})
            at_rest(page)
            screenshot(page, f"page_{name}_{width}_{scheme}")
            found += [f"{name}: not Korean: {word}" for word in english(page)]
            if page.get_by_test_id("stException").count():
                found.append(f"{name}: a trace")
            beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if beyond > 0:
                found.append(f"{name}: {beyond} pixels wider than {width}")
    assert sorted(set(found)) == []
    assert watch.strangers == set()
    assert watch.complaints == []
    assert TILE_SERVER in watch.hosts, "the maps have not even asked for tiles"
