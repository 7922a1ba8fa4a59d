"""ECLO 예측: describe an accident, read how severe it would be, ask "what if"; or predict a whole file at once."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import clients, recovery, url_tabs
from frontend.backend_error import BackendError
from frontend.batch import batch_place, batch_view
from frontend.predict import accident_form, history, one_line, prediction, prediction_view, risk_profile, what_if
from frontend.predict.predict_place import STATE

_HISTORY_ROWS = 20
_MODE = "prediction_mode"
_ONE, _MANY = ":material/car_crash: 한 건 예측", ":material/table_rows: 여러 건 예측(일괄)"


def page() -> None:
    st.title("ECLO 예측", anchor=False)
    st.caption("교통사고가 얼마나 심각할지 대구의 실제 사고로 학습한 모델이 예측합니다.")
    STATE.restore()
    try:
        model = clients.model()
    except BackendError as error:
        recovery.show(error)
        return
    _switch()
    if batch_place.predicts_many():
        batch_view.show(model)
    else:
        _one(model)


def _switch() -> None:
    st.session_state[_MODE] = _MANY if batch_place.predicts_many() else _ONE
    st.segmented_control(
        "몇 건을 예측할까요",
        (_ONE, _MANY),
        required=True,
        key=_MODE,
        label_visibility="collapsed",
        on_change=_switched,
        args=(st.session_state[_MODE],),
    )


def _switched(shown: str) -> None:
    if st.session_state[_MODE] != shown:  # see batch_source
        batch_place.switch(st.session_state[_MODE] == _MANY)


def _one(model: pb.GetModelResponse) -> None:
    one_line.show(model)
    attempt = prediction.last()
    accident_form.follow(model)
    accident = accident_form.read(model)
    with st.container(border=True):
        accident_form.show(model, attempt.violations(accident) if attempt else {})
        text, button = st.columns([3, 1], vertical_alignment="center")
        text.caption(accident_form.summary(accident))
        button.button(
            "예측하기",
            key="predict",
            type="primary",
            width="stretch",
            icon=":material/insights:",
            on_click=prediction.predict,
            args=(model,),
        )
    _result(attempt, accident, model)
    _more(attempt, model)


def _result(attempt: prediction.Attempt | None, accident: pb.Accident, model: pb.GetModelResponse) -> None:
    if attempt is None:
        prediction_view.empty()
    elif attempt.failure:
        recovery.show(attempt.failure, prediction.forget)
        shown = {accident_form.widget_of(v.field) for v in attempt.failure.violations} & set(accident_form.KEYS)
        for violation in attempt.failure.violations:
            if accident_form.widget_of(violation.field) not in shown:
                st.markdown(f":small[:red[:material/error: {violation.message_ko}]]")
    elif attempt.answer:
        if attempt.accident != accident:
            st.info("조건이 바뀌었습니다. ‘예측하기’를 누르면 새 조건으로 예측합니다.", icon=":material/update:")
        prediction_view.show(attempt.answer, model)


def _more(attempt: prediction.Attempt | None, model: pb.GetModelResponse) -> None:
    def of_the_answer(draw: Callable[[pb.Accident], None]) -> None:
        if attempt and attempt.answer:
            draw(attempt.accident)
        else:
            st.caption("먼저 사고 하나를 예측해주세요. 그 사고를 바탕으로 비교합니다.")

    url_tabs.show(
        STATE,
        {
            "what-if": (":material/compare_arrows: 만약에", partial(of_the_answer, partial(what_if.show, model))),
            "week": (":material/calendar_view_week: 요일·시간대", partial(of_the_answer, risk_profile.week)),
            "ranking": (":material/leaderboard: 동별 순위", partial(of_the_answer, risk_profile.ranking)),
            "history": (
                ":material/history: 최근 예측",
                partial(history.show, _HISTORY_ROWS, on_choice=accident_form.fill, download=True),
            ),
        },
    )


page()
