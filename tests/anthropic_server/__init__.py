"""A local server that speaks the Anthropic Messages API and does what a script says.

    with AnthropicServer(in_turn(Calls("get_value_counts", {"column": "구"}), Says("수성구입니다."))) as server:
        ...  # server.url is the base URL, server.exchanges are the requests that came

`python -m tests.anthropic_server PORT` serves a script that one can look at in the app.
"""

from tests.anthropic_server.exchange import Exchange
from tests.anthropic_server.scripts import Script, in_turn
from tests.anthropic_server.server import VALID_KEY, AnthropicServer
from tests.anthropic_server.steps import (
    Calls,
    Cut,
    DripsSlowly,
    Fails,
    Hangs,
    Message,
    Redirects,
    Says,
    Step,
    Usage,
)

__all__ = [
    "VALID_KEY",
    "AnthropicServer",
    "Calls",
    "Cut",
    "DripsSlowly",
    "Exchange",
    "Fails",
    "Hangs",
    "Message",
    "Redirects",
    "Says",
    "Script",
    "Step",
    "Usage",
    "in_turn",
]
