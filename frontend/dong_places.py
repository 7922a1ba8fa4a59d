"""Which districts lie at which place of a map, and what a place is called. Pure functions.

Some 동 lie nowhere: nothing tells where. They are gathered in the middle of their 구.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from frontend import districts, dong_centres
from frontend.dong_centres import Centre

_FEW = 4  # names in one line


@dataclass(frozen=True)
class Place:
    """`members`: full names of the districts here; `gathered`: the 동 among them that lie nowhere."""

    centre: Centre
    members: Sequence[str]
    gathered: Sequence[str]

    @property
    def label(self) -> str:
        """Written at the place: `상동`."""
        return self._exact or "동 위치 모름"

    @property
    def name(self) -> str:
        """`수성구 상동`"""
        return f"{districts.split(self.members[0])[0]} {self._exact or '(동 위치 모름)'}"

    @property
    def note(self) -> str:
        """A line for the pointer that names what is gathered here; empty if nothing is."""
        if not self.gathered:
            return ""
        more = f" 외 {len(self.gathered) - _FEW}곳" if len(self.gathered) > _FEW else ""
        return f"<br>위치를 모르는 동: {', '.join(_dong(self.gathered)[:_FEW])}{more}"

    @property
    def _exact(self) -> str:
        return "·".join(_dong(name for name in self.members if name not in self.gathered))


def places(names: Iterable[str]) -> list[Place]:
    """The places of these districts, in the order of their first ones; districts that the map does not know are left
    out."""
    known = dong_centres.centres()
    here: dict[tuple[float, float], list[str]] = {}
    for name in names:
        if centre := known.get(name):
            here.setdefault((centre.latitude, centre.longitude), []).append(name)
    return [
        Place(known[members[0]], members, [name for name in members if _dong([name]) and not known[name].points])
        for members in here.values()
    ]


def _dong(names: Iterable[str]) -> list[str]:
    """The 동 of the districts that are one."""
    return [dong for dong in (districts.split(name)[1] for name in names) if dong]
