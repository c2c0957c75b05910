"""Owns the ways between documents and the files of a local tracker: links there and back, and what people call it."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from syncer.model import Draft

_AFTER_PATH = re.compile(r"[?#]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def shown(given: Path, real: Path) -> Path:
    """How people know the folder: from where they stand if it lies below that, else as they gave it."""
    return real.relative_to(Path.cwd()) if real.is_relative_to(Path.cwd()) else given


def document_link(draft: Draft, folder: Path) -> tuple[str, str | None]:
    """How a file in `folder` names its document, and what it links to: the way there where both are on this machine."""
    if draft.document_folder is None:
        return draft.document_url or draft.document_name, None
    place = PurePosixPath(draft.document_folder) / PurePosixPath(draft.document_name).name
    way = os.path.relpath(place, folder)
    return way, quote(way)


def local_path(url: str, folder: str | None) -> Path | None:
    """The absolute path that a link of a document in `folder` leads to, without looking; `None` for what is no path."""
    path = _AFTER_PATH.split(url, maxsplit=1)[0]
    if not path or folder is None or path.startswith("//") or _SCHEME.match(path):
        return None
    return Path(os.path.normpath(Path(folder) / unquote(path)))
