"""The data folder of one stack (DAEGU_HOME): where things are, and the lock that makes it one launcher's."""

import fcntl
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from deploy.local.errors import WrongSettings


@dataclass(frozen=True)
class Home:
    """`root` is absolute. datasets/ logs/ run/ secrets/ are for the owner's eyes only."""

    root: Path

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def datasets(self) -> Path:
        """What people have uploaded."""
        return self.root / "datasets"

    @property
    def state(self) -> Path:
        return self.root / "state.json"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def create(self) -> None:
        """Makes the folders. As root the folder is traversable, because PostgreSQL runs as its own user.

        Raises WrongSettings if this user cannot work in it.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
            for folder in (self.logs, self.run, self.datasets, self.root / "secrets"):
                folder.mkdir(exist_ok=True, mode=0o700)
                list(folder.iterdir())
            (self.root / "lock").touch(mode=0o600)
        except OSError as error:
            raise WrongSettings(f"DAEGU_HOME={self.root} cannot be used by this user: {error}") from None

    def lock(self) -> int | None:
        """A descriptor that holds the folder while it is open, or None if another process holds it."""
        descriptor = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def secret(self, name: str) -> str:
        """The password called `name`, generated at first use into a file of mode 0600."""
        path = self.root / "secrets" / name
        if not path.exists():
            self.write_private(path, secrets.token_urlsafe(24))
        return path.read_text()

    @staticmethod
    def write_private(path: Path, text: str) -> None:
        """Replaces a file atomically by one that only its owner can read."""
        fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        fresh.replace(path)
