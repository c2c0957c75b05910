"""Owns the due-date grammar: what a due text means, seen from the day its document was published."""

from syncer.core.due.reading import read_due, read_due_in_any_language
from syncer.core.due.sla import sla_due

__all__ = ["read_due", "read_due_in_any_language", "sla_due"]
