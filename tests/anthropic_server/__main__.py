"""`python -m tests.anthropic_server PORT`: any key is valid, every question gets a demonstration."""

import sys
from contextlib import suppress

from tests.anthropic_server.demonstration import demonstration
from tests.anthropic_server.server import AnthropicServer

if __name__ == "__main__":
    server = AnthropicServer(demonstration, keys=None, port=int(sys.argv[1]))
    sys.stdout.write(f"ANTHROPIC_BASE_URL={server.url}\n")
    sys.stdout.flush()
    with suppress(KeyboardInterrupt):
        server.serve_forever()
