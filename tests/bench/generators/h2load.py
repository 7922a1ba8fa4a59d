"""h2load (Debian package nghttp2-client): gRPC as streams of one connection, REST as HTTP/1.1 connections."""

import re
import subprocess
import tempfile
from pathlib import Path
from statistics import median

from tests.bench.generators.request import Load, LoadFailed, Request


class H2load:
    name = "h2load"

    def run(self, request: Request, requests: int, in_flight: int) -> Load:
        """It takes HTTP 200 for success, which every gRPC error has: whoever calls must look at the answers."""
        shape = ["-c1", f"-m{in_flight}"] if request.grpc else ["--h1", f"-c{in_flight}", "-m1"]
        headers = [f"-H{name}: {value}" for name, value in request.headers.items()]
        with tempfile.TemporaryDirectory() as folder:
            times = Path(folder) / "times"
            command = ["h2load", *shape, f"-n{requests}", *headers, f"-d{request.body}", f"--log-file={times}"]
            done = subprocess.run([*command, request.url], capture_output=True, text=True, check=False)
            if f" {requests} succeeded" not in done.stdout:
                raise LoadFailed(f"{request.url}: {done.stdout}{done.stderr}")
            microseconds = [int(line.split()[2]) for line in times.read_text().splitlines()]
        rate = float(_found(r"([\d.]+) req/s", done.stdout))
        data = int(_found(r"\((\d+)\) data", done.stdout))
        return Load(requests, requests / rate, median_microseconds=median(microseconds), data_bytes=data)


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise LoadFailed(f"h2load did not say {pattern}: {text}")
    return match[1]
