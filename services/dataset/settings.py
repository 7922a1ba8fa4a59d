"""Settings of the dataset service."""

from pathlib import Path

from pydantic import Field

from services.chassis.settings import ServerSettings


class DatasetSettings(ServerSettings):
    database_url: str = Field(validation_alias="DATABASE_URL")
    """Database of the dataset context, `postgresql+psycopg2://role:password@host:port/dataset`."""

    blob_url: str
    """Where files are kept, a URL of fsspec: `file:///var/lib/daegu/blobs`."""

    staging_folder: Path
    """Folder for uploads in progress; on the file system of `blob_url` if that is a local one."""

    app_url: str = "http://127.0.0.1:8501"
    """URL of the app as a browser reaches it; share links lead there."""

    readers: int = Field(default=2, gt=0)
    """Uploads that are read and understood at once; each may take 100 to 200 MiB of memory. More wait."""

    sweep_seconds: float = Field(default=60.0, gt=0)
    """How often files that broken uploads and deletions have left are removed."""

    concurrent_rpcs: int = Field(default=16, gt=0)
    call_seconds: float = Field(default=120, gt=0)
