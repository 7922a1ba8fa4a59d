"""Callers of the gateway with an address, or a key, of their own."""

import httpx

from tests.e2e.gateway_stack import GatewayStack

CHEAP = "/api/predictions"
"""A call that is counted among the cheap ones; the small services answer it with 501."""


def from_address(stack: GatewayStack, address: str, **headers: str) -> httpx.Client:
    """A client that calls from `address`, one of loopback."""
    transport = httpx.HTTPTransport(local_address=address)
    return httpx.Client(base_url=stack.url, transport=transport, timeout=5, headers=headers)


def statuses(client: httpx.Client, count: int, path: str = CHEAP) -> list[int]:
    """What `count` calls in a row are answered with."""
    return [client.get(path).status_code for _ in range(count)]


def refusal_of(client: httpx.Client, path: str = CHEAP) -> httpx.Response:
    """The first answer that is 429. Buckets fill while a slow machine calls, so how many calls it takes is open."""
    for _ in range(1000):
        if (answer := client.get(path)).status_code == 429:
            return answer
    raise AssertionError("never refused")
