"""Owns the decision whether a document is published or still a draft, and the rule that says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from syncer.model import Fact

_PUBLISHED = """
    published; publish; final; finalised; finalized; complete; completed; done; resolved; fully resolved; closed;
    approved; accepted; reviewed; public; live; released; mitigated; monitoring; archived; signed off;
    veröffentlicht; abgeschlossen; fertig; freigegeben; publié; publiée; terminé; validé; publicado; publicada;
    completado; finalizado; aprobado; concluído; aprovado; publisert; ferdig; godkjent; løst;
    公開; 公開済み; 公開済; 完了; 承認済み; 確定; 已发布; 已完成; 已关闭; 已解决; опубликовано; завершено; решён
"""
_DRAFT = """
    draft; drafts; drafting; in draft; wip; in review; under review; needs review; review pending; pending review;
    awaiting review; ready for review; unpublished; not published; template; stub;
    brouillon; en relecture; en révision; à relire; entwurf; in prüfung; vorlage; borrador; en revisión; plantilla;
    rascunho; em revisão; utkast; kladd; til gjennomgang; mal;
    下書き; 草案; ドラフト; 作成中; 執筆中; レビュー中; レビュー待ち;
    草稿; 撰写中; 审核中; 评审中; 待审核; черновик; на ревью
"""
_UNFINISHED = """
    work in progress; in progress; pending; incomplete; unfinished; todo; to do; in arbeit; in bearbeitung; en cours;
    en curso; en progreso; em andamento; under arbeid; 进行中; 対応中; в работе
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(" ".join(word.split()) for word in text.split(";"))


AMBIGUOUS = _words(_UNFINISHED)
"""Words that make a draft in front matter, but in a line of the text usually speak of the incident's own work."""


@dataclass(frozen=True, slots=True)
class PublicationRules:
    """Which words of a status and which folders say that a document is published or a draft.

    Words are compared without case; where both lists hold a word, it makes a draft. Folders are names of path
    components (`drafts`) or several of them (`notes/open`), anywhere above the file. Where `published_folders`
    names any, a document outside them is a draft.
    """

    published: frozenset[str] = _words(_PUBLISHED)
    draft: frozenset[str] = _words(_DRAFT) | AMBIGUOUS
    draft_folders: tuple[str, ...] = (
        *("drafts", "draft", "_drafts", "templates", "template", "_templates"),
        *("entwürfe", "vorlagen", "brouillons", "borradores", "rascunhos", "utkast", "下書き", "草稿"),
    )
    published_folders: tuple[str, ...] = ()


_MARKUP = re.compile(r"[`*_\[\]{}<>|\"'.!✅✔☑🔴🟡🟢🚧⚠️\ufe0f]+")
_HEAD = re.compile(r"[^(（,，、;；:：/–—→|]*")
_TEMPLATE_WORDS = _words("template; templates; postmortem; post; mortem; incident; report; retrospective; review; rca")
_MAX_WORDS = 4
_NO = frozenset({"not", "no", "nicht", "kein", "pas", "ikke", "не"})


def publication(
    status: Fact | None, path: str, rules: PublicationRules, *, is_front_matter: bool = True
) -> tuple[bool, Fact]:
    """Whether the document at `path` is published, and by which rule in words.

    A draft word in its status, a draft folder above it, or the name of a template make it a draft; anything else,
    an unknown status too, is published, because a postmortem's status often speaks of the incident. Of a status
    that stands in the text (`is_front_matter` false) the words of `AMBIGUOUS` count for nothing.
    """
    verdict = _by_status(status, rules, is_front_matter=is_front_matter)
    if verdict and not verdict[0]:
        return verdict
    return _by_place(path, rules) or verdict or (True, Fact("published", "no status: published"))


def _by_status(status: Fact | None, rules: PublicationRules, *, is_front_matter: bool) -> tuple[bool, Fact] | None:
    if status is None or not status.value.strip():
        return None
    said = f"status {status.value.strip()!r} ({status.origin})"
    if _is_draft(status.value, rules.draft if is_front_matter else rules.draft - AMBIGUOUS, rules.published):
        return False, Fact("draft", said)
    if _fold(_head(status.value)) in {_fold(word) for word in rules.published}:
        return True, Fact("published", said)
    return True, Fact("published", f"{said} is no word for a draft")


def _is_draft(text: str, draft: frozenset[str], published: frozenset[str]) -> bool:
    """Whether the first phrase of `text` is a draft word, or begins or ends with one (`draft v2`, `first draft`)."""
    head = _fold(_head(text))
    words = head.split()
    folded = {_fold(word) for word in draft}
    if head in folded:
        return True
    if head in {_fold(word) for word in published} or not words or len(words) > _MAX_WORDS or words[0] in _NO:
        return False
    runs = {" ".join(words[:count]) for count in range(1, len(words))}
    runs |= {" ".join(words[count:]) for count in range(1, len(words))}
    return not runs.isdisjoint(folded)


def _head(text: str) -> str:
    """The first phrase of a status: `Complete` of `Complete, action items in progress`."""
    plain = _MARKUP.sub(" ", text.strip()).replace(" - ", ",").strip()
    head = _HEAD.match(plain)
    return head[0] if head else plain


def _fold(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())


def _by_place(path: str, rules: PublicationRules) -> tuple[bool, Fact] | None:
    *above, name = [_fold_folder(part) for part in path.split("/")]
    folder = next((folder for folder in rules.draft_folders if _is_above(folder, above)), None)
    if folder is not None:
        return False, Fact("draft", f"it lies in the folder {folder}")
    if _is_template(name):
        return False, Fact("draft", f"the file name {path.rpartition('/')[2]} is that of a template")
    if not rules.published_folders:
        return None
    folder = next((folder for folder in rules.published_folders if _is_above(folder, above)), None)
    if folder is not None:
        return True, Fact("published", f"it lies in the folder {folder}")
    return False, Fact("draft", f"it lies in none of the published folders ({', '.join(rules.published_folders)})")


def _is_above(folder: str, above: list[str]) -> bool:
    wanted = [_fold_folder(part) for part in folder.strip("/").split("/")]
    return any(above[start : start + len(wanted)] == wanted for start in range(len(above)))


def _fold_folder(name: str) -> str:
    return name.casefold()


def _is_template(name: str) -> bool:
    words = re.findall(r"[^\W_]+", name.partition(".")[0])
    return not {"template", "templates"}.isdisjoint(words) and _TEMPLATE_WORDS.issuperset(words)
