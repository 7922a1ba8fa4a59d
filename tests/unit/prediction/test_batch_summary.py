from dataclasses import replace
from math import isclose

from services.prediction.domain.accident import AccidentInput
from services.prediction.domain.batch import Group, Summary
from services.prediction.domain.batch_scoring import score_accidents
from services.prediction.domain.batch_summary import merged, summary
from services.prediction.domain.eclo_model import EcloModel

GOOD = AccidentInput("맑음", "건조", "교차로 - 교차로안", "차대차", "수성구 상동", 2016, 5, 16, 14)
ACCIDENTS = [
    GOOD,
    replace(GOOD, weather="우박", accident_month=13),
    replace(GOOD, district="북구", accident_hour=2),
    replace(GOOD, weather="우박", district=" "),
    replace(GOOD, accident_type="차대사람"),
    replace(GOOD, accident_month=0),
]


def test_figures_are_those_of_the_rows(model: EcloModel) -> None:
    found = summary(score_accidents(model, ACCIDENTS))
    alone = [model.predict(ACCIDENTS[i]).severity for i in (0, 2, 4)]
    assert sum(found.labels.values()) == 3
    assert all(found.labels[severity.interpretation] for severity in alone)
    assert list(found.labels) == ["경미", "일반", "심각", "매우 심각"]
    assert found.districts["대구광역시 북구"] == Group(1, alone[1].eclo, alone[1].serious_probability)
    both = found.districts["대구광역시 수성구 상동"]
    assert both.count == 2
    assert isclose(both.eclo, alone[0].eclo + alone[2].eclo)
    assert isclose(both.serious, alone[0].serious_probability + alone[2].serious_probability)


def test_problems_count_rows_by_field_and_reason(model: EcloModel) -> None:
    assert summary(score_accidents(model, ACCIDENTS)).problems == {
        ("weather", "UNKNOWN_VALUE"): 2,
        ("accident_month", "OUT_OF_RANGE"): 2,
        ("district", "REQUIRED"): 1,
    }


def test_parts_together_are_the_whole(model: EcloModel) -> None:
    whole = summary(score_accidents(model, ACCIDENTS))
    parts = merged(summary(score_accidents(model, ACCIDENTS[first : first + 2])) for first in range(0, 6, 2))
    assert (parts.labels, parts.problems) == (whole.labels, whole.problems)
    assert parts.districts.keys() == whole.districts.keys()
    for name, group in whole.districts.items():
        assert parts.districts[name].count == group.count
        assert isclose(parts.districts[name].eclo, group.eclo)


def test_nothing_and_only_bad_rows_have_a_summary(model: EcloModel) -> None:
    none = {"경미": 0, "일반": 0, "심각": 0, "매우 심각": 0}
    assert merged([]) == summary(score_accidents(model, [])) == Summary(none, {}, {})
    bad = summary(score_accidents(model, [replace(GOOD, weather="우박")]))
    assert bad == Summary(none, {}, {("weather", "UNKNOWN_VALUE"): 1})
