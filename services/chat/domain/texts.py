"""What people type: questions and titles of conversations."""

import unicodedata

from services.chassis.errors import InvalidInput, Violation

TITLE_LENGTH = 40
"""Characters of a title that is made from a question; a list of conversations shows one line of each."""


NAMELESS = "새 대화"


def tidy(text: str) -> str:
    """Composed Hangul (NFC) without surrounding space."""
    return unicodedata.normalize("NFC", text).strip()


def question_text(text: str) -> str:
    """The question as it is stored and asked. Raises InvalidInput if it is blank or has NUL characters."""
    question = tidy(text)
    if not question:
        raise InvalidInput([Violation("message", "REQUIRED", "must not be blank", "질문을 입력해주세요.")])
    if "\0" in question:
        raise InvalidInput(
            [Violation("message", "INVALID_TEXT", "must not contain NUL", "질문에 쓸 수 없는 문자가 있습니다.")]
        )
    return question


def title_text(text: str) -> str:
    """The title as it is stored. Raises InvalidInput if it is blank or not one printable line."""
    title = tidy(text)
    if not title:
        raise InvalidInput([Violation("title", "REQUIRED", "must not be blank", "제목을 입력해주세요.")])
    if any(unicodedata.category(letter) == "Cc" for letter in title):
        raise InvalidInput(
            [Violation("title", "INVALID_TEXT", "must be one line", "제목에 쓸 수 없는 문자가 있습니다.")]
        )
    return title


def title_of(question: str) -> str:
    """A title of at most TITLE_LENGTH characters, cut after a word where there is one to cut after."""
    line = " ".join(question.split())
    line = "".join(letter for letter in line if unicodedata.category(letter) != "Cc") or NAMELESS
    if len(line) <= TITLE_LENGTH:
        return line
    room = TITLE_LENGTH - 1
    words = line[: room + 1].rpartition(" ")[0].rstrip()
    # A cut that leaves a single word of a long line says less than half a word more.
    return (words if len(words) >= TITLE_LENGTH // 2 else line[:room]) + "…"
