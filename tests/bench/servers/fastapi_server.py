"""What a good ordinary team writes for the same endpoint: FastAPI, pydantic, a DataFrame, Booster.predict, one
INSERT and COMMIT for each request. `uvicorn tests.bench.servers.fastapi_server:app`, DATABASE_URL in the environment.

The endpoint is a plain function, as FastAPI advises for blocking drivers: it runs in the thread pool. LightGBM gets one
thread, without which its threads fight each other. Severity is read by our own scale, which is the cheap part.
"""

import os
import uuid
from datetime import UTC, datetime
from typing import Literal

import lightgbm
import pandas as pd
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy import create_engine, insert

from services.prediction.domain.accident import AccidentInput, InvalidAccident
from services.prediction.domain.encoding import FEATURES
from services.prediction.domain.severity import BAND_LABELS
from services.prediction.storage.manifest import Manifest
from services.prediction.storage.model_artifact import MODEL_FOLDER, read_manifest
from services.prediction.storage.tables import predictions

app = FastAPI()
manifest: Manifest = read_manifest(MODEL_FOLDER)
vocabulary, encoder, scale = manifest.vocabulary(), manifest.encoder(), manifest.scale()
booster = lightgbm.Booster(model_file=str(MODEL_FOLDER / manifest.model.name))
engine = create_engine(os.environ["DATABASE_URL"], pool_size=20, max_overflow=20, pool_pre_ping=True)


class PredictRequest(BaseModel):
    weather: str = Field(max_length=100)
    road_surface: str = Field(max_length=100)
    road_type: str = Field(max_length=100)
    accident_type: str = Field(max_length=100)
    district: str = Field(max_length=100)
    accident_year: int = Field(ge=2000, le=2100)
    accident_month: int = Field(ge=1, le=12)
    accident_day: int = Field(ge=1, le=31)
    accident_hour: int = Field(ge=0, le=23)


class PredictResponse(BaseModel):
    prediction_id: uuid.UUID
    timestamp: datetime
    eclo: float
    interpretation: Literal["경미", "일반", "심각", "매우 심각"]
    percentile: float
    band_probabilities: dict[str, float]
    serious_probability: float
    interval: tuple[float, float]


@app.post("/api/predict/eclo")
def predict(request: PredictRequest) -> PredictResponse:
    try:
        accident, _ = vocabulary.check(AccidentInput(**request.model_dump()))
    except InvalidAccident as error:
        raise HTTPException(422, error.message_ko) from None
    frame = pd.DataFrame([encoder.row(accident)], columns=list(FEATURES))
    severity = scale.read(booster.predict(frame, num_threads=1)[0].tolist())
    response = PredictResponse(
        prediction_id=uuid.uuid4(),
        timestamp=datetime.now(UTC),
        eclo=severity.eclo,
        interpretation=severity.interpretation,
        percentile=severity.percentile,
        band_probabilities=dict(zip(BAND_LABELS, severity.band_probabilities, strict=True)),
        serious_probability=severity.serious_probability,
        interval=severity.interval,
    )
    with engine.begin() as connection:
        connection.execute(
            insert(predictions).values(
                prediction_id=str(response.prediction_id),
                created_at=response.timestamp,
                model_version=manifest.version,
                weather=accident.weather,
                road_surface=accident.road_surface,
                road_type=accident.road_type,
                accident_type=accident.accident_type,
                district=accident.district,
                occurred_at=datetime(
                    accident.accident_year, accident.accident_month, accident.accident_day, accident.accident_hour
                ),
                eclo=severity.eclo,
                interpretation=severity.interpretation,
                percentile=severity.percentile,
                serious_probability=severity.serious_probability,
                interval_lower=severity.interval.lower,
                interval_upper=severity.interval.upper,
            )
        )
    return response
