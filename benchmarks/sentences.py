"""The sentences of which the measured collections are made, in the official languages of the EU."""

from __future__ import annotations

from typing import NamedTuple


class Sentences(NamedTuple):
    """What one language says. ``{n}`` is the framework, ``{c}`` the criterion, ``{i}`` the item."""

    title: str
    heading: str
    criterion: str
    indicator: str


#: The source language first, then the order in which languages are added.
SENTENCES = {
    "sv": Sentences(
        "Kvalitetsområde nummer {n} för skolans utveckling",
        "Kriterier",
        "Kriterium {c} om ledning och samverkan i område {n}",
        "Skolan har i område {n} fastställt mål {i} för verksamheten och följer årligen upp hur de"
        " nås tillsammans med sina partner",
    ),
    "en": Sentences(
        "Quality area number {n} for the development of the school",
        "Criteria",
        "Criterion {c} on leadership and cooperation in area {n}",
        "In area {n} the school has set goal {i} for its work and reviews every year together with"
        " its partners how it is reached",
    ),
    "bg": Sentences(
        "Област на качеството номер {n} за развитието на училището",
        "Критерии",
        "Критерий {c} за ръководство и сътрудничество в област {n}",
        "В област {n} училището е определило цел {i} за своята работа и всяка година преглежда"
        " заедно с партньорите си как тя се постига",
    ),
    "cs": Sentences(
        "Oblast kvality číslo {n} pro rozvoj školy",
        "Kritéria",
        "Kritérium {c} o vedení a spolupráci v oblasti {n}",
        "V oblasti {n} si škola stanovila cíl {i} pro svou činnost a každý rok se svými partnery"
        " hodnotí, jak ho dosahuje",
    ),
    "da": Sentences(
        "Kvalitetsområde nummer {n} for skolens udvikling",
        "Kriterierne",
        "Kriterium {c} om ledelse og samarbejde i område {n}",
        "Skolen har i område {n} fastsat mål {i} for sit arbejde og følger hvert år op på, hvordan"
        " det nås, sammen med sine partnere",
    ),
    "de": Sentences(
        "Qualitätsbereich Nummer {n} für die Entwicklung der Schule",
        "Kriterien",
        "Kriterium {c} zu Leitung und Zusammenarbeit im Bereich {n}",
        "Die Schule hat im Bereich {n} das Ziel {i} für ihre Arbeit festgelegt und prüft jedes Jahr"
        " gemeinsam mit ihren Partnern, wie es erreicht wird",
    ),
    "el": Sentences(
        "Τομέας ποιότητας αριθμός {n} για την ανάπτυξη του σχολείου",
        "Κριτήρια",
        "Κριτήριο {c} για την ηγεσία και τη συνεργασία στον τομέα {n}",
        "Στον τομέα {n} το σχολείο έχει θέσει τον στόχο {i} για το έργο του και εξετάζει κάθε χρόνο"
        " μαζί με τους εταίρους του πώς επιτυγχάνεται",
    ),
    "es": Sentences(
        "Área de calidad número {n} para el desarrollo de la escuela",
        "Criterios",
        "Criterio {c} sobre liderazgo y cooperación en el área {n}",
        "En el área {n} la escuela ha fijado el objetivo {i} para su labor y revisa cada año junto"
        " con sus socios cómo se alcanza",
    ),
    "et": Sentences(
        "Kvaliteedi valdkond number {n} kooli arendamiseks",
        "Kriteeriumid",
        "Kriteerium {c} juhtimise ja koostöö kohta valdkonnas {n}",
        "Kool on valdkonnas {n} seadnud oma tööle eesmärgi {i} ja vaatab igal aastal koos"
        " partneritega üle, kuidas see täidetakse",
    ),
    "fi": Sentences(
        "Laadun osa-alue numero {n} koulun kehittämiseksi",
        "Arviointiperusteet",
        "Arviointiperuste {c} johtamisesta ja yhteistyöstä alueella {n}",
        "Koulu on alueella {n} asettanut toiminnalleen tavoitteen {i} ja seuraa vuosittain yhdessä"
        " kumppaniensa kanssa, miten se saavutetaan",
    ),
    "fr": Sentences(
        "Domaine de qualité numéro {n} pour le développement de l’école",
        "Critères",
        "Critère {c} sur la direction et la coopération dans le domaine {n}",
        "Dans le domaine {n} l’école a fixé le but {i} pour son travail et examine chaque année"
        " avec ses partenaires comment il est atteint",
    ),
    "ga": Sentences(
        "Réimse cáilíochta uimhir {n} d’fhorbairt na scoile",
        "Critéir",
        "Critéar {c} faoi cheannaireacht agus comhar i réimse {n}",
        "I réimse {n} tá sprioc {i} leagtha síos ag an scoil dá cuid oibre agus déanann sí"
        " athbhreithniú gach bliain lena comhpháirtithe ar an gcaoi a mbaintear amach í",
    ),
    "hr": Sentences(
        "Područje kvalitete broj {n} za razvoj škole",
        "Kriteriji",
        "Kriterij {c} o vodstvu i suradnji u području {n}",
        "U području {n} škola je postavila cilj {i} za svoj rad i svake godine s partnerima"
        " preispituje kako se on ostvaruje",
    ),
    "hu": Sentences(
        "Minőségi terület, szám {n}, az iskola fejlesztéséhez",
        "Szempontok",
        "Szempont {c} a vezetésről és az együttműködésről, terület {n}",
        "Az iskola ezen a területen ({n}) kitűzte munkája célját ({i}), és partnereivel együtt"
        " évente áttekinti, hogyan éri el",
    ),
    "it": Sentences(
        "Area di qualità numero {n} per lo sviluppo della scuola",
        "Criteri",
        "Criterio {c} su direzione e cooperazione nell’area {n}",
        "Nell’area {n} la scuola ha fissato l’obiettivo {i} per il suo lavoro e verifica ogni anno"
        " con i suoi partner come viene raggiunto",
    ),
    "lt": Sentences(
        "Kokybės sritis numeris {n} mokyklos plėtrai",
        "Kriterijai",
        "Kriterijus {c} dėl vadovavimo ir bendradarbiavimo srityje {n}",
        "Srityje {n} mokykla yra nustačiusi savo veiklos tikslą {i} ir kasmet kartu su partneriais"
        " peržiūri, kaip jis pasiekiamas",
    ),
    "lv": Sentences(
        "Kvalitātes joma numurs {n} skolas attīstībai",
        "Kritēriji",
        "Kritērijs {c} par vadību un sadarbību jomā {n}",
        "Jomā {n} skola ir noteikusi sava darba mērķi {i} un katru gadu kopā ar partneriem"
        " pārskata, kā tas tiek sasniegts",
    ),
    "mt": Sentences(
        "Qasam ta’ kwalità numru {n} għall-iżvilupp tal-iskola",
        "Il-kriterji",
        "Il-kriterju {c} dwar it-tmexxija u l-kooperazzjoni fil-qasam {n}",
        "Fil-qasam {n} l-iskola stabbiliet il-mira {i} għal xogħolha u kull sena tirrevedi flimkien"
        " mas-sħab tagħha kif tintlaħaq",
    ),
    "nl": Sentences(
        "Kwaliteitsgebied nummer {n} voor de ontwikkeling van de school",
        "De criteria",
        "Criterium {c} over leiding en samenwerking in gebied {n}",
        "De school heeft in gebied {n} doel {i} voor haar werk vastgesteld en gaat elk jaar samen"
        " met haar partners na hoe het wordt bereikt",
    ),
    "pl": Sentences(
        "Obszar jakości numer {n} dla rozwoju szkoły",
        "Kryteria",
        "Kryterium {c} dotyczące kierowania i współpracy w obszarze {n}",
        "W obszarze {n} szkoła wyznaczyła cel {i} swojej pracy i co roku wraz z partnerami ocenia,"
        " jak jest on osiągany",
    ),
    "pt": Sentences(
        "Área de qualidade número {n} para o desenvolvimento da escola",
        "Critérios",
        "Critério {c} sobre liderança e cooperação na área {n}",
        "Na área {n} a escola fixou o objetivo {i} para o seu trabalho e revê todos os anos com os"
        " seus parceiros como é alcançado",
    ),
    "ro": Sentences(
        "Domeniul de calitate numărul {n} pentru dezvoltarea școlii",
        "Criterii",
        "Criteriul {c} privind conducerea și cooperarea în domeniul {n}",
        "În domeniul {n} școala a stabilit obiectivul {i} pentru activitatea sa și verifică anual"
        " împreună cu partenerii cum este atins",
    ),
    "sk": Sentences(
        "Oblasť kvality číslo {n} pre rozvoj školy",
        "Kritériá",
        "Kritérium {c} o vedení a spolupráci v oblasti {n}",
        "V oblasti {n} si škola určila cieľ {i} pre svoju činnosť a každý rok s partnermi hodnotí,"
        " ako ho dosahuje",
    ),
    "sl": Sentences(
        "Področje kakovosti številka {n} za razvoj šole",
        "Merila",
        "Merilo {c} o vodenju in sodelovanju na področju {n}",
        "Na področju {n} je šola določila cilj {i} za svoje delo in vsako leto s partnerji preveri,"
        " kako ga dosega",
    ),
}

#: The source language, then up to 23 more.
LANGUAGES = tuple(SENTENCES)
