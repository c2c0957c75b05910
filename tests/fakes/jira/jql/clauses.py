"""Owns what one clause of a query lets through, and Jira's words for one that no field can be held against."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, Any

from .context import Context
from .fields import Choice, Day, Key, Known, Moment, Prose, field_named
from .moments import FORMATS, Span, moment_of, span_of
from .prose import matcher
from .syntax import Clause, Empty, Function, Listed, Single, Value
from .words import JqlError

if TYPE_CHECKING:
    from fakes.jira.issues import Issue

Test = Callable[["Issue"], bool]

_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}
_EQUAL, _LISTED, _EMPTY, _ORDERED = {"=", "!="}, {"in", "not in"}, {"is", "is not"}, set(_COMPARED)
_FUNCTIONS = frozenset({
    "currentuser", "now", "opensprints", "futuresprints", "closedsprints",
    *(f"{end}{unit}" for end in ("startof", "endof") for unit in ("day", "week", "month", "year")),
})  # fmt: skip
NO_ISSUE = "Issue does not exist or you do not have permission to see it."


def test_of(clause: Clause, context: Context) -> Test:
    """Whether an issue passes the clause; raises `JqlError`."""
    field = field_named(context, clause.field)
    if field is None:
        raise JqlError(f"Field '{clause.field}' does not exist or you do not have permission to view it.")
    _check_form(clause)
    match field:
        case Choice():
            return _choice(clause, context, field)
        case Key():
            return _key(clause, context)
        case Moment():
            return _moment(clause, context, field)
        case Day():
            return _day(clause, context, field)
        case Prose():
            return _prose(clause, field)


def _check_form(clause: Clause) -> None:
    is_list = isinstance(clause.operand, Listed)
    if is_list and clause.operator not in _LISTED:
        raise JqlError(
            f"Operator '{clause.operator}' does not support the list value '{clause.operand}' "
            f"for field '{clause.field}'."
        )
    if clause.operator in _LISTED and isinstance(clause.operand, Value | Empty):
        raise JqlError(
            f"Operator '{clause.operator}' does not support the non-list value '\"{clause.operand}\"' "
            f"for field '{clause.field}'."
        )
    if clause.operator in _EMPTY and not isinstance(clause.operand, Empty):
        raise JqlError(
            f"The value '{clause.operand}' does not support operator '{clause.operator}'; only EMPTY and NULL do."
        )


def _check_operator(clause: Clause, allowed: set[str], *, has_empty: bool = True) -> None:
    if clause.operator not in allowed:
        raise JqlError(f"The operator '{clause.operator}' is not supported by the '{clause.field}' field.")
    if any(isinstance(value, Empty) for value in _singles(clause)):
        if not has_empty:
            raise JqlError(f"The field '{clause.field}' does not support searching for EMPTY values.")
        if clause.operator in _ORDERED:
            raise JqlError(
                f"The operator '{clause.operator}' does not support searching for EMPTY values "
                f"on the field '{clause.field}'."
            )


def _singles(clause: Clause) -> tuple[Single, ...]:
    return clause.operand.values if isinstance(clause.operand, Listed) else (clause.operand,)


def _no_value(clause: Clause, value: Single) -> JqlError:
    return JqlError(f"The value '{value}' does not exist for the field '{clause.field}'.")


def _wrong_function(clause: Clause, function: Function) -> JqlError:
    if function.name.lower() not in _FUNCTIONS:
        return JqlError(f"Unable to find JQL function '{function.name}({', '.join(function.arguments)})'.")
    return JqlError(f"A value provided by the function '{function.name}' is invalid for the field '{clause.field}'.")


# --- fields to choose from ---


def _choice(clause: Clause, context: Context, field: Choice) -> Test:
    ordered = _ORDERED if field.rank else set()
    _check_operator(clause, _EQUAL | _LISTED | _EMPTY | ordered, has_empty=field.has_empty)
    wanted = _wanted(clause, context, field)
    if clause.operator in _ORDERED and field.rank:
        return _ranked(clause, context, field, field.rank(context), wanted)
    wants_empty, names = None in wanted, wanted - {None}

    def is_one(issue: Issue) -> bool:
        values = list(field.read(issue, context))
        return any(value in names for value in values) if values else wants_empty

    def is_another(issue: Issue) -> bool:
        values = list(field.read(issue, context))
        return bool(values) and not any(value in names for value in values)

    return is_one if clause.operator in {"=", "in", "is"} else is_another


def _wanted(clause: Clause, context: Context, field: Choice) -> Known:
    found, wrong = set[Hashable](), list[str]()
    for value in _singles(clause):
        try:
            found |= _known(clause, context, field, value)
        except JqlError as error:
            wrong += error.messages
    if wrong:
        raise JqlError(*wrong)
    return frozenset(found)


def _known(clause: Clause, context: Context, field: Choice, value: Single) -> Known:
    if isinstance(value, Empty):
        return frozenset({None})
    if isinstance(value, Function):
        called = (field.functions or {}).get(value.name.lower())
        if called is None or value.arguments:
            raise _wrong_function(clause, value)
        return called(context)
    known = field.know(context, value.text)
    if known is None:
        raise _no_value(clause, value)
    return known


def _ranked(clause: Clause, context: Context, field: Choice, rank: list[Hashable], wanted: Known) -> Test:
    compare, bound = _COMPARED[clause.operator], rank.index(next(iter(wanted)))
    return lambda issue: any(compare(rank.index(value), bound) for value in field.read(issue, context) if value in rank)


# --- the issue itself ---


def _key(clause: Clause, context: Context) -> Test:
    _check_operator(clause, _EQUAL | _LISTED | _ORDERED, has_empty=False)
    found, wrong = list["Issue"](), list[str]()
    for value in _singles(clause):
        if isinstance(value, Function):
            raise _wrong_function(clause, value)
        if issue := context.issue(str(value)):
            found.append(issue)
        else:
            wrong.append(_no_issue(clause, context, str(value)))
    # Cloud passes over what a list names and nobody sees; Data Center refuses the query.
    if wrong and not (context.world.is_cloud and clause.operator in _LISTED):
        raise JqlError(*wrong)
    if clause.operator in _ORDERED:
        compare, bound = _COMPARED[clause.operator], found[0]
        return lambda issue: issue.project == bound.project and compare(issue.number, bound.number)
    ids, is_wanted = {issue.id for issue in found}, clause.operator in {"=", "in"}
    return lambda issue: (issue.id in ids) is is_wanted


def _no_issue(clause: Clause, context: Context, text: str) -> str:
    project, dash, number = text.rpartition("-")
    if text.isdecimal():
        return f"A value with ID '{text}' does not exist for the field '{clause.field}'."
    if not (project and dash and number.isdecimal()):
        return f"The issue key '{text}' for field '{clause.field}' is invalid."
    return NO_ISSUE if context.world.is_cloud else f"An issue with key '{text}' does not exist for field 'key'."


# --- moments and days ---


def _spans(clause: Clause, context: Context) -> list[Span | None]:
    """What the values mean, `None` for EMPTY."""
    return [None if isinstance(value, Empty) else _span(clause, context, value) for value in _singles(clause)]


def _span(clause: Clause, context: Context, value: Value | Function) -> Span:
    if isinstance(value, Function):
        moment = moment_of(value.name, value.arguments, context.zone, context.now)
        if moment is None:
            raise _wrong_function(clause, value)
        return Span(moment, moment)
    found = span_of(value.text, context.zone, context.now)
    if found is None:
        raise JqlError(f"Date value '{value}' for field '{clause.field}' is invalid. {FORMATS}")
    return found


def _moment(clause: Clause, context: Context, field: Moment) -> Test:
    _check_operator(clause, _EQUAL | _LISTED | _EMPTY | _ORDERED)
    spans = _spans(clause, context)
    if clause.operator in _ORDERED:
        compare, (bound,) = _COMPARED[clause.operator], [span.start for span in spans if span]
        return lambda issue: (moment := field.read(issue)) is not None and compare(moment, bound)

    def is_in(issue: Issue) -> bool:
        moment = field.read(issue)
        if moment is None:
            return None in spans
        return any(span.start <= moment < span.end or moment == span.start for span in spans if span)

    return _or_another(clause, is_in, lambda issue: field.read(issue) is not None)


def _day(clause: Clause, context: Context, field: Day) -> Test:
    _check_operator(clause, _EQUAL | _LISTED | _EMPTY | _ORDERED)
    zone = context.zone
    days = [span and span.start.astimezone(zone).date().isoformat() for span in _spans(clause, context)]
    if clause.operator in _ORDERED:
        compare, (bound,) = _COMPARED[clause.operator], days
        return lambda issue: (day := field.read(issue)) is not None and compare(day, bound)
    return _or_another(clause, lambda issue: field.read(issue) in days, lambda issue: field.read(issue) is not None)


def _or_another(clause: Clause, is_one: Test, has_any: Test) -> Test:
    """`is_one`, or for the operators that say "not": has a value, and none of these."""
    if clause.operator in {"=", "in", "is"}:
        return is_one
    return lambda issue: has_any(issue) and not is_one(issue)


# --- texts ---


def _prose(clause: Clause, field: Prose) -> Test:
    _check_operator(clause, {"~", "!~"} | _EMPTY, has_empty=field.has_empty)
    if isinstance(clause.operand, Empty):
        is_sought = clause.operator in {"is", "~"}
        return lambda issue: (not any(field.read(issue))) is is_sought
    if isinstance(clause.operand, Function):
        raise _wrong_function(clause, clause.operand)
    is_met = matcher(clause.field, str(clause.operand))
    is_there = clause.operator == "~"
    return lambda issue: is_met("\n".join(field.read(issue))) is is_there
