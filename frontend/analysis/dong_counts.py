"""How many rows lie in each 동, and where to draw them."""

from collections.abc import Mapping, Sequence

import pandas as pd

from frontend import districts
from frontend.analysis.table import Places
from frontend.dong_centres import Centre

_FEW = 4  # names in one cell


def counts(places: Places) -> pd.DataFrame:
    """Columns `구`, `동` (empty where only the 구 is known), `건수` and `비율` (0-1, of the rows whose place is known),
    a row for each district that occurs, the most frequent one first."""
    found = _occurring(places)
    names = [districts.split(str(name)) for name in found.index]
    return pd.DataFrame(
        {
            "구": [gu for gu, _ in names],
            "동": [dong for _, dong in names],
            "건수": found.to_numpy(),
            "비율": (found / max(int(found.sum()), 1)).to_numpy(),
        }
    )


def circles(places: Places, centres: Mapping[str, Centre]) -> pd.DataFrame:
    """A row per centre, the most frequent one first: `latitude`, `longitude` (degrees), `count`, `name`, and
    `gathered`: the 동 that stand in the middle of their 구, because nothing tells where they lie."""
    here: dict[tuple[float, float], list[tuple[str, int]]] = {}
    for district, count in _occurring(places).items():
        if centre := centres.get(str(district)):
            here.setdefault((centre.latitude, centre.longitude), []).append((str(district), int(count)))
    drawn = [_circle(at, found, centres) for at, found in here.items()]
    columns = ["latitude", "longitude", "count", "name", "gathered"]
    return pd.DataFrame(drawn, columns=columns).sort_values("count", ascending=False, ignore_index=True)


def unplaced(places: Places) -> int:
    """Number of rows that name no place."""
    return int(places.district.isna().sum())


def _occurring(places: Places) -> pd.Series:
    found = places.district.value_counts()
    return found[found > 0]


def _circle(
    at: tuple[float, float], found: Sequence[tuple[str, int]], centres: Mapping[str, Centre]
) -> tuple[float, float, int, str, str | None]:
    """One circle, of the districts that lie there: one 동, neighbours of the same name, or the middle of a 구."""
    names = [(districts.split(district), centres[district].points) for district, _ in found]
    exact = "·".join(dong for (_, dong), points in names if dong and points)
    lost = [dong for (_, dong), points in names if dong and not points]
    more = f" 외 {len(lost) - _FEW}곳" if len(lost) > _FEW else ""
    gu = names[0][0][0]
    return (
        *at,
        sum(count for _, count in found),
        f"{gu} {exact or '(동 위치 모름)'}",
        ", ".join(lost[:_FEW]) + more if lost else None,
    )
