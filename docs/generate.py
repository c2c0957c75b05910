"""Owns the parts of docs/ that are made from the code; `--check` writes nothing and fails where one is stale."""

from __future__ import annotations

import ast
import difflib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
LAYERS = (
    "",
    "cli",
    "bootstrap",
    "engine",
    "sources",
    "trackers",
    "state",
    "outputs",
    "settings",
    "retry",
    "core",
    "formats",
    "model",
)
NOT_YET = "Not in this version yet"
HEADINGS = {
    "FilesSource": '`[sources.NAME]` with `kind = "files"`',
    "GitSource": '`[sources.NAME]` with `kind = "git"`',
    "LocalTracker": '`[trackers.NAME]` with `kind = "local"`',
    "GitHubTracker": '`[trackers.NAME]` with `kind = "github"`',
    "JiraTracker": '`[trackers.NAME]` with `kind = "jira"`',
    "JiraIssues": "`[trackers.NAME.projects.KEY]` of a Jira tracker",
    "RouteTable": "`[[routes]]`",
    "Match": "`match` of a route",
    "PersonTable": "`[people.HANDLE]`",
    "CalendarTable": "`[calendar]` and `[calendars.TEAM]`",
    "Sprint": "`sprint` of a calendar, by its rhythm",
    "BoardSprint": "`sprint` of a calendar, by a board of Jira",
}


def put(text: str, name: str, generated: str) -> str:
    """`text` with what stands between the marks of `name` replaced; raises `ValueError` where there are none."""
    begin, end = f"<!-- generated: {name} -->\n", "<!-- end -->"
    before, found, rest = text.partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"no place for {name!r}: expected {begin.strip()} and {end}")
    return f"{before}{begin}\n{generated.strip()}\n\n{end}{after}"


def architecture() -> str:
    """docs/architecture.md with a table of what every module owns."""
    return put((DOCS / "architecture.md").read_text(), "modules", "\n".join(module_rows()))


def module_rows() -> Iterator[str]:
    """For each package, down the layers: what it owns, and a table with one line a module."""
    for layer in LAYERS:
        folder = ROOT / "syncer" / layer
        paths = folder.glob("*.py") if not layer else folder.rglob("*.py")
        modules = [path for path in sorted(paths) if path != folder / "__init__.py"]
        yield from (
            f"### `syncer/{layer}`".replace("/`", "`"),
            "",
            f"{owned(folder / '__init__.py').capitalize()}.",
            "",
        )
        yield from ("| module | owns |", "|---|---|")
        yield from (f"| `{path.relative_to(folder)}` | {owned(path)} |" for path in modules)
        yield ""


def owned(path: Path) -> str:
    """The first sentence of a module's docstring without its leading `Owns`."""
    docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
    sentence = re.split(r"(?<=[.:])\s*(?:\n\n|$)", docstring)[0]
    text = " ".join(sentence.split()).removeprefix("Owns ").rstrip(".")
    return text.replace("|", r"\|")


def configuration() -> str:
    """docs/configuration.md with a table for each table of syncer.toml."""
    return put((DOCS / "configuration.md").read_text(), "settings", "\n".join(setting_lines()))


def configuration_schema() -> dict[str, Any]:
    """The JSON Schema of the configuration file, loaded here because pydantic takes its time."""
    from syncer.settings.schema import schema  # noqa: PLC0415

    return schema()


def setting_lines() -> Iterator[str]:
    """A heading and a table for the top level and for every table below it."""
    whole = configuration_schema()
    yield from settings_table("Top level", whole, whole["$defs"])
    for heading, definition in tables(whole):
        yield from settings_table(heading, definition, whole["$defs"])


