from __future__ import annotations

import pytest

from syncer.core.headings import Grade, grade, looks_ahead


@pytest.mark.parametrize(
    "title",
    [
        "Action Items",
        "Action items (should be achievable in short-medium term):",
        "## 7. Action Points",
        "Action items for the platform team",
        "Actions following review",
        "Review actions",
        "Follow-up tasks",
        "Follow ups",
        "Corrective and Preventative Measures",
        "Corrective Actions with Owners",
        "Remediation items",
        "Planned actions (planned or in-progress)",
        "Mitigation Plan",
        "Resulting Action",
        "TODOs",
        "アクションアイテム",
        "再発防止策",
        "10. 剩余风险与行动项",
        "后续改进",
        "후속 조치",
        "Aksjonspunkter",
        "Maßnahmen",
        "Massnahmenplan",
        "Actions correctives",
        "Plan d'action",
        "Acciones correctivas",
        "Plan de acción",
        "Itens de ação",
        "Ações preventivas",
        "План действий",
        "Open items from this audit",
        "Tasks to address the outage",
    ],
)
def test_titles_that_introduce_action_items(title: str) -> None:
    assert grade(title) is Grade.STRONG


@pytest.mark.parametrize(
    "title",
    [
        "Actions",
        "Next Steps",
        "Remediation",
        "Prevention 🛡️",
        "Moving forward",
        "Long term solution",
        "Recommendations",
        "What are we doing to prevent this?",
        "How will we stop this from happening again?",
        "Improvements and Fixes",
        "Corrective actions implemented",
        "Próximos pasos",
        "Prochaines étapes",
        "Nächste Schritte",
        "今後",
        "Root cause and corrective actions",
        "Lessons learned and action items",
        "Retro actions",
        "Process improvements",
        "Where do we go from here?",
        "Offene Punkte",
        "Lessons learned — action items",
        "TODO / Dette technique",
    ],
)
def test_titles_that_may_introduce_action_items(title: str) -> None:
    assert grade(title) is Grade.WEAK


@pytest.mark.parametrize(
    "title",
    [
        "Actions taken",
        "Follow-up timeline",
        "Notes to the owner",
        "Action item template",
        "Lessons Learned",
        "What went well",
        "Root cause",
        "Impact",
        "Related issues",
        "What we won't do",
        "カテゴリの説明",
        "关闭审核",
        "Acciones tomadas",
        "Linha do tempo",
        "Steps to reproduction",
    ],
)
def test_titles_that_look_like_it_and_are_not(title: str) -> None:
    assert grade(title) is Grade.AGAINST


@pytest.mark.parametrize(
    "title",
    ["Summary", "Performance Optimization Follow-up", "KubeSpawner", "Immediate (Completed)", "", "x" * 300, "(a)"],
)
def test_titles_that_say_nothing(title: str) -> None:
    assert grade(title) is Grade.NEUTRAL


@pytest.mark.parametrize(
    ("title", "ahead"),
    [
        ("Immediate actions (this week)", True),
        ("Fixes (1-2 weeks)", True),
        ("Short-term improvements (planned)", True),
        ("Immediate actions (completed)", False),
        ("Immediate actions this week", False),
        ("Actions", False),
    ],
)
def test_brackets_may_say_when_actions_are_to_be_done(title: str, *, ahead: bool) -> None:
    assert looks_ahead(title) is ahead
