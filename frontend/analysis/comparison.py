"""How two tables differ in what both of them tell."""

import numpy as np
import pandas as pd

from frontend import districts
from frontend.analysis import category_counts
from frontend.analysis.table import Moments, Places, Table

GU, DONG, YEAR, MONTH, WEEKDAY, HOUR = "구·군", "동", "연도", "월", "요일", "시각"
"""Aspects of place and time; the others are columns."""
_UNITS = {YEAR: "년", MONTH: "월", HOUR: "시"}
WEEKDAYS = ("월", "화", "수", "목", "금", "토", "일")


def aspects(one: Table, other: Table) -> list[str]:
    """What can be compared: parts of time and place that both tell, then the categories that have the same name.

    A column that is called like a part which only one of them tells is left out: its values are written otherwise.
    """
    parts = {*_parts(one), *_parts(other)}
    shared = [part for part in _parts(one) if part in _parts(other)]
    return shared + [name for name in _names(one) if name in _names(other) and name not in parts]


def values(table: Table, aspect: str) -> pd.Series:
    """The aspect of each row, as text; missing where it is not known."""
    if aspect not in _parts(table):
        return table.frame[aspect]
    if aspect in (GU, DONG) and table.places:
        return _district(table.places, aspect)
    return _at(table.moments, aspect) if table.moments else table.frame[aspect]


def shares(one: pd.Series, other: pd.Series, order: tuple[str, ...] = ()) -> pd.DataFrame:
    """A row for each value of either: `value`, `one` and `other` (rows with it), `one_share`, `other_share` (0-1, of
    the rows with a value) and `difference` of the shares, one minus other.

    In `order` if that is given (with values that nobody has), otherwise the most frequent ones of both first.
    """
    first, second = (category_counts.count(column).values.set_index("value")["count"] for column in (one, other))
    both = pd.DataFrame({"one": first, "other": second}).fillna(0).astype(np.int64)
    if order:
        both = both.reindex(list(order), fill_value=0)
    for name in ("one", "other"):
        both[f"{name}_share"] = both[name] / max(int(both[name].sum()), 1)
    both["difference"] = both["one_share"] - both["other_share"]
    if not order:
        both = both.sort_values(["one_share", "other_share"], ascending=False, kind="stable")
    return both.rename_axis("value").reset_index()


def total_variation(compared: pd.DataFrame) -> float:
    """Half of the sum of the absolute differences of the shares, 0-1: the least share of one table that would have to
    be another value for both to be alike."""
    return float(compared["difference"].abs().sum() / 2)


def order(aspect: str, *columns: pd.Series) -> tuple[str, ...]:
    """The values of an aspect that has an order; nothing for the others."""
    if aspect == YEAR:
        years = sorted({int(year[:-1]) for column in columns for year in column.dropna().unique()})
        return tuple(_written(YEAR, year) for year in range(years[0], years[-1] + 1)) if years else ()
    first_last = {WEEKDAY: (0, 6), HOUR: (0, 23), MONTH: (1, 12)}.get(aspect)
    return tuple(_written(aspect, n) for n in range(first_last[0], first_last[1] + 1)) if first_last else ()


def by_district(one: Places, other: Places) -> pd.DataFrame:
    """A row for each 동 that either has: `gu`, `dong`, `one`, `other` (rows there). Rows whose 동 is not known are left
    out."""
    counts = pd.DataFrame(
        {"one": one.district.value_counts(), "other": other.district.value_counts()}, dtype="Int64"
    ).fillna(0)
    counts = counts[(counts["one"] > 0) | (counts["other"] > 0)].astype(np.int64)
    names = [districts.split(str(name)) for name in counts.index]
    counts.insert(0, "gu", [gu for gu, _ in names])
    counts.insert(1, "dong", [dong for _, dong in names])
    return counts[counts["dong"] != ""].sort_values(["one", "other"], ascending=False).reset_index(drop=True)


def rank_correlation(one: pd.Series, other: pd.Series) -> float | None:
    """Spearman's, -1 to 1; None if one of them is the same everywhere or there are fewer than three."""
    if len(one) < 3 or one.nunique() < 2 or other.nunique() < 2:
        return None
    return float(one.rank().corr(other.rank()))


def _parts(table: Table) -> list[str]:
    parts = [GU] if table.places else []
    if table.places and any(districts.split(name)[1] for name in table.places.district.cat.categories):
        parts.append(DONG)
    if table.moments:
        parts.append(YEAR)
        parts += [MONTH, WEEKDAY] if table.moments.has_months else []
        parts += [HOUR] if table.moments.has_hours else []
    return parts


def _district(places: Places, aspect: str) -> pd.Series:
    """`수성구`, or `수성구 상동`: several 구 have a 동 of the same name."""
    names = {name: districts.split(name) for name in places.district.cat.categories}
    written = {
        name: gu if aspect == GU else f"{gu} {dong}" for name, (gu, dong) in names.items() if aspect == GU or dong
    }
    return places.district.astype(object).map(written)


def _at(moments: Moments, aspect: str) -> pd.Series:
    when = moments.when.dt
    numbers: pd.Series = {YEAR: when.year, MONTH: when.month, WEEKDAY: when.day_of_week, HOUR: when.hour}[aspect]
    return numbers.map({number: _written(aspect, int(number)) for number in numbers.dropna().unique()})


def _written(aspect: str, number: int) -> str:
    return f"{WEEKDAYS[number]}요일" if aspect == WEEKDAY else f"{number}{_UNITS[aspect]}"


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.is_category]
