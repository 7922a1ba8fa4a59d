"""What the gateway tells browsers."""

from collections.abc import Iterator

import httpx
import pytest

from gateway.budgets import Budgets
from tests.accidents import ACCIDENT
from tests.e2e.errors import refused
from tests.e2e.gateway_stack import GatewayStack

PAGE = "https://data.daegu.example"
OTHERS = ["https://evil.example", "https://data-daegu.example", f"{PAGE}.evil.example", "null", f"{PAGE}:8443"]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayStack]:
    """A gateway that pages of PAGE may call."""
    folder = tmp_path_factory.mktemp("shared")
    with GatewayStack(folder, extra_origins=(PAGE,), budgets=Budgets(chat=1)) as stack:
        yield stack


def preflight(stack: GatewayStack, origin: str, path: str = "/api/predict/eclo") -> httpx.Response:
    wanted = {"access-control-request-method": "POST", "access-control-request-headers": "content-type,x-api-key"}
    return stack.http.options(path, headers={"origin": origin, **wanted})


def test_a_page_of_a_named_site_may_call(shared: GatewayStack) -> None:
    allowed = preflight(shared, PAGE)
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == PAGE
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert {"content-type", "x-api-key"} <= set(allowed.headers["access-control-allow-headers"].split(", "))
    answer = shared.http.post("/api/predict/eclo", json=ACCIDENT, headers={"origin": PAGE})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, PAGE)
    assert answer.headers["vary"].lower() == "origin"


def test_it_may_read_refusals_too(shared: GatewayStack) -> None:
    asked = [shared.http.post("/api/chat/stream", json={"message": "a"}, headers={"origin": PAGE}) for _ in range(2)]
    refused(asked[1], 429)
    assert asked[1].headers["access-control-allow-origin"] == PAGE
    assert "retry-after" in asked[1].headers["access-control-expose-headers"]


@pytest.mark.parametrize("origin", OTHERS)
def test_pages_of_other_sites_may_not(shared: GatewayStack, origin: str) -> None:
    for answer in (preflight(shared, origin), shared.http.get("/api/datasets", headers={"origin": origin})):
        refused(answer, 403)
        assert "access-control-allow-origin" not in answer.headers


def test_no_page_may_send_cookies_and_none_is_any(shared: GatewayStack) -> None:
    for origin in (PAGE, *OTHERS):
        headers = preflight(shared, origin).headers
        assert "access-control-allow-credentials" not in headers
        assert headers.get("access-control-allow-origin") != "*"


def test_by_default_no_other_site_may_call(gateway: GatewayStack) -> None:
    answer = preflight(gateway, PAGE)
    refused(answer, 403)
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/health", "/nothing", "/api/predictions", "/openapi.json", "/docs", "/docs/start.js"]
)
def test_every_answer_has_the_headers_that_bind_browsers(gateway: GatewayStack, path: str) -> None:
    headers = gateway.http.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert not {"server", "x-powered-by", "via", "x-envoy-upstream-service-time"} & set(headers)
