"""Frames are fetched once, shared, and kept while there is room."""

import asyncio

import pyarrow as pa
import pytest

from services.chassis.errors import Unavailable
from services.chat.domain.datasets import DatasetBrief
from services.chat.frames import FrameCache

PLENTY = 1 << 30


def brief(content: str, name: str = "사고") -> DatasetBrief:
    return DatasetBrief(f"id-{name}", name, content, 3, "기타", ())


class Store:
    """Gives three rows for any dataset, and counts."""

    def __init__(self) -> None:
        self.fetched: list[str] = []
        self.failing = False

    async def fetch(self, dataset: DatasetBrief) -> pa.Table:
        self.fetched.append(dataset.sha256)
        await asyncio.sleep(0)
        if self.failing:
            raise Unavailable("away", "연결할 수 없습니다.")
        column = pa.array([1, 2, 3])
        return pa.table([column], schema=pa.schema([pa.field("수", column.type, metadata={b"daegu.type": b"integer"})]))


@pytest.fixture
def store() -> Store:
    return Store()


def test_many_callers_at_once_wait_for_one_fetch(store: Store) -> None:
    async def run() -> None:
        frames = FrameCache(store.fetch, PLENTY)
        opened = await asyncio.gather(*(frames.open(brief("a")) for _ in range(20)))
        assert {len(frame.data) for frame in opened} == {3}

    asyncio.run(run())
    assert store.fetched == ["a"]


def test_the_same_content_under_another_name_is_not_fetched_again(store: Store) -> None:
    async def run() -> None:
        frames = FrameCache(store.fetch, PLENTY)
        first, second = await frames.open(brief("a", "하나")), await frames.open(brief("a", "둘"))
        assert (first.name, second.name) == ("하나", "둘")

    asyncio.run(run())
    assert store.fetched == ["a"]


def test_the_longest_unused_frame_goes_when_there_is_no_room(store: Store) -> None:
    async def run() -> None:
        size = (await FrameCache(store.fetch, PLENTY).open(brief("size"))).nbytes
        frames = FrameCache(store.fetch, 2 * size)
        for content in ("a", "b", "a", "c", "a", "b"):
            await frames.open(brief(content))

    asyncio.run(run())
    assert store.fetched == ["size", "a", "b", "c", "b"]


def test_a_frame_that_is_larger_than_all_room_is_served_all_the_same(store: Store) -> None:
    async def run() -> None:
        frames = FrameCache(store.fetch, 1)
        assert len((await frames.open(brief("a"))).data) == 3
        assert len((await frames.open(brief("b"))).data) == 3

    asyncio.run(run())


def test_a_failed_fetch_is_tried_again_by_the_next_question(store: Store) -> None:
    async def run() -> None:
        frames = FrameCache(store.fetch, PLENTY)
        store.failing = True
        with pytest.raises(Unavailable):
            await frames.open(brief("a"))
        store.failing = False
        await frames.open(brief("a"))

    asyncio.run(run())
    assert store.fetched == ["a", "a"]


def test_a_caller_who_leaves_does_not_take_the_fetch_from_the_others(store: Store) -> None:
    async def run() -> None:
        frames = FrameCache(store.fetch, PLENTY)
        leaving = asyncio.create_task(frames.open(brief("a")))
        staying = asyncio.create_task(frames.open(brief("a")))
        await asyncio.sleep(0)
        leaving.cancel()
        assert len((await staying).data) == 3
        assert leaving.cancelled()

    asyncio.run(run())
    assert store.fetched == ["a"]
