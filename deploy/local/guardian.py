"""The guardian: a process beside the launcher that ends the parts if the launcher is killed.

Its standard input is a pipe that only the launcher holds open; the end of that pipe is the launcher's end, however
it came about. It inherits the lock of the data folder, so no new launcher starts before it has finished.
"""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

from deploy.local.home import Home
from deploy.local.processes import stop_recorded
from deploy.local.record import Record
from deploy.local.settings import ROOT


class Guardian:
    """The launcher's handle on its guardian."""

    def __init__(self, home: Home, lock: int) -> None:
        self._home = home
        self._lock = lock
        self._process = self._start()

    async def keep(self) -> None:
        """Replaces a guardian that was ended; until cancelled."""
        while True:
            await asyncio.sleep(1.0)
            if self._process.poll() is not None:
                self._process = self._start()

    def dismiss(self) -> None:
        """Lets the guardian look for parts still running, stop them, and end; returns after that."""
        self._process.communicate()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._home.log("guardian").open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "deploy.local.guardian", str(self._home.root)],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                cwd=ROOT,
                pass_fds=(self._lock,),
                start_new_session=True,
            )


def main() -> None:
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    home = Home(Path(sys.argv[1]))
    sys.stdin.buffer.read()
    if record := Record.load(home):
        stop_recorded(home, record)


if __name__ == "__main__":
    main()
