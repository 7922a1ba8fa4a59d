"""Makes the secrets of the containers that are not there yet: `make secrets`.

A file each in deploy/docker/secrets/, which only its owner may enter: passwords, and the URLs that contain them. They
are never overwritten, since PostgreSQL keeps the passwords of its first start.
"""

import secrets
import sys
from pathlib import Path

FOLDER = Path(__file__).with_name("secrets")
CONTEXTS = ("dataset", "prediction", "chat")
STORES = ("broker", "cache")


def make(folder: Path) -> list[str]:
    """Names of the files that were made."""
    folder.mkdir(mode=0o700, exist_ok=True)
    made = []

    def file(name: str, content: str) -> str:
        """The content of the file, which is `content` if it was not there before."""
        path = folder / name
        if not path.exists():
            path.write_text(content, encoding="ascii")
            path.chmod(0o444)  # processes in containers are other users; the folder keeps those of the host out
            made.append(name)
        return path.read_text(encoding="ascii")

    for name in ("postgres", *CONTEXTS, *STORES, "grafana"):
        file(f"{name}_password", secrets.token_hex(24))
    for context in CONTEXTS:
        password = file(f"{context}_password", "")
        file(f"{context}_database_url", f"postgresql+psycopg2://{context}:{password}@postgres:5432/{context}")
    for store in STORES:
        file(f"{store}_url", f"redis://:{file(f'{store}_password', '')}@{store}:6379/0")
    return made


if __name__ == "__main__":
    sys.stdout.write(f"{FOLDER}: {', '.join(make(FOLDER)) or 'all there already'}\n")
