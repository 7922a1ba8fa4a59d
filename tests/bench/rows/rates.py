"""R1, R2, R4: what our chassis, the model and the database each take from the rate of a bare RPC."""

from collections.abc import Iterator

from tests.bench.line import Effort, Line, ratio_line
from tests.bench.load import Subject
from tests.bench.pairs import Target, at_least, at_most, in_turn
from tests.bench.stage import Stage

IN_FLIGHT = 32


def guarded_by_bare(stage: Stage, effort: Effort) -> Iterator[Line]:
    def cpu(subject: Subject) -> float:
        subject.measure(effort.seconds, IN_FLIGHT)
        return subject.cpu_microseconds[-1]

    guarded, bare = stage.guarded(), stage.bare()
    measured = in_turn(lambda: cpu(guarded), lambda: cpu(bare), effort.pairs)
    what = "empty RPC with all interceptors / bare grpc.aio, server CPU"
    yield ratio_line("R1", what, measured, target=at_most(1.6, 1.25), unit="µs", notes=(guarded.generator,))


def unstored_by_guarded(stage: Stage, effort: Effort) -> Iterator[Line]:
    what = "predict without storing / empty RPC, rate at 32"
    yield rates("R2", what, stage.unstored(), stage.guarded(), effort, target=at_least(0.55, 0.75))


def durable_by_unstored(stage: Stage, effort: Effort) -> Iterator[Line]:
    what = "durable predict / predict without storing, rate at 32"
    disk = durable_note(stage)
    yield rates("R4", what, stage.durable(), stage.unstored(), effort, target=at_least(0.50, 0.65), notes=disk)
    both = stage.durable(explain=True), stage.unstored(explain=True)
    yield rates("R4", f"{what}, with explain", *both, effort, notes=disk)


def rates(
    row: str,
    what: str,
    a: Subject,
    b: Subject,
    effort: Effort,
    *,
    target: Target | None = None,
    in_flight: int = IN_FLIGHT,
    notes: tuple[str, ...] = (),
) -> Line:
    """The rate of `a` by that of `b`, each with `in_flight` calls at a time."""
    measured = in_turn(
        lambda: a.measure(effort.seconds, in_flight).rate,
        lambda: b.measure(effort.seconds, in_flight).rate,
        effort.pairs,
    )
    generators = " and ".join(sorted({a.generator, b.generator}))
    cpu = f"server CPU per request {a.cpu:.0f} / {b.cpu:.0f} µs"
    return ratio_line(row, what, measured, target=target, unit="/s", notes=(cpu, generators, *notes))


def durable_note(stage: Stage) -> tuple[str, ...]:
    """What the disk takes; for every row that waits for it."""
    return (f"fdatasync {stage.database.fdatasync_microseconds():.0f} µs, {stage.database.durability()}",)
