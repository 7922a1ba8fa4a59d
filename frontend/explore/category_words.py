"""What the charts of counts say, in sentences."""

from frontend.analysis.category_counts import Counts, Cross
from frontend.number_format import share, topic

_ENOUGH = 30
"""Rows of a value from which on its shares say something."""


def counts(found: Counts, column: str) -> str:
    """The most frequent value, how many values make up half, and what is missing."""
    values = found.values
    first = values.iloc[0]
    if len(values) == 1:
        said = f"{topic(column)} 값은 {found.filled:,}건 모두 {topic(first['value'])}입니다."
    else:
        alike = int((values["count"] == first["count"]).sum())
        others = f" 등 {alike:,}가지(각 " if alike > 1 else "("
        said = (
            f"{topic(column)} 값은 {len(values):,}가지이고, 가장 많은 것은 {topic(first['value'])}{others}"
            f"{first['count']:,}건, {share(first['share'])})입니다."
        )
        half = int((values["share"].cumsum() < 0.5).sum()) + 1
        if 1 < half < len(values):
            said += f" 많은 순서로 {half:,}가지가 전체의 {share(values['share'].iloc[:half].sum())}를 차지합니다."
    return f"{said} 값이 없는 행은 {found.missing:,}건입니다." if found.missing else said


def rest(found: Counts, shown: int) -> str:
    """`그 밖 69종 12,345건`; empty if everything is shown."""
    kinds, rows = found.rest(shown)
    if not kinds:
        return ""
    return f"많은 순서로 {shown}가지를 그렸습니다. 그 밖 {kinds:,}종 {rows:,}건은 CSV에 들어 있습니다."


def shares(crossed: Cross, column: str, by: str) -> str:
    """The share that differs most from the usual one, of values with enough rows."""
    told = crossed.counts[crossed.counts.sum(axis=1) >= _ENOUGH]
    if len(told) < 2:
        told = crossed.counts
    usual = crossed.counts.sum(axis=0) / crossed.shown
    difference = told.div(told.sum(axis=1), axis=0) - usual
    if crossed.rest is not None:
        difference = difference.drop(columns=crossed.rest)
    if len(told) < 2 or difference.empty or float(difference.abs().to_numpy().max()) < 0.005:
        return f"{topic(by)} 비율은 {topic(column)} 값에 따라 거의 다르지 않습니다."
    # Of two shares that differ as much, such as those of yes and no, the higher one is told.
    size = difference.abs().round(9) + (difference > 0) * 1e-9
    row, name = divmod(int(size.to_numpy().argmax()), size.shape[1])
    here, there = float(difference.iat[row, name] + usual.iloc[name]), float(usual.iloc[name])
    value, part = topic(str(difference.index[row])), topic(str(difference.columns[name]))
    more = "높습니다" if here > there else "낮습니다"
    return f"전체와 가장 다른 것은 {value}입니다. {part} 비율이 {share(here)}로, 그린 전체의 {share(there)}보다 {more}."
