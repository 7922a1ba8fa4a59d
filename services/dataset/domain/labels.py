"""What a person says about a dataset: its name and description."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from services.chassis.errors import InvalidInput, Violation
from services.dataset.domain.recognition import KINDS, OTHER

MAX_NAME = 200
MAX_DESCRIPTION = 2000
NAMELESS = "이름 없는 데이터셋"


@dataclass(frozen=True, slots=True)
class Label:
    """What came with a file; each may be empty. `file_name` is whatever the sender's program calls it."""

    name: str = ""
    description: str = ""
    request_id: str = ""
    file_name: str = ""

    def with_more(self, other: "Label") -> "Label":
        """This label, completed by what only the other one says."""
        return Label(
            self.name or other.name,
            self.description or other.description,
            self.request_id or other.request_id,
            self.file_name or other.file_name,
        )

    def shown_name(self, kind: str) -> str:
        """The name, otherwise that of the file without path and ending, otherwise what kind of file it is."""
        return tidy(self.name) or tidy(_stem(self.file_name))[:MAX_NAME] or (NAMELESS if kind == OTHER else kind)


def tidy(text: str) -> str:
    """Composed Hangul (NFC) without surrounding space."""
    return unicodedata.normalize("NFC", text).strip()


def check(name: str | None = None, description: str | None = None, kind: str | None = None) -> None:
    """Raises InvalidInput with everything that is wrong with what is not None."""
    violations = []
    # A name is one line: it becomes a file name, too.
    for field, text, allowed in (("name", name, ""), ("description", description, "\n\r\t")):
        if field == "name" and text is not None and not tidy(text):
            violations.append(Violation(field, "REQUIRED", "must not be blank", "이름을 입력해주세요."))
        elif text is not None and any(unicodedata.category(x) == "Cc" and x not in allowed for x in text):
            violations.append(
                Violation(field, "INVALID_TEXT", "must not contain control characters", "쓸 수 없는 문자가 있습니다.")
            )
    if kind is not None and tidy(kind) not in KINDS:
        known = ", ".join(KINDS)
        violations.append(
            Violation("kind", "UNKNOWN_VALUE", f"must be one of {known}", f"다음 가운데 하나여야 합니다: {known}")
        )
    if violations:
        raise InvalidInput(violations)


def _stem(file_name: str) -> str:
    """`../../보안등.CSV` is `보안등`; control characters go."""
    printable = "".join(letter for letter in file_name if unicodedata.category(letter)[0] != "C")
    base = PurePosixPath(printable.replace("\\", "/")).name
    return (base[:-4] if base.lower().endswith(".csv") else base).lstrip(".")
