"""What the messages of git mean."""

from __future__ import annotations

import pytest

from syncer.sources.git.troubles import Trouble, gist

SSH = """\
{}
fatal: Could not read from remote repository.

Please make sure you have the correct access rights
and the repository exists.
"""


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ("fatal: unable to access 'https://x/': Could not resolve host: x", Trouble.NETWORK),
        ("fatal: unable to access 'https://x/': The requested URL returned error: 503", Trouble.NETWORK),
        ("fatal: unable to access 'https://x/': The requested URL returned error: 429", Trouble.NETWORK),
        ("ssh: connect to host x port 22: Connection timed out\nfatal: Could not read from remote", Trouble.NETWORK),
        (SSH.format("ssh: Could not resolve hostname x: Name or service not known"), Trouble.NETWORK),
        ("git@x: Permission denied (publickey).\nfatal: Could not read from remote", Trouble.CREDENTIALS),
        ("remote: Invalid username or token.\nfatal: Authentication failed for 'https://x/'", Trouble.CREDENTIALS),
        ("fatal: could not read Username for 'https://x': terminal prompts disabled", Trouble.CREDENTIALS),
        ("remote: Permission to a/b.git denied to c.\nfatal: ... returned error: 403", Trouble.CREDENTIALS),
        ("remote: Repository not found.\nfatal: repository 'https://x/' not found", Trouble.MISSING),
        ("fatal: '/x' does not appear to be a git repository", Trouble.MISSING),
        ("fatal: detected dubious ownership in repository at '/x'", Trouble.OWNERSHIP),
        ("fatal: transport 'ext' not allowed", Trouble.PROTOCOL),
        ("fatal: unable to access 'https://x/': SSL certificate problem: self-signed", Trouble.CERTIFICATE),
        ("fatal: unable to update url base from redirection", Trouble.MOVED),
        ("error: unable to create temporary file: Permission denied", Trouble.DISK),
        ("fatal: bad object 1234", Trouble.OTHER),
        ("", Trouble.OTHER),
    ],
)
def test_troubles(said: str, trouble: Trouble) -> None:
    assert Trouble.of(said) is trouble
    assert trouble.remedy


def test_the_gist_is_one_line_of_what_counts() -> None:
    said = "warning: x\nremote: \nremote: error: GH006: no\nerror: failed to push\nhint: do y\nfatal: end\nfatal: end\n"
    assert gist(said) == "error: GH006: no; failed to push; end"
    assert gist(SSH.format("ssh: Could not resolve hostname x: Name or service not known")) == (
        "ssh: Could not resolve hostname x: Name or service not known; Could not read from remote repository."
    )
    for line in ("git@x: Permission denied (publickey).", "Host key verification failed.", "Connection closed by x"):
        assert gist(SSH.format(line)) == f"{line}; Could not read from remote repository."
    assert gist("only this\n") == "only this"
    assert gist("") == ""
    assert len(gist("x" * 9_000)) < 500
