"""The form of one accident, made from the model's metadata.

The URL is the truth and the widgets follow it: each has a query parameter of its name, with the words of the screen, so
that a link opens the same form again and nothing of it is lost while something else is on the page.
"""

import datetime
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import districts
from frontend.korean_time import KOREAN_TIME
from frontend.predict.predict_place import STATE

DATE, HOUR, GU, DONG = "date", "hour", "gu", "dong"
CATEGORIES = ("weather", "road_surface", "road_type", "accident_type")
KEYS = (DATE, HOUR, GU, DONG, *CATEGORIES)
WEEKDAYS = ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일")

_LABELS = {HOUR: "시각", GU: "구·군", DONG: "읍·면·동"}
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


def follow(model: pb.GetModelResponse) -> None:
    """Makes the widgets say what the URL says, before they are read or drawn.

    A value that is not offered (a 동 of another 구, another model, a word of nobody) leaves its field empty. A URL
    without any of them means today and the city's typical accident.
    """
    known = fields(model)
    words = {key: STATE.all(key)[0] for key in KEYS if STATE.all(key)} or _usual(known)
    for key in KEYS:
        if key == DATE:
            st.session_state[DATE] = _read_date(words.get(DATE, ""), *_days(known))
        else:  # in the order of the form: which 동 there are depends on the 구
            offered = {_word(key, value): value for value in _offered(key, known)}
            st.session_state[key] = offered.get(words.get(key, ""))


def show(model: pb.GetModelResponse, violations: Mapping[str, Sequence[str]]) -> None:
    """Draws the form. `violations`: Korean sentences by key of the widget, shown right below it."""
    known = fields(model)
    for row in ((DATE, HOUR, GU, DONG), CATEGORIES):
        for column, key in zip(st.columns(4), row, strict=True):
            with column:
                if key == DATE:
                    earliest, latest = _days(known)
                    st.date_input(
                        "날짜",
                        value=None,
                        min_value=earliest,
                        max_value=latest,
                        key=DATE,
                        format="YYYY-MM-DD",
                        on_change=_take,
                    )
                else:
                    st.selectbox(
                        _LABELS.get(key) or known[key].label,
                        _offered(key, known),
                        index=None,
                        key=key,
                        format_func=partial(_word, key),
                        placeholder="선택해주세요",
                        filter_mode="contains",
                        on_change=_take,
                    )
                for message in violations.get(key, ()):
                    st.markdown(f":small[:red[:material/error: {message}]]")


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
    values: dict[str, Any] = {GU: gu, DONG: dong} | {name: getattr(accident, name) for name in CATEGORIES}
    values[HOUR] = accident.accident_hour if accident.HasField("accident_hour") else None
    with suppress(ValueError):
        values[DATE] = datetime.date(accident.accident_year, accident.accident_month, accident.accident_day)
    _write(values)


def _take() -> None:
    _write({key: st.session_state[key] for key in KEYS})


def _write(values: Mapping[str, Any]) -> None:
    words = {key: [_word(key, values[key])] if values.get(key) not in (None, "") else [] for key in KEYS}
    if not any(words.values()):
        words[DATE] = [""]  # a URL with none of them would mean the typical accident
    STATE.put(words)


def _word(key: str, value: Any) -> str:
    """A value as it stands on the screen and in the URL."""
    return f"{value}시" if key == HOUR else str(value)


def _offered(key: str, known: Mapping[str, pb.GetModelResponse.Field]) -> list[Any]:
    """What can be chosen for every field but the date, given what is chosen for those before it."""
    if key == HOUR:
        hour = known["accident_hour"]
        return list(range(hour.minimum, hour.maximum + 1))
    if key in CATEGORIES:
        return list(known[key].values)
    groups = districts.by_gu(known["district"].values)
    return list(groups if key == GU else groups.get(st.session_state[GU], ()))


def _days(known: Mapping[str, pb.GetModelResponse.Field]) -> tuple[datetime.date, datetime.date]:
    """The first and the last day that the model takes."""
    year = known["accident_year"]
    return datetime.date(year.minimum, 1, 1), datetime.date(year.maximum, 12, 31)


def _read_date(text: str, earliest: datetime.date, latest: datetime.date) -> datetime.date | None:
    try:
        date = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return date if earliest <= date <= latest else None


def _usual(known: Mapping[str, pb.GetModelResponse.Field]) -> dict[str, str]:
    gu, dong = districts.split(known["district"].typical)
    today = datetime.datetime.now(KOREAN_TIME).date()
    typical = {DATE: today, HOUR: known["accident_hour"].typical, GU: gu, DONG: dong}
    return {key: _word(key, value) for key, value in (typical | {n: known[n].typical for n in CATEGORIES}).items()}
