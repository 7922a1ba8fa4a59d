"""One connection to the scripted server: takes requests, and does to each what the script says."""

import json
import select
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import Any, Protocol

from tests.anthropic_server import sse
from tests.anthropic_server.exchange import Exchange
from tests.anthropic_server.steps import Calls, Cut, DripsSlowly, Fails, Hangs, Message, Redirects, Says, Step, Usage

LONGEST_HANG = 120


class Owner(Protocol):
    """What a connection needs of its server."""

    exchanges: list[Exchange]
    stopping: threading.Event
    connections: set[socket.socket]

    def script(self, exchange: Exchange, /) -> Step: ...
    def refusal(self, exchange: Exchange) -> Fails | None: ...
    def usage(self, exchange: Exchange, message: Message) -> Usage: ...


class ClientGone(Exception):
    """The client has closed the connection."""


def handler(server: Owner) -> type[BaseHTTPRequestHandler]:
    class Handler(_Connection):
        owner = server

    return Handler


class _Connection(BaseHTTPRequestHandler):
    """One connection, request after request."""

    owner: Owner
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # pieces go out when they are written

    def setup(self) -> None:
        super().setup()
        self.owner.connections.add(self.connection)

    def finish(self) -> None:
        self.owner.connections.discard(self.connection)
        with suppress(OSError):
            super().finish()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class calls it so
        """Says nothing: the tests look at the exchanges."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        headers = {name.lower(): value for name, value in self.headers.items()}
        exchange = Exchange(self.path, headers, body)
        self.owner.exchanges.append(exchange)
        try:
            self._act(exchange, self.owner.refusal(exchange) or self.owner.script(exchange))
        except (ClientGone, ConnectionError):
            exchange.closed_early.set()
            self.close_connection = True

    def _act(self, exchange: Exchange, step: Step) -> None:
        match step:
            case Fails(after=None):
                self._respond(step.status, step.headers, sse.error_body(step.type, step.message))
            case Redirects():
                self._respond(step.status, {"location": step.url}, {})
            case Hangs(after=None):
                self._wait(LONGEST_HANG)
            case Fails(text=text, after=int(count)) | Hangs(text=text, after=int(count)) | Cut(text, int(count)):
                self._break_off(exchange, step, text, count)
            case Says() | Calls():
                self._stream(exchange, Message((step,)))
            case DripsSlowly():
                self._stream(exchange, Message((Says(step.text),), pause=step.pause))
            case Message():
                self._stream(exchange, step)

    def _respond(self, status: int, headers: Mapping[str, str], body: Mapping[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        fixed = {"content-type": "application/json", "content-length": str(len(content)), "request-id": "req_scripted"}
        for name, value in (fixed | dict(headers)).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _stream(self, exchange: Exchange, message: Message) -> None:
        usage = message.usage or self.owner.usage(exchange, message)
        self._begin(chunked=True)
        for event in sse.message_events(message, exchange.body["model"], usage):
            self._send(event)
            self._wait(message.pause if event["type"] == "content_block_delta" else 0)
        self.wfile.write(b"0\r\n\r\n")

    def _break_off(self, exchange: Exchange, step: Step, text: str, count: int) -> None:
        """Sends `count` pieces of `text`, and then what `step` says."""
        message = Message((Says(text),))
        usage = self.owner.usage(exchange, message)
        self._begin(chunked=not (isinstance(step, Cut) and step.quietly))
        sent = 0
        for event in sse.message_events(message, exchange.body["model"], usage):
            if event["type"] == "content_block_delta":
                sent += 1
            if sent > count or event["type"] == "content_block_stop":
                break
            self._send(event)
        if isinstance(step, Fails):
            self._send(sse.error_body(step.type, step.message))
            self.wfile.write(b"0\r\n\r\n")
        elif isinstance(step, Hangs):
            self._wait(LONGEST_HANG)
        self.close_connection = True

    def _begin(self, chunked: bool) -> None:
        self._chunked = chunked
        self.send_response(200)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.send_header("request-id", "req_scripted")
        self.send_header(*(("transfer-encoding", "chunked") if chunked else ("connection", "close")))
        self.end_headers()

    def _send(self, event: sse.Event) -> None:
        data = sse.encoded(event)
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data) if self._chunked else data)

    def _wait(self, seconds: float) -> None:
        """Waits, and raises ClientGone as soon as the client has closed; a server that stops ends the wait."""
        waited = 0.0
        while not self.owner.stopping.is_set():
            step = min(0.05, max(seconds - waited, 0))
            readable, _, _ = select.select([self.connection], [], [], step)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                raise ClientGone
            waited += step
            if waited >= seconds:
                return
