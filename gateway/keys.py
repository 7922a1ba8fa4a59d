"""API keys for callers from outside: `python -m gateway.keys add NAME`, `list`, `revoke NAME`."""

import argparse
import os
import sys
from pathlib import Path

from gateway.key_file import KeyFileError, KeyNameError, add, read, revoke

VARIABLE = "DAEGU_API_KEYS_FILE"


def main() -> None:
    """Reads the command line and does what it says; a mistake ends with its reason and code 2."""
    parser = argparse.ArgumentParser(prog="python -m gateway.keys", description=__doc__)
    parser.add_argument("--file", type=Path, default=os.environ.get(VARIABLE), help=f"default: {VARIABLE}")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("add", help="make a key and show it, once").add_argument("name")
    commands.add_parser("revoke", help="make a key unknown").add_argument("name")
    commands.add_parser("list", help="who has a key, and since when")
    asked = parser.parse_args()
    if asked.file is None:
        parser.error(f"set {VARIABLE} or give --file")
    try:
        _carry_out(asked)
    except (KeyFileError, KeyNameError, OSError) as error:
        parser.error(str(error))


def _carry_out(asked: argparse.Namespace) -> None:
    match asked.command:
        case "add":
            sys.stdout.write(f"{add(asked.file, asked.name)}\n")
        case "revoke":
            revoke(asked.file, asked.name)
        case _:
            sys.stdout.writelines(f"{key.made} {key.owner}\n" for key in read(asked.file))


if __name__ == "__main__":
    main()
