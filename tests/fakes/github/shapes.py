"""Owns how the server shows what it knows: the JSON of accounts, repositories, issues and what hangs on them."""

from __future__ import annotations

from .accounts import Account, Role
from .issues import Comment, Issue, IssueField, Label, Milestone, stamp
from .repository import Repository
from .wire import Json
from .world import World

_USER_LINKS = {
    "followers_url": "/followers",
    "following_url": "/following{/other_user}",
    "gists_url": "/gists{/gist_id}",
    "starred_url": "/starred{/owner}{/repo}",
    "subscriptions_url": "/subscriptions",
    "organizations_url": "/orgs",
    "repos_url": "/repos",
    "events_url": "/events{/privacy}",
    "received_events_url": "/received_events",
}
_REPOSITORY_LINKS = {
    "archive_url": "/{archive_format}{/ref}",
    "assignees_url": "/assignees{/user}",
    "blobs_url": "/git/blobs{/sha}",
    "branches_url": "/branches{/branch}",
    "collaborators_url": "/collaborators{/collaborator}",
    "comments_url": "/comments{/number}",
    "commits_url": "/commits{/sha}",
    "compare_url": "/compare/{base}...{head}",
    "contents_url": "/contents/{+path}",
    "contributors_url": "/contributors",
    "deployments_url": "/deployments",
    "downloads_url": "/downloads",
    "events_url": "/events",
    "forks_url": "/forks",
    "git_commits_url": "/git/commits{/sha}",
    "git_refs_url": "/git/refs{/sha}",
    "git_tags_url": "/git/tags{/sha}",
    "hooks_url": "/hooks",
    "issue_comment_url": "/issues/comments{/number}",
    "issue_events_url": "/issues/events{/number}",
    "issues_url": "/issues{/number}",
    "keys_url": "/keys{/key_id}",
    "labels_url": "/labels{/name}",
    "languages_url": "/languages",
    "merges_url": "/merges",
    "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}",
    "pulls_url": "/pulls{/number}",
    "releases_url": "/releases{/id}",
    "stargazers_url": "/stargazers",
    "statuses_url": "/statuses/{sha}",
    "subscribers_url": "/subscribers",
    "subscription_url": "/subscription",
    "tags_url": "/tags",
    "teams_url": "/teams",
    "trees_url": "/git/trees{/sha}",
}


