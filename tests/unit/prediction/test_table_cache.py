"""Tables are fetched once and kept while there is room."""

from dataclasses import replace

import pyarrow as pa
import pytest

from services.chassis.errors import Unavailable
from services.prediction.domain.batch import ColumnMatch, Source
from services.prediction.table_cache import TableCache

ONE = Source("id", "사고.csv", "ab" * 32, (ColumnMatch("weather", "기상상태"),))
SAME_CONTENT = replace(ONE, dataset_id="another id", name="또.csv")
OTHER_COLUMN = replace(ONE, columns=(ColumnMatch("weather", "날씨"),))
OTHER = replace(ONE, sha256="cd" * 32)
TABLE = pa.table({"x": [1.0] * 10})


class Fetching:
    """Gives every source the same table."""

    def __init__(self) -> None:
        self.fetched: list[Source] = []
        self.is_away = False

    def __call__(self, source: Source) -> pa.Table:
        if self.is_away:
            raise Unavailable("away", "연결할 수 없습니다.")
        self.fetched.append(source)
        return TABLE


def test_the_same_content_is_fetched_once() -> None:
    fetching = Fetching()
    cache = TableCache(fetching, 1 << 20)
    assert cache(ONE) is cache(SAME_CONTENT) is TABLE
    cache(OTHER_COLUMN)
    assert fetching.fetched == [ONE, OTHER_COLUMN]


def test_the_longest_unused_table_goes_first() -> None:
    fetching = Fetching()
    cache = TableCache(fetching, 2 * TABLE.nbytes)
    for source in (ONE, OTHER, ONE, OTHER_COLUMN, ONE, OTHER):
        cache(source)
    assert fetching.fetched == [ONE, OTHER, OTHER_COLUMN, OTHER]


def test_a_table_that_is_larger_than_the_room_is_kept_while_it_is_used() -> None:
    fetching = Fetching()
    cache = TableCache(fetching, 1)
    cache(ONE)
    cache(ONE)
    assert fetching.fetched == [ONE]


def test_a_failed_fetch_is_tried_again() -> None:
    fetching = Fetching()
    cache = TableCache(fetching, 1)
    fetching.is_away = True
    with pytest.raises(Unavailable):
        cache(ONE)
    fetching.is_away = False
    assert cache(ONE) is TABLE
