"""Jobs that predict many accidents: the job, its slices, its rows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

UNFINISHED = "status IN ('QUEUED', 'RUNNING')"


def upgrade() -> None:
    op.create_table(
        "batch_jobs",
        sa.Column("batch_id", postgresql.UUID(as_uuid=False), primary_key=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("done", sa.Integer, nullable=False, server_default="0"),
        sa.Column("failed", sa.Integer, nullable=False, server_default="0"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text, nullable=False, server_default=""),
        sa.Column("request_id", postgresql.UUID(as_uuid=False), nullable=True, unique=True),
        sa.Column("request_digest", sa.Text, nullable=True),
        sa.Column("source", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("accidents", sa.LargeBinary, nullable=True),
        sa.Column("hinted_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("hints", sa.Integer, nullable=False, server_default="0"),
        sa.Column("hold_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("done <= total AND failed <= done", name="batch_jobs_counts"),
        sa.CheckConstraint("(source IS NULL) <> (accidents IS NULL)", name="batch_jobs_one_source"),
    )
    op.create_index("batch_jobs_unfinished", "batch_jobs", ["batch_id"], postgresql_where=sa.text(UNFINISHED))
    op.create_table(
        "batch_slices",
        sa.Column("batch_id", postgresql.UUID(as_uuid=False), _job(), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("first_row", sa.Integer, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("token", sa.Integer, nullable=False, server_default="0"),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("holder", sa.Text, nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("model_version", sa.Text, nullable=True),
        sa.Column("summary", postgresql.JSONB(none_as_null=True), nullable=True),
    )
    op.create_index("batch_slices_finished", "batch_slices", ["finished_at"])
    op.create_table(
        "batch_rows",
        sa.Column("batch_id", postgresql.UUID(as_uuid=False), _job(), primary_key=True),
        sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("eclo", sa.Double, nullable=True),
        sa.Column("percentile", sa.Double, nullable=True),
        sa.Column("serious_probability", sa.Double, nullable=True),
        sa.Column("interval_lower", sa.Double, nullable=True),
        sa.Column("interval_upper", sa.Double, nullable=True),
        sa.Column("probability_1_2", sa.Double, nullable=True),
        sa.Column("probability_3_4", sa.Double, nullable=True),
        sa.Column("probability_5_9", sa.Double, nullable=True),
        sa.Column("probability_10", sa.Double, nullable=True),
        sa.Column("label", sa.SmallInteger, nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=False), nullable=True, comment="Korean local time"),
        sa.Column("district", sa.Text, nullable=True),
        sa.Column("notices", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("violations", postgresql.JSONB(none_as_null=True), nullable=True),
    )
    op.create_index(
        "batch_rows_failed", "batch_rows", ["batch_id", "row"], postgresql_where=sa.text("violations IS NOT NULL")
    )


def downgrade() -> None:
    for table in ("batch_rows", "batch_slices", "batch_jobs"):
        op.drop_table(table)


def _job() -> sa.ForeignKey:
    return sa.ForeignKey("batch_jobs.batch_id", ondelete="CASCADE")
