"""Tokens, and the limit of guesses."""

from datetime import UTC, datetime, timedelta

import pytest

from services.chassis.errors import Exhausted
from services.dataset.domain.sharing import GuessLimit, Share, ShareExpired, ShareNotFound, Sharing, token_hash


class FakeClock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class FakeShares:
    """Knows hashes; the token itself never arrives here."""

    def __init__(self) -> None:
        self.hashes: dict[bytes, Share] = {}
        self.expired: set[bytes] = set()

    def add(self, dataset_id: str, token_hash: bytes, lifetime: timedelta) -> datetime:
        expires_at = datetime(2026, 1, 1, tzinfo=UTC) + lifetime
        self.hashes[token_hash] = Share(dataset_id, expires_at)
        return expires_at

    def find(self, token_hash: bytes) -> Share:
        if token_hash in self.expired:
            raise ShareExpired
        if token_hash not in self.hashes:
            raise ShareNotFound
        return self.hashes[token_hash]

    def revoke(self, dataset_id: str) -> int:
        return len(self.hashes)


def test_a_token_has_256_bits_and_only_its_hash_is_kept() -> None:
    shares = FakeShares()
    token, expires_at = Sharing(shares, GuessLimit()).share("d")
    assert len(token) == 43
    assert list(shares.hashes) == [token_hash(token)]
    assert expires_at == datetime(2026, 1, 8, tzinfo=UTC)
    assert Sharing(shares, GuessLimit()).open(token, "caller").dataset_id == "d"


def test_guesses_of_one_caller_are_limited_and_links_that_exist_open_all_the_same() -> None:
    clock, shares = FakeClock(), FakeShares()
    sharing = Sharing(shares, GuessLimit(burst=3, seconds=2, clock=clock))
    token, _ = sharing.share("d")
    for _ in range(3):
        with pytest.raises(ShareNotFound):
            sharing.open("guess", "1.2.3.4")
    with pytest.raises(Exhausted) as refused:
        sharing.open("guess", "1.2.3.4")
    assert refused.value.retry_after == 2
    assert sharing.open(token, "1.2.3.4").dataset_id == "d"
    with pytest.raises(ShareNotFound):
        sharing.open("guess", "5.6.7.8")
    clock.now += 2
    with pytest.raises(ShareNotFound):
        sharing.open("guess", "1.2.3.4")
    with pytest.raises(Exhausted):
        sharing.open("guess", "1.2.3.4")


def test_opening_links_that_exist_uses_up_no_tries() -> None:
    shares = FakeShares()
    sharing = Sharing(shares, GuessLimit(burst=1, clock=FakeClock()))
    token, _ = sharing.share("d")
    shares.expired.add(token_hash("old"))
    for _ in range(5):
        assert sharing.open(token, "caller")
        with pytest.raises(ShareExpired):
            sharing.open("old", "caller")


def test_only_the_last_callers_are_remembered() -> None:
    clock = FakeClock()
    limit = GuessLimit(burst=1, seconds=60, callers=2, clock=clock)
    for caller in ("a", "b", "c"):
        limit.count(caller)
    with pytest.raises(Exhausted):
        limit.count("c")
    limit.count("a")
