"""Between the event loop and the synchronous library: takes uploads in, gives files out, block by block."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Executor
from typing import TypeVar

from prometheus_client import Counter

from services.chassis.errors import DomainError
from services.dataset.domain.catalog import Dataset
from services.dataset.domain.labels import Label
from services.dataset.domain.library import Library

Result = TypeVar("Result")

BLOCK_BYTES = 1 << 20
"""The network delivers small pieces; a thread is worth its switch for a larger block."""

UPLOADS = Counter(
    "dataset_uploads_total",
    "Files that were sent: stored, cancelled, failed, or the reason of the refusal.",
    ["outcome"],
)
BYTES = Counter("dataset_uploaded_bytes_total", "Bytes of files that were sent, refused ones included.")
ROWS = Counter("dataset_rows_total", "Rows of the files that were stored.")


async def to_end(
    executor: Executor | None,
    work: Callable[..., Result],
    *arguments: object,
    undo: Callable[[Result], None] | None = None,
) -> Result:
    """Runs `work` in a thread. A cancelled call waits for it: nothing may be taken away under a thread at work.

    `undo` gets the result that a cancelled call does not.
    """
    future = asyncio.get_running_loop().run_in_executor(executor, work, *arguments)
    try:
        return await asyncio.shield(future)
    except asyncio.CancelledError:
        await asyncio.wait([future])
        if undo is not None and future.exception() is None:
            undo(future.result())
        raise


async def receive(library: Library, parts: AsyncIterator[Label | bytes], executor: Executor) -> Dataset:
    """Stores the file whose bytes arrive in `parts`, together with what they say about it.

    The bytes go to disk as they come; `executor` bounds how many files are read and understood at once.
    """
    outcome = "failed"
    try:
        dataset = await _receive(library, parts, executor)
        outcome = "stored"
        ROWS.inc(dataset.rows)
        return dataset
    except DomainError as refused:
        outcome = refused.reason.lower()
        raise
    except asyncio.CancelledError:
        outcome = "cancelled"
        raise
    finally:
        UPLOADS.labels(outcome).inc()


async def _receive(library: Library, parts: AsyncIterator[Label | bytes], executor: Executor) -> Dataset:
    label = Label()
    incoming = await to_end(None, library.begin, undo=lambda begun: begun.discard())
    try:
        block = bytearray()
        async for part in parts:
            if isinstance(part, Label):
                label = label.with_more(part)
                continue
            BYTES.inc(len(part))
            block += part
            if len(block) >= BLOCK_BYTES:
                await to_end(None, incoming.write, bytes(block))
                block.clear()
        await to_end(None, incoming.write, bytes(block))
        return await to_end(executor, library.add, incoming, label)
    finally:
        await to_end(None, incoming.discard)


async def in_thread(blocks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The blocks of a synchronous iterator, each made in a thread."""
    while (block := await to_end(None, next, blocks, None)) is not None:
        yield block
