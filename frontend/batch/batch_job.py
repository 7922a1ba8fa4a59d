"""One job: how far it is while it runs, what became of it afterwards."""

import datetime

import grpc
import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import clients, confirmation, korean_time, recovery
from frontend.backend_error import BackendError
from frontend.batch import batch_place, batch_result, batch_words
from frontend.literal_text import literal

LOOK_SECONDS = 0.7
_NOT_THERE = "해당 일괄 예측 작업을 찾을 수 없습니다."


def show(batch_id: str, model: pb.GetModelResponse) -> None:
    st.button(
        "새 일괄 예측", key="batch_new", type="tertiary", icon=":material/arrow_back:", on_click=batch_place.start_over
    )
    try:
        batch = clients.backend().batches.get(batch_id)
    except BackendError as error:
        if error.code == grpc.StatusCode.INVALID_ARGUMENT:  # what stands in the URL is no id
            st.error(_NOT_THERE, icon=":material/error:")
        else:
            recovery.show(error, probe=clients.backend().batches.probe)
        return
    st.subheader(literal(batch_words.source(batch)), anchor=False)
    if batch_words.is_finished(batch):
        _ended(batch)
        batch_result.show(batch, model)
        return
    _watch(batch)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if st.button("작업 취소", key="batch_cancel", icon=":material/block:"):
            ask_to_cancel(batch)
        st.caption(
            "화면을 떠나거나 새로 고쳐도 작업은 계속됩니다. 이 주소나 ‘시스템’ 페이지에서 다시 열 수 있습니다.",
            width="content",
        )


def badge(batch: pb.Batch) -> None:
    status = batch_words.status(batch.status)
    st.badge(status.word, icon=status.icon, color=status.colour)


def ask_to_cancel(batch: pb.Batch) -> None:
    """Opens a dialog that cancels the job."""
    confirmation.ask(
        "작업 취소",
        f"‘{literal(batch_words.source(batch))}’의 일괄 예측을 멈춥니다. 그때까지 예측한 행은 남지만, "
        "이어서 할 수는 없습니다.",
        "작업 취소하기",
        lambda: _cancel(batch.batch_id),
        lambda error: recovery.show(error, probe=clients.backend().batches.probe),
    )


def _cancel(batch_id: str) -> None:
    """Raises BackendError."""
    after = clients.backend().batches.cancel(batch_id)
    said = "작업을 취소했습니다." if after.status == "CANCELLED" else "작업이 이미 끝나 있었습니다."
    st.toast(said, icon=batch_words.status(after.status).icon)


def _watch(batch: pb.Batch) -> None:
    """Draws the progress and looks again every moment; once the job is finished, runs the page and looks no more."""
    latest = batch
    is_new = True

    @st.fragment(run_every=LOOK_SECONDS)
    def look() -> None:
        nonlocal latest, is_new
        failure = None
        if not is_new:
            try:
                latest = clients.backend().batches.get(batch.batch_id)
            except BackendError as error:
                failure = error
            if batch_words.is_finished(latest):
                st.rerun()
        is_new = False
        _progress(latest)
        if failure:
            recovery.say(failure)
            st.caption(":material/sync: 연결되면 이어서 보여드립니다. 작업은 서버에서 계속됩니다.")

    look()


def _progress(batch: pb.Batch) -> None:
    now = datetime.datetime.now(datetime.UTC)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            badge(batch)
            st.markdown(batch_words.progress(batch, now), width="content")
        st.progress(min(batch.done / batch.total, 1.0) if batch.total else 0.0)
        with st.container(horizontal=True, gap="medium"):
            st.metric("살펴본 행", f"{batch.done:,} / {batch.total:,}", width="content")
            st.metric("오류 행", f"{batch.failed:,}", width="content")
            st.metric("걸린 시간", batch_words.took(batch, now) or "–", width="content")


def _ended(batch: pb.Batch) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        badge(batch)
        st.markdown(batch_words.ended(batch), width="content")
    if batch.failure:
        st.error(literal(batch.failure), icon=":material/error:")
    took = batch_words.took(batch, datetime.datetime.now(datetime.UTC))
    parts = [f"{korean_time.written(batch.created_at)} 요청", batch_words.rows(batch)]
    if took:
        parts.append(f"걸린 시간 {took}")
    st.caption(" · ".join(parts))
