"""The language of a document: what it says, its script, its headings, its small words, in that order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.language import guess_language, said_language
from syncer.formats.markdown import parse
from syncer.model import Fact


def guess(text: str) -> tuple[str, str]:
    return guess_language(parse(text.encode()))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        *(("en", "en"), ("de-DE", "de"), ("pt_BR", "pt"), ("zh-Hans-CN", "zh"), ("nb", "no"), ("nn-NO", "no")),
        *(("Deutsch", "de"), ("Español", "es"), (" Japanese ", "ja"), ("日本語", "ja"), ("jp", "ja"), ("pl", "pl")),
        ("French (Canada)", "fr"),
    ],
)
def test_what_a_document_says(said: str, code: str) -> None:
    assert said_language(Fact(said, "front matter, line 2")) == Fact(code, "front matter, line 2")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# 障害報告\n\ncheckout サービスが停止しました。原因は connection pool の枯渇です。\n",
            ("ja", "its script (kana)"),
        ),
        ("# 事故报告\n\n数据库连接池耗尽导致服务中断\n", ("zh", "its script (Han without kana)")),
        ("# 장애 보고서\n\n데이터베이스 연결 풀이 고갈되었습니다\n", ("ko", "its script (Hangul)")),
        ("# Отчёт\n\nСервис лежал шесть часов\n", ("ru", "its script (Cyrillic)")),
        ("# Outage\n\n## Summary\n\n## Action items\n", ("en", "its heading words")),
        ("# Ausfall\n\n## Zusammenfassung\n\n## Maßnahmen\n", ("de", "its heading words")),
        ("# Panne\n\n## Résumé\n\n## Chronologie\n\n## Actions correctives\n", ("fr", "its heading words")),
        ("# Caída\n\n## Resumen\n\n## Lecciones aprendidas\n", ("es", "its heading words")),
        ("# Queda\n\n## Resumo\n\n## Lições aprendidas\n\n## Ações\n", ("pt", "its heading words")),
        ("# Feil\n\n## Sammendrag\n\n## Aksjonspunkter\n", ("no", "its heading words")),
        (
            "Der Dienst war für eine Stunde nicht erreichbar und wurde von uns neu gestartet.\n",
            ("de", "its small words"),
        ),
        (
            "> Le service est resté en panne pour une heure\n\n- et nous avons réparé les bases\n",
            ("fr", "its small words"),
        ),
        ("El servicio no respondió por una hora y se reinició con los datos del día.\n", ("es", "its small words")),
        ("O serviço não respondeu por uma hora e foi reiniciado com os dados do dia.\n", ("pt", "its small words")),
        ("Tjenesten ble ikke startet og det var feil på en server som vi måtte rette.\n", ("no", "its small words")),
        ("The service was down for an hour and was restarted by us.\n", ("en", "its small words")),
        ("", ("en", "no sign of another language")),
        ("```\nder die das und\n```\n", ("en", "no sign of another language")),
    ],
)
def test_guesses(text: str, expected: tuple[str, str]) -> None:
    assert guess(text) == expected


def test_names_and_quotes_in_another_script_do_not_make_a_document_foreign() -> None:
    assert guess("# Outage\n\n## Summary\n\nReported by 田中さん and Сергей: the checkout was down.\n" * 3)[0] == "en"


def test_many_accents_are_no_other_script() -> None:
    assert guess("# Störung\n\n## Überblick\n\nÄußerst öde Größenüberprüfungen für Übermüdete.\n")[0] == "de"


def test_only_the_beginning_is_looked_at_for_small_words() -> None:
    text = (
        "The cause of it was that we were not ready for this.\n\n" + "word " * 1_000 + "\n\n" + "der die das und " * 500
    )
    assert guess(text) == ("en", "its small words")


@given(st.text(max_size=200))
def test_any_text_has_a_language(text: str) -> None:
    assert len(guess(text.replace("\0", ""))[0]) == 2


def test_the_corpus(reference: Path) -> None:
    corpus = reference / "corpus"
    for entry in json.loads((corpus / "index.json").read_text(encoding="utf-8")):
        if "markdown" in entry["format"]:
            blocks = parse((corpus / entry["file"]).read_bytes())
            assert guess_language(blocks).value == entry["language"], entry["path"]
