"""The week at one 동, under the conditions of the page."""

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import clients, districts, recovery
from frontend.backend_error import BackendError
from frontend.predict import accident_form
from frontend.risk import week_view
from frontend.risk.conditions import Conditions
from frontend.risk.risk_place import DONG, STATE


def show(model: pb.GetModelResponse, chosen: Conditions) -> None:
    st.subheader("요일과 시각", anchor=False)
    district = accident_form.fields(model)["district"]
    dong = STATE.select(
        DONG,
        "어느 동의 한 주를 볼까요",
        list(district.values),
        district.typical,
        format_func=lambda name: " ".join(districts.split(name)),
        width=260,
    )
    try:
        answer = clients.backend().weekly_risk(chosen.accident(dong))
    except BackendError as error:
        recovery.show(error)
        return
    week_view.show(answer, (chosen.weekday, chosen.hour))
