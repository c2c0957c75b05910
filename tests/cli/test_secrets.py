"""A secret in the environment, in a file or in a configuration never comes out again (F56)."""

from __future__ import annotations

from pathlib import Path

import pytest

from .outside import CANARY, Outside

CONFIGURATION = """[sources.docs]
kind = "files"
path = "docs"
[trackers.local]
kind = "local"
path = "issues"
[state]
path = "state/state.db"
"""
SECRETS = {
    "literal": f'[trackers.acme]\nkind = "github"\ntoken = "{CANARY}"\ntokn = "{CANARY}"\n',
    "reference": '[trackers.acme]\nkind = "github"\ntoken = "env:GITHUB_TOKEN"\n',
    "file": '[trackers.acme]\nkind = "github"\ntoken_file = "token"\n',
    "app": '[trackers.acme]\nkind = "github"\napp_id = 1\ninstallation_id = 2\nprivate_key_file = "token"\n',
    "both": '[trackers.acme]\nkind = "github"\napp_id = 1\ntoken_file = "token"\nprivate_key = "env:GITHUB_TOKEN"\n',
    "jira": f'[trackers.acme]\nkind = "jira"\nemail = "a@x"\ntoken = "{CANARY}"\npat = "{CANARY}"\n',
    "jira-reference": '[trackers.acme]\nkind = "jira"\nurl = "https://acme.example"\nemail = "a@x"\n',
    "jira-file": '[trackers.acme]\nkind = "jira"\nurl = "https://acme.example"\npat_file = "token"\n',
    "jira-address": f'[trackers.acme]\nkind = "jira"\nurl = "https://a:{CANARY}@acme.example"\npat_file = "token"\n',
    "source": f'[sources.more]\nkind = "git"\nurl = "https://x:{CANARY}@example.com/a/b"\ntoken_file = "token"\n',
    "broken": f"token = {CANARY}\n",
}
COMMANDS = (
    ("sync", "-vv", "--log-format", "json"),
    ("explain", "docs"),
    ("doctor", "docs", "--tracker", "local"),
)


def held(folder: Path) -> list[str]:
    """Files that hold the secret, but for those somebody put it into."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in {"syncer.toml", "token"})
    return [str(path) for path in files if CANARY.encode() in path.read_bytes()]


@pytest.mark.parametrize("where", SECRETS)
def test_a_secret_that_is_configured_stays_where_it_is(outside: Outside, where: str) -> None:
    """`Outside.run` has looked for it in whatever is printed and logged."""
    (outside.folder / "token").write_text(CANARY)
    (outside.folder / "token").chmod(0o600)
    (outside.folder / "syncer.toml").write_text(CONFIGURATION + SECRETS[where])
    outside.variables.update({"GITHUB_TOKEN": CANARY, "JIRA_API_TOKEN": CANARY})
    codes = {outside.run(*command).code for command in COMMANDS}
    assert codes <= {0, 2}
    assert held(outside.folder) == []


def test_a_secret_of_the_environment_is_taken_out_of_messages_and_logs(outside: Outside) -> None:
    """Even where a document or a path holds it."""
    outside.variables.update({"GITHUB_TOKEN": CANARY, "SYNCER_TRACKERS__ACME__TOKEN": CANARY})
    assert outside.run("sync", CANARY, "--tracker", "local").code == 2
    del outside.variables["SYNCER_TRACKERS__ACME__TOKEN"]
    outside.put({"leak.md": f"## Action items\n\n- [ ] Fix it — owner: {CANARY}, due: whenever {CANARY}\n"})
    done = outside.sync("sync", "-vv", "--quiet", "--fail-on", "problem", "--log-format", "json")
    assert done.code == 1
    assert "[secret]" in done.err
