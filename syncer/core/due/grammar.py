"""Owns the table of the due-date grammar: which row of word classes is read by which rule.

The classes, one sign a word: `n` number of one or two digits, `N` of other lengths, `y` year, `8` eight digits, `a`
`'26`, `o` ordinal (`O` spelt out), `c` spelt-out number, `M` month, `W` weekday, `U` unit (`Y` several), `Q` quarter,
`h` half or hours, `K` ISO week marker, `F` fiscal year, `T` this, `X` next, `A` after, `D` today and the like, `P` as
soon as possible, `d` days, `j` hence, `k` inside. Signs stand for themselves. Behind each row: the places of the words
that the rule needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from syncer.core.due import counts, days, periods, weeks
from syncer.core.due.span import Context, Span
from syncer.core.due.words import Words, codes

Rule = Callable[[Words, tuple[int, ...], Context], Span | None]
Places = tuple[int, ...]
Row = tuple[str, Rule, Places]


_TABLE: tuple[Row, ...] = (
    ("y-n-n y/n/n y.n.n y年n月n日", days.iso_day, (0, 2, 4)),
    ("8", days.compact_day, ()),
    ("nMy nMn nMa", days.full_day, (2, 1, 0)),
    ("n-M-y n-M-n n/M/y n/M/n n.n.y n.n.n", days.full_day, (4, 2, 0)),
    ("Mny Mna", days.full_day, (2, 0, 1)),
    ("M-n-y M/n/y", days.full_day, (4, 0, 2)),
    ("yMn", days.full_day, (0, 1, 2)),
    ("y-M-n", days.full_day, (0, 2, 4)),
    ("n.n. n-M", days.short_day, (2, 0)),
    ("nM", days.short_day, (1, 0)),
    ("Mn", days.short_day, (0, 1)),
    ("n月n日", days.short_day, (0, 2)),
    ("n/n/y n/n/n n-n-y", days.numeric_day, (0, 2, 4)),
    ("n/n", days.numeric_day, (0, 2)),
    ("M-n M/n n-n-n", days.unclear_day, ()),
    ("o", days.day_of_month, (0,)),
    ("n.", days.dotted_day_of_month, (0,)),
    ("oTU oXU", days.day_of_near_month, (0, 1, 2)),
    ("D", days.near_day, (0,)),
    ("W", days.weekday, (0,)),
    ("TW", days.weekday, (1,)),
    ("XW", days.weekday_of_week, (1, 0)),
    ("WTU WXU", days.weekday_of_week, (0, 1, 2)),
    ("TUW XUW", days.weekday_of_week, (2, 0, 1)),
    ("M n月", periods.named_month, (0,)),
    ("My Ma", periods.named_month, (0, 1)),
    ("M-y M/y n/y n-y n.y", periods.named_month, (0, 2)),
    ("yM", periods.named_month, (1, 0)),
    ("y-M y-n y/n y年n月", periods.named_month, (2, 0)),
    ("UM", periods.month_of_unit, (1,)),
    ("UMy", periods.month_of_unit, (1, 2)),
    ("nQ oU OU", periods.part, (1, 0)),
    ("oUy OUy", periods.part, (1, 0, 2)),
    ("n.U", periods.part, (2, 0)),
    ("n.Uy", periods.part, (2, 0, 3)),
    ("yF第nU", periods.part, (4, 3, 0)),
    ("yFQn", periods.part, (2, 3, 0)),
    ("y y年", periods.named_year, (0,)),
    ("Uy", periods.named_year, (1,)),
    ("Fy Fn Fa", periods.fiscal_year, (1,)),
    ("yF", periods.fiscal_year, (0,)),
    ("TF XF", periods.near_fiscal_year, ()),
    ("Kn", weeks.iso_week, (1,)),
    ("Kny", weeks.iso_week, (1, 2)),
    ("Kn/y Kn-y", weeks.iso_week, (1, 3)),
    ("n.K", weeks.iso_week, (0,)),
    ("n.Ky", weeks.iso_week, (0, 3)),
    ("yKn", weeks.iso_week, (2, 0)),
    ("y-Kn", weeks.iso_week, (3, 0)),
    ("y-Kn-n", weeks.day_of_iso_week, (3, 0, 5)),
    ("oUM OUM", weeks.first_week, (2,)),
    ("oUMy OUMy", weeks.first_week, (2, 3)),
    ("oUTU oUXU OUTU OUXU", weeks.first_week_of_near_month, (2, 3)),
    ("Un UN Yn YN", periods.numbered_unit, (0, 1)),
    ("Uny", periods.numbered_unit, (0, 1, 2)),
    ("Un/y", periods.numbered_unit, (0, 1, 3)),
    ("第nU", periods.numbered_unit, (2, 1)),
    ("y第nU", periods.numbered_unit, (3, 2, 0)),
    ("y年第nU", periods.numbered_unit, (4, 3, 0)),
    ("TU", periods.near, (1, 0)),
    ("XU", periods.near, (1, 1)),
    ("UAX", periods.near, (0, 2)),
    ("n日j n日k", counts.days_hence, (0,)),
    ("U", counts.one, (0,)),
    ("P", counts.as_soon_as_possible, ()),
)


def _parts() -> Iterator[Row]:
    for part in "Qh":
        yield f"{part}n", periods.part, (0, 1)
        for year in "yna":
            yield f"{part}n{year}", periods.part, (0, 1, 2)
            yield f"n{part}{year}", periods.part, (1, 0, 2)
            yield f"{part}nF{year}", periods.part, (0, 1, 3)
            yield f"n{part}F{year}", periods.part, (1, 0, 3)
            yield f"F{year}{part}n", periods.part, (2, 3, 1)
            yield f"F{year}-{part}n", periods.part, (3, 4, 1)
            for sign in "-/":
                yield f"{part}n{sign}{year}", periods.part, (0, 1, 3)
                yield f"n{part}{sign}{year}", periods.part, (1, 0, 3)
        yield f"y{part}n", periods.part, (1, 2, 0)
        for sign in "-/年":
            yield f"y{sign}{part}n", periods.part, (2, 3, 0)


def _counts() -> Iterator[Row]:
    for count in ("nU", "NU", "cU", "nY", "NY", "cY", "nK", "nd", "Nd", "nh", "Nh"):
        for hence in ("", "j", "k"):
            yield f"{count}{hence}", counts.duration, (0, 1)
    for count in ("nY", "NY", "cY"):
        yield f"X{count}", counts.duration, (1, 2)


ROWS: dict[str, tuple[Rule, Places]] = {
    row: (rule, places) for rows, rule, places in (*_TABLE, *_parts(), *_counts()) for row in rows.split()
}
"""Every row of word classes that means something by itself."""


def read_row(words: Words, context: Context) -> Span | None:
    """What `words` mean if they are a row of the grammar; an ordinal may stand for a day, a dot may close it."""
    row = codes(words)
    found = ROWS.get(row)
    if found is None and row.endswith("."):
        row = row[:-1]
        found = ROWS.get(row)
    if found is None and "o" in row and "M" in row:
        found = ROWS.get(row.replace("o", "n"))
    if found is None:
        return None
    rule, places = found
    return rule(words, places, context)
