"""What an answer that is no success means, with a remedy."""

from __future__ import annotations

import json

import pytest

from syncer.errors import NotAllowed, PortError, Rejected, Unavailable
from syncer.retry.answer import Answer
from syncer.trackers.jira.auth import pat_auth
from syncer.trackers.jira.refusals import (
    content_of,
    faults_of,
    is_login_page,
    is_not_accepted,
    leads_to_login,
    messages_of,
    not_accepted,
    refusal,
    said_of,
)


def said(status: int, *messages: str, headers: dict[str, str] | None = None, **errors: str) -> Answer:
    return Answer(status, headers or {}, json.dumps({"errorMessages": list(messages), "errors": errors}))


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (said(302, headers={"location": "/x"}), Unavailable, "correct the URL"),
        (said(400, duedate="It is not on the appropriate screen."), Rejected, "duedate: It is not on"),
        (said(401, "Client must be authenticated"), NotAllowed, "put a new one"),
        (
            Answer(401, {}, '{"code": 401, "message": "Unauthorized; scope does not match"}'),
            NotAllowed,
            "lacks a scope",
        ),
        (said(403, "You do not have permission"), NotAllowed, "give the account the permission"),
        (said(403, "XSRF check failed"), NotAllowed, "pass unchanged"),
        (said(403, "The project is archived"), NotAllowed, "restore it"),
        (said(403, "Your IP address is not in the allowlist"), NotAllowed, "IP allowlist"),
        (said(403, headers={"x-authentication-denied-reason": "CAPTCHA_CHALLENGE"}), NotAllowed, "CAPTCHA"),
        (said(404, "No project could be found with key 'NOPE'."), NotAllowed, "correct the name"),
        (said(410, "The requested API has been removed."), NotAllowed, "410: The requested API"),
        (said(409, "conflict"), Rejected, "tried again next time"),
        (Answer(400, {}, "<html>proxy</html>"), Rejected, r"not accepted \(400\)"),
    ],
)
def test_every_refusal_says_where_what_and_what_would_help(answer: Answer, kind: type[PortError], words: str) -> None:
    with pytest.raises(kind, match=words) as raised:
        raise refusal(answer, "PAY on acme.atlassian.net")
    assert str(raised.value).startswith("PAY on acme.atlassian.net: ")


def test_the_fields_at_fault_are_named() -> None:
    error = refusal(said(400, duedate="bad", labels="worse"), "PAY")
    assert isinstance(error, Rejected)
    assert error.field == "duedate, labels"


def test_what_jira_says_is_found_in_every_form() -> None:
    assert messages_of(said(400, "one", "two")) == ("one", "two")
    assert messages_of(Answer(400, {}, '{"errorMessages": "one"}')) == ("one",)
    assert messages_of(Answer(400, {}, '{"message": "one", "errorMessage": " "}')) == ("one",)
    assert messages_of(Answer(400, {}, '{"errorMessages": [7, "one"]}')) == ("one",)
    assert faults_of(Answer(400, {}, '{"errors": ["x"]}')) == {}
    assert faults_of(Answer(400, {}, '{"errors": {"a": "b", "c": 7}}')) == {"a": "b"}
    assert content_of(Answer(200, {}, "[1]")) == content_of(Answer(200, {}, "{")) == {}
    assert said_of(Answer(404, {}, "")) == "404"


def test_words_of_a_server_are_cut_and_act_on_nothing() -> None:
    told = said_of(said(400, "x" * 5_000 + "\x1b[31m", "second"))
    assert len(told) < 400
    assert "\x1b" not in said_of(said(400, "\x1b[31mred"))


def test_who_was_taken_for_nobody_is_told_whatever_the_status() -> None:
    assert is_not_accepted(said(401))
    assert is_not_accepted(said(200, headers={"x-seraph-loginreason": "AUTHENTICATED_FAILED"}))
    assert is_not_accepted(said(404, headers={"x-ausername": "anonymous"}))
    assert not is_not_accepted(said(404, headers={"x-ausername": "syncer-bot", "x-seraph-loginreason": "OK"}))
    assert not is_not_accepted(said(401, "scope does not match"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!DOCTYPE html><title>Log in to Jira</title>", True),
        ("\n<html><form action='/saml'>", True),
        ("<html>It works!</html>", False),
        ('{"summary": "<html> login"}', False),
    ],
)
def test_a_page_to_log_in_is_known(text: str, *, expected: bool) -> None:
    assert is_login_page(Answer(200, {}, text)) is expected
    assert not is_login_page(Answer(404, {}, text))


def test_a_redirect_to_a_login_is_known() -> None:
    assert leads_to_login(Answer(302, {"location": "/login.jsp?os_destination=x"}, ""))
    assert leads_to_login(Answer(302, {"location": "https://sso.example.com/"}, ""))
    assert not leads_to_login(Answer(302, {"location": "/rest/api/2/myself"}, ""))
    assert not leads_to_login(Answer(302, {"location": "http://[login"}, ""))
    assert not leads_to_login(Answer(200, {"location": "/login"}, ""))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (said(401, "no"), r"personal access token was not accepted \(401: no\); it has expired"),
        (said(403, headers={"x-seraph-loginreason": "AUTHENTICATION_DENIED"}), "solve a CAPTCHA"),
        (Answer(200, {}, "<html>log in"), "page to log in came back"),
    ],
)
def test_a_credential_that_is_not_accepted_comes_with_its_remedy(answer: Answer, words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        raise not_accepted(answer, "jira.example.com", pat_auth("secret"))
