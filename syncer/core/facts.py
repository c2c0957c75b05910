"""Owns what a document says of itself as a whole: title, severity, team, service, visibility, labels, status."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from syncer.core.dating import DATED_KEYS, PUBLISHED_KEYS, Published, find_published
from syncer.core.language import guess_language, said_language
from syncer.core.metadata import Pair, key_of, pairs
from syncer.core.publication import publication
from syncer.core.rules import Rules
from syncer.core.title import find_title
from syncer.model import Blocks, Fact, Problem, RawDocument

_KEYS = {
    "language": "language; lang; locale",
    "title": "title",
    "severity": """severity; sev; incident severity; severity level; severity class; 重大度; 深刻度; 严重级别; 严重程度;
        schweregrad; gravité; sévérité; gravedad; severidad; severidade; gravidade; alvorlighetsgrad; серьёзность""",
    "team": """team; owning team; owner team; responsible team; team responsible; team name; チーム; 担当チーム; 团队;
        负责团队; équipe; equipo; equipe; zuständiges team; ansvarlig team; команда""",
    "service": """service; services; affected service; affected services; services affected; service affected;
        impacted service; impacted services; affected system; affected systems; サービス; 影響サービス; 対象サービス;
        服务; 受影响服务; dienst; betroffener dienst; betroffene dienste; services affectés; servicio; servicios;
        servicios afectados; serviço; serviços; serviços afetados; tjeneste; tjenester; сервис""",
    "classification": "classification; data classification; sensitivity",
    "visibility": """visibility; confidentiality; 公開範囲; 可見性; 可见性;
        sichtbarkeit; vertraulichkeit; visibilité; confidentialité; visibilidad; visibilidade; synlighet""",
    "label": "label; labels; tag; tags; タグ; ラベル; 标签; étiquettes; etiquetas; schlagworte",
    "status": """status; document status; postmortem status; post-mortem status; ステータス; 状態; 状态; 文書ステータス;
        estado; statut; статус""",
    "draft": "draft",
    "published": "published",
    "private": "private; confidential",
}
_FACT_OF = {key_of(key): fact for fact, keys in _KEYS.items() for key in keys.split(";")}
_KNOWN = frozenset(_FACT_OF) | PUBLISHED_KEYS | DATED_KEYS
_NO_TITLES = frozenset({"owner", "owners", "author", "authors", "involved", "incidentid", "impact", "timeline"})
_ONLY_IN_FRONT_MATTER = frozenset({"language", "title", "draft", "published", "private"})

_VISIBILITY_WORDS = {
    "private": """private confidential restricted secret sensitive vertraulich privat privé privée confidentiel privado
        privada confidencial 非公開 社外秘 機密 机密 私密 конфиденциально fortrolig""",
    "internal": "internal intern interne interno interna 社内 社内限定 内部 внутренний internt",
    "public": "public external open öffentlich publique público pública 公開 公开 публичный offentlig",
}
_VISIBILITY = {name: frozenset(words.split()) for name, words in _VISIBILITY_WORDS.items()}
"""Most careful first: of `private, later public` the first counts."""
_NOT = frozenset({"not", "non", "no", "nicht", "pas", "ikke", "не"})
_TRUE = frozenset({"true", "yes"})

_MARKUP = " \t#*_`[]\"'"
_ORNAMENT = re.compile(r"\A[\W_]+")
_REMARK = re.compile(r"[(（][^()（）]*[)）]?")
_TAIL = re.compile(r"\s[-–—]\s.*|[,;:。、；：].*", re.DOTALL)
_SEPARATOR = re.compile(r"[,;、；，]")
_PLACEHOLDER = re.compile(
    r"(?:tb[dac]|n/?a|none|unknown|null|[xX]{2,}|未定|待定|なし|无)?|[\W_]*|.*[{}<>].*|\[.*\]", re.IGNORECASE
)
_MAX_NAMES = 20


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document as a whole.

    `publication` says by which rule `is_published` was decided; `facts` are those of `Document`, always with
    `language` and `title`.
    """

    published: Published
    is_published: bool
    publication: Fact
    facts: tuple[tuple[str, Fact], ...]
    problems: tuple[Problem, ...]

    def value(self, name: str) -> str:
        """The value of the fact `name`, empty where the document does not say."""
        return next((fact.value for key, fact in self.facts if key == name), "")


