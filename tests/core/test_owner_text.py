from __future__ import annotations

import pytest

from syncer.core.owner_text import MAX_OWNERS, split_owners


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("Alice Smith", ("Alice Smith",)),
        ("docs / platform", ("docs", "platform")),
        ("人/运维", ("人", "运维")),
        ("最高可用 Ansible / Terraform 环境执行", ("最高可用 Ansible", "Terraform 环境执行")),
        ("(cloudops, tc, releng)", ("cloudops", "tc", "releng")),
        ("Ed and Flo & Gil; Hal", ("Ed", "Flo", "Gil", "Hal")),
        ("Ana y Bea", ("Ana", "Bea")),
        ("A、B，C；D", ("A", "B", "C", "D")),
        ("Alice\nBob", ("Alice", "Bob")),
        ("Kaikei (alt-deploy 側)", ("Kaikei (alt-deploy 側)",)),
        ("Kai (operations, Berlin), Lu", ("Kai (operations, Berlin)", "Lu")),
        ("**@alice**", ("@alice",)),
        ("Owner: Alice", ("Alice",)),
        ("Alice, Alice", ("Alice",)),
        ("Alice, TBD", ("Alice",)),
        ("https://github.com/a/b", ("https://github.com/a/b",)),
        ("(a) and (b)", ("(a)", "(b)")),
        ("本人", ("本人",)),
        ("-", ()),
        ("TBD", ()),
        ("待指定", ()),
        ("[Name]", ()),
        ("", ()),
    ],
)
def test_owners_as_written(text: str, owners: tuple[str, ...]) -> None:
    assert split_owners(text) == owners


def test_no_text_has_endless_owners() -> None:
    assert len(split_owners(", ".join(f"n{number}" for number in range(100)))) == MAX_OWNERS
