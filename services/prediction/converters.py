"""Between the messages about single accidents and the domain."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import uuid_utils
from daegu.prediction.v1 import prediction_pb2 as pb
from google.protobuf.timestamp_pb2 import Timestamp

from services.chassis import statuses
from services.chassis.errors import InvalidInput, Violation
from services.prediction.accident_converters import accident, row_input
from services.prediction.domain.accident import InvalidAccident, Notice
from services.prediction.domain.accident_text import ParsedAccident, TextVocabulary, parse_accident
from services.prediction.domain.comparison import Comparison, Variant
from services.prediction.domain.eclo_model import EcloModel, Prediction
from services.prediction.domain.prediction import StoredPrediction
from services.prediction.domain.risk import Profile
from services.prediction.domain.severity import (
    BAND_LABELS,
    BAND_LOWERS,
    BAND_NAMES,
    LABEL_PERCENTILES,
    LABELS,
)
from services.prediction.domain.vocabulary import KOREAN_NAMES, Vocabulary

SERVICE = pb.DESCRIPTOR.services_by_name["PredictionService"].full_name

DERIVED_FIELDS = ("time_period", "day_of_week")


def stored(prediction: Prediction, model_version: str) -> StoredPrediction:
    """The prediction with a new id, as it goes into the history."""
    severity = prediction.severity
    return StoredPrediction(
        prediction_id=str(uuid_utils.uuid7()),
        created_at=datetime.now(UTC),
        model_version=model_version,
        accident=prediction.accident,
        eclo=severity.eclo,
        interpretation=severity.interpretation,
        percentile=severity.percentile,
        serious_probability=severity.serious_probability,
        interval_lower=severity.interval.lower,
        interval_upper=severity.interval.upper,
    )


def predict_response(prediction: Prediction, stored: StoredPrediction) -> pb.PredictEcloResponse:
    response = pb.PredictEcloResponse()
    _fill(response, prediction)
    response.prediction_id = stored.prediction_id
    response.model_version = stored.model_version
    response.timestamp.CopyFrom(timestamp(stored.created_at))
    response.serious_city_average = prediction.severity.city_serious
    for contribution in prediction.contributions:
        response.contributions.add(
            field=contribution.field,
            label=KOREAN_NAMES[contribution.field],
            value=contribution.value,
            difference=contribution.difference,
        )
    return response


def variants(request: pb.CompareEcloRequest) -> list[Variant]:
    return [Variant(variant.name, row_input(variant.changes)) for variant in request.variants]


def compare_response(
    request: pb.CompareEcloRequest, comparison: Comparison, model_version: str
) -> pb.CompareEcloResponse:
    response = pb.CompareEcloResponse(base=_prediction(comparison.base), model_version=model_version)
    for variant, outcome in zip(request.variants, comparison.outcomes, strict=True):
        if isinstance(outcome, InvalidAccident):
            response.variants.add(name=variant.name, error=statuses.refusal(outcome, service=SERVICE))
        else:
            difference = outcome.severity.eclo - comparison.base.severity.eclo
            response.variants.add(name=variant.name, prediction=_prediction(outcome), difference=difference)
    return response


def weekly_response(profile: Profile, model_version: str) -> pb.GetWeeklyRiskResponse:
    return pb.GetWeeklyRiskResponse(
        cells=[
            pb.GetWeeklyRiskResponse.Cell(
                day_of_week=accident.day_of_week,
                hour=accident.accident_hour,
                eclo=severity.eclo,
                percentile=severity.percentile,
                serious_probability=severity.serious_probability,
            )
            for accident, severity in zip(profile.accidents, profile.severities, strict=True)
        ],
        model_version=model_version,
        warnings=warnings(profile.notices),
    )


def district_response(profile: Profile, model_version: str) -> pb.GetDistrictRiskResponse:
    return pb.GetDistrictRiskResponse(
        districts=[
            pb.GetDistrictRiskResponse.District(
                district=accident.district,
                eclo=severity.eclo,
                interpretation=severity.interpretation,
                percentile=severity.percentile,
                serious_probability=severity.serious_probability,
            )
            for accident, severity in zip(profile.accidents, profile.severities, strict=True)
        ],
        model_version=model_version,
        warnings=warnings(profile.notices),
    )


def list_response(page: Sequence[StoredPrediction], total: int) -> pb.ListPredictionsResponse:
    return pb.ListPredictionsResponse(predictions=[stored_prediction(stored) for stored in page], total=total)


def stored_prediction(stored: StoredPrediction) -> pb.StoredPrediction:
    return pb.StoredPrediction(
        prediction_id=stored.prediction_id,
        timestamp=timestamp(stored.created_at),
        accident=accident(stored.accident),
        eclo=stored.eclo,
        interpretation=stored.interpretation,
        percentile=stored.percentile,
        serious_probability=stored.serious_probability,
        interval=pb.Interval(lower=stored.interval_lower, upper=stored.interval_upper),
        model_version=stored.model_version,
    )


def parse_text(request: pb.ParseAccidentRequest, vocabulary: Vocabulary) -> ParsedAccident:
    """Raises InvalidInput for a line with NUL, which no contract rule can name."""
    if "\0" in request.text:
        raise InvalidInput([Violation("text", "INVALID_TEXT", "must not contain NUL", "문장에 NUL 문자가 있습니다.")])
    now = request.reference_time.ToDatetime(UTC) if request.HasField("reference_time") else datetime.now(UTC)
    return parse_accident(request.text, now, TextVocabulary(districts=vocabulary.districts, **vocabulary.categories))


def parse_response(parsed: ParsedAccident) -> pb.ParseAccidentResponse:
    read: dict[str, Any] = dict(parsed.fields)
    return pb.ParseAccidentResponse(
        accident=pb.Accident(**read),
        assumptions=[
            pb.ParseAccidentResponse.Assumption(field=a.field, value=a.value, message=a.message_ko)
            for a in parsed.assumptions
        ],
        missing=parsed.missing,
        unrecognized=parsed.unrecognized,
    )


def model_response(model: EcloModel) -> pb.GetModelResponse:
    facts, scale = model.facts, model.scale
    return pb.GetModelResponse(
        model_version=facts.version,
        training_first_year=facts.first_year,
        training_last_year=facts.last_year,
        training_rows=facts.rows,
        training_source=facts.source,
        metrics=facts.metrics,
        fields=_model_fields(model),
        bands=city_bands(scale.city_bands),
        serious_city_average=scale.city_serious,
        typical_eclo=model.severity(model.typical).eclo,
        labels=[
            pb.GetModelResponse.Label(name=name, from_percentile=percentile)
            for name, percentile in zip(LABELS, (0.0, *LABEL_PERCENTILES), strict=True)
        ],
    )


def _model_fields(model: EcloModel) -> list[pb.GetModelResponse.Field]:
    values, ranges = model.vocabulary.valid_values(), model.vocabulary.ranges()
    return [
        pb.GetModelResponse.Field(
            name=name,
            label=label,
            required=name not in DERIVED_FIELDS,
            values=values.get(name, ()),
            minimum=ranges[name][0] if name in ranges else None,
            maximum=ranges[name][1] if name in ranges else None,
            typical=str(getattr(model.typical, name)),
        )
        for name, label in KOREAN_NAMES.items()
    ]


def _prediction(prediction: Prediction) -> pb.Prediction:
    message = pb.Prediction()
    _fill(message, prediction)
    return message


def _fill(message: pb.PredictEcloResponse | pb.Prediction, prediction: Prediction) -> None:
    """What every answer says about an accident. Setting fields takes half the time of building nested messages."""
    severity = prediction.severity
    message.eclo = severity.eclo
    message.interpretation = severity.interpretation
    message.detail = severity.detail
    message.percentile = severity.percentile
    message.band_probabilities.extend(city_bands(severity.city_bands))
    for band, probability in zip(message.band_probabilities, severity.band_probabilities, strict=True):
        band.probability = probability
    message.serious_probability = severity.serious_probability
    message.interval.lower, message.interval.upper = severity.interval
    for notice in prediction.notices:
        message.warnings.add(field=notice.field, reason=notice.reason, message=notice.message_ko)


@lru_cache(maxsize=1)
def city_bands(averages: tuple[float, ...]) -> tuple[pb.BandProbability, ...]:
    """The bands with the city's shares as their probabilities. Built once: an answer differs in four numbers only."""
    uppers = [lower - 1 for lower in BAND_LOWERS[1:]]
    return tuple(
        pb.BandProbability(label=label, name=name, probability=average, city_average=average, lower=lower, upper=upper)
        for label, name, average, lower, upper in zip(
            BAND_LABELS, BAND_NAMES, averages, BAND_LOWERS, (*uppers, None), strict=True
        )
    )


def warnings(notices: Sequence[Notice]) -> list[pb.Warning]:
    return [pb.Warning(field=n.field, reason=n.reason, message=n.message_ko) for n in notices]


def timestamp(moment: datetime) -> Timestamp:
    # FromDatetime takes ten times as long.
    return Timestamp(seconds=int(moment.timestamp()), nanos=moment.microsecond * 1000)
