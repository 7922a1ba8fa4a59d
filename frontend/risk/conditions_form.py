"""The conditions on screen: presets, and a field for each of them. The URL is the truth."""

import datetime
from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend.korean_time import KOREAN_TIME
from frontend.predict import accident_form
from frontend.risk import conditions, presets
from frontend.risk.conditions import Conditions
from frontend.risk.risk_place import DAY, PARAMETERS, STATE, TIME

_KEY = "risk_map_{}_field"
_PRESET = "risk_map_preset"

_Option = TypeVar("_Option", str, int)


def show(model: pb.GetModelResponse) -> Conditions:
    """Draws the form and returns what it says."""
    usual = conditions.usual(model, datetime.datetime.now(KOREAN_TIME).date())
    chosen, unknown = conditions.read({name: STATE.all(name) for name in STATE.names()}, model, usual)
    known = accident_form.fields(model)

    def take() -> None:
        STATE.put(_written().parameters(usual))

    _follow(chosen)
    with st.container(border=True):
        _presets(model, chosen, usual)
        with st.container(horizontal=True):
            year, hour = known["accident_year"], known["accident_hour"]
            st.date_input(
                "날짜",
                min_value=datetime.date(year.minimum, 1, 1),
                max_value=datetime.date(year.maximum, 12, 31),
                key=_KEY.format(DAY),
                format="YYYY-MM-DD",
                width=140,
                on_change=take,
            )
            _choice(TIME, "시각", range(hour.minimum, hour.maximum + 1), 92, take)
            for name, parameter in PARAMETERS.items():
                _choice(parameter, known[name].label, list(known[name].values), 157, take)
        if unknown:
            st.caption(f":material/info: 링크의 값을 알 수 없어 대표값으로 바꾸었습니다: {', '.join(unknown)}")
    return chosen


def _presets(model: pb.GetModelResponse, chosen: Conditions, usual: Conditions) -> None:
    offered = presets.offered(model, chosen, usual)
    st.session_state[_PRESET] = next((label for label, each in offered.items() if each == chosen), None)

    def take() -> None:
        wanted = offered.get(st.session_state[_PRESET], presets.none(chosen, usual))
        STATE.put(wanted.parameters(usual))

    st.pills("자주 찾는 조건", list(offered), key=_PRESET, on_change=take)


def _choice(parameter: str, label: str, options: Sequence[_Option], width: int, take: Callable[[], None]) -> None:
    st.selectbox(
        label,
        options,
        key=_KEY.format(parameter),
        format_func="{}시".format if parameter == TIME else str,
        filter_mode="contains",
        width=width,
        on_change=take,
    )


def _follow(chosen: Conditions) -> None:
    """The fields show what the URL says."""
    st.session_state[_KEY.format(DAY)] = chosen.date
    st.session_state[_KEY.format(TIME)] = chosen.hour
    for name, parameter in PARAMETERS.items():
        st.session_state[_KEY.format(parameter)] = chosen.values[name]


def _written() -> Conditions:
    """What the fields say."""
    state = st.session_state
    values = {name: state[_KEY.format(parameter)] for name, parameter in PARAMETERS.items()}
    return Conditions(state[_KEY.format(DAY)], state[_KEY.format(TIME)], values)
