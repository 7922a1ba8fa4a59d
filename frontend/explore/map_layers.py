"""The layers of a table on the map of 시각화. Pure functions."""

from collections.abc import Mapping
from enum import StrEnum

import numpy as np
import pandas as pd

from frontend import theme
from frontend.analysis import dong_counts, map_points
from frontend.analysis.table import Mask, Places, Points, Table
from frontend.dong_centres import Centre
from frontend.point_maps.layers import Drawn, PointLayer
from frontend.theme import Palette

OTHERS = "그 밖"
AT_POINTS, AT_DONG = "좌표가 있는 곳", "좌표 없음 (동별)"


class Way(StrEnum):
    """How rows are drawn, as it stands in the URL."""

    CLUSTERS = "clusters"
    HEAT = "heat"
    KINDS = "kinds"
    DONG = "dong"


def ways(table: Table) -> list[Way]:
    """Those that the table has the columns for."""
    by_kind = [Way.KINDS] if map_points.kinds(table) else []
    of_points = [Way.CLUSTERS, Way.HEAT, *by_kind] if table.points and table.points.known.any() else []
    of_places = [Way.DONG] if table.places and table.places.district.notna().any() else []
    return of_points + of_places


def at_points(table: Table, points: Points, way: Way, colours: Palette) -> PointLayer:
    """The rows that have a coordinate, as one layer."""
    known = points.known
    return PointLayer(
        AT_POINTS,
        coordinates(points, known),
        colours.series[0],
        Drawn.HEAT if way is Way.HEAT else Drawn.CLUSTERS,
        None if way is Way.HEAT else table.frame.loc[known, map_points.telling(table)],
    )


def by_kind(table: Table, points: Points, by: str, which: Mask, colours: Palette) -> list[PointLayer]:
    """A layer for each of the most frequent values of the column `by`, in the order of their frequency, and one for
    the others. `which`: the rows to draw; the frequencies are those of all that have a coordinate."""
    column, told = table.frame[by], map_points.telling(table)
    drawn = which & points.known
    left = drawn.copy()
    layers: list[tuple[str, Mask, str]] = []
    for (text, value), colour in zip(map_points.top_values(column[points.known]), colours.series, strict=False):
        here = drawn & (column == value).to_numpy(dtype=bool, na_value=False)
        left &= ~here
        layers.append((text, here, colour))
    if left.any():
        layers.append((OTHERS, left, colours.series[-1]))
    return [
        PointLayer(
            name,
            coordinates(points, here),
            colour,
            Drawn.DOTS,
            table.frame.loc[here, told],
            below=name == OTHERS,
        )
        for name, here, colour in layers
    ]


def at_dong(places: Places, centres: Mapping[str, Centre], name: str, colour: str) -> PointLayer:
    """A circle for each 동, as large as the number of its rows."""
    circles = dong_counts.circles(places, centres)
    whole = max(int(circles["count"].sum()), 1)
    popups = pd.DataFrame(
        {
            "곳": circles["name"],
            "건수": [f"{count:,}건" for count in circles["count"]],
            "비율": [theme.percent(count / whole) for count in circles["count"]],
            "위치를 모르는 동": circles["gathered"].astype(object),
        }
    )
    return PointLayer(name, circles[["latitude", "longitude", "count"]], colour, Drawn.CIRCLES, popups)


def coordinates(points: Points, which: Mask) -> pd.DataFrame:
    """`latitude` and `longitude` of some rows, as layers want them."""
    return pd.DataFrame(
        {
            "latitude": points.latitude.to_numpy(np.float64)[which],
            "longitude": points.longitude.to_numpy(np.float64)[which],
        }
    )
