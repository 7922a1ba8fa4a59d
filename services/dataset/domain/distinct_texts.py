"""The distinct texts of a column and which rows they stand in, gathered block by block in little memory."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Codes = NDArray[np.integer]
Counts = NDArray[np.integer]

_SAMPLE = 1024
_MANY = 1 << 17
"""Arrow's hash table takes up to 128 bytes a text: this many fit into 16 MiB."""


@dataclass(frozen=True, slots=True)
class DistinctTexts:
    """`codes` says for each row which of the `texts` stands there, in a narrow type; `counts` in how many rows.

    Without `codes` every row has its own text.
    """

    texts: pa.StringArray
    codes: Codes | None
    counts: Counts


class TextGatherer:
    """Takes a column block by block; a block whose texts repeat is kept as its distinct texts."""

    def __init__(self) -> None:
        self._texts: list[pa.StringArray] = []
        self._codes: list[Codes | None] = []

    def add(self, block: pa.StringArray) -> None:
        if _repeats(block):
            encoded = block.dictionary_encode()
            self._texts.append(encoded.dictionary)
            self._codes.append(encoded.indices.to_numpy().astype(_narrow(len(encoded.dictionary))))
        else:
            self._texts.append(block)
            self._codes.append(None)

    def first(self) -> pa.StringArray | None:
        """Some texts of a column that does not repeat, as far as samples of its blocks show; None if it does."""
        return None if not self._texts or any(local is not None for local in self._codes) else self._texts[0]

    def rows(self) -> DistinctTexts:
        """The text of every row as if it were another one than all before; only if the column does not repeat."""
        self._texts, self._codes = [pa.concat_arrays(self._texts)], [None]
        return DistinctTexts(self._texts[0], None, np.ones(len(self._texts[0]), np.uint8))

    def forget(self) -> None:
        """Drops what was added."""
        self._texts.clear()
        self._codes.clear()

    def distinct(self) -> DistinctTexts:
        """What was added, which is then forgotten: a column is not in memory twice."""
        lengths = [len(texts) for texts in self._texts]
        texts, places = _encode(self._texts)
        if any(local is not None for local in self._codes):
            codes = _spread(places.astype(_narrow(len(texts))), lengths, self._codes)
        else:
            codes = places
        self._codes.clear()
        return DistinctTexts(texts, codes, _counts(codes, len(texts)))


def _repeats(block: pa.StringArray) -> bool:
    sample = block.slice(0, _SAMPLE)
    return len(sample.unique()) < 0.95 * len(sample)


def _narrow(n: int) -> type[np.integer]:
    """A type for codes less than `n`."""
    return np.uint8 if n <= 1 << 8 else np.uint16 if n <= 1 << 16 else np.int32


def _spread(places: Codes, lengths: Sequence[int], codes: Sequence[Codes | None]) -> Codes:
    """From the place of each gathered text to that of each row; the n-th block has lengths[n] texts."""
    rows = np.empty(
        sum(n if local is None else len(local) for n, local in zip(lengths, codes, strict=True)), places.dtype
    )
    row = place = 0
    for n, local in zip(lengths, codes, strict=True):
        block = places[place : place + n]
        size = n if local is None else len(local)
        rows[row : row + size] = block if local is None else block[local]
        row += size
        place += n
    return rows


def _encode(texts: list[pa.StringArray]) -> tuple[pa.StringArray, Codes]:
    """The distinct ones of `texts` in order of appearance, and the place of each text among them. Empties `texts`."""
    if sum(map(len, texts)) > _MANY:
        return _encode_in_parts(texts)
    gathered = pa.concat_arrays([pa.array([], pa.string()), *texts])
    texts.clear()
    encoded = gathered.dictionary_encode()
    return encoded.dictionary, encoded.indices.to_numpy()


def _encode_in_parts(texts: list[pa.StringArray]) -> tuple[pa.StringArray, Codes]:
    """As `_encode`, with one small hash table after the other instead of a single large one."""
    n = sum(map(len, texts))
    parts = min(-(-n // _MANY), 256)
    part_of = np.concatenate([_sum_of_bytes(chunk) % parts for chunk in texts]).astype(np.uint8)
    gathered = pa.concat_arrays(texts)
    texts.clear()
    first_same = np.empty(n, np.int32)
    for part in range(parts):
        chosen = np.flatnonzero(part_of == part).astype(np.int32)
        codes = gathered.take(pa.array(chosen)).dictionary_encode().indices.to_numpy()
        new = np.diff(np.maximum.accumulate(codes), prepend=-1) > 0
        first_same[chosen] = chosen[new][codes]
    pa.default_memory_pool().release_unused()
    is_first = first_same == np.arange(n, dtype=np.int32)
    if is_first.all():
        return gathered, first_same
    place_of_first = np.cumsum(is_first, dtype=np.int32) - 1
    return gathered.filter(pa.array(is_first)), place_of_first[first_same]


def _sum_of_bytes(texts: pa.StringArray) -> NDArray[np.uint32]:
    """The sum of the bytes of each text: quick, and the same for the same texts."""
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    sums: NDArray[np.uint32] = np.zeros(ends[-1] - ends[0] + 1, np.uint32)
    if data is not None:
        np.cumsum(np.frombuffer(data, np.uint8)[ends[0] : ends[-1]], out=sums[1:])
    at_ends: NDArray[np.uint32] = sums[ends - ends[0]]
    return at_ends[1:] - at_ends[:-1]


def _counts(codes: Codes, n: int) -> NDArray[np.int64]:
    """Counted in slices: bincount wants its input as int64."""
    counts = np.zeros(n, np.int64)
    step = max(n, 1 << 20)
    for start in range(0, len(codes), step):
        counts += np.bincount(codes[start : start + step], minlength=n)
    return counts
