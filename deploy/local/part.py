"""What a part is, and in which order parts stop."""

import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from deploy.local.probes import Probe


@dataclass(frozen=True)
class Part:
    """One program of the stack.

    probe: tells whether it serves; None marks a one-shot program, done when it ends with status 0.
    needs: parts that must be ready before this one starts.
    uses: parts it talks to only while serving; they may start later, and are stopped after it.
    start_seconds: how long one start may take until the probe succeeds (or the one-shot program ends).
    start_attempts: how many ends before the first success make it a part that cannot be started.
    metrics_port: where it answers Prometheus under /metrics.
    stop_seconds: how long it may take after `stop_signal` until it is killed.
    sees_keys: whether it gets the API keys that stand in the launcher's environment.
    """

    name: str
    command: tuple[str, ...]
    probe: Probe | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int | None = None
    metrics_port: int | None = None
    needs: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    start_seconds: float = 60.0
    start_attempts: int = 5
    stop_signal: int = signal.SIGTERM
    stop_seconds: float = 10.0
    sees_keys: bool = False


@dataclass(frozen=True)
class Plan:
    """A whole stack: its parts, the addresses shown to people, and one probe through the front door."""

    parts: Sequence[Part]
    urls: Mapping[str, str] = field(default_factory=dict)
    front_door: Probe | None = None


def stop_order(parts: Sequence[Part]) -> list[list[str]]:
    """Names in waves: those of one wave stop together, each before everything it needs or uses.

    Raises graphlib.CycleError for circular parts and KeyError for an unknown name.
    """
    known = {part.name: part for part in parts}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for part in parts:
        sorter.add(part.name, *(known[name].name for name in (*part.needs, *part.uses)))
    sorter.prepare()
    waves: list[list[str]] = []
    while sorter.is_active():
        wave = sorted(sorter.get_ready())
        sorter.done(*wave)
        waves.insert(0, wave)
    return waves
