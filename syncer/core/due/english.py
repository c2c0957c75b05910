"""Owns the English words of the due-date grammar: phrases made plain, and the class of every plain word."""

from __future__ import annotations

from syncer.core.due.table import Table, spread

_MOVES = (
    *("moved", "postponed", "delayed", "pushed", "pushed back", "pushed out", "rescheduled", "deferred"),
    *("extended", "slipped", "changed", "updated", "bumped"),
)

ENGLISH = Table.of(
    {
        **spread(
            "by", "no later than", "not later than", "at latest", "due date", "target date", "from now", "from today"
        ),
        **spread("kw", "calendar week", "iso week"),
        **spread("✅", ": white check mark :", ": heavy check mark :", "[ x ]"),
        **spread("eod", "end day", "end business day", "end business", "close business"),
        **spread("asap", "as soon as possible"),
        **spread("end week", "eow"),
        **spread("end month", "eom"),
        **spread("end quarter", "eoq"),
        **spread("end year", "eoy"),
        **spread("end fy", "eofy"),
        **spread("weekend", "week end", "week - end"),
        **spread("fy", "fiscal year", "financial year"),
        **spread("overmorrow", "day after tomorrow"),
        **spread(
            "weekof", "week commencing", "week beginning", "week starting", "week ending", "w / c", "w / b", "w / e"
        ),
        **spread("week", "wk"),
        **spread("weeks", "wks"),
        **spread("month", "mo"),
        **spread("months", "mos"),
        **spread("quarter", "qtr"),
        **spread("year", "yr", "y"),
        **spread("years", "yrs"),
        **spread("hour", "hr"),
        **spread("hours", "hrs"),
        **spread("two", "a couple", "couple"),
        **{f"a {unit}": f"one {unit}" for unit in ("day", "week", "month", "quarter", "year", "sprint", "fortnight")},
        **spread("workday", "business day", "working day", "work day"),
        **spread("workdays", "business days", "working days", "work days"),
        **spread("weeks", "weeks time", "weeks ' time"),
        **spread("days", "days time", "days ' time"),
        **spread("months", "months time", "months ' time"),
        **spread("undone", "not done", "not complete", "not completed", "not finished", "not yet done"),
        **spread("undone", "not yet complete", "not yet completed", "incomplete"),
        **spread("tbd", "n / a", "n . a .", "n . a", "na", "not applicable", "not scheduled", "unscheduled", "not set"),
        **spread("tbd", *(f"to be {verb}" for verb in ("determined", "decided", "defined", "confirmed", "announced"))),
        **spread("tbd", "to be agreed", "to be scheduled", "no date", "no due date", "no deadline", "no eta"),
        **spread(
            "tbd",
            "when possible",
            "low priority",
            "long term",
            "long - term",
            "some day",
            "tbc",
            "tba",
            "low - priority",
            "none yet",
            "not yet scheduled",
        ),
        **spread("ongoing", "on going", "on - going"),
        **spread("wip", "in progress", "in - progress", "on hold", "in review", "under review", "not started", "to do"),
        **spread(
            "wip", "on track", "at risk", "work in progress", "in development", "to - do", "won ' t do", "won ' t fix"
        ),
        **spread("→", *(f"{verb} {to}" for verb in _MOVES for to in ("to", "until", "till"))),
        **spread("→", "rescheduled for"),
        **spread("←", "originally", "previously", "formerly", "initially", "was originally", "was previously", "was"),
        **spread("⇠", *(f"{verb} from" for verb in _MOVES)),
        **spread("then", "followed by", "after that", "thereafter"),
    }
)

DROPPED = frozenset({"of", "the", "#"})
"""Pieces that carry no meaning between two words."""


def _months() -> dict[str, tuple[str, int]]:
    names = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
    return {word: ("M", number) for number, name in enumerate(names, 1) for word in (name, name[:3])} | {
        "sept": ("M", 9)
    }


def _weekdays() -> dict[str, tuple[str, int]]:
    names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    short = {"tues": 2, "weds": 3, "thur": 4, "thurs": 4}
    full = {word: number for number, name in enumerate(names, 1) for word in (name, name[:3])}
    return {word: ("W", number) for word, number in (full | short).items()}


def _counts() -> dict[str, tuple[str, int]]:
    names = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
    ]
    more = {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90}
    return {word: ("c", number) for number, word in enumerate(names, 1)} | {
        word: ("c", number) for word, number in more.items()
    }


def _all(code: str, words: str) -> dict[str, tuple[str, int]]:
    return dict.fromkeys(words.split(), (code, 0))


CLASSES: dict[str, tuple[str, int]] = {
    **_months(),
    **_weekdays(),
    **_counts(),
    **{word: ("O", number) for number, word in enumerate(("first", "second", "third", "fourth"), 1)},
    **_all("U", "day week month quarter half year sprint workday fortnight hour"),
    **_all("Y", "days weeks months quarters years sprints workdays fortnights hours"),
    **_all("p", "by on in at over during within until till til due target eta est : @"),
    **_all("T", "this current"),
    **_all("X", "next"),
    **_all("E", "end"),
    **_all("L", "late"),
    **_all("S", "start beginning"),
    **_all("I", "mid middle"),
    **_all("V", "weekof wc"),
    **_all("K", "w kw cw"),
    **_all("Q", "q"),
    **_all("h", "h"),
    **_all("d", "d"),
    **_all("F", "fy"),
    **_all("A", "after"),
    **_all("e", "eod cob eob"),
    "today": ("D", 0),
    "tonight": ("D", 0),
    "tomorrow": ("D", 1),
    "overmorrow": ("D", 2),
    **_all("P", "asap immediately immediate urgent now"),
    **_all("b", "before"),
    **_all("f", "from between"),
    **_all(">", "then"),
    **_all("&", "and"),
    **_all("|", "or"),
    **_all("=", "to through thru"),
    **_all("0", "tbd none backlog someday deferred"),
    **_all("r", "ongoing daily weekly biweekly monthly quarterly yearly annually continuous continuously recurring"),
    **_all("x", "done complete completed finished ✅"),
    **_all("z", "undone"),
    **_all("s", "wip blocked open todo started pending cancelled canceled closed resolved fixed merged shipped new"),
    **_all("s", "paused waiting planned assigned overdue delayed investigating underway abandoned wontfix active"),
    **_all("g", "tentative estimated estimate maybe approx provisional tentatively"),
    **_all("j", "hence"),
    **_all("k", "inside"),
    **{
        sign: (sign, 0)
        for sign in [
            "~~",
            "→",
            "←",
            "⇠",
            "(",
            ")",
            "[",
            "]",
            "-",
            "–",
            "/",
            ".",
            ",",
            ";",
            "?",
            "!",
            "+",
            "~",
            "'",
            "年",
            "月",
            "日",
            "第",
        ]
    },
}
"""The code and value of every plain word; see `grammar` for what may follow what."""
