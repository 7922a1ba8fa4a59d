"""What the analyst says if it did not understand, or if the data does not have what was asked for."""

from collections.abc import Sequence

from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.near_words import near_districts
from services.chat.agent.analyst.reading import Reading
from services.chat.agent.analyst.sentences import joined, listed, literal, with_particle

NOT_UNDERSTOOD = "질문을 이해하지 못했습니다."


def sentence(columns: Columns | None, reading: Reading | None) -> str:
    """Which words were not understood, and what was."""
    if reading is None or columns is None:
        return f"{NOT_UNDERSTOOD} 이 데이터에 대한 질문인지 확인해주세요."
    if reading.unclear and not reading.unknown:
        return f"{NOT_UNDERSTOOD} {reading.unclear[0]}"
    if reading.absent and not reading.unknown:
        what = joined(f"‘{literal(each)}’" for each in reading.absent)
        return (
            f"{NOT_UNDERSTOOD} 이 데이터에는 {what}에 해당하는 열이 없습니다. "
            f"있는 열은 {listed(map(literal, columns.file_columns))}입니다."
        )
    if reading.unknown:
        words = joined(f"‘{literal(word)}’" for word in reading.unknown[:3])
        understood = _understood(columns, reading)
        if near_districts(reading.unknown[0]):
            return f"{NOT_UNDERSTOOD} {no_such_district(reading.unknown[0])}"
        tail = (
            f" {understood}까지는 이해했지만, 그 말을 빼고 답하면 틀릴 수 있어 답하지 않았습니다." if understood else ""
        )
        return f"{NOT_UNDERSTOOD} {with_particle(words, '은/는')} 이 데이터의 열이나 값에서 찾지 못한 말입니다.{tail}"
    return f"{NOT_UNDERSTOOD} 무엇을 알고 싶은지 조금 더 구체적으로 적어주세요."


def no_such_district(word: str) -> str:
    """That Daegu has no place of this name, and which ones are near."""
    near = near_districts(word) or [f"{word[:-1]}군"]
    called = with_particle(f"‘{literal(word)}’", "이라는/라는")
    return f"대구에 {called} 구·군은 없습니다. 이름이 비슷한 곳: {joined(near)}."


def _understood(columns: Columns, reading: Reading) -> str:
    said: list[str] = [condition.said for condition in (*reading.conditions, *reading.part)]
    said += [group.label for group in reading.groups]
    said += [measure.label for measure in reading.measures]
    return joined(f"‘{literal(each)}’" for each in dict.fromkeys(said))


def with_examples(text: str, examples: Sequence[str]) -> str:
    """The sentence and three questions that can be answered."""
    lines = "\n".join(f"- {literal(example)}" for example in examples)
    return f"{text}\n\n이런 질문에 답할 수 있습니다.\n\n{lines}" if examples else text
