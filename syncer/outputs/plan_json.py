"""Owns a plan and its report as JSON, for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date

from syncer.model import Change, DocumentPlan, RunReport
from syncer.outputs.printable import printable_json


def report_json(report: RunReport) -> str:
    """One JSON object: counts, problems, and the plan with every change and its kind."""
    plan = report.plan
    whole = {
        **{
            one.name: _plain(getattr(report, one.name))
            for one in fields(report)
            if one.name not in {"plan", "requests"}
        },
        "requests": {str(target): count for target, count in report.requests.items()},
        "plan": {
            "documents": [_document(document) for document in plan.documents],
            "refusals": list(plan.refusals),
        },
    }
    return printable_json(whole)


def _document(document: DocumentPlan) -> dict[str, object]:
    return {
        "source": document.document.source,
        "path": document.document.path,
        "name": document.name,
        "title": document.title,
        "in_step": document.in_step,
        "unchecked": document.unchecked,
        "changes": [_change(change) for change in document.changes],
        "problems": _plain(document.problems),
    }


def _change(change: Change) -> dict[str, object]:
    plain = {one.name: _plain(getattr(change, one.name)) for one in fields(change) if one.name != "document"}
    return {"kind": type(change).__name__, **plain}


def _plain(value: object) -> object:
    """`value` as JSON can hold it: names for the members of a named tuple, text for dates."""
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {key: _plain(inner) for key, inner in value._asdict().items()}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, AbstractSet):
        return sorted(str(inner) for inner in value)
    return str(value) if isinstance(value, date) else value
