"""Streams that end with an event of their own."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from google.rpc import error_details_pb2, status_pb2

from services.chassis.errors import Exhausted
from services.chassis.streams import ending_with_an_event

SERVICE = "daegu.test.v1.Test"


async def counting(error: Exception | None, at: int) -> AsyncGenerator[int | status_pb2.Status, None]:
    """0, 1, 2; `error` comes in the place of the number `at`."""
    for number in range(3):
        if error is not None and number == at:
            raise error
        yield number


def read(error: Exception | None = None, at: int = 0) -> list[int | status_pb2.Status]:
    async def read_all() -> list[int | status_pb2.Status]:
        return [event async for event in ending_with_an_event(counting(error, at), lambda status: status, SERVICE)]

    return asyncio.run(read_all())


def test_a_stream_without_errors_is_left_as_it_is() -> None:
    assert read() == [0, 1, 2]


def test_an_error_before_the_first_event_is_raised() -> None:
    with pytest.raises(Exhausted):
        read(Exhausted("too much", "너무 많습니다."), at=0)


def test_a_later_error_is_the_last_event_with_the_details_of_a_refused_call() -> None:
    *numbers, last = read(Exhausted("too much", "너무 많습니다.", 1.5, job="7"), at=2)
    assert numbers == [0, 1]
    assert isinstance(last, status_pb2.Status)
    info, retry = error_details_pb2.ErrorInfo(), error_details_pb2.RetryInfo()
    assert last.details[0].Unpack(info)
    assert (info.reason, info.domain, info.metadata["job"]) == ("EXHAUSTED", SERVICE, "7")
    assert last.details[2].Unpack(retry)
    assert retry.retry_delay.ToTimedelta().total_seconds() == 1.5


def test_an_error_that_nobody_named_does_not_show_its_text() -> None:
    last = read(KeyError("/etc/passwd"), at=1)[-1]
    assert isinstance(last, status_pb2.Status)
    assert last.code == 13
    assert "passwd" not in str(last)


def test_a_reader_that_stops_closes_the_stream() -> None:
    closed: list[bool] = []

    async def endless() -> AsyncGenerator[int, None]:
        try:
            while True:
                yield 1
        finally:
            closed.append(True)

    async def read_one() -> None:
        events = ending_with_an_event(endless(), lambda _: 0, SERVICE)
        assert await anext(events) == 1
        await events.aclose()

    asyncio.run(read_one())
    assert closed == [True]
