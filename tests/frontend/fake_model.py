"""A small stand-in for the model: values like the real ones, and a rule that answers the same every time."""

import datetime

from daegu.prediction.v1 import prediction_pb2 as pb

DISTRICTS = (
    "대구광역시 남구 대명동", "대구광역시 남구 봉덕동", "대구광역시 달서구 감삼동", "대구광역시 달서구 상인동",
    "대구광역시 달서구 송현동", "대구광역시 달성군 다사읍", "대구광역시 달성군 유가읍", "대구광역시 동구 신암동",
    "대구광역시 동구 효목동", "대구광역시 북구 산격동", "대구광역시 북구 침산동", "대구광역시 서구 내당동",
    "대구광역시 서구 비산동", "대구광역시 수성구 만촌동", "대구광역시 수성구 범어동", "대구광역시 수성구 상동",
    "대구광역시 중구 동인동1가",
)  # fmt: skip
_CATEGORIES = {
    "weather": ("기상 상태", {"맑음": 0.0, "흐림": 0.05, "비": 0.18, "눈": 0.1, "안개": 0.6, "기타": 0.02}),
    "road_surface": (
        "노면 상태", {"건조": 0.0, "젖음/습기": 0.12, "기타": 0.01, "서리/결빙": 0.3, "적설": 0.2, "침수": 0.15}
    ),
    "road_type": (
        "도로 형태",
        {
            "단일로 - 기타": 0.0, "교차로 - 교차로안": 0.21, "교차로 - 교차로부근": 0.08, "기타 - 기타": -0.2,
            "교차로 - 교차로횡단보도내": -0.25, "단일로 - 지하차도(도로)내": 0.33, "단일로 - 교량": 0.4,
            "단일로 - 고가도로위": 0.55, "주차장 - 주차장": -0.6,
        },
    ),
    "accident_type": ("사고 유형", {"차대차": 0.0, "차대사람": -0.52, "차량단독": 0.44}),
}  # fmt: skip
_NUMBERS = {
    "accident_year": ("연도", 2000, 2100, "2016"),
    "accident_month": ("월", 1, 12, "10"),
    "accident_day": ("일", 1, 31, "15"),
    "accident_hour": ("시각", 0, 23, "18"),
}
_PERIODS = ("심야", "새벽", "오전", "오후", "저녁", "밤")
_WEEKDAYS = ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일")
_BANDS = (
    ("1-2", "부상 신고만", 1, 2, 0.065),
    ("3-4", "경상 위주", 3, 4, 0.447),
    ("5-9", "중상 또는 여러 명 경상", 5, 9, 0.404),
    ("10+", "사망 또는 다수 부상", 10, None, 0.084),
)
LABELS = (("경미", 0.0), ("일반", 25.0), ("심각", 75.0), ("매우 심각", 95.0))
VERSION = "2017-stand-in"
TYPICAL_ECLO = 4.41
SERIOUS_AVERAGE = 0.302
FIELDS = ("weather", "road_surface", "road_type", "accident_type", "district", *_NUMBERS)


def date_of(accident: pb.Accident) -> datetime.date:
    return datetime.date(accident.accident_year, accident.accident_month, accident.accident_day)


