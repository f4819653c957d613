"""What the living page shows: made-up records in English and Arabic, never read elsewhere.

These texts stand for what people write, so they are not gettext messages: the page shows the
Arabic ones to a reader of Arabic and the English ones to everybody else.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language_bidi


def say(english: str, arabic: str) -> str:
    """The text in the writing direction of this page."""
    return arabic if get_language_bidi() else english


NEED_EN = {
    "title": "Somebody to teach us to keep bees in the dry months",
    "text": (
        "Our cooperative keeps two hundred hives above the valley. In the last three summers we "
        "lost a third of them to drought and mites. We look for a beekeeper from our region who "
        "has worked with mobile hives abroad and can spend two weeks with us, show how feeding "
        "and treatment are done, and leave notes that we can copy for other villages."
    ),
    "language": "en",
}
NEED_AR = {
    "title": "من يعلّمنا تربية النحل في أشهر الجفاف",
    "text": (
        "تعاونيتنا تملك مئتي خلية فوق الوادي. في الأصياف الثلاثة الأخيرة فقدنا ثلثها بسبب الجفاف "
        "والطفيليات. نبحث عن نحّال من منطقتنا عمل بالخلايا المتنقلة في الخارج ويمكنه أن يقضي معنا "
        "أسبوعين، يرينا طرق التغذية والعلاج ويترك لنا ملاحظات ننسخها لقرى أخرى."
    ),
    "language": "ar",
    "written_on": date(2026, 11, 3),
}


def record() -> dict[str, Any]:
    shown = NEED_AR if get_language_bidi() else NEED_EN
    return {
        **shown,
        "crumbs": [
            {"label": say("Needs", "الاحتياجات"), "href": "#"},
            {"label": say("Morocco", "المغرب"), "href": "#"},
            {"label": say("Azilal", "أزيلال")},
        ],
        "tags": [{"kind": "go", "text": say("Open", "مفتوح")}],
        "notes": [
            say("until 31 January 2027", "حتى ٣١ يناير ٢٠٢٧"),
            say("Next: choose whom to ask", "الخطوة التالية: اختاروا من تسألون"),
        ],
        "pair": {"origin": say("Morocco", "المغرب"), "residence": say("Spain", "إسبانيا")},
        "status": None
        if get_language_bidi()
        else {
            "kind": "mind",
            "text": "Machine translation, not checked",
            "href": "#",
            "action": "Correct it",
        },
        "original": None if get_language_bidi() else NEED_AR,
    }


def facts() -> list[tuple[str, str]]:
    return [
        (say("When", "متى"), say("March to May 2027, two weeks", "من مارس إلى مايو ٢٠٢٧، أسبوعان")),
        (say("How", "كيف"), say("Short visit", "زيارة قصيرة")),
        (say("Offered", "المعروض"), say("Travel and a room", "السفر وغرفة")),
        (
            say("Serves", "المستفيدون"),
            say("31 families; children not counted", "٣١ أسرة؛ لم يُعدّ الأطفال"),
        ),
    ]


def tabs() -> list[dict[str, Any]]:
    return [
        {"label": say("The need", "الاحتياج"), "href": "#"},
        {"label": say("Who could help?", "من يستطيع المساعدة؟"), "href": "#", "current": True},
        {"label": say("Introductions", "طلبات التعارف"), "href": "#", "count": 0},
        {"label": say("History", "السجلّ"), "href": "#"},
    ]


def filters() -> list[dict[str, Any]]:
    return [
        {
            "title": say("How they would work", "طريقة العمل"),
            "options": [
                {"label": say("Any", "الكل"), "href": "#", "count": 1240, "current": True},
                {"label": say("Short visits", "زيارات قصيرة"), "href": "#", "count": 19},
                {"label": say("Remote", "عن بُعد"), "href": "#", "count": 11},
            ],
        },
        {
            "title": say("Lives in", "بلد الإقامة"),
            "options": [
                {"label": say("Spain", "إسبانيا"), "href": "#", "count": 14},
                {"label": say("Italy", "إيطاليا"), "href": "#", "count": 9},
            ],
        },
    ]


def reasons() -> list[dict[str, Any]]:
    return [
        {
            "kind": "must",
            "points": 30,
            "possible": 30,
            "asked": say("Keep bees in mobile hives", "تربية النحل في خلايا متنقلة"),
            "said": "apicultura trashumante",
            "said_language": "es",
            "said_note": say("9 years", "٩ سنوات"),
            "how": say("the same skill", "المهارة نفسها"),
        },
        {
            "kind": "must",
            "points": 18,
            "possible": 25,
            "asked": say("Treat mites", "علاج الطفيليات"),
            "said": "علاج أمراض النحل",
            "said_language": "ar",
            "how": say("a wider skill, one step away", "مهارة أوسع، بخطوة واحدة"),
        },
        {
            "kind": "wish",
            "points": 0,
            "possible": 15,
            "asked": say("Write training notes", "كتابة ملاحظات التدريب"),
            "said": "",
            "how": say("missing", "ناقص"),
        },
        {
            "kind": "tie",
            "points": 8,
            "possible": 10,
            "asked": say("Tie to the place", "صلة بالمكان"),
            "said": say("From the next province", "من الإقليم المجاور"),
            "how": say("same region, not the town", "المنطقة نفسها، لا البلدة"),
        },
    ]


def matches() -> list[dict[str, Any]]:
    return [_best_match(), _next_match()]


def _best_match() -> dict[str, Any]:
    return {
        "code": "B4-731",
        "rank": 1,
        "is_demo": True,
        "score": 71,
        "meta": say(
            "Lleida, Spain · Arabic, Spanish · short visits · spring · expenses only",
            "ليدا، إسبانيا · العربية والإسبانية · زيارات قصيرة · الربيع · المصاريف فقط",
        ),
        "segments": [
            {"kind": "must", "label": say("Hives", "الخلايا"), "points": 30},
            {"kind": "must", "label": say("Mites", "الطفيليات"), "points": 18},
            {"kind": "wish", "label": say("Feeding", "التغذية"), "points": 15},
            {"kind": "tie", "label": say("Ties, time", "الصلة والوقت"), "points": 8},
        ],
        "missing": say("training notes", "ملاحظات التدريب"),
        "reasons": reasons(),
        "opened": True,
        "actions": [
            {"label": say("Ask for an introduction", "اطلبوا التعارف"), "href": "#", "main": True},
            {"label": say("Keep for later", "احفظوه لوقت لاحق"), "href": "#"},
        ],
        "note": say(
            "Your message reaches them in Arabic; they have 14 days to answer.",
            "تصل رسالتكم بالعربية، وأمامه ١٤ يومًا للردّ.",
        ),
    }


def _next_match() -> dict[str, Any]:
    return {
        **_best_match(),
        "code": "H2-066",
        "rank": 2,
        "score": 43,
        "opened": False,
        "segments": [
            {"kind": "must", "label": say("Hives", "الخلايا"), "points": 24},
            {"kind": "wish", "label": say("Feeding", "التغذية"), "points": 15},
            {"kind": "tie", "label": say("Ties, time", "الصلة والوقت"), "points": 4},
        ],
        "missing": say("mites; no tie stated", "الطفيليات؛ لا صلة معلنة"),
        "actions": [{"label": say("Keep for later", "احفظوه لوقت لاحق"), "href": "#"}],
    }


def finding() -> dict[str, Any]:
    return {
        "kind": "bad",
        "severity": say("Must mend", "يجب إصلاحه"),
        "section": say("Handbook 4.1", "الدليل ٤٫١"),
        "section_href": "#",
        "section_note": say("Skills and local needs", "المهارات والحاجات المحلية"),
        "statement": say(
            "Nobody keeps the register once the grant ends", "لا أحد يحفظ السجلّ بعد انتهاء المنحة"
        ),
        "why": say(
            "A register that nobody tends is out of date within a year.",
            "السجلّ الذي لا يعتني به أحد يتقادم خلال سنة.",
        ),
        "mend": say("Name who keeps it, and the cost.", "سمّوا من يحفظه وكم يكلّف."),
        "field": say("What stays", "ما يبقى"),
        "field_href": "#",
    }


def table() -> dict[str, Any]:
    def column(english: str, arabic: str, kind: str = "") -> dict[str, str]:
        return {"label": say(english, arabic), "kind": kind}

    return {
        "caption": say("Who brought what, in 2026", "من قدّم ماذا في ٢٠٢٦"),
        "columns": [
            column("Partner", "الشريك"),
            column("Months", "الأشهر", "n"),
            column("People", "الأشخاص", "n"),
            column("What", "ماذا", "wide"),
        ],
        "rows": [
            [say("Beekeepers of Azilal", "نحّالو أزيلال"), "12", "31", say("Hives", "الخلايا")],
            [say("Lleida association", "جمعية ليدا"), "4", "6", say("Training", "التدريب")],
        ],
        "total": [say("Both", "كلاهما"), "", "37", ""],
    }


def money() -> list[dict[str, Any]]:
    return [
        {
            "amount": Decimal("128500"),
            "currency": "MAD",
            "converted": {
                "amount": Decimal("11840"),
                "currency": "EUR",
                "rate": "1 EUR = 10.853 MAD",
                "date": date(2026, 10, 30),
                "source": "IMF",
            },
        },
        {"amount": Decimal("95000"), "currency": "XOF", "not_added": True},
        {"amount": None, "currency": "EUR"},
    ]


def waits() -> list[dict[str, Any]]:
    return [
        {
            "tag": {"kind": "bad", "text": say("5 days late", "متأخّر ٥ أيام")},
            "title": say("Answer Member B4-731", "أجيبوا العضو B4-731"),
            "text": say("They ask who pays the bus.", "يسأل من يدفع ثمن الحافلة."),
            "action": say("Answer", "أجيبوا"),
            "href": "#",
        },
        {
            "when": say("In 3 days", "بعد ٣ أيام"),
            "title": say("Agree the terms", "اتّفقوا على الشروط"),
            "text": say("Tasks and dates are written.", "المهام والمواعيد مكتوبة."),
            "action": say("Read them", "اقرؤوها"),
            "href": "#",
        },
    ]


def events() -> list[dict[str, Any]]:
    return [
        {
            "when": datetime(2026, 11, 12, 9, 30, tzinfo=UTC),
            "who": say("Coordinator in Azilal", "المنسّق في أزيلال"),
            "text": say("changed the dates", "غيّر المواعيد"),
        },
        {"when": date(2026, 11, 3), "who": "", "text": say("published", "نُشر")},
    ]


def doors() -> list[dict[str, str]]:
    return [
        {
            "shore": shore,
            "href": "#",
            "title": say(*title),
            "text": say("Two lines that say what waits behind.", "سطران يقولان ما وراء الباب."),
        }
        for shore, title in [
            ("residence", ("I live abroad", "أعيش في الخارج")),
            ("origin", ("We have a need", "لدينا احتياج")),
            ("both", ("We run projects", "ندير مشاريع")),
            ("policy", ("We fund or make policy", "نموّل أو نضع السياسات")),
        ]
    ]


def words() -> dict[str, str]:
    return {
        "origin": say("Morocco", "المغرب"),
        "residence": say("Spain", "إسبانيا"),
        "empty": say("No meeting is written down yet.", "لا اجتماع مدوّن بعد."),
        "empty_text": say("Notes and decisions will stand here.", "هنا تقف القرارات."),
        "empty_action": say("Write the first agenda", "اكتبوا أول جدول أعمال"),
        "note": say("Two of them cover it all.", "اثنان معًا يغطّيان الكل."),
        "note_text": say("B4-731 for hives; H2-066 for notes.", "معًا يكتمل العمل."),
    }


def key() -> list[dict[str, str]]:
    return [
        {"kind": "must", "label": say("must be met", "شرط")},
        {"kind": "wish", "label": say("wished", "مرغوب")},
        {"kind": "tie", "label": say("ties and time", "الصلة والوقت")},
        {"kind": "none", "label": say("not covered", "غير مغطّى")},
        {"kind": "disc", "label": say("country of origin", "بلد الأصل")},
        {"kind": "ring", "label": say("country of residence", "بلد الإقامة")},
    ]


def figures() -> list[dict[str, Any]]:
    return [
        {"label": say("people", "شخص"), "value": 2000},
        {"label": say("needs", "احتياج"), "value": 40},
        {"label": say("children", "طفل"), "value": None},
    ]
