"""Questions and answers as they stand in a conversation."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import streamlit as st
from daegu.chat.v1 import chat_pb2 as pb

from frontend import assistant_settings, theme
from frontend.chat import answer_markdown, chat_charts, chat_tools, chat_words
from frontend.literal_text import literal

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_LAST_QUESTION = Path(__file__).parents[1] / "assets" / "last_question.html"
_AVATARS = {"user": ":material/person:", "assistant": ":material/auto_awesome:"}
_MOST_CHARTS = 4  # of one answer; more stand behind a click


def speaker(role: Literal["user", "assistant"]) -> "DeltaGenerator":
    """The place of one message."""
    return st.chat_message(role, avatar=_AVATARS[role])


def show(messages: Sequence[pb.ChatMessage]) -> None:
    names = _names(messages)
    for message in messages:
        if message.role == "user":
            question(message.text)
        else:
            with speaker("assistant"):
                answer(message, names, chart_key(message.sequence))


def take_to_the_last_question(questions: int, focus: str) -> None:
    """Scrolls there in the browser, once for each `focus`, when there are so many questions that it may be needed."""
    if questions > 1:
        script = _LAST_QUESTION.read_text(encoding="utf-8")
        script = script.replace("QUESTIONS", str(questions)).replace("FOCUS", focus)
        st.html(script, unsafe_allow_javascript=True)


def question(text: str) -> None:
    with speaker("user"):
        st.text(text)


def done(response: pb.SendMessageResponse) -> None:
    """An answer that has just arrived and is not read from the conversation yet."""
    message = pb.ChatMessage(
        text=response.response,
        tool_calls=response.tool_calls,
        token_usage=response.token_usage,
        cache_hit=response.cache_hit,
        model=response.model,
        incomplete=response.incomplete,
    )
    with speaker("assistant"):
        answer(message, _names([message]), chart_key(response.sequence))


def answer(message: pb.ChatMessage, names: Mapping[str, str], key: str) -> None:
    """Tools, text, charts, and who has answered."""
    fill(Places(), message.tool_calls, message.text, key)
    badges(message, names)


class Places:
    """Where the parts of an answer stand: the same while it arrives and afterwards, so that nothing jumps."""

    def __init__(self) -> None:
        self.tools, self.text, self.charts = st.container(gap=None), st.empty(), st.container()


def fill(places: Places, calls: Sequence[pb.ToolCall], text: str, key: str) -> None:
    """All parts at once."""
    with places.tools:
        chat_tools.show(calls)
    if text:
        places.text.markdown(answer_markdown.safe(text), anchors=False)
    with places.charts:
        charts(calls, key)


def charts(calls: Sequence[pb.ToolCall], key: str) -> None:
    drawn = [call for call in calls if call.HasField("chart")]
    for index, call in enumerate(drawn[:_MOST_CHARTS]):
        chart(call, f"{key}_{index}")
    if rest := drawn[_MOST_CHARTS:]:
        with st.expander(f"차트 {len(rest)}개 더 보기", icon=":material/bar_chart:"):
            for index, call in enumerate(rest, _MOST_CHARTS):
                chart(call, f"{key}_{index}")


def chart_key(sequence: int) -> str:
    """Beginning of the keys of the charts of the answer at this place in the conversation."""
    return f"message_{sequence}"


def chart(call: pb.ToolCall, key: str) -> None:
    """The chart of a tool, if it has one that can be drawn."""
    figure = chat_charts.figure(call.chart, theme.palette()) if call.HasField("chart") else None
    if figure is None:
        return
    with st.container(border=True):
        st.markdown(f"**{literal(call.chart.title)}**")
        st.plotly_chart(figure, theme=None, config=theme.CHART_CONFIG, key=key, alt=call.chart.title)


def badges(message: pb.ChatMessage, names: Mapping[str, str]) -> None:
    """Who has answered, at which cost, and whether all of it is there."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if message.model == chat_words.BUILTIN:
            st.badge(chat_words.BUILTIN_LABEL, icon=":material/smart_toy:", color="green")
        elif message.model:
            st.badge(literal(names.get(message.model, message.model)), icon=":material/auto_awesome:", color="blue")
        if message.cache_hit:
            st.badge("저장된 답변", icon=":material/bolt:", color="gray")
        if message.incomplete:
            st.badge("답변이 중간에 끊겼습니다", icon=":material/warning:", color="orange")
        if message.token_usage.total:
            st.caption(chat_words.tokens(message.token_usage), width="content")


def _names(messages: Sequence[pb.ChatMessage]) -> Mapping[str, str]:
    """What people call the models of these messages; asked for only if there are any."""
    is_needed = any(message.model not in ("", chat_words.BUILTIN) for message in messages)
    return assistant_settings.names() if is_needed else {}
