"""Owns phrases that say nothing, or only what should be written in their place."""

from __future__ import annotations

NOTHING = """
    a definir|aucun|aucune|da definire|geen|ikke satt|ingen|ingen ennå|inget|keine|keiner|n.a|n/a|na|nader te bepalen
    |nenhum|nenhuma|nessuno|nicht zugewiesen|nil|ninguna|ninguno|no owner|nobody|non assigné|none|not assigned
    |not scheduled|not set|not yet assigned|null|por asignar|por definir|sin asignar|tba|tbc|tbd|tbd?|to be assigned
    |to be decided|to be defined|to be determined|unassigned|unbekannt|undefined|unknown|à définir|à déterminer
    |не назначен|не определен|не определено|нет|なし|待分配|待定|待指定|待补充|无|暂无|未アサイン|未割り当て|未割当
    |未定|無|無し|該当なし|미정|없음
"""
"""Texts that say that there is nothing, separated by bars."""

PLACEHOLDER = r"""
    (?:[\[<{]{1,2}\s*[^\s\[\]<>{}()]{1,30}(?:\s+[^\s\[\]<>{}()]{1,30}){0,3}\s*[\]>}]{1,2}\s*){1,3}
    |[\[<{]{1,2}\s*(?:describe|insert|specific|concrete|ex|e\.?g\.?|what|who|brief|short|example|link|todo|name
    |detailed)\b[^\[\]<>{}]{0,120}[\]>}]{1,2}|@?(?:your |the )?(?:name|owner|owners|person|assignee|username|handle
    |team|team name|owner name|responsible(?: person)?|first last|full name)\d?|(?:yyyy|aaaa|jjjj)[-/.](?:mm
    |mmm)[-/.](?:dd|jj|tt)|(?:dd|jj|tt)[-/.]mm[-/.](?:yyyy|yy|aaaa|jjjj)|mm[-/.]dd[-/.](?:yyyy|yy)|date|due date
    |deadline|target date|link|link to .{1,40}|url|ticket(?: ?(?:link|id|number))?|status|priority|(?:issue|ticket
    |jira|bug)?[ #-]?(?:x{2,}|n{2,}|0{3,}|#{1,})|[a-z]{2,10}-(?:x{1,}|n{2,}|0{3,}|#{1,}|\?+)|(?:high|medium|low
    |p[0-4])(?: ?[/|] ?(?:high|medium|low|p[0-4]))+|(?:open|done|todo|in progress)(?: ?[/|] ?(?:open|done|todo|closed
    |in progress|complete[d]?|blocked)){1,5}|(?:action|action item|item|task|description|follow[- ]?up|step|todo|what
    |improvement|(?:specific |concrete )?action(?: item)? (?:description|title|details|here)|e\.?g\.?[,:]? .{0,80}
    |add .{0,20}here|placeholder.{0,40}|lorem ipsum.{0,80}|list of .{1,60})(?: ?(?:#?\d{1,2}|[a-c]|one|two
    |three))?[.:…]{0,3}
"""
"""Texts that only say what should be written: `[Name]`, `<owner>`, `YYYY-MM-DD`, `Action item 1`."""

HOUSEKEEPING = r"""
    .*\b(?:post-?mortem|retro(?:spective)?|incident (?:report|review|record|document)|action items?|follow-?ups?
    |owners?
    |due dates?|timeline|root cause|lessons?|stakeholders?|severity|status page|runbooks?|checklist)\b.*\b(?:assigned
    |agreed|created|shared|reviewed|published|scheduled|completed?|updated|documented|identified|notified|verified
    |confirmed|held|communicated|written|closed|approved|tracked|recorded|filled)\b.*|.*\b(?:a(?:ções|cciones)|owners?
    |respons[aá]ve(?:l|is)|responsables?|prazos?|plazos?|post-?mortem|checklist|linha do tempo|línea de tiempo
    |causa ra[ií]z|documentação|documentación|adr)\b.*\b(?:cria|crea|designa|asigna|atribuí|acorda|compartilha
    |comparti
    |atualiza|actualiza|revisa|publica|documenta|identifica|notifica|comunica)d[ao]s?\b.*|.*\b(?:maßnahmen
    |verantwortliche|postmortem|zeitachse|ursache)\b.*\b(?:angelegt|zugewiesen|geteilt|veröffentlicht|dokumentiert
    |abgestimmt|aktualisiert|überprüft)\b.*|.*\b(?:actions|responsables|post-?mortem|chronologie|cause)\b.*
    \b(?:créée?s?|assignée?s?|partagée?s?|publiée?s?|documentée?s?|identifiée?s?|mise?s? à jour)\b.*
"""
"""Sentences of a checklist on the report itself: `Owners assigned`, `Postmortem shared with the team`."""

INSTRUCTION = r"""
    (?:list|describe|add|insert|include|enter|write|fill|document|explain|provide|what|who) .{0,80}\b(?:here|below
    |above)[.:)\]]{0,3}|e\.?g\.?\b.*|for example\b.*|\.\.\.|…|(?:an? )?(?:itemi[sz]ed )?list of\b.*
    |what (?:are the things|can be improved|can we do|could we do|will be done|went|needs to be)\b.*|(?:none
    |nothing)\b(?: .{0,40})?|no (?:\w+[ -]){0,4}(?:actions?|action items?|follow[- ]?ups?|tasks?|items?|changes?|work
    |steps)\b(?: .{0,40})?|not? applicable.{0,40}|keine\b.{0,40}|ninguna?\b.{0,40}|aucune?\b.{0,40}|nenhuma?\b.{0,40}
"""
"""Sentences of a template left in place, and items that say that there are none."""
