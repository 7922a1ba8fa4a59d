"""The tools that were run for an answer: what was asked of each, and what it found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import pandas as pd
import streamlit as st
from daegu.chat.v1 import chat_pb2 as pb
from google.protobuf.json_format import MessageToDict

from frontend.chat import chat_words
from frontend.literal_text import literal

if TYPE_CHECKING:
    from streamlit.elements.lib.mutable_status_container import StatusContainer

_LONGEST_LABEL = 60  # characters of the arguments beside the name of a tool
_MOST_ARGUMENTS = 3
_LONG_TEXT, _LONG_TEXT_HEIGHT = 600, 240  # characters, pixels
_LONG_TABLE, _LONG_TABLE_HEIGHT = 8, 300  # rows, pixels

_FORMATS = dict.fromkeys(chat_words.SHARES, st.column_config.NumberColumn(format="percent")) | dict.fromkeys(
    chat_words.COUNTS, st.column_config.NumberColumn(format="localized")
)


def show(calls: Sequence[pb.ToolCall]) -> None:
    """One step below the other, closed."""
    for call in calls:
        ended(call, running(call))


def running(call: pb.ToolCall) -> "StatusContainer":
    """The step of a tool that has just been started, with its arguments."""
    step = st.status(label(call), type="step")
    given = chat_words.arguments(call)
    step.caption(
        " · ".join(f"{literal(name)}: **{literal(value)}**" for name, value in given.items())
        or "조건 없이 실행했습니다."
    )
    return step


def ended(call: pb.ToolCall, step: "StatusContainer") -> None:
    """Its result as a table and as the text that the model read."""
    step.update(state="error" if call.failed else "complete")
    with step:
        if call.failed:
            st.caption(":material/error: 요청한 대로 실행할 수 없었습니다. 이유는 원문에 있습니다.")
        if call.HasField("table") and call.table.columns:
            _table(call)
        if call.result:
            with st.expander("결과 원문", type="compact"):
                is_long = len(call.result) > _LONG_TEXT
                st.code(call.result, language=None, wrap_lines=True, height=_LONG_TEXT_HEIGHT if is_long else "content")


def label(call: pb.ToolCall) -> str:
    """`값별 개수 · 사고유형, 5`, as Markdown"""
    name = literal(call.label or call.name)
    values = ", ".join(list(chat_words.arguments(call).values())[:_MOST_ARGUMENTS])
    if len(values) > _LONGEST_LABEL:
        values = values[: _LONGEST_LABEL - 1] + "…"
    return f"**{name}** · {literal(values)}" if values else f"**{name}**"


def _table(call: pb.ToolCall) -> None:
    table = call.table
    # MessageToDict gives a list for a list, whatever its type says.
    rows = [cast("list[object]", MessageToDict(row)) for row in table.rows]
    names = list(table.columns)
    shown = unique([chat_words.column(call.name, name) for name in names])
    frame = pd.DataFrame(
        [[chat_words.cell(call.name, name, value) for name, value in zip(names, row, strict=False)] for row in rows],
        columns=shown,
    )
    st.dataframe(
        frame,
        hide_index=True,
        column_config={
            after: _FORMATS[before]
            for before, after in zip(names, shown, strict=True)
            if before != after and before in _FORMATS
        },
        height=_LONG_TABLE_HEIGHT if len(rows) > _LONG_TABLE else "auto",
        alt=f"{call.label or call.name} 결과",
    )
    if table.total_rows > len(rows):
        st.caption(f"전체 {table.total_rows:,}행 가운데 처음 {len(rows):,}행입니다.")


def unique(names: Sequence[str]) -> list[str]:
    """The same names, those that come again with a number."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found
