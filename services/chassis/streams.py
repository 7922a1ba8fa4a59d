"""Streams that end with an event of their own: a gRPC error in mid-stream reaches a REST caller as a clean 200."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TypeVar

import structlog
from google.rpc import status_pb2
from grpc import StatusCode

from services.chassis import statuses
from services.chassis.telemetry import logger

Event = TypeVar("Event")


async def ending_with_an_event(
    events: AsyncGenerator[Event, None], error_event: Callable[[status_pb2.Status], Event], service: str
) -> AsyncGenerator[Event, None]:
    """The events; one more with the status of an error, if that comes after the first of them.

    An error before the first event is raised: then the whole call has its status, which every caller sees.
    """
    has_begun = False
    async with aclosing(events):
        try:
            async for event in events:
                has_begun = True
                yield event
        except Exception as error:
            if not has_begun:
                raise
            request_id = structlog.contextvars.get_contextvars().get("request_id", "")
            status = statuses.status_of(error, service=service, request_id=request_id)
            code = statuses.code_of(error)
            if code is StatusCode.INTERNAL:
                logger().error("stream failed", code=code.name, exc_info=error)
            else:
                logger().info("stream ended with an error", code=code.name, why=status.message)
            yield error_event(status)
