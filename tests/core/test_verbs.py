from __future__ import annotations

import pytest

from syncer.core.verbs import asks_for_action, begins_with_verb, may_ask, names_action, tells_of_past


@pytest.mark.parametrize(
    "text",
    [
        "Add an alert",
        "also document it",
        "Don't restart",
        "Review/audit tokens",
        "re-enable us-east-1",
        "better handle errors",
        "Proactively page",
    ],
)
def test_imperatives(text: str) -> None:
    assert begins_with_verb(text)


@pytest.mark.parametrize("text", ["The pool", "Alerts", "42", "", "un-believable", "always"])
def test_no_imperatives(text: str) -> None:
    assert not begins_with_verb(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Add an alert", None),
        ("We should add limits", None),
        ("Adding billing alerts", None),
        ("アラートを追加", "ja"),
        ("Revisar los límites", "es"),
        ("Rever limites", "pt"),
        ("Mettre à jour le runbook", "fr"),
        ("Aggiornare il runbook", "it"),
        ("Добавить алерты", "ru"),
        ("Lage alarm", "no"),
        ("Runbook aktualisieren.", "de"),
    ],
)
def test_what_asks_for_something(text: str, language: str | None) -> None:
    assert asks_for_action(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Revisar los límites", None),
        ("During deploys it failed", None),
        ("Server down", "de"),
        ("Servidor", "es"),
        ("Nothing happened", "xx"),
    ],
)
def test_what_asks_for_nothing(text: str, language: str | None) -> None:
    assert not asks_for_action(text, language)


def test_nouns_that_name_an_action() -> None:
    assert names_action("Development of specialised tooling")
    assert names_action("Comprehensive load testing to validate the pool")
    assert names_action("Mise en place des alertes")
    assert names_action("Revisión de los límites")
    assert not names_action("Thanks to everybody")


@pytest.mark.parametrize("text", ["アラートを追加", "添加告警", "알림 추가"])
def test_texts_without_endings_may_ask(text: str) -> None:
    assert may_ask(text)


@pytest.mark.parametrize("text", ["アラートを追加した。", "已添加告警", "Fix the 告警", "42", ""])
def test_texts_that_do_not_ask(text: str) -> None:
    assert not may_ask(text)


def test_what_was_done() -> None:
    assert tells_of_past("We have added a check")
    assert tells_of_past("Fixed the config")
    assert tells_of_past("The check was recently added")
    assert not tells_of_past("The check that was added should page")
    assert not tells_of_past("Add a check")
    assert not tells_of_past("Embed the check")
