"""How many rows lie in each 동, and where to draw them."""

from collections.abc import Mapping

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
    found = _occurring(places)
    rows = []
    for district, count in found.items():
        if centre := centres.get(str(district)):
            gu, dong = districts.split(str(district))
            rows.append((centre.latitude, centre.longitude, int(count), gu, dong, bool(dong) and not centre.points))
    frame = pd.DataFrame(rows, columns=["latitude", "longitude", "count", "gu", "dong", "lost"])
    drawn = [_circle(group) for _, group in frame.groupby(["latitude", "longitude"], sort=False)]
    columns = ["latitude", "longitude", "count", "name", "gathered"]
    return pd.DataFrame(drawn, columns=columns).sort_values("count", ascending=False, ignore_index=True)


def unplaced(places: Places) -> int:
    """Number of rows that name no place."""
    return int(places.district.isna().sum())


def _occurring(places: Places) -> pd.Series:
    found = places.district.value_counts()
    return found[found > 0]


def _circle(group: pd.DataFrame) -> dict[str, object]:
    """One circle, of the districts that lie there: one 동, neighbours of the same name, or the middle of a 구."""
    exact = "·".join(group.loc[~group["lost"] & (group["dong"] != ""), "dong"])
    lost = group.loc[group["lost"], "dong"].tolist()
    more = f" 외 {len(lost) - _FEW}곳" if len(lost) > _FEW else ""
    return {
        "latitude": group["latitude"].iloc[0],
        "longitude": group["longitude"].iloc[0],
        "count": int(group["count"].sum()),
        "name": f"{group['gu'].iloc[0]} {exact or '(동 위치 모름)'}",
        "gathered": ", ".join(lost[:_FEW]) + more if lost else None,
    }
