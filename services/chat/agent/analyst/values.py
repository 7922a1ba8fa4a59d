"""Words for the values in the data: whole values, parts of them, places with and without their district."""

import re
from collections.abc import Iterator

from services.chat.agent.analyst.columns import DISTRICTS, MANY_VALUES, Columns
from services.chat.agent.analyst.meanings import Choice
from services.chat.agent.analyst.segments import plain
from services.chat.agent.analyst.time_words import WEEKDAYS
from services.chat.domain.datasets import ColumnType

_LONGEST = 30
_PARTS = re.compile(r"\s+-\s+|[\s/+,·]+")
_PART_OF_DONG = re.compile(r"\d+가$")
"""칠성동1가 and 칠성동2가 are parts of 칠성동."""
_EVERYWHERE = frozenset(("기타", "미분류", "기타불명", "없음"))
_SAYS_NOTHING = re.compile(r"[\d\s.,:~()-]*")


def value_words(columns: Columns) -> dict[str, list[Choice]]:
    """Plain word -> the conditions it can stand for: whole values before parts, fuller columns before others."""
    whole: dict[str, list[Choice]] = {}
    parts: dict[str, list[Choice]] = {}
    for name, column in columns.all.items():
        if column.type is not ColumnType.TEXT or name.endswith((".시간대", ".요일", ".날짜")):
            continue
        if columns.is_place(name):
            continue
        texts = columns.texts(name)
        if set(texts) <= set(WEEKDAYS):
            continue
        for text in texts:
            word = plain(text)
            if 0 < len(text) <= _LONGEST and word and not _SAYS_NOTHING.fullmatch(text) and not _letter(word):
                whole.setdefault(word, []).append(_whole(name, text, texts))
        if column.source and name.endswith(".동"):
            _add_neighbourhoods(name, texts, whole)
        elif not column.source and len(texts) <= MANY_VALUES:
            for word, choice in _parts(name, texts):
                parts.setdefault(word, []).append(choice)
    for word, choices in parts.items():
        if word not in whole:
            whole[word] = choices
    for choices in whole.values():
        choices.sort(key=lambda choice: columns.missing(choice.column))
    return whole


def _whole(name: str, text: str, texts: tuple[str, ...]) -> Choice:
    """The value; `달성군` also where other rows write it `달성`."""
    bare = text[:-1]
    if len(text) > 2 and text[-1] in "구군" and bare in texts:
        return Choice(name, "in", [text, bare], f"{text}·{bare}")
    full = next((f"{text}{end}" for end in "구군" if len(text) > 1 and f"{text}{end}" in texts), None)
    if full is not None and full in DISTRICTS:
        return Choice(name, "in", [full, text], f"{full}·{text}")
    return Choice(name, "==", text, text)


def _letter(word: str) -> bool:
    return len(word) == 1 and word.isascii()


def _add_neighbourhoods(name: str, texts: tuple[str, ...], whole: dict[str, list[Choice]]) -> None:
    """`상동` for `수성구 상동`: if several districts have a neighbourhood of this name, all of them."""
    by_end: dict[str, list[str]] = {}
    for text in texts:
        name_only = text.rpartition(" ")[2]
        by_end.setdefault(name_only, []).append(text)
        whole_of_parts = _PART_OF_DONG.sub("", name_only)
        if whole_of_parts != name_only and not any(other.endswith(f" {whole_of_parts}") for other in texts):
            by_end.setdefault(whole_of_parts, []).append(text)
    for short, full in by_end.items():
        choice = Choice(name, "==", full[0], full[0]) if len(full) == 1 else Choice(name, "in", [*full], "·".join(full))
        whole.setdefault(plain(short), []).append(choice)


def _parts(name: str, texts: tuple[str, ...]) -> Iterator[tuple[str, Choice]]:
    """`교차로` for all values that start with it, `추돌` for all that have it as a word of their own."""
    found: dict[str, set[str]] = {}
    for text in texts:
        if len(text) > _LONGEST:
            continue
        pieces = [piece for piece in _PARTS.split(text) if piece]
        if len(pieces) > 1:
            for piece in pieces:
                found.setdefault(piece, set()).add(text)
    for piece, owners in found.items():
        if len(piece) < 2 or piece in _EVERYWHERE or _SAYS_NOTHING.fullmatch(piece):
            continue
        if len(owners) == 1:
            text = next(iter(owners))
            yield plain(piece), Choice(name, "==", text, text)
        elif owners == {text for text in texts if text.startswith(piece)}:
            yield plain(piece), Choice(name, "startswith", piece, piece)
        elif owners == {text for text in texts if piece in text}:
            yield plain(piece), Choice(name, "contains", piece, piece)
        else:
            yield plain(piece), Choice(name, "in", [*sorted(owners)], "·".join(sorted(owners)))
