"""Owns the Chinese words of the due-date grammar, simplified and traditional."""

from syncer.core.due.english import ENGLISH
from syncer.core.due.languages.numerals import NUMERALS
from syncer.core.due.table import spread

_DAYS = {"一": "monday", "二": "tuesday", "三": "wednesday", "四": "thursday", "五": "friday", "六": "saturday"}
_DAYS |= {"日": "sunday", "天": "sunday"}
_WEEKS = ("周", "週", "星期", "礼拜", "禮拜")
_THIS = ("本", "这", "這", "这个", "這個", "本个", "当前")
_NEXT = ("下", "下个", "下個", "下一", "下一个", "下一個")
_UNITS = dict.fromkeys(_WEEKS, "week") | {"月": "month", "季度": "quarter", "季": "quarter", "迭代": "sprint"}
_UNITS |= {"冲刺": "sprint", "衝刺": "sprint"}

TABLE = ENGLISH.extended(
    {
        **NUMERALS,
        "两": "2",
        "兩": "2",
        **{f"{week}{day}": name for week in _WEEKS for day, name in _DAYS.items()},
        **{f"{this}{unit}": f"this {plain}" for this in _THIS for unit, plain in _UNITS.items()},
        **{f"{which}{unit}": f"next {plain}" for which in _NEXT for unit, plain in _UNITS.items()},
        **{
            f"{this}{week}{day}": f"this week {name}"
            for this in _THIS
            for week in _WEEKS
            for day, name in _DAYS.items()
        },
        **{
            f"{which}{week}{day}": f"next week {name}"
            for which in _NEXT
            for week in _WEEKS
            for day, name in _DAYS.items()
        },
        **{f"( {day} )": f"( {name} )" for day, name in _DAYS.items()},
        **spread("u", *(f"{week}末" for week in ("周", "週", "本周", "本週", "这周", "這週", "下周", "下週"))),
        **spread("next month", "次月"),
        **spread("this year", "今年", "本年", "今年内", "年内"),
        **spread("next year", "明年", "来年", "來年"),
        **spread("fy", "财年", "財年"),
        **spread("quarter", "季度", "季"),
        **{f"{sign}{numeral}季度": f"q {NUMERALS[numeral]}" for sign in ("", "第") for numeral in "一二三四"},
        **spread("h 1", "上半年"),
        **spread("h 2", "下半年"),
        **spread("today", "今天", "今日", "今晚", "当天"),
        **spread("tomorrow", "明天", "明日"),
        **spread("overmorrow", "后天", "後天"),
        **spread("end", "底", "末"),
        **spread("late", "下旬"),
        **spread("start", "初"),
        **spread("日", "号", "號"),
        **spread("day", "天"),
        **spread("week", "那周", "当周", "周", "週", "星期", "个星期", "個星期", "个周", "礼拜"),
        **spread("month", "个月", "個月"),
        **spread("hour", "小时", "小時", "个小时"),
        **spread("sprint", "迭代", "个迭代", "冲刺", "个冲刺"),
        **spread("workday", "工作日", "个工作日", "個工作日", "个工作天"),
        **spread("hence", "后", "後", "之后", "之後", "以后"),
        **spread("inside", "内", "內", "以内", "之内", "以內"),
        **spread("by", "截止", "截至", "截止到", "截止日期", "到", "在", "预计", "預計", "目标", "于", "左右", "期限"),
        **spread("of", "的", "份"),
        **spread("asap", "尽快", "儘快", "立即", "马上", "馬上", "立刻", "紧急", "緊急"),
        **spread(
            "tbd",
            "待定",
            "待确认",
            "待確認",
            "暂无",
            "暫無",
            "无",
            "無",
            "没有",
            "未定",
            "不适用",
            "长期",
            "長期",
            "低优先级",
        ),
        **spread("tbd", "未安排", "未排期", "待排期", "待规划"),
        **spread("ongoing", "持续", "持續", "持续进行", "长期持续", "持续跟进"),
        **spread("deferred", "延期", "推迟", "推遲", "暂缓"),
        **spread("cancelled", "取消"),
        **spread("weekly", "每周", "每週"),
        **spread("monthly", "每月"),
        **spread("daily", "每天", "每日"),
        **spread("quarterly", "每季度"),
        **spread("complete", "完成"),
        **spread("done", "已完成", "已完结", "已解决", "已解決", "完毕"),
        **spread("undone", "未完成"),
        **spread("wip", "进行中", "進行中", "处理中", "處理中", "待处理", "未开始", "暂停", "计划中", "已延期"),
        **spread("then", "之后每月", "随后"),
        **spread("→", "推迟到", "推遲到", "延期到", "延期至", "推迟至", "改为", "調整為", "调整为", "调整到"),
        **spread("←", "原", "原定", "原为", "原计划"),
        **spread("tentative", "暂定", "暫定"),
        **spread("or", "或", "或者"),
        **spread("to", "至"),
        **spread("and", "和", "及"),
    },
    is_unspaced=True,
)
