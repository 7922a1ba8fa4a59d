"""ECLO 예측: describe an accident, read how severe it would be, ask "what if"; or predict a whole file at once."""

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import clients, recovery
from frontend.backend_error import BackendError
from frontend.batch import batch_place, batch_view
from frontend.predict import accident_form, history, one_line, prediction, prediction_view, risk_profile, what_if

_HISTORY_ROWS = 20
_MODE = "prediction_mode"
_ONE, _MANY = ":material/car_crash: 한 건 예측", ":material/table_rows: 여러 건 예측(일괄)"
_TABS = (
    ":material/compare_arrows: 만약에",
    ":material/calendar_view_week: 요일·시간대",
    ":material/leaderboard: 동별 순위",
    ":material/history: 최근 예측",
)


def page() -> None:
    st.title("ECLO 예측", anchor=False)
    st.caption("교통사고가 얼마나 심각할지 대구의 실제 사고로 학습한 모델이 예측합니다.")
    batch_place.restore()
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
    with st.container(border=True):
        accident_form.show(model, attempt.violations(accident_form.read(model)) if attempt else {})
        accident = accident_form.read(model)
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
    _result(attempt, model)
    _more(attempt, model)


def _result(attempt: prediction.Attempt | None, model: pb.GetModelResponse) -> None:
    if attempt is None:
        prediction_view.empty()
    elif attempt.failure:
        recovery.show(attempt.failure, prediction.forget)
        shown = {accident_form.widget_of(v.field) for v in attempt.failure.violations} & set(accident_form.KEYS)
        for violation in attempt.failure.violations:
            if accident_form.widget_of(violation.field) not in shown:
                st.markdown(f":small[:red[:material/error: {violation.message_ko}]]")
    elif attempt.answer:
        if attempt.accident != accident_form.read(model):
            st.info("조건이 바뀌었습니다. ‘예측하기’를 누르면 새 조건으로 예측합니다.", icon=":material/update:")
        prediction_view.show(attempt.answer, model)


def _more(attempt: prediction.Attempt | None, model: pb.GetModelResponse) -> None:
    changed, week, ranking, last = st.tabs(_TABS, key="more", on_change="rerun")
    for tab, draw in (
        (changed, lambda base: what_if.show(model, base)),
        (week, risk_profile.week),
        (ranking, risk_profile.ranking),
    ):
        with tab:
            if not tab.open:
                continue
            if attempt and attempt.answer:
                draw(attempt.accident)
            else:
                st.caption("먼저 사고 하나를 예측해주세요. 그 사고를 바탕으로 비교합니다.")
    with last:
        if last.open:
            history.show(_HISTORY_ROWS, on_choice=accident_form.fill, download=True)


page()
