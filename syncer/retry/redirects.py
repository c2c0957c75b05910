"""Owns where an answer may send us: a redirect or a next page, and never to another host."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import SplitResult, urljoin, urlsplit

from syncer.errors import NotAllowed
from syncer.retry.answer import Answer

MOST_REDIRECTS = 3
_REDIRECTS = frozenset((301, 302, 307, 308))
_PORTS = {"https": 443, "http": 80}
_LINK = re.compile(r"<([^<>]*)>([^<>]*)")
_NEXT = re.compile(
    r"""\brel\s{0,9}=\s{0,9}(?:"(?:[^"]{0,99}\s)?next(?:\s[^"]{0,99})?"|next(?=[\s;,]|$))""", re.IGNORECASE
)


def is_redirect(answer: Answer) -> bool:
    """Whether `answer` says that the same request is to be made elsewhere."""
    return answer.status in _REDIRECTS


def redirected(asked: Sequence[str], answer: Answer) -> str:
    """The absolute URL to repeat the request at, verb and body unchanged; `asked` are those asked so far, in order.

    The query stays where the new place has none (GitHub's 301 of a renamed repository leaves it out). Raises
    `NotAllowed` for another scheme, host or port, for a place asked before, and after `MOST_REDIRECTS`.
    """
    here = urlsplit(asked[-1])
    if len(asked) > MOST_REDIRECTS:
        raise NotAllowed(
            f"{here.netloc} redirected more than {MOST_REDIRECTS} times: correct the name or URL in the configuration"
        )
    location = answer.headers.get("location", "")
    if not location:
        raise NotAllowed(f"{here.netloc} redirected (status {answer.status}) without saying where to")
    there = _on_same_host(asked[-1], location, "redirects to")
    url = there._replace(query=there.query or here.query, fragment="").geturl()
    if url in asked:
        raise NotAllowed(f"{here.netloc} redirects in a circle: correct the name or URL in the configuration")
    return url


def next_page(asked: str, answer: Answer) -> str | None:
    """The absolute URL of the page after the one at `asked`, as the `Link` header has it; `None` after the last.

    Raises `NotAllowed` for another scheme, host or port, and for a page that follows itself.
    """
    links = _LINK.findall(answer.headers.get("link", ""))
    link = next((url for url, said in links if _NEXT.search(said)), None)
    if link is None:
        return None
    url = _on_same_host(asked, link, "continues its list at")._replace(fragment="").geturl()
    if url == asked:
        raise NotAllowed(f"{urlsplit(asked).netloc} gave a page of a list as the one after itself")
    return url


def _on_same_host(asked: str, location: str, did: str) -> SplitResult:
    """`location` as seen from `asked`. Raises `NotAllowed` where that is elsewhere; it gets no request, so no token."""
    here = urlsplit(asked)
    try:
        there = urlsplit(urljoin(asked, location))
        is_same, name = _place(there) == _place(here), f"{there.scheme}://{there.netloc.rpartition('@')[2]}"
    except ValueError:
        raise NotAllowed(f"{here.netloc} {did} something that is no URL; it was not asked") from None
    if not is_same or "@" in there.netloc:
        raise NotAllowed(
            f"{here.scheme}://{here.netloc} {did} {name[:120]!r}, which is another place: it was not asked; "
            "correct the configured URL if it moved"
        )
    return there


def _place(url: SplitResult) -> tuple[str, str | None, int | None]:
    scheme = url.scheme.lower()
    return scheme, url.hostname, url.port or _PORTS.get(scheme)
