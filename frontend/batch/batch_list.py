"""The jobs, newest first: how each is getting on, to be opened or cancelled."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import clients, korean_time, recovery
from frontend.backend_error import BackendError
from frontend.batch import batch_job, batch_place, batch_words
from frontend.literal_text import literal

LOOK_SECONDS = 2.0
_COUNTED = 200  # newest jobs among which the unfinished ones are counted; at most 100 are unfinished
_CANCEL, _PAGE = "batch_list_cancel", "batch_list_page"
_WORDS = 560  # pixels


@dataclass(frozen=True)
class _Jobs:
    """Jobs of one page, the number of all, and those among the newest that are not finished."""

    shown: Sequence[pb.Batch]
    total: int
    unfinished: Sequence[pb.Batch]


def last(rows: int) -> None:
    """The newest jobs."""
    _show(rows, all_of_them=False)


def pages(rows: int) -> bool:
    """All jobs, `rows` on a page, below the figures of the queue. Whether the service answered; if not, it says so."""
    return _show(rows, all_of_them=True)


def _show(rows: int, all_of_them: bool) -> bool:
    """Looks again by itself while a job is unfinished."""
    if asked := st.session_state.pop(_CANCEL, None):
        batch_job.ask_to_cancel(asked)
    try:
        jobs = _ask(rows, 1)
    except BackendError as error:
        recovery.show(error, probe=clients.backend().batches.probe)
        return False

    @st.fragment(run_every=LOOK_SECONDS if jobs.unfinished else None)
    def look() -> None:
        _draw(rows, all_of_them, was_busy=bool(jobs.unfinished))

    look()
    return True


def _ask(rows: int, page: int) -> _Jobs:
    """Raises BackendError."""
    service = clients.backend().batches
    newest = service.page(_COUNTED)
    first, end = (page - 1) * rows, page * rows
    shown = newest.batches[first:end] if end <= _COUNTED else service.page(rows, first).batches
    return _Jobs(shown, newest.total, [job for job in newest.batches if not batch_words.is_finished(job)])


def _draw(rows: int, all_of_them: bool, was_busy: bool) -> None:
    try:
        jobs = _ask(rows, st.session_state.get(_PAGE, 1) if all_of_them else 1)
    except BackendError as error:
        recovery.say(error)
        st.caption(":material/sync: 연결되면 이어서 보여드립니다.")
        return
    if was_busy and not jobs.unfinished:
        st.rerun()  # looks no more
    if all_of_them:
        _queue(jobs.unfinished)
    if not jobs.total:
        st.info("아직 일괄 예측이 없습니다.", icon=":material/inbox:")
        return
    now = datetime.datetime.now(datetime.UTC)
    with st.container(border=True):
        for job in jobs.shown:
            _row(job, now)
    if not all_of_them and jobs.total > len(jobs.shown):
        st.caption(f"모두 {jobs.total:,}개 가운데 최근 {len(jobs.shown)}개입니다. 나머지는 ‘시스템’ 페이지에 있습니다.")
        return
    st.caption(f"모두 {jobs.total:,}개입니다.")
    if jobs.total > rows:
        st.pagination(math.ceil(jobs.total / rows), max_visible_pages=5, key=_PAGE)


def _queue(unfinished: Sequence[pb.Batch]) -> None:
    running = [job for job in unfinished if job.status == "RUNNING"]
    rows_left = sum(job.total - job.done for job in unfinished)
    with st.container(horizontal=True):
        st.metric("기다리는 작업", f"{len(unfinished) - len(running):,}", border=True, width=180)
        st.metric("진행 중인 작업", f"{len(running):,}", border=True, width=180)
        st.metric("남은 행", f"{rows_left:,}", border=True, width=180)


def _row(job: pb.Batch, now: datetime.datetime) -> None:
    is_finished = batch_words.is_finished(job)
    parts = [batch_words.rows(job)]
    if took := batch_words.took(job, now):
        parts += [f"{korean_time.short(job.started_at)} 시작", f"걸린 시간 {took}"]
    else:
        parts.append(f"{korean_time.short(job.created_at)} 요청")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
        with st.container(width=_WORDS, gap="xxsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                batch_job.badge(job)
                st.markdown(f"**{literal(batch_words.source(job))}**", width="content")
            st.caption(" · ".join(parts))
        with st.container(horizontal=True, width="content"):
            if not is_finished and st.button(
                "취소", key=f"batch_list_cancel_{job.batch_id}", icon=":material/block:", type="tertiary"
            ):
                st.session_state[_CANCEL] = job
                st.rerun()  # the question stands on the page: here it would be gone with the next look
            if st.button("열기", key=f"batch_list_open_{job.batch_id}", icon=":material/open_in_new:"):
                st.switch_page("app_pages/predict.py", query_params=batch_place.parameters(job.batch_id))
