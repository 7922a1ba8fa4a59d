"""Two thousand random messages for each method that is built."""

import grpc
import pytest

from tests.e2e.test_broken_bytes import METHODS, random_codes
from tests.stack import EmbeddedStack

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("whole")]


@pytest.mark.parametrize("method", [*METHODS, "GetModel", "GetPrediction"])
def test_no_random_message_ends_with_an_unknown_error(stack: EmbeddedStack, method: str) -> None:
    allowed = {grpc.StatusCode.OK, grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND}
    assert random_codes(stack, method, 2000) <= allowed
