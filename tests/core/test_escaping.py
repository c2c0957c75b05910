"""What other people's text becomes before we write it: literal, and without any effect (F46, F47)."""

from __future__ import annotations

from html import unescape

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.escaping import BREAK, defuse, entity, harmless, inline, plain, read_entities


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\r\n\tc  d", "a b c d"),
        ("\x00nul", "\ufffdnul"),
        ("lone \ud83d surrogate", "lone \ufffd surrogate"),
        ("bell\x07 and \x1b[31mred", "bell and [31mred"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("\ufeffzero\u200bwidth", "zerowidth"),
        ("non\u00a0breaking\u3000wide", "non breaking wide"),
        ("नमस्ते 👩‍👩‍👧", "नमस्ते 👩‍👩‍👧"),
        ("", ""),
    ],
)
def test_plain_text_is_one_line_of_visible_characters(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("@everyone and @org/team", "@|everyone and @|org/team"),
        ("mail bob@corp.example", "mail bob@|corp.example"),
        ("fixes #1, GH-12, gh-3", "fixes #|1, GH-|12, gh-|3"),
        ("acme/payments#41 !7", "acme/payments#|41 !|7"),
        (
            "see deadbeef12 and 0123456789abcdef0123456789abcdef01234567",
            "see dead|beef12 and 0123|456789abcdef0123456789abcdef01234567",
        ),
        ("https://evil.example/x www.evil.example", "https:|//evil.example/x www|.evil.example"),
        ("a # b, C# code, 10:30, wow! now, @ noon", "a # b, C# code, 10:30, wow! now, @ noon"),
        ("cafe 123456 GHX-1", "cafe 123456 GHX-1"),
    ],
)
def test_mentions_references_and_addresses_are_broken(text: str, broken: str) -> None:
    assert defuse(text) == broken.replace("|", BREAK)


@given(st.text())
def test_what_is_written_inline_reads_back_as_the_plain_text(text: str) -> None:
    assert read_entities(inline(text)) == plain(text)
    assert read_entities(harmless(text)) == plain(text)


@given(st.text(st.characters(codec="utf-8")))
def test_markdown_shows_the_text_literally(text: str) -> None:
    """cmark-gfm as the judge, with all its extensions, in the middle of a paragraph."""
    for written, shown in ((inline(text), plain(text)), (harmless(text), defuse(plain(text)))):
        markup = cmarkgfm.github_flavored_markdown_to_html(f"x{written}y")
        if shown == defuse(plain(text)):  # else there may be an address that shows as a link
            assert unescape(markup) == f"<p>x{shown}y</p>\n"
        assert "|" not in written


@pytest.mark.parametrize(
    "text",
    [
        "</details>",
        "<img src=x>",
        "![i](http://t/x.png)",
        "[x](javascript:alert(1))",
        "`code`",
        "{{ liquid }}",
        "$x^2$",
        "~~x~~",
    ],
)
def test_no_markup_survives(text: str) -> None:
    assert not set("<>[]`{}$^~") & set(inline(text).replace("&#", ""))


@pytest.mark.parametrize(
    ("text", "written"), [("snake_case_name", "snake_case_name"), ("_x_", "&#95;x&#95;"), ("名_字", "名_字")]
)
def test_underscores_inside_words_stay(text: str, written: str) -> None:
    assert inline(text) == written


def test_a_reference_beyond_unicode_is_left_as_text() -> None:
    assert read_entities("&#1114112;&#65;") == "&#1114112;A"
    assert entity("@") == "&#64;"
