"""What a person sees while parts start: a live table on a terminal, lines elsewhere."""

from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from deploy.local.record import Record, State

_STYLES = {
    State.WAITING: "dim",
    State.STARTING: "cyan",
    State.HEALTHY: "green",
    State.UNHEALTHY: "red",
    State.RESTARTING: "yellow",
    State.DONE: "green",
    State.STOPPED: "dim",
}


class Display:
    """Shows the record until the stack is healthy for the first time; afterwards only what is said."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, transient=True, refresh_per_second=8)
        self._spinner = Spinner("dots", style="cyan")
        self._seen: dict[str, State] = {}
        self._announced = False

    def __enter__(self) -> "Display":
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def say(self, line: str) -> None:
        self._console.print(Text(line), soft_wrap=True)

    def show(self, record: Record) -> None:
        if self._announced:
            return
        if self._live.is_started:
            self._live.update(self._table(record))
        for name, part in record.parts.items():
            ready = part.state in (State.HEALTHY, State.DONE)
            if ready and self._seen.get(name) != part.state:
                self._console.print(f"  {name:24}[green]{part.state}[/]  {part.seconds_to_ready or 0:.1f} s")
            self._seen[name] = part.state
        if record.healthy:
            self._announced = True
            self._live.stop()
            announce(self._console, record)

    def _table(self, record: Record) -> Table:
        table = Table.grid(padding=(0, 2))
        for name, part in record.parts.items():
            if part.state in (State.HEALTHY, State.DONE):
                continue
            mark = self._spinner if part.state in (State.STARTING, State.RESTARTING) else Text(" ")
            table.add_row(mark, name, Text(part.state, style=_STYLES[part.state]), _short(part.reason))
        if record.reason:
            table.add_row(self._spinner, "front door", Text("waiting", style="cyan"), _short(record.reason))
        return table


def announce(console: Console, record: Record) -> None:
    """Whether the stack is healthy, and where it is found."""
    verdict = "[bold green]Healthy.[/]" if record.healthy else "[bold red]Not healthy.[/]"
    console.print(f"\n{verdict} {escape(record.reason)}", no_wrap=True, overflow="ellipsis")
    for name, url in record.urls.items():
        console.print(f"  {name.upper():8}{url}", soft_wrap=True)


def _short(reason: str) -> Text:
    """The first line; probes may quote a whole answer."""
    return Text(reason.splitlines()[0] if reason else "", style="dim", overflow="ellipsis", no_wrap=True)
