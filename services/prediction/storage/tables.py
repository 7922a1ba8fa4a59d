"""Tables of the prediction context, as migrations/prediction leaves them."""

from sqlalchemy import (
    Column,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

metadata = MetaData()


def _job() -> ForeignKey:
    return ForeignKey("batch_jobs.batch_id", ondelete="CASCADE")


predictions = Table(
    "predictions",
    metadata,
    # UUIDv7: ordered by time, so the primary key also serves "newest first".
    Column("prediction_id", UUID(as_uuid=False), primary_key=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("model_version", Text, nullable=False),
    Column("weather", Text, nullable=False),
    Column("road_surface", Text, nullable=False),
    Column("road_type", Text, nullable=False),
    Column("accident_type", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("occurred_at", DateTime(timezone=False), nullable=False, comment="Korean local time"),
    Column("eclo", Double, nullable=False),
    Column("interpretation", Text, nullable=False),
    Column("percentile", Double, nullable=False),
    Column("serious_probability", Double, nullable=False),
    Column("interval_lower", Double, nullable=False),
    Column("interval_upper", Double, nullable=False),
)

batch_jobs = Table(
    "batch_jobs",
    metadata,
    # UUIDv7: ordered by time, so the primary key also serves "newest first" and "accepted before".
    Column("batch_id", UUID(as_uuid=False), primary_key=True),
    Column("status", Text, nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("failed", Integer, nullable=False, server_default="0"),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=True),
    Column("finished_at", DateTime(timezone=True), nullable=True),
    Column("failure", Text, nullable=False, server_default=""),
    Column("request_id", UUID(as_uuid=False), nullable=True, unique=True),
    Column("request_digest", Text, nullable=True),
    # Either a dataset or the accidents themselves.
    Column("source", JSONB(none_as_null=True), nullable=True),
    Column("accidents", LargeBinary, nullable=True),
    # When a worker was last told of the job, or began a slice of it; how often it was told in vain since.
    Column("hinted_at", DateTime(timezone=True), nullable=False),
    Column("hints", Integer, nullable=False, server_default="0"),
    Column("hold_until", DateTime(timezone=True), nullable=True),
    Index("batch_jobs_unfinished", "batch_id", postgresql_where=text("status IN ('QUEUED', 'RUNNING')")),
)

batch_slices = Table(
    "batch_slices",
    metadata,
    Column("batch_id", UUID(as_uuid=False), _job(), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("first_row", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    # The token only ever rises; attempts given back are not counted.
    Column("token", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("holder", Text, nullable=True),
    Column("lease_until", DateTime(timezone=True), nullable=True),
    Column("started_at", DateTime(timezone=True), nullable=True),
    Column("finished_at", DateTime(timezone=True), nullable=True),
    Column("model_version", Text, nullable=True),
    Column("summary", JSONB(none_as_null=True), nullable=True),
    Index("batch_slices_finished", "finished_at"),
)

batch_rows = Table(
    "batch_rows",
    metadata,
    Column("batch_id", UUID(as_uuid=False), _job(), primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("eclo", Double, nullable=True),
    Column("percentile", Double, nullable=True),
    Column("serious_probability", Double, nullable=True),
    Column("interval_lower", Double, nullable=True),
    Column("interval_upper", Double, nullable=True),
    Column("probability_1_2", Double, nullable=True),
    Column("probability_3_4", Double, nullable=True),
    Column("probability_5_9", Double, nullable=True),
    Column("probability_10", Double, nullable=True),
    Column("label", SmallInteger, nullable=True),
    Column("occurred_at", DateTime(timezone=False), nullable=True, comment="Korean local time"),
    Column("district", Text, nullable=True),
    Column("notices", JSONB(none_as_null=True), nullable=True),
    Column("violations", JSONB(none_as_null=True), nullable=True),
    Index("batch_rows_failed", "batch_id", "row", postgresql_where=text("violations IS NOT NULL")),
)
"""Where a row has violations, everything else but its key is null."""
