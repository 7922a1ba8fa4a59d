"""The errors a domain may raise, without any gRPC in them.

    DomainError
    ├── InvalidInput        the caller's values are wrong; carries every violation
    ├── Unauthenticated     no valid credentials
    ├── PermissionDenied    valid credentials, not for this
    ├── NotFound            no such resource
    ├── AlreadyExists       the id is taken by another payload
    ├── FailedPrecondition  right request, wrong state
    ├── Conflict            somebody else changed it first
    ├── DeadlineExceeded    a part that we need did not answer in time
    ├── Exhausted           too much at once; try again after `retry_after`
    └── Unavailable         a part we need is away; try again after `retry_after`

`services.chassis.statuses` translates them once, at the edge. `message` is English for developers, `message_ko` is
what a user reads, `reason` an UPPER_SNAKE_CASE constant that programs can test.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self


@dataclass(frozen=True, slots=True)
class Violation:
    """One wrong value.

    `field`: dotted path such as `accidents[3].weather`, empty for the whole message. `reason`: UPPER_SNAKE_CASE.
    """

    field: str
    reason: str
    message: str
    message_ko: str


class DomainError(Exception):
    """Base of all expected failures. `metadata` holds short facts for programs (ids, limits), never user data."""

    reason: ClassVar[str] = "DOMAIN_ERROR"

    def __init__(self, message: str, message_ko: str, **metadata: str) -> None:
        super().__init__(message)
        self.message = message
        self.message_ko = message_ko
        self.metadata = metadata

    def with_metadata(self, **metadata: str) -> Self:
        """A copy that says more: one error may end several calls, each with facts of its own."""
        copy = type(self).__new__(type(self), *self.args)
        copy.__dict__.update(self.__dict__, metadata=self.metadata | metadata)
        return copy


class InvalidInput(DomainError):
    """The caller's values are wrong. All violations at once, in the order of the fields."""

    reason = "INVALID_INPUT"

    def __init__(self, violations: Sequence[Violation]) -> None:
        super().__init__(
            "; ".join(f"{v.field}: {v.message}" if v.field else v.message for v in violations),
            "입력값을 확인해주세요. " + " ".join(v.message_ko for v in violations),
        )
        self.violations = tuple(violations)


class Unauthenticated(DomainError):
    reason = "UNAUTHENTICATED"


class PermissionDenied(DomainError):
    reason = "PERMISSION_DENIED"


class NotFound(DomainError):
    reason = "NOT_FOUND"


class AlreadyExists(DomainError):
    reason = "ALREADY_EXISTS"


class FailedPrecondition(DomainError):
    reason = "FAILED_PRECONDITION"


class Conflict(DomainError):
    reason = "CONFLICT"


class DeadlineExceeded(DomainError):
    reason = "DEADLINE_EXCEEDED"


class _Retryable(DomainError):
    """`retry_after`: seconds after which the same request can succeed."""

    def __init__(self, message: str, message_ko: str, retry_after: float = 1.0, **metadata: str) -> None:
        super().__init__(message, message_ko, **metadata)
        self.retry_after = retry_after


class Exhausted(_Retryable):
    reason = "EXHAUSTED"


class Unavailable(_Retryable):
    reason = "UNAVAILABLE"
