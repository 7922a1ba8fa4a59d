"""Tables for tests, made of plain columns."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from frontend import dong_centres
from frontend.analysis import table_making
from frontend.analysis.columns import Column, Kind
from frontend.analysis.districts_in_text import Gazetteer
from frontend.analysis.table import Table

Values = Sequence[object] | pd.DatetimeIndex | pd.Series | npt.NDArray[np.generic]
GAZETTEER = Gazetteer(dong_centres.centres())


def table(columns: Mapping[str, Values], **kinds: Kind) -> Table:
    """A table of these columns; `kinds` by name where it cannot be told from the values."""
    frame = pd.DataFrame(dict(columns))
    described = [
        Column(
            name,
            kinds.get(name) or _kind(frame[name]),
            len(frame),
            int(frame[name].isna().sum()),
            int(frame[name].nunique()),
        )
        for name in map(str, frame)
    ]
    return table_making.make(frame, described, GAZETTEER)


def accidents() -> Table:
    """Six accidents, of which the last says neither when nor where."""
    return table(
        {
            "사고일시": pd.to_datetime(
                [
                    "2016-01-01 00:30",
                    "2016-01-02 05:00",
                    "2016-02-29 12:00",
                    "2017-03-05 18:00",
                    "2017-12-31 23:59",
                    "",
                ]
            ),
            "시군구": [
                "대구광역시 수성구 상동",
                "대구광역시 수성구 범어동",
                "대구광역시 남구 대명동",
                "대구광역시 수성구 상동",
                "대구광역시 달성군",
                None,
            ],
            "기상상태": ["맑음", "비", "맑음", "눈", "맑음", None],
            "사망자수": [0, 1, 0, 2, 0, 0],
        }
    )


def _kind(column: pd.Series) -> Kind:
    if pd.api.types.is_bool_dtype(column):
        return Kind.BOOLEAN
    if pd.api.types.is_datetime64_any_dtype(column):
        return Kind.DATETIME
    if pd.api.types.is_integer_dtype(column):
        return Kind.INTEGER
    return Kind.FLOAT if pd.api.types.is_float_dtype(column) else Kind.TEXT