class Shapes:
    """Shows the world to one asker; `version` is the API version, the newest of which lacks some fields."""

    def __init__(self, world: World, version: str = "2022-11-28") -> None:
        self._world = world
        self._is_newest = version == "2026-03-10"

    def user(self, account: Account) -> dict[str, Json]:
        """A simple user."""
        url = f"{self._world.api}/users/{account.login}"
        return {
            "login": account.login,
            "id": account.id,
            "node_id": account.node_id,
            "avatar_url": f"{self._world.host}/avatars/{account.id}",
            "gravatar_id": "",
            "url": url,
            "html_url": f"{self._world.host}/{account.login}",
            **{name: url + rest for name, rest in _USER_LINKS.items()},
            "type": account.kind,
            "site_admin": False,
        }

    def own_user(self, account: Account) -> dict[str, Json]:
        """What an account sees of itself."""
        nothing = dict.fromkeys(("name", "company", "blog", "location", "email", "hireable", "bio"))
        counts = dict.fromkeys(("public_repos", "public_gists", "followers", "following"), 0)
        since = stamp(self._world.started)
        shown = {**self.user(account), **nothing, **counts, "created_at": since, "updated_at": since}
        return {**shown, "user_view_type": "public"}

    def repository_url(self, repository: Repository) -> str:
        """Its API URL."""
        return f"{self._world.api}/repos/{repository.full_name}"

    def html_url(self, repository: Repository) -> str:
        """Its page."""
        return f"{self._world.host}/{repository.full_name}"

    def repository(self, repository: Repository, role: Role) -> dict[str, Json]:
        """A full repository, with what the asker may do."""
        url, page = self.repository_url(repository), self.html_url(repository)
        started = stamp(repository.created_at)
        open_count = sum(issue.is_open for issue in repository.latest())
        counts = dict.fromkeys(("forks", "forks_count", "stargazers_count", "watchers", "watchers_count", "size"), 0)
        return {
            "id": repository.id,
            "node_id": repository.node_id,
            "name": repository.name,
            "full_name": repository.full_name,
            "owner": self.user(repository.owner),
            "private": repository.private,
            "visibility": "private" if repository.private else "public",
            "html_url": page,
            "description": None,
            "fork": False,
            "url": url,
            **{name: url + rest for name, rest in _REPOSITORY_LINKS.items()},
            "clone_url": f"{page}.git",
            "git_url": f"git:{page.partition(':')[2]}.git",
            "ssh_url": f"git@{page.partition('//')[2]}.git",
            "svn_url": page,
            "mirror_url": None,
            "homepage": None,
            "language": None,
            "license": None,
            "default_branch": repository.default_branch,
            "has_issues": repository.has_issues,
            **dict.fromkeys(("has_projects", "has_wiki", "has_pages", "has_discussions", "has_downloads"), False),
            "archived": repository.archived,
            "disabled": False,
            "open_issues": open_count,
            "open_issues_count": open_count,
            **counts,
            "network_count": 0,
            "subscribers_count": 0,
            **dict.fromkeys(("created_at", "updated_at", "pushed_at"), started),
            "permissions": _permissions(role),
        }

    def label(self, repository: Repository, label: Label) -> dict[str, Json]:
        """A label."""
        return {
            "id": label.id,
            "node_id": label.node_id,
            "url": f"{self.repository_url(repository)}/labels/{label.name}",
            "name": label.name,
            "color": label.color,
            "default": False,
            "description": label.description,
        }

    def milestone(self, repository: Repository, milestone: Milestone) -> dict[str, Json]:
        """A milestone."""
        url = f"{self.repository_url(repository)}/milestones/{milestone.number}"
        made = stamp(milestone.created_at)
        return {
            "url": url,
            "html_url": f"{self.html_url(repository)}/milestone/{milestone.number}",
            "labels_url": f"{url}/labels",
            "id": milestone.id,
            "node_id": milestone.node_id,
            "number": milestone.number,
            "title": milestone.title,
            "description": None,
            "creator": self.user(milestone.creator),
            "open_issues": 0,
            "closed_issues": 0,
            "state": "open",
            "created_at": made,
            "updated_at": made,
            "due_on": None,
            "closed_at": None,
        }

    def issue(self, repository: Repository, issue: Issue) -> dict[str, Json]:
        """An issue, or a pull request as lists of issues show it."""
        url = f"{self.repository_url(repository)}/issues/{issue.number}"
        kind = "pull" if issue.pull else "issues"
        page = f"{self.html_url(repository)}/{kind}/{issue.number}"
        assignees = [self.user(account) for account in issue.assignees]
        shown: dict[str, Json] = {
            "url": url,
            "repository_url": self.repository_url(repository),
            "labels_url": f"{url}/labels{{/name}}",
            "comments_url": f"{url}/comments",
            "events_url": f"{url}/events",
            "html_url": page,
            "id": issue.id,
            "node_id": issue.node_id,
            "number": issue.number,
            "title": issue.title,
            "user": self.user(issue.author),
            "labels": self.labels(repository, issue),
            "state": issue.state,
            "locked": issue.is_locked,
            "assignee": assignees[0] if assignees else None,
            "assignees": assignees,
            "milestone": self._milestone_of(repository, issue),
            "comments": len(issue.comments),
            "created_at": stamp(issue.created_at),
            "updated_at": stamp(issue.updated_at),
            "closed_at": stamp(issue.closed_at) if issue.closed_at else None,
            "author_association": self.association(repository, issue.author),
            "active_lock_reason": None,
            "body": issue.body,
            "closed_by": self.user(issue.closed_by) if issue.closed_by else None,
            "timeline_url": f"{url}/timeline",
            "performed_via_github_app": self.app(issue.author),
            "state_reason": issue.state_reason,
        }
        self._add_what_only_some_have(shown, repository, issue)
        if self._is_newest:
            del shown["assignee"]
        return shown

    def _add_what_only_some_have(self, shown: dict[str, Json], repository: Repository, issue: Issue) -> None:
        if issue.pull:
            page = shown["html_url"]
            links = {"html_url": page, "diff_url": f"{page}.diff", "patch_url": f"{page}.patch"}
            merged = stamp(issue.pull.merged_at) if issue.pull.merged_at else None
            url = f"{self.repository_url(repository)}/pulls/{issue.number}"
            shown |= {"draft": issue.pull.is_draft, "pull_request": {"url": url, **links, "merged_at": merged}}
        if issue.type:
            shown["type"] = self.issue_type(repository, issue.type)
        if self.fields_of(repository) and not issue.pull:
            shown["issue_field_values"] = self.field_values(repository, issue)

    def labels(self, repository: Repository, issue: Issue) -> list[Json]:
        """The labels of an issue."""
        return [self.label(repository, repository.label(name)) for name in issue.labels]

    def _milestone_of(self, repository: Repository, issue: Issue) -> Json:
        return self.milestone(repository, repository.milestones[issue.milestone]) if issue.milestone else None

    def association(self, repository: Repository, account: Account) -> str:
        """What the author is to the repository."""
        return "MEMBER" if repository.roles.get(account.login.lower(), Role.NONE) >= Role.TRIAGE else "NONE"

    def fields_of(self, repository: Repository) -> list[IssueField]:
        """The issue fields of the organisation that the repository belongs to."""
        return self._world.fields.get(repository.owner.login.lower(), [])

    def field(self, field: IssueField) -> dict[str, Json]:
        """An organisation's issue field."""
        return {"id": field.id, "node_id": field.node_id, "name": field.name, "data_type": field.data_type}

    def field_values(self, repository: Repository, issue: Issue) -> list[Json]:
        """The values of an issue's fields."""
        return [
            {
                "issue_field_id": field.id,
                "issue_field_name": field.name,
                "node_id": field.node_id,
                "data_type": field.data_type,
                "value": issue.field_values[field.id],
            }
            for field in self.fields_of(repository)
            if field.id in issue.field_values
        ]

    def issue_type(self, repository: Repository, name: str) -> Json:
        """The organisation's issue type called `name`, `None` without one."""
        known = self._world.types.get(repository.owner.login.lower(), [])
        found = next((entry for entry in known if entry.name.lower() == name.lower()), None)
        return found and {"id": found.id, "node_id": found.node_id, "name": found.name, "description": None}

    def comment(self, repository: Repository, issue: Issue, comment: Comment) -> dict[str, Json]:
        """A comment."""
        url = self.repository_url(repository)
        return {
            "id": comment.id,
            "node_id": comment.node_id,
            "url": f"{url}/issues/comments/{comment.id}",
            "html_url": f"{self.html_url(repository)}/issues/{issue.number}#issuecomment-{comment.id}",
            "issue_url": f"{url}/issues/{issue.number}",
            "body": comment.body,
            "user": self.user(comment.author),
            "created_at": stamp(comment.created_at),
            "updated_at": stamp(comment.updated_at),
            "author_association": self.association(repository, comment.author),
            "performed_via_github_app": self.app(comment.author),
        }

    def app(self, author: Account) -> Json:
        """The App that wrote something, `None` for a person."""
        if author.kind != "Bot":
            return None
        slug, made = author.login.removesuffix("[bot]"), stamp(self._world.started)
        page = f"{self._world.host}/apps/{slug}"
        texts = {"slug": slug, "name": slug, "description": None, "external_url": page, "html_url": page}
        times = {"created_at": made, "updated_at": made}
        owner = self.user(self._world.accounts.account("github", "Organization"))
        ids = {"id": author.id, "node_id": author.node_id}
        return {**ids, **texts, **times, "owner": owner, "permissions": {"issues": "write"}, "events": []}


def _permissions(role: Role) -> dict[str, bool]:
    names = {
        "admin": Role.ADMIN,
        "maintain": Role.MAINTAIN,
        "push": Role.PUSH,
        "triage": Role.TRIAGE,
        "pull": Role.READ,
    }
    return {name: role >= least for name, least in names.items()}
