"""The rows of the datasets that questions are about, fetched once and kept while there is room."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import pyarrow as pa
from prometheus_client import Counter, Gauge

from services.chat.domain.datasets import DatasetBrief
from services.chat.domain.frame import Frame

BYTES = Gauge("chat_frames_bytes", "Memory of the datasets that are kept.")
FETCHED = Counter("chat_frames_fetched_total", "Datasets fetched from the dataset service.")


class FrameCache:
    """Implements domain.ports.Frames: frames by the hash of their content, the longest unused one goes first.

    `fetch` gets the rows of a dataset. All kept frames have at most `max_bytes`, the last opened one apart. Calls that
    want the same content at the same time wait for one fetch. Lives on one event loop.
    """

    def __init__(self, fetch: Callable[[DatasetBrief], Awaitable[pa.Table]], max_bytes: int) -> None:
        self._fetch = fetch
        self._max_bytes = max_bytes
        self._frames: OrderedDict[str, Frame] = OrderedDict()
        self._fetching: dict[str, asyncio.Task[Frame]] = {}

    async def open(self, dataset: DatasetBrief) -> Frame:
        frame = self._frames.get(dataset.sha256)
        if frame is None:
            frame = await self._one_fetch(dataset)
        self._frames[dataset.sha256] = frame
        self._frames.move_to_end(dataset.sha256)
        self._make_room()
        return frame.renamed(dataset.name)

    async def _one_fetch(self, dataset: DatasetBrief) -> Frame:
        task = self._fetching.get(dataset.sha256)
        if task is None:
            task = asyncio.create_task(self._read(dataset))
            self._fetching[dataset.sha256] = task
            task.add_done_callback(lambda _: self._fetching.pop(dataset.sha256, None))
        # One caller who leaves must not take the frame from the others.
        return await asyncio.shield(task)

    async def _read(self, dataset: DatasetBrief) -> Frame:
        table = await self._fetch(dataset)
        FETCHED.inc()
        return await asyncio.to_thread(Frame.of_arrow, dataset.name, table)

    def _make_room(self) -> None:
        # Sizes grow by derived columns, so they are read each time.
        sizes = {sha256: frame.nbytes for sha256, frame in self._frames.items()}
        while len(self._frames) > 1 and sum(sizes.values()) > self._max_bytes:
            sizes.pop(self._frames.popitem(last=False)[0])
        BYTES.set(sum(sizes.values()))
