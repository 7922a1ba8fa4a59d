"""The same accident at every hour of a week, and in every district."""

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import clients, districts, narration, recovery, tables, theme
from frontend.backend_error import BackendError
from frontend.predict import accident_form, risk_charts

_TOP = 10


@st.fragment
def week(base: pb.Accident) -> None:
    """Heat map of the 168 hours; a frame marks the predicted accident."""
    try:
        answer = clients.backend().weekly_risk(base)
    except BackendError as error:
        recovery.show(error)
        return
    sentence = narration.week(answer.cells)
    st.markdown(sentence)
    st.plotly_chart(
        risk_charts.weekly_heat_map(answer.cells, _chosen(base), theme.palette()),
        theme=None,
        config=theme.CHART_CONFIG,
        key="week",
        alt=sentence,
    )
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(":material/crop_square: 테두리는 지금 예측한 요일과 시각입니다.", width="content")
        tables.download(
            [
                {
                    "요일": cell.day_of_week,
                    "시각": cell.hour,
                    "ECLO": cell.eclo,
                    "백분위": cell.percentile,
                    "사망·중상 확률": cell.serious_probability,
                }
                for cell in answer.cells
            ],
            "요일_시간대_위험",
        )


@st.fragment
def ranking(base: pb.Accident) -> None:
    """The ten districts where this accident would be most severe, and the place of the predicted one."""
    try:
        answer = clients.backend().district_risk(base)
    except BackendError as error:
        recovery.show(error)
        return
    rows = [
        {
            "순위": rank,
            "구·군": districts.split(item.district)[0],
            "읍·면·동": districts.split(item.district)[1],
            "ECLO": round(item.eclo, 3),
            "해석": item.interpretation,
            "백분위": round(item.percentile, 1),
            "사망·중상 확률": round(item.serious_probability, 3),
        }
        for rank, item in enumerate(answer.districts, start=1)
    ]
    here = next((rank for rank, item in enumerate(answer.districts, 1) if item.district == base.district), None)
    place = (
        f" 선택한 {districts.split(base.district)[1]}의 순위는 {len(rows)}곳 가운데 **{here}위**입니다." if here else ""
    )
    st.markdown(f"같은 사고가 다른 곳에서 났다면: 예상 ECLO가 가장 높은 {min(_TOP, len(rows))}곳입니다.{place}")
    st.dataframe(rows[:_TOP], hide_index=True, column_config=tables.COLUMNS, alt="예상 ECLO가 높은 읍·면·동")
    tables.download(rows, "동별_위험")


def _chosen(base: pb.Accident) -> tuple[str, int]:
    return accident_form.day_of_week(base), base.accident_hour
