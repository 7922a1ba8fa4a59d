"""Datasets, what their columns contain, links that open them, and holds that keep them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "datasets",
        sa.Column("dataset_id", postgresql.UUID(as_uuid=False), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("column_count", sa.Integer, nullable=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.Text, nullable=False, index=True),
        sa.Column("encoding", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("kind_confidence", sa.Double, nullable=False),
        sa.Column("notices", postgresql.JSONB, nullable=False),
        sa.Column("request_id", postgresql.UUID(as_uuid=False), nullable=True, unique=True),
        sa.Column("request_digest", sa.Text, nullable=True),
    )
    op.create_table(
        "columns",
        sa.Column("dataset_id", postgresql.UUID(as_uuid=False), _dataset(), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("missing", sa.Integer, nullable=False),
        sa.Column("distinct", sa.Integer, nullable=False),
        sa.Column("minimum", postgresql.JSONB, nullable=False),
        sa.Column("maximum", postgresql.JSONB, nullable=False),
        sa.Column("mean", sa.Double, nullable=True),
        sa.Column("quantiles", postgresql.ARRAY(sa.Double), nullable=False),
        sa.Column("top_values", postgresql.JSONB, nullable=False),
    )
    op.create_table(
        "share_tokens",
        sa.Column("token_hash", sa.LargeBinary, primary_key=True),
        sa.Column("dataset_id", postgresql.UUID(as_uuid=False), _dataset(), nullable=False, index=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_table(
        "dataset_holds",
        sa.Column("dataset_id", postgresql.UUID(as_uuid=False), _dataset(), primary_key=True),
        sa.Column("holder", sa.Text, primary_key=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for table in ("dataset_holds", "share_tokens", "columns", "datasets"):
        op.drop_table(table)


def _dataset() -> sa.ForeignKey:
    return sa.ForeignKey("datasets.dataset_id", ondelete="CASCADE")
