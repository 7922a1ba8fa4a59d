"""Asks a model of the Anthropic API, with the key of one user and over the connections of the process."""

import asyncio
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx2
from anthropic import AsyncAnthropic
from anthropic.types import MessageParam, TextBlockParam, ToolParam

from services.chat.agent.failures import Caught, Failure, translate
from services.chat.agent.model_figures import ModelCall
from services.chat.agent.reply import Reply, ReplyBuilder
from services.chat.domain.model_errors import InvalidApiKey, ModelUnreachable
from services.chat.domain.ports import ApiKey

_SENDABLE = re.compile(r"[\x21-\x7e]{1,512}")
"""What a header can carry; an error about another key would quote it."""


@dataclass(frozen=True, slots=True)
class Request:
    """One call of the model; without `may_call` it must answer from what it has."""

    model: str
    system: Sequence[TextBlockParam]
    tools: Sequence[ToolParam]
    messages: Sequence[MessageParam]
    may_call: bool = True


class MessagesApi:
    """The Messages API at `base_url`. `seconds` is the time of one call, the second try included."""

    def __init__(self, base_url: str, seconds: float = 60, max_tokens: int = 4096) -> None:
        # At DEBUG these write whole requests, and whoever turns that on does not think of the users' keys.
        for library in ("anthropic", "httpx2", "httpcore2"):
            logging.getLogger(library).setLevel(logging.WARNING)
        self._base_url = base_url
        self._seconds = seconds
        self._max_tokens = max_tokens
        # Redirects off: the key would be sent on. Nothing of the environment: no proxy, no .netrc.
        self._connections = httpx2.AsyncClient(
            follow_redirects=False, trust_env=False, timeout=httpx2.Timeout(seconds, connect=min(seconds, 10))
        )

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._connections.aclose()

    async def ask(self, key: ApiKey, request: Request, write: Callable[[str], None]) -> Reply:
        """Gives text to `write` as it comes, and returns the reply, which may be broken off (`Reply.failure`).

        A model that is overloaded or limited before it said anything is asked a second time, if it wants us to wait no
        longer than a few seconds. Raises the errors of domain.model_errors if no stream began. A caller that is
        cancelled closes the connection.
        """
        deadline = asyncio.get_running_loop().time() + self._seconds
        client = self._client(key)
        begun, failure = await self._try(client, request, write, deadline)
        if failure is not None and self._worth_another(begun, failure, deadline):
            await asyncio.sleep(failure.pause or 0)
            begun, failure = await self._try(client, request, write, deadline)
        if failure is None:
            return begun.reply()
        if not begun.opened:
            raise failure.error
        return begun.reply(failure.error)

    async def _try(
        self, client: AsyncAnthropic, request: Request, write: Callable[[str], None], deadline: float
    ) -> tuple[ReplyBuilder, Failure | None]:
        """One request, counted. An error is a result here: one that was raised would keep the request, and the key,
        alive."""
        begun = ReplyBuilder(write)
        with ModelCall(request.model) as call:
            failure = await self._stream(client, request, begun, deadline)
            call.ended(failure.error if failure else None, opened=begun.opened)
            call.used(begun.usage)
        return begun, failure

    async def _stream(
        self, client: AsyncAnthropic, request: Request, begun: ReplyBuilder, deadline: float
    ) -> Failure | None:
        try:
            async with asyncio.timeout_at(deadline):
                stream = await client.messages.create(
                    model=request.model,
                    max_tokens=self._max_tokens,
                    system=request.system,
                    tools=request.tools,
                    tool_choice={"type": "auto"} if request.may_call else {"type": "none"},
                    messages=request.messages,
                    stream=True,
                )
                begun.opened = True
                async with stream:
                    async for event in stream:
                        begun.add(event)
        except Caught as error:
            return None if begun.ended else translate(error)
        return None if begun.ended else Failure(ModelUnreachable())

    def _worth_another(self, begun: ReplyBuilder, failure: Failure, deadline: float) -> bool:
        left = deadline - asyncio.get_running_loop().time()
        return failure.pause is not None and failure.pause < left and not begun.spoken

    def _client(self, key: ApiKey) -> AsyncAnthropic:
        if not _SENDABLE.fullmatch(key.reveal()):
            raise InvalidApiKey
        return _KeyedClient(
            api_key=key.reveal(),
            base_url=self._base_url,
            http_client=self._connections,
            max_retries=0,
            open_telemetry=False,
        )


class _KeyedClient(AsyncAnthropic):
    """Sends the key as `x-api-key`, as the API documents it, and in no other header."""

    @property
    def auth_headers(self) -> dict[str, str]:
        return {"X-Api-Key": self.api_key or ""}
