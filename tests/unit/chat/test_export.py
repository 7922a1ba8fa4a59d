"""The Markdown of a conversation."""

from datetime import UTC, datetime

from markdown_it import MarkdownIt

from services.chat.domain.answer import Answer, Table, ToolCall
from services.chat.domain.conversation import Conversation, Message, StoredAnswer, StoredQuestion
from services.chat.domain.export import MOST_ROWS, markdown

AT = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


def conversation(title: str = "구별 사고") -> Conversation:
    return Conversation("id", title, (), AT, AT, 2)


def exported(*messages: Message, title: str = "구별 사고") -> str:
    return markdown(conversation(title), messages)


def asked(text: str = "구별 사고는?", sequence: int = 1) -> StoredQuestion:
    return StoredQuestion(sequence, text, AT)


def answered(*calls: ToolCall, text: str = "수성구가 **1위**입니다.", incomplete: bool = False) -> StoredAnswer:
    return StoredAnswer(2, Answer(text, "builtin", calls, incomplete=incomplete), AT)


def test_it_has_title_korean_dates_question_and_answer_in_order() -> None:
    text = exported(asked(), answered())
    parts = ["# 구별 사고", "2026-11-25 00:30", "## 질문", "> 구별 사고는?", "## 답변", "내장 분석기", "**1위**"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_a_tool_is_shown_with_its_arguments_and_its_table() -> None:
    table = Table(("value", "count"), (("수성구", 12), (None, 0.5)), 2)
    call = ToolCall("get_value_counts", {"column": "구", "top_n": 2}, "값별 개수", "{}", table=table)
    html = MarkdownIt().enable("table").render(exported(asked(), answered(call)))
    assert "값별 개수" in html
    assert "get_value_counts(column=구, top_n=2)" in html
    assert "<td>수성구</td>\n<td>12</td>" in html
    assert "<td></td>\n<td>0.5</td>" in html


def test_a_long_table_says_what_is_left_out() -> None:
    table = Table(("n",), tuple((n,) for n in range(200)), 12_345)
    text = exported(asked(), answered(ToolCall("t", {}, "도구", table=table)))
    assert f"전체 12,345행 가운데 {MOST_ROWS}행입니다." in text
    assert text.count("\n| ") == MOST_ROWS + 2  # the head and the line below it


def test_what_somebody_else_wrote_is_shown_and_not_rendered() -> None:
    evil = "<img src=x> ![a](http://evil.example/p.png) | # `code` *b*\n[c](javascript:x)"
    table = Table((evil,), ((evil,),), 1)
    call = ToolCall("t", {"column": evil}, evil, table=table)
    html = (
        MarkdownIt("commonmark", {"html": True})
        .enable("table")
        .render(exported(asked(evil), answered(call), title=evil))
    )
    assert "<img" not in html
    assert "<a " not in html
    assert "<em>b" not in html
    assert html.count("<td>") == 1


def test_a_question_without_answer_and_an_answer_that_was_cut_say_so() -> None:
    text = exported(asked("첫째"), asked("둘째", 2), answered(incomplete=True))
    assert text.count("답변을 받지 못했습니다") == 1
    assert text.index("답변을 받지 못했습니다") < text.index("둘째")
    assert "중간에 끊겼습니다" in text


def test_a_tool_that_failed_says_so() -> None:
    assert "실행하지 못했습니다" in exported(asked(), answered(ToolCall("t", {}, "도구", "no column", failed=True)))
