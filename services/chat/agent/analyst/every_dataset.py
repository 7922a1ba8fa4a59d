"""The same question to every dataset of the conversation: how many rows, which columns, which of them in all."""

import re
from collections.abc import Sequence

from services.chat.agent.analyst import plans
from services.chat.agent.analyst.meanings import Says
from services.chat.agent.analyst.readers import Reader
from services.chat.agent.analyst.reading import Reading
from services.chat.agent.analyst.sentences import bold, joined, literal, table, with_particle
from services.chat.agent.analyst.study import Finding
from services.chat.agent.analyst.work import CannotAnswer, Work

_IN_COMMON = re.compile(
    r"공통|겹치|똑같|양쪽|(?:동시에|모두|둘\s*다|다|함께|같이)\s*(?:있|가지|갖|들어)|같은\s*(?:열|컬럼|칼럼|변수|필드|항목|이름)"
)


async def answer(work: Work, readers: Sequence[Reader], text: str, said: str) -> Finding | None:
    """`said` is the question without the words for every dataset. None if one of them does not understand it."""
    if _IN_COMMON.search(text) and re.search("열|컬럼|칼럼|변수|필드|항목|column", text):
        return await _in_common(work, readers)
    readings = [reader.understood(said, ()).reading for reader in readers]
    if any(each.unknown or each.absent or each.unclear for each in readings):
        return None
    if all(_asks_rows(each) for each in readings):
        return await _rows(work, readers, readings[0])
    told: list[Finding] = []
    for reader, reading in zip(readers, readings, strict=True):
        chosen = plans.choose(reader.columns, reading)
        if chosen is None:
            return None
        plan, filled = chosen
        finding = await plan(reader.study(work), filled)
        told.append(
            Finding(
                f"‘{literal(reader.name)}’: {finding.headline}",
                basis=[f"‘{literal(reader.name)}’ {line}" for line in finding.basis],
            )
        )
    return Finding("\n\n".join(each.headline for each in told), basis=[line for each in told for line in each.basis])


def _asks_rows(reading: Reading) -> bool:
    bare = not (reading.groups or reading.measures or reading.conditions or reading.branches or reading.part)
    asks = reading.asks(Says.ROWS, Says.COUNT, Says.HOW_MANY, Says.MORE, Says.WHICH, Says.MANY, Says.FEW, Says.HIGH)
    other = reading.asks(Says.COLUMNS, Says.MISSING, Says.PERIOD, Says.TYPES, Says.OVERVIEW, Says.SAMPLE)
    return bare and not other and (asks or reading.entity or reading.asks(Says.COMPARE, Says.SUPERLATIVE))


async def _rows(work: Work, readers: Sequence[Reader], reading: Reading) -> Finding:
    lines, counts = [], []
    for reader in readers:
        study = reader.study(work)
        await work.run("get_dataframe_info", dataset=study.whole.name)
        counts.append(study.whole.rows)
        lines.append([literal(reader.name), f"{study.whole.rows:,}행", f"{len(study.columns.file_columns)}열"])
    told = joined(
        f"{with_particle(f'‘{literal(reader.name)}’', '은/는')} **{count:,}행**"
        for reader, count in zip(readers, counts, strict=True)
    )
    least = reading.order < 0
    end = (min if least else max)(range(len(counts)), key=lambda at: counts[at])
    name = f"‘{literal(readers[end].name)}’"
    details = [f"{bold(name, '이/가')} 가장 {'적습니다' if least else '많습니다'}."] if len(set(counts)) > 1 else []
    if reading.asks(Says.SUM):
        details.append(f"모두 더하면 **{sum(counts):,}행**입니다.")
    return Finding(f"{told}입니다.", details, [table(["데이터", "행 수", "열 수"], lines)])


async def _in_common(work: Work, readers: Sequence[Reader]) -> Finding:
    for reader in readers:
        await work.run("detect_data_types", dataset=reader.study(work).whole.name)
    first, *others = readers
    names = [name for name in first.columns.file_columns if all(other.columns.named(name) for other in others)]
    used = joined(f"‘{literal(reader.name)}’" for reader in readers)
    if not names:
        raise CannotAnswer(f"{used}에 공통으로 있는 열이 없습니다.")
    return Finding(
        f"{used}에 공통으로 있는 열은 **{len(names)}개**입니다: {joined(map(literal, names))}.",
    )
