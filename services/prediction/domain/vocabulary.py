"""Which accidents the model can be asked about: valid values, and the check of what a caller sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.chassis.errors import Violation
from services.prediction.domain.accident import (
    DAYS_OF_WEEK,
    TIME_PERIODS,
    Accident,
    AccidentInput,
    InvalidAccident,
    Notice,
)
from services.prediction.domain.districts import Districts
from services.prediction.domain.taas_names import CATEGORICAL_FIELDS, CITY, canonical_category, normalized

LONGEST_TEXT = 100
"""Characters; the longest real value has 20."""

FIRST_YEAR, LAST_YEAR = 2000, 2100

KOREAN_NAMES: Mapping[str, str] = {
    "weather": "기상상태",
    "road_surface": "노면상태",
    "road_type": "도로형태",
    "accident_type": "사고유형",
    "district": "시군구",
    "accident_year": "사고 연도",
    "accident_month": "사고 월",
    "accident_day": "사고 일",
    "accident_hour": "사고 시각",
    "time_period": "시간대",
    "day_of_week": "요일",
}
"""The fields of a request, in their order, as a user reads them."""

_RANGES: Mapping[str, tuple[int, int]] = {
    "accident_year": (FIRST_YEAR, LAST_YEAR),
    "accident_month": (1, 12),
    "accident_day": (1, 31),
    "accident_hour": (0, 23),
}


@dataclass(frozen=True)
class Vocabulary:
    """The valid values of every field, as the model knows them.

    `categories` are those of training, by field; `districts` are full names; `first_year` and `last_year` bound the
    training data (other years up to `LAST_YEAR` are answered with a notice).
    """

    categories: Mapping[str, Sequence[str]]
    districts: Sequence[str]
    gu: Sequence[str]
    first_year: int
    last_year: int
    _places: Districts = field(init=False, repr=False, compare=False)
    _known: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", Districts(self.districts))
        object.__setattr__(self, "_known", {f: frozenset(v) for f, v in self.categories.items()})

    def valid_values(self) -> dict[str, tuple[str, ...]]:
        """Every field whose values are texts, with its values, for forms and hints."""
        return {
            **{name: tuple(self.categories[name]) for name in CATEGORICAL_FIELDS},
            "district": tuple(self.districts),
            "time_period": tuple(TIME_PERIODS),
            "day_of_week": DAYS_OF_WEEK,
        }

    def ranges(self) -> dict[str, tuple[int, int]]:
        """Every field whose values are numbers, with its smallest and largest."""
        return dict(_RANGES)

    def near_districts(self, text: str) -> tuple[str, ...]:
        """The known districts most like `text`, best first."""
        return self._places.near(text)

    def check(self, given: AccidentInput) -> tuple[Accident, tuple[Notice, ...]]:
        """The complete accident in canonical spellings, and what the caller should know about it.

        Raises InvalidAccident with every violation: REQUIRED, INVALID_TEXT, UNKNOWN_VALUE, OUT_OF_RANGE, INVALID_DATE.
        """
        violations: list[Violation] = []
        notices: list[Notice] = []
        texts = [self._category(name, getattr(given, name), violations, notices) for name in CATEGORICAL_FIELDS]
        district = self._district(given.district, violations, notices)
        numbers = [_number(name, getattr(given, name), violations) for name in _RANGES]
        year, month, day, _ = numbers
        if year is not None and month is not None and day is not None:
            _check_date(year, month, day, violations)
        for name in ("time_period", "day_of_week"):
            if text := getattr(given, name):
                _check_text(name, text, violations)
        if violations:
            raise InvalidAccident(violations)
        accident = Accident(*texts, district, *numbers)  # type: ignore[call-arg,arg-type]  # nine of them, None only with a violation
        self._notice_year(accident.accident_year, notices)
        _notice_derived("time_period", given.time_period, accident.time_period, notices)
        _notice_derived("day_of_week", given.day_of_week, accident.day_of_week, notices)
        return accident, tuple(notices)

    def _category(self, name: str, text: str | None, violations: list[Violation], notices: list[Notice]) -> str | None:
        if text in self._known[name]:
            return text
        if not _present(name, text, violations) or text is None:
            return None
        value = canonical_category(name, text)
        if value is None:
            valid = ", ".join(self.categories[name])
            violations.append(
                Violation(
                    name,
                    "UNKNOWN_VALUE",
                    f"unknown value {text!r}; valid values: {valid}",
                    f"{KOREAN_NAMES[name]} 값 '{text}': 사용할 수 없습니다. 가능한 값: {valid}.",
                )
            )
        elif value not in self._known[name]:
            notices.append(
                Notice(
                    name,
                    "UNSEEN_CATEGORY",
                    f"{KOREAN_NAMES[name]} '{value}': 학습 자료에 없어 값이 없는 것으로 보고 예측했습니다.",
                )
            )
        return value

    def _district(self, text: str | None, violations: list[Violation], notices: list[Notice]) -> str | None:
        if not _present("district", text, violations) or text is None:
            return None
        place = self._places.find(text)
        if place is None:
            near = ", ".join(self._places.near(text))
            violations.append(
                Violation(
                    "district",
                    "UNKNOWN_VALUE",
                    f"{text!r} is not a district of {CITY}; near names: {near}",
                    f"시군구 '{text}': {CITY}에서 찾을 수 없습니다. 비슷한 이름: {near}.",
                )
            )
            return None
        if place.dong is None:
            notices.append(self._district_notice(place.gu, place.written))
        return place.full_name

    def _district_notice(self, gu: str, written: str) -> Notice:
        if gu not in self.gu:
            message = f"{gu}: 학습 자료에 없어 대구 평균으로 보고 예측했습니다."
            return Notice("district", "UNSEEN_CATEGORY", message)
        if written:
            message = f"'{written}': {gu}에서 찾을 수 없어 {gu} 전체를 기준으로 예측했습니다."
        else:
            message = f"동이 없어 {gu} 전체를 기준으로 예측했습니다."
        return Notice("district", "UNKNOWN_DONG", message)

    def _notice_year(self, year: int, notices: list[Notice]) -> None:
        if not self.first_year <= year <= self.last_year:
            notices.append(
                Notice(
                    "accident_year",
                    "YEAR_OUTSIDE_TRAINING",
                    f"{year}년은 학습 기간({self.first_year}~{self.last_year}년) 밖입니다. "
                    "가장 가까운 학습 연도의 수준으로 예측했습니다.",
                )
            )


def _present(name: str, text: str | None, violations: list[Violation]) -> bool:
    if text is None or not text.strip():
        violations.append(Violation(name, "REQUIRED", "is required", f"{KOREAN_NAMES[name]} 값을 입력해주세요."))
        return False
    return _check_text(name, text, violations)


def _check_text(name: str, text: str, violations: list[Violation]) -> bool:
    # 400 before NFC: composing shortens decomposed Hangul to a third.
    if "\0" not in text and len(text) <= 4 * LONGEST_TEXT and len(normalized(text)) <= LONGEST_TEXT:
        return True
    violations.append(
        Violation(
            name,
            "INVALID_TEXT",
            f"must have at most {LONGEST_TEXT} characters and no NUL",
            f"{KOREAN_NAMES[name]} 값은 {LONGEST_TEXT}자 이하의 글자여야 합니다.",
        )
    )
    return False


def _number(name: str, number: int | None, violations: list[Violation]) -> int | None:
    low, high = _RANGES[name]
    if number is None:
        violations.append(Violation(name, "REQUIRED", "is required", f"{KOREAN_NAMES[name]} 값을 입력해주세요."))
    elif not low <= number <= high:
        violations.append(
            Violation(
                name,
                "OUT_OF_RANGE",
                f"{number} is not within {low}..{high}",
                f"{KOREAN_NAMES[name]} 값은 {low}부터 {high} 사이여야 합니다(입력: {number}).",
            )
        )
    else:
        return number
    return None


def _check_date(year: int, month: int, day: int, violations: list[Violation]) -> None:
    try:
        date(year, month, day)
    except ValueError:
        violations.append(
            Violation(
                "accident_day",
                "INVALID_DATE",
                f"{year}-{month:02}-{day:02} does not exist",
                f"{year}년 {month}월 {day}일은 없는 날짜입니다.",
            )
        )


def _notice_derived(name: str, given: str | None, derived: str, notices: list[Notice]) -> None:
    if given and given != derived and normalized(given) not in ("", derived):
        notices.append(
            Notice(
                name,
                "CONTRADICTING_VALUE",
                f"{KOREAN_NAMES[name]} '{normalized(given)}': 날짜·시각과 달라 '{derived}' 기준으로 예측했습니다.",
            )
        )
