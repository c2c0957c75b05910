"""Owns whether a sentence asks for something to be done: verbs that action items begin with, and verbs of obligation."""

from __future__ import annotations

import re

from syncer.core.wording import fold

_VERBS = frozenset(
    """abandon abstract accept accelerate account acquire act activate adapt add address adjust adopt advertise agree alert align allocate allow amend analyse
    analyze announce apply appoint approve archive arrange articulate ask assert assess assign assure attach attempt audit augment authenticate author automate avoid await
    back backfill backport backup balance ban batch begin benchmark better block book boost break bring broaden budget build bump bundle buy bypass
    cache calculate calibrate call cancel canonicalize cap capture carry catch centralise centralize certify challenge change channel chart chase check choose clarify classify clean cleanup clear clone close
    coach codify collaborate collate collect combine come communicate compare compile complete compute conduct configure confirm connect consider consolidate consult contact continue contribute control
    convert coordinate copy correct correlate cover craft create cross-check cull customise customize cut cycle
    deal debug debrief decide declare decommission decouple decrease deduplicate deepen default defer define delegate delete deliver demonstrate denormalize deny deploy deprecate derive describe
    design destroy detach detail detect determine develop devise diagnose disable disallow disband disconnect discover discuss disseminate distinguish distribute ditch diversify divide do document double double-check downgrade
    downsize draft drain draw drill drive drop dry-run dump
    ease edit educate elevate eliminate embed emit emphasise emphasize employ empower enable encapsulate encourage encrypt end enforce engage enhance enlarge enlist enrich enroll ensure escalate
    establish estimate evaluate examine exclude execute exercise expand expedite expire explain explicitly explore export expose extend extract
    facilitate factor fail familiarise familiarize favor feed fetch figure file fill filter finalise finalize find finish fire fix flag flush focus follow followup force forbid forecast formalise formalize format formulate forward foster freeze fuzz
    gain gate gather generate get give go grant graph group grow guarantee guard guide
    halt handle harden have help hide highlight hire hold host hotfix hunt
    identify ignore implement import improve include incorporate increase inform ingest inhibit init initialize initiate inject inline insert inspect install institute instruct instrument integrate
    intercept interview introduce inventory invest investigate invite isolate issue iterate
    join keep kick kill land launch lead learn leave let leverage limit link list load lobby localise localize lock log look loop lower
    maintain make manage mandate map mark match maximize measure meet merge migrate minimise minimize mirror mitigate model modernise modernize modify monitor move mute
    name narrow negotiate nominate normalise normalize notify nudge
    observe obtain offer onboard open operationalise operationalize optimise optimize orchestrate order organise organize outline overhaul override oversee own
    pack package page pair parallelise parallelize parameterise parameterize parse participate partition partner patch pause perform permit persist phase pick pilot pin ping place plan point poll
    populate port post postpone practice practise pre-scale prefer prepare prepull present preserve prevent price print prioritise prioritize probe procure produce productionise productionize profile prohibit promote propagate propose protect
    prototype prove provide provision proxy prune publicise publicize publish pull purchase purge pursue push put
    qualify quantify query queue
    raise ramp randomize rate rate-limit re-architect re-enable re-evaluate re-land re-run re-test reach react read reassess rebalance rebase reboot rebuild recalibrate recheck reclaim recommend reconcile reconfigure reconsider record recover recreate recruit rectify recycle
    redact redeploy redesign redirect reduce reevaluate refactor refer refine refresh refund refuse regenerate register reimplement reinforce reinstate reintroduce reissue reject relax release relocate
    rely remap remediate remember remind remove rename render renew reorganize repair replace replay replicate reply report repro reproduce request require rerun research reserve reset reshape resize
    resolve respond restart restore restrict restructure resume retain retest rethink retire retrieve retrofit retry return reuse revamp reverse revert review revise revisit revoke rewrite reword rework roll roll-out rollback rollout
    rotate route run safeguard sample sanitize save say scale scan schedule scope script search secure see seek segment select send separate serve set setup shard share shed shift ship shorten show
    shrink shut sign silence simplify simulate skip slow smoke-test snapshot socialise socialize solicit solve source spawn speak specify speed spike spin split spread sprint stabilise stabilize stage stagger standardise standardize start
    state staff stop store streamline strengthen stress stress-test strip strive structure study subdivide submit subscribe suggest summarise summarize supply support suppress surface survey suspend swap switch sync synchronize
    tag take talk target teach tell terminate test think throttle throw tie tighten time time-box track train transfer transform transition translate treat triage trial trigger trim troubleshoot try tune turn
    tweak unblock undeploy understand undo unify uninstall unlock unpin unset update upgrade upload upstream use utilise utilize vacuum validate vendor verify version vet view visualise visualize
    wait walk warn watch weigh whitelist widen wind wire withdraw work wrap write zero
    allowlist blocklist dedupe disambiguate dogfood edit fast-track featurize gradually hand incentivise load-test manually page pre-warm prewarm proactively re-add re-deploy re-examine re-introduce re-work regularly relaunch research sunset templatize timebox warm whiteboard""".split()
)
_ADVERBS = frozenset("also always additionally automatically better carefully clearly consistently either explicitly formally further ideally immediately just manually maybe more never only periodically please possibly potentially proactively properly regularly then to".split())
_NOT = re.compile(r"(?:do not|don't|never|stop|no longer) ")
_OBLIGATION = re.compile(
    r"\b(?:should|shall|must|need(?:s|ed)? to|needs|has to|have to|ought to|will|we'll|won't|let's|plan(?:s|ned|ning)? to|going to|to be (?:\w+ed|done)|want(?:s)? to|would like to|aim(?:s|ing)? to|intend(?:s)? to|could|can we|can|required to|is to|are to)\b"
    r"|する|させる|追加|導入|実装|作成|検討|見直|整備|改善|設定|強化|対応|修正|更新|確認|する。|こと$|增加|添加|优化|修复|完善|建立|改进|升级|补充|检查|评估|制定|编写|需要|完成|实现|하기|추가|개선|도입"
    r"|\b(?:må|bør|skal|muss|müssen|soll(?:en|te)?|wird|werden|doit|devons|faut|debe(?:mos|n|r)?|hay que|tenemos que|deve(?:mos|m)?|precisa(?:mos)?|vamos|нужно|надо|необходимо|следует|должн\w+|добавить|сделать|настроить|написать|проверить|обновить|исправить|внедрить|улучшить|ska|bör|måste|moet(?:en)?|deve|dobbiamo)\b"
)
_GERUND = re.compile(r"[a-z-]{3,20}ing ")
_PAST = re.compile(r"(?:we |i |the team |they |it |this )?(?:have |has |had |was |were |been |already )*(?:[a-z-]{2,20}ed|wrote|built|made|ran|sent|took|gave|got|found|put|brought|did|went|began|rewrote|rolled|shut|was|were)\b")
_NOMINAL = re.compile(r"(?:[a-z/-]+ ){0,3}[a-z-]+(?:tion|ment|ing|sis) (?:of|for) ")
_PURPOSE = re.compile(r"\bto ([a-z-]+)")
_INFINITIVES = {
    "es": re.compile(r"[a-záéíóúñ]{2,20}(?:ar|er|ir)(?:se|lo|la)?"),
    "pt": re.compile(r"[a-záéíóúãõç]{2,20}(?:ar|er|ir|or)"),
    "fr": re.compile(r"(?:s'|se )?[a-zàâçéèêëîïôûù'-]{2,20}(?:er|ir|re)"),
    "it": re.compile(r"[a-zàèéìòù]{2,20}(?:are|ere|ire)"),
    "ru": re.compile(r"[а-яё]{2,20}(?:ть|ться|ти)"),
    "no": re.compile(r"[a-zæøå]{2,20}e"),
}
_GERMAN_END = re.compile(r".*\b[a-zäöüß]{3,25}(?:en|ern|eln)[.!]?")
_WORD = re.compile(r"[^\W\d_][\w'’/-]*")


