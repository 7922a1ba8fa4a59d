"""The rows of a finished job in pages: predictions, or what was wrong."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import backend_error, clients, recovery, tables
from frontend.backend_error import BackendError
from frontend.batch import batch_words

ROWS = 50
_MANY = 5  # pages: beyond, a row is found by its number
_NUMBER = 180  # pixels
_COLUMNS = tables.COLUMNS | {
    "행": st.column_config.NumberColumn(format="localized", width=70, pinned=True),
    "사망·중상 확률": st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1, width=140),
    "유의사항": st.column_config.TextColumn(width="large"),
    "문제": st.column_config.TextColumn(width="large"),
}


@st.fragment
def show(batch: pb.Batch, summary: pb.GetBatchSummaryResponse, errors_first: bool) -> None:
    """`errors_first`: whether the rows with an error are what is shown without being asked for."""
    st.subheader("행별 결과", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        failed_only = st.toggle(
            f"오류 행만 보기 ({summary.failed:,}행)",
            value=errors_first,
            key=f"batch_failed_only_{batch.batch_id}",
            disabled=not summary.failed,
        )
        count = summary.failed if failed_only else summary.done
        pages = max(math.ceil(count / ROWS), 1)
        wanted = None
        if pages > _MANY and not failed_only:
            wanted = st.number_input(
                "행 번호로 이동",
                1,
                count,
                None,
                step=1,
                key=f"batch_row_{batch.batch_id}",
                width=_NUMBER,
                placeholder="1",
            )
    if failed_only:
        _problems(summary)
    place = st.container()  # the pages are chosen below the table and needed above it
    page = 1
    if pages > 1:
        page = st.pagination(
            pages,
            default=(wanted - 1) // ROWS + 1 if wanted else 1,
            max_visible_pages=5,
            key=f"batch_rows_{batch.batch_id}_{failed_only}_{wanted}",
            width="stretch",
        )
    with place:
        _page(batch.batch_id, page, count, failed_only, {item.field: item.label for item in summary.problems})


def _page(batch_id: str, page: int, count: int, failed_only: bool, labels: Mapping[str, str]) -> None:
    first = (page - 1) * ROWS
    try:
        answer = clients.backend().batches.results(batch_id, ROWS, first, failed_only=failed_only)
    except BackendError as error:
        recovery.show(error, probe=clients.backend().batches.probe)
        return
    rows = [
        line for item in answer.results for line in (_errors(item, labels) if failed_only else (_prediction(item),))
    ]
    st.dataframe(rows, hide_index=True, column_config=_COLUMNS, alt="행별 결과")
    last = first + len(answer.results)
    st.caption(
        f"{'오류가 있는' if failed_only else '살펴본'} {count:,}행 가운데 {first + 1:,}–{last:,}번째입니다. "
        "행 번호는 파일의 첫 자료 행을 1로 셉니다."
    )


def _prediction(item: pb.ListBatchResultsResponse.Result) -> dict[str, object]:
    if item.HasField("error"):
        return _row(item, f"오류: {' '.join(sentence for _, sentence in _violations(item))}")
    return _row(item, " ".join(warning.message for warning in item.warnings))


def _row(item: pb.ListBatchResultsResponse.Result, notes: str) -> dict[str, object]:
    is_good = item.HasField("eclo")
    return {
        "행": item.row + 1,
        "일시": item.occurred_at.replace("T", " "),
        "시군구": item.district,
        "ECLO": item.eclo if is_good else None,
        "등급": item.interpretation,
        "백분위": item.percentile if is_good else None,
        "사망·중상 확률": round(item.serious_probability, 2) if is_good else None,
        "유의사항": notes,
    }


def _errors(item: pb.ListBatchResultsResponse.Result, labels: Mapping[str, str]) -> Iterator[dict[str, object]]:
    for field, sentence in _violations(item):
        yield {"행": item.row + 1, "항목": labels.get(field, field), "문제": sentence}


def _violations(item: pb.ListBatchResultsResponse.Result) -> list[tuple[str, str]]:
    """Field and sentence of everything that is wrong with a row."""
    error = backend_error.from_status(item.error)
    found = [(violation.field.rpartition(".")[2], violation.message_ko) for violation in error.violations]
    return found or [("", error.message_ko)]


def _problems(summary: pb.GetBatchSummaryResponse) -> None:
    """What was wrong, all together."""
    counts = Counter[str]()
    for problem in summary.problems:
        counts[f"{problem.label or problem.field} {batch_words.problem(problem.reason)}"] += problem.count
    parts = [f"{what} {count:,}행" for what, count in counts.most_common()]
    if parts:
        st.markdown(f":material/fact_check: {' · '.join(parts)}")
