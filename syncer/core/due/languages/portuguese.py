"""Owns the Portuguese words of the due-date grammar."""

from syncer.core.due.english import ENGLISH
from syncer.core.due.table import spread

_THIS = ("este", "esta", "neste", "nesta", "esse", "essa", "nesse", "nessa")
_UNITS = {"semana": "week", "mes": "month", "trimestre": "quarter", "semestre": "half", "ano": "year"}
_UNITS |= {"sprint": "sprint"}
_MONTHS = {"janeiro": "january", "fevereiro": "february", "fev": "february", "marco": "march", "abril": "april"}
_MONTHS |= {"abr": "april", "maio": "may", "mai": "may", "junho": "june", "julho": "july", "agosto": "august"}
_MONTHS |= {"ago": "august", "setembro": "september", "set": "september", "outubro": "october", "out": "october"}
_MONTHS |= {"novembro": "november", "dezembro": "december", "dez": "december"}
_WEEKDAYS = {
    **spread("monday", "segunda", "segunda - feira", "segunda feira", "seg"),
    **spread("tuesday", "terca", "terca - feira", "terca feira", "ter"),
    **spread("wednesday", "quarta", "quarta - feira", "quarta feira", "qua"),
    **spread("thursday", "quinta", "quinta - feira", "quinta feira", "qui"),
    **spread("friday", "sexta", "sexta - feira", "sexta feira", "sex"),
    **spread("saturday", "sabado", "sab"),
    **spread("sunday", "domingo", "dom"),
}
_NUMBERS = {"um": "1", "uma": "1", "dois": "2", "duas": "2", "tres": "3", "quatro": "4", "cinco": "5", "seis": "6"}
_NUMBERS |= {"sete": "7", "oito": "8", "nove": "9", "dez": "10", "onze": "11", "doze": "12", "quinze": "15"}
_NUMBERS |= {"trinta": "30"}

TABLE = ENGLISH.extended(
    {
        **_UNITS,
        **_NUMBERS,
        **_MONTHS,
        **_WEEKDAYS,
        **{
            f"dez {unit}": f"10 {plain}" for unit, plain in {"dias": "day", "semanas": "week", "meses": "month"}.items()
        },
        **spread("day", "dia"),
        **spread("days", "dias"),
        **spread("weeks", "semanas"),
        **spread("months", "meses"),
        **spread("years", "anos"),
        **spread("hours", "horas", "hora"),
        **spread("workday", "dia util"),
        **spread("workdays", "dias uteis"),
        "dez dias uteis": "10 workday",
        **{f"{which} {unit}": f"next {plain}" for unit, plain in _UNITS.items() for which in ("proximo", "proxima")},
        **{f"{unit} que vem": f"next {plain}" for unit, plain in _UNITS.items()},
        **{f"{unit} {which}": f"next {plain}" for unit, plain in _UNITS.items() for which in ("seguinte", "proximo")},
        **{f"{unit} atual": f"this {plain}" for unit, plain in _UNITS.items()},
        **spread("this", *_THIS),
        **spread("today", "hoje", "hoje a noite"),
        **spread("tomorrow", "amanha"),
        **spread("overmorrow", "depois de amanha"),
        **spread("end", "fim", "fim de", "final", "final de", "fins de"),
        **spread("u", "fim de semana", "final de semana"),
        **spread("start", "inicio", "comeco"),
        **spread("mid", "meados", "meados de", "em meados de", "meio"),
        **spread("q", "t"),
        **spread("th", "º", "ª", "°"),
        **spread("first", "primeiro", "primeira"),
        **spread("second", "segundo"),
        **spread("third", "terceiro"),
        **spread("fourth", "quarto"),
        **spread("fy", "ano fiscal", "exercicio"),
        **spread("by", "ate", "ate o", "ate a", "ate ao", "dentro de", "daqui a", "o mais tardar"),
        **spread("by", "prazo", "para", "para o", "meta", "no maximo ate"),
        **spread("on", "em", "no", "na", "a", "durante"),
        **spread("before", "antes", "antes de", "antes do", "antes da"),
        **spread("of", "o", "os", "as", "de", "do", "da", "dos", "das"),
        **spread("asap", "o mais rapido possivel", "o quanto antes", "imediatamente", "imediato", "urgente"),
        **spread("tbd", "a definir", "a determinar", "a confirmar", "nenhum", "nenhuma", "sem data", "sem prazo"),
        **spread(
            "tbd",
            "nao planejado",
            "longo prazo",
            "a longo prazo",
            "algum dia",
            "nao se aplica",
            "quando possivel",
            "baixa prioridade",
        ),
        **spread("u", "um dia"),
        **spread("deferred", "adiado"),
        **spread("cancelled", "cancelado"),
        **spread("not", "nao"),
        **spread("tentative", "provisorio"),
        **spread("ongoing", "continuo", "continua", "permanente"),
        **spread("weekly", "semanal", "semanalmente"),
        **spread("monthly", "mensal", "mensalmente"),
        **spread("quarterly", "trimestral"),
        **spread("done", "feito", "concluido", "concluida", "pronto", "finalizado"),
        **spread("undone", "nao feito", "nao concluido", "nao concluida", "nao finalizado"),
        **spread("wip", "em andamento", "em progresso", "em curso", "pendente", "bloqueado", "aberto", "a fazer"),
        **spread("→", *(f"{verb} {to}" for verb in ("movido", "adiado", "alterado") for to in ("para", "para o"))),
        **spread("←", "era", "originalmente", "anteriormente"),
        **spread("then", "depois", "em seguida"),
        **spread("and", "e"),
        **spread("or", "ou"),
    }
)
