"""The words of the table in other languages, each beside English, and all of them where the language is unknown."""

from __future__ import annotations

from datetime import date

import pytest
from core.due_cases import PLAIN, PUBLISHED, read, read_anyhow
from core.due_phrases import DATES, NO_DATES

from syncer.core.due import read_due_in_any_language
from syncer.core.due.english import CLASSES, ENGLISH
from syncer.core.due.languages import LANGUAGES, table_of
from syncer.core.due.lexing import pieces, tidy

PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "de": {
        "2026-03-11 written": ("heute", "heute 17 Uhr"),
        "2026-03-12 written": ("morgen", "sofort", "so schnell wie möglich", "dringend", "vor Freitag", "do, 12.3."),
        "2026-03-13 period": (
            "diese Woche",
            "diesen Sprint",
            "Ende des Sprints",
            "Ende dieser Woche",
            "laufende Woche",
        ),
        "2026-03-13 written": (
            "übermorgen",
            "Freitag",
            "bis Freitag",
            "spätestens Freitag",
            "Fr",
            "Freitag 17 Uhr",
            "am Freitag",
        ),
        "2026-03-15 written": ("am 15.",),
        "2026-03-16 computed": ("Anfang nächster Woche",),
        "2026-03-16 written": ("Mo, 16.3.",),
        "2026-03-18 computed": ("binnen einer Woche",),
        "2026-03-18 written": ("5 Arbeitstage",),
        "2026-03-20 period": ("nächste Woche", "bis Ende nächster Woche", "KW 12", "KW12/2026", "12. KW", "Ende KW 12"),
        "2026-03-20 written": ("Freitag nächster Woche",),
        "2026-03-25 computed": ("in 2 Wochen", "in zwei Wochen", "in 14 Tagen"),
        "2026-03-25 written": ("10 Werktage",),
        "2026-03-27 period": ("nächster Sprint", "übernächste Woche", "Sprint 42"),
        "2026-03-31 period": (
            "Ende des Monats",
            "Monatsende",
            "1. Quartal",
            "dieses Quartal",
            "Quartalsende",
            "März",
            "zum Monatsende",
        ),
        "2026-03-31 written": ("bis 31. März 2026",),
        "2026-04-01 computed": ("Anfang April", "in 3 Wochen"),
        "2026-04-01 written": ("verschoben auf 1. April", "2026-04-01 (war 2026-03-01)"),
        "2026-04-10 computed": ("in einem Monat", "innerhalb von 30 Tagen"),
        "2026-04-10 period": ("in zwei Sprints",),
        "2026-04-15 computed": ("Mitte April",),
        "2026-04-15 written": ("bis zum 15. April",),
        "2026-04-30 period": ("Ende April", "bis Ende April", "vor Ende April", "im April"),
        "2026-04-30 written": ("15. April (verschoben auf 30. April)",),
        "2026-05-01 computed": ("Anfang Mai",),
        "2026-05-01 written": ("1. Mai", "1.5.2026"),
        "2026-05-29 period": ("April oder Mai",),
        "2026-06-30 period": ("nächstes Quartal", "1. Halbjahr", "H1", "im Mai oder Juni"),
        "2026-09-30 period": ("Q3 2026", "3. Quartal 2026", "Q2/Q3"),
        "2026-12-04 written": (
            "4. Dezember 2026",
            "4. Dez.",
            "4.12.",
            "4.12.2026",
            "Fr, 4. Dez.",
            "Freitag, den 4. Dezember 2026",
            "bis zum 4.12.",
        ),
        "2026-12-24 written": ("24.12.",),
        "2026-12-31 period": ("4. Quartal", "Jahresende", "dieses Jahr", "bis Jahresende 2026"),
        "2027-01-09 written": ("5.-9. Januar", "5.1.-9.1."),
        "2027-03-31 period": ("1. Quartal 2027",),
        "2027-12-31 period": ("nächstes Jahr",),
        "done": ("erledigt",),
        "none": ("noch offen", "kein", "laufend", "langfristig", "wöchentlich"),
        "unresolved ambiguous-date": ("3/4",),
        "unresolved not-done": ("nicht erledigt",),
        "unresolved not-understood": (
            "nächsten Freitag",
            "diese Wochen",
            "15.",
            "Wochenende",
            "so",
            "do",
            "nächste zwei Wochen",
            "1. Woche",
            "sobald möglich",
            "nach dem Release",
            "von Montag bis Freitag",
            "bis 17 Uhr",
        ),
        "unresolved status-word": ("offen", "in Arbeit"),
    },
    "es": {
        "2026-03-03 written": ("3 mar",),
        "2026-03-11 written": ("hoy",),
        "2026-03-12 written": ("mañana", "lo antes posible", "urgente", "antes del viernes"),
        "2026-03-13 computed": ("en 48 horas",),
        "2026-03-13 period": ("esta semana", "este sprint"),
        "2026-03-13 written": ("pasado mañana", "viernes", "el viernes", "hasta el viernes", "a más tardar el viernes"),
        "2026-03-16 written": ("lunes",),
        "2026-03-18 computed": ("en una semana",),
        "2026-03-20 period": ("la próxima semana", "próxima semana", "la semana que viene", "semana 12"),
        "2026-03-20 written": ("20 de marzo",),
        "2026-03-25 computed": ("en 2 semanas", "en dos semanas"),
        "2026-03-25 written": ("10 días hábiles",),
        "2026-03-26 computed": ("15 días",),
        "2026-03-27 period": ("próximo sprint", "siguiente sprint"),
        "2026-03-31 period": (
            "fin de mes",
            "a fin de mes",
            "primer trimestre",
            "este trimestre",
            "fin de trimestre",
            "antes de fin de mes",
        ),
        "2026-03-31 written": ("antes de abril",),
        "2026-04-01 written": ("1 de abril", "2026-04-01 (antes era 2026-03-01)"),
        "2026-04-04 written": ("el 4 de abril",),
        "2026-04-08 written": ("aplazado al 8 de abril",),
        "2026-04-10 computed": ("dentro de un mes", "en 30 días"),
        "2026-04-15 computed": ("mediados de abril",),
        "2026-04-30 period": ("finales de abril", "a finales de abril", "fin de abril", "abril"),
        "2026-05-01 computed": ("inicio de mayo",),
        "2026-05-29 period": ("abril o mayo",),
        "2026-06-30 period": ("próximo trimestre", "fin de T2"),
        "2026-09-30 period": ("T2/T3", "3er trimestre"),
        "2026-12-04 written": ("4 de diciembre de 2026", "4 de diciembre", "vie 4 dic"),
        "2026-12-31 period": ("T4", "4T 2026", "4º trimestre", "fin de año", "este año"),
        "2027-06-30 period": ("primer semestre de 2027",),
        "2027-12-31 period": ("próximo año",),
        "done": ("hecho", "completado"),
        "none": ("por definir", "ninguno", "largo plazo"),
        "unresolved ambiguous-date": ("1/4/2026",),
        "unresolved not-done": ("no hecho",),
        "unresolved not-understood": (
            "fin de semana",
            "principios de abril",
            "próximo viernes",
            "mar",
            "mar 3",
            "cada semana",
            "después del release",
            "próximo lunes",
        ),
        "unresolved status-word": ("en curso", "pendiente"),
    },
    "fr": {
        "2026-03-03 written": ("3 mar 2026",),
        "2026-03-11 written": ("aujourd'hui",),
        "2026-03-12 written": ("demain", "dès que possible", "urgent", "avant vendredi"),
        "2026-03-13 computed": ("sous 48h", "sous 48 heures"),
        "2026-03-13 period": ("cette semaine", "fin de la semaine", "ce sprint"),
        "2026-03-13 written": ("après-demain", "vendredi", "d'ici vendredi", "vendredi 17h"),
        "2026-03-16 written": ("lundi",),
        "2026-03-17 written": ("mar",),
        "2026-03-18 computed": ("sept jours",),
        "2026-03-20 period": ("semaine prochaine", "la semaine prochaine", "semaine 12"),
        "2026-03-20 written": ("20/03/2026",),
        "2026-03-25 computed": ("dans 2 semaines", "dans deux semaines", "d'ici 2 semaines"),
        "2026-03-25 written": ("10 jours ouvrés",),
        "2026-03-26 computed": ("sous 15 jours", "quinze jours"),
        "2026-03-27 period": ("prochain sprint", "sprint prochain"),
        "2026-03-31 period": (
            "fin du mois",
            "fin de mois",
            "ce mois-ci",
            "d'ici la fin du mois",
            "1er trimestre",
            "ce trimestre",
            "fin de trimestre",
            "avant fin de mois",
        ),
        "2026-04-01 computed": ("début avril",),
        "2026-04-01 written": ("1er avril", "reporté au 1er avril", "2026-04-01 (initialement 2026-03-01)"),
        "2026-04-04 written": ("au plus tard le 4 avril", "jusqu'au 4 avril"),
        "2026-04-07 written": ("mar. 7 avril",),
        "2026-04-10 computed": ("dans un mois",),
        "2026-04-10 period": ("semaine du 6 avril",),
        "2026-04-14 written": ("avant le 15 avril",),
        "2026-04-15 computed": ("mi-avril",),
        "2026-04-15 written": ("le 15 avril",),
        "2026-04-30 period": (
            "mois prochain",
            "fin avril",
            "fin d'avril",
            "avril",
            "d'ici fin avril",
            "avant fin avril",
        ),
        "2026-05-01 written": ("1er mai 2026",),
        "2026-05-08 period": ("4 sprints",),
        "2026-05-29 period": ("fin mai", "avril ou mai"),
        "2026-06-11 computed": ("dans 3 mois",),
        "2026-06-30 period": ("2e trimestre 2026", "trimestre prochain", "1er semestre", "fin T2", "fin de T2 2026"),
        "2026-08-31 period": ("août",),
        "2026-09-30 written": ("30 sept. 2026",),
        "2026-12-03 written": ("avant le 4 décembre",),
        "2026-12-04 written": ("4 décembre 2026", "le 4 décembre", "ven. 4 déc."),
        "2026-12-31 period": ("T4", "T4 2026", "fin d'année", "fin de l'année", "T3/T4", "avant la fin de l'année"),
        "2027-12-31 period": ("l'année prochaine",),
        "done": ("fait", "terminé"),
        "none": ("à définir", "aucun", "hebdomadaire", "en continu"),
        "unresolved ambiguous-date": ("12/04/2026",),
        "unresolved just-over": ("févr.",),
        "unresolved not-done": ("pas fait",),
        "unresolved not-understood": (
            "fin de semaine",
            "vendredi prochain",
            "T+14",
            "le 15",
            "S12",
            "d'ici là",
            "après la release",
        ),
        "unresolved status-word": ("en cours",),
    },
    "ja": {
        "unresolved before-base": ("月初",),
        "2026-03-11 written": ("今日", "本日中", "2026年3月11日 18:00 JST"),
        "2026-03-12 written": ("明日", "至急"),
        "2026-03-13 computed": ("3日以内", "48時間以内"),
        "2026-03-13 period": ("今週中", "今スプリント中", "スプリント末"),
        "2026-03-13 written": ("明後日", "金曜日まで", "今週金曜"),
        "2026-03-16 written": ("3営業日", "3営業日以内"),
        "2026-03-18 computed": ("1週間",),
        "2026-03-20 period": ("来週", "W12"),
        "2026-03-20 written": ("来週金曜日", "来週の金曜日"),
        "2026-03-25 computed": ("2週間後", "二週間後"),
        "2026-03-27 period": ("次スプリント", "次のスプリント", "スプリント42", "再来週", "来スプリント末"),
        "2026-03-31 period": ("今月末", "今四半期", "月末"),
        "2026-04-01 computed": ("来月初め",),
        "2026-04-01 written": (
            "4月1日",
            "4月1日(水)",
            "2026年4月1日",
            "２０２６年４月１日まで",
            "4/1(水)",
            "2026-03-01 → 2026-04-01",
            "4月1日 18時まで",
            "2026/04/01まで",
            "4月1日頃",
            "2026-04-01予定",
            "2026-04-01（仮）",
        ),
        "2026-04-05 written": ("4月1日〜4月5日", "4月1日から4月5日まで"),
        "2026-04-08 written": ("~~4月1日~~ 4月8日", "4月1日 → 4月8日"),
        "2026-04-10 computed": ("30日以内", "1ヶ月後"),
        "2026-04-15 computed": ("4月半ば",),
        "2026-04-19 written": ("2026-04-19 〜継続",),
        "2026-04-30 period": ("来月末まで", "4月末", "2026年4月", "4月", "4月下旬"),
        "2026-05-29 period": ("再来月",),
        "2026-05-30 written": ("2026-05-30 初回、以降 quarterly",),
        "2026-06-11 computed": ("3か月以内",),
        "2026-06-30 period": ("上期", "来四半期末", "H1"),
        "2026-09-30 period": ("第3四半期", "2026年第3四半期", "2026年度第3四半期", "Q3末"),
        "2026-12-01 written": ("十二月一日",),
        "2026-12-31 period": ("2026年度", "下半期", "年末", "年度末", "今年中"),
        "2027-12-31 period": ("来年",),
        "done": ("完了", "対応済み"),
        "none": ("未定", "なし", "継続", "随時", "TBD", "毎週"),
        "unresolved ambiguous-date": ("4/1",),
        "unresolved not-done": ("未完了",),
        "unresolved not-understood": (
            "3日",
            "15日",
            "次の金曜日",
            "4月上旬",
            "4月中旬",
            "2026-04-01以降",
            "4月1日から",
            "次回",
            "4月1日後",
            "4月1日前",
            "今週末",
            "対応予定 4月1日",
            "至急対応",
        ),
        "unresolved status-word": ("対応中", "未着手"),
        "unresolved weekday-contradicts": ("4月1日（木）",),
    },
    "no": {
        "2026-03-11 written": ("i dag", "ons"),
        "2026-03-12 written": ("i morgen", "snarest", "før fredag", "så snart som mulig"),
        "2026-03-13 computed": ("innen 48 timer",),
        "2026-03-13 period": ("denne uken", "denne uka", "slutten av uken", "denne sprinten", "innen utgangen av uken"),
        "2026-03-13 written": (
            "i overmorgen",
            "fredag",
            "innen fredag",
            "senest fredag",
            "fredag 13. mars",
            "fre 13. mars",
        ),
        "2026-03-14 written": ("lørdag",),
        "2026-03-15 written": ("den 15.", "søndag"),
        "2026-03-16 written": ("man", "mandag"),
        "2026-03-20 period": ("neste uke", "uke 12", "i uke 12"),
        "2026-03-25 computed": ("om to uker", "om 2 uker"),
        "2026-03-25 written": ("10 virkedager",),
        "2026-03-27 period": ("neste sprint",),
        "2026-03-31 period": ("denne måneden", "dette kvartalet", "slutten av måneden", "innen utgangen av måneden"),
        "2026-04-01 computed": ("begynnelsen av april",),
        "2026-04-01 written": ("innen 1. april", "2026-04-01 (opprinnelig 2026-03-01)"),
        "2026-04-03 period": ("uke 12-14",),
        "2026-04-08 written": ("utsatt til 8. april",),
        "2026-04-10 computed": ("innen 30 dager", "om en måned"),
        "2026-04-15 computed": ("midten av april",),
        "2026-04-15 written": ("innen den 15. april",),
        "2026-04-30 period": ("slutten av april", "innen utgangen av april", "neste måned", "april", "i april"),
        "2026-04-30 written": ("før 1. mai",),
        "2026-05-01 computed": ("starten av mai",),
        "2026-05-01 written": ("1. mai",),
        "2026-05-17 written": ("17. mai 2026",),
        "2026-05-29 period": ("mai", "utsatt til mai", "april eller mai"),
        "2026-06-11 computed": ("om 3 måneder",),
        "2026-06-30 period": ("neste kvartal", "1. halvår"),
        "2026-09-30 period": ("3. kvartal 2026",),
        "2026-12-04 written": ("4. desember 2026", "4. des.", "4.12."),
        "2026-12-31 period": ("Q4", "4. kvartal", "i år", "slutten av året", "innen slutten av året"),
        "2027-03-31 period": ("1. kvartal 2027",),
        "2027-12-31 period": ("neste år",),
        "done": ("ferdig", "fullført"),
        "none": ("løpende", "ingen", "på sikt"),
        "unresolved not-done": ("ikke ferdig",),
        "unresolved not-understood": ("neste fredag", "to", "halvår", "etter lansering", "neste mandag", "12/3-2026"),
        "unresolved status-word": ("pågår",),
    },
    "pt": {
        "2026-03-03 written": ("3 mar",),
        "2026-03-11 written": ("hoje",),
        "2026-03-12 written": ("amanhã", "o mais rápido possível", "urgente", "antes de sexta", "até amanhã"),
        "2026-03-13 computed": ("em 48 horas",),
        "2026-03-13 period": ("esta semana", "neste sprint"),
        "2026-03-13 written": ("depois de amanhã", "sexta-feira", "até sexta-feira", "até sexta"),
        "2026-03-16 written": ("segunda-feira", "seg 16 mar"),
        "2026-03-17 written": ("terça",),
        "2026-03-20 computed": ("dez dias",),
        "2026-03-20 period": ("próxima semana", "semana que vem", "semana 12", "na próxima semana"),
        "2026-03-20 written": ("20 de março",),
        "2026-03-25 computed": ("em 2 semanas", "em duas semanas"),
        "2026-03-25 written": ("10 dias úteis",),
        "2026-03-26 computed": ("15 dias",),
        "2026-03-27 period": ("próximo sprint",),
        "2026-03-31 period": (
            "fim do mês",
            "este trimestre",
            "fim do trimestre",
            "março",
            "mar",
            "até o fim do mês",
            "este mês",
        ),
        "2026-04-01 computed": ("início de abril",),
        "2026-04-01 written": ("1º de abril",),
        "2026-04-08 written": ("adiado para 8 de abril",),
        "2026-04-10 computed": ("dentro de um mês",),
        "2026-04-15 computed": ("meados de abril",),
        "2026-04-15 written": ("até 15 de abril",),
        "2026-04-30 period": (
            "final de abril",
            "fim de abril",
            "abril",
            "até o fim de abril",
            "mês que vem",
            "próximo mês",
        ),
        "2026-05-01 computed": ("início de maio",),
        "2026-05-01 written": ("1 de maio",),
        "2026-05-29 period": ("abril ou maio",),
        "2026-06-30 period": ("próximo trimestre", "fim de T2"),
        "2026-09-30 period": ("set",),
        "2026-10-30 period": ("out",),
        "2026-12-04 written": ("4 de dezembro de 2026",),
        "2026-12-10 written": ("10 dez",),
        "2026-12-31 period": ("T4", "4º trimestre", "fim do ano", "2º semestre"),
        "2027-12-31 period": ("próximo ano",),
        "done": ("concluído", "feito"),
        "none": ("a definir", "nenhum", "longo prazo"),
        "unresolved not-done": ("não feito",),
        "unresolved not-understood": (
            "fim de semana",
            "próxima sexta",
            "a cada semana",
            "depois do release",
            "sexta que vem",
        ),
        "unresolved status-word": ("em andamento",),
    },
    "ru": {
        "2026-03-11 written": ("сегодня",),
        "2026-03-12 written": ("завтра", "срочно"),
        "2026-03-13 period": ("на этой неделе",),
        "2026-03-13 written": ("в пятницу", "до пятницы", "к пятнице", "пт 13 марта"),
        "2026-03-20 period": ("на следующей неделе",),
        "2026-03-25 computed": ("через 2 недели", "через две недели"),
        "2026-03-25 written": ("10 рабочих дней",),
        "2026-03-27 period": ("следующий спринт",),
        "2026-03-31 period": ("до конца месяца", "март"),
        "2026-04-01 written": ("2026-04-01 (было 2026-03-01)", "до 1 апреля"),
        "2026-04-10 computed": ("в течение 30 дней", "через месяц"),
        "2026-04-15 computed": ("середина апреля",),
        "2026-04-30 period": (
            "до конца апреля",
            "конец апреля",
            "апрель",
            "в следующем месяце",
            "в апреле",
            "в конце апреля",
        ),
        "2026-05-01 computed": ("начало мая",),
        "2026-09-30 period": ("в 3 квартале",),
        "2026-12-04 written": ("4 декабря 2026", "4 декабря 2026 г.", "4.12.2026"),
        "done": ("готово", "сделано"),
        "none": ("нет", "еженедельно"),
        "unresolved not-done": ("не готово",),
        "unresolved not-understood": ("на следующей неделе в пятницу", "после релиза"),
        "unresolved status-word": ("в работе",),
    },
    "zh": {
        "2026-03-11 written": ("今天",),
        "2026-03-12 written": ("明天", "尽快", "马上"),
        "2026-03-13 computed": ("3天内",),
        "2026-03-13 period": ("本周", "本迭代"),
        "2026-03-13 written": ("后天", "本周五", "周五", "星期五", "本週五"),
        "2026-03-15 written": ("星期天",),
        "2026-03-16 written": ("下周一 18:00", "3个工作日内"),
        "2026-03-18 computed": ("一周",),
        "2026-03-20 period": ("下周", "第12周"),
        "2026-03-20 written": ("下周五", "下週五"),
        "2026-03-25 computed": ("两周后", "两周内"),
        "2026-03-25 written": ("10个工作日",),
        "2026-03-27 period": ("下个迭代",),
        "2026-03-31 period": ("本月底", "月底", "本季度", "本月", "第一季度"),
        "2026-04-01 computed": ("4月初",),
        "2026-04-01 written": (
            "4月1日",
            "四月一日",
            "2026年4月1日",
            "截止4月1日",
            "4月1日（周三）",
            "4月1日(三)",
            "4月1日 18点",
        ),
        "2026-04-05 written": ("4月1日至4月5日", "4月1日或4月5日"),
        "2026-04-08 written": ("推迟到4月8日", "原定4月1日，推迟到4月8日", "4月8日（原定4月1日）"),
        "2026-04-10 computed": ("30天内",),
        "2026-04-10 period": ("2个冲刺",),
        "2026-04-15 written": ("4月15号",),
        "2026-04-30 period": ("下个月", "下月底", "2026年4月", "4月底", "下個月"),
        "2026-05-29 period": ("5月",),
        "2026-06-11 computed": ("三个月内",),
        "2026-06-30 period": ("下季度", "上半年", "下个季度"),
        "2026-09-30 period": ("第三季度", "三季度", "2026年第3季度", "Q3"),
        "2026-10-30 period": ("十月底",),
        "2026-12-31 period": ("年底", "今年", "今年底", "2026年底", "下半年"),
        "2027-12-31 period": ("明年", "2027年"),
        "done": ("完成", "已完成"),
        "none": ("待定", "无", "持续", "每月"),
        "unresolved not-done": ("未完成",),
        "unresolved not-understood": ("周末", "本周末", "4月中旬", "周五前", "4月1日前", "个月", "半年"),
        "unresolved status-word": ("进行中",),
    },
}
ENGLISH_TOO = DATES | NO_DATES
CASES = [
    (language, text, expected)
    for language, answers in PHRASES.items()
    for expected, texts in answers.items()
    for text in texts
]
MORE: dict[str, dict[str, str]] = {
    "de": {
        "erste Woche April": "2026-04-03 period",
        "Woche vom 6. April": "2026-04-10 period",
        "erledigt am 1.3.2026": "done 2026-03-01",
        "erledigt bis Freitag": "2026-03-13 written",
        "2026-04-01 (vorläufig)": "2026-04-01 written",
        "2026-04-01 (verschoben)": "unresolved taken-back",
        "2026-04-01 (nicht sicher)": "unresolved taken-back",
        "2026-04-01, danach monatlich": "2026-04-01 written",
        "diese oder nächste Woche": "2026-03-20 period",
        "vor dem 15.": "2026-03-13 written",
        "zurückgestellt": "none",
    },
    "fr": {
        "première semaine d'avril": "2026-04-03 period",
        "terminé le 1 mars 2026": "done 2026-03-01",
        "fin de journée": "2026-03-11 written",
        "reporté": "none",
        "2026-04-01 (reporté)": "unresolved taken-back",
        "2026-04-01 (provisoire)": "2026-04-01 written",
    },
    "es": {
        "hecho el 1 de marzo": "done 2026-03-01",
        "semana del 6 de abril": "2026-04-10 period",
        "primera semana de abril": "2026-04-03 period",
        "no más tarde del viernes": "2026-03-13 written",
        "2026-04-01 (cancelado)": "unresolved taken-back",
    },
    "pt": {
        "concluído em 1 de março": "done 2026-03-01",
        "primeira semana de abril": "2026-04-03 period",
        "um dia": "unresolved not-understood",
        "2026-04-01 (adiado)": "unresolved taken-back",
    },
    "no": {
        "første uke i april": "2026-04-03 period",
        "ferdig 1. mars": "done 2026-03-01",
        "utsatt": "none",
        "2026-04-01 (foreløpig)": "2026-04-01 written",
    },
    "ja": {
        "4月6日の週": "2026-04-10 period",
        "完了 2026-03-01": "done 2026-03-01",
        "4月1日（延期）": "unresolved taken-back",
        "2026年度第3四半期": "2026-09-30 period",
        "2026年度Q3": "2026-09-30 period",
    },
    "zh": {
        "4月6日那周": "2026-04-10 period",
        "已完成 2026-03-01": "done 2026-03-01",
        "4月1日完成": "unresolved done-or-due",
        "4月1日（取消）": "unresolved taken-back",
    },
    "ru": {"готово до пятницы": "2026-03-13 written", "готово 1 марта": "done 2026-03-01"},
}
CASES += [(language, text, expected) for language, answers in MORE.items() for text, expected in answers.items()]
# What another language reads as something else, so that nobody can say which is meant.
CONTESTED = {"mar", "neste sprint"}
# What another language reads, while this one does not.
READ_ELSEWHERE = {"mar 3"}


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_a_phrase_means_the_same_in_another_language(language: str, text: str, expected: str) -> None:
    assert read(text, language=language) == expected


