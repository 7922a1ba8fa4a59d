"""R5: one durable prediction at a time, against the same service with a bare INSERT and COMMIT in its place.

A line without a target compares with the two halves measured apart. There the INSERT runs in a loop of its own, where
nothing lets the connection and the caches go cold between two of them: it takes half of what it takes between requests.
"""

from collections.abc import Callable, Iterator

from tests.bench.line import Effort, Line, ratio_line
from tests.bench.load import Subject
from tests.bench.pairs import Target, at_most, in_turn
from tests.bench.rows.rates import durable_note
from tests.bench.stage import Stage


def durable_alone(stage: Stage, effort: Effort) -> Iterator[Line]:
    durable, inline, unstored = stage.durable(), stage.inline(), stage.unstored()
    insert = stage.database.insert_microseconds

    def line(what: str, other: Callable[[], float], target: Target | None, *notes: str) -> Line:
        measured = in_turn(lambda: median_time(durable, effort), other, effort.pairs)
        notes = (*notes, durable.generator, *durable_note(stage))
        return ratio_line("R5", f"durable predict p50 alone / {what}", measured, target=target, unit="µs", notes=notes)

    yield line("(predict + bare INSERT and COMMIT)", lambda: median_time(inline, effort), at_most(1.5, 1.15))
    yield line(
        "(predict + bare INSERT and COMMIT), measured apart",
        lambda: median_time(unstored, effort) + insert(),
        None,
        f"of which the INSERT {insert():.0f} µs",
    )


def median_time(subject: Subject, effort: Effort) -> float:
    """Median time of one request alone, microseconds."""
    microseconds = subject.measure(effort.seconds / 2, 1).median_microseconds
    if microseconds is None:
        raise RuntimeError(f"{subject.generator} does not tell the time of a request")
    return microseconds
