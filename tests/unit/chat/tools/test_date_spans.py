"""Dates as callers write them."""

import numpy as np
import pytest

from services.chat.agent.tools.date_spans import span
from services.chat.agent.tools.results import ToolRefused
from services.chat.domain.answer import Json


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        (2017, "2017-01-01", "2018-01-01"),
        ("2017", "2017-01-01", "2018-01-01"),
        ("2017년", "2017-01-01", "2018-01-01"),
        ("2017-12", "2017-12-01", "2018-01-01"),
        ("201712", "2017-12-01", "2018-01-01"),
        ("2017년 3월", "2017-03-01", "2017-04-01"),
        ("2016-02-29", "2016-02-29", "2016-03-01"),
        ("2016.02.29", "2016-02-29", "2016-03-01"),
        ("20160229", "2016-02-29", "2016-03-01"),
        ("2017-03-05 13", "2017-03-05T13:00", "2017-03-05T14:00"),
        ("2017년 3월 5일 13시", "2017-03-05T13:00", "2017-03-05T14:00"),
        ("2017-03-05T13:30", "2017-03-05T13:30", "2017-03-05T13:31"),
        ("2017-03-05 13:30:15", "2017-03-05T13:30:15", "2017-03-05T13:30:16"),
    ],
)
def test_a_date_is_the_whole_span_that_it_names(written: Json, start: str, end: str) -> None:
    found = span(written)
    assert (found.start, found.end) == tuple(int(np.datetime64(each, "s").astype(np.int64)) for each in (start, end))


@pytest.mark.parametrize(
    "written",
    ["어제", "2017-13", "2017-02-30", "17-03-05", "", True, None, "2017-03-05 25", "0" * 400],
)
def test_what_is_no_date_is_refused_with_examples(written: Json) -> None:
    with pytest.raises(ToolRefused, match="2017-03-05"):
        span(written)