@pytest.mark.parametrize(("text", "expected"), sorted({(text, expected) for _, text, expected in CASES}))
def test_a_phrase_is_known_where_its_language_is_not(text: str, expected: str) -> None:
    if text in CONTESTED:
        assert read_anyhow(text) == "unresolved languages-disagree"
    elif expected.startswith("unresolved"):
        assert text in READ_ELSEWHERE or read_anyhow(text).startswith("unresolved")
    else:
        assert read_anyhow(text) == expected


def test_the_note_says_how_to_settle_a_disagreement() -> None:
    assert "--lang" in read_due_in_any_language("mar", PUBLISHED, PLAIN).note


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("mar", "en", "2026-03-31 period"),
        ("mar", "fr", "2026-03-17 written"),
        ("mar", "es", "unresolved not-understood"),
        ("man", "en", "unresolved not-understood"),
        ("man", "no", "2026-03-16 written"),
        ("set", "pt", "2026-09-30 period"),
        ("set", "en", "unresolved not-understood"),
        ("to", "no", "unresolved not-understood"),
        ("out", "pt", "2026-10-30 period"),
        ("out", "en", "unresolved not-understood"),
        ("sexta", "pt", "2026-03-13 written"),
        ("Freitag", "fr", "unresolved not-understood"),
        ("T4", "fr", "2026-12-31 period"),
        ("T4", "en", "unresolved not-understood"),
        ("2026-12-04T10:00Z", "fr", "2026-12-04 written"),
        ("next sprint", "ja", "2026-03-27 period"),
    ],
)
def test_the_language_selects_one_table_beside_english(text: str, language: str, expected: str) -> None:
    assert read(text, language=language) == expected


