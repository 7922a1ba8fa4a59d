"""Settings of the prediction service."""

from pathlib import Path

from pydantic import Field

from services.chassis.settings import ServerSettings


class PredictionSettings(ServerSettings):
    database_url: str = Field(validation_alias="DATABASE_URL")
    """Database of the prediction context, `postgresql+psycopg2://role:password@host:port/prediction`."""

    model_folder: Path = Path(__file__).parent / "model"
    """Folder with the trained model: eclo.txt and manifest.json."""

    call_seconds: float = Field(default=10, gt=0)
