"""What is hidden in everything that git says."""

from __future__ import annotations

import pytest

from syncer.sources.git.redaction import Redactor, basic, secrets_of

CANARY = "ghp_Can/ary+Token="


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("fatal: https://alice:pw@host/x", "fatal: https://***@host/x"),
        ("fatal: HTTPS://tok@en@host/x and http://u@h", "fatal: HTTPS://***@host/x and http://***@h"),
        ("ssh://git:pw@host/x", "ssh://git:***@host/x"),
        ("ssh://git@host/x git@host:x https://host/x@y", "ssh://git@host/x git@host:x https://host/x@y"),
        (f"token {CANARY}.", "token ***."),
        (f"Basic {basic(CANARY)}", "Basic ***"),
        ("in a URL ghp_Can%2Fary%2BToken%3D", "in a URL ***"),
        ("a\x1b[31mb\tc\r\nd\u202e", "a [31mb c \nd "),
    ],
)
def test_hides(said: str, shown: str) -> None:
    """F56."""
    assert Redactor([CANARY, ""]).hide(said) == shown


def test_secrets_of_a_url() -> None:
    assert secrets_of("https://alice:pw@host/x") == ("pw", "alice")
    assert secrets_of("https://tok@host/x") == ("tok",)
    assert secrets_of("ssh://git:pw@host/x") == ("pw",)
    assert secrets_of("ssh://git@host/x") == ()
    assert secrets_of("git@host:x") == ()
    assert secrets_of("https://[half") == ()
