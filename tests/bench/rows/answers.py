"""R15: an answer from the cache, against an empty RPC that reads it from there.

What is more in it: the question is recognised (datasets, earlier questions), and question and answer are stored in the
conversation with one COMMIT before they are sent.
"""

from collections.abc import Iterator

from tests.bench.line import Effort, Line, ratio_line
from tests.bench.load import Subject
from tests.bench.pairs import at_most, in_turn
from tests.bench.rows.alone import median_time
from tests.bench.stage import Stage


def cached_answer(stage: Stage, effort: Effort) -> Iterator[Line]:
    cached: Subject = stage.cached_answer()
    get = stage.get_from_cache()
    measured = in_turn(lambda: median_time(cached, effort), lambda: median_time(get, effort), effort.pairs)
    notes = (cached.generator, f"fdatasync {stage.database.fdatasync_microseconds():.0f} µs")
    what = "cached chat answer p50 alone, stored / (empty RPC + Redis GET)"
    yield ratio_line("R15", what, measured, target=at_most(2.5, 1.4), unit="µs", notes=notes)
