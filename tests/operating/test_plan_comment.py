"""The comment on a pull request: one, ours, up to date, and unable to do anything but be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st
from operating.comments import BOT, Comments, serving

from scripts.plan_comment import MARKER, CommentError, Conversation, fenced


@pytest.fixture
def comments() -> Iterator[Comments]:
    with serving() as server:
        yield server


def conversation(comments: Comments, number: int = 7) -> Conversation:
    return Conversation(comments.url, "acme/docs", number, "the-token")


class TestShowing:
    def test_the_first_time_makes_one(self, comments: Comments) -> None:
        assert conversation(comments).show("a plan") == "created"
        assert comments.bodies() == [f"{MARKER}\na plan"]
        assert comments.tokens == {"Bearer the-token"}

    def test_news_go_into_the_same_one(self, comments: Comments) -> None:
        for text in ("a plan", "another"):
            conversation(comments).show(text)
        assert comments.bodies() == [f"{MARKER}\nanother"]
        assert comments.writes() == ["POST", "PATCH"]

    def test_no_news_are_not_written(self, comments: Comments) -> None:
        said = [conversation(comments).show("a plan") for _ in range(2)]
        assert said == ["created", "unchanged"]
        assert comments.writes() == ["POST"]

    def test_what_need_not_be_there_is_not_made(self, comments: Comments) -> None:
        assert conversation(comments).show("nothing left", only_if_there=True) == "none"
        conversation(comments).show("a plan")
        assert conversation(comments).show("nothing left", only_if_there=True) == "updated"
        assert comments.bodies() == [f"{MARKER}\nnothing left"]

    def test_each_pull_request_has_its_own(self, comments: Comments) -> None:
        for number in (7, 8):
            assert conversation(comments, number).show("a plan") == "created"

    def test_it_is_found_behind_many_others(self, comments: Comments) -> None:
        for number in range(250):
            comments.add(7, f"remark {number}", "alice")
        ours = comments.add(7, f"{MARKER}\nold")
        assert conversation(comments).show("new") == "updated"
        assert comments.kept[ours]["body"] == f"{MARKER}\nnew"
        assert len([method for method, _ in comments.requests if method == "GET"]) == 3

    def test_exactly_one_full_page_is_no_endless_one(self, comments: Comments) -> None:
        for number in range(100):
            comments.add(7, f"remark {number}", "alice")
        assert conversation(comments).show("a plan") == "created"


class TestOthers:
    @pytest.mark.parametrize(
        ("body", "login"), [(f"{MARKER}\nforged", "mallory"), (f"see {MARKER}", BOT), ("a remark", BOT)]
    )
    def test_a_comment_that_is_not_ours_is_left_alone(self, comments: Comments, body: str, login: str) -> None:
        """F21: whoever copies the marker does not get their comment overwritten, nor ours kept from being there."""
        theirs = comments.add(7, body, login)
        assert conversation(comments).show("a plan") == "created"
        assert comments.kept[theirs]["body"] == body

    def test_a_deleted_account_has_no_name(self, comments: Comments) -> None:
        theirs = comments.add(7, f"{MARKER}\nold")
        comments.kept[theirs] |= {"user": None, "body": None}
        assert conversation(comments).show("a plan") == "created"


class TestFailing:
    @pytest.mark.parametrize(
        ("status", "text", "said"),
        [
            (403, '{"message": "Resource not accessible by integration"}', "by integration; give the job `permissions"),
            (404, '{"message": "Not Found"}', "404 Not Found; give the job `permissions: pull-requests: write`"),
            (500, "<html>", "was answered with 500$"),
            (200, "<html>", "was answered with 200$"),
            (307, "{}", "was answered with 307$"),
            (422, "[]", "was answered with 422$"),
        ],
    )
    def test_an_answer_that_does_not_serve_is_told(self, comments: Comments, status: int, text: str, said: str) -> None:
        comments.instead = (status, text)
        with pytest.raises(CommentError, match=said):
            conversation(comments).show("a plan")
        assert len(comments.requests) == 1, "nothing is repeated, and no redirect gets the token"

    def test_a_server_that_is_not_there_is_told(self) -> None:
        with pytest.raises(CommentError, match=r"127\.0\.0\.1:1 cannot be asked: .*refused"):
            Conversation("http://127.0.0.1:1", "acme/docs", 7, "the-token").show("a plan")

    def test_an_address_of_another_kind_is_asked_encrypted(self, comments: Comments) -> None:
        """Nothing falls back to plain text."""
        secure = Conversation(comments.url.replace("http:", "https:"), "acme/docs", 7, "the-token")
        with pytest.raises(CommentError, match="cannot be asked"):
            secure.show("a plan")
        assert comments.tokens == set()


class TestFences:
    @given(st.text(alphabet=st.sampled_from("`~ \n\ta@#<>|-*:"), max_size=60))
    def test_nothing_in_the_text_ends_the_block(self, text: str) -> None:
        """F46: in a block of code nobody is mentioned and nothing is referred to."""
        shown = cmarkgfm.github_flavored_markdown_to_html(f"{fenced(text)}\n\nbehind\n")
        assert len(re.findall("<pre", shown)) == 1
        assert shown.endswith("</code></pre>\n<p>behind</p>\n")

    def test_a_long_text_is_cut_at_a_line(self) -> None:
        block = fenced("a line of thirty-one characters\n" * 3000)
        assert len(block) < 65_000
        assert block.endswith("characters\n... cut here; the job's log has the rest\n```")
