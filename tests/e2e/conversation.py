"""A caller of the chat over REST: asks, reads streams, looks at what is kept."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.anthropic_server import VALID_KEY
from tests.stack import EmbeddedStack

MESSAGE, STREAM, CONVERSATIONS = "/api/chat/message", "/api/chat/stream", "/api/chat/conversations"


@dataclass
class Caller:
    """`key` is sent with every question, if there is one; `datasets` are what the questions are about."""

    stack: EmbeddedStack
    datasets: list[str] = field(default_factory=list)
    key: str = VALID_KEY

    def ask(self, message: str, **fields: Any) -> httpx.Response:
        return self.stack.http.post(MESSAGE, json=self._body(message, fields), headers=self._headers())

    def answered(self, message: str, **fields: Any) -> dict[str, Any]:
        """The answer, which must be one."""
        answer = self.ask(message, **fields)
        assert answer.status_code == httpx.codes.OK, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def events(self, message: str, **fields: Any) -> list[dict[str, Any]]:
        """All events of the stream, each `{kind: content}`."""
        with self.streaming(message, **fields) as events:
            return list(events)

    @contextmanager
    def streaming(self, message: str, **fields: Any) -> Iterator[Iterator[dict[str, Any]]]:
        """The events as they come; leaving the block closes the connection."""
        body, headers = self._body(message, fields), self._headers()
        with self.stack.http.stream("POST", STREAM, json=body, headers=headers) as answer:
            assert answer.status_code == httpx.codes.OK, answer.read()
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert answer.headers["cache-control"] == "no-store"
            lines = answer.iter_lines()
            yield (json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: "))

    def conversation(self, conversation_id: str) -> dict[str, Any]:
        answer = self.stack.http.get(f"{CONVERSATIONS}/{conversation_id}")
        assert answer.status_code == httpx.codes.OK, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def _body(self, message: str, fields: dict[str, Any]) -> dict[str, Any]:
        return {"dataset_ids": self.datasets, "message": message} | fields

    def _headers(self) -> dict[str, str]:
        return {"X-Anthropic-API-Key": self.key} if self.key else {}


def kinds(events: list[dict[str, Any]]) -> list[str]:
    """The kinds of the events, in their order."""
    return [kind for event in events for kind in event]


def unheard(text: str) -> str:
    """The question as nobody has asked it before, so that its answer is in no cache."""
    return f"{text} ({uuid.uuid4()})"


def new_text(csv: bytes) -> bytes:
    """The CSV with a column of its own, so that its content is in no cache."""
    head, *rows = csv.decode("cp949").splitlines()
    mark = uuid.uuid4().hex
    return "\n".join([f"{head},표시", *(f"{row},{mark}" for row in rows), ""]).encode()
