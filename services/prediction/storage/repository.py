"""Predictions in PostgreSQL: written in groups, read one by one and in pages."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from sqlalchemy import Connection, Engine, Row, func, select

from services.chassis.database import database_errors, transaction
from services.chassis.errors import Unavailable
from services.prediction.domain.accident import Accident
from services.prediction.domain.prediction import PredictionNotFound, StoredPrediction
from services.prediction.storage.tables import predictions

_COLUMNS = tuple(column.name for column in predictions.columns)
_VALUES = f"({', '.join(['%s'] * len(_COLUMNS))})"


class PredictionWriter:
    """Writes groups over one connection of its own: one statement, one commit. For one thread only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None

    def write(self, group: Sequence[StoredPrediction]) -> None:
        """Returns when the group is durable; raises Unavailable if the database is away."""
        rows = [row(prediction) for prediction in group]
        was_open = self._connection is not None
        try:
            self._insert(rows)
        except Unavailable:
            if not was_open:
                raise
            # The connection may have died while nobody used it; a new one tells whether the database is away.
            self._insert(rows)

    def _insert(self, rows: list[tuple[object, ...]]) -> None:
        with database_errors():
            try:
                if self._connection is None:
                    self._connection = self._engine.connect()
                # Compiling the statement with SQLAlchemy costs more than the database needs to run it.
                self._connection.exec_driver_sql(insert_statement(len(rows)), tuple(chain.from_iterable(rows)))
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Ends the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()


class PredictionRepository:
    """Reads the history."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, prediction_id: str) -> StoredPrediction:
        """Raises PredictionNotFound."""
        with transaction(self._engine) as connection:
            row = connection.execute(select(predictions).filter_by(prediction_id=prediction_id)).one_or_none()
        if row is None:
            raise PredictionNotFound(prediction_id)
        return _prediction(row)

    def page(self, limit: int, offset: int) -> tuple[list[StoredPrediction], int]:
        """At most `limit` predictions after the newest `offset`, newest first, and the number of all."""
        newest_first = select(predictions).order_by(predictions.c.prediction_id.desc()).limit(limit).offset(offset)
        with transaction(self._engine) as connection:
            rows = connection.execute(newest_first).all()
            total = connection.execute(select(func.count()).select_from(predictions)).scalar_one()
        return [_prediction(row) for row in rows], total


def insert_statement(rows: int) -> str:
    """Stores `rows` predictions at once; its parameters are those of `row`, one after the other."""
    # A group is written again after a broken connection, and its first try may have been committed all the same.
    values = ", ".join([_VALUES] * rows)
    return f"INSERT INTO predictions ({', '.join(_COLUMNS)}) VALUES {values} ON CONFLICT (prediction_id) DO NOTHING"  # noqa: S608  # only names of our own columns


def row(prediction: StoredPrediction) -> tuple[object, ...]:
    """The values of `prediction` in the order of the columns."""
    accident = prediction.accident
    return (
        prediction.prediction_id,
        prediction.created_at,
        prediction.model_version,
        accident.weather,
        accident.road_surface,
        accident.road_type,
        accident.accident_type,
        accident.district,
        datetime(accident.accident_year, accident.accident_month, accident.accident_day, accident.accident_hour),
        prediction.eclo,
        prediction.interpretation,
        prediction.percentile,
        prediction.serious_probability,
        prediction.interval_lower,
        prediction.interval_upper,
    )


def _prediction(row: Row[tuple[object, ...]]) -> StoredPrediction:
    return StoredPrediction(
        prediction_id=row.prediction_id,
        created_at=row.created_at,
        model_version=row.model_version,
        accident=Accident(
            weather=row.weather,
            road_surface=row.road_surface,
            road_type=row.road_type,
            accident_type=row.accident_type,
            district=row.district,
            accident_year=row.occurred_at.year,
            accident_month=row.occurred_at.month,
            accident_day=row.occurred_at.day,
            accident_hour=row.occurred_at.hour,
        ),
        eclo=row.eclo,
        interpretation=row.interpretation,
        percentile=row.percentile,
        serious_probability=row.serious_probability,
        interval_lower=row.interval_lower,
        interval_upper=row.interval_upper,
    )
