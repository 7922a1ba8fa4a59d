"""The PostgreSQL part: `python -m deploy.local.programs.postgres_server FOLDER PORT`, superuser password in PGPASSWORD.

Creates the cluster at first use, then becomes the server. PostgreSQL refuses to run as root, so root hands the
folder to a user of its own and runs everything as that user.
"""

import contextlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
from pathlib import Path

from deploy.local.ports import HOST
from deploy.local.programs.postgresql import POSTGRES_BIN_PATH, ensure_user_exists

_USER = "embedded_postgres"


def main() -> None:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(exist_ok=True, mode=0o700)
    if os.geteuid() == 0:
        _become(_account(), folder)
    os.chdir(folder)
    data = folder / "data"
    if not data.exists():
        _create(data)
    server = POSTGRES_BIN_PATH / "postgres"
    os.environ.pop("PGPASSWORD", None)
    os.execv(server, [str(server), "-D", str(data), *_options(port)])  # noqa: S606 - becoming the server is the point


def _options(port: int) -> list[str]:
    settings = {
        "listen_addresses": HOST,
        "port": str(port),
        # A socket's path is limited to 107 bytes; the data folder's is not.
        "unix_socket_directories": "",
        "fsync": "on",
        "synchronous_commit": "on",
        "timezone": "UTC",
    }
    return [argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")]


def _create(data: Path) -> None:
    """initdb beside the final place: a folder called data is always complete, whatever was killed when."""
    fresh, password = data.with_name("data.new"), data.with_name("password.new")
    shutil.rmtree(fresh, ignore_errors=True)
    password.unlink(missing_ok=True)
    password.touch(mode=0o600)
    password.write_text(os.environ["PGPASSWORD"])
    try:
        subprocess.run(
            [
                *(str(POSTGRES_BIN_PATH / "initdb"), "-D", str(fresh), "-U", "postgres"),
                *("--auth=scram-sha-256", f"--pwfile={password}", "--encoding=UTF8"),
                # The same order of text on every machine, without asking its C library.
                *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            ],
            check=True,
            stdin=subprocess.DEVNULL,
        )
    finally:
        password.unlink()
    fresh.rename(data)


def _account() -> pwd.struct_passwd:
    with contextlib.suppress(subprocess.CalledProcessError):  # another stack may create it at this moment
        ensure_user_exists(_USER)
    return pwd.getpwnam(_USER)


def _become(account: pwd.struct_passwd, folder: Path) -> None:
    """Gives the folder to the account and drops every privilege for it."""
    for place in (folder, POSTGRES_BIN_PATH):
        _let_pass(place)
    if folder.stat().st_uid != account.pw_uid:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)


def _let_pass(place: Path) -> None:
    """Lets other users walk through the folders above a place, as far as they cannot yet; not list them."""
    for parent in place.parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            sys.stdout.write(f"PostgreSQL runs as {_USER}: letting other users pass through {parent}\n")
            parent.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


if __name__ == "__main__":
    main()
