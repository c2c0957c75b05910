"""Every refusal names the place, what GitHub said, and what would help."""

from __future__ import annotations

import json

import pytest

from syncer.errors import NotAllowed, PortError, Rejected, Unavailable
from syncer.retry.answer import Answer
from syncer.trackers.github.refusals import Fault, faults_of, refusal

PLACE = "acme/payments on github.com"


def answer(status: int, message: str = "", *, errors: object = None, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, named, json.dumps({"message": message, "errors": errors}))


@pytest.mark.parametrize(
    ("given", "kind", "words"),
    [
        (answer(401, "Bad credentials"), NotAllowed, "the token was not accepted (401: Bad credentials)"),
        (
            answer(403, "Resource not accessible", x_github_sso="required; url=https://github.com/orgs/a/sso"),
            NotAllowed,
            "authorize the token for it: https://github.com/orgs/a/sso",
        ),
        (
            answer(403, "No", x_github_sso="required"),
            NotAllowed,
            "authorize the token for it: the settings of your tokens",
        ),
        (
            answer(403, "Although you appear to have the correct authorization, the organization has an IP allow list"),
            NotAllowed,
            "add it to the organization's IP allow list",
        ),
        (answer(403, "Repository was archived so is read-only."), NotAllowed, "unarchive it"),
        (
            answer(403, "Resource not accessible by integration", x_accepted_github_permissions="issues=write"),
            NotAllowed,
            "give it issues=write",
        ),
        (answer(403, "No", x_accepted_oauth_scopes="repo", x_oauth_scopes="gist, user"), NotAllowed, "give it repo"),
        (answer(403, "No", x_accepted_oauth_scopes="repo", x_oauth_scopes="repo"), NotAllowed, "write access"),
        (answer(403, "Must have admin rights"), NotAllowed, "not allowed (403: Must have admin rights)"),
        (answer(404, "Not Found"), NotAllowed, "out of the token's sight (404: Not Found)"),
        (answer(451, "Blocked"), NotAllowed, "out of the token's sight (451"),
        (answer(410, "Issues are disabled for this repo"), NotAllowed, "enable them"),
        (answer(301, "Moved"), Unavailable, "redirected"),
        (answer(400, "Problems parsing JSON"), Rejected, "was not accepted (400: Problems parsing JSON)"),
        (Answer(413, {}, "<html>"), Rejected, "was not accepted (413)"),
        (Answer(403, {}, "[" * 9_999), NotAllowed, "not allowed (403)"),
        (Answer(422, {}, "[]"), Rejected, "was not accepted (422)"),
    ],
)
def test_a_refusal_in_words(given: Answer, kind: type[PortError], words: str) -> None:
    """F15, F16: one clear message that names what is missing."""
    error = refusal(given, PLACE)
    assert type(error) is kind
    assert str(error).startswith(f"{PLACE}: ")
    assert words in str(error)


def test_what_was_wrong_with_the_data_is_named() -> None:
    errors = [
        {"resource": "Issue", "field": "title", "code": "missing"},
        {"field": "body", "message": "body is too long"},
        3,
    ]
    given = answer(422, "Validation Failed", errors=errors)
    error = refusal(given, PLACE)
    assert isinstance(error, Rejected)
    assert error.field == "title, body"
    assert "title missing" in str(error)
    assert "body body is too long" in str(error)
    assert faults_of(given) == (Fault("title", "missing"), Fault("body", "", message="body is too long"))


def test_what_the_server_says_is_one_short_line() -> None:
    """F51, F56: nothing of an answer breaks a line or fills a screen."""
    error = str(refusal(answer(403, "no\n\x1b[31m" + "x" * 5_000), PLACE))
    assert "\n" not in error
    assert "\x1b" not in error
    assert len(error) < 500
