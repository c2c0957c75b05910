"""Owns which titles introduce action items, in which language, and how surely."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from syncer.core.wording import fold_title, without_parentheses


class Grade(IntEnum):
    """How surely a title introduces action items; `AGAINST` says that what follows is something else."""

    AGAINST = -1
    NEUTRAL = 0
    WEAK = 1
    STRONG = 2


# Words that may stand beside a head word and leave a title a plain list of actions: `Proposed follow-up actions`.
_BESIDE = frozenset(
    [
        "a",
        "accepted",
        "action",
        "actions",
        "actionable",
        "additional",
        "after",
        "agreed",
        "all",
        "an",
        "and",
        "are",
        "assigned",
        "by",
        "committed",
        "concrete",
        "corrective",
        "current",
        "detailed",
        "details",
        "detection",
        "engineering",
        "following",
        "for",
        "from",
        "further",
        "future",
        "identified",
        "immediate",
        "improvement",
        "improvements",
        "in",
        "incident",
        "infrastructure",
        "key",
        "list",
        "long",
        "long-term",
        "longer",
        "main",
        "medium",
        "medium-term",
        "mid",
        "mid-term",
        "mitigation",
        "mitigating",
        "monitoring",
        "near",
        "near-term",
        "new",
        "next",
        "of",
        "on",
        "open",
        "operational",
        "or",
        "other",
        "our",
        "outstanding",
        "owner",
        "owners",
        "ownership",
        "pending",
        "plan",
        "planned",
        "post",
        "post-incident",
        "post-mortem",
        "postmortem",
        "prevent",
        "preventative",
        "preventing",
        "prevention",
        "preventive",
        "process",
        "product",
        "proposed",
        "pull",
        "recommended",
        "remaining",
        "remedial",
        "remediation",
        "required",
        "requested",
        "resolution",
        "resulting",
        "resultant",
        "review",
        "short",
        "short-term",
        "shorter",
        "specific",
        "suggested",
        "suggestions",
        "summary",
        "table",
        "team",
        "technical",
        "term",
        "the",
        "their",
        "these",
        "this",
        "to",
        "todo",
        "tooling",
        "tracked",
        "tracking",
        "upcoming",
        "we",
        "will",
        "with",
        "work",
    ]
)
# Head words: what a section of action items consists of.
_HEADS = frozenset(
    [
        "action",
        "actions",
        "actionable",
        "actionables",
        "ai",
        "ais",
        "commitments",
        "deliverables",
        "followup",
        "followups",
        "fix",
        "fixes",
        "improvement",
        "improvements",
        "item",
        "items",
        "measure",
        "measures",
        "mitigations",
        "plan",
        "plans",
        "points",
        "project",
        "projects",
        "remediation",
        "remediations",
        "step",
        "steps",
        "tasks",
        "task",
        "tickets",
        "ticket",
        "todo",
        "todos",
        "to-do",
        "to-dos",
        "work",
        "countermeasures",
        "activities",
        "changes",
        "reminders",
    ]
)
_STRONG = re.compile(
    r"\baction(?:s|able)?[ -]?(?:items?|points?|plans?|tasks?|lists?|tracker|register|steps)\b|\bactionables\b"
    r"|\bfollow(?:ing)?[ -]?ups?\b|\bto[ -]?dos?\b|\bcountermeasures\b"
    r"|\b(?:corrective|preventi(?:ve|tive)|preventative|remedial|remediation|improvement|resulting|planned|review|future|agreed|proposed|recommended|required"
    r"|outstanding|pending|remaining|open|further|post[ -]?(?:mortem|incident)|mitigation|mitigating|prevention)"
    r"(?:(?:,| and|/| &| or)? (?:corrective|preventi(?:ve|tive)|preventative|remedial|mitigating|detective|improvement|follow[ -]?up))?"
    r" (?:actions?|tasks|items|tickets|plans?|to-?dos)\b"
    r"|\bcorrective(?:,? (?:and|/|&|or) prevent[a-z]*)? (?:measures|steps)\b|\bactions? (?:following|from|arising|to (?:take|be taken)|required|needed)\b"
    r"|\bnext actions?\b|\b(?:action|work) items?\b|\btask list\b|\bcapa\b"
)
_WEAK = re.compile(
    r"^(?:immediate |short[ -]term |long[ -]term |medium[ -]term |key |our |the )?(?:actions?|(?:tasks?|improvements?|fixes)(?:(?: and |[ /&,]+)(?:tasks?|improvements?|fixes))*(?: to .*)?|next steps?|remediations?|prevention|preventions|preventative"
    r"|improvements?|mitigations?|mitigation strategy|recommendations?|commitments|resolutions? and follow.*|fixes|long[ -]term (?:solutions?|fix(?:es)?)"
    r"|permanent (?:solution|fix)(?:es)?|future|future (?:work|steps|improvements?|mitigations?|measures|considerations|plans?|prevention)|tickets|work ?items|issues filed)$"
    r"|\bnext steps?\b|\b(?:prevent|preventi(?:ve|tive)|preventative|protective|remedial|detective|improvement)[a-z]* (?:measures?|steps?|strategy|work)\b"
    r"|\bprevent(?:ing|ion)?\b.*\b(?:recurr|re-?occurr?|future|again|happening|reoccur)|\bhow (?:do|can|will|could|would|to|are|should)\b.*\b(?:prevent|avoid|improve|better)"
    r"|\bwhat (?:are|is|will|should|can|could|do|did|would|else)\b.*\b(?:do(?:ing)?|chang(?:e|ing)|improv(?:e|ing)|next|prevent|better|differently)\b|\bwhat'?s next\b"
    r"|\bwhat we(?:'re| are| will|'ll| plan| can| should| could| want| need)\b|\b(?:moving|going|looking) (?:forward|ahead)\b|\bahead\b"
    r"|\b(?:improvement|remediation|mitigation|recovery) (?:opportunities|plan|efforts|work|areas)\b|\bareas (?:for|of) improvement\b|\bopportunities (?:for|to) improve|\broom for improvement\b"
    r"|\b(?:planned|proposed|suggested|recommended|required|needed|upcoming|further) (?:changes|improvements?|fix(?:es)?|work|steps|mitigations?|measures|solutions?)\b"
    r"|\bchanges (?:to|we)\b|\bsteps (?:to|we|we're)\b|\bwe(?:'ll| will|'re going to)\b|\blong[ -]term (?:work|improvements?|changes)\b"
)
_AGAINST = re.compile(
    r"\btaken\b|\btime ?line\b|\bcheck ?list\b|\bhistory\b|\bchange ?log\b|\bglossary\b|\bappendix\b|\breferences?\b|\bwent (?:well|wrong|poorly|badly|right|ok)\b|\bgot lucky\b|\blucky\b"
    r"|\blessons?\b|\broot cause|\bfive whys\b|\b5 whys\b|\bwhys\b|\btemplate\b|\binstructions?\b|\bguid(?:e|ance|elines?)\b|\bhow to use\b|\bnotes? (?:to|for)\b|\brelated (?:issues?|prs?|links?|documents?|incidents?|work)\b"
    r"|\bexamples?\b|\bresponse actions?\b|\bactions? (?:log|performed|completed during|during)\b|\bduring (?:the )?(?:incident|outage)\b|\bpossible causes\b|\bcontributing\b|\btriggers?\b"
    r"|\bimmediate (?:response|fix applied)\b|\bwhat happened\b|\bimpact\b|\bevidence\b|\blegend\b|\bcategor(?:y|ies)\b|\bdefinitions?\b|\bdo(?:'s|s)? and don'?t|\bsign[ -]?off\b|\bapprov(?:al|ers?)\b|\bparticipants\b|\battendees\b"
    r"|タイムライン|経緯|教訓|根本原因|うまくいった|カテゴリの説明|チェックリスト|参考|振り返り|时间线|时间轴|经验教训|根因|根本原因|审核|检查清单|复盘总结|参考"
    r"|\bzeitachse|\bzeitverlauf|\bchronolog|\bursache|\blektionen\b|\bcausa ra[ií]z|\bcausa-raiz|\bl[ií]nea de tiempo|\blinha do tempo|\bcronolog[ií]a|\blecciones\b|\blições\b|\baprendi|\bchronologie|\bleçons\b"
    r"|\btomad[oa]s\b|\brealizad[oa]s\b|\bprises\b|\btidslinje\b|\bhva (?:gikk|skjedde)\b|хронологи|уроки|причин"
)
_FINISHED = re.compile(
    r"\b(?:implemented|applied|completed|executed|already done|in place|aplicad[oa]s|implementad[oa]s|ejecutad[oa]s|executad[oa]s|concluíd[oa]s|completad[oa]s|effectuées?|réalisées?|appliquées?|umgesetzt\w*|durchgeführt\w*|gjennomført\w*)\b|実施済|対応済|已实施|已完成"
)
"""What was done already; a list of it counts only where it reads like things to do."""
_FOREIGN_STRONG = re.compile(
    # Japanese, Chinese, Korean
    r"アクション(?:アイテム|プラン|項目|リスト)|^アクション$|(?:対応|改善|是正|残)(?:項目|タスク|アクション)|再発防止|恒久(?:対応|対策)|今後の(?:対応|対策|アクション|タスク|改善)|改善(?:策|案|施策|計画)|是正(?:処置|措置)|フォローアップ|次のアクション|ネクストアクション|todo"
    r"|行动(?:项|计划|事项|清单)|改进(?:措施|项|计划|行动|事项)|整改(?:措施|项|计划|事项)?|后续(?:行动|工作|措施|计划|事项|跟进|改进|任务)|待办|(?:预防|纠正|防范)措施|跟进(?:事项|项)|行動(?:項目|計畫)|改善措施|後續(?:行動|工作)"
    r"|액션 ?아이템|후속 ?조치|재발 ?방지|개선 ?(?:사항|과제|계획)|조치 ?사항"
    # Norwegian, Danish, Swedish
    r"|\baksjonspunkt(?:er)?\b|\baksjoner\b|\btiltak(?:sliste|splan)?\b|\boppfølging(?:spunkter|soppgaver)?\b|\boppgaver\b|\bhandlingspunkter\b|\bopfølgning|\bhandlinger\b|\båtgärd(?:er|slista|splan)?\b|\buppföljning"
    # German, Dutch
    r"|\b(?:folge|korrektur|präventions?|vorbeuge|verbesserungs|gegen|abhilfe|sofort|weitere )?ma(?:ß|ss)nahmen(?:plan|liste|katalog)?\b|\baktions(?:punkte|plan)\b|\b(?:offene |folge)?aufgaben\b|\bhandlungsbedarf\b|\bto-dos?\b"
    r"|\bactiepunten\b|\bvervolgacties\b|\b(?:verbeter)?acties\b|\bmaatregelen\b"
    # French
    r"|\bactions? (?:correctives?|préventives?|à (?:mener|réaliser|entreprendre|prendre|faire|venir)|de suivi|d'amélioration)|\bplan d'action|\b(?:points|éléments) d'action|\bmesures (?:correctives|préventives|à prendre)|\bsuivi des actions"
    # Spanish, Portuguese, Italian
    r"|\b(?:acciones|ações|azioni) (?:correctivas|corretivas|correttive|preventivas|preventive|pendientes|pendentes|de (?:seguimiento|acompanhamento|melhoria|mejora)|a (?:tomar|realizar|seguir)|futuras|propuestas|propostas|derivadas)"
    r"|\bplan de (?:acción|accion|mejora|remediación)|\bplano de (?:ação|acao|melhoria)|\bpiano d'azione|\b(?:puntos|elementos|ítems|items) de (?:acción|accion)|\b(?:itens|pontos) de (?:ação|acao)|\btareas (?:pendientes|de seguimiento)"
    r"|\b(?:medidas|misure) (?:correctivas|corretivas|correttive|preventivas|preventive)|^tareas$|^tarefas$|^pendientes$|^pendências$|^acciones$|^ações$|^azioni$"
    # Russian, Polish
    r"|план (?:действий|работ|мероприятий|улучшений)|\bдействия\b(?! во время)|задачи|мероприятия|корректирующ|\bпункты действий|что (?:нужно |надо )?сделать|\bдальнейшие (?:шаги|действия)|\bdziałania|\bzadania\b"
)
_FOREIGN_WEAK = re.compile(
    r"対策|対応|予防|次のステップ|今後|次にやること|下一步|改进|预防|后续|措施|다음 단계|예방|대책"
    r"|\bneste steg\b|\bforbedring(?:er|spunkter)\b|\bnästa steg\b|\bnæste skridt\b|\bförbättring|\bnächste schritte\b|\bverbesserung|\bprävention\b|\bvolgende stappen\b|\bverbeter"
    r"|\bprochaines étapes\b|\baméliorations?\b|\bprévention\b|\bsuites\b|^actions$|\bpróximos (?:pasos|passos)\b|\bmejoras?\b|\bmelhorias?\b|\bprevención\b|\bprevenção\b|\bremediación\b|\bprossimi passi\b|\bmiglioramenti\b"
    r"|следующие шаги|улучшения|меры|что дальше|следующий шаг"
)
_WORD = re.compile(r"[a-z'’-]+")


@lru_cache(maxsize=4096)
def grade(title: str) -> Grade:
    """How surely `title` (plain text, as written) introduces action items."""
    folded = fold_title(title)
    bare = without_parentheses(folded) or folded
    if not bare or len(bare) > 120:
        return Grade.NEUTRAL
    if _AGAINST.search(folded):
        return Grade.AGAINST
    if _is_strong(bare):
        return Grade.WEAK if _FINISHED.search(bare) else Grade.STRONG
    if _WEAK.search(bare) or _FOREIGN_WEAK.search(bare):
        return Grade.WEAK
    return Grade.NEUTRAL


def _is_strong(bare: str) -> bool:
    found = _STRONG.search(bare)
    if found is None:
        return _FOREIGN_STRONG.search(bare) is not None
    if found[0].startswith("action") or found.end() - found.start() > 12:
        return True
    # `Follow-up` alone is a section of actions, `Performance optimisation follow-up` something else.
    return all(word in _BESIDE or word in _HEADS for word in _WORD.findall(bare.replace(found[0], " ")))
