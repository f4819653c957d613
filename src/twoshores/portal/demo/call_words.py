"""Texts of the demo's call, in English and four translations. Its facts are modelled on the call
that the handbook tells of: its countries, its four themes, its rule of partnership; the words are
our own."""

ORIGIN = (
    *("CV", "DZ", "EC", "EG", "ET", "GE", "GH", "JM", "LK", "MA", "MD", "ML", "NG", "PH"),
    *("SN", "TN"),
)
# Members when such a call was first held.
UNION = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
)
RULES = [
    {"rule": "partners", "least": 2, "most": 4},
    {"rule": "countries", "group": "Countries of origin", "countries": list(ORIGIN)},
    {"rule": "countries", "group": "European Union", "countries": list(UNION)},
    {"rule": "countries_allowed", "countries": sorted({*ORIGIN, *UNION})},
    {"rule": "kinds", "any_of": ["migrant_association"], "or_mobilises_migrants": True},
    {"rule": "share_most", "percent": 70},
    {"rule": "ceiling", "category": "administration", "percent": 7},
    {"rule": "cofinancing", "percent": 0},
]
CALL = {
    "en": (
        "Small projects on two shores",
        "Grants for small organisations that work together on both shores of a migration: all "
        "costs can be paid, and somebody helps you on the way.",
        "We look for projects in which migrants and people at home do something together that "
        "neither could do alone. Small groups are welcome: no money of your own is needed.\n\n"
        "We fund one project a partnership, for a year and a half at most. We do not fund "
        "buildings, travel to conferences, or work on one shore only.",
    ),
    "fr": (
        "Petits projets sur deux rives",
        "Des subventions pour de petites organisations qui travaillent ensemble sur les deux "
        "rives d’une migration : tous les frais peuvent être payés, et quelqu’un vous aide.",
        "Nous cherchons des projets où des migrants et des gens du pays font ensemble ce "
        "qu’aucun ne pourrait faire seul. Les petits groupes sont bienvenus : aucun apport n’est "
        "demandé.\n\nUn projet par partenariat, un an et demi au plus. Nous ne payons ni "
        "bâtiments, ni voyages à des congrès, ni travail sur une seule rive.",
    ),
    "es": (
        "Pequeños proyectos en dos orillas",
        "Ayudas para organizaciones pequeñas que trabajan juntas en las dos orillas de una "
        "migración: se pueden pagar todos los gastos y alguien les acompaña.",
        "Buscamos proyectos en los que migrantes y gente del país hacen juntos lo que ninguno "
        "podría hacer solo. Los grupos pequeños son bienvenidos: no hace falta dinero propio.\n\n"
        "Un proyecto por alianza, de año y medio como máximo. No pagamos edificios, viajes a "
        "congresos ni trabajo en una sola orilla.",
    ),
    "pt": (
        "Pequenos projetos em duas margens",
        "Apoios para pequenas organizações que trabalham juntas nas duas margens de uma "
        "migração: todos os custos podem ser pagos e há quem vos acompanhe.",
        "Procuramos projetos em que migrantes e pessoas da terra fazem juntos o que nenhum faria "
        "sozinho. Os pequenos grupos são bem-vindos: não é preciso dinheiro próprio.\n\n"
        "Um projeto por parceria, de ano e meio no máximo. Não pagamos edifícios, viagens a "
        "congressos nem trabalho numa só margem.",
    ),
    "ar": (
        "مشاريع صغيرة على ضفتين",
        "منح للمنظمات الصغيرة التي تعمل معًا على ضفتي الهجرة: يمكن تغطية جميع التكاليف، وهناك من "
        "يساعدكم على الطريق.",
        "نبحث عن مشاريع يعمل فيها المهاجرون وأهل بلدانهم معًا ما لا يستطيعه أي منهم وحده. نرحب "
        "بالمجموعات الصغيرة، ولا يُطلب منها مال.\n\nمشروع واحد لكل شراكة، لسنة ونصف على الأكثر. لا "
        "نموّل المباني ولا السفر إلى المؤتمرات ولا العمل على ضفة واحدة فقط.",
    ),
}
THEMES = [
    {
        "en": ("Communities", "Migrants' associations and their home places, together."),
        "fr": ("Communautés", "Les associations de migrants et leurs lieux d’origine, ensemble."),
        "es": ("Comunidades", "Las asociaciones de migrantes y sus lugares de origen, juntos."),
        "pt": ("Comunidades", "As associações de migrantes e as suas terras, juntas."),
        "ar": ("المجتمعات", "جمعيات المهاجرين وأماكنهم الأصلية معًا."),
    },
    {
        "en": ("Money sent home", "Cheaper and safer to send, better used by those who get it."),
        "fr": ("L’argent envoyé", "L’envoyer à moindre coût, et mieux s’en servir."),
        "es": ("El dinero enviado", "Enviarlo con menos gasto y usarlo mejor."),
        "pt": ("O dinheiro enviado", "Enviá-lo com menos custo e usá-lo melhor."),
        "ar": ("المال المرسل", "إرساله بكلفة أقل وأمان أكبر، واستعماله استعمالًا أفضل."),
    },
    {
        "en": ("Skills", "What people learnt abroad, brought to where it is missing."),
        "fr": ("Savoir-faire", "Ce qu’on a appris ailleurs, là où cela manque."),
        "es": ("Saberes", "Lo aprendido fuera, llevado a donde falta."),
        "pt": ("Saberes", "O que se aprendeu fora, levado aonde falta."),
        "ar": ("المهارات", "ما تعلمه الناس في الخارج، حيث يُحتاج إليه."),
    },
    {
        "en": ("Rights", "Knowing one's rights before leaving, on the way and after returning."),
        "fr": ("Droits", "Connaître ses droits avant de partir, en route et au retour."),
        "es": ("Derechos", "Conocer sus derechos antes de salir, en camino y al volver."),
        "pt": ("Direitos", "Conhecer os direitos antes de partir, no caminho e ao voltar."),
        "ar": ("الحقوق", "أن يعرف المرء حقوقه قبل السفر وفي الطريق وبعد العودة."),
    },
]
# (level, component, weight, needed at least, title, how to mark it)
CRITERIA = [
    (
        *("organisation", "both", 15, None, "Each partner can do its part"),
        "Look at what it did before, with whom, and with how much money.",
    ),
    (
        *("partnership", "both", 25, 2, "The partners add to each other across the shores"),
        "Five: each brings what the others lack, and they have worked together.",
    ),
    (
        *("partnership", "migration", 20, 2, "Migrants decide and take part"),
        "Five: from the first idea to the judging at the end. Nothing for being told about it.",
    ),
    (
        *("partnership", "development", 20, 2, "Something changes at home, and stays"),
        "Five: a change that people of the place asked for, and somebody named who keeps it.",
    ),
    (
        *("stakeholders", "both", 20, None, "Authorities and others on both shores are with them"),
        "Look for what they promised in writing.",
    ),
]
# (who answers, title, what helps, at most so many characters)
PROMPTS = [
    (
        *("all", "What will be different afterwards, and for whom?"),
        *("Two or three changes that one can see. Say how many people.", 2500),
    ),
    (
        *("all", "What do migrants do in it, from the idea to the end?"),
        *("Say who, and in which decisions they have a voice.", 2000),
    ),
    (
        *("each", "What do you bring that the others do not have?"),
        *("People, places, trust, skills; an example of each.", 1500),
    ),
    (
        *("each", "What did your organisation do before that is like this?"),
        *("Also small things, also what went wrong.", 1500),
    ),
]
# The same in other languages, in the order of the lists above: (title, how to mark it).
CRITERIA_IN = {
    "fr": [
        (
            "Chaque partenaire peut faire sa part",
            "Regardez ce qu’il a déjà fait, avec qui et avec combien d’argent.",
        ),
        (
            "Les partenaires se complètent d’une rive à l’autre",
            "Cinq : chacun apporte ce qui manque aux autres, et ils ont déjà travaillé ensemble.",
        ),
        (
            "Les migrants décident et prennent part",
            "Cinq : de la première idée au bilan final. Rien si on les informe seulement.",
        ),
        (
            "Quelque chose change au pays, et dure",
            "Cinq : un changement que les gens du lieu ont demandé, et quelqu’un de nommé qui y "
            "veille.",
        ),
        (
            "Des autorités et d’autres sont avec eux sur les deux rives",
            "Cherchez ce qu’ils ont promis par écrit.",
        ),
    ],
    "es": [
        (
            "Cada socio puede hacer su parte",
            "Mire lo que hizo antes, con quién y con cuánto dinero.",
        ),
        (
            "Los socios se complementan de una orilla a otra",
            "Cinco: cada uno aporta lo que falta a los demás, y ya trabajaron juntos.",
        ),
        (
            "Los migrantes deciden y participan",
            "Cinco: desde la primera idea hasta la valoración final. Nada si solo se les informa.",
        ),
        (
            "Algo cambia en el país, y permanece",
            "Cinco: un cambio que la gente del lugar pidió, y alguien nombrado que lo cuida.",
        ),
        (
            "Autoridades y otros de las dos orillas están con ellos",
            "Busque lo que prometieron por escrito.",
        ),
    ],
    "pt": [
        (
            "Cada parceiro consegue fazer a sua parte",
            "Veja o que fez antes, com quem e com quanto dinheiro.",
        ),
        (
            "Os parceiros completam-se de uma margem à outra",
            "Cinco: cada um traz o que falta aos outros, e já trabalharam juntos.",
        ),
        (
            "Os migrantes decidem e participam",
            "Cinco: da primeira ideia ao balanço final. Nada se apenas forem informados.",
        ),
        (
            "Algo muda na terra, e fica",
            "Cinco: uma mudança que as pessoas do lugar pediram, e alguém nomeado que cuida dela.",
        ),
        (
            "Autoridades e outros nas duas margens estão com eles",
            "Procure o que prometeram por escrito.",
        ),
    ],
    "ar": [
        (
            "كل شريك قادر على القيام بدوره",
            "انظروا إلى ما أنجزه من قبل، ومع من، وبكم من المال.",
        ),
        (
            "الشركاء يكمل بعضهم بعضًا عبر الضفتين",
            "خمسة: كل واحد يأتي بما ينقص الآخرين، وقد عملوا معًا من قبل.",
        ),
        (
            "المهاجرون يقررون ويشاركون",
            "خمسة: من الفكرة الأولى إلى التقييم في النهاية. لا شيء لمن يُكتفى بإعلامهم.",
        ),
        (
            "شيء يتغير في البلد ويبقى",
            "خمسة: تغيير طلبه أهل المكان، وشخص مسمى يرعاه.",
        ),
        (
            "السلطات وغيرها على الضفتين تساندهم",
            "ابحثوا عما وعدوا به كتابةً.",
        ),
    ],
}
# (title, what helps)
PROMPTS_IN = {
    "fr": [
        (
            "Qu’est-ce qui sera différent après, et pour qui ?",
            "Deux ou trois changements que l’on peut voir. Dites combien de personnes.",
        ),
        (
            "Que font les migrants dans le projet, de l’idée à la fin ?",
            "Dites qui, et dans quelles décisions ils ont une voix.",
        ),
        (
            "Qu’apportez-vous que les autres n’ont pas ?",
            "Des personnes, des lieux, de la confiance, des savoir-faire ; un exemple de chacun.",
        ),
        (
            "Qu’est-ce que votre organisation a déjà fait de semblable ?",
            "Même de petites choses, même ce qui n’a pas marché.",
        ),
    ],
    "es": [
        (
            "¿Qué será distinto después, y para quién?",
            "Dos o tres cambios que se puedan ver. Diga cuántas personas.",
        ),
        (
            "¿Qué hacen los migrantes en el proyecto, desde la idea hasta el final?",
            "Diga quiénes, y en qué decisiones tienen voz.",
        ),
        (
            "¿Qué aporta usted que los demás no tienen?",
            "Personas, lugares, confianza, saberes; un ejemplo de cada cosa.",
        ),
        (
            "¿Qué hizo su organización antes que se parezca a esto?",
            "También cosas pequeñas, también lo que salió mal.",
        ),
    ],
    "pt": [
        (
            "O que será diferente depois, e para quem?",
            "Duas ou três mudanças que se possam ver. Diga quantas pessoas.",
        ),
        (
            "O que fazem os migrantes no projeto, da ideia ao fim?",
            "Diga quem, e em que decisões têm voz.",
        ),
        (
            "O que trazem que os outros não têm?",
            "Pessoas, lugares, confiança, saberes; um exemplo de cada.",
        ),
        (
            "O que fez antes a vossa organização que se pareça com isto?",
            "Também coisas pequenas, também o que correu mal.",
        ),
    ],
    "ar": [
        (
            "ما الذي سيختلف بعد المشروع، ولمن؟",
            "تغييران أو ثلاثة يمكن رؤيتها. اذكروا عدد الأشخاص.",
        ),
        (
            "ماذا يفعل المهاجرون في المشروع، من الفكرة إلى النهاية؟",
            "اذكروا من هم، وفي أي قرارات يكون لهم رأي.",
        ),
        (
            "ماذا تقدمون مما ليس عند الآخرين؟",
            "أشخاص وأماكن وثقة ومهارات، ومثال على كل منها.",
        ),
        (
            "ماذا فعلت منظمتكم من قبل مما يشبه هذا؟",
            "الأشياء الصغيرة أيضًا، وما لم ينجح كذلك.",
        ),
    ],
}
QUESTION = (
    "Can a group that is not registered take part?",
    "Yes, as a partner. The contract of each partner needs somebody who can sign for it: if yours "
    "cannot, another partner signs for both, and you agree in writing how the money reaches you.",
)
