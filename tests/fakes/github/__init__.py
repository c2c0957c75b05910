"""A GitHub for tests: stateful, over real HTTP, true to the documented behaviour where it bites, and breakable."""

from fakes.faults import Fault, Kind

from .accounts import Role, Token, TokenKind
from .hub import GitHub
from .issues import Issue
from .pings import Ping, find_pings
from .repository import Repository
from .wire import Exchange

__all__ = [
    "Exchange",
    "Fault",
    "GitHub",
    "Issue",
    "Kind",
    "Ping",
    "Repository",
    "Role",
    "Token",
    "TokenKind",
    "find_pings",
]
