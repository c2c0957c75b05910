"""Owns words that stand where names stand and are none."""

from __future__ import annotations

AREAS = """
    alerting alerts android api app automation aws azure backend blocked bug capacity cd chore ci ci/cd client cloud
    code comms communication config configuration critical cross-team culture data database db deferred deploy
    deployment design detect detection docs documentation done downstream easy effort external feature fix frontend
    future gcp hard high high-effort idea immediate infra infra-wide infrastructure internal ios k8s kubernetes
    large later long long-term low low-effort maybe medium medium-effort medium-term mitigate mitigation ml mobile
    monitoring n/a network new next nice-to-have note now nth observability ops optional p0 p1 p2 p3 people
    performance policy prevent prevention process product question quick release reliability research scaling
    security server short short-term small soon stretch stretch-goal tbc tbd terraform test testing tests todo
    tooling tools training ui upstream urgent ux web wip
"""
"""What brackets and bold leads name besides people: kinds and areas of work, efforts, priorities."""

NO_SUBJECTS = """
    ability able access according addition alert alerting alerts all any anything api app application applications
    apps attempt automation back canary change changes check checks cli client clients cluster code config
    configuration customers dashboard dashboards database developers devs discussion docs documentation due each
    effort efforts engineers everyone everything feature features from function guide how i in issue issues it job
    jobs leads limit limits linter logging logic logs managers mechanism mechanisms meeting metric metrics
    monitoring more need needs next nothing on operators option options over owners people pipeline pipelines place
    plan plans playbook playbooks policies policy pr prior procedure procedures process processes proposal related
    request requests response reviewers room rule rules runbook runbooks script scripts server servers service
    services similar some something space staff step steps support system systems task tasks team teams template
    test tests that these they this those ticket tickets time tool tooling tools training ui up users validation
    want way ways we what when where who why work workflow workflows you
"""
"""Capitalised words before `to VERB` that name no person: `Ability to scale`, `Runbook to cover`."""

GROUPS = """
    acción acciones ações action actions aktionen área áreas bereich continue corto could courses curto dringend
    einfach équipe erste have improvements inmediata inmediatas immédiates issues items keep kurzfristig lang
    langfristig largo longo long médio medio mediano mejoras melhorias maßnahmen menor mayor mittelfristig must need
    nice open other others pendiente pendientes plazo plus prazo priorität prioridad prioridade prochaines próximos
    risk risks schritte short should some sonstige sofort tareas tarefas term terme things urgente urgentes weitere
    wins won't
"""
"""Capitalised words in lines that group tasks by time, kind or weight, and name nobody."""
