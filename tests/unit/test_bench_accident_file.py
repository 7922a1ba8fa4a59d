"""The CSV that the bench uploads."""

import csv
import io

from tests.bench.accident_file import BOM, accident_file, another, lines_of

SIZE = 100_000


def test_the_file_fills_its_size_with_whole_rows() -> None:
    file = accident_file(SIZE)
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    assert file.startswith(BOM)
    assert file.endswith(b"\n")
    assert SIZE - 1000 < len(file) <= SIZE
    assert {len(row) for row in rows} == {22}
    assert lines_of(file) == len(rows) - 1


def test_the_file_is_always_the_same() -> None:
    assert accident_file(SIZE) == accident_file(SIZE)


def test_another_file_differs_in_the_first_id_alone() -> None:
    file = accident_file(SIZE)
    changed = another(file, 7)
    assert len(changed) == len(file)
    different = [pair for pair in zip(file.splitlines(), changed.splitlines(), strict=True) if pair[0] != pair[1]]
    ((before, after),) = different
    assert after.split(b",")[0] == b"9000000000000007"
    assert after.split(b",")[1:] == before.split(b",")[1:]
