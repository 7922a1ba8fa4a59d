"""The form of one accident, made from the model's metadata; its state stands in the URL.

Every widget is bound to a query parameter of the same name, so a link opens the same form again.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import districts
from frontend.korean_time import KOREAN_TIME

DATE, HOUR, GU, DONG = "date", "hour", "gu", "dong"
CATEGORIES = ("weather", "road_surface", "road_type", "accident_type")
KEYS = (DATE, HOUR, GU, DONG, *CATEGORIES)
WEEKDAYS = ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일")

# The widget beside which a violation of a field of the request is shown, where the names differ.
_WIDGETS = {
    "accident_year": DATE,
    "accident_month": DATE,
    "accident_day": DATE,
    "day_of_week": DATE,
    "accident_hour": HOUR,
    "time_period": HOUR,
    "district": DONG,
}


def fields(model: pb.GetModelResponse) -> dict[str, pb.GetModelResponse.Field]:
    """The model's fields by name."""
    return {field.name: field for field in model.fields}


def widget_of(field: str) -> str:
    """Key of the widget that sets a field of the request."""
    return _WIDGETS.get(field, field)


def summary(accident: pb.Accident) -> str:
    """The accident in one line: `2022-01-01 토요일 새벽 1시 · 대구광역시 수성구 상동`.

    The day of the week follows from the date; the part of the day is there if the service has derived it.
    """
    parts = []
    if accident.HasField("accident_year"):
        day = datetime.date(accident.accident_year, accident.accident_month, accident.accident_day)
        parts.append(f"{day.isoformat()} {day_of_week(accident)}")
    if accident.HasField("accident_hour"):
        parts.append(f"{accident.time_period} {accident.accident_hour}시".strip())
    return " · ".join(filter(None, [" ".join(parts), accident.district]))


def day_of_week(accident: pb.Accident) -> str:
    """Day of the week of the accident's date, such as `토요일`."""
    date = datetime.date(accident.accident_year, accident.accident_month, accident.accident_day)
    return WEEKDAYS[date.weekday()]


def show(model: pb.GetModelResponse, violations: Mapping[str, Sequence[str]]) -> None:
    """Draws the form. `violations`: Korean sentences by key of the widget, shown right below it."""
    known = fields(model)
    groups = districts.by_gu(known["district"].values)
    _start(known)

    def complaints(key: str) -> None:
        for message in violations.get(key, ()):
            st.markdown(f":small[:red[:material/error: {message}]]")

    for row in ((DATE, HOUR, GU, DONG), CATEGORIES):
        for column, key in zip(st.columns(4), row, strict=True):
            with column:
                if key == DATE:
                    _date(known["accident_year"])
                elif key == HOUR:
                    hour = known["accident_hour"]
                    _choice(HOUR, "시각", range(hour.minimum, hour.maximum + 1), format_func="{}시".format)
                elif key == GU:
                    _choice(GU, "구·군", groups)
                elif key == DONG:
                    _choice(DONG, "읍·면·동", groups.get(st.session_state[GU], {}))
                else:
                    _choice(key, known[key].label, known[key].values)
                complaints(key)


def read(model: pb.GetModelResponse) -> pb.Accident:
    """The accident that the form says; fields that are empty are absent."""
    state = st.session_state
    groups = districts.by_gu(fields(model)["district"].values)
    values: dict[str, Any] = {name: state.get(name) for name in CATEGORIES}
    values["accident_hour"] = state.get(HOUR)
    values["district"] = groups.get(state.get(GU, ""), {}).get(state.get(DONG, ""))
    if date := state.get(DATE):
        values |= {"accident_year": date.year, "accident_month": date.month, "accident_day": date.day}
    return pb.Accident(**{name: value for name, value in values.items() if value is not None})


def fill(accident: pb.Accident) -> None:
    """Sets the form to an accident; fields that it does not have become empty. For callbacks only."""
    gu, dong = districts.split(accident.district)
    state: dict[str, Any] = {name: getattr(accident, name) or None for name in CATEGORIES}
    state |= {GU: gu or None, DONG: dong or None}
    state[HOUR] = accident.accident_hour if accident.HasField("accident_hour") else None
    try:
        state[DATE] = datetime.date(accident.accident_year, accident.accident_month, accident.accident_day)
    except ValueError:
        state[DATE] = None
    for key, value in state.items():
        st.session_state[key] = value


def _date(year: pb.GetModelResponse.Field) -> None:
    st.date_input(
        "날짜",
        value=None,
        min_value=datetime.date(year.minimum, 1, 1),
        max_value=datetime.date(year.maximum, 12, 31),
        key=DATE,
        format="YYYY-MM-DD",
        bind="query-params",
    )


def _choice(
    key: str,
    label: str,
    values: Any,
    format_func: Callable[[Any], str] = str,
) -> None:
    options = list(values)
    # A value that is not offered (a 동 of another 구, another model, a word read wrongly) leaves the field empty.
    if st.session_state.get(key) is not None and st.session_state[key] not in options:
        st.session_state[key] = None
    st.selectbox(
        label,
        options,
        index=None,
        key=key,
        format_func=format_func,
        placeholder="선택해주세요",
        filter_mode="contains",
        bind="query-params",
    )


def _start(known: Mapping[str, pb.GetModelResponse.Field]) -> None:
    """A first visit starts at today and the city's typical accident; a link or a choice of the user wins."""
    if any(key in st.session_state or key in st.query_params for key in KEYS):
        return
    gu, dong = districts.split(known["district"].typical)
    st.session_state[DATE] = datetime.datetime.now(KOREAN_TIME).date()
    st.session_state[HOUR] = int(known["accident_hour"].typical)
    st.session_state[GU], st.session_state[DONG] = gu, dong
    for name in CATEGORIES:
        st.session_state[name] = known[name].typical
