"""Which tests one process runs, where `make test` uses several."""

from xdist.scheduler.loadscope import LoadScopeScheduling

_TOGETHER = ("tests/browser/", "tests/e2e/")
"""Folders whose tests share the embedded stack and the browser: two of them at once would take what each promises to do
within a second away from the other."""


class OneStack(LoadScopeScheduling):  # type: ignore[misc]  # xdist is not typed for others
    """Gives what shares the stack to one process and the other tests by file, for a file shares its servers.

    By path and not by marks: xdist 3.8 writes the group of a mark into an attribute that pytest 9 does not read.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "the stack" if nodeid.startswith(_TOGETHER) else nodeid.split("::", 1)[0]
