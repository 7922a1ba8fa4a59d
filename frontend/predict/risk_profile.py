"""The same accident at every hour of a week, and in every district."""

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import clients, districts, recovery, tables
from frontend.backend_error import BackendError
from frontend.predict import accident_form
from frontend.risk import district_risk, week_view

_TOP = 10


@st.fragment
def week(base: pb.Accident) -> None:
    """Heat map of the 168 hours; a frame marks the predicted accident."""
    try:
        answer = clients.backend().weekly_risk(base)
    except BackendError as error:
        recovery.show(error)
        return
    week_view.show(answer, (accident_form.day_of_week(base), base.accident_hour))


@st.fragment
def ranking(base: pb.Accident) -> None:
    """The ten districts where this accident would be most severe, and the place of the predicted one."""
    try:
        answer = clients.backend().district_risk(base)
    except BackendError as error:
        recovery.show(error)
        return
    ranked = district_risk.ranking(answer.districts)
    place = ""
    if base.district in ranked.index:
        rank = ranked.index.tolist().index(base.district) + 1
        dong = districts.split(base.district)[1]
        place = f" 선택한 {dong}의 순위는 {len(ranked)}곳 가운데 **{rank}위**입니다."
    st.markdown(f"같은 사고가 다른 곳에서 났다면: 예상 ECLO가 가장 높은 {min(_TOP, len(ranked))}곳입니다.{place}")
    rows = district_risk.rounded(ranked)
    st.dataframe(rows.head(_TOP), hide_index=True, column_config=tables.COLUMNS, alt="예상 ECLO가 높은 읍·면·동")
    tables.download_frame(lambda: rows, "동별_위험")
