"""Which accidents the model can be asked about: valid values, and the check of what a caller sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.chassis.errors import Violation
from services.prediction.domain.accident import (
    DAYS_OF_WEEK,
    FIELD_LABELS,
    TIME_PERIODS,
    Accident,
    AccidentInput,
    InvalidAccident,
    Notice,
)
from services.prediction.domain.districts import Districts
from services.prediction.domain.field_checks import (
    RANGES,
    Findings,
    Number,
    check_date,
    check_derived,
    check_number,
    check_time,
    notice_derived,
    present,
    taken,
)
from services.prediction.domain.taas_names import CATEGORICAL_FIELDS, CITY, canonical_category

KOREAN_NAMES: Mapping[str, str] = {name: label for name, label in FIELD_LABELS.items() if name != "accident_time"}
"""The fields of a request, in their order, as a user reads them."""


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
        known = {**self.categories, "district": self.districts}
        object.__setattr__(self, "_known", {name: frozenset(values) for name, values in known.items()})

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
        return dict(RANGES)

    def near_districts(self, text: str) -> tuple[str, ...]:
        """The known districts most like `text`, best first."""
        return self._places.near(text)

    def check(self, given: AccidentInput) -> tuple[Accident, tuple[Notice, ...]]:
        """The complete accident in canonical spellings, and what the caller should know about it.

        Raises InvalidAccident with every violation: REQUIRED, INVALID_TEXT, UNKNOWN_VALUE, INVALID_TIME, OUT_OF_RANGE,
        INVALID_DATE. `column_checks.check_columns` is the same for many accidents.
        """
        found = Findings()
        texts = [self.category(name, getattr(given, name), found) for name in CATEGORICAL_FIELDS]
        district = self.district(given.district, found)
        sent = _numbers(given, found)
        numbers = [check_number(name, number, found) for name, number in zip(RANGES, sent, strict=True)]
        year, month, day, _ = numbers
        check_date(year, month, day, found)
        check_derived("time_period", given.time_period, found)
        check_derived("day_of_week", given.day_of_week, found)
        if found.violations:
            raise InvalidAccident(found.violations)
        accident = Accident(*texts, district, *numbers)  # type: ignore[call-arg,arg-type]  # nine of them, None only with a violation
        self.notice_year(accident.accident_year, found)
        notice_derived("time_period", given.time_period, accident.time_period, found)
        notice_derived("day_of_week", given.day_of_week, accident.day_of_week, found)
        return accident, tuple(found.notices)

    def category(self, name: str, text: str | None, found: Findings) -> str | None:
        if text in self._known[name]:
            return text
        if not present(name, text, found) or text is None:
            return None
        value = canonical_category(name, text)
        if value is None:
            valid = ", ".join(self.categories[name])
            found.violations.append(
                Violation(
                    name,
                    "UNKNOWN_VALUE",
                    f"unknown value {text!r}; valid values: {valid}",
                    f"{FIELD_LABELS[name]} 값 '{text}': 사용할 수 없습니다. 가능한 값: {valid}.",
                )
            )
        elif value not in self._known[name]:
            found.notices.append(
                Notice(
                    name,
                    "UNSEEN_CATEGORY",
                    f"{FIELD_LABELS[name]} '{value}': 학습 자료에 없어 값이 없는 것으로 보고 예측했습니다.",
                )
            )
        return value

    def district(self, text: str | None, found: Findings) -> str | None:
        if text in self._known["district"]:
            return text
        if not present("district", text, found) or text is None:
            return None
        place = self._places.find(text)
        if place is None:
            near = ", ".join(self._places.near(text))
            found.violations.append(
                Violation(
                    "district",
                    "UNKNOWN_VALUE",
                    f"{text!r} is not a district of {CITY}; near names: {near}",
                    f"시군구 '{text}': {CITY}에서 찾을 수 없습니다. 비슷한 이름: {near}.",
                )
            )
            return None
        if place.dong is None:
            found.notices.append(self._district_notice(place.gu, place.written))
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

    def notice_year(self, year: int, found: Findings) -> None:
        if not self.first_year <= year <= self.last_year:
            found.notices.append(
                Notice(
                    "accident_year",
                    "YEAR_OUTSIDE_TRAINING",
                    f"{year}년은 학습 기간({self.first_year}~{self.last_year}년) 밖입니다. "
                    "가장 가까운 학습 연도의 수준으로 예측했습니다.",
                )
            )


def _numbers(given: AccidentInput, found: Findings) -> tuple[Number, ...]:
    """Year, month, day and hour; what was not sent is taken from `accident_time`."""
    sent = (given.accident_year, given.accident_month, given.accident_day, given.accident_hour)
    if given.accident_time is None or None not in sent:
        return sent
    read = check_time(given.accident_time, found, needs_hour=given.accident_hour is None)
    return tuple(taken(number, part) for number, part in zip(sent, read, strict=True))
