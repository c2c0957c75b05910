"""Which addresses an issue may link to: whole ones of the web, with no markup in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.graphemes import units
from syncer.core.web_address import web_address


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://x.example/a?b=c&d#L12", "https://x.example/a?b=c&d#L12"),
        ("HTTP://x.example", "HTTP://x.example"),
        (" https://x.example/a b|c]{d}!e*\n ", "https://x.example/a%20b%7Cc%5D%7Bd%7D%21e%2A"),
        ("https://x.example/%7C", "https://x.example/%7C"),
        ("https://x.example/\ud800\u202e", "https://x.example/%3F%E2%80%AE"),
    ],
)
def test_what_is_linked_to(address: str, shown: str) -> None:
    assert web_address(address, 100) == shown


@pytest.mark.parametrize(
    "address",
    [
        "",
        "docs/pm.md",
        "javascript:alert(1)",
        "ftp://x.example",
        "https://",
        "https:///x",
        "https://?x",
        "https://:80",
        "https://@/",
        "//x.example",
        "https://x.example/" + "x" * 100,
        "https://a\u2100b.example",
    ],
)
def test_what_is_not(address: str) -> None:
    assert web_address(address, 100) is None


@given(st.text(st.characters(categories=("L", "P", "S", "Z", "C")), max_size=40))
def test_no_address_holds_markup_or_blanks(text: str) -> None:
    found = web_address(f"https://x.example/{text}", 5_000)
    assert found is not None
    assert not set(found) & set(' |[]{}!*()\n\r\t<>"\\`^')
    assert units(found) == len(found) or any(ord(one) > 0x7F for one in found)