def begins_with_verb(text: str) -> bool:
    """Whether `text` begins with an English verb in the imperative, adverbs before it aside."""
    folded = fold(text[:120])
    if match := _NOT.match(folded):
        folded = folded[match.end() :]
    for found in _WORD.finditer(folded):
        word = found[0]
        if word in _ADVERBS and word not in _VERBS:
            continue
        return word in _VERBS or any(part in _VERBS for part in word.split("/")[:2]) or _base_verb(word)
    return False


def _base_verb(word: str) -> bool:
    """Compounds with a prefix: `re-enable`, `pre-scale`, `auto-detect`."""
    return "-" in word and word.split("-", 1)[0] in ("re", "pre", "auto", "de", "un", "co", "over", "double", "cross") and word.split("-", 1)[1] in _VERBS


def asks_for_action(text: str, language: str | None = None) -> bool:
    """Whether `text` reads like something to do: an imperative, an obligation, a gerund or an infinitive of `language`."""
    if begins_with_verb(text):
        return True
    folded = fold(text[:240])
    if _OBLIGATION.search(folded) or (_GERUND.match(folded) and not folded.startswith(("during ", "nothing ", "everything ", "something "))):
        return True
    first = folded.split(" ", 1)[0].strip(".,:;")
    infinitive = _INFINITIVES.get((language or "")[:2])
    return bool(infinitive and infinitive.fullmatch(first)) or ((language or "")[:2] == "de" and _GERMAN_END.fullmatch(folded) is not None)


def names_action(text: str) -> bool:
    """Whether `text` names an action by a noun: `Development of ...`, `Load testing to validate ...`."""
    folded = fold(text[:240])
    return _NOMINAL.match(folded) is not None or any(match[1] in _VERBS for match in _PURPOSE.finditer(folded))


def tells_of_past(text: str) -> bool:
    """Whether `text` begins by telling what was done: `Fixed the leak`, `We have added ...`."""
    return not begins_with_verb(text) and _PAST.match(fold(text[:120])) is not None
