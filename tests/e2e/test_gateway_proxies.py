"""What the gateway believes of a proxy in front of it."""

from collections.abc import Iterator

import pytest

from gateway.budgets import Budgets
from tests.e2e.clients import CHEAP, statuses
from tests.e2e.gateway_stack import GatewayStack

MOST = 5


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayStack]:
    """A gateway behind one proxy that speaks TLS."""
    folder = tmp_path_factory.mktemp("behind")
    with GatewayStack(folder, trusted_proxies=1, hsts_seconds=86400, budgets=Budgets(calls=MOST)) as stack:
        yield stack


def calls(stack: GatewayStack, *forwarded: str) -> list[int]:
    """Each call as the proxy would send it for `forwarded`, whose last address is the one the proxy saw."""
    return [stack.http.get(CHEAP, headers={"x-forwarded-for": each}).status_code for each in forwarded]


def test_each_client_of_the_proxy_has_a_budget(behind: GatewayStack) -> None:
    assert 429 in calls(behind, *["198.51.100.1"] * (3 * MOST))
    assert calls(behind, "198.51.100.2") == [501]


def test_what_a_client_wrote_before_the_proxy_is_not_believed(behind: GatewayStack) -> None:
    assert 429 in calls(behind, *[f"203.0.113.{number}, 198.51.100.3" for number in range(3 * MOST)])


def test_one_network_of_ipv6_is_one_client(behind: GatewayStack) -> None:
    assert 429 in calls(behind, *[f"2001:db8::{number}" for number in range(3 * MOST)])
    assert calls(behind, "2001:db8:0:1::1") == [501]


def test_browsers_are_bound_to_tls(behind: GatewayStack) -> None:
    assert behind.http.get("/health").headers["strict-transport-security"] == "max-age=86400"


def test_without_tls_browsers_are_not_bound_to_it(gateway: GatewayStack) -> None:
    assert "strict-transport-security" not in gateway.http.get("/health").headers


def test_health_behind_a_proxy_is_not_counted_either(behind: GatewayStack) -> None:
    assert set(statuses(behind.http, 3 * MOST, "/health")) == {200}
