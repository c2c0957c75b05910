"""Owns how secrets are reached: a reference to an environment variable or a file, never a literal value."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from pydantic import SecretStr

_MOUNTED = (Path("/run/secrets"), Path("/var/run/secrets"))
_MAX_BYTES = 65_536


def resolve_reference(value: object) -> SecretStr:
    """The secret that `env:NAME` stands for. Raises `ValueError`, which never repeats a literal secret."""
    if isinstance(value, SecretStr):
        return value
    if not isinstance(value, str) or not value.startswith("env:"):
        raise ValueError('a secret may not stand here; name a variable ("env:NAME") or a file')
    name = value.removeprefix("env:").strip()
    if not name:
        raise ValueError('"env:" names no variable; write it like "env:GITHUB_TOKEN"')
    found = os.environ.get(name, "").strip()
    if not found:
        raise ValueError(f"the environment variable {name} is not set or empty; export {name}=...")
    return SecretStr(found)


def read_secret_file(path: Path) -> SecretStr:
    """The secret in a file without the white space around it. Raises `ValueError` with what is wrong with it."""
    try:
        with path.open("rb") as file:
            _check_mode(path, os.fstat(file.fileno()).st_mode)
            text = file.read(_MAX_BYTES).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ValueError(f"the file {path} cannot be read: {reason}") from None
    if not text:
        raise ValueError(f"the file {path} is empty; write the secret into it")
    return SecretStr(text)


def pem_key(secret: SecretStr) -> SecretStr:
    """A private key in PEM form, with line ends where a variable held them as a backslash and an n.

    Raises `ValueError`.
    """
    text = secret.get_secret_value()
    if "\n" not in text:
        text = text.replace("\\n", "\n")
    if not (text.startswith("-----BEGIN ") and "PRIVATE KEY-----" in text):
        raise ValueError("holds no private key; expected the whole PEM file, from -----BEGIN ... PRIVATE KEY----- on")
    return SecretStr(text)


def _check_mode(path: Path, mode: int) -> None:
    """Group may read (that is how containers hand secrets over), nobody else; mounted secrets have their own guard."""
    if not stat.S_ISREG(mode):
        raise ValueError(f"{path} is no regular file; name the file that holds the secret")
    if any(path.is_relative_to(folder) for folder in _MOUNTED):
        return
    if mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise ValueError(f"the file {path} is open to others (mode {stat.S_IMODE(mode):o}); run chmod 600 {path}")
