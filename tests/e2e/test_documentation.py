"""/docs as a browser in a closed network would load it."""

import re

from tests.stack import EmbeddedStack

LOADED = re.compile(r"""(?:src|href)\s*=\s*["']([^"']+)["']|url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")


def test_every_asset_of_the_page_is_served_by_the_gateway_itself(stack: EmbeddedStack) -> None:
    page = stack.http.get("/docs")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    named = ["".join(found) for found in LOADED.findall(page.text)]
    assert len(named) >= 4
    for path in named:
        assert path.startswith("/docs/"), path
        asset = stack.http.get(path)
        assert asset.status_code == 200
        assert asset.content
        if path.endswith(".css"):
            for found in LOADED.findall(asset.text):
                assert "".join(found).startswith(("data:", "#")), found


def test_the_browser_is_told_to_load_nothing_from_elsewhere(stack: EmbeddedStack) -> None:
    policy = stack.http.get("/docs").headers["content-security-policy"]
    rules = {name: sources for name, *sources in (rule.split() for rule in policy.split(";"))}
    assert rules["default-src"] == ["'none'"]
    for name in ("script-src", "connect-src"):
        assert rules[name] == ["'self'"], name
    assert not re.search(r"https?:|\*", policy)


def test_the_page_shows_the_document_of_this_gateway(stack: EmbeddedStack) -> None:
    start = stack.http.get("/docs/start.js").text
    assert 'url: "/openapi.json"' in start
    assert "://" not in start
    document = stack.http.get("/openapi.json").json()
    assert document["servers"] == [{"url": "/"}]
    weather = document["components"]["schemas"]["PredictEcloRequest"]["properties"]["weather"]
    assert "맑음" in weather["enum"]
