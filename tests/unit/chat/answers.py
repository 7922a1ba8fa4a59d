"""Answers of every form, for tests by hypothesis."""

from hypothesis import strategies as st

from services.chat.domain.answer import Answer, Chart, ChartKind, Series, Table, TokenUsage, ToolCall

ANY_TEXT = st.text(st.characters(), max_size=20)  # unpaired surrogates and NUL among them
ANY_NUMBER = st.integers() | st.floats()
ANY_CELL = st.none() | st.booleans() | ANY_NUMBER | ANY_TEXT
ANY_JSON = st.recursive(
    ANY_CELL, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3)
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.lists(ANY_TEXT, max_size=4))
    row = st.tuples(*[ANY_CELL] * len(columns))
    rows = draw(st.lists(row, max_size=4))
    return Table(tuple(columns), tuple(rows), draw(st.integers(len(rows), 2**31 - 1)))


@st.composite
def series(draw: st.DrawFn) -> Series:
    values = draw(st.lists(st.none() | st.floats(), max_size=5))
    x = draw(st.just([]) | st.lists(st.floats(), min_size=len(values), max_size=len(values)))
    return Series(draw(ANY_TEXT), tuple(values), tuple(x))


CHARTS = st.builds(
    Chart,
    kind=st.sampled_from(ChartKind),
    title=ANY_TEXT,
    x_title=ANY_TEXT,
    y_title=ANY_TEXT,
    categories=st.lists(ANY_TEXT, max_size=3).map(tuple),
    series=st.lists(series(), max_size=3).map(tuple),
)
CALLS = st.builds(
    ToolCall,
    name=ANY_TEXT,
    args=st.dictionaries(ANY_TEXT, ANY_JSON, max_size=3),
    label=ANY_TEXT,
    result=ANY_TEXT,
    failed=st.booleans(),
    table=st.none() | tables(),
    chart=st.none() | CHARTS,
)
TOKENS = st.integers(0, 2**31 - 1)
ANSWERS = st.builds(
    Answer,
    text=ANY_TEXT,
    model=ANY_TEXT,
    tool_calls=st.lists(CALLS, max_size=3).map(tuple),
    usage=st.builds(TokenUsage, TOKENS, TOKENS, TOKENS),
    incomplete=st.booleans(),
)
