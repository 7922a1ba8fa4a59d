"""The model that is committed, loaded once for these tests."""

import pytest

from services.prediction.domain.eclo_model import EcloModel
from services.prediction.storage.model_artifact import load_model


@pytest.fixture(scope="session")
def model() -> EcloModel:
    return load_model()
