"""What the Anthropic API and the way to it can do wrong, in the words of the domain: one table."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import mktime_tz, parsedate_tz

import anthropic
import httpx2

from services.chassis.errors import DomainError
from services.chat.domain.model_errors import (
    InvalidApiKey,
    ModelOverloaded,
    ModelRateLimited,
    ModelRefused,
    ModelTimeout,
    ModelUnreachable,
)

Caught = (anthropic.APIError, httpx2.HTTPError, httpx2.StreamError, TimeoutError, ValueError)
"""What the SDK raises, and what goes through it: errors of the connection in mid-stream, events that are no JSON."""

LONGEST_PAUSE = 5.0
"""Longest `retry-after`, seconds, that we wait for ourselves; the user is told a longer one."""

_UNSAID_PAUSE = 1.0
_UNSAID_RETRY = 10.0
_LONGEST_RETRY = 3600.0

_STATUS_OF_TYPE = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}
"""An error inside a stream comes under status 200: its type says what the status would have been."""

_ERRORS: Mapping[int, Callable[[float], DomainError]] = {
    401: lambda _: InvalidApiKey(),
    403: lambda _: InvalidApiKey(),
    408: lambda _: ModelTimeout(),
    429: ModelRateLimited,
    503: ModelOverloaded,
    504: lambda _: ModelTimeout(),
    529: ModelOverloaded,
}


@dataclass(frozen=True, slots=True)
class Failure:
    """`pause`: seconds after which the same request is worth another try, None if it is not."""

    error: DomainError
    pause: float | None = None


def translate(error: Exception) -> Failure:
    """The failure behind `error`, one of `Caught`. Nothing of the request gets into it."""
    if isinstance(error, anthropic.APIStatusError):
        return _of_status(error)
    if isinstance(error, TimeoutError | httpx2.TimeoutException | anthropic.APITimeoutError):
        connected = not isinstance(error.__cause__, httpx2.ConnectTimeout)
        return Failure(ModelTimeout() if connected else ModelUnreachable())
    return Failure(ModelUnreachable())


def _of_status(error: anthropic.APIStatusError) -> Failure:
    # A proxy may turn the status of an overloaded model into another one; the type stays.
    kind = error.type if error.type in _STATUS_OF_TYPE else None
    inside = error.status_code == 200 or kind == "overloaded_error"
    status = _STATUS_OF_TYPE.get(kind or "", 500) if inside else error.status_code
    asked = _retry_after(error.response.headers)
    if status in _ERRORS:
        pause = _UNSAID_PAUSE if asked is None else asked
        again = status in (429, 529) and pause <= LONGEST_PAUSE
        return Failure(_ERRORS[status](_UNSAID_RETRY if asked is None else asked), pause if again else None)
    if 400 <= status < 500:
        # Only the type: the message may quote the request.
        return Failure(ModelRefused(kind or f"status {status}"))
    return Failure(ModelUnreachable())


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds of the header `retry-after`, which is a number or a date; None without a usable one."""
    said = headers.get("retry-after", "")
    try:
        seconds = float(said)
    except ValueError:
        date = parsedate_tz(said)
        if date is None:
            return None
        seconds = mktime_tz(date) - time.time()
    return min(max(seconds, 0.0), _LONGEST_RETRY) if math.isfinite(seconds) else None
