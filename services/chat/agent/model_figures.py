"""What calls of language models take and cost, for Prometheus. The names of models are those of the settings."""

import time
from types import TracebackType
from typing import Self

from prometheus_client import Counter, Histogram

from services.chassis.errors import DomainError
from services.chat.domain.answer import TokenUsage

SECONDS = Histogram(
    "chat_model_seconds",
    "Time of one request to a language model, by what became of it: whole, broken_off, or the reason of its failure.",
    ["model", "outcome"],
    buckets=(0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60),
)
TOKENS = Counter(
    "chat_model_tokens_total", "Tokens as the models counted them; input includes cached_input.", ["model", "kind"]
)


class ModelCall:
    """One request, from its first byte until the block ends. Without a word about its end it was `cancelled`."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._outcome = "cancelled"

    def __enter__(self) -> Self:
        self._began = time.perf_counter()
        return self

    def ended(self, failure: DomainError | None, *, opened: bool) -> None:
        """Notes how it ended; `opened` is whether the API took the request."""
        if failure is None:
            self._outcome = "whole"
        else:
            self._outcome = "broken_off" if opened else failure.reason.lower()

    def used(self, usage: TokenUsage) -> None:
        """Counts the tokens, also of a reply that broke off."""
        for kind, count in (("input", usage.input), ("cached_input", usage.cached_input), ("output", usage.output)):
            TOKENS.labels(self._model, kind).inc(count)

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        SECONDS.labels(self._model, self._outcome).observe(time.perf_counter() - self._began)
