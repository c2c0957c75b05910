"""Owns what dates, periods and times from now look like: only their shape, not what they mean.

Each text is a regular expression over several lines, matched against folded text.
"""

from __future__ import annotations

from syncer.core.patterns import joined

MONTHS = joined(r"""
    (?:jan(?:uary|uar|vier|eiro)?|ene(?:ro)?|feb(?:ruary|ruar|rero)?|fev(?:ereiro)?|févr?(?:ier)?|mar(?:ch|s|zo|ço)?
    |märz?|mrz|apr(?:il)?|avr(?:il)?|abr(?:il)?|may|mai|mayo|maio|june?|juni|juin|junio|junho|july?|juli|juil(?:let)?
    |julio|julho|aug(?:ust)?|août|ago(?:sto)?|sept?(?:ember)?|set(?:embro)?|septiembre|septembre|oct(?:ober|obre
    |ubre)?|okt(?:ober)?|out(?:ubro)?|nov(?:ember|embre|iembre|embro)?|dec(?:ember)?|dez(?:ember|embro)?
    |dic(?:iembre)?|déc(?:embre)?|des(?:ember)?)
""")

_WEEKDAYS = joined(r"""
    (?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|lunes
    |martes|miércoles|jueves|viernes|lundi|mardi|mercredi|jeudi|vendredi|segunda|terça|quarta|quinta|sexta
""")

_COUNT = joined(r"""
    (?:\d{1,3}|a|an|one|two|three|four|five|six|a couple of|a few|few|several|couple of)
""")

_UNIT = joined(r"""
    (?:(?:business |working |calendar )?days?|weeks?|wks?|months?|quarters?|sprints?|hours?|hrs?|years?|iterations?
    |releases?)
""")

_PERIOD = joined(r"""
    (?:week|month|quarter|sprint|year|half|iteration|release|cycle|milestone|monday|tuesday|wednesday|thursday|friday)
""")

_ALONE = r"(?=$|[,;.)(/–—-]| [–—(\d-])"
"""What may stand behind a word that also means something else: `May`, `Set`, `Sat`."""

DAY = joined(rf"""
    (?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:t[\d:]{{4,8}}z?)?|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}|\d{{4}}-\d{{2}}(?![\d-])
    |{MONTHS}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? '?\d{{4}})?(?!\d)|\d{{1,2}}(?:st|nd|rd|th
    |\.)?[ -](?:of )?(?:de )?{MONTHS}\.?(?:[ ,-]{{1,2}}(?:de )?\d{{2,4}})?(?![\w])|{MONTHS},? \d{{4}}
    |\d{{4}}年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?|\d{{1,2}}月(?:\d{{1,2}}日|末|中旬|上旬|下旬)?)
""")

LOOSE_DAY = joined(rf"""
    (?:{DAY}|(?:fy ?'?\d{{2,4}}[ -]?)?[qh][1-4](?:[ /-]?(?:fy)?'?\d{{2,4}})?(?!\w)|\d{{4}}[ -]?[qh][1-4]
    |[1-4]q ?'?\d{{2,4}}|\d[hq]\d{{2,4}}|(?:end[- ]of[- ](?:the )?(?:this |next )?
    |the end of (?:the )?(?:this |next )?|eo|mid[- ]|early |late |start of |beginning of )(?:{_PERIOD}|day|d|w|m
    |q[1-4]?|y|{MONTHS}|[qh][1-4])(?: \d{{4}})?(?!\w)|(?:this|next|the next|current|the coming|coming|following
    |the following) {_PERIOD}(?!\w)|(?:next|within|in|over(?: the)?)? ?(?:the )?(?:next )?{_COUNT} {_UNIT}(?!\w)
    |(?:{_WEEKDAYS}){_ALONE}|today(?!\w)|tomorrow(?!\w)|tonight(?!\w)|asap(?!\w)|immediately(?!\w)|(?:kw|cw|week|w
    |sprint) ?\d{{1,3}}(?!\w)|\d{{1,2}}w(?!\w)|(?:próxim[oa]|prochaine?|nächste[nr]?|neste|diese[nr]?
    |est[ea]) (?:semana|mes|mês|trimestre|sprint|semaine|mois|woche|monat|quartal|uke|måned|kvartal)|(?:fin|final
    |ende) (?:de |des |del |do )?(?:{MONTHS}|mes|mês|mois|monats|quartals|trimestre|[qh][1-4])|(?:来|今|翌|次)(?:週|月
    |期|四半期|スプリント)(?:中|末)?|(?:年|月|週|期|四半期)末|(?:本|下|这|下个)(?:周|月|季度|迭代)(?:末|底|内)?
    |下周[一二三四五六日]?|即日|至急|随時|{MONTHS}{_ALONE})
""")

DUE_LEADS = joined(r"""
    due(?: dates?| by| on| before)?|by|until|till|before|no later than|not later than|etas?|deadline|target(?: date)?
    |bis(?: zum| zur| spätestens)?|spätestens(?: am| bis)?|fällig(?: am| bis| zum)?|frist|avant(?: le| la)?
    |d['’]ici(?: le| la| à| au| fin)?|jusqu['’](?:au?|à)|au plus tard(?: le)?|échéance|antes del?|hasta(?: el| la)?
    |vence(?: el)?|fecha límite|até(?: o| a| ao)?|prazo|innen|senest|до|не позднее|срок|期限|締め?切り?|截止(?:日期)?
""")
"""Words that lead up to a due date behind something else."""
