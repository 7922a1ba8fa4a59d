"""Settings of the chat service."""

from pydantic import Field

from services.chassis.settings import ServerSettings


class ChatSettings(ServerSettings):
    database_url: str = Field(validation_alias="DATABASE_URL")
    """Database of the chat context, `postgresql+psycopg2://role:password@host:port/chat`."""

    redis_url: str = Field(validation_alias="REDIS_URL")
    """Cache of answers, `redis://:password@host:port/0`; without it questions are answered all the same."""

    dataset_address: str
    """`host:port` of the dataset service."""

    prediction_address: str
    """`host:port` of the prediction service."""

    anthropic_base_url: str = Field("https://api.anthropic.com", validation_alias="ANTHROPIC_BASE_URL")
    """Where the language models are asked, with the key of the caller; a compatible server of one's own works too."""

    chat_models: dict[str, str] = Field(
        {
            "claude-sonnet-5-5": "Claude Sonnet 5.5",
            "claude-opus-5-5": "Claude Opus 5.5",
            "claude-haiku-5-5": "Claude Haiku 5.5",
        },
        min_length=1,
    )
    """Models that may be asked and their names for people, as a JSON object; the first one is the default."""

    frames_bytes: int = Field(default=1 << 30, gt=0)
    """Memory for the rows of datasets that were asked about, bytes."""

    answer_seconds: float = Field(default=110, gt=0)
    """Longest time of an answer; shorter than `call_seconds`, so that its end can still be said."""

    concurrent_rpcs: int = Field(default=32, gt=0)
    call_seconds: float = Field(default=120, gt=0)
