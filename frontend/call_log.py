"""The log of the app: a line of JSON on stdout for each call, with the ids by which gateway and services log it too."""

import json
import sys
from datetime import UTC, datetime


def write(call: str, code: str, seconds: float, request_id: str, trace_id: str) -> None:
    """`call` is named after its request, `code` is the status it ended with; `trace_id` is empty without traces."""
    line = {
        "call": call,
        "code": code,
        "milliseconds": round(seconds * 1000, 3),
        "event": "call",
        "request_id": request_id,
        **({"trace_id": trace_id} if trace_id else {}),
        "level": "info",
        "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        "service": "ui",
    }
    sys.stdout.write(f"{json.dumps(line)}\n")  # at once: threads write at the same time
    sys.stdout.flush()
