"""Every page as a person sees it, wide and narrow, light and dark, with pictures of it in tests/artifacts."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import at_rest, screenshot
from tests.browser.test_predict_page import ACCIDENT
from tests.browser.watching import Watch, english
from tests.conftest import TILE_SERVER
from tests.stack import EmbeddedStack

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

EXPLORED = ("overview", "numbers", "categories", "time", "pairs", "missing", "map", "table")
CROSSED = ("map", "near", "districts", "shares")
DARK = ("home", "explore_overview", "explore_time", "explore_map", "cross_map", "predict", "risk_map")
"""Pages with charts and maps of every kind; each of them is opened once more for its dark picture."""


@pytest.fixture
def cameras(stack: EmbeddedStack) -> str:
    """Id of a dataset of 200 made-up cameras with coordinates, addresses and dates, beside the sample."""
    kinds, places = (
        ("과속", "신호", "주정차"),
        ("수성구 상동", "수성구 범어동", "남구 대명동", "달서구 상인동", "북구 칠성동"),
    )
    lines = [
        f"{number},{kinds[number % 3]},대구광역시 {places[number * number % 5]},{35.82 + number % 20 / 200:.4f},"
        f"{128.52 + number // 20 / 60:.4f},201{number % 7}-0{number % 9 + 1}-1{number % 10}"
        for number in range(200)
    ]
    content = "\n".join(["관리번호,단속구분,소재지,위도,경도,설치일자", *lines, ""]).encode("cp949")
    answer = stack.http.post(
        "/api/datasets/upload", content=content, params={"name": "카메라"}, headers={"content-type": "text/csv"}
    )
    dataset_id: str = answer.json()["dataset_id"]
    return dataset_id


def pages(sample: str, cameras: str) -> dict[str, str]:
    """Address of each page by the name of its picture."""
    explored = {f"explore_{view}": f"explore?{urlencode({'dataset': sample, 'view': view})}" for view in EXPLORED}
    crossed = {f"cross_{view}": f"cross?datasets={sample}&datasets={cameras}&view={view}" for view in CROSSED}
    return {
        "home": "",
        "datasets": "datasets",
        "dataset": f"datasets?dataset_id={sample}",
        **explored,
        **crossed,
        "chat": f"chat?datasets={sample}",
        "predict": f"predict{ACCIDENT}",
        "batch": f"predict?mode=batch&source={sample}",
        "risk_map": "risk-map",
        "system": "system",
    }


def shortcomings(page: Page, width: int) -> list[str]:
    """What nobody should see."""
    found = [f"not Korean: {word}" for word in english(page)]
    if page.get_by_test_id("stException").count():
        found.append("a trace")
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, f"{beyond} pixels wider than {width}"] if beyond > 0 else found


def test_every_page_is_korean_fits_its_window_and_asks_nobody_outside(
    page: Page, stack: EmbeddedStack, sample: str, cameras: str
) -> None:
    watch = Watch(page)
    found: list[str] = []

    def picture(name: str, width: int, scheme: str) -> None:
        page.set_viewport_size({"width": width, "height": 1000})
        at_rest(page)
        screenshot(page, f"page_{name}_{width}_{scheme}")
        found.extend(f"{name}: {each}" for each in shortcomings(page, width))

    for name, address in pages(sample, cameras).items():
        page.emulate_media(color_scheme="light")
        page.goto(f"{stack.ui_url}/{address}")
        picture(name, 1440, "light")
        picture(name, 420, "light")
        if name in DARK:
            page.emulate_media(color_scheme="dark")
            page.reload()
            picture(name, 420 if name == "explore_map" else 1440, "dark")
    assert sorted(set(found)) == []
    assert watch.strangers == set()
    assert watch.complaints == []
    assert TILE_SERVER in watch.hosts, "the maps have not even asked for tiles"
