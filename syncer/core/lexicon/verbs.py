"""Owns the verbs that action items begin with, and the words that say that something is still to be done."""

from __future__ import annotations

VERBS = """
    abandon abstract accelerate accept account acquire act activate adapt add address adjust adopt advertise agree
    alert align allocate allow allowlist amend analyse analyze announce apply appoint approve archive arrange
    articulate ask assert assess assign assure attach attempt audit augment authenticate author automate avoid await
    back backfill backport backup balance ban batch begin benchmark better block blocklist book boost break bring
    broaden budget build bump bundle buy bypass cache calculate calibrate call cancel canonicalize cap capture carry
    catch centralise centralize certify challenge change channel chart chase check choose clarify classify clean
    cleanup clear clone close coach codify collaborate collate collect combine come communicate compare compile
    complete compute conduct configure confirm connect consider consolidate consult contact continue contribute
    control convert coordinate copy correct correlate cover craft create cross-check cull customise customize cut
    cycle deal debrief debug decide declare decommission decouple decrease dedupe deduplicate deepen default defer
    define delegate delete deliver demonstrate denormalize deny deploy deprecate derive describe design destroy
    detach detail detect determine develop devise diagnose disable disallow disambiguate disband disconnect discover
    discuss disseminate distinguish distribute ditch diversify divide do document dogfood double double-check
    downgrade downsize draft drain draw drill drive drop dry-run dump ease edit educate elevate eliminate embed emit
    emphasise emphasize employ empower enable encapsulate encourage encrypt end enforce engage enhance enlarge
    enlist enrich enroll ensure escalate establish estimate evaluate examine exclude execute exercise expand
    expedite expire explain explicitly explore export expose extend extract facilitate factor fail familiarise
    familiarize fast-track favor featurize feed fetch figure file fill filter finalise finalize find finish fire fix
    flag flush focus follow followup forbid force forecast formalise formalize format formulate forward foster
    freeze fuzz gain gate gather generate get give go gradually grant graph group grow guarantee guard guide halt
    hand handle harden have help hide highlight hire hold host hotfix hunt identify ignore implement import improve
    incentivise include incorporate increase inform ingest inhibit init initialize initiate inject inline insert
    inspect install institute instruct instrument integrate intercept interview introduce inventory invest
    investigate invite isolate issue iterate join keep kick kill land launch lead learn leave let leverage limit
    link list load load-test lobby localise localize lock log look loop lower maintain make manage mandate manually
    map mark match maximize measure meet merge migrate minimise minimize mirror mitigate model modernise modernize
    modify monitor move mute name narrow negotiate nominate normalise normalize notify nudge observe obtain offer
    onboard open operationalise operationalize optimise optimize orchestrate order organise organize outline
    overhaul override oversee own pack package page pair parallelise parallelize parameterise parameterize parse
    participate partition partner patch pause perform permit persist phase pick pilot pin ping place plan point poll
    populate port post postpone practice practise pre-scale pre-warm prefer prepare prepull present preserve prevent
    prewarm price print prioritise prioritize proactively probe procure produce productionise productionize profile
    prohibit promote propagate propose protect prototype prove provide provision proxy prune publicise publicize
    publish pull purchase purge pursue push put qualify quantify query queue raise ramp randomize rate rate-limit
    re-add re-architect re-deploy re-enable re-evaluate re-examine re-introduce re-land re-run re-test re-work reach
    react read reassess rebalance rebase reboot rebuild recalibrate recheck reclaim recommend reconcile reconfigure
    reconsider record recover recreate recruit rectify recycle redact redeploy redesign redirect reduce reevaluate
    refactor refer refine refresh refund refuse regenerate register regularly reimplement reinforce reinstate
    reintroduce reissue reject relaunch relax release relocate rely remap remediate remember remind remove rename
    render renew reorganize repair replace replay replicate reply report repro reproduce request require rerun
    research reserve reset reshape resize resolve respond restart restore restrict restructure resume retain retest
    rethink retire retrieve retrofit retry return reuse revamp reverse revert review revise revisit revoke reword
    rework rewrite roll roll-out rollback rollout rotate route run safeguard sample sanitize save say scale scan
    schedule scope script search secure see seek segment select send separate serve set setup shard share shed shift
    ship shorten show shrink shut sign silence simplify simulate skip slow smoke-test snapshot socialise socialize
    solicit solve source spawn speak specify speed spike spin split spread sprint stabilise stabilize staff stage
    stagger standardise standardize start state stop store streamline strengthen stress stress-test strip strive
    structure study subdivide submit subscribe suggest summarise summarize sunset supply support suppress surface
    survey suspend swap switch sync synchronize tag take talk target teach tell templatize terminate test think
    throttle throw tie tighten time time-box timebox track train transfer transform transition translate treat
    triage trial trigger trim troubleshoot try tune turn tweak unblock undeploy understand undo unify uninstall
    unlock unpin unset update upgrade upload upstream use utilise utilize vacuum validate vendor verify version vet
    view visualise visualize wait walk warm warn watch weigh whiteboard whitelist widen wind wire withdraw work wrap
    write zero
"""
"""English verbs in the imperative."""

ADVERBS = """
    additionally also always automatically better carefully clearly consistently either explicitly formally further
    ideally immediately just manually maybe more never only periodically please possibly potentially proactively
    properly regularly then to
"""
"""Words that may stand before the verb."""

OBLIGATION = r"""
    \b(?:should|shall|must|need(?:s|ed)? to|needs|has to|have to|ought to|will|we'll|won't|let's|plan(?:s|ned
    |ning)? to|going to|to be (?:\w+ed|done)|want(?:s)? to|would like to|aim(?:s|ing)? to|intend(?:s)? to|could|can we
    |can|required to|is to|are to)\b|する|させる|追加|導入|実装|作成|検討|見直|整備|改善|設定|強化|対応|修正|更新|確認
    |する。|こと$|增加|添加|优化|修复|完善|建立|改进|升级|补充|检查|评估|制定|编写|需要|完成|实现|하기|추가|개선|도입
    |\b(?:må|bør|skal|muss|müssen|soll(?:en|te)?|wird|werden|doit|devons|faut|debe(?:mos|n|r)?|hay que|tenemos que
    |deve(?:mos|m)?|precisa(?:mos)?|vamos|нужно|надо|необходимо|следует|должн\w+|добавить|сделать|настроить|написать
    |проверить|обновить|исправить|внедрить|улучшить|ska|bör|måste|moet(?:en)?|deve|dobbiamo)\b
"""
"""Verbs of obligation and intention in several languages, and what tasks in Japanese and Chinese contain."""
