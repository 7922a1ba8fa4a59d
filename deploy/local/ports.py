"""TCP ports on loopback, reserved so that stacks started at the same moment never share one."""

import socket
import sys

from deploy.local.errors import PortTaken

HOST = "127.0.0.1"


class Ports:
    """Reserves ports by binding them.

    On Linux a port stays reserved as long as this object lives: a bound socket that does not listen leaves it to a
    part that sets SO_REUSEADDR (all of ours do), while the kernel gives it neither to another stack nor to an
    outgoing connection, not even while the part is being restarted. Elsewhere the part would be refused, so the
    port is released at once and a lost race shows as a part that is restarted.
    """

    def __init__(self) -> None:
        self._held: list[socket.socket] = []

    def free(self) -> int:
        """A free port, chosen by the kernel."""
        return self._bind(0)

    def fixed(self, port: int, setting: str) -> int:
        """The given port. Raises PortTaken, naming the setting that chooses it."""
        try:
            return self._bind(port)
        except PermissionError:
            raise PortTaken(port, setting, "this user may not open it") from None
        except OSError:
            raise PortTaken(port, setting, "another program is using it") from None

    def close(self) -> None:
        for held in self._held:
            held.close()
        self._held.clear()

    def _bind(self, port: int) -> int:
        held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            held.bind((HOST, port))
        except OSError:
            held.close()
            raise
        chosen = int(held.getsockname()[1])
        if sys.platform == "linux":
            self._held.append(held)
        else:
            held.close()
        return chosen
