"""What a finished job has found: figures, labels, places, rows, files."""

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import (
    clients,
    districts,
    dong_centres,
    map_settings,
    maps,
    narration,
    recovery,
    severity_metric,
    tables,
    theme,
)
from frontend.backend_error import BackendError
from frontend.batch import batch_files, batch_places, batch_rows, batch_words
from frontend.predict import prediction_charts

_TOP = 8
_ECLO_HELP = "사고 한 건의 사망×10 + 중상×5 + 경상×3 + 부상신고×1을 예측한 값의 평균입니다."
_SERIOUS_HELP = "사망자나 중상자가 한 명이라도 생길 확률을 예측한 값의 평균입니다."


def show(batch: pb.Batch, model: pb.GetModelResponse) -> None:
    try:
        summary = clients.backend().batches.summary(batch.batch_id)
    except BackendError as error:
        recovery.show(error, probe=clients.backend().batches.probe)
        return
    predicted = summary.done - summary.failed
    if not summary.done:
        st.info("예측한 행이 없습니다.", icon=":material/table_rows:")
        return
    if predicted:
        _figures(summary, model)
        with st.container():  # one place, whatever stands in it: the map below keeps its view
            batch_files.show(batch)
        left, right = st.columns([7, 5])
        with left.container(border=True, height="stretch"):
            _map(summary)
        with right.container(border=True):
            _labels(summary, model)
        with right.container(border=True):
            _districts(summary)
    else:
        st.warning("모든 행에 오류가 있어 예측한 행이 없습니다. 아래에서 까닭을 확인해주세요.", icon=":material/error:")
    batch_rows.show(batch, summary, errors_first=not predicted)
    st.caption(f"작업 번호 `{batch.batch_id}` · 모델 버전 `{batch.model_version or '–'}`")


def _figures(summary: pb.GetBatchSummaryResponse, model: pb.GetModelResponse) -> None:
    predicted = summary.done - summary.failed
    with st.container(horizontal=True):
        st.metric("예측한 행", f"{predicted:,}", border=True, width=180)
        st.metric(
            "평균 ECLO",
            theme.eclo(summary.mean_eclo),
            help=f"{_ECLO_HELP} 대구의 대표 사고는 {theme.eclo(model.typical_eclo)}입니다.",
            border=True,
            width=180,
        )
        severity_metric.show(
            "사망·중상 확률",
            theme.percent(summary.mean_serious_probability),
            theme.points(summary.mean_serious_probability - model.serious_city_average),
            f"대구 평균 {theme.percent(model.serious_city_average)}",
            help=_SERIOUS_HELP,
            border=True,
            width=260,
        )
        st.metric(
            "오류 행 비율",
            theme.percent(summary.failed / summary.done),
            help=f"{summary.done:,}행 가운데 {summary.failed:,}행은 값에 문제가 있어 예측하지 못했습니다.",
            border=True,
            width=180,
        )


def _labels(summary: pb.GetBatchSummaryResponse, model: pb.GetModelResponse) -> None:
    predicted = sum(item.count for item in summary.labels)
    names = [item.label for item in summary.labels]
    here = [item.count / max(predicted, 1) for item in summary.labels]
    usual = batch_words.usual_shares(model.labels)
    reference = [usual.get(name, 0.0) for name in names]
    sentence = narration.label_shares(names, here, reference)
    st.markdown("**심각도 등급의 비율**")
    st.caption(f"대구의 실제 사고와 견준 것입니다. {sentence}")
    st.plotly_chart(
        prediction_charts.label_bars(names, here, reference, theme.palette()),
        theme=None,
        config=theme.CHART_CONFIG,
        key="batch_labels",
        alt=sentence,
    )
    tables.download(
        [
            {"등급": item.label, "건수": item.count, "비율": round(share, 4), "대구 기준": expected}
            for item, share, expected in zip(summary.labels, here, reference, strict=True)
        ],
        "등급_비율",
    )


def _map(summary: pb.GetBatchSummaryResponse) -> None:
    places = batch_places.places(summary.districts)
    st.markdown("**동별 지도**")
    if places.empty:
        st.info("지도에 그릴 수 있는 동이 없습니다.", icon=":material/location_off:")
        return
    known = [item for item in summary.districts if districts.split(item.district)[1]]
    sentence = narration.places(
        [" ".join(districts.split(item.district)) for item in known],
        [item.count for item in known],
        [item.mean_eclo for item in known],
    )
    st.caption(f"원이 클수록 사고가 많고, 색이 진할수록 평균 ECLO가 높습니다. {sentence}")
    st.plotly_chart(
        maps.bubbles(places, dong_centres.gu_centres(), theme.palette(), map_settings.current().tiles),
        theme=None,
        config=maps.CONFIG,
        key="batch_map",
        alt=sentence,
    )
    st.caption("끌면 움직이고, 휠이나 두 손가락으로 확대합니다. 두 번 누르면 처음 자리로 돌아갑니다.")
    if gathered := int(places["gathered"].sum()):
        st.caption(f":material/info: 위치 자료가 없는 동 {gathered}곳은 구의 가운데에 모아 그렸습니다.")
    if unplaced := batch_places.unplaced(summary.districts):
        st.caption(f":material/info: {unplaced:,}행은 동의 위치를 몰라 지도에 없습니다.")


def _districts(summary: pb.GetBatchSummaryResponse) -> None:
    rows = batch_places.table(summary.districts)
    st.markdown("**사고가 많은 동**")
    st.dataframe(rows[:_TOP], hide_index=True, column_config=tables.COLUMNS, alt="사고가 많은 동")
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(f"모두 {len(rows):,}곳 가운데 {min(_TOP, len(rows))}곳입니다.", width="content")
        tables.download(rows, "동별_예측")
