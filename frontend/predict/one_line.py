"""한 줄로 입력: one Korean line fills the form and says what it assumed and what is missing."""

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import clients, recovery
from frontend.backend_error import BackendError
from frontend.predict import accident_form

TEXT = "one_line"
_ANSWER, _FAILURE = "one_line_answer", "one_line_failure"
_LONGEST = 200  # characters, as the contract of ParseAccident says


def show(model: pb.GetModelResponse) -> None:
    with st.form("one_line_form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "한 줄로 입력",
            key=TEXT,
            max_chars=_LONGEST,
            placeholder="예: 어제 밤 11시 수성구 상동 교차로 비, 보행자 사고",
            icon=":material/edit_note:",
        )
        st.form_submit_button("조건 채우기", on_click=_parse, icon=":material/keyboard_return:")
    failure: BackendError | None = st.session_state.get(_FAILURE)
    answer: pb.ParseAccidentResponse | None = st.session_state.get(_ANSWER)
    if failure:
        recovery.show(failure, lambda: st.session_state.pop(_FAILURE, None))
        recovery.violations(failure)
    elif answer:
        _explain(answer, model)


def _parse() -> None:
    st.session_state.pop(_ANSWER, None)
    st.session_state.pop(_FAILURE, None)
    text = st.session_state[TEXT].strip()
    if not text:
        return
    try:
        answer = clients.backend().parse(text)
    except BackendError as error:
        st.session_state[_FAILURE] = error
        return
    st.session_state[_ANSWER] = answer
    accident_form.fill(answer.accident)


def _explain(answer: pb.ParseAccidentResponse, model: pb.GetModelResponse) -> None:
    labels = {field.name: field.label for field in model.fields}
    if answer.missing:
        names = ", ".join(labels.get(name, name) for name in answer.missing)
        st.warning(f"문장에서 찾지 못한 항목이 있습니다. 아래에서 골라주세요: **{names}**", icon=":material/help:")
    if answer.unrecognized:
        words = ", ".join(f"‘{word}’" for word in answer.unrecognized)
        st.caption(f":material/question_mark: 이해하지 못한 말: {words}")
    if answer.assumptions:
        lines = "\n".join(f"- {item.message}" for item in answer.assumptions)
        st.caption(f":material/lightbulb: 문장에 없어서 이렇게 보았습니다.\n{lines}")
    elif not answer.missing:
        st.caption(":material/check: 문장에서 모든 조건을 읽었습니다.")
