"""Owns the endpoints for files and branches."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from .accounts import Role
from .issues import stamp
from .routing import Call, Route, route
from .tree import blob_sha
from .wire import Json, Reply, refusal

INLINE_LIMIT = 1_000_000


def get_contents(call: Call) -> Reply:
    """GET a file, or the entries of a folder."""
    files, path = _files(call, call.request.query.get("ref", "")), call.parts["path"].strip("/")
    if path in files:
        return Reply(200, _file(call, path, files[path]))
    entries = {name.removeprefix(f"{path}/").partition("/")[0] for name in files if name.startswith(f"{path}/")}
    if not entries:
        raise refusal(404, "Not Found")
    return Reply(200, [_entry(call, f"{path}/{name}", files.get(f"{path}/{name}")) for name in sorted(entries)])


def put_contents(call: Call) -> Reply:
    """PUT a file: an existing one needs its sha, a new one does not heed it."""
    if call.role < Role.PUSH:
        raise refusal(403, "Resource not accessible by personal access token")
    sent, path = call.request.json(), call.parts["path"]
    branch = sent.get("branch") or call.repository.default_branch
    files = _files(call, branch)
    _check_sha(path, files.get(path), sent.get("sha"))
    if branch in call.repository.files.protected:
        raise refusal(409, "Repository rule violations found\n\nChanges must be made through a pull request.\n\n")
    content = base64.b64decode(sent["content"])
    commit = call.repository.files.put(branch, path, content)
    shown = {"content": _entry(call, path, content), "commit": _git_commit(call, commit, str(sent["message"]))}
    return Reply(200 if path in files else 201, shown)


def _check_sha(path: str, held: bytes | None, sent: str | None) -> None:
    if held is None:
        return
    if sent is None:
        raise refusal(422, 'Invalid request.\n\n"sha" wasn\'t supplied.')
    if sent != blob_sha(held):
        raise refusal(409, f"{path} does not match {sent}")


def _files(call: Call, ref: str) -> Mapping[str, bytes]:
    branch = (ref or call.repository.default_branch).removeprefix("refs/heads/")
    files = call.repository.files.at(branch)
    if files is None:
        raise refusal(404, f"No commit found for the ref {branch}" if ref else "This repository is empty.")
    return files


def _entry(call: Call, path: str, content: bytes | None) -> dict[str, Json]:
    """A file without its content, or a folder (content `None`)."""
    url, page = call.shapes.repository_url(call.repository), call.shapes.html_url(call.repository)
    kind = "dir" if content is None else "file"
    sha = blob_sha(content if content is not None else path.encode())
    links = {
        "self": f"{url}/contents/{path}",
        "git": f"{url}/git/{'trees' if content is None else 'blobs'}/{sha}",
        "html": f"{page}/{'tree' if content is None else 'blob'}/{call.repository.default_branch}/{path}",
    }
    return {
        "name": path.rpartition("/")[2],
        "path": path,
        "sha": sha,
        "size": len(content or b""),
        "type": kind,
        "url": links["self"],
        "git_url": links["git"],
        "html_url": links["html"],
        "download_url": None if content is None else f"{page}/raw/{call.repository.default_branch}/{path}",
        "_links": links,
    }


def _file(call: Call, path: str, content: bytes) -> dict[str, Json]:
    is_inline = len(content) <= INLINE_LIMIT
    text = base64.encodebytes(content).decode() if is_inline else ""
    return {**_entry(call, path, content), "content": text, "encoding": "base64" if is_inline else "none"}


def _git_commit(call: Call, sha: str, message: str) -> dict[str, Json]:
    url = call.shapes.repository_url(call.repository)
    person = {"name": "someone", "email": "someone@example.com", "date": stamp(call.world.now())}
    return {
        "sha": sha,
        "node_id": f"C_{sha}",
        "url": f"{url}/git/commits/{sha}",
        "html_url": f"{call.shapes.html_url(call.repository)}/commit/{sha}",
        "author": person,
        "committer": person,
        "message": message,
        "tree": {"sha": sha, "url": f"{url}/git/trees/{sha}"},
        "parents": [],
    }


def _head(call: Call, branch: str) -> str:
    head = call.repository.files.heads().get(branch)
    if head is None:
        raise refusal(404, "Branch not found")
    return head


def get_branch(call: Call) -> Reply:
    """GET a branch: its tip, and whether it is protected."""
    name = call.parts["branch"]
    sha, url = _head(call, name), call.shapes.repository_url(call.repository)
    git = _git_commit(call, sha, "A commit")
    commit = {
        **{key: git[key] for key in ("sha", "node_id", "html_url", "parents")},
        "url": f"{url}/commits/{sha}",
        "comments_url": f"{url}/commits/{sha}/comments",
        "commit": {**{key: git[key] for key in ("url", "author", "committer", "message", "tree")}, "comment_count": 0},
        "author": None,
        "committer": None,
    }
    is_protected = name in call.repository.files.protected
    return Reply(
        200,
        {
            "name": name,
            "commit": commit,
            "_links": {
                "self": f"{url}/branches/{name}",
                "html": f"{call.shapes.html_url(call.repository)}/tree/{name}",
            },
            "protected": is_protected,
            "protection": {"enabled": is_protected},
            "protection_url": f"{url}/branches/{name}/protection",
        },
    )


def get_ref(call: Call) -> Reply:
    """GET a reference, such as `heads/main`."""
    kind, _, branch = call.parts["ref"].partition("/")
    head = call.repository.files.heads().get(branch) if kind == "heads" else None
    if head is None:
        raise refusal(404, "Not Found")
    url = call.shapes.repository_url(call.repository)
    target = {"type": "commit", "sha": head, "url": f"{url}/git/commits/{head}"}
    ref = f"refs/heads/{branch}"
    return Reply(200, {"ref": ref, "node_id": f"REF_{head}", "url": f"{url}/git/{ref}", "object": target})


ROUTES: tuple[Route, ...] = (
    route("GET", "/{repo}/contents/{path*}", get_contents, "contents=read"),
    route("PUT", "/{repo}/contents/{path*}", put_contents, "contents=write"),
    route("GET", "/{repo}/branches/{branch*}", get_branch, "contents=read"),
    route("GET", "/{repo}/git/ref/{ref*}", get_ref, "contents=read"),
)
