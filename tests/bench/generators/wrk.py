"""wrk: REST over HTTP/1.1 connections, for some seconds instead of a number of requests."""

import json
import re
import subprocess
import tempfile
from pathlib import Path

from tests.bench.generators.request import Load, LoadFailed, Request


class Wrk:
    name = "wrk"

    def run(self, request: Request, requests: int, in_flight: int) -> Load:
        """Runs two seconds whatever `requests` is; what is on its way at the end is stored, but not answered."""
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder) / "post.lua"
            body = json.dumps(str(request.body))
            headers = "".join(f"wrk.headers[{json.dumps(k)}] = {json.dumps(v)}\n" for k, v in request.headers.items())
            script.write_text(f'wrk.method = "POST"\nwrk.body = io.open({body}):read("a")\n{headers}')
            command = ["wrk", "-t1", f"-c{in_flight}", "-d2s", "-s", str(script), request.url]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        found = re.search(r"(\d+) requests in ([\d.]+)s", done.stdout)
        if found is None or "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
            raise LoadFailed(f"{request.url}: {done.stdout}{done.stderr}")
        return Load(int(found[1]), float(found[2]), exact=False)
