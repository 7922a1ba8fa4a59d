"""The distinct texts of a column, however it comes in."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.dataset.domain import distinct_texts
from services.dataset.domain.distinct_texts import DistinctTexts, TextGatherer

BLOCKS = st.lists(st.lists(st.text("가나a1 ", max_size=3), min_size=1), min_size=1, max_size=5)


def gathered(blocks: list[list[str]]) -> DistinctTexts:
    gatherer = TextGatherer()
    for block in blocks:
        gatherer.add(pa.array(block, pa.string()))
    return gatherer.distinct()


def check(found: DistinctTexts, blocks: list[list[str]]) -> None:
    texts = [text for block in blocks for text in block]
    assert found.texts.to_pylist() == list(dict.fromkeys(texts))
    assert found.texts.take(pa.array(found.codes)).to_pylist() == texts
    assert found.counts.tolist() == [texts.count(text) for text in found.texts.to_pylist()]


@given(BLOCKS)
@settings(deadline=None)
def test_texts_are_in_order_of_appearance_with_their_rows_and_counts(blocks: list[list[str]]) -> None:
    check(gathered(blocks), blocks)


@given(BLOCKS)
@settings(deadline=None)
def test_columns_of_many_texts_are_no_different(blocks: list[list[str]]) -> None:
    many, distinct_texts._MANY = distinct_texts._MANY, 4
    try:
        check(gathered(blocks), blocks)
    finally:
        distinct_texts._MANY = many


def test_half_a_million_different_texts_stay_different() -> None:
    blocks = [[f"{i}번" for i in range(start, start + 100_000)] for start in range(0, 500_000, 100_000)]
    found = gathered([*blocks, blocks[2]])
    assert found.codes is not None
    assert len(found.texts) == 500_000
    assert found.codes[-100_000:].tolist() == list(range(200_000, 300_000))
    assert found.counts.sum() == 600_000


@pytest.mark.parametrize(("n", "code_bytes"), [(2, 1), (256, 1), (257, 2), (65_536, 2), (65_537, 4)])
def test_codes_are_as_narrow_as_the_number_of_texts_allows(n: int, code_bytes: int) -> None:
    block = [str(i % n) for i in range(2 * n)] + ["0"] * 2000
    found = gathered([block[::-1], block])
    assert found.texts.take(pa.array(found.codes)).equals(pa.array(block[::-1] + block))
    assert found.codes is not None
    assert found.codes.itemsize == code_bytes


def test_a_column_that_does_not_repeat_can_be_taken_row_by_row_and_then_still_distinct() -> None:
    gatherer = TextGatherer()
    for block in (["가", "나"], ["다", "가"]):
        gatherer.add(pa.array(block, pa.string()))
    assert gatherer.first() is not None
    rows = gatherer.rows()
    assert (rows.texts.to_pylist(), rows.codes, rows.counts.tolist()) == (["가", "나", "다", "가"], None, [1, 1, 1, 1])
    check(gatherer.distinct(), [["가", "나", "다", "가"]])


def test_a_column_that_repeats_is_not_taken_row_by_row() -> None:
    gatherer = TextGatherer()
    gatherer.add(pa.array(["가", "가"], pa.string()))
    assert gatherer.first() is None
