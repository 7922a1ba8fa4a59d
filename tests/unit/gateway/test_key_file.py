"""API keys: made once, kept as hashes, gone when they are revoked."""

import hashlib
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from gateway.key_file import KeyFile, KeyFileError, KeyNameError, add, read, revoke
from tests.places import ROOT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def command(path: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    program = [sys.executable, "-m", "gateway.keys", "--file", str(path), *arguments]
    return subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=30)


def test_a_key_is_known_by_its_owner(path: Path) -> None:
    keys = {name: add(path, name) for name in ("city-hall", "university")}
    known = KeyFile(path)
    assert {key: known.owner_of(key) for key in keys.values()} == {key: name for name, key in keys.items()}
    assert known.owner_of("daegu_unknown") is None
    assert known.owner_of("") is None


def test_only_the_hash_is_kept(path: Path) -> None:
    key = add(path, "city-hall")
    assert key not in path.read_text()
    assert read(path)[0].sha256 == hashlib.sha256(key.encode()).hexdigest()
    assert [file.name for file in path.parent.iterdir()] == ["keys"]


def test_no_two_keys_are_alike_and_each_has_256_bits(path: Path) -> None:
    keys = {add(path, f"caller-{number}") for number in range(50)}
    assert len(keys) == 50
    assert {len(key.removeprefix("daegu_")) for key in keys} == {43}  # 32 bytes in base64


def test_a_change_of_the_file_counts_from_the_next_call_on(path: Path) -> None:
    first = add(path, "first")
    known = KeyFile(path)
    assert known.owner_of(first) == "first"
    second = add(path, "second")
    assert known.owner_of(second) == "second"
    revoke(path, "first")
    assert known.owner_of(first) is None
    assert known.owner_of(second) == "second"


def test_a_secret_of_a_cluster_that_is_swapped_counts_from_the_next_call_on(tmp_path: Path) -> None:
    """A mounted secret is a link into a folder behind another link, which is turned when the secret changes."""
    versions = [tmp_path / name for name in ("..1", "..2")]
    for version in versions:
        version.mkdir()
    first, second = (add(version / "keys", "city-hall") for version in versions)
    (tmp_path / "..data").symlink_to("..1")
    (tmp_path / "keys").symlink_to("..data/keys")
    known = KeyFile(tmp_path / "keys")
    assert (known.owner_of(first), known.owner_of(second)) == ("city-hall", None)
    (tmp_path / "..new").symlink_to("..2")
    (tmp_path / "..new").replace(tmp_path / "..data")
    assert (known.owner_of(first), known.owner_of(second)) == (None, "city-hall")


def test_keys_that_are_made_at_the_same_time_are_all_kept(path: Path) -> None:
    names = [f"caller-{number}" for number in range(20)]
    threads = [threading.Thread(target=add, args=(path, name)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(key.owner for key in read(path)) == sorted(names)


@pytest.mark.parametrize("name", ["", "Caller", "a b", "-a", "a" * 64, "a\nb", "대구"])
def test_a_name_that_would_not_stay_a_name_is_refused(path: Path, name: str) -> None:
    with pytest.raises(KeyNameError, match="1 to 63 characters"):
        add(path, name)
    assert not path.exists()


def test_a_name_has_one_key(path: Path) -> None:
    add(path, "caller")
    with pytest.raises(KeyNameError, match="has a key already"):
        add(path, "caller")
    revoke(path, "caller")
    with pytest.raises(KeyNameError, match="has no key"):
        revoke(path, "caller")


@pytest.mark.parametrize("line", ["caller", "caller abc 2026-01-01", f"caller {'g' * 64} 2026-01-01", "", "\udcff"])
def test_a_broken_file_is_named_with_its_line_and_never_half_used(path: Path, line: str) -> None:
    key = add(path, "caller")
    known = KeyFile(path)
    assert known.owner_of(key) == "caller"
    path.write_bytes(path.read_bytes() + line.encode(errors="surrogateescape") + b"\n")
    with pytest.raises(KeyFileError, match=r"keys(:2)?: "):
        known.owner_of(key)
    with pytest.raises(KeyFileError):
        add(path, "other")


def test_without_the_file_nobody_is_known(path: Path) -> None:
    with pytest.raises(KeyFileError, match="No such file"):
        KeyFile(path).owner_of("daegu_a")


def test_the_command_shows_a_key_once(path: Path) -> None:
    made = command(path, "add", "city-hall")
    key = made.stdout.strip()
    assert KeyFile(path).owner_of(key) == "city-hall"
    listed = command(path, "list").stdout
    assert listed.split()[1:] == ["city-hall"]
    assert key not in listed
    assert command(path, "revoke", "city-hall").returncode == 0
    assert command(path, "list").stdout == ""


def test_the_command_says_what_is_wrong(path: Path) -> None:
    outcome = command(path, "revoke", "nobody")
    assert outcome.returncode == 2
    assert outcome.stderr.endswith("error: nobody has no key\n")
