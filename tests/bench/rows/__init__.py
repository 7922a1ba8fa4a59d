"""The rows of the bench, by id."""

from collections.abc import Callable, Iterator, Mapping

from tests.bench.line import Effort, Line
from tests.bench.rows.alone import durable_alone
from tests.bench.rows.answers import cached_answer
from tests.bench.rows.batches import batch_by_booster_and_copy
from tests.bench.rows.frames import frame_memory, local_by_csv, streamed_by_local
from tests.bench.rows.kill import missing_after_kill
from tests.bench.rows.maps import point_map_by_markers
from tests.bench.rows.pages import page_by_calls
from tests.bench.rows.rates import durable_by_unstored, guarded_by_bare, unstored_by_guarded
from tests.bench.rows.rest import rest_by_fastapi, rest_by_grpc
from tests.bench.rows.scoring import encode_and_score
from tests.bench.rows.tools import tool_by_pandas
from tests.bench.rows.uploads import upload_by_parsing
from tests.bench.stage import Stage

ROWS: Mapping[str, Callable[[Stage, Effort], Iterator[Line]]] = {
    "R1": guarded_by_bare,
    "R2": unstored_by_guarded,
    "R3": encode_and_score,
    "R4": durable_by_unstored,
    "R5": durable_alone,
    "R6": missing_after_kill,
    "R7": batch_by_booster_and_copy,
    "R8": upload_by_parsing,
    "R9": local_by_csv,
    "R10": streamed_by_local,
    "R11": tool_by_pandas,
    "R12": frame_memory,
    "R13": rest_by_grpc,
    "R14": rest_by_fastapi,
    "R15": cached_answer,
    "R16": page_by_calls,
    "R17": point_map_by_markers,
}
