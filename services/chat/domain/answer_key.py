"""Which answers are the same answer: the key under which one is cached and shared."""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from datetime import date

from services.chat.domain.datasets import DatasetBrief

SENTENCE_ENDS = ".?!…。．？！~ "


def answer_key(
    question: str,
    *,
    model: str,
    prompt_version: str,
    datasets: Sequence[DatasetBrief],
    earlier: Sequence[str],
    today: date,
) -> str:
    """SHA-256, hexadecimal, of everything that an answer depends on.

    `model` is the one that answers, `prompt_version` names all that it is told by us. `datasets` count by name and
    content, in whatever order they were chosen. `earlier` are the questions before this one in its conversation:
    what `그럼 월별은?` means depends on them. Exact repeats of this question among them are left out, so that it may be
    asked again. `today` is the day in Korea, because of questions such as `지난달 사고`.
    """
    asked = normalised(question)
    before = [text for text in map(normalised, earlier) if text != asked]
    contents = sorted((dataset.name, dataset.sha256) for dataset in datasets)
    parts = [model, prompt_version, contents, asked, before, today.isoformat()]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def normalised(question: str) -> str:
    """The question in composed Hangul (NFC), with single spaces, without what ends its last sentence."""
    folded = " ".join(unicodedata.normalize("NFC", question).split())
    return folded.rstrip(SENTENCE_ENDS) or folded
