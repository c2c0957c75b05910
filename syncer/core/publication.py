"""Owns the decision whether a document is published or still a draft, and the rule that says so."""

from __future__ import annotations

from dataclasses import dataclass

_PUBLISHED = frozenset(
    "published publish final finalised finalized complete completed done resolved closed approved accepted reviewed "
    "public live released mitigated monitoring archived signed-off "
    "veröffentlicht abgeschlossen fertig freigegeben publié publiée terminé validé publicado publicada completado "
    "finalizado aprobado concluído concluido aprovado publisert ferdig godkjent "
    "公開 公開済み 公開済 完了 承認済み 確定 已发布 已完成 已关闭 已解决 опубликовано завершено".split()
)
_DRAFT = frozenset(
    (
        "draft,drafts,wip,work in progress,in review,in progress,under review,needs review,review pending,"
        "awaiting review,ready for review,pending,pending review,in draft,drafting,unpublished,not published,template,"
        "todo,to do,stub,incomplete,unfinished,private draft,"
        "brouillon,en cours,en relecture,en révision,à relire,entwurf,in arbeit,in bearbeitung,in prüfung,vorlage,"
        "borrador,en revisión,en curso,en progreso,plantilla,rascunho,em revisão,em andamento,modelo,"
        "utkast,kladd,under arbeid,til gjennomgang,mal,"
        "下書き,草案,作成中,レビュー中,レビュー待ち,執筆中,草稿,撰写中,审核中,评审中,待审核,进行中,черновик,в работе,на ревью"
    ).split(",")
)


@dataclass(frozen=True, slots=True)
class PublicationRules:
    """Which words in a status and which folders say that a document is published or a draft.

    Words are compared without regard to case, folders are names of path components (`drafts`) or relative paths
    (`notes/open`) anywhere above the file.
    """

    published: frozenset[str] = _PUBLISHED
    draft: frozenset[str] = _DRAFT
    draft_folders: tuple[str, ...] = ("drafts", "draft", "_drafts", "templates", "template", "_templates")
    published_folders: tuple[str, ...] = ()
