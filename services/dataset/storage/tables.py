"""Tables of the dataset context, as migrations/dataset leaves them."""

from sqlalchemy import Column, DateTime, Double, ForeignKey, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

metadata = MetaData()


def _dataset() -> ForeignKey:
    return ForeignKey("datasets.dataset_id", ondelete="CASCADE")


datasets = Table(
    "datasets",
    metadata,
    # UUIDv7: ordered by time, so the primary key also serves "newest first".
    Column("dataset_id", UUID(as_uuid=False), primary_key=True),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("column_count", Integer, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("uploaded_at", DateTime(timezone=True), nullable=False),
    # Names the file, which several datasets may share.
    Column("sha256", Text, nullable=False, index=True),
    Column("encoding", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("kind_confidence", Double, nullable=False),
    Column("notices", JSONB, nullable=False),
    Column("request_id", UUID(as_uuid=False), nullable=True, unique=True),
    Column("request_digest", Text, nullable=True),
)

columns = Table(
    "columns",
    metadata,
    Column("dataset_id", UUID(as_uuid=False), _dataset(), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("missing", Integer, nullable=False),
    Column("distinct", Integer, nullable=False),
    Column("minimum", JSONB, nullable=False),
    Column("maximum", JSONB, nullable=False),
    Column("mean", Double, nullable=True),
    Column("quantiles", ARRAY(Double), nullable=False),
    Column("top_values", JSONB, nullable=False),
)

share_tokens = Table(
    "share_tokens",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("dataset_id", UUID(as_uuid=False), _dataset(), nullable=False, index=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True), nullable=True),
)

dataset_holds = Table(
    "dataset_holds",
    metadata,
    Column("dataset_id", UUID(as_uuid=False), _dataset(), primary_key=True),
    Column("holder", Text, primary_key=True),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)
