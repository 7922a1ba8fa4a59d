"""Typing errors find their word; other places do not."""

import pytest

from services.chat.agent.analyst.meanings import EntityWord, Says, Term
from services.chat.agent.analyst.near_words import NearWords

WORDS = ("수성구", "달서구", "기상상태", "사망자수", "남구", "범어동")
NEAR = NearWords({word: Term(EntityWord("")) for word in WORDS} | {"많": Term(Says.MANY, verb=True)})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("수성그", "수성구"),
        ("기상상테", "기상상태"),
        ("사망쟈수", "사망자수"),
        ("달써구", "달서구"),
        ("수성그는", "수성구"),
    ],
)
def test_one_wrong_letter_is_forgiven(typed: str, meant: str) -> None:
    found = NEAR.nearest(typed)
    assert found is not None
    assert found[1] == meant


@pytest.mark.parametrize("other", ["수원시", "해운대구", "강서구", "수영구", "인천", "남산", "대전"])
def test_another_place_is_not_a_typing_error(other: str) -> None:
    assert NEAR.nearest(other) is None
