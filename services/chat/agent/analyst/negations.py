"""What a question excludes: `토요일 제외`, `건조하지 않은`, `비 안 오는 날`, `달서구 사고 빼고`."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from services.chat.agent.analyst import conditions as made
from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.meanings import ColumnWord, EntityWord, Mark, MeasureWord, Says
from services.chat.agent.analyst.reading import Said
from services.chat.agent.analyst.spans import LISTED

_JOINED = ("도", "나", "이나", "와", "과", "랑", "이랑", "하고", LISTED)
_NOT_VERB = ("안", "못")
_INSTEAD = ("말고", "아니라", "아니고")
_PASSED = (Says.FILLER, Says.LEAST_BOUND, Says.MOST_BOUND, Says.ABOVE, Says.BELOW)
_TAG = re.compile(r"(?:아니|아닌|않)(?:은|는|을)?(?:나|가|니|냐|까|지)요?$|아닌가요?$|않습니까$")
"""`많지 않나요?` asks, and excludes nothing."""


def negated(columns: Columns, marks: Sequence[Mark], said: Sequence[Said]) -> list[Said]:
    """The conditions, with those that are excluded turned round; `유치원도 어린이집도 아닌` excludes both."""
    found: list[Said] = []
    for each in said:
        if _negation(marks, each.at) is None:
            found.append(each)
            continue
        whole = each
        while found and _goes_with(found[-1], whole):
            union = made.united(found[-1].condition, whole.condition)
            if union is None:
                break
            found.pop()
            whole = replace(whole, condition=union)
        opposite = made.negated(columns, whole.condition)
        found.append(whole if opposite is None else replace(whole, condition=opposite, negated=True))
    return found


def instead(marks: Sequence[Mark]) -> list[Mark]:
    """Without the quantity or group that another one is asked for instead of: `사망자 말고 부상자`."""
    kept: list[Mark] = []
    for mark in marks:
        before = kept[-1].meaning if kept else None
        if mark.meaning is Says.NOT and mark.text.startswith(_INSTEAD) and isinstance(before, ColumnWord | MeasureWord):
            kept.pop()
        else:
            kept.append(mark)
    return kept


def unplaced(marks: Sequence[Mark], placed: Collection[int]) -> list[str]:
    """Words that exclude something, but nobody knows what: to leave them out would turn the answer round."""
    used = {_negation(marks, at) for at in placed}
    words = []
    for at, mark in enumerate(marks):
        verb = marks[at + 1] if at + 1 < len(marks) else None
        if at in used or _TAG.search(mark.text + mark.tail):
            continue
        if mark.meaning is Says.NOT:
            words.append(mark.text + mark.tail)
        elif _is_not_verb(mark) and verb is not None and verb.meaning is Says.FILLER:
            words.append(f"{mark.text} {verb.text}{verb.tail}")
    return words


def _negation(marks: Sequence[Mark], at: int) -> int | None:
    """The place of the word that excludes what is said at `at`."""
    for place in range(at + 1, min(at + 4, len(marks))):
        mark = marks[place]
        if mark.meaning is Says.NOT:
            return None if _TAG.search(mark.text + mark.tail) else place
        if _is_not_verb(mark) and place + 1 < len(marks) and marks[place + 1].meaning is Says.FILLER:
            return place
        rows = isinstance(mark.meaning, EntityWord) and place + 1 < len(marks) and marks[place + 1].meaning is Says.NOT
        if mark.meaning not in _PASSED and not rows:
            return None
    return None


def _is_not_verb(mark: Mark) -> bool:
    return mark.text in _NOT_VERB and not mark.tail and mark.meaning is Says.FILLER


def _goes_with(before: Said, each: Said) -> bool:
    same = before.condition.column == each.condition.column
    return same and not before.negated and before.at == each.at - 1 and before.tail.startswith(_JOINED)
