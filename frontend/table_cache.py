"""Tables that were opened, by the content of their datasets, for all readers of this process."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from frontend.analysis.table import Table


class TableCache:
    """Keeps the tables that were used last, up to `most_bytes` together; one larger than that is not kept.

    What several threads want at once is made once. Safe to share between threads.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[str, tuple[Table, int]] = OrderedDict()
        self._making: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], Table]) -> Table:
        """The table of `key`; what `make` raises is passed on, and the next caller tries again."""
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key][0]
            try:
                table = make()
                self._keep(key, table)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return table

    def _keep(self, key: str, table: Table) -> None:
        size = int(table.frame.memory_usage(deep=True).sum())
        with self._lock:
            if size > self._most:
                return
            self._kept[key] = (table, size)
            while sum(each for _, each in self._kept.values()) > self._most:
                self._kept.popitem(last=False)
