"""The tab 겹쳐 보기: all chosen datasets on one map, each with its colour and its switch."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from frontend import dong_centres, map_card, theme
from frontend.analysis import map_points
from frontend.cross import cross_words
from frontend.cross.chosen_tables import Item
from frontend.explore import map_layers
from frontend.point_maps.layers import Drawn, PointLayer
from frontend.theme import Palette

_DOTS = 2000
"""Rows up to which points are drawn each by itself; more would hide what lies below."""


def show(items: Sequence[Item]) -> None:
    colours = theme.palette()
    layers = [layer for item in items for layer in _layers(item, colours)]
    if not layers:
        st.info(
            "고른 데이터셋 어디에도 위치를 알려 주는 열이 없습니다. "
            "위도와 경도, 또는 구와 동이 적힌 주소 열이 필요합니다.",
            icon=":material/location_off:",
        )
        return
    circles = any(layer.kind is Drawn.CIRCLES for layer in layers)
    at_dong = " 좌표가 없는 행은 동의 중심에 건수만큼 큰 원으로 표시했습니다." if circles else ""
    map_card.show(
        layers,
        "겹쳐 보기",
        "오른쪽 위 목록에서 데이터셋을 켜고 끌 수 있습니다. 점을 누르면 내용을 보여줍니다." + at_dong,
        cross_words.overlay([(item.label, _placed(item), len(item.table)) for item in items]),
        view=" ".join(("cross", *(item.dataset_id for item in items))),
    )


def _layers(item: Item, colours: Palette) -> list[PointLayer]:
    """The rows with a coordinate, and the others at their 동."""
    table, colour = item.table, colours.series[item.number % len(colours.series)]
    known = table.points.known if table.points else np.zeros(len(table), dtype=bool)
    layers = []
    if table.points and known.any():
        kind = Drawn.DOTS if known.sum() <= _DOTS else Drawn.CLUSTERS
        told = table.frame.loc[known, map_points.telling(table)]
        layers.append(PointLayer(item.label, map_layers.coordinates(table.points, known), colour, kind, told))
    if table.places and not known.all():
        name = f"{item.label} (동별)" if layers else item.label
        circles = map_layers.at_dong(table.places.take(~known), dong_centres.centres(), name, colour)
        layers += [circles] if len(circles.points) else []
    return layers


def _placed(item: Item) -> int:
    """Rows that are on the map."""
    table = item.table
    known = table.points.known if table.points else np.zeros(len(table), dtype=bool)
    at_dong = table.places.district.notna().to_numpy() & ~known if table.places else np.zeros_like(known)
    return int(known.sum() + at_dong.sum())
