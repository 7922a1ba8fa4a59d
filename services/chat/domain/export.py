"""A conversation as Markdown, for a file that people keep."""

import re
from collections.abc import Iterator, Sequence

from services.chat.domain.answer import BUILTIN, Cell, Table, ToolCall
from services.chat.domain.conversation import Conversation, Message, StoredAnswer, StoredQuestion
from services.chat.domain.korean_time import korean_minute

MOST_ROWS = 50
"""Rows of a table that are written out."""

_MARKUP = re.compile(r"([\\`*_\[\]<>|~])")


def markdown(conversation: Conversation, messages: Sequence[Message]) -> str:
    """Title, dates in Korean time, questions, answers, the tools that were used and their tables."""
    lines = [
        f"# {_literal(conversation.title)}",
        "",
        f"- 시작: {korean_minute(conversation.created_at)}",
        f"- 마지막 메시지: {korean_minute(conversation.updated_at)}",
    ]
    for message, following in zip(messages, [*messages[1:], None], strict=True):
        lines.append("")
        if isinstance(message, StoredAnswer):
            lines += _answer(message)
        else:
            lines += _question(message)
            if not isinstance(following, StoredAnswer):
                lines += ["", "*답변을 받지 못했습니다.*"]
    return "\n".join(lines) + "\n"


def _question(message: StoredQuestion) -> Iterator[str]:
    yield f"## 질문 ({korean_minute(message.stored_at)})"
    yield ""
    yield from (f"> {_literal(line)}" for line in message.text.splitlines())


def _answer(message: StoredAnswer) -> Iterator[str]:
    answer = message.answer
    by = "내장 분석기" if answer.model == BUILTIN else answer.model
    yield f"## 답변 ({korean_minute(message.stored_at)}, {_literal(by)})"
    yield ""
    yield answer.text.strip()
    if answer.incomplete:
        yield ""
        yield "*답변이 중간에 끊겼습니다.*"
    for call in answer.tool_calls:
        yield ""
        yield from _tool(call)


def _tool(call: ToolCall) -> Iterator[str]:
    given = ", ".join(f"{name}={value}" for name, value in call.args.items())
    failed = " (실행하지 못했습니다)" if call.failed else ""
    yield f"**사용한 도구: {_literal(call.label or call.name)}** {_literal(f'{call.name}({given})')}{failed}"
    if call.table is not None and call.table.columns:
        yield ""
        yield from _table(call.table)


def _table(table: Table) -> Iterator[str]:
    yield _row(table.columns)
    yield "|" + " --- |" * len(table.columns)
    shown = table.rows[:MOST_ROWS]
    yield from (_row(row) for row in shown)
    if table.total_rows > len(shown):
        yield ""
        yield f"전체 {table.total_rows:,}행 가운데 {len(shown):,}행입니다."


def _row(cells: Sequence[Cell]) -> str:
    return "| " + " | ".join("" if cell is None else _literal(str(cell)) for cell in cells) + " |"


def _literal(text: str) -> str:
    """Text of somebody else on one line, with its signs as they are: no markup, no HTML, no image."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
