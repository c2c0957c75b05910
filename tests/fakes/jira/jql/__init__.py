"""Owns the search of Jira: a query in JQL, made into a test of issues and an order of those that pass it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .clauses import Test, test_of
from .context import Context
from .fields import field_named
from .syntax import Clause, Every, Order, Otherwise, Restriction, Some, parse
from .words import JqlError

if TYPE_CHECKING:
    from fakes.jira.issues import Issue

__all__ = ["Context", "JqlError", "Query", "compile_jql"]


@dataclass(frozen=True, slots=True)
class Query:
    """A query that can be asked of issues. It is bounded when it restricts what is found in any way."""

    is_bounded: bool
    matches: Callable[[Issue], bool]
    _orders: tuple[tuple[Callable[[Issue], Any], bool], ...]

    def sorted(self, issues: Iterable[Issue]) -> list[Issue]:
        """`issues` in the order asked for; equal ones, and all without an order, by key, the last first.

        Empty fields are behind all others in an ascending order, and before them in a descending one.
        """
        found = sorted(issues, key=lambda issue: (issue.project, issue.number), reverse=True)
        for value_of, is_descending in reversed(self._orders):
            found.sort(key=_key(value_of), reverse=is_descending)
        return found


def compile_jql(text: str, context: Context) -> Query:
    """The query that `text` is, asked in `context`; raises `JqlError` with everything that is wrong with it."""
    parsed = parse(text)
    wrong = list[str]()
    test = _test(parsed.restriction, context, wrong)
    orders = [order for one in parsed.orders if (order := _order(one, context, wrong))]
    if wrong:
        raise JqlError(*dict.fromkeys(wrong))
    return Query(parsed.restriction is not None, test, tuple(orders))


def _test(part: Restriction | None, context: Context, wrong: list[str]) -> Test:
    """The test that a restriction is; notes in `wrong` what Jira says against it."""
    match part:
        case None:
            return lambda _: True
        case Clause():
            try:
                return test_of(part, context)
            except JqlError as error:
                wrong.extend(error.messages)
                return lambda _: False
        case Otherwise(inner):
            test = _test(inner, context, wrong)
            return lambda issue: not test(issue)
        case Every(parts):
            tests = [_test(one, context, wrong) for one in parts]
            return lambda issue: all(test(issue) for test in tests)
        case Some(parts):
            tests = [_test(one, context, wrong) for one in parts]
            return lambda issue: any(test(issue) for test in tests)


def _order(order: Order, context: Context, wrong: list[str]) -> tuple[Callable[[Issue], Any], bool] | None:
    field = field_named(context, order.field)
    if field is None or (sort := field.sort) is None:
        wrong.append(f"Not able to sort using field '{order.field}'.")
        return None
    is_descending = field.descends if order.is_descending is None else order.is_descending
    return (lambda issue: sort(issue, context)), is_descending


def _key(value_of: Callable[[Issue], Any]) -> Callable[[Issue], tuple[bool, Any]]:
    def key(issue: Issue) -> tuple[bool, Any]:
        value = value_of(issue)
        return value is None, 0 if value is None else value

    return key
