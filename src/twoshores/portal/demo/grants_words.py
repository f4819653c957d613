"""Texts of the demo's earlier call, in English and four translations: it is decided, and its
grants are under way. The words are our own."""

from .call_words import ORIGIN, UNION

RULES = [
    {"rule": "partners", "least": 2, "most": 3},
    {"rule": "countries", "group": "Countries of origin", "countries": list(ORIGIN)},
    {"rule": "countries", "group": "European Union", "countries": list(UNION)},
    {"rule": "kinds", "any_of": ["migrant_association"], "or_mobilises_migrants": True},
    {"rule": "share_most", "percent": 70},
    {"rule": "ceiling", "category": "administration", "percent": 10},
]
CALL = {
    "en": (
        "First steps together",
        "Small grants for associations that try something out on both shores for the first time.",
        "We pay for a first joint piece of work: courses, visits, a market, a desk where people "
        "can ask. What you learn on the way counts as much as what you finish.\n\n"
        "A project may have begun after this call opened: its costs count from its first day, "
        "also where the contract is signed later.",
    ),
    "fr": (
        "Premiers pas ensemble",
        "De petites subventions pour des associations qui essaient une première chose ensemble, "
        "sur deux rives.",
        "Nous payons un premier travail commun : des cours, des visites, un marché, un guichet où "
        "l’on peut poser ses questions. Ce que vous apprenez compte autant que ce que vous "
        "achevez.\n\nUn projet peut avoir commencé après l’ouverture de cet appel : ses frais "
        "comptent dès son premier jour, même si le contrat est signé plus tard.",
    ),
    "es": (
        "Primeros pasos juntos",
        "Pequeñas ayudas para asociaciones que prueban algo juntas por primera vez en las dos "
        "orillas.",
        "Pagamos un primer trabajo común: cursos, visitas, un mercado, una mesa donde preguntar. "
        "Lo que se aprende cuenta tanto como lo que se termina.\n\n"
        "Un proyecto puede haber empezado después de abrirse esta convocatoria: sus gastos "
        "cuentan desde el primer día, aunque el contrato se firme más tarde.",
    ),
    "pt": (
        "Primeiros passos juntos",
        "Pequenos apoios para associações que experimentam algo juntas pela primeira vez, nas "
        "duas margens.",
        "Pagamos um primeiro trabalho comum: cursos, visitas, um mercado, um balcão onde "
        "perguntar. O que se aprende conta tanto como o que se acaba.\n\n"
        "Um projeto pode ter começado depois da abertura deste concurso: os seus custos contam "
        "desde o primeiro dia, mesmo que o contrato seja assinado mais tarde.",
    ),
    "ar": (
        "خطوات أولى معًا",
        "منح صغيرة لجمعيات تجرّب شيئًا معًا للمرة الأولى على الضفتين.",
        "ندفع كلفة عمل مشترك أول: دروس أو زيارات أو سوق أو مكتب يسأل فيه الناس. وما تتعلمونه في "
        "الطريق لا يقل أهمية عما تنجزونه.\n\nيمكن أن يكون المشروع قد بدأ بعد فتح هذه الدعوة: "
        "تُحسب تكاليفه من يومه الأول، ولو وُقّع العقد بعد ذلك.",
    ),
}
THEMES = [
    {
        "en": ("Living with money from abroad", "Families who send and receive plan together."),
        "fr": ("Vivre de l’argent envoyé", "Ceux qui envoient et reçoivent prévoient ensemble."),
        "es": ("Vivir del dinero enviado", "Quienes envían y reciben planean juntos."),
        "pt": ("Viver do dinheiro enviado", "Quem envia e quem recebe planeia em conjunto."),
        "ar": ("العيش من المال المرسل", "من يرسل ومن يتلقى يخططان معًا."),
    },
    {
        "en": ("Work and trade", "What is made at home finds buyers among those who left."),
        "fr": ("Travail et commerce", "Ce qui se fait au pays trouve preneur chez les partis."),
        "es": ("Trabajo y comercio", "Lo que se hace en casa encuentra compradores fuera."),
        "pt": ("Trabalho e comércio", "O que se faz na terra encontra quem compre lá fora."),
        "ar": ("العمل والتجارة", "ما يُصنع في البلد يجد مشترين بين من رحلوا."),
    },
]
# (level, component, weight, needed at least, title, how to mark it)
CRITERIA = [
    (
        *("organisation", "both", 20, None, "Each partner is up to its task"),
        "What it has done before counts, and who will do the work this time.",
    ),
    (
        *("partnership", "migration", 30, 2, "Migrants have a say in it"),
        "Five: they decide about money and people. One: they are asked now and then.",
    ),
    (
        *("partnership", "development", 30, 2, "Something stays when the money ends"),
        "Five: somebody is named who goes on with it, and says with what.",
    ),
    (
        *("stakeholders", "both", 20, None, "Others on both shores help"),
        "A town hall, a school, a bank: what did they promise, and to whom?",
    ),
]
# (who answers, title, what helps, at most so many characters)
PROMPTS = [
    (
        *("all", "What do you want to try out together, and why now?"),
        *("Say it as you would tell a neighbour.", 1500),
    ),
    (
        *("each", "Which part is yours?"),
        *("Who does it, where, and since when do you know each other?", 1000),
    ),
]
# The same in other languages, in the order of the lists above: (title, how to mark it).
CRITERIA_IN = {
    "fr": [
        (
            "Chaque partenaire est à la hauteur de sa tâche",
            "Compte ce qu’il a déjà fait, et qui fera le travail cette fois.",
        ),
        (
            "Les migrants ont leur mot à dire",
            "Cinq : ils décident de l’argent et des personnes. Un : on leur demande parfois.",
        ),
        (
            "Quelque chose reste quand l’argent s’arrête",
            "Cinq : quelqu’un de nommé continue, et dit avec quoi.",
        ),
        (
            "D’autres aident sur les deux rives",
            "Une mairie, une école, une banque : qu’ont-elles promis, et à qui ?",
        ),
    ],
    "es": [
        (
            "Cada socio está a la altura de su tarea",
            "Cuenta lo que hizo antes y quién hará el trabajo esta vez.",
        ),
        (
            "Los migrantes tienen voz",
            "Cinco: deciden sobre el dinero y las personas. Uno: se les pregunta a veces.",
        ),
        (
            "Algo queda cuando se acaba el dinero",
            "Cinco: alguien nombrado sigue con ello, y dice con qué.",
        ),
        (
            "Otros ayudan en las dos orillas",
            "Un ayuntamiento, una escuela, un banco: ¿qué prometieron, y a quién?",
        ),
    ],
    "pt": [
        (
            "Cada parceiro está à altura da sua tarefa",
            "Conta o que fez antes e quem fará o trabalho desta vez.",
        ),
        (
            "Os migrantes têm voz",
            "Cinco: decidem sobre o dinheiro e as pessoas. Um: perguntam-lhes de vez em quando.",
        ),
        (
            "Algo fica quando o dinheiro acaba",
            "Cinco: alguém nomeado continua, e diz com quê.",
        ),
        (
            "Outros ajudam nas duas margens",
            "Uma câmara, uma escola, um banco: o que prometeram, e a quem?",
        ),
    ],
    "ar": [
        (
            "كل شريك أهل لمهمته",
            "يُحسب ما فعله من قبل، ومن سيقوم بالعمل هذه المرة.",
        ),
        (
            "للمهاجرين رأي فيه",
            "خمسة: يقررون في المال والأشخاص. واحد: يُسألون أحيانًا.",
        ),
        (
            "شيء يبقى حين ينتهي المال",
            "خمسة: شخص مسمى يواصل العمل، ويقول بماذا.",
        ),
        (
            "آخرون يساعدون على الضفتين",
            "بلدية أو مدرسة أو مصرف: بماذا وعدوا، ولمن؟",
        ),
    ],
}
# (title, what helps)
PROMPTS_IN = {
    "fr": [
        (
            "Que voulez-vous essayer ensemble, et pourquoi maintenant ?",
            "Dites-le comme à une voisine.",
        ),
        (
            "Quelle part est la vôtre ?",
            "Qui la fait, où, et depuis quand vous connaissez-vous ?",
        ),
    ],
    "es": [
        (
            "¿Qué quieren probar juntos, y por qué ahora?",
            "Díganlo como se lo contarían a un vecino.",
        ),
        (
            "¿Qué parte es la suya?",
            "¿Quién la hace, dónde, y desde cuándo se conocen?",
        ),
    ],
    "pt": [
        (
            "O que querem experimentar juntos, e porquê agora?",
            "Digam-no como o contariam a um vizinho.",
        ),
        (
            "Que parte é a vossa?",
            "Quem a faz, onde, e desde quando se conhecem?",
        ),
    ],
    "ar": [
        (
            "ماذا تريدون أن تجرّبوا معًا، ولماذا الآن؟",
            "قولوه كما تحكونه لجار.",
        ),
        (
            "ما الجزء الذي عليكم؟",
            "من يقوم به، وأين، ومنذ متى يعرف بعضكم بعضًا؟",
        ),
    ],
}
# What a partner asks the programme, in the language of the project.
SUPPORT_QUESTION = (
    "Trois de nos animatrices habitent à deux heures de route. Pouvons-nous payer leur transport "
    "sur la ligne des soirées, ou faut-il demander un changement de budget ?"
)
MISSION = "Les cours du soir, un an avant la fin"