@pytest.mark.parametrize(
    ("language", "known"),
    [
        *(
            ("de", True),
            ("de-AT", True),
            ("DE_de", True),
            ("pt-BR", True),
            ("zh-Hans", True),
            ("nb", True),
            ("nn-NO", True),
        ),
        *(("en", False), ("en-GB", False), ("xx", False), ("", False), ("klingon", False)),
    ],
)
def test_a_language_may_have_a_region(language: str, *, known: bool) -> None:
    assert (table_of(language) is not None) is known
    assert read("2026-04-01", language=language) == "2026-04-01 written"


@pytest.mark.parametrize("language", LANGUAGES)
def test_english_means_the_same_in_a_document_of_another_language(language: str) -> None:
    wrong = {
        text: read(text, language=language)
        for text, expected in ENGLISH_TOO.items()
        if read(text, language=language) != expected
    }
    assert not wrong


def test_without_a_base_every_language_says_so() -> None:
    assert read_anyhow("nächste Woche", None) == "unresolved no-base"
    assert read_anyhow("来週", None) == "unresolved no-base"
    assert read_anyhow("fin avril 2026", None) == "2026-04-30 period"


def test_the_reason_of_the_language_that_knows_more_is_given() -> None:
    assert read_anyhow("nächster Sprint", PUBLISHED, PLAIN) == "unresolved no-sprint-calendar"
    assert read_anyhow("März", date(2026, 4, 10)) == "unresolved just-over"
    assert read_anyhow("mar", date(2026, 4, 10)) == "unresolved languages-disagree"
    assert read_anyhow("12/4") == "unresolved ambiguous-date"
    assert read_anyhow("gibberish") == "unresolved not-understood"


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_every_phrase_of_a_table_can_be_met_and_is_understood(language: str) -> None:
    table = table_of(language) or ENGLISH
    unknown = {"u", "not", "weekend", "martes-o-marzo"}
    for phrase, plain in table.phrases.items():
        written = " ".join(piece.text for piece in pieces(tidy(phrase.replace(" - ", "-"))))
        assert written == phrase
        for word in plain:
            known = word in CLASSES or word in ENGLISH.phrases or word.isdecimal() or word in {"of", "th"}
            assert known or word in unknown, f"{phrase!r} stands for {word!r}"
