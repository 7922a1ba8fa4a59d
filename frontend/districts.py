"""Full names of districts taken apart: `대구광역시 수성구 상동` is city, 구 (or 군) and 동 (or 읍, 면)."""

from collections.abc import Iterable, Mapping
from functools import lru_cache


def split(district: str) -> tuple[str, str]:
    """구 and 동 of a full name; either is empty if the name does not have it."""
    _, gu, dong = [*district.split(" ", 2), "", ""][:3]
    return gu, dong


def by_gu(districts: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """Each 구 with its 동 and their full names, both in the order of the alphabet."""
    return _by_gu(tuple(districts))


@lru_cache(maxsize=64)  # a form asks for the same ones several times each time it is drawn
def _by_gu(districts: tuple[str, ...]) -> Mapping[str, Mapping[str, str]]:
    groups: dict[str, dict[str, str]] = {}
    for district in sorted(districts):
        gu, dong = split(district)
        groups.setdefault(gu, {})[dong] = district
    return groups
