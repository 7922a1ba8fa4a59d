"""The flow of a turn, and a gate that its script can wait at."""

import pytest

from tests.chat_parts import Gate, whole
from tests.unit.chat.turns import Flow


@pytest.fixture
def flow() -> Flow:
    """Its agent says `3개` unless a test lets it say something else."""
    flow = Flow()
    flow.agent.script = whole("3개")
    return flow


@pytest.fixture
def gate() -> Gate:
    return Gate()
