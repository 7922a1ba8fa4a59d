"""A launcher of tiny parts: `python -m tests.unit.deploy.tiny_stack HOME [MODE]`.

Real processes and probes, none of the product: `base` and `front` serve HTTP, `step` runs once between them.
Each part writes a line to HOME/events when it starts and when it is asked to stop.
"""

import os
import signal
import sys
from pathlib import Path

from deploy.local.errors import StackError
from deploy.local.home import Home
from deploy.local.launch import launch
from deploy.local.part import Part, Plan
from deploy.local.ports import Ports
from deploy.local.probes import HttpProbe

_SERVER = """
import http.server, os, signal, subprocess, sys
name, port, events, mode = sys.argv[1:]
def note(what):
    with open(events, "a") as file:
        file.write(f"{name} {what}\\n")
def stop(*_):
    note("stop")
    if mode != "stubborn":
        os._exit(0)
signal.signal(signal.SIGTERM, stop)
note("start")
if mode == "broken":
    sys.exit("cannot read its settings")
if mode == "child":
    subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)"])
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(port)), Handler).serve_forever()
"""


def tiny_plan(home: Home, held: Ports, mode: str, front_port: int | None) -> Plan:
    """`mode` (broken, stubborn, child) is how `front` behaves."""
    base = held.free()
    front = held.fixed(front_port, "TINY_PORT") if front_port else held.free()
    events = str(home.root / "events")

    def server(name: str, port: int, mode: str = "", needs: tuple[str, ...] = (), keys: bool = False) -> Part:
        return Part(
            name,
            command=(sys.executable, "-c", _SERVER, name, str(port), events, mode),
            probe=HttpProbe(port, "/"),
            port=port,
            needs=needs,
            stop_seconds=30.0,
            sees_keys=keys,
        )

    step = Part("step", command=("/bin/sh", "-c", f"echo step start >> '{events}'"), needs=("base",))
    return Plan(
        parts=(server("front", front, mode, needs=("step",), keys=True), step, server("base", base)),
        urls={"front": f"http://127.0.0.1:{front}"},
        front_door=HttpProbe(front, "/"),
    )


def main() -> None:
    home = Home(Path(sys.argv[1]))
    mode = sys.argv[2] if len(sys.argv) > 2 else ""
    port = int(sys.argv[3]) if len(sys.argv) > 3 else None
    held = Ports()

    def say(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    try:
        launch(home, lambda: tiny_plan(home, held, mode, port), os.environ, lambda record: None, say)
    except StackError as error:
        say(str(error))
        sys.exit(error.exit_code)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main()
