"""What can stop the launcher, each with the exit code of the command line.

StackError
 ├── WrongSettings    2  a setting cannot be used
 ├── AlreadyRunning   2  another launcher holds the data folder
 ├── PortTaken        2  a fixed port belongs to somebody else
 ├── NotRunning       3  what only a running stack can do
 ├── WrongBackup      2  the file cannot be written, or not be put here
 ├── BackupFailed     1  one of PostgreSQL's programs, or a service, failed
 └── PartFailed       1  a part could not be started
"""


class StackError(Exception):
    """Base: its text is a complete message for the person at the terminal."""

    exit_code = 1


class WrongSettings(StackError):
    exit_code = 2


class AlreadyRunning(StackError):
    exit_code = 2

    def __init__(self, home: str, pid: int | None) -> None:
        by = f" (launcher pid {pid})" if pid else ""
        super().__init__(
            f"A stack is already running on {home}{by}. "
            "Stop it with `make down`, or set DAEGU_HOME and other ports for a second one."
        )


class PortTaken(StackError):
    exit_code = 2

    def __init__(self, port: int, setting: str, reason: str) -> None:
        super().__init__(f"Port {port} cannot be used: {reason}. Free it, or choose another one with {setting}=<port>.")


class NotRunning(StackError):
    exit_code = 3

    def __init__(self, home: str) -> None:
        super().__init__(f"No healthy stack runs on {home}. Start it with `make up`.")


class WrongBackup(StackError):
    exit_code = 2


class BackupFailed(StackError):
    pass


class PartFailed(StackError):
    def __init__(self, name: str, reason: str, log_tail: str) -> None:
        self.part = name
        log = f"\n--- end of {name}.log ---\n{log_tail}" if log_tail else ""
        super().__init__(f"{name} could not be started: {reason}.{log}")
