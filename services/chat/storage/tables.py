"""Tables of the chat context, as migrations/chat leaves them."""

from sqlalchemy import JSON, Boolean, Column, DateTime, ForeignKey, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, UUID

metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("conversation_id", UUID(as_uuid=False), primary_key=True),
    Column("title", Text, nullable=False),
    Column("dataset_ids", ARRAY(UUID(as_uuid=False)), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False, index=True),
    # Also the sequence of the last message: whoever adds one says which it has seen.
    Column("message_count", Integer, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    Column(
        "conversation_id",
        UUID(as_uuid=False),
        ForeignKey("conversations.conversation_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("sequence", Integer, primary_key=True),
    Column("role", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("stored_at", DateTime(timezone=True), nullable=False),
    Column("request_id", UUID(as_uuid=False), nullable=True, unique=True),
    Column("request_digest", Text, nullable=True),
    # What domain.answer_json says of an answer, without its text. Not JSONB, which makes an integer of 1e20.
    Column("answer", JSON(none_as_null=True), nullable=True),
    Column("cache_hit", Boolean, nullable=False),
)
