"""The Markdown of an answer, as much of it as may be shown.

Whoever wrote the answer may have read hostile data. It is therefore taken apart and written again: headings, lists,
tables, quotes, code and emphasis come back as such, everything else as text. No HTML, no picture, no link, none of
Streamlit's own signs (`:icon:`, `:colour[..]`, `$formula$`) comes through.
"""

import re
from collections.abc import Callable, Iterable

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from frontend.literal_text import WORD_JOINER, inert, unmarked

_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_EMPHASIS = {"strong": "**", "em": "*", "s": "~~"}
_ALIGNMENT = {"text-align:left": ":--", "text-align:center": ":-:", "text-align:right": "--:"}
# Between a bracket and a Korean particle, as in `**차대차(65%)**가`, Markdown does not see that the emphasis ends.
# A backslash belongs to the star after it.
_CLOSING = re.compile(r"(?<=[^\w\s*~\\])(?=(?:\*\*|~~)\w)")
_OPENING = re.compile(r"(?<=\w\*\*|\w~~)(?=[^\w\s*~])")


def safe(answer: str) -> str:
    """`answer` for st.markdown. Works on the beginning of an answer as well."""
    text = answer.replace(WORD_JOINER, "")
    text = _OPENING.sub(WORD_JOINER, _CLOSING.sub(WORD_JOINER, text))
    return _blocks(SyntaxTreeNode(_PARSER.parse(text)).children)


def _blocks(nodes: Iterable[SyntaxTreeNode], tight: bool = False) -> str:
    """One block below the other; in a tight list nothing stands between a text and the list below it."""
    written, previous, other = "", "", False
    for node in nodes:
        # Two lists in a row are two lists only if their marks differ.
        other = node.type == previous and not other
        block = _block(node, other)
        if not block:
            continue
        if written:
            written += "\n" if tight and node.type.endswith("_list") else "\n\n"
        written += block
        previous = node.type
    return written


def _block(node: SyntaxTreeNode, other: bool) -> str:
    match node.type:
        case "bullet_list":
            return _list(node, ["*" if other else "-"] * len(node.children))
        case "ordered_list":
            first = int(node.attrs.get("start", 1))
            return _list(node, [f"{first + index}{')' if other else '.'}" for index in range(len(node.children))])
    return _BLOCKS[node.type](node)


def _paragraph(node: SyntaxTreeNode) -> str:
    return unmarked(_inline(node))


def _heading(node: SyntaxTreeNode) -> str:
    """Smaller than the headings of the page around it."""
    return f"{'#####' if node.tag in ('h1', 'h2') else '######'} {_inline(node)}"


def _quote(node: SyntaxTreeNode) -> str:
    return "\n".join(f"> {line}".rstrip() for line in _blocks(node.children).split("\n"))


def _rule(_: SyntaxTreeNode) -> str:
    return "___"


def _list(node: SyntaxTreeNode, marks: list[str]) -> str:
    tight = any(child.type == "paragraph" and child.hidden for item in node.children for child in item.children)
    items = []
    for mark, item in zip(marks, node.children, strict=True):
        first, *rest = _blocks(item.children, tight).split("\n")
        indent = " " * (len(mark) + 1)
        items.append("\n".join([f"{mark} {first}".rstrip(), *(f"{indent}{line}".rstrip() for line in rest)]))
    return ("\n" if tight else "\n\n").join(items)


def _code_block(node: SyntaxTreeNode) -> str:
    code = node.content.rstrip("\n").replace(WORD_JOINER, "")
    fence = _fence(code, 3)
    return f"{fence}\n{code}\n{fence}"


def _table(node: SyntaxTreeNode) -> str:
    rows = [row.children for part in node.children for row in part.children]
    lines = [f"| {' | '.join(_inline(cell) for cell in row)} |" for row in rows]
    alignment = " | ".join(_ALIGNMENT.get(str(cell.attrs.get("style")), "---") for cell in rows[0])
    return "\n".join([lines[0], f"| {alignment} |", *lines[1:]])


_BLOCKS: dict[str, Callable[[SyntaxTreeNode], str]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "blockquote": _quote,
    "fence": _code_block,
    "code_block": _code_block,
    "table": _table,
    "hr": _rule,
}


def _inline(node: SyntaxTreeNode) -> str:
    """What stands in a paragraph, a heading or a cell."""
    return _spans(child for inline in node.children for child in inline.children)


def _spans(nodes: Iterable[SyntaxTreeNode]) -> str:
    """Emphasis, code and text. Text is made inert in one piece, however many nodes it comes in."""
    written, text = "", ""
    for node in nodes:
        words = _words(node)
        if words is not None:
            text += words
            continue
        span = _span(node)
        written += inert(text)
        joined = written[-1:] == span[:1] and span[:1] in ("*", "~", "`")
        written, text = f"{written}{WORD_JOINER if joined else ''}{span}", ""
    return written + inert(text)


def _words(node: SyntaxTreeNode) -> str | None:
    """What is shown as text; None for everything else."""
    match node.type:
        case "text" | "text_special":
            return node.content
        case "image":
            return f"(그림: {node.content})" if node.content else "(그림)"
    return None


def _span(node: SyntaxTreeNode) -> str:
    match node.type:
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "\\\n"
        case "code_inline":
            return _code(node.content.replace(WORD_JOINER, ""), in_table=_is_in_table(node))
        case "link":
            words = _spans(node.children)
            address = inert(str(node.attrs.get("href", "")))
            return words if words == address or node.markup == "autolink" else f"{words} ({address})"
    mark = _EMPHASIS.get(node.type)
    if mark is None:
        return inert(node.content)
    inner = _spans(node.children)
    before, after = ("" if end.isalnum() or end == WORD_JOINER else WORD_JOINER for end in (inner[:1], inner[-1:]))
    return f"{mark}{before}{inner}{after}{mark}"


def _code(code: str, in_table: bool) -> str:
    fence = _fence(code, 1)
    padding = " " if code[:1] in ("`", " ") or code[-1:] in ("`", " ") else ""
    if in_table:
        code = code.replace("|", "\\|")
    return f"{fence}{padding}{code}{padding}{fence}"


def _fence(code: str, least: int) -> str:
    """More backticks in a row than `code` has."""
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    return "`" * max(least, longest + 1)


def _is_in_table(node: SyntaxTreeNode) -> bool:
    above = node.parent
    while above is not None and above.type not in ("td", "th"):
        above = above.parent
    return above is not None
