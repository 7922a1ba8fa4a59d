"""What the scripted server can do with a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Usage:
    """Tokens as the API counts them: `input` leaves out those written to and read from the cache."""

    input: int
    output: int
    cache_creation: int = 0
    cache_read: int = 0


@dataclass(frozen=True)
class Says:
    """A block of text."""

    text: str


@dataclass(frozen=True)
class Calls:
    """A tool_use block; `args` as text are sent as they are, so they may be broken JSON."""

    tool: str
    args: Mapping[str, Any] | str = field(default_factory=dict)


@dataclass(frozen=True)
class Thinks:
    """A thinking block, which a client sends back unchanged with the tool results."""

    text: str
    signature: str = "c2lnbmVk"


Block: TypeAlias = Says | Calls | Thinks


@dataclass(frozen=True)
class Message:
    """A whole message; `stop_reason` and `usage` are worked out if left out. `pause`: seconds between two pieces."""

    blocks: tuple[Block, ...]
    stop_reason: str = ""
    usage: Usage | None = None
    pause: float = 0


@dataclass(frozen=True)
class DripsSlowly:
    """Text whose pieces come `pause` seconds apart."""

    text: str
    pause: float = 0.05


@dataclass(frozen=True)
class Fails:
    """An error: the status of the response, or, with `after`, an event once so many pieces of `text` have come."""

    status: int
    type: str
    headers: Mapping[str, str] = field(default_factory=dict)
    message: str = "refused by the script"
    text: str = ""
    after: int | None = None


@dataclass(frozen=True)
class Hangs:
    """Says nothing more: at all, or, with `after`, once so many pieces of `text` have come."""

    text: str = ""
    after: int | None = None


@dataclass(frozen=True)
class Cut:
    """A connection that ends once `after` pieces of `text` have come.

    `quietly`: as the end of a response without a length; otherwise in the middle of a chunked one.
    """

    text: str
    after: int
    quietly: bool = False


@dataclass(frozen=True)
class Redirects:
    """Sends the client elsewhere."""

    url: str
    status: int = 307


Step: TypeAlias = Says | Calls | Message | DripsSlowly | Fails | Hangs | Cut | Redirects
