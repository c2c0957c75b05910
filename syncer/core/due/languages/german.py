"""Owns the German words of the due-date grammar."""

from syncer.core.due.english import ENGLISH
from syncer.core.due.table import spread

_NEXT = ("nachste", "nachsten", "nachster", "nachstes", "naechste", "naechsten", "naechster", "naechstes")
_COMING = ("kommende", "kommenden", "kommender", "kommendes")
_THIS = (
    *("diese", "diesen", "dieser", "dieses", "diesem", "laufende", "laufenden", "laufender", "laufendes"),
    *("aktuelle", "aktuellen", "aktueller", "aktuelles"),
)
_UNITS = {"woche": "week", "monat": "month", "monats": "month", "quartal": "quarter", "quartals": "quarter"}
_UNITS |= {"jahr": "year", "jahres": "year", "sprint": "sprint", "halbjahr": "half"}
_UNITS |= {"halbjahres": "half"}
_MONTHS = {"januar": "january", "janner": "january", "jaenner": "january", "februar": "february", "marz": "march"}
_MONTHS |= {"maerz": "march", "mrz": "march", "mai": "may", "juni": "june", "juli": "july", "oktober": "october"}
_MONTHS |= {"okt": "october", "dezember": "december", "dez": "december"}
_WEEKDAYS = {
    **spread("monday", "montag", "montags", "mo"),
    **spread("tuesday", "dienstag", "di"),
    **spread("wednesday", "mittwoch", "mi"),
    **spread("thursday", "donnerstag", "do .", "do ,"),
    **spread("friday", "freitag", "fr"),
    **spread("saturday", "samstag", "sonnabend", "sa"),
    **spread("sunday", "sonntag", "so .", "so ,"),
}
_NUMBERS = {"ein": "1", "eine": "1", "einem": "1", "einer": "1", "einen": "1", "zwei": "2", "drei": "3", "vier": "4"}
_NUMBERS |= {
    "funf": "5",
    "fuenf": "5",
    "sechs": "6",
    "sieben": "7",
    "acht": "8",
    "neun": "9",
    "zehn": "10",
    "elf": "11",
}
_NUMBERS |= {"zwolf": "12", "zwoelf": "12", "vierzehn": "14"}

TABLE = ENGLISH.extended(
    {
        **_UNITS,
        **_MONTHS,
        **_WEEKDAYS,
        **_NUMBERS,
        **spread("day", "tag"),
        **spread("days", "tage", "tagen"),
        **spread("weeks", "wochen"),
        **spread("months", "monate", "monaten"),
        **spread("years", "jahre", "jahren"),
        **spread("hours", "stunden", "std"),
        **spread("workday", "werktag", "arbeitstag"),
        **spread("workdays", "werktage", "werktagen", "arbeitstage", "arbeitstagen"),
        **{f"{which} {unit}": f"next {plain}" for which in _NEXT + _COMING for unit, plain in _UNITS.items()},
        **spread("this", *_THIS),
        **spread("today", "heute", "heute abend"),
        **spread("tomorrow", "morgen"),
        **spread("overmorrow", "ubermorgen", "uebermorgen"),
        **spread("week after next", "ubernachste woche", "uebernaechste woche", "ubernachster woche"),
        **spread("sprint after next", "ubernachster sprint", "ubernachsten sprint", "uebernaechster sprint"),
        **spread("end", "ende"),
        **spread("end month", "monatsende"),
        **spread("end quarter", "quartalsende"),
        **spread("end year", "jahresende"),
        **spread("sprint", "des sprints"),
        **spread("end sprint", "sprintende"),
        **spread("start", "anfang", "beginn"),
        **spread("first", "erste", "ersten", "erster", "erstes"),
        **spread("second", "zweite", "zweiten", "zweites"),
        **spread("third", "dritte", "dritten", "drittes"),
        **spread("fourth", "vierte", "vierten", "viertes"),
        **spread("mid", "mitte"),
        **spread("kw", "kalenderwoche"),
        **spread("fy", "geschaftsjahr", "gj"),
        **spread(
            "by",
            "bis",
            "zum",
            "zur",
            "spatestens",
            "spaetestens",
            "nicht spater als",
            "innerhalb",
            "binnen",
            "fallig",
            "ziel",
        ),
        **spread("by", "bis einschliesslich", "bis einschließlich", "bis zum", "bis zur", "bis spatestens"),
        **spread("on", "den", "am", "im", "wahrend"),
        **spread("before", "vor"),
        **spread("of", "der", "die", "das", "des", "dem", "von", "vom"),
        **spread(
            "asap", "sofort", "umgehend", "unverzuglich", "dringend", "so schnell wie moglich", "schnellstmoglich"
        ),
        **spread("tbd", "noch offen", "kein", "keine", "keiner", "entfallt", "ohne termin", "nicht geplant"),
        **spread(
            "tbd",
            "wird noch festgelegt",
            "zu klaren",
            "irgendwann",
            "langfristig",
            "wenn moglich",
            "niedrige prioritat",
        ),
        **spread("deferred", "zuruckgestellt"),
        **spread("cancelled", "abgesagt", "gestrichen", "verschoben"),
        **spread("not", "nicht"),
        **spread("tentative", "vorlaufig", "unter vorbehalt"),
        **spread("ongoing", "laufend", "fortlaufend", "dauerhaft", "kontinuierlich"),
        **spread("weekly", "wochentlich", "woechentlich"),
        **spread("monthly", "monatlich"),
        **spread("quarterly", "vierteljahrlich"),
        **spread("done", "erledigt", "fertig", "abgeschlossen", "umgesetzt"),
        **spread(
            "undone", "nicht erledigt", "nicht fertig", "noch nicht erledigt", "unerledigt", "nicht abgeschlossen"
        ),
        **spread("wip", "offen", "in arbeit", "in bearbeitung", "begonnen", "geplant", "blockiert", "ausstehend"),
        **spread("→", *(f"{verb} auf" for verb in ("verschoben", "verlegt", "verlangert", "geandert"))),
        **spread("←", "war", "ursprunglich", "vorher", "bisher", "ehemals"),
        **spread("then", "danach", "anschließend", "dann"),
        **spread("and", "und"),
        **spread("or", "oder"),
    },
    takes_dots=True,
)
