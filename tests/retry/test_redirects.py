"""Where answers may send us: on the same host, and nowhere else (F18, F54)."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.errors import NotAllowed
from syncer.retry.answer import Answer
from syncer.retry.redirects import is_redirect, next_page, redirected

HOST = "https://api.github.com"
ASKED = f"{HOST}/repos/o/old/issues?state=all"
ELSEWHERE = [
    "https://evil.example/repositories/1",
    "http://api.github.com/repositories/1",
    "http://api.github.com:443/repositories/1",
    "https://api.github.com:8443/repositories/1",
    "//evil.example/repositories/1",
    "https://api.github.com.evil.example/",
    "https://api.github.com@evil.example/",
    "https://evil.example\\@api.github.com/",
    "https://user:secret@api.github.com/repositories/1",
    "http://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://[::1/",
    "https://api.github.com:port/",
    "https://api.github.com:99999/",
]


def moved(location: str, status: int = 301) -> Answer:
    return Answer(status, {"location": location}, "")


def paged(link: str) -> Answer:
    return Answer(200, {"link": link}, "[]")


@pytest.mark.parametrize(("status", "expected"), [(301, 1), (302, 1), (307, 1), (308, 1), (300, 0), (303, 0), (304, 0)])
def test_only_these_repeat_the_request_elsewhere(status: int, expected: int) -> None:
    assert is_redirect(moved("/x", status)) == bool(expected)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize(
    ("location", "url"),
    [
        (f"{HOST}/repositories/1/issues", f"{HOST}/repositories/1/issues?state=all"),
        (f"{HOST}/repositories/1/issues?page=2", f"{HOST}/repositories/1/issues?page=2"),
        ("/repositories/1/issues", f"{HOST}/repositories/1/issues?state=all"),
        ("https:///x", f"{HOST}/x?state=all"),
        ("../new/issues", f"{HOST}/repos/o/new/issues?state=all"),
        ("HTTPS://API.GITHUB.COM:443/x?a=b#fragment", "https://API.GITHUB.COM:443/x?a=b"),
    ],
)
def test_f18_the_query_stays_where_the_new_place_has_none(status: int, location: str, url: str) -> None:
    """F18: a list that lost its query would be another list."""
    assert redirected([ASKED], moved(location, status)) == url


@pytest.mark.parametrize("location", ELSEWHERE)
def test_f54_another_place_is_not_asked(location: str) -> None:
    """F54: neither host nor port nor scheme may change, and the message names ours."""
    with pytest.raises(NotAllowed, match=r"api\.github\.com") as caught:
        redirected([ASKED], moved(location))
    assert "secret" not in str(caught.value)


def test_f54_the_message_names_both_places() -> None:
    """F54."""
    with pytest.raises(NotAllowed, match=r"^https://api\.github\.com redirects to 'https://evil\.example'"):
        redirected([ASKED], moved("https://evil.example/x?token=1"))


def test_a_port_of_ones_own_is_compared_too() -> None:
    asked = ["http://127.0.0.1:8080/a"]
    assert redirected(asked, moved("http://127.0.0.1:8080/b")) == "http://127.0.0.1:8080/b"
    with pytest.raises(NotAllowed):
        redirected(asked, moved("http://127.0.0.1:8081/b"))


def test_a_redirect_to_nowhere() -> None:
    with pytest.raises(NotAllowed, match=r"status 307\) without saying where"):
        redirected([ASKED], Answer(307, {}, ""))


def test_f18_three_redirects_are_followed_and_no_fourth() -> None:
    """F18."""
    asked = [ASKED]
    for number in range(3):
        asked.append(redirected(asked, moved(f"/{number}")))
    with pytest.raises(NotAllowed, match="more than 3 times"):
        redirected(asked, moved("/3"))


def test_f18_a_circle_is_noticed() -> None:
    """F18."""
    with pytest.raises(NotAllowed, match="in a circle"):
        redirected([ASKED, f"{HOST}/b?state=all"], moved("/repos/o/old/issues"))


@pytest.mark.parametrize(
    ("link", "url"),
    [
        (f'<{HOST}/x?page=2>; rel="next", <{HOST}/x?page=9>; rel="last"', f"{HOST}/x?page=2"),
        (f'<{HOST}/x?page=1>; rel="prev", <{HOST}/x?page=3>; rel="next"', f"{HOST}/x?page=3"),
        (f'<{HOST}/x?a=b,c;d>;title="e, f";rel=next', f"{HOST}/x?a=b,c;d"),
        (f"<{HOST}/x?page=2>; REL = 'x'; rel=\"last next\"", f"{HOST}/x?page=2"),
        ('<?page=2>; rel="next"', f"{HOST}/repos/o/old/issues?page=2"),
        (f'<{HOST}/x#y>; rel="next"', f"{HOST}/x"),
        (f'<{HOST}/x>; rel="prev"', None),
        (f'<{HOST}/x>; rel="nextish"', None),
        (f"<{HOST}/x>; rel=next-one", None),
        (f"<{HOST}/x>", None),
        ("nonsense", None),
        ("<" * 50_000, None),
        ("", None),
    ],
)
def test_f7_the_next_page_is_what_the_header_says(link: str, url: str | None) -> None:
    """F7."""
    assert next_page(ASKED, paged(link)) == url


@pytest.mark.parametrize("link", [link for link in ELSEWHERE if "<" not in link])
def test_f54_a_page_elsewhere_is_not_asked(link: str) -> None:
    """F54: it gets no request, and so no token."""
    with pytest.raises(NotAllowed, match=r"api\.github\.com continues its list"):
        next_page(ASKED, paged(f'<{link}>; rel="next"'))


def test_a_page_that_follows_itself() -> None:
    with pytest.raises(NotAllowed, match="after itself"):
        next_page(ASKED, paged(f'<{ASKED}>; rel="next"'))


PLACES = st.text() | st.from_regex(r"(https?:)?//[a-z.@:\[\]\\/#?%0-9]{0,20}", fullmatch=True)


@given(PLACES)
def test_f54_whatever_a_redirect_says_the_host_stays(location: str) -> None:
    """F54: or it is refused."""
    try:
        url = redirected([ASKED], moved(location))
    except NotAllowed:
        return
    assert urlsplit(url)[:2] == urlsplit(HOST)[:2]


@given(PLACES)
def test_f54_whatever_a_page_says_the_host_stays(location: str) -> None:
    """F54: or it is refused."""
    try:
        url = next_page(ASKED, paged(f"<{location}>; rel=next"))
    except NotAllowed:
        return
    assert url is None or urlsplit(url)[:2] == urlsplit(HOST)[:2]
