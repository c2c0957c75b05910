"""Addresses and keys of Jira as people paste them: taken, or refused with what to write."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.settings.jira_addresses import (
    default_site,
    gateway_address,
    is_cloud_site,
    issue_key,
    label,
    project_key,
    site_address,
    site_id,
)

ACME = "https://acme.atlassian.net"
CENTER = "https://jira.acme.example/jira"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (ACME, ACME),
        (f" {ACME}// ", ACME),
        ("https://ACME.Atlassian.net/", ACME),
        (CENTER + "/", CENTER),
        ("https://jira.acme.example:8443", "https://jira.acme.example:8443"),
        ("http://127.0.0.1:2990/jira", "http://127.0.0.1:2990/jira"),
    ],
)
def test_an_address_of_a_site_is_taken(text: str, address: str) -> None:
    assert site_address(text) == address
    assert site_address(address) == address


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{ACME}/browse/PAY-12", f"is the address of a page; write {ACME}"),
        (f"{ACME}/jira/software/c/projects/PAY/boards/42", f"is the address of a page; write {ACME}"),
        (f"{ACME}/anything", f"is the address of a page; write {ACME}"),
        (f"{ACME}?selectedIssue=PAY-1", f"is the address of a page; write {ACME}"),
        (f"{CENTER}/browse/PAY-12", f"is the address of a page; write {CENTER}"),
        (f"{CENTER}/secure/RapidBoard.jspa?rapidView=42", f"is the address of a page; write {CENTER}"),
        (f"{CENTER}/rest/api/2", f"is the address of a page; write {CENTER}"),
        (f"{CENTER}#top", f"is the address of a page; write {CENTER}"),
        ("acme.atlassian.net", "is no address; write https://acme.atlassian.net"),
        ("acme.atlassian.net/", "is no address; write https://acme.atlassian.net"),
        ("", "expected https"),
        ("https://", "expected the address of a site, such as https://acme.atlassian.net"),
        ("https://[x", "is no address"),
        ("http://acme.atlassian.net", "expected https; http is for this machine only"),
        ("https://me:secret@acme.atlassian.net", "a user or a secret may not stand in an address"),
        (
            "https://api.atlassian.com/ex/jira/1-a/rest/api/3",
            'is the gateway; write the site, such as https://acme.atlassian.net, and cloud_id = "1-a"',
        ),
        (
            "https://api.atlassian.com",
            "is the gateway; write the site, such as https://acme.atlassian.net, and cloud_id",
        ),
    ],
)
def test_what_is_no_address_of_a_site_is_refused_with_what_to_write(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}(?!.*secret@)"):
        site_address(text)


def test_an_address_of_the_environment_is_named_with_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIRA_URL", f" {ACME}/browse/X-1 ")
    assert default_site() == f"{ACME}/browse/X-1"
    with pytest.raises(ValueError, match=r'the environment variable JIRA_URL says "https://acme.*": is the address'):
        site_address(default_site() or "")
    monkeypatch.setenv("JIRA_URL", "https://me:secret@x.example")
    with pytest.raises(ValueError, match=r"the environment variable JIRA_URL says so: a user or a secret"):
        site_address(default_site() or "")
    monkeypatch.setenv("JIRA_URL", " ")
    assert default_site() is None


@pytest.mark.parametrize(
    ("url", "is_cloud"), [(ACME, True), (CENTER, False), ("https://atlassian.net", False), ("https://[x", False)]
)
def test_only_jira_cloud_has_its_addresses(url: str, is_cloud: bool) -> None:
    assert is_cloud_site(url) is is_cloud


@pytest.mark.parametrize("key", ["PAY", "A", "A1", "OPS_2"])
def test_a_key_of_a_project_is_taken(key: str) -> None:
    assert project_key(key) == key


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("pay", "PAY"),
        (" PAY", "PAY"),
        ("PAY-12", "PAY"),
        ("pay-12", "PAY"),
        (f"{ACME}/browse/PAY-12?x=1", "PAY"),
        (f"{ACME}/jira/software/c/projects/PAY/boards/42", "PAY"),
        (f"{ACME}/projects/PAY", "PAY"),
        (f"{ACME}/jira/people", "one such as PAY"),
        ("acme/payments", "one such as PAY"),
        ("PAY 1", "one such as PAY"),
        ("1A", "one such as PAY"),
        ("", "one such as PAY"),
        ("PÄY", "one such as PAY"),
        ("PAY\n", "PAY"),
    ],
)
def test_what_is_no_key_is_refused_with_the_one_that_was_meant(text: str, meant: str) -> None:
    said = f'"{text}" is no key of a project; write {meant}'
    with pytest.raises(ValueError, match=rf"\A{re.escape(said)}\Z"):
        project_key(text)


@given(st.text())
def test_any_text_is_taken_as_it_is_or_refused_in_one_sentence(text: str) -> None:
    for check in (site_address, gateway_address, project_key, issue_key, site_id, label):
        with suppress(ValueError):
            taken = check(text)
            assert check(taken) == taken


@pytest.mark.parametrize(
    ("text", "said"),
    [("OPS", "one such as PAY-12"), ("ops-7", "OPS-7"), (f"{ACME}/browse/OPS-7", "OPS-7"), ("OPS-0", "one such as")],
)
def test_a_key_of_an_issue_is_wanted(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"is no key of an issue; write {said}"):
        issue_key(text)
    assert issue_key("OPS-7") == "OPS-7"


def test_a_gateway_is_an_address_without_a_site_behind_it() -> None:
    assert gateway_address("https://api.atlassian.com/") == "https://api.atlassian.com"
    for text in ("https://api.atlassian.com/ex/jira/1", "https://x?y", "http://x.example", "https://u@x"):
        with pytest.raises(ValueError, match=r"expected|may not stand"):
            gateway_address(text)


def test_a_cloud_id_is_one_word() -> None:
    assert site_id("11223344-a1b2-3b33-c444-def123456789") == "11223344-a1b2-3b33-c444-def123456789"
    with pytest.raises(ValueError, match="_edge/tenant_info says the one of your site"):
        site_id("../../x")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("to do", '"to do" is no label: Jira has none with blanks; write to-do'),
        ("", '"" is no label: Jira has none with blanks; write some text'),
        ("x" * 256, "a label of Jira has at most 255 characters, and this one 256"),
    ],
)
def test_a_label_has_no_blanks(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=rf"\A{re.escape(said)}\Z"):
        label(text)
    assert label("Größe:#1") == "Größe:#1"
