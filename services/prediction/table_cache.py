"""The rows that slices are cut from, fetched once and kept while there is room."""

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeAlias

import pyarrow as pa

from services.prediction.domain.batch import Source

Content: TypeAlias = tuple[str, tuple[str, ...]]
"""Hash of a dataset's bytes, and the columns that are kept of it."""


class TableCache:
    """Tables by their content, at most `max_bytes` but for the last one used; the longest unused one goes first."""

    def __init__(self, fetch: Callable[[Source], pa.Table], max_bytes: int) -> None:
        self._fetch = fetch
        self._max_bytes = max_bytes
        self._tables: OrderedDict[Content, pa.Table] = OrderedDict()

    def __call__(self, source: Source) -> pa.Table:
        """The rows of the mapped columns. Raises what `fetch` raises."""
        content = source.sha256, tuple(sorted({match.column for match in source.columns}))
        if content not in self._tables:
            self._tables[content] = self._fetch(source)
        self._tables.move_to_end(content)
        while len(self._tables) > 1 and sum(table.nbytes for table in self._tables.values()) > self._max_bytes:
            self._tables.popitem(last=False)
        return self._tables[content]
