"""The corpus of attacks, run as real children: within isolation none does harm, and without it most of them do.

``make attacks`` runs all of them (CONFORMANCE_ATTACKS=all); else a third of each file is run.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from conformance.isolation.isolation import NONE, Isolation, isolation_in_force
from conformance.samples.process import Outcome
from tests.isolation.attacks import Attack, Ground, attacks_of, ground, harmful, run_powershell, run_python
from tests.shared_folder import needs_shared

Run = Callable[[list[Attack], Ground, Isolation], Outcome]
PYTHON: Final = attacks_of("attacks.py.txt")
POWERSHELL: Final = attacks_of("attacks.ps1.txt")
ALL: Final = os.environ.get("CONFORMANCE_ATTACKS") == "all"
STEP: Final = 1 if ALL else 3

linux = pytest.mark.skipif(sys.platform != "linux", reason="there is no isolation elsewhere")
in_each_language = pytest.mark.parametrize(
    ("run", "attacks"),
    [
        pytest.param(run_python, PYTHON[::STEP], id="python"),
        pytest.param(run_powershell, POWERSHELL[::STEP], id="powershell", marks=needs_shared),
    ],
)


@linux
def test_isolation_is_in_force() -> None:
    """Fail where Landlock is missing, and do not skip: then nothing below is proven."""
    assert isolation_in_force().holds, isolation_in_force().sentence


@linux
@in_each_language
def test_no_attack_does_harm_within_isolation(run: Run, attacks: list[Attack], tmp_path: Path) -> None:
    with ground(tmp_path) as made:
        ended = run(attacks, made, isolation_in_force())
    assert "all tried" in ended.stdout.splitlines(), ended.stdout[-2000:] + ended.stderr[-2000:]
    assert [one for one in attacks if one.number in harmful(attacks, ended, made)] == []
    assert made.reached == []
    assert made.changed() == []
    assert made.victim_is_well


@linux
@in_each_language
def test_most_attacks_do_harm_without_isolation(run: Run, attacks: list[Attack], tmp_path: Path) -> None:
    tried = [one for one in attacks if not one.alone]
    with ground(tmp_path) as made:
        ended = run(tried, made, NONE)
    assert "all tried" in ended.stdout.splitlines(), ended.stdout[-2000:] + ended.stderr[-2000:]
    did = harmful(tried, ended, made)
    assert len(did) >= 0.6 * len(tried)
    kinds = {one.kind for one in tried if one.number in did}
    assert kinds >= {"write", "read", "connect", "udp", "unix", "start"}
    assert made.changed() != []


def test_the_corpus_holds_every_class_in_both_languages() -> None:
    kinds = {
        name: Counter(one.kind for one in found) for name, found in (("python", PYTHON), ("powershell", POWERSHELL))
    }
    both = {"write", "read", "connect", "udp", "unix", "socket", "start", "kill", "much"}
    alone = {"mptcp", "fastopen", "race", "uring", "trace", "kernel", "terminal", "astray"}
    assert set(kinds["python"]) == both | alone
    assert set(kinds["powershell"]) == both
    assert kinds["python"].total() >= 240
    assert kinds["powershell"].total() >= 90
