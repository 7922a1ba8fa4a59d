"""Links that open a dataset without login. The token is shown once; only its hash is kept."""

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from services.chassis.errors import Exhausted, NotFound

LIFETIME = timedelta(days=7)


class ShareNotFound(NotFound):
    """No link has this token: guessed, cut off, or of a dataset that was deleted."""

    reason = "SHARE_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("no link has this token", "공유 링크가 올바르지 않습니다. 주소를 다시 확인해주세요.")


class ShareExpired(NotFound):
    """Its 7 days are over."""

    reason = "SHARE_EXPIRED"

    def __init__(self) -> None:
        super().__init__("this link has expired", "공유 기간이 끝난 링크입니다. 보낸 분에게 새 링크를 요청해주세요.")


class ShareRevoked(NotFound):
    """Somebody has ended it."""

    reason = "SHARE_REVOKED"

    def __init__(self) -> None:
        super().__init__("this link was revoked", "공유가 취소된 링크입니다. 보낸 분에게 새 링크를 요청해주세요.")


@dataclass(frozen=True, slots=True)
class Share:
    """A link that works: `expires_at` is aware."""

    dataset_id: str
    expires_at: datetime


class Shares(Protocol):
    """Keeps the hashes of tokens. The time is the database's, the same for all replicas."""

    def add(self, dataset_id: str, token_hash: bytes, lifetime: timedelta) -> datetime:
        """Returns when the link ends. Raises DatasetNotFound."""

    def find(self, token_hash: bytes) -> Share:
        """Raises ShareNotFound, ShareExpired or ShareRevoked."""

    def revoke(self, dataset_id: str) -> int:
        """Ends the links that work and returns how many. Raises DatasetNotFound."""


def new_token() -> str:
    """256 random bits, fit for a URL."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """SHA-256. A token has 256 random bits, so nothing slower is needed against guessing it from its hash."""
    return hashlib.sha256(token.encode()).digest()


class GuessLimit:
    """Limits the wrong tokens of one caller: `burst` at once, then one every `seconds`. Knows the last `callers`."""

    def __init__(
        self, burst: int = 20, seconds: float = 3.0, callers: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = burst
        self._seconds = seconds
        self._callers = callers
        self._clock = clock
        self._full_at: OrderedDict[str, float] = OrderedDict()  # when the caller has all its tries back

    def count(self, caller: str) -> None:
        """Counts a wrong token. Raises Exhausted if `caller` has used up its tries."""
        now = self._clock()
        full_at = max(self._full_at.get(caller, 0), now)
        wait = full_at - now - (self._burst - 1) * self._seconds
        if wait > 0:
            raise Exhausted(
                "too many wrong tokens",
                "잘못된 공유 링크를 여러 번 열었습니다. 잠시 후 다시 시도해주세요.",
                retry_after=wait,
            )
        self._full_at[caller] = full_at + self._seconds
        self._full_at.move_to_end(caller)
        while len(self._full_at) > self._callers:
            self._full_at.popitem(last=False)


class Sharing:
    """Makes, opens and ends links."""

    def __init__(self, shares: Shares, limit: GuessLimit) -> None:
        self._shares = shares
        self._limit = limit

    def share(self, dataset_id: str) -> tuple[str, datetime]:
        """A new token, and when it ends. Raises DatasetNotFound."""
        token = new_token()
        return token, self._shares.add(dataset_id, token_hash(token), LIFETIME)

    def open(self, token: str, caller: str) -> Share:
        """What the token opens. Raises ShareNotFound, ShareExpired, ShareRevoked; Exhausted after many wrong ones.

        A link that exists opens in any case: all users of the app have one address, and one of them must not lock the
        others out. That nobody finds a token by trying is due to its 256 bits.
        """
        try:
            return self._shares.find(token_hash(token))
        except ShareNotFound:
            self._limit.count(caller)
            raise

    def revoke(self, dataset_id: str) -> int:
        """Ends all links of the dataset and returns how many worked until now. Raises DatasetNotFound."""
        return self._shares.revoke(dataset_id)