def read_facts(raw: RawDocument, front_matter: Sequence[Pair], document: Blocks, rules: Rules) -> Facts:
    """What `raw` says of itself in its `front_matter` (pairs with `is_front_matter`), and near the top of `document`.

    Front matter comes before text, and of several lines with one key the first counts. What is a placeholder
    (`TBD`, `<severity>`) says nothing.
    """
    said = (*front_matter, *pairs(document, _KNOWN))
    language = _language(said, document, rules)
    visibility, doubts = _visibility(raw.name, said)
    facts = (
        ("language", language),
        ("title", find_title(next(map(_fact, _named("title", said)), None), document, raw.ref.key.path, _is_key)),
        *_one("severity", said),
        *_one("team", said),
        *_services(said),
        *((("visibility", visibility),) if visibility else ()),
        *islice(_labels(said), _MAX_NAMES),
    )
    team = next((fact.value for name, fact in facts if name == "team"), None)
    published = find_published(said, raw, rules.calendar(team), language.value)
    status = _status(said)
    is_published, rule = publication(
        _fact(status) if status else None,
        raw.ref.key.path,
        rules.publication,
        is_front_matter=status is not None and status.is_front_matter,
    )
    return Facts(published, is_published, rule, facts, (*published.problems, *doubts))


def _fact(pair: Pair) -> Fact:
    return Fact(pair.value, pair.place)


def _named(name: str, said: Sequence[Pair]) -> Iterator[Pair]:
    """The pairs that say something of the fact `name`, cleaned, in order."""
    for pair in said:
        if _FACT_OF.get(key_of(pair.key)) == name and (pair.is_front_matter or name not in _ONLY_IN_FRONT_MATTER):
            value = " ".join(pair.value.strip(" \t*_`\"'").split())
            if not _PLACEHOLDER.fullmatch(value):
                yield pair._replace(value=value)


def _one(name: str, said: Sequence[Pair]) -> Iterator[tuple[str, Fact]]:
    """The first value of `name` without its remarks: `SEV-2` of `🔴 SEV-2 (checkout down) - since 10:00`."""
    for pair in _named(name, said):
        value = " ".join(_TAIL.sub("", _ORNAMENT.sub("", _REMARK.sub(" ", pair.value))).split())
        if value:
            yield name, Fact(value, pair.place)
            return


def _services(said: Sequence[Pair]) -> Iterator[tuple[str, Fact]]:
    """Every service that the first line, or the list of the front matter, names."""
    named = list(_named("service", said))
    chosen = [pair for pair in named if pair.key == named[0].key and pair.is_front_matter == named[0].is_front_matter]
    for pair in chosen if named and named[0].is_front_matter else named[:1]:
        for name in _SEPARATOR.split(_REMARK.sub(" ", pair.value))[:_MAX_NAMES]:
            if name.strip(_MARKUP):
                yield "service", Fact(name.strip(_MARKUP), pair.place)


def _labels(said: Sequence[Pair]) -> Iterator[tuple[str, Fact]]:
    seen: set[str] = set()
    for pair in _named("label", said):
        for label in (part.strip(_MARKUP) for part in _SEPARATOR.split(pair.value)):
            if label and label not in seen:
                seen.add(label)
                yield "label", Fact(label, pair.place)


def _visibility(document: str, said: Sequence[Pair]) -> tuple[Fact | None, tuple[Problem, ...]]:
    """Who may see the document; a visibility that is not understood counts as private, to be safe, and is a problem.

    A classification counts only where it is understood: an incident has one too.
    """
    closed = next((pair for pair in _named("private", said) if pair.value.casefold() in _TRUE), None)
    if closed:
        return Fact("private", f"{closed.place}, {closed.key}: {closed.value}"), ()
    for pair in (*_named("visibility", said), *_named("classification", said)):
        words = frozenset(re.findall(r"[^\W_]+", pair.value.casefold()))
        known = None if words & _NOT else next((name for name, signs in _VISIBILITY.items() if words & signs), None)
        if known:
            return Fact(known, pair.place), ()
        if _FACT_OF[key_of(pair.key)] == "visibility":
            message = f"{pair.key}: {pair.value!r} is not understood and counts as private"
            doubt = Problem("visibility", document, pair.line, message, "Write private, internal or public.")
            return Fact("private", f"{pair.place}, not understood"), (doubt,)
    return None, ()


def _status(said: Sequence[Pair]) -> Pair | None:
    """What says whether the document is a draft: `draft: true` and `published: false` before its status."""
    for name, sign, status in (("draft", "true", "draft"), ("published", "false", "unpublished")):
        for pair in _named(name, said):
            if pair.value.casefold() == sign:
                return pair._replace(value=status, place=f"{pair.place}, {pair.key}: {sign}")
    return next((pair for pair in _named("status", said) if not pair.is_of_incident), None)


def _language(said: Sequence[Pair], document: Blocks, rules: Rules) -> Fact:
    pair = next(_named("language", said), None)
    if pair is not None:
        return said_language(_fact(pair))
    return Fact(rules.language, "configuration") if rules.language else guess_language(document)


def _is_key(text: str) -> bool:
    return key_of(text) in _KNOWN | _NO_TITLES
