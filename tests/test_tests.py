"""Rules for the tests themselves: each one can fail, and none waits for a clock."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
FILES = sorted(TESTS.rglob("test_*.py"))
CAN_FAIL = {"raises", "fail", "warns"}
# Rows of the table of faults that need what is not there yet: reports as CSV, webhooks.
NOT_YET = frozenset({"F50", "F62"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def functions(path: Path) -> tuple[Function, ...]:
    return tuple(node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, Function))


def checks_itself(function: Function) -> bool:
    """Whether the body holds an assertion or what stands for one.

    That is a call of pytest, a process that must end well, and a `check_...` of ours, which raises or passes.
    """
    nodes = list(ast.walk(function))
    called = {node.func.attr for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
    must_end_well = any(isinstance(node, ast.keyword) and ast.unparse(node) == "check=True" for node in nodes)
    judged = called & CAN_FAIL or any(name.startswith("check_") for name in called)
    return any(isinstance(node, ast.Assert) for node in nodes) or bool(judged) or must_end_well


def calls(function: Function) -> set[str]:
    """Names of what `function` calls, whatever they are called on."""
    called = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in called}


@cache
def asserting() -> frozenset[str]:
    """Names of functions below tests/ that assert, by themselves or through another of them."""
    known = [function for path in TESTS.rglob("*.py") for function in functions(path)]
    names = {function.name for function in known if checks_itself(function)}
    while more := {function.name for function in known if calls(function) & names} - names:
        names |= more
    return frozenset(names)


def named_tests(path: Path) -> Iterator[Function]:
    return (function for function in functions(path) if function.name.startswith("test_"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TESTS)))
def test_every_test_can_fail(path: Path) -> None:
    idle = [test.name for test in named_tests(path) if not checks_itself(test) and not calls(test) & asserting()]
    assert idle == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TESTS)))
def test_no_test_is_hidden_by_another_of_its_name(path: Path) -> None:
    scopes = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Module | ast.ClassDef)]
    names = [[child.name for child in scope.body if isinstance(child, Function)] for scope in scopes]
    assert [name for scope in names for name in set(scope) if scope.count(name) > 1] == []


def test_no_test_waits_for_a_clock() -> None:
    sleeping = re.compile(r"(?<![\w.])(?:time\.)?" + "sleep" + r"\((?!self)")
    found = [str(path.relative_to(TESTS)) for path in TESTS.rglob("*.py") if sleeping.search(path.read_text())]
    assert found == []


def covered_faults() -> set[str]:
    """Numbers of the faults that some test says it covers."""
    others = [path for path in FILES if path != Path(__file__).resolve()]
    return {number for path in others for number in re.findall(r"\bF\d{1,2}\b", path.read_text())}


def test_every_fault_has_a_test_or_waits_for_what_it_needs(reference: Path) -> None:
    table = (reference / "reference" / "faults.md").read_text()
    promised = set(re.findall(r"^\| (F\d+) \|", table, re.MULTILINE))
    assert len(promised) >= 63
    assert sorted(promised - covered_faults() - NOT_YET) == [], "faults that no test covers"
    assert sorted(covered_faults() - promised) == [], "numbers that no fault has"
