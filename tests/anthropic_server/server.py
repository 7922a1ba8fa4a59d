"""The server: its port, its keys, its script, and what has come to it."""

import json
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from http.server import ThreadingHTTPServer
from types import TracebackType
from typing import Self

from tests.anthropic_server import sse
from tests.anthropic_server.connection import handler
from tests.anthropic_server.exchange import Exchange
from tests.anthropic_server.rules import wrong
from tests.anthropic_server.steps import Fails, Message, Step, Usage

VALID_KEY = "sk-ant-api03-scripted-server-key"


class AnthropicServer:
    """Serves `script` on a free port of the loopback, from `__enter__` to `__exit__`."""

    def __init__(
        self,
        script: Callable[[Exchange], Step],
        keys: Iterable[str] | None = (VALID_KEY,),
        models: Iterable[str] | None = None,
        port: int = 0,
    ) -> None:
        """Takes any key if `keys` is None, and any model if `models` is None."""
        self.script = script
        self.keys = None if keys is None else frozenset(keys)
        self.models = None if models is None else frozenset(models)
        self.exchanges: list[Exchange] = []
        self.stopping = threading.Event()
        self.cached: set[str] = set()
        self.connections: set[socket.socket] = set()
        self._http = ThreadingHTTPServer(("127.0.0.1", port), handler(self))
        self._http.daemon_threads = True
        self._http.block_on_close = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    def serve_forever(self) -> None:
        self._http.serve_forever(poll_interval=0.05)

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()
        for connection in list(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def usage(self, exchange: Exchange, message: Message) -> Usage:
        """Tokens of this exchange; what is marked for the cache is read from it from the second time on."""
        prefix = json.dumps([exchange.body.get("tools"), exchange.body.get("system")], ensure_ascii=False)
        marked = "cache_control" in prefix
        known = prefix in self.cached
        self.cached.add(prefix)
        prefix_tokens = len(sse.pieces(prefix)) if marked else 0
        return Usage(
            input=len(sse.pieces(json.dumps(exchange.messages, ensure_ascii=False))),
            output=sum(1 for event in sse.message_events(message, "", Usage(0, 0)) if "delta" in event),
            cache_creation=0 if known else prefix_tokens,
            cache_read=prefix_tokens if known else 0,
        )

    def refusal(self, exchange: Exchange) -> Fails | None:
        """What the real API would refuse before a model is asked."""
        return self._unauthenticated(exchange) or self._invalid(exchange)

    def _unauthenticated(self, exchange: Exchange) -> Fails | None:
        bearer = exchange.headers.get("authorization", "").removeprefix("Bearer ")
        key = exchange.headers.get("x-api-key") or bearer
        if not key:
            return Fails(401, "authentication_error", message="x-api-key header is required")
        if self.keys is not None and key not in self.keys:
            return Fails(401, "authentication_error", message="invalid x-api-key")
        return None

    def _invalid(self, exchange: Exchange) -> Fails | None:
        if exchange.path != "/v1/messages":
            return Fails(404, "not_found_error", message="Not Found")
        if "anthropic-version" not in exchange.headers:
            return Fails(400, "invalid_request_error", message="anthropic-version: header is required")
        problem = wrong(exchange.body)
        if problem:
            return Fails(400, "invalid_request_error", message=problem)
        model = exchange.body["model"]
        if self.models is not None and model not in self.models:
            return Fails(404, "not_found_error", message=f"model: {model}")
        return None
