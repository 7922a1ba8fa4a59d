"""Settings of the ops process."""

from gateway.render import OptionalPath
from services.chassis.settings import ServerSettings


class OpsSettings(ServerSettings):
    api_keys_file: OptionalPath = None
    """What `python -m gateway.keys` writes; without it nobody needs a key."""

    prediction_address: str
    """`host:port` of the prediction service; also of the others below."""

    dataset_address: str
    chat_address: str

    part_seconds: float = 1.0
    """How long a part may take to answer before it counts as down."""

    model_seconds: float = 60.0
    """How long the valid values in the OpenAPI document may be older than those of the model that serves."""

    def parts(self) -> dict[str, str]:
        """Addresses of the services by the name that the health of the whole shows."""
        return {"prediction": self.prediction_address, "dataset": self.dataset_address, "chat": self.chat_address}
