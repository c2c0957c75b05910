"""Owns the endpoints for pull requests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .accounts import Account, Role
from .issue_writes import check_texts, hear_issue
from .issues import Issue, Pull, stamp
from .paging import page_of
from .routing import Call, Route, route
from .wire import Json, Reply, invalid, refusal

_LINKS = {
    "comments": "/issues/{number}/comments",
    "commits": "/pulls/{number}/commits",
    "issue": "/issues/{number}",
    "review_comment": "/pulls/comments{{/number}}",
    "review_comments": "/pulls/{number}/comments",
    "self": "/pulls/{number}",
}

_KEPT = (
    *(
        "id",
        "node_id",
        "number",
        "state",
        "locked",
        "title",
        "user",
        "body",
        "labels",
        "milestone",
        "author_association",
    ),
    *("active_lock_reason", "created_at", "updated_at", "closed_at", "assignee", "assignees"),
)
"""What a pull request shows just as an issue does."""


def list_pulls(call: Call) -> Reply:
    """GET pull requests, newest first; the default is open ones."""
    query = call.request.query
    state, head, base = query.get("state") or "open", query.get("head", ""), query.get("base", "")
    rows = [
        issue
        for issue in reversed(call.repository.latest())
        if issue.pull
        and state in {"all", issue.state}
        and (not head or head == f"{call.repository.owner.login}:{issue.pull.head}")
        and base in {"", issue.pull.base}
    ]
    return page_of(call, rows, lambda issue: _simple(call, issue))


def get_pull(call: Call) -> Reply:
    """GET one pull request."""
    issue, _ = _found(call)
    return Reply(200, _full(call, issue))


def create_pull(call: Call) -> Reply:
    """POST a pull request: the branches must exist and differ, and none may be open for them."""
    sent, author = call.request.json(), call.holder().account
    for name in ("title", "head", "base"):
        if not sent.get(name):
            raise invalid("PullRequest", name, "missing_field")
    check_texts("PullRequest", sent)
    head, base = str(sent["head"]).rpartition(":")[2], str(sent["base"])
    _check_branches(call, head, base)
    pull = replace(call.repository.pull_of(head, base), is_draft=bool(sent.get("draft")))
    made = call.repository.open_issue(author, sent["title"], sent.get("body"), pull=pull)
    hear_issue(call, made, sent)
    return Reply(201, _full(call, made), {"Location": f"{_url(call)}/pulls/{made.number}"})


def _check_branches(call: Call, head: str, base: str) -> None:
    heads = call.repository.files.heads()
    for name, branch in (("head", head), ("base", base)):
        if heads and branch not in heads:
            raise invalid("PullRequest", name)
    if heads and heads[head] == heads[base]:
        raise invalid("PullRequest", "base", "custom", message=f"No commits between {base} and {head}")
    for issue in call.repository.latest():
        if issue.pull and issue.is_open and (issue.pull.head, issue.pull.base) == (head, base):
            told = f"A pull request already exists for {call.repository.owner.login}:{head}."
            raise invalid("PullRequest", "head", "custom", message=told)


def edit_pull(call: Call) -> Reply:
    """PATCH title, body, state or base of a pull request."""
    issue, pull = _found(call)
    sent, by = call.request.json(), call.holder().account
    if call.role < Role.TRIAGE and issue.author != by:
        raise refusal(403, "Must have admin rights to Repository.")
    check_texts("PullRequest", sent)
    changes: dict[str, Any] = {name: sent[name] for name in ("title", "body") if name in sent}
    if "base" in sent:
        changes["pull"] = replace(pull, base=sent["base"])
    call.repository.change(issue.number, **changes)
    if "state" in sent:
        call.repository.set_state(issue.number, by, sent["state"], None, None)
    hear_issue(call, issue, sent)
    return Reply(200, _full(call, call.issue()))


def _found(call: Call) -> tuple[Issue, Pull]:
    issue = call.issue()
    if issue.pull is None:
        raise refusal(404, "Not Found")
    return issue, issue.pull


def _url(call: Call) -> str:
    return call.shapes.repository_url(call.repository)


def _simple(call: Call, issue: Issue) -> dict[str, Json]:
    """A pull request as lists show it."""
    pull = issue.pull
    assert pull is not None, "only pull requests come here"
    shown = call.shapes.issue(call.repository, issue)
    page, url = shown["html_url"], _url(call)
    links = {name: {"href": url + path.format(number=issue.number)} for name, path in _LINKS.items()}
    links |= {"html": {"href": page}, "statuses": {"href": f"{url}/statuses/{pull.head_sha}"}}
    return {
        **{name: shown[name] for name in _KEPT if name in shown},
        "url": links["self"]["href"],
        "html_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        "issue_url": shown["url"],
        "commits_url": links["commits"]["href"],
        "review_comments_url": links["review_comments"]["href"],
        "review_comment_url": links["review_comment"]["href"],
        "comments_url": links["comments"]["href"],
        "statuses_url": links["statuses"]["href"],
        "merged_at": stamp(pull.merged_at) if pull.merged_at else None,
        "merge_commit_sha": None,
        "draft": pull.is_draft,
        "auto_merge": None,
        "requested_reviewers": [],
        "requested_teams": [],
        "head": _side(call, pull.head, pull.head_sha),
        "base": _side(call, pull.base, pull.base_sha),
        "_links": links,
    }


def _side(call: Call, branch: str, sha: str) -> dict[str, Json]:
    owner: Account = call.repository.owner
    repository = call.shapes.repository(call.repository, call.role)
    shown = {"label": f"{owner.login}:{branch}", "ref": branch, "sha": sha}
    return {**shown, "user": call.shapes.user(owner), "repo": repository}


def _full(call: Call, issue: Issue) -> dict[str, Json]:
    """A pull request as it shows by itself."""
    counts = dict.fromkeys(("additions", "changed_files", "commits", "deletions", "review_comments"), 0)
    return {
        **_simple(call, issue),
        **counts,
        "comments": len(issue.comments),
        "merged": bool(issue.pull and issue.pull.merged_at),
        "mergeable": True,
        "mergeable_state": "clean",
        "merged_by": None,
        "maintainer_can_modify": False,
    }


ROUTES: tuple[Route, ...] = (
    route("GET", "/{repo}/pulls", list_pulls, "pull_requests=read"),
    route("POST", "/{repo}/pulls", create_pull, "pull_requests=write"),
    route("GET", "/{repo}/pulls/{number}", get_pull, "pull_requests=read"),
    route("PATCH", "/{repo}/pulls/{number}", edit_pull, "pull_requests=write"),
)
