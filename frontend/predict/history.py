"""The last stored predictions."""

from collections.abc import Callable

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import clients, korean_time, recovery, tables
from frontend.backend_error import BackendError
from frontend.predict import accident_form

_TABLE = "history_table"


def show(limit: int, on_choice: Callable[[pb.Accident], None] | None = None, download: bool = False) -> None:
    """Table of the last `limit` predictions; `on_choice` gets the accident of a row that the user picks."""
    try:
        answer = clients.backend().predictions(limit)
    except BackendError as error:
        recovery.show(error)
        return
    table(answer, on_choice, download)


def table(
    answer: pb.ListPredictionsResponse,
    on_choice: Callable[[pb.Accident], None] | None = None,
    download: bool = False,
) -> None:
    """As `show`, of predictions that are there already."""
    if not answer.predictions:
        st.info("아직 저장된 예측이 없습니다.", icon=":material/history:")
        return
    rows = [_row(item) for item in answer.predictions]

    def choose() -> None:
        chosen = st.session_state[_TABLE].selection.rows
        if chosen and on_choice:
            on_choice(answer.predictions[chosen[0]].accident)

    st.dataframe(
        rows,
        hide_index=True,
        column_config=tables.COLUMNS,
        key=_TABLE,
        on_select=choose if on_choice else "ignore",
        selection_mode="single-row",
        alt="최근 예측",
    )
    shown = f"모두 {answer.total:,}건 가운데 최근 {len(rows)}건입니다."
    st.caption(shown + (" 행을 고르면 그 조건으로 입력란을 채웁니다." if on_choice else ""))
    if download:
        tables.download(rows, "최근_예측")


def _row(item: pb.StoredPrediction) -> dict[str, object]:
    accident = item.accident
    return {
        "예측한 때": korean_time.local(item.timestamp).strftime("%m-%d %H:%M"),
        "ECLO": round(item.eclo, 3),
        "해석": item.interpretation,
        "백분위": round(item.percentile, 1),
        "사망·중상 확률": round(item.serious_probability, 3),
        "사고": accident_form.summary(accident),
        "사고 유형": accident.accident_type,
        "도로": accident.road_type,
        "날씨": accident.weather,
        "노면": accident.road_surface,
    }
