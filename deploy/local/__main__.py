"""The stack on this machine, without Docker.

Exit codes: 0 as asked; 1 not healthy, or a part failed; 2 cannot be done as asked (a setting, a taken port, a second
launcher, an unknown name); 3 (status) not running.
"""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from deploy.local import control, logs
from deploy.local.display import Display, announce
from deploy.local.errors import NotRunning, StackError
from deploy.local.home import Home
from deploy.local.settings import base_environment, load_settings

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
_console = Console(highlight=False)


def _fail(error: StackError) -> typer.Exit:
    _console.print(Text(str(error), style="red"), soft_wrap=True)
    return typer.Exit(error.exit_code)


def _home() -> Home:
    try:
        return Home(load_settings().home)
    except StackError as error:
        raise _fail(error) from None


@app.command()
def up(
    detach: Annotated[bool, typer.Option(help="Return as soon as everything is healthy.")] = False,
) -> None:
    """Start everything and stay in the foreground; Ctrl-C stops it."""
    home = _home()
    with Display(_console) as display:
        if detach:
            code, said = control.detach([sys.executable, "-m", "deploy.local", "up"], home, display.show)
            if code:
                _console.print(Text(said, style="red"), soft_wrap=True)
            raise typer.Exit(code)
        # Only here: the other commands need none of what starting needs, and should be quick.
        from deploy.local.launch import launch  # noqa: PLC0415
        from deploy.local.parts import product_plan  # noqa: PLC0415
        from deploy.local.ports import Ports  # noqa: PLC0415

        held = Ports()
        try:
            settings = load_settings()
            launch(
                home,
                lambda: product_plan(settings, home, held),
                base_environment(),
                display.show,
                display.say,
            )
        except StackError as error:
            raise _fail(error) from None
    _console.print("Stopped.")


@app.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Say what serves and what does not. Exit code 0 healthy, 1 not healthy, 3 not running."""
    summary = control.summary(_home())
    if as_json:
        typer.echo(json.dumps(summary, ensure_ascii=False, indent=1))
    elif record := control.running(_home()):
        table = Table("part", "state", "pid", "port", "metrics", "restarts", "why", box=None)
        for name, part in record.parts.items():
            numbers = (part.pid, part.port, part.metrics_port)
            shown = ("" if number is None else str(number) for number in numbers)
            table.add_row(name, part.state, *shown, str(part.restarts), part.reason)
        _console.print(table)
        announce(_console, record)
    else:
        _console.print("Not running.")
    raise typer.Exit(control.exit_code(summary))


@app.command("logs")
def show_logs(
    name: Annotated[str, typer.Argument(help="A part, or launcher.")],
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as it grows.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", min=1)] = 200,
) -> None:
    """Print the end of a part's log."""
    home = _home()
    known = sorted(path.stem for path in home.logs.glob("*.log"))
    if name not in known:
        _console.print(f"There is no log called {name!r}. Known: {', '.join(known) or 'none yet'}.", markup=False)
        raise typer.Exit(2)
    typer.echo(logs.tail(home.log(name), lines))
    if follow:
        try:
            for text in logs.follow(home.log(name)):
                typer.echo(text, nl=False)
        except KeyboardInterrupt:
            raise typer.Exit(0) from None


@app.command()
def down() -> None:
    """Stop everything, whoever started it."""
    _console.print("Stopped." if control.stop(_home()) else "Nothing is running.")


def _ports() -> dict[str, int]:
    """Ports of the parts of the running stack. Raises NotRunning."""
    record = control.running(_home())
    if record is None or not record.healthy:
        raise NotRunning(str(_home().root))
    return {name: part.port for name, part in record.parts.items() if part.port}


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to write it; must not be there yet.")]) -> None:
    """Write everything that people have put in to one file, while the stack goes on."""
    from deploy.local.backup.making import back_up  # noqa: PLC0415

    try:
        back_up(_home(), _ports()["postgres"], file.resolve(), _console.print)
    except StackError as error:
        raise _fail(error) from None


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")]) -> None:
    """Put a backup into a running stack that is empty."""
    from deploy.local.backup.restoring import restore as put_back  # noqa: PLC0415

    try:
        ports = _ports()
        put_back(_home(), ports["postgres"], ports["dataset"], file.resolve(), _console.print)
    except StackError as error:
        raise _fail(error) from None
    _console.print("Everything is back.")


if __name__ == "__main__":
    app(prog_name="python -m deploy.local")
