"""Work that is done once for all who want it at the same time."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from services.chat.shared_run import SharedRun
from tests.chat_parts import Gate


class Source:
    """Numbers up to `gate`, then one more; counts how often it was started and how it ended."""

    def __init__(self, error: Exception | None = None) -> None:
        self.gate = Gate()
        self.starts = 0
        self.ends: list[str] = []
        self._error = error

    async def __call__(self) -> AsyncGenerator[int, None]:
        self.starts += 1
        try:
            yield 1
            yield 2
            await self.gate.pass_through()
            if self._error is not None:
                raise self._error
            yield 3
            self.ends.append("finished")
        except asyncio.CancelledError:
            self.ends.append("cancelled")
            raise


async def read(run: SharedRun[int], source: Source, most: int = 99) -> list[int]:
    """Joins, reads at most `most` items and leaves."""
    seen: list[int] = []
    with run.joined():
        async for item in run.items(source.__call__):
            seen.append(item)
            if len(seen) == most:
                break
    return seen


def new_run(ended: list[str] | None = None) -> SharedRun[int]:
    return SharedRun(lambda: None if ended is None else ended.append("ended"))


def test_all_members_get_all_items_of_one_run_whenever_they_come() -> None:
    async def scenario() -> None:
        source, run = Source(), new_run()
        first = asyncio.create_task(read(run, source))
        await source.gate.reached.wait()
        late = [asyncio.create_task(read(run, source)) for _ in range(3)]
        source.gate.is_open.set()
        assert await asyncio.gather(first, *late) == [[1, 2, 3]] * 4
        assert (source.starts, source.ends) == (1, ["finished"])

    asyncio.run(scenario())


def test_the_run_goes_on_until_the_last_member_leaves() -> None:
    async def scenario() -> None:
        ended: list[str] = []
        source, run = Source(), new_run(ended)
        with run.joined():
            staying = run.items(source.__call__)
            assert await anext(staying) == 1
            leaving = asyncio.create_task(read(run, source))
            await source.gate.reached.wait()
            leaving.cancel()
            await asyncio.wait([leaving])
            assert (source.ends, run.is_ending, ended) == ([], False, [])
        assert run.is_ending
        await run.wait()
        assert (source.ends, ended) == (["cancelled"], ["ended"])

    asyncio.run(scenario())


def test_every_member_gets_the_error_after_the_items() -> None:
    async def scenario() -> None:
        source, run = Source(ValueError("broken")), new_run()

        async def items() -> list[int]:
            seen: list[int] = []
            with run.joined(), pytest.raises(ValueError, match="broken"):
                async for item in run.items(source.__call__):
                    seen.append(item)
            return seen

        readers = [asyncio.create_task(items()) for _ in range(2)]
        await source.gate.reached.wait()
        source.gate.is_open.set()
        assert await asyncio.gather(*readers) == [[1, 2]] * 2

    asyncio.run(scenario())


def test_a_member_that_joined_in_time_reads_a_run_that_is_over() -> None:
    async def scenario() -> None:
        source, run = Source(), new_run()
        source.gate.is_open.set()
        with run.joined():
            assert await read(run, source) == [1, 2, 3]
            assert run.is_ending
            assert [item async for item in run.items(source.__call__)] == [1, 2, 3]
        assert source.starts == 1

    asyncio.run(scenario())


def test_a_run_that_nobody_has_started_ends_when_it_is_left() -> None:
    async def scenario() -> None:
        ended: list[str] = []
        with new_run(ended).joined() as run:
            assert ended == []
        assert ended == ["ended"]
        assert run.is_ending
        await run.wait()

    asyncio.run(scenario())
