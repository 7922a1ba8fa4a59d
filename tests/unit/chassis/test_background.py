"""Work beside the server."""

import asyncio
from unittest.mock import Mock

import pytest

from services.chassis import background
from services.chassis.background import in_background


def test_it_ends_with_the_block() -> None:
    done: list[str] = []

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            done.append("ended")

    async def run() -> None:
        async with in_background(work()):
            await asyncio.sleep(0)

    asyncio.run(run())
    assert done == ["ended"]


def test_what_ends_it_is_logged_at_once_and_raised_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    log = Mock()
    monkeypatch.setattr(background, "logger", lambda: log)
    unknown = ZeroDivisionError("nobody thought of it")

    async def work() -> None:
        raise unknown

    async def run() -> None:
        async with in_background(work()):
            await asyncio.sleep(0.01)
            log.error.assert_called_once_with("work beside the server has ended", exc_info=unknown)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(run())
