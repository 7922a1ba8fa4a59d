import threading

import pytest

from frontend.analysis.table import Table
from frontend.table_cache import TableCache
from tests.unit.frontend.analysis.tables import table

ROWS = 1000
SIZE = int(table({"값": range(ROWS)}).frame.memory_usage(deep=True).sum())


def made() -> Table:
    return table({"값": range(ROWS)})


def fail() -> Table:
    raise ValueError("made again")


def test_a_table_is_made_once() -> None:
    cache = TableCache(SIZE * 2)
    first = cache.get("a", made)
    assert cache.get("a", fail) is first


def test_the_one_that_was_not_used_for_longest_gives_way() -> None:
    cache = TableCache(SIZE * 2)
    first, second = cache.get("a", made), cache.get("b", made)
    cache.get("a", made)
    cache.get("c", made)
    assert cache.get("a", made) is first
    assert cache.get("b", made) is not second


def test_one_that_is_too_large_is_used_and_not_kept() -> None:
    cache = TableCache(SIZE - 1)
    assert len(cache.get("a", made)) == ROWS
    with pytest.raises(ValueError, match="made again"):
        cache.get("a", fail)


def test_a_failure_is_passed_on_and_the_next_caller_tries_again() -> None:
    cache = TableCache(SIZE)

    with pytest.raises(ValueError, match="made again"):
        cache.get("a", fail)
    assert len(cache.get("a", made)) == ROWS


def test_what_several_want_at_once_is_made_once() -> None:
    cache = TableCache(SIZE)
    waiting, times = threading.Event(), []

    def slow() -> Table:
        times.append(1)
        waiting.wait(5)
        return made()

    got: list[Table] = []
    readers = [threading.Thread(target=lambda: got.append(cache.get("a", slow))) for _ in range(5)]
    for reader in readers:
        reader.start()
    waiting.set()
    for reader in readers:
        reader.join(5)
    assert len(times) == 1
    assert len(got) == 5
    assert all(each is got[0] for each in got)
