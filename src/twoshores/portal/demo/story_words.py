"""What the demo's people write to each other, in the five languages of the screen."""

type Texts = dict[str, str]

ASK: Texts = {
    "en": "We read what you can do and think it is what we miss. Would you talk to us about it?",
    "fr": "Ce que vous savez faire est ce qui nous manque. Pouvons-nous en parler ensemble ?",
    "es": "Lo que usted sabe hacer es lo que nos falta. ¿Podríamos hablarlo?",
    "pt": "O que sabe fazer é o que nos falta. Podemos falar sobre isso?",
    "ar": "ما تجيدونه هو ما ينقصنا. هل يمكن أن نتحدث في الأمر؟",
}
QUESTION: Texts = {
    "en": "Who pays the ticket, and is there somewhere to stay?",
    "fr": "Qui paie le billet, et où serai-je logé ?",
    "es": "¿Quién paga el billete y dónde me alojaría?",
    "pt": "Quem paga o bilhete e onde ficaria alojado?",
    "ar": "من يدفع ثمن التذكرة، وأين أقيم؟",
}
ANSWER: Texts = {
    "en": "We pay the ticket; a family in the village lodges you.",
    "fr": "Nous payons le billet ; une famille du village vous loge.",
    "es": "Pagamos el billete; una familia del pueblo le aloja.",
    "pt": "Pagamos o bilhete; uma família da aldeia recebe-o.",
    "ar": "ندفع نحن التذكرة، وتستضيفكم أسرة من القرية.",
}
REASON: Texts = {
    "en": "Not this year; ask me again in spring.",
    "fr": "Pas cette année ; redemandez-moi au printemps.",
    "es": "Este año no; pregúntenme en primavera.",
    "pt": "Este ano não; perguntem-me na primavera.",
    "ar": "ليس هذا العام؛ اسألوني في الربيع.",
}
TASKS: Texts = {
    "en": "Two weeks on the spot: show the work, train four people who train others, write it up.",
    "fr": "Deux semaines sur place : montrer, former quatre relais, laisser un écrit.",
    "es": "Dos semanas en el lugar: mostrar, formar a cuatro personas, dejarlo escrito.",
    "pt": "Duas semanas no local: mostrar, formar quatro pessoas, deixar por escrito.",
    "ar": "أسبوعان في المكان: عرض العمل وتدريب أربعة يدرّبون غيرهم وكتابة الخلاصة.",
}
NOTE: Texts = {
    "en": "The first group has finished; the second begins on Monday.",
    "fr": "Le premier groupe a terminé ; le second commence lundi.",
    "es": "El primer grupo terminó; el segundo empieza el lunes.",
    "pt": "O primeiro grupo terminou; o segundo começa na segunda-feira.",
    "ar": "انتهت المجموعة الأولى، وتبدأ الثانية يوم الاثنين.",
}
MATERIAL: Texts = {
    "en": "Handbook for those who train others",
    "fr": "Guide pour celles et ceux qui forment",
    "es": "Guía para quienes forman a otros",
    "pt": "Guia para quem forma outros",
    "ar": "دليل لمن يدرّب غيره",
}
FEEDBACK: Texts = {
    "en": "Clear words on both sides, and the work goes on without me.",
    "fr": "Des paroles claires des deux côtés, et le travail continue.",
    "es": "Palabras claras de ambas partes, y el trabajo sigue.",
    "pt": "Palavras claras dos dois lados, e o trabalho continua.",
    "ar": "كلام واضح من الجانبين، والعمل مستمر.",
}


def words(texts: Texts, language: str) -> str:
    """In a language, else in English."""
    return texts.get(language, texts["en"])
