"""What the parts of the stack have logged."""

import json
from typing import Any

from tests.stack import EmbeddedStack, wait_until


def log_lines(stack: EmbeddedStack, part: str, text: str = '"call"') -> list[dict[str, Any]]:
    """The lines of a part's log with `text` in them, once there are any: Envoy writes them every second."""

    def found() -> list[str]:
        return [line for line in stack.home.log(part).read_text().splitlines() if text in line]

    wait_until(found, 10)
    return [json.loads(line) for line in found()]
