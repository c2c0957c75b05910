"""A Jira for tests, Cloud or Data Center: stateful, over real HTTP, true to what is documented, and breakable."""

from fakes.faults import Fault, Kind
from fakes.wire import Exchange

from .hub import Jira
from .issues import Comment, Issue, RemoteLink
from .people import Token, TokenKind, User
from .pings import Ping, find_pings
from .projects import PERMISSIONS, Project
from .workflow import DONE, INDETERMINATE, NEW, SIMPLE, STEPS, Status, Transition, Workflow, free, stepwise

__all__ = [
    "DONE",
    "INDETERMINATE",
    "NEW",
    "PERMISSIONS",
    "SIMPLE",
    "STEPS",
    "Comment",
    "Exchange",
    "Fault",
    "Issue",
    "Jira",
    "Kind",
    "Ping",
    "Project",
    "RemoteLink",
    "Status",
    "Token",
    "TokenKind",
    "Transition",
    "User",
    "Workflow",
    "find_pings",
    "free",
    "stepwise",
]
