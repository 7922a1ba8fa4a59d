"""위험 지도: how severe the same accident would be in every 동, under conditions that the reader chooses."""

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import clients, recovery
from frontend.backend_error import BackendError
from frontend.literal_text import literal
from frontend.predict import accident_form
from frontend.risk import (
    conditions_form,
    district_risk,
    figures_section,
    map_section,
    ranking_section,
    week_section,
)
from frontend.risk.risk_place import STATE


def page() -> None:
    STATE.restore()
    st.title("위험 지도", anchor=False)
    st.caption(
        "같은 사고가 어느 동에서, 언제 나면 얼마나 심각할지 견줍니다. 사고가 얼마나 **자주** 나는지는 다루지 않습니다."
    )
    try:
        model = clients.model()
        chosen = conditions_form.show(model)
        answer = clients.backend().district_risk(chosen.accident(accident_form.fields(model)["district"].typical))
    except BackendError as error:
        recovery.show(error)
        recovery.violations(error)
        return
    if answer.districts:
        _city(answer, model)
        week_section.show(model, chosen)
    else:
        st.info("모델이 아는 동이 없습니다.", icon=":material/location_off:")


def _city(answer: pb.GetDistrictRiskResponse, model: pb.GetModelResponse) -> None:
    ranked, content = district_risk.ranking(answer.districts), answer.SerializeToString(deterministic=True)
    for warning in answer.warnings:
        st.caption(f":material/info: {literal(warning.message)}")
    figures_section.show(ranked, model)
    with st.container(border=True):
        map_section.show(ranked, content)
    left, right = st.columns([16, 9])
    with left.container(border=True, height="stretch"):
        ranking_section.show(ranked)
    with right:
        ranking_section.gu(ranked, content)


page()
