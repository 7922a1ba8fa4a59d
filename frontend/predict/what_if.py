"""만약에: the predicted accident with some conditions changed, compared with what was predicted."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import backend_error, clients, narration, recovery, tables, theme
from frontend.backend_error import BackendError
from frontend.predict import accident_form, prediction_charts

_Variant = pb.CompareEcloRequest.Variant
_Fields = Mapping[str, pb.GetModelResponse.Field]

_PRESETS, _ONE_FIELD, _OWN = "자주 묻는 조건", "한 항목 바꿔 보기", "직접 바꾸기"
_MOST = 50  # variants in one comparison, as the contract says
# Questions that people ask; one whose values the model does not know is not offered.
_QUESTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("비 오는 날", {"weather": "비", "road_surface": "젖음/습기"}),
    ("눈 오는 날", {"weather": "눈", "road_surface": "적설"}),
    ("빙판길", {"road_surface": "서리/결빙"}),
    ("밤 11시", {"accident_hour": 23}),
    ("출근 시간 8시", {"accident_hour": 8}),
    ("보행자 사고", {"accident_type": "차대사람"}),
    ("차량끼리 부딪힌 사고", {"accident_type": "차대차"}),
    ("혼자 난 사고", {"accident_type": "차량단독"}),
    ("교차로 안", {"road_type": "교차로 - 교차로안"}),
)


@st.fragment
def show(model: pb.GetModelResponse, base: pb.Accident) -> None:
    known = accident_form.fields(model)
    modes = [_PRESETS, _ONE_FIELD, _OWN]
    mode = st.segmented_control(
        "비교 방식", modes, default=_PRESETS, required=True, key="what_if_mode", label_visibility="collapsed"
    )
    if mode == _ONE_FIELD:
        variants = _one_field(known, base)
    elif mode == _OWN:
        variants = _own(known, base)
    else:
        variants = _presets(known, base)
    if not variants:
        st.info("비교할 조건을 골라주세요.", icon=":material/compare_arrows:")
        return
    try:
        answer = clients.backend().compare(base, variants[:_MOST])
    except BackendError as error:
        recovery.show(error)
        return
    _answer(answer)


def _presets(known: _Fields, base: pb.Accident) -> list[_Variant]:
    offered = {
        name: changes
        for name, changes in _QUESTIONS
        if all(_offers(known[field], value) for field, value in changes.items())
        and any(getattr(base, field) != value for field, value in changes.items())
    }
    chosen = st.pills("바꿀 조건", list(offered), selection_mode="multi", default=list(offered), key="what_if_presets")
    return [_Variant(name=name, changes=pb.Accident(**offered[name])) for name in chosen]


def _one_field(known: _Fields, base: pb.Accident) -> list[_Variant]:
    field = st.selectbox(
        "바꿀 항목", accident_form.CATEGORIES, format_func=lambda name: known[name].label, key="what_if_field"
    )
    other_values: list[dict[str, Any]] = [
        {field: value} for value in known[field].values if value != getattr(base, field)
    ]
    return [_Variant(name=changes[field], changes=pb.Accident(**changes)) for changes in other_values]


def _own(known: _Fields, base: pb.Accident) -> list[_Variant]:
    names = (*accident_form.CATEGORIES, "accident_hour")
    changes: dict[str, Any] = {}
    with st.container(horizontal=True):
        for name in names:
            field = known[name]
            options: list[Any] = list(field.values) or list(range(field.minimum, field.maximum + 1))
            value = st.selectbox(
                field.label,
                options,
                index=None,
                placeholder="그대로",
                key=f"what_if_{name}",
                filter_mode="contains",
                width=220,
                format_func=str if field.values else "{}시".format,
            )
            if value is not None and value != getattr(base, name):
                changes[name] = value
    if not changes:
        return []
    title = " · ".join(f"{value}시" if name == "accident_hour" else str(value) for name, value in changes.items())
    return [_Variant(name=title, changes=pb.Accident(**changes))]


def _offers(field: pb.GetModelResponse.Field, value: Any) -> bool:
    return value in field.values if field.values else field.minimum <= value <= field.maximum


def _answer(answer: pb.CompareEcloResponse) -> None:
    good = sorted((item for item in answer.variants if item.HasField("prediction")), key=lambda item: -item.difference)
    for item in answer.variants:
        if item.HasField("error"):
            error = backend_error.from_status(item.error)
            reasons = " ".join(violation.message_ko for violation in error.violations) or error.message_ko
            st.warning(f"{item.name}: {reasons}", icon=":material/error:")
    if not good:
        return
    sentence = narration.comparison([item.name for item in good], [item.difference for item in good])
    st.markdown(f"지금 예측은 **ECLO {theme.eclo(answer.base.eclo)}**({answer.base.interpretation})입니다. {sentence}")
    st.plotly_chart(
        prediction_charts.comparison_bars(
            [item.name for item in good],
            [item.difference for item in good],
            theme.palette(),
        ),
        theme=None,
        config=theme.CHART_CONFIG,
        key="comparison",
        alt=sentence,
    )
    rows = [_row("지금 예측", answer.base, 0.0), *(_row(item.name, item.prediction, item.difference) for item in good)]
    st.dataframe(rows, hide_index=True, column_config=tables.COLUMNS, alt="조건별 예측 비교")
    tables.download(rows, "조건_비교")


def _row(name: str, prediction: pb.Prediction, difference: float) -> dict[str, object]:
    return {
        "조건": name,
        "ECLO": round(prediction.eclo, 3),
        "차이": round(difference, 2) + 0.0,  # + 0.0: never "-0.00"
        "해석": prediction.interpretation,
        "백분위": round(prediction.percentile, 1),
        "사망·중상 확률": round(prediction.serious_probability, 3),
    }
