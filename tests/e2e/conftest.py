"""What the end-to-end tests share."""

from collections.abc import Iterator

import pytest

from tests.e2e.gateway_stack import GatewayStack
from tests.stack import EmbeddedStack


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayStack]:
    """Envoy, ops and small services; a test that stops one of them starts it again."""
    with GatewayStack(tmp_path_factory.mktemp("gateway")) as stack:
        yield stack


@pytest.fixture
def unharmed(stack: EmbeddedStack) -> Iterator[None]:
    """After the test the stack is healthy and the next good request works."""
    yield
    assert stack.http.get("/health").status_code == 200
    assert stack.predict().status_code == 200