def complete(accident: pb.Accident) -> pb.Accident:
    """The accident with its derived fields."""
    result = pb.Accident()
    result.CopyFrom(accident)
    result.day_of_week = _WEEKDAYS[date_of(accident).weekday()]
    result.time_period = _PERIODS[accident.accident_hour // 4]
    return result


def eclo(accident: pb.Accident) -> float:
    value = TYPICAL_ECLO + sum(weights[getattr(accident, name)] for name, (_, weights) in _CATEGORIES.items())
    value += 0.035 * (DISTRICTS.index(accident.district) - 8) / 2
    night = min(abs(accident.accident_hour - 3), 24 - abs(accident.accident_hour - 3))
    return value + 0.4 - 0.06 * night + (0.12 if date_of(accident).weekday() >= 5 else 0.0)


def percentile(value: float) -> float:
    return min(max((value - 3.2) / 2.8 * 100, 0.4), 99.6)


def interpretation(value: float) -> str:
    return [name for name, start in LABELS if start <= percentile(value)][-1]


def detail(value: float) -> str:
    place = f"{percentile(value):.0f}번째쯤"
    return f"대구 사고 100건을 예상 ECLO가 낮은 순으로 세우면 {place}으로, ‘{interpretation(value)}’에 해당합니다."


def serious(accident: pb.Accident) -> float:
    return min(
        max(0.3 + (eclo(accident) - TYPICAL_ECLO) * 0.08 + 0.17 * (accident.accident_type == "차대사람"), 0.02), 0.9
    )


def bands(value: float) -> list[pb.BandProbability]:
    shift = (value - TYPICAL_ECLO) * 0.08
    shares = (0.065 - shift * 0.3, 0.447 - shift * 0.7, 0.404 + shift * 0.6, 0.084 + shift * 0.4)
    return [
        pb.BandProbability(label=label, name=name, lower=lower, upper=upper, city_average=average, probability=share)
        for (label, name, lower, upper, average), share in zip(_BANDS, shares, strict=True)
    ]


def interval(value: float) -> pb.Interval:
    return pb.Interval(lower=max(value - 1.7, 1), upper=value + 3.9)


def warnings(accident: pb.Accident) -> list[pb.Warning]:
    if accident.accident_year <= 2017:
        return []
    message = f"{accident.accident_year}년은 학습 기간(2007–2017년) 밖이라 예측이 덜 정확할 수 있습니다."
    return [pb.Warning(field="accident_year", reason="YEAR_OUTSIDE_TRAINING", message=message)]


def contributions(accident: pb.Accident) -> list[pb.Contribution]:
    items = [
        pb.Contribution(
            field=name, label=label, value=getattr(accident, name), difference=weights[getattr(accident, name)]
        )
        for name, (label, weights) in _CATEGORIES.items()
    ]
    hour = pb.Contribution(field="accident_hour", label="시각", value=f"{accident.accident_hour}시", difference=0.15)
    return sorted([*items, hour], key=lambda item: -abs(item.difference))


def prediction(accident: pb.Accident) -> pb.Prediction:
    value = eclo(accident)
    return pb.Prediction(
        eclo=value, interpretation=interpretation(value), detail=detail(value), percentile=percentile(value),
        band_probabilities=bands(value), serious_probability=serious(accident), interval=interval(value),
        warnings=warnings(accident),
    )  # fmt: skip


def problems(accident: pb.Accident) -> list[tuple[str, str]]:
    """Field and Korean sentence of everything that is wrong."""
    given = {field.name for field, _ in accident.ListFields()}
    found = [(name, f"{_label(name)}을(를) 입력해주세요.") for name in FIELDS if name not in given]
    for name, (label, weights) in _CATEGORIES.items():
        if name in given and getattr(accident, name) not in weights:
            found.append((name, f"{label}: 알 수 없는 값입니다."))
    return found


def describe() -> pb.GetModelResponse:
    Field = pb.GetModelResponse.Field  # noqa: N806 - the name of the message
    fields = [
        Field(name=name, label=label, required=True, values=list(weights), typical=next(iter(weights)))
        for name, (label, weights) in _CATEGORIES.items()
    ]
    fields.append(
        Field(name="district", label="시군구", required=True, values=DISTRICTS, typical="대구광역시 남구 대명동")
    )
    fields += [
        Field(name=name, label=label, required=True, minimum=low, maximum=high, typical=typical)
        for name, (label, low, high, typical) in _NUMBERS.items()
    ]
    fields.append(Field(name="time_period", label="시간대", values=_PERIODS, typical="오후"))
    fields.append(Field(name="day_of_week", label="요일", values=_WEEKDAYS, typical="금요일"))
    return pb.GetModelResponse(
        model_version=VERSION, training_first_year=2007, training_last_year=2017, training_rows=153_894,
        training_source="KoROAD TAAS", metrics={"rmsle": 0.4467, "band_log_loss": 1.081, "interval_coverage": 0.807},
        fields=fields, bands=bands(TYPICAL_ECLO), serious_city_average=SERIOUS_AVERAGE, typical_eclo=TYPICAL_ECLO,
        labels=[pb.GetModelResponse.Label(name=name, from_percentile=start) for name, start in LABELS],
    )  # fmt: skip


def _label(name: str) -> str:
    if name in _CATEGORIES:
        return _CATEGORIES[name][0]
    return _NUMBERS[name][0] if name in _NUMBERS else "시군구"
