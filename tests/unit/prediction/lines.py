"""A log whose lines can be read."""

from typing import Any


class Lines:
    """Implements chassis.telemetry.Log. `events` in their order, `facts` by event."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.facts: dict[str, dict[str, Any]] = {}

    def info(self, event: str, **fields: Any) -> None:
        self.events.append(event)
        self.facts[event] = fields

    warning = error = info
