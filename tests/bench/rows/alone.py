"""R5: one durable prediction at a time, against its two halves measured apart."""

from collections.abc import Iterator

from tests.bench.line import Effort, Line, ratio_line
from tests.bench.load import Subject
from tests.bench.pairs import at_most, in_turn
from tests.bench.rows.rates import durable_note
from tests.bench.stage import Stage


def durable_alone(stage: Stage, effort: Effort) -> Iterator[Line]:
    for explain in (False, True):
        durable, unstored = stage.durable(explain=explain), stage.unstored(explain=explain)

        def halves(unstored: Subject = unstored) -> float:
            return _median_time(unstored, effort) + stage.database.insert_microseconds()

        def whole(durable: Subject = durable) -> float:
            return _median_time(durable, effort)

        measured = in_turn(whole, halves, effort.pairs)
        what = "durable predict p50 alone / (predict + bare INSERT and COMMIT)"
        target = None if explain else at_most(1.5, 1.15)
        insert = f"of which the INSERT {stage.database.insert_microseconds():.0f} µs"
        yield ratio_line(
            "R5",
            f"{what}, with explain" if explain else what,
            measured,
            target=target,
            unit="µs",
            notes=(insert, durable.generator, *durable_note(stage)),
        )


def _median_time(subject: Subject, effort: Effort) -> float:
    microseconds = subject.measure(effort.seconds / 2, 1).median_microseconds
    if microseconds is None:
        raise RuntimeError(f"{subject.generator} does not tell the time of a request")
    return microseconds
