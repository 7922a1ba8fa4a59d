"""Finds the 구 and 동 of Daegu in addresses and names of districts."""

import re
from collections.abc import Collection, Iterable, Mapping

CITY = "대구광역시"
_CITY_WORDS = re.compile(r"^(대구광역시|대구시|대구)$")
_SEPARATORS = re.compile(r"[\s(),·/]+")
_OTHER_CITY = re.compile(r"(특별시|광역시|특별자치시|특별자치도|[가-힣]도)$")


class Gazetteer:
    """Knows the full names of districts, such as `대구광역시 수성구 상동` and `대구광역시 수성구`."""

    def __init__(self, names: Iterable[str]) -> None:
        self._dongs: dict[str, dict[str, str]] = {}
        for name in names:
            _, gu, dong = [*name.split(" ", 2), ""][:3]
            known = self._dongs.setdefault(gu, {})
            if dong:
                known[dong] = name
        homes: dict[str, set[str]] = {}
        for known in self._dongs.values():
            for dong, name in known.items():
                homes.setdefault(dong, set()).add(name)
        self._only: Mapping[str, str] = {dong: next(iter(names)) for dong, names in homes.items() if len(names) == 1}

    def find(self, text: str) -> str | None:
        """Full name of the district that `text` names: of its 동, or of its 구 if no 동 of that is in it.

        None if it names none, names another city, or only a 동 that several 구 have.
        """
        words = [word for word in _SEPARATORS.split(text) if word]
        if words and _CITY_WORDS.match(words[0]):
            words = words[1:]
        elif words and _OTHER_CITY.search(words[0]):
            return None
        gu = next((word for word in words[:3] if word in self._dongs), None)
        if gu is None:
            return self._only.get(words[0]) if len(words) == 1 else None
        return self._dong(words, self._dongs[gu]) or f"{CITY} {gu}"

    def _dong(self, words: Iterable[str], known: Mapping[str, str]) -> str | None:
        """A 면 that has become an 읍 since stands under its new name."""
        names = (word if word in known else re.sub("면$", "읍", word) for word in words)
        return next((known[name] for name in names if name in known), None)


def find_all(texts: Collection[str], gazetteer: Gazetteer) -> dict[str, str]:
    """The district of each text that names one."""
    found = ((text, gazetteer.find(text)) for text in texts)
    return {text: district for text, district in found if district}
