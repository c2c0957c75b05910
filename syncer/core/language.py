"""Owns which language a document is written in, and by what sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from syncer.model import Block, Blocks, Fact, Heading, ListBlock, Paragraph, Quote

_REACH = 8_000
"""Bytes of a document that are looked at for its script."""
_SAMPLE = 4_000
"""Bytes of running text that are looked at for small words."""
_KANA = re.compile("[ぁ-ヿ]")
_HAN = re.compile("[一-鿿]")
_HANGUL = re.compile("[가-힣]")
_CYRILLIC = re.compile("[а-яА-ЯёЁ]")
_LATIN = re.compile("[A-Za-zÀ-ž]")
_WORD = re.compile(r"[^\W\d_]+")

_HEADINGS = {
    "en": """summary timeline impact root cause causes action actions items lessons learned resolution detection what
        went well wrong background next steps follow overview trigger contributing factors the of and up fix""",
    "de": """zusammenfassung maßnahmen massnahmen auswirkung auswirkungen ursache ursachen zeitverlauf zeitachse
        zeitlinie verlauf ablauf erkenntnisse vorfall störung nachbereitung behebung folgemaßnahmen aufgaben schritte
        gelernt überblick hintergrund beteiligte aktionspunkte lehren offene was lief gut und der die des""",
    "fr": """résumé chronologie racine conséquences leçons suivi étapes mesures détection résolution contexte
        correctives déroulé prochaines enseignements actions cause causes de la le les des du et tâches""",
    "es": """resumen cronología causa causas raíz acciones lecciones aprendidas próximos pasos línea tiempo detección
        seguimiento impacto contexto medidas correctivas tareas resolución de la del y el los""",
    "pt": """resumo cronologia causa causas raiz ações ação lições aprendidas próximos passos linha tempo detecção
        deteção acompanhamento impacto contexto medidas corretivas itens tarefas resolução de da do e os as""",
    "no": """sammendrag aksjonspunkter konsekvens konsekvenser rotårsak rotårsaker tidslinje lærdom lærdommer
        oppsummering hendelse hendelsen tiltak utløsende årsak oppfølging oppdagelse løsning gikk bra dårlig påvirkning
        bakgrunn tittel og av hva vi""",
}
_SMALL_WORDS = {
    "en": "the and of to is was were that with for not from by we this",
    "de": "der die das und ist nicht wurde wurden mit für auf den dem von zu wir ein eine",
    "fr": "le la les des est une dans pour que pas été du et sur avec nous",
    "es": "el los las una por con para que del fue se y la en no",
    "pt": "os uma não para com foi que dos das em ao por e um no",
    "no": "og ikke ble er på av som det til vi en med å fra for",
}
_HEADING_WORDS = {code: frozenset(words.split()) for code, words in _HEADINGS.items()}
_TEXT_WORDS = {code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()}
_NAMES = {
    **dict.fromkeys(("english", "eng"), "en"),
    **dict.fromkeys(("german", "deutsch"), "de"),
    **dict.fromkeys(("french", "français"), "fr"),
    **dict.fromkeys(("spanish", "español"), "es"),
    **dict.fromkeys(("portuguese", "português"), "pt"),
    **dict.fromkeys(("norwegian", "norsk", "nb", "nn"), "no"),
    **dict.fromkeys(("japanese", "日本語", "jp"), "ja"),
    **dict.fromkeys(("chinese", "中文", "cn"), "zh"),
    **dict.fromkeys(("russian", "русский"), "ru"),
    **dict.fromkeys(("korean", "한국어"), "ko"),
}


def said_language(said: Fact) -> Fact:
    """What a document says of its language (`de-DE`, `Deutsch`) as a two-letter code."""
    word = said.value.strip().casefold()
    code = re.split(r"[-_ ]", word, maxsplit=1)[0]
    return Fact(_NAMES.get(word) or _NAMES.get(code) or code, said.origin)


def guess_language(document: Blocks) -> Fact:
    """The language (`ja`, `zh`, `ko`, `ru`, `de`, `fr`, `es`, `pt`, `no`, `en`) by script, else by heading words.

    Where headings tell nothing or point to several languages alike, small words of the text decide; without any
    sign it is English.
    """
    return _by_script(document.data[:_REACH].decode("utf-8", "ignore")) or _by_words(document)


def _by_script(text: str) -> Fact | None:
    """Identifiers and names in Latin letters are many in any document: a fair share of another script decides."""
    if (len(text.encode()) - len(text)) * 12 < len(text):
        return None  # too few letters beyond Latin to matter: the usual case, told without counting them
    kana, han, hangul, cyrillic = (len(script.findall(text)) for script in (_KANA, _HAN, _HANGUL, _CYRILLIC))
    letters = kana + han + hangul + cyrillic + len(_LATIN.findall(text))
    if kana * 20 > letters:
        return Fact("ja", "its script (kana)")
    if hangul * 10 > letters:
        return Fact("ko", "its script (Hangul)")
    if han * 10 > letters:
        return Fact("zh", "its script (Han without kana)")
    return Fact("ru", "its script (Cyrillic)") if cyrillic * 5 > letters else None


def _by_words(document: Blocks) -> Fact:
    words = [word for title in _titles(document) for word in _WORD.findall(title.casefold())]
    best = _best(words, _HEADING_WORDS, tuple(_HEADING_WORDS))
    if len(best) == 1:
        return Fact(best[0], "its heading words")
    sample = _WORD.findall(" ".join(_sample(document)).casefold())
    best = _best(sample, _TEXT_WORDS, best)
    return Fact(best[0], "its small words") if len(best) == 1 else Fact("en", "no sign of another language")


def _best(words: list[str], lists: dict[str, frozenset[str]], among: tuple[str, ...]) -> tuple[str, ...]:
    """The languages of `among` whose list holds most of `words`: all of them where it holds none."""
    scores = {code: sum(map(lists[code].__contains__, words)) for code in among}
    top = max(scores.values())
    return tuple(code for code in among if scores[code] == top)


def _titles(document: Blocks) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Heading):
            yield block.leaf.span.of(document.data)[:_SAMPLE].decode("utf-8", "ignore")


def _sample(document: Blocks) -> Iterator[str]:
    """The first running text: paragraphs, also of lists and quotes."""
    left = _SAMPLE
    for paragraph in _paragraphs(document.blocks):
        raw = paragraph.leaf.span.of(document.data)[:left]
        yield raw.decode("utf-8", "ignore")
        left -= len(raw)
        if left <= 0:
            return


def _paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Quote):
            waiting.extend(reversed(block.blocks))
        elif isinstance(block, ListBlock):
            waiting.extend(inner for item in reversed(block.items) for inner in reversed(item.blocks))
