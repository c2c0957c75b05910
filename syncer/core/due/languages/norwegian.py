"""Owns the Norwegian words of the due-date grammar, Bokmål with the Nynorsk forms that differ."""

from syncer.core.due.english import ENGLISH
from syncer.core.due.table import spread

_NEXT = ("neste", "kommende")
_THIS = ("denne", "dette", "inneværende", "naværende")
_UNITS = {"uke": "week", "uka": "week", "uken": "week", "veke": "week", "veka": "week", "maned": "month"}
_UNITS |= {"maneden": "month", "manad": "month", "kvartal": "quarter", "kvartalet": "quarter", "halvar": "half"}
_UNITS |= {"halvaret": "half", "ar": "year", "aret": "year", "sprint": "sprint", "sprinten": "sprint"}
_PLURALS = {"uker": "weeks", "veker": "weeks", "maneder": "months", "manader": "months", "dager": "days"}
_PLURALS |= {"dagar": "days", "sprinter": "sprints", "sprintar": "sprints", "virkedager": "workdays"}
_PLURALS |= {"arbeidsdager": "workdays"}
_MONTHS = {"januar": "january", "februar": "february", "mars": "march", "mai": "may", "juni": "june", "juli": "july"}
_MONTHS |= {"oktober": "october", "okt": "october", "desember": "december", "des": "december"}
_WEEKDAYS = {
    **spread("monday", "mandag", "mandagen", "man", "mandag den"),
    **spread("tuesday", "tirsdag", "tir", "tirs", "tysdag"),
    **spread("wednesday", "onsdag", "ons"),
    **spread("thursday", "torsdag", "tor", "tors"),
    **spread("friday", "fredag", "fre"),
    **spread("saturday", "lørdag", "lør", "laurdag"),
    **spread("sunday", "søndag", "søn", "sundag"),
}
_NUMBERS = {"en": "1", "ei": "1", "ett": "1", "tre": "3", "fire": "4", "fem": "5", "seks": "6", "sju": "7", "syv": "7"}
_NUMBERS |= {"atte": "8", "ni": "9", "elleve": "11", "tolv": "12", "fjorten": "14"}

TABLE = ENGLISH.extended(
    {
        **_UNITS,
        **_PLURALS,
        **_MONTHS,
        **_WEEKDAYS,
        **_NUMBERS,
        **{f"to {unit}": f"2 {plain}" for unit, plain in _PLURALS.items()},
        **{f"ti {unit}": f"10 {plain}" for unit, plain in _PLURALS.items()},
        **spread("day", "dag", "dagen"),
        **spread("hour", "timer", "time"),
        **spread("workday", "virkedag", "arbeidsdag"),
        **{f"{which} {unit}": f"next {plain}" for which in _NEXT for unit, plain in _UNITS.items()},
        **spread("this", *_THIS),
        **spread("this year", "i ar"),
        **spread("today", "i dag", "idag", "i kveld"),
        **spread("tomorrow", "i morgen", "imorgen"),
        **spread("overmorrow", "i overmorgen", "overmorgen"),
        **spread("end", "slutten", "slutten av", "utgangen", "utgangen av", "ende", "slutt"),
        **spread("end month", "manedsslutt"),
        **spread("end year", "arsslutt"),
        **spread("start", "starten", "starten av", "begynnelsen", "begynnelsen av"),
        **spread("mid", "midten", "midten av", "medio"),
        **spread("first", "første"),
        **spread("second", "andre"),
        **spread("third", "tredje"),
        **spread("fourth", "fjerde"),
        **spread("by", "innen", "innan", "om", "til", "til og med", "senest", "seinest", "frist"),
        **spread("before", "før"),
        **spread("of", "det", "av"),
        **spread("on", "den", "i", "pa", "i løpet av"),
        **spread("asap", "snarest", "snarest mulig", "sa snart som mulig", "umiddelbart", "straks", "haster"),
        **spread(
            "tbd",
            "ingen",
            "ikke satt",
            "ikke planlagt",
            "uavklart",
            "ikke avklart",
            "nar det passer",
            "nar mulig",
            "ikke bestemt",
        ),
        **spread("tbd", "en gang", "langsiktig", "pa sikt", "lav prioritet"),
        **spread("deferred", "utsatt"),
        **spread("cancelled", "avlyst"),
        **spread("not", "ikke"),
        **spread("tentative", "foreløpig"),
        **spread("first week", "første uke i", "første uka i", "første uken i"),
        **spread("ongoing", "løpende", "fortløpende", "kontinuerlig"),
        **spread("weekly", "ukentlig"),
        **spread("monthly", "manedlig"),
        **spread("quarterly", "kvartalsvis"),
        **spread("done", "ferdig", "fullført", "utført", "gjort", "løst"),
        **spread("undone", "ikke ferdig", "ikke fullført", "ikke gjort", "ikke utført"),
        **spread("wip", "pagar", "pagaende", "under arbeid", "i gang", "apen", "blokkert", "startet", "planlagt"),
        **spread("→", "flyttet til", "utsatt til", "endret til"),
        **spread("←", "var", "opprinnelig", "tidligere"),
        **spread("then", "deretter", "sa"),
        **spread("and", "og"),
        **spread("or", "eller"),
    },
    takes_dots=True,
)
