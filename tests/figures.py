"""The figures of this process, as Prometheus would read them."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import REGISTRY


def figure(name: str, **labels: str) -> float:
    """The figure of these labels; 0 before it was first counted."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


@contextmanager
def grows(name: str, by: float = 1, **labels: str) -> Iterator[None]:
    """Fails if the figure does not grow by so much within the block."""
    before = figure(name, **labels)
    yield
    assert figure(name, **labels) - before == by, (name, labels)
