"""Why a file is refused. Nothing of a refused file is kept.

Every class stands for one reason that programs can test; the violations name all the places found, in file order.
"""

from collections.abc import Sequence

from services.chassis.errors import InvalidInput, Violation

FIELD = "file"
"""What the violations of a file are about, as the REST contract names it."""


class InvalidFile(InvalidInput):
    """Base of all reasons."""

    reason = "INVALID_FILE"

    def __init__(self, *problems: tuple[str, str]) -> None:
        """`problems`: an English and a Korean sentence each."""
        violations: Sequence[Violation] = [Violation(FIELD, self.reason, text, korean) for text, korean in problems]
        super().__init__(violations)
        self.message_ko = " ".join(korean for _, korean in problems)


class FileTooLarge(InvalidFile):
    """More than catalog.MAX_FILE_BYTES."""

    reason = "FILE_TOO_LARGE"


class EmptyFile(InvalidFile):
    """No bytes, only blank lines, or a header without rows."""

    reason = "EMPTY_FILE"


class NotCsv(InvalidFile):
    """A file of another kind, such as xlsx or gzip, whatever its name says."""

    reason = "NOT_CSV"


class UndecodableFile(InvalidFile):
    """Bytes that are no text in any encoding we read, or NUL; names line and byte of the first one."""

    reason = "UNDECODABLE_FILE"


class RaggedRows(InvalidFile):
    """Rows with more or fewer cells than the header."""

    reason = "RAGGED_ROWS"


class MalformedCsv(InvalidFile):
    """What no CSV reader can make rows of, such as a quote that is never closed."""

    reason = "MALFORMED_CSV"


class LimitExceeded(InvalidFile):
    """Too many columns, or a cell that is too long."""

    reason = "LIMIT_EXCEEDED"
