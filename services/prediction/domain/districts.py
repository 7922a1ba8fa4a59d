"""The districts of Daegu: from what a caller wrote to a 구 and 동 of the training data."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from services.prediction.domain.taas_names import (
    CITY,
    CITY_SPELLINGS,
    PUBLISHED_GU,
    canonical_dong,
    normalized,
)

_NEAR_NAMES = 5


@dataclass(frozen=True, slots=True)
class Place:
    """`dong` is None where only the 구 is known; `written` is the part that named no known 동."""

    gu: str
    dong: str | None
    written: str = ""

    @property
    def full_name(self) -> str:
        return f"{CITY} {self.gu} {self.dong}" if self.dong else f"{CITY} {self.gu}"


class Districts:
    """Looks up districts. `full_names`: every known `대구광역시 구 동`."""

    def __init__(self, full_names: Sequence[str]) -> None:
        self.full_names = tuple(full_names)
        self._places = {name: Place(*name.split(" ")[1:3]) for name in full_names}
        self._short = {name: name.removeprefix(f"{CITY} ") for name in full_names}
        self._by_dong: dict[str, list[Place]] = {}
        for place in self._places.values():
            self._by_dong.setdefault(place.dong or "", []).append(place)

    def find(self, text: str) -> Place | None:
        """The place `text` names, or None if it names none in Daegu.

        Takes the full name, the name without the city (`수성구 상동`), a 동 alone if only one 구 has it, and the older
        spellings of TAAS. An unknown or absent 동 of a known 구 gives the 구.
        """
        if place := self._places.get(text):
            return place
        words = normalized(text).split(" ")
        if words[0] in CITY_SPELLINGS:
            words = words[1:]
        if not words:
            return None
        if words[0] in PUBLISHED_GU:
            gu, dong = canonical_dong(words[0], " ".join(words[1:]))
            return self._places.get(f"{CITY} {gu} {dong}") or Place(gu, None, dong)
        same_dong = self._by_dong.get(" ".join(words), ())
        return same_dong[0] if len(same_dong) == 1 else None

    def near(self, text: str) -> tuple[str, ...]:
        """The known full names most like `text`, best first."""
        # Compared without the city, which every name shares and most callers omit.
        ranked = process.extract(normalized(text), self._short, scorer=fuzz.WRatio, limit=_NEAR_NAMES)
        return tuple(name for _, _, name in ranked)
