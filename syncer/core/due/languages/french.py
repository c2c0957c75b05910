"""Owns the French words of the due-date grammar."""

from syncer.core.due.english import ENGLISH
from syncer.core.due.table import before_march, spread

_THIS = ("ce", "cet", "cette")
_UNITS = {"semaine": "week", "mois": "month", "trimestre": "quarter", "semestre": "half", "annee": "year"}
_UNITS |= {"sprint": "sprint"}
_MONTHS = {"janvier": "january", "janv": "january", "fevrier": "february", "fevr": "february", "mars": "march"}
_MONTHS |= {"avril": "april", "avr": "april", "mai": "may", "juin": "june", "juillet": "july", "juil": "july"}
_MONTHS |= {"aout": "august", "septembre": "september", "octobre": "october", "novembre": "november"}
_MONTHS |= {"decembre": "december", "dec": "december"}
_WEEKDAYS = {
    **spread("monday", "lundi", "lun"),
    **spread("tuesday", "mardi", "mar"),
    **spread("wednesday", "mercredi", "mer"),
    **spread("thursday", "jeudi", "jeu"),
    **spread("friday", "vendredi", "ven"),
    **spread("saturday", "samedi", "sam"),
    **spread("sunday", "dimanche", "dim"),
}
_NUMBERS = {"un": "1", "une": "1", "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6"}
_NUMBERS |= {"huit": "8", "neuf": "9", "dix": "10", "onze": "11", "douze": "12", "quinze": "15", "trente": "30"}

TABLE = ENGLISH.extended(
    {
        **_UNITS,
        **_MONTHS,
        **_WEEKDAYS,
        **_NUMBERS,
        **{
            f"sept {unit}": f"7 {plain}"
            for unit, plain in {"jours": "day", "semaines": "week", "mois": "month"}.items()
        },
        **before_march("{} mar", "{} - mar", "{} de mar"),
        **spread("day", "jour", "j"),
        **spread("days", "jours"),
        **spread("weeks", "semaines"),
        **spread("quarters", "trimestres"),
        **spread("year", "an"),
        **spread("years", "ans", "annees"),
        **spread("hours", "heures", "heure"),
        **spread("workday", "jour ouvre", "jour ouvrable", "jour travaille"),
        **spread("workdays", "jours ouvres", "jours ouvrables", "jours travailles"),
        **{f"{unit} {which}": f"next {plain}" for unit, plain in _UNITS.items() for which in ("prochain", "prochaine")},
        **{f"{which} {unit}": f"next {plain}" for unit, plain in _UNITS.items() for which in ("prochain", "prochaine")},
        **{f"{this} {unit} - ci": f"this {plain}" for this in _THIS for unit, plain in _UNITS.items()},
        **{
            f"{unit} {which}": f"this {plain}"
            for unit, plain in _UNITS.items()
            for which in ("en cours", "courant", "actuel", "actuelle")
        },
        **spread("this", *_THIS),
        **spread("today", "aujourd ' hui", "ce soir", "ce jour"),
        **spread("tomorrow", "demain"),
        **spread("overmorrow", "apres - demain", "apres demain"),
        **spread("end", "fin", "la fin", "fin de", "fin d '"),
        **spread("u", "fin de semaine"),
        **spread("eod", "fin de journee", "fin du jour"),
        **spread("start", "debut"),
        **spread("mid", "mi", "la mi", "milieu"),
        **spread("q", "t"),
        **spread("th", "er", "re", "e", "eme", "ieme"),
        **spread("first", "premier", "premiere"),
        **spread("second", "deuxieme", "second", "seconde"),
        **spread("third", "troisieme"),
        **spread("fourth", "quatrieme"),
        **spread("fy", "exercice"),
        **spread(
            "by", "d ' ici", "d ' ici a", "d ' ici au", "d ' ici le", "jusqu ' a", "jusqu ' au", "au plus tard", "pour"
        ),
        **spread("by", "au plus tard le", "dans", "sous", "a", "au", "echeance", "cible"),
        **spread("on", "en", "pendant", "au cours de", "courant"),
        **spread("before", "avant", "avant le", "avant la"),
        **spread("of", "le", "la", "les", "de", "du", "des", "d '", "l '"),
        **spread("asap", "des que possible", "au plus vite", "immediatement", "immediat", "urgent", "tout de suite"),
        **spread(
            "tbd", "a definir", "a determiner", "a preciser", "a planifier", "aucun", "aucune", "sans date", "neant"
        ),
        **spread(
            "tbd", "non planifie", "long terme", "a long terme", "quand possible", "basse priorite", "faible priorite"
        ),
        **spread("deferred", "reporte"),
        **spread("cancelled", "annule"),
        **spread("not", "pas", "ne"),
        **spread("tentative", "provisoire", "a confirmer"),
        **spread("ongoing", "continu", "en continu", "permanent"),
        **spread("weekly", "hebdomadaire", "toutes les semaines"),
        **spread("monthly", "mensuel", "mensuelle", "tous les mois"),
        **spread("quarterly", "trimestriel", "trimestrielle"),
        **spread("done", "fait", "termine", "terminee", "fini", "acheve", "effectue"),
        **spread("undone", "pas fait", "non fait", "non termine", "pas termine"),
        **spread("wip", "en cours", "en attente", "bloque", "a faire", "ouvert", "planifie", "commence"),
        **spread("→", "reporte au", "reporte a", "repousse au", "repousse a", "decale au", "deplace au"),
        **spread("←", "etait", "initialement", "precedemment", "auparavant"),
        **spread("then", "puis", "ensuite"),
        **spread("and", "et"),
        **spread("or", "ou"),
    }
)
