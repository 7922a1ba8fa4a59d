"""Connections that die without a word, as when a firewall forgets them: neither side hears of it."""

import socket
import threading
from contextlib import suppress

from deploy.local.ports import HOST


class TcpProxy:
    """Passes bytes on to `target`, until it is told to forget the connections there are; later ones work."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._forgotten: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def forget(self) -> None:
        """From now on nothing goes through the connections there are, and they stay open."""
        self._forgotten.update(self._open)

    def close(self) -> None:
        self._listener.close()
        for each in self._open:
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection((HOST, self._target))
                self._open += [client, server]
                for source, sink in ((client, server), (server, client)):
                    threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while block := source.recv(1 << 16):
                if source not in self._forgotten:
                    sink.sendall(block)
            if source not in self._forgotten:
                sink.shutdown(socket.SHUT_WR)