def tables(whole: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Headings and definitions of the tables that this version can use."""
    known = {name: one for name, one in whole["$defs"].items() if "properties" in one}
    usable = {name: one for name, one in known.items() if NOT_YET not in one.get("description", "")}
    for name in [*HEADINGS, *(name for name in usable if name not in HEADINGS)]:
        yield HEADINGS.get(name, f"`[{name.removesuffix('Table').lower()}]`"), usable[name]


def settings_table(heading: str, definition: dict[str, Any], known: dict[str, Any]) -> Iterator[str]:
    """Markdown of one table: key, what it takes, its default, what it means."""
    yield from (f"### {heading}", "", definition.get("description", "").split("\n\n")[0], "")
    yield "| key | takes | default | meaning |"
    yield "|---|---|---|---|"
    for key, value in definition["properties"].items():
        if "const" in value:
            continue
        default = "required" if key in definition.get("required", []) else shown_default(value.get("default"))
        yield f"| `{key}` | {takes(value, known)} | {default} | {meaning(value, known)} |".replace("  ", " ")
    yield ""


def meaning(value: dict[str, Any], known: dict[str, Any]) -> str:
    """What a key is for: said of the key, else of the table that stands there."""
    table = known.get(value.get("$ref", "").rpartition("/")[2], {})
    return str(value.get("description") or table.get("description", ""))


def shown_default(value: object) -> str:
    """A default as TOML would write it; nothing where it is empty or a table of its own defaults."""
    return "" if value is None or isinstance(value, dict) or value == [] else f"`{json.dumps(value)}`"


def takes(value: dict[str, Any], known: dict[str, Any]) -> str:
    """What may stand there, in words."""
    if "anyOf" in value or "oneOf" in value:
        options = [takes(option, known) for option in value.get("anyOf", value.get("oneOf", []))]
        return " or ".join(dict.fromkeys(option for option in options if option))
    if "$ref" in value:
        return "table"
    if "enum" in value:
        return ", ".join(f"`{option}`" for option in value["enum"])
    if value.get("type") == "array":
        return f"list of {takes(value['items'], known)}".replace("list of table", "tables")
    if value.get("format") == "date":
        return "date"
    words = {"string": "text", "object": "tables by name", "null": "", "boolean": "`true`, `false`"}
    kind = str(value.get("type", ""))
    return words.get(kind, kind)


def schema_file() -> str:
    """docs/syncer.schema.json, for editors."""
    return json.dumps(configuration_schema(), indent=2, ensure_ascii=False) + "\n"


def command_line() -> str:
    """docs/cli.md: the help of every command, at a width of 80."""
    from syncer.cli.main import cli  # noqa: PLC0415

    os.environ["COLUMNS"] = "80"
    lines = ["# Command line", "", "<!-- generated by docs/generate.py: change the code instead -->", ""]
    for name, text in helps(cli, opened(cli, "syncer", None)):
        lines += [f"## `{name}`", "", "```text", text.rstrip(), "```", ""]
    return "\n".join(lines)


def opened(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    """A context as the command line makes it."""
    return click.Context(command, info_name=name, parent=parent, **command.context_settings)


def helps(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    """The path and help of a command, then those of the commands below it."""
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from helps(inner, opened(inner, name, context))


GENERATED: dict[str, Callable[[], str]] = {
    "architecture.md": architecture,
    "cli.md": command_line,
    "configuration.md": configuration,
    "syncer.schema.json": schema_file,
}


def stale() -> Iterator[str]:
    """A diff for each generated file that is not what the code says."""
    for name, make in GENERATED.items():
        path = DOCS / name
        present = path.read_text() if path.exists() else ""
        diff = difflib.unified_diff(
            present.splitlines(), make().splitlines(), f"docs/{name}", "from the code", lineterm=""
        )
        yield from diff


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` say what is stale; 1 where something is, 2 for an unknown argument."""
    if arguments not in ([], ["--check"]):
        print("usage: python docs/generate.py [--check]", file=sys.stderr)
        return 2
    if not arguments:
        for name, make in GENERATED.items():
            (DOCS / name).write_text(make())
        return 0
    differences = list(stale())
    if differences:
        print("\n".join(differences), "\nstale: run `make docs`", sep="\n", file=sys.stderr)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
