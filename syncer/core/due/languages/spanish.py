"""Owns the Spanish words of the due-date grammar."""

from syncer.core.due.english import ENGLISH
from syncer.core.due.table import before_march, spread

_THIS = ("este", "esta")
_UNITS = {"semana": "week", "mes": "month", "trimestre": "quarter", "semestre": "half", "ano": "year"}
_UNITS |= {"sprint": "sprint"}
_MONTHS = {"enero": "january", "ene": "january", "febrero": "february", "marzo": "march", "abril": "april"}
_MONTHS |= {"abr": "april", "mayo": "may", "junio": "june", "julio": "july", "agosto": "august", "ago": "august"}
_MONTHS |= {"septiembre": "september", "setiembre": "september", "set": "september", "octubre": "october"}
_MONTHS |= {"noviembre": "november", "diciembre": "december", "dic": "december"}
_WEEKDAYS = {
    **spread("monday", "lunes", "lun"),
    **spread("tuesday", "martes"),
    **spread("wednesday", "miercoles", "mie"),
    **spread("thursday", "jueves", "jue"),
    **spread("friday", "viernes", "vie"),
    **spread("saturday", "sabado", "sab"),
    **spread("sunday", "domingo", "dom"),
}
_NUMBERS = {"un": "1", "una": "1", "uno": "1", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6"}
_NUMBERS |= {"siete": "7", "ocho": "8", "nueve": "9", "diez": "10", "once": "11", "doce": "12", "quince": "15"}
_NUMBERS |= {"treinta": "30"}

TABLE = ENGLISH.extended(
    {
        **_UNITS,
        **_MONTHS,
        **_WEEKDAYS,
        **_NUMBERS,
        "mar": "martes-o-marzo",
        **before_march("{} mar", "{} - mar", "{} de mar"),
        **spread("day", "dia"),
        **spread("days", "dias"),
        **spread("weeks", "semanas"),
        **spread("months", "meses"),
        **spread("years", "anos"),
        **spread("hours", "horas", "hora"),
        **spread(
            "workday", "dia habil", "dias habiles", "dia laborable", "dias laborables", "dia laboral", "dias laborales"
        ),
        **{f"{which} {unit}": f"next {plain}" for unit, plain in _UNITS.items() for which in ("proximo", "proxima")},
        **{f"{unit} {which}": f"next {plain}" for unit, plain in _UNITS.items() for which in ("proximo", "proxima")},
        **{f"siguiente {unit}": f"next {plain}" for unit, plain in _UNITS.items()},
        **{f"{unit} que viene": f"next {plain}" for unit, plain in _UNITS.items()},
        **{f"{unit} {which}": f"this {plain}" for unit, plain in _UNITS.items() for which in ("actual", "en curso")},
        **spread("this", *_THIS),
        **spread("today", "hoy", "esta noche"),
        **spread("tomorrow", "manana"),
        **spread("overmorrow", "pasado manana"),
        **spread(
            "end", "fin", "fin de", "final", "final de", "finales", "a finales", "a finales de", "fines", "a fines"
        ),
        **spread("u", "fin de semana"),
        **spread("end week", "fin de la semana", "final de semana"),
        **spread("start", "inicio", "comienzo", "inicios"),
        **spread("mid", "mediados", "a mediados", "a mediados de", "mitad"),
        **spread("q", "t"),
        **spread("th", "º", "ª", "°", "er", "ro"),
        **spread("first", "primer", "primero", "primera"),
        **spread("second", "segundo", "segunda"),
        **spread("third", "tercer", "tercero"),
        **spread("fourth", "cuarto"),
        **spread("fy", "ano fiscal", "ejercicio"),
        **spread(
            "by",
            "hasta",
            "hasta el",
            "para",
            "para el",
            "a mas tardar",
            "a mas tardar el",
            "no mas tarde de",
            "no mas tarde del",
        ),
        **spread("by", "dentro de", "fecha limite", "vence", "objetivo"),
        **spread("on", "en", "a", "el", "al", "durante"),
        **spread("before", "antes", "antes de", "antes del"),
        **spread("of", "la", "los", "las", "de", "del"),
        **spread("asap", "lo antes posible", "cuanto antes", "inmediatamente", "inmediato", "urgente", "de inmediato"),
        **spread(
            "tbd", "por definir", "por determinar", "por confirmar", "a definir", "ninguno", "ninguna", "sin fecha"
        ),
        **spread(
            "tbd", "no planificado", "largo plazo", "a largo plazo", "algun dia", "no aplica", "cuando sea posible"
        ),
        **spread("tbd", "baja prioridad"),
        **spread("deferred", "aplazado", "pospuesto"),
        **spread("cancelled", "cancelado"),
        **spread("tentative", "tentativo", "provisional"),
        **spread("ongoing", "continuo", "continua", "permanente"),
        **spread("weekly", "semanal", "semanalmente"),
        **spread("monthly", "mensual", "mensualmente"),
        **spread("quarterly", "trimestral"),
        **spread("done", "hecho", "listo", "completado", "terminado", "finalizado"),
        **spread("undone", "no hecho", "no completado", "no terminado", "sin terminar"),
        **spread("wip", "en curso", "en progreso", "en proceso", "pendiente", "bloqueado", "abierto", "planificado"),
        **spread("→", *(f"{verb} {to}" for verb in ("movido", "aplazado", "pospuesto") for to in ("a", "al", "para"))),
        **spread("←", "era", "originalmente", "anteriormente", "antes era"),
        **spread("then", "luego", "despues"),
        **spread("and", "y"),
        **spread("or", "o", "o bien"),
    }
)
