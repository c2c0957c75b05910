"""Owns which environment variables are settings of ours: told by their names alone, so that asking imports nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

PREFIX = "SYNCER_"

# Where tests find reference material, and what Kubernetes injects beside a service of our name.
_NOT_OURS = re.compile(r"SYNCER_(?:REFERENCE|SERVICE_.*|PORT.*)", re.IGNORECASE | re.DOTALL)


def setting_names(variables: Mapping[str, str]) -> list[str]:
    """The names, sorted, of those `variables` that mean a setting; an empty one counts as unset."""
    ours = (name for name in variables if name.upper().startswith(PREFIX) and not _NOT_OURS.fullmatch(name))
    return sorted(name for name in ours if variables[name].strip())
