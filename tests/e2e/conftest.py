"""What the end-to-end tests share."""

from collections.abc import Iterator

import pytest

from tests.e2e.gateway_stack import GatewayStack


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayStack]:
    """Envoy, ops and small services; a test that stops one of them starts it again."""
    with GatewayStack(tmp_path_factory.mktemp("gateway")) as stack:
        yield stack
