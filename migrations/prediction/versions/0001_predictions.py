"""Single predictions, stored before they are acknowledged."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "predictions",
        sa.Column("prediction_id", postgresql.UUID(as_uuid=False), primary_key=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model_version", sa.Text, nullable=False),
        sa.Column("weather", sa.Text, nullable=False),
        sa.Column("road_surface", sa.Text, nullable=False),
        sa.Column("road_type", sa.Text, nullable=False),
        sa.Column("accident_type", sa.Text, nullable=False),
        sa.Column("district", sa.Text, nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=False), nullable=False, comment="Korean local time"),
        sa.Column("eclo", sa.Double, nullable=False),
        sa.Column("interpretation", sa.Text, nullable=False),
        sa.Column("percentile", sa.Double, nullable=False),
        sa.Column("serious_probability", sa.Double, nullable=False),
        sa.Column("interval_lower", sa.Double, nullable=False),
        sa.Column("interval_upper", sa.Double, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("predictions")
