"""Keys of callers outside: `python -m gateway.api_keys FILE add NAME`, `revoke NAME`, `list`.

A caller sends its name and key as HTTP Basic authentication. The file is one of Envoy's own (the configuration of its
filter, which it reads again whenever the file is replaced), and has the SHA-1 of each key: a key is 256 random bits, of
which no hash can be guessed back. A key is shown once, when it is made.
"""

import base64
import hashlib
import json
import os
import re
import secrets
import sys
from collections.abc import Mapping, Sequence
from ipaddress import ip_network
from pathlib import Path

from gateway.client_rules import Network, unless_from

_TYPES = "type.googleapis.com/"
FILTER = "api-keys"
OPEN = r"/health|/openapi\.json|/docs(/.*)?"
"""Paths that need no key."""
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
_NOBODY = ("nobody", base64.b64encode(bytes(20)).decode())
"""Envoy wants a user; no password has this hash."""


class Refused(Exception):
    """What was asked for cannot be done; the text says why."""


def add(path: Path, name: str, exempt: Sequence[Network] = ()) -> str:
    """Makes a key for `name` and returns it. Raises Refused."""
    users = read(path)
    if not _NAME.fullmatch(name) or name == _NOBODY[0]:
        raise Refused(f"A name has 1 to 64 characters of A-Z a-z 0-9 . _ -, not {name!r}.")
    if name in users:
        raise Refused(f"{name} has a key already. Revoke it first.")
    key = secrets.token_urlsafe(32)
    write(
        path,
        users | {name: base64.b64encode(hashlib.sha1(key.encode(), usedforsecurity=False).digest()).decode()},
        exempt,
    )
    return key


def revoke(path: Path, name: str, exempt: Sequence[Network] = ()) -> None:
    """Takes the key of `name` away. Raises Refused if there is none."""
    users = read(path)
    if name not in users:
        raise Refused(f"{name} has no key.")
    write(path, {each: digest for each, digest in users.items() if each != name}, exempt)


def read(path: Path) -> dict[str, str]:
    """The hashes by name; none if there is no file."""
    if not path.exists():
        return {}
    (resource,) = json.loads(path.read_text(encoding="utf-8"))["resources"]
    users: str = resource["typed_config"]["extension_config"]["typed_config"]["users"]["inline_string"]
    found = dict(line.split(":{SHA}", 1) for line in users.splitlines())
    found.pop(_NOBODY[0])
    return found


def write(path: Path, users: Mapping[str, str], exempt: Sequence[Network]) -> None:
    """Replaces the file at once, as Envoy expects it. Who asks from `exempt` needs no key."""
    lines = [f"{name}:{{SHA}}{digest}" for name, digest in [*sorted(users.items()), _NOBODY]]
    basic = {
        "@type": f"{_TYPES}envoy.extensions.filters.http.basic_auth.v3.BasicAuth",
        "users": {"inline_string": "\n".join(lines)},
    }
    resource = {
        "@type": f"{_TYPES}envoy.config.core.v3.TypedExtensionConfig",
        "name": FILTER,
        "typed_config": unless_from(exempt, basic, OPEN),
    }
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump({"resources": [resource]}, file, indent=1)
    fresh.replace(path)


def filters(path: Path | None) -> str:
    """The lines of the filter in Envoy's chain; none without a file."""
    if path is None:
        return ""
    source = {"path_config_source": {"path": str(path), "watched_directory": {"path": str(path.parent)}}}
    kinds = [f"{_TYPES}envoy.extensions.common.matching.v3.ExtensionWithMatcher"]
    discovery = {"name": FILTER, "config_discovery": {"config_source": source, "type_urls": kinds}}
    # The key is for the gateway alone.
    forget = {
        "name": "forget-api-key",
        "typed_config": {
            "@type": f"{_TYPES}envoy.extensions.filters.http.header_mutation.v3.HeaderMutation",
            "mutations": {"request_mutations": [{"remove": "authorization"}]},
        },
    }
    return "".join(f"          - {json.dumps(each)}\n" for each in (discovery, forget))


def main(arguments: Sequence[str]) -> int:
    match arguments:
        case [file, "add", name]:
            sys.stdout.write(f"{add(Path(file), name, _exempt())}\n")
        case [file, "revoke", name]:
            revoke(Path(file), name, _exempt())
        case [file, "list"]:
            sys.stdout.write("".join(f"{name}\n" for name in read(Path(file))))
        case _:
            raise Refused("python -m gateway.api_keys FILE add NAME | revoke NAME | list")
    return 0


def _exempt() -> list[Network]:
    """As the gateway has it: a JSON list in DAEGU_UNLIMITED_CLIENTS."""
    return [ip_network(each) for each in json.loads(os.environ.get("DAEGU_UNLIMITED_CLIENTS", "[]"))]


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refused as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
