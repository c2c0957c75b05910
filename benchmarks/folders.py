"""Owns the made-up folders of postmortems that the commands are measured on."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

DOCUMENT = """---
title: Incident {number}
status: published
published: {published}
---

# Incident {number}

## Summary

Service {number} answered slowly for {number} minutes. Nothing was lost.

## Timeline

| Time | Event |
|---|---|
| 14:02 | Alert for service {number} |
| 14:25 | Resolved |

## Action items

| Action | Owner | Due |
|---|---|---|
{rows}
"""
ROW = "| Add alert {row} for service {number} | @alice | in 2 weeks |"


def make(folder: Path, documents: int, rows: int) -> Path:
    """Write `documents` published postmortems of `rows` action items each below `folder`; returns their folder."""
    root = folder / "postmortems"
    root.mkdir(parents=True)
    for number in range(documents):
        published = date(2024, 1, 1) + timedelta(days=number % 700)
        lines = "\n".join(ROW.format(row=row, number=number) for row in range(rows))
        text = DOCUMENT.format(number=number, published=published, rows=lines)
        (root / f"{published}-{number:05}.md").write_text(text, encoding="utf-8")
    return root
