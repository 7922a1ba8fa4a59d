"""Tables of the prediction context, as migrations/prediction leaves them."""

from sqlalchemy import Column, DateTime, Double, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import UUID

metadata = MetaData()

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
