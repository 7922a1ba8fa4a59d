"""One dataset under one question: what it is called, in which units it counts, and the tools that work on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.chat.agent.analyst import sentences
from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.reading import Condition, Group, Measure, Operation
from services.chat.agent.analyst.work import View, Work
from services.chat.domain.answer import Cell

OPERATION_LABELS = {
    Operation.MEAN: "평균",
    Operation.SUM: "합계",
    Operation.MEDIAN: "중앙값",
    Operation.MAX: "최댓값",
    Operation.MIN: "최솟값",
    Operation.STD: "표준편차",
}
_UNITS = (
    ("제한속도", "km/h"),
    ("CCTV설치대수", "대"),
    ("주차구획수", "면"),
    ("요금", "원"),
    ("자수", "명"),
    ("인원", "명"),
    ("나이", "세"),
    ("연령", "세"),
    ("주차기본시간", "분"),
    ("추가단위시간", "분"),
)
_SHORT = 3
"""Values with so few letters need the name of their column beside them."""
_NOUNS = {
    "TAAS 사고": ("사고", "건"),
    "DACON 학습": ("사고", "건"),
    "DACON 평가": ("사고", "건"),
    "대구 CCTV": ("카메라", "대"),
    "보안등": ("보안등", "개"),
    "어린이 보호구역": ("보호구역", "곳"),
    "주차장": ("주차장", "곳"),
}


def noun_of(kind: str, columns: Columns) -> tuple[str, str]:
    """What a row of this dataset is, and the word that counts it."""
    if kind in _NOUNS:
        return _NOUNS[kind]
    named = columns.row_name()
    return (named[1], "개") if named else ("행", "개")


@dataclass
class Finding:
    """What a plan found: the sentence that answers, more sentences, tables; `basis` says how words were read."""

    headline: str
    details: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    basis: list[str] = field(default_factory=list)


@dataclass
class Study:
    """`noun` is what a row is and `counter` the word that counts it: 사고, 건."""

    columns: Columns
    kind: str
    whole: View
    work: Work

    @property
    def noun(self) -> str:
        return noun_of(self.kind, self.columns)[0]

    @property
    def counter(self) -> str:
        return noun_of(self.kind, self.columns)[1]

    def rows(self, count: float) -> str:
        return f"{sentences.short(count)}{self.counter}"

    def subject(self, conditions: Sequence[Condition]) -> str:
        """`수성구, 저녁(18~20시) 사고`; without conditions `전체 사고`."""
        if not conditions:
            return f"전체 {self.noun}"
        said = ""
        for before, condition in zip((None, *conditions), conditions, strict=False):
            name = f"{sentences.literal(self.columns.label(condition.column))} "
            told = self.said(condition)
            same = before is not None and before.column == condition.column and told.startswith(name)
            said += f" {told.removeprefix(name)}" if same else f", {told}" if said else told
        return said if said.endswith(self.noun) else f"{said} {self.noun}"

    def said(self, condition: Condition) -> str:
        """The condition as a reader is told: short values such as `비` with the name of their column."""
        said = sentences.literal(condition.said)
        told = condition.time or condition.column.endswith((".구", ".동", ".나이", "요일", "시군구명"))
        if told or not isinstance(condition.value, str | list) or len(condition.said) > _SHORT:
            return said
        return f"{sentences.literal(condition.column)} {said}"

    def unit(self, measure: Measure) -> str:
        if measure.label.startswith(("부상자", "사상자", "치사율")):
            return "명"
        column = measure.column or ""
        if column and (written := self.columns.unit(column)):
            return sentences.literal(written)
        return next((unit for ending, unit in _UNITS if column.endswith(ending)), "")

    def amount(self, value: float, measure: Measure) -> str:
        if measure.label.endswith(("연도", "년도")):
            return f"{value:.1f}년".replace(".0년", "년")
        return f"{sentences.short(value)}{self.unit(measure)}"

    def named(self, measure: Measure, operation: Operation) -> str:
        """`사망자수 합계`, `평균 제한속도`."""
        label = sentences.literal(measure.label)
        if measure.label.startswith("치사율"):
            return label
        if operation is Operation.MEAN:
            return f"평균 {label}"
        return f"{label} {OPERATION_LABELS[operation]}"

    def group_value(self, group: Group, value: Cell) -> str:
        """A value of a group as a reader says it: 18시, 3월, 2012년."""
        if group.bins or not isinstance(value, int | float) or isinstance(value, bool):
            return sentences.literal(value)
        if self.columns.is_code(group.column):
            return f"{sentences.literal(group.label)} {int(value)}"
        part = group.column.rpartition(".")[2]
        mark = {"시": "시", "월": "월", "연도": "년", "나이": "세"}.get(part, "")
        if not mark and group.column.endswith(("연도", "년도")):
            mark = "년"
        if mark:
            return f"{int(value)}{mark}"
        return f"{sentences.short(value)}{self.unit(Measure(group.label, ((group.column, 1),)))}"

    def merged_places(self, column: str) -> list[str]:
        """That rows of two ways to write a place are counted as one."""
        same = self.columns.same_places(column).items()
        return [f"{sentences.with_particle(f'‘{short}’', '은/는')} ‘{full}’에 더했습니다." for short, full in same]

    def basis(self, conditions: Sequence[Condition]) -> list[str]:
        """How the conditions were read, and what they leave out without saying so."""
        read = [
            f"{sentences.literal(condition.said)}({sentences.literal(condition.column)})" for condition in conditions
        ]
        lines = [f"조건: {' · '.join(dict.fromkeys(read))}"] if read else []
        for column in dict.fromkeys(condition.column for condition in conditions):
            missing = self.columns.missing(column)
            other = self.columns.instead(column)
            if other is not None:
                both = f"{sentences.literal(column)} 값이 없는 {self.rows(missing)}"
                lines.append(f"{sentences.with_particle(both, '은/는')} {sentences.literal(other)} 열에서 찾았습니다.")
            elif missing:
                lines.append(
                    f"{sentences.literal(column)} 값이 없는 "
                    f"{sentences.with_particle(self.rows(missing), '은/는')} 세지 않았습니다."
                )
        return lines
