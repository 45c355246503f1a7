/* The kinds of structural checks one by one, each from its own YAML on a small story: what must be
 * told, and what must not, in both languages. */
#include "config.h"

#include "style/structure.h"

#include "article/json.h"
#include "style/yaml.h"
#include "support.h"

#include <string.h>

typedef struct
{
  const char *why;
  const char *check;    /* YAML of the check */
  const char *story;    /* JSON, or text without fields when it does not begin with a brace */
  const char *language;
  /* "match=>replacement" parted by bars, "field" where there is no range; "" for quiet */
  const char *told;
} Case;

#define BODY(text) "{\"body\": [{\"text\": \"" text "\"}]}"

static const Case pairs_cases[] = {
  { "balanced", "{kind: pairs, field: body}", "“One (two) «three».”", "en", "" },
  { "an open quotation", "{kind: pairs, field: body}", "“One two.", "en", "“" },
  { "a closing one alone", "{kind: pairs, field: body}", "One two”.", "en", "”" },
  { "straight ones by parity", "{kind: pairs, field: body}", "He said \"yes\" and \"no.", "en",
    "\"" },
  { "inches with a quotation", "{kind: pairs, field: body}", "\"He is 6'2\" tall,\" she said.",
    "en", "" },
  { "inches", "{kind: pairs, field: body}", "A 27\" screen.", "en", "" },
  { "a quotation that ends in a year", "{kind: pairs, field: body}", "\"It was in 1998\" she said.",
    "en", "" },
  { "apostrophes", "{kind: pairs, field: body, marks: [\"‘’\"]}",
    "Don’t say ‘never’ to the boys’ choir of the ’90s.", "en", "" },
  { "list letters and smiles", "{kind: pairs, field: body}", "a) one; b) two; 10) ten :) and ;)",
    "en", "" },
  { "only the marks that are asked for", "{kind: pairs, field: body, marks: [\"()\"]}",
    "“One (two.", "en", "(" },
  { "several paragraphs of one speaker", "{kind: pairs, field: body}",
    "{\"body\": [{\"text\": \"“One.\"}, {\"text\": \"“Two.\"}, {\"text\": \"“Three.”\"}]}", "en",
    "" },
  { "the same in Spanish", "{kind: pairs, field: body}",
    "{\"body\": [{\"text\": \"«Uno.\"}, {\"text\": \"»Dos.\"}, {\"text\": \"»Tres».\"}]}", "es",
    "" },
  { "the next paragraph does not go on", "{kind: pairs, field: body}",
    "{\"body\": [{\"text\": \"«Uno.\"}, {\"text\": \"Dos».\"}]}", "es", "«|»" },
  { "a headline carries on nowhere", "{kind: pairs, field: [headline, dek]}",
    "{\"headline\": \"“One\", \"dek\": \"“Two”\"}", "en", "“" },
  { "an address may hold anything", "{kind: pairs, field: body}", "See https://a.org/x(1 now.",
    "en", "" },
  { "nested as the Academy does", "{kind: pairs, field: body, test: nesting}",
    "«Dijo “no” y ‘sí’».", "es", "" },
  { "the same mark inside itself", "{kind: pairs, field: body, test: nesting}",
    "“Dijo “sí” y salió”.", "es", "“" },
  { "the wrong way round", "{kind: pairs, field: body, test: nesting}", "“Dijo «sí» y salió”.",
    "es", "«" },
  { "an open one is not nested", "{kind: pairs, field: body, test: nesting}",
    "“Dijo nada. Luego “sí”.", "es", "" },
  { "another order in another pack",
    "{kind: pairs, field: body, test: nesting, marks: [\"“”\", \"«»\"]}", "“Dijo «sí» y salió”.",
    "es", "" },
  { "no opening mark", "{kind: pairs, field: body, test: opening}", "Llegó ayer. Cuándo vuelve?",
    "es", "Cuándo vuelve?=>¿Cuándo vuelve?" },
  { "both marks", "{kind: pairs, field: body, test: opening}", "¿Cuándo vuelve? ¡Qué alegría!",
    "es", "" },
  { "the question begins after a comma", "{kind: pairs, field: body, test: opening}",
    "Si llueve, ¿quién viene?", "es", "" },
  { "where it begins is not known", "{kind: pairs, field: body, test: opening}",
    "Si llueve, quién viene?", "es", "Si llueve, quién viene?" },
  { "a quotation asks", "{kind: pairs, field: body, test: opening}",
    "«¿Qué va a pasar?» preguntó. Nadie supo.", "es", "" },
  { "it asks and exclaims", "{kind: pairs, field: body, test: opening}",
    "¿¡Qué dices!? ¡Qué dices?", "es", "" },
  { "a title ends inside the question", "{kind: pairs, field: body, test: opening}",
    "¿Viajó a EE. UU. El Sr. Prado? ¿O no?", "es", "" },
  { "a second question in one sentence", "{kind: pairs, field: body, test: opening}",
    "¿Vienes? y tú?", "es", "y tú?=>¿y tú?" },
  { "a name with its own mark", "{kind: pairs, field: body, test: opening}",
    "La empresa Yahoo! cerró.", "es", "" },
  { "a bare mark of doubt", "{kind: pairs, field: body, test: opening}",
    "Nació en 1902 (?) en Holguín.", "es", "" },
  { "English opens nothing, and the pack does not ask",
    "{kind: pairs, field: body, marks: [\"()\"]}", "Who came? Me!", "en", "" },
};

static const Case number_cases[] = {
  { "another number", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"48 cases in Havana\", \"body\": [{\"text\": \"There were 84 cases.\"}]}",
    "en", "48" },
  { "the same number", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"48 cases in Havana\", \"body\": [{\"text\": \"There were 48 cases.\"}]}",
    "en", "" },
  { "in words there", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"Cuba reports 25 cases\", \"body\": [{\"text\": \"There were twenty-five cases.\"}]}",
    "en", "" },
  { "in words here", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"Two hundred and six die\", \"body\": [{\"text\": \"The 206 victims\"}]}",
    "en", "" },
  { "in words and wrong", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"Three die\", \"body\": [{\"text\": \"The four victims\"}]}", "en", "Three" },
  { "millions", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"City pays $1.2 million\", \"body\": [{\"text\": \"The price, 1,200,000 dollars, was high.\"}]}",
    "en", "" },
  { "rounded of a larger one", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"City pays 1.2 million\", \"body\": [{\"text\": \"The price was 1,234,567 dollars.\"}]}",
    "en", "" },
  { "rounded in words", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"Nearly 50 die; more than 100 hurt\", \"body\": [{\"text\": \"There were 48 victims and 104 hurt.\"}]}",
    "en", "" },
  { "one is no number", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"One dead, first in a year\", \"body\": [{\"text\": \"He died.\"}]}", "en",
    "" },
  { "names with figures", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"COVID-19 and the F-16 at 15:30\", \"body\": [{\"text\": \"It came.\"}]}",
    "en", "" },
  { "English words are no Spanish ones", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"Once upon a time\", \"body\": [{\"text\": \"It came.\"}]}", "en", "" },
  { "Spanish thousands", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"Llegan 2.500 migrantes\", \"body\": [{\"text\": \"Son dos mil quinientos.\"}]}",
    "es", "" },
  { "Spanish millions", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"Cuesta mil millones\", \"body\": [{\"text\": \"Son 1.000.000.000 de pesos.\"}]}",
    "es", "" },
  { "Spanish tens", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"Mueren treinta y una personas\", \"body\": [{\"text\": \"Murieron 31.\"}]}",
    "es", "" },
  { "Spanish and wrong", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"Mueren doce personas\", \"body\": [{\"text\": \"Murieron 21.\"}]}", "es",
    "doce" },
  { "un, una", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"Un muerto y una herida\", \"body\": [{\"text\": \"Pasó.\"}]}", "es", "" },
  { "casi", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"Casi 50 muertos, cerca de 30 heridos\", \"body\": [{\"text\": \"Son 48 y 29.\"}]}",
    "es", "" },
  { "decimals by comma and by point", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"La inflación llega al 4,5 %\", \"body\": [{\"text\": \"Llegó al 4.5 %.\"}]}",
    "es", "" },
  { "figures in a third language", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"48 cas et 12 morts\", \"body\": [{\"text\": \"Il y a 48 cas.\"}]}", "fr",
    "12" },
  { "nothing to compare with", "{kind: figures, field: headline, against: body}",
    "{\"headline\": \"48 cases\"}", "en", "" },
  { "half is half",
    "{kind: percent, field: body, pattern: '(\\d+) (?:of|de) (\\d+) \\((\\d[\\d.,]*) ?%\\)'}",
    "Of the rest 5 of 10 (50%) came.", "en", "" },
  { "half is not sixty",
    "{kind: percent, field: body, pattern: '(\\d+) (?:of|de) (\\d+) \\((\\d[\\d.,]*) ?%\\)'}",
    "In all 5 of 10 (60%) came.", "en", "5 of 10 (60%)" },
  { "a third, with a comma",
    "{kind: percent, field: body, pattern: '(\\d+) (?:of|de) (\\d+) \\((\\d[\\d.,]*) ?%\\)'}",
    "Vinieron 1 de 3 (33,3 %).", "es", "" },
  { "more than all is of another base",
    "{kind: percent, field: body, pattern: '(\\d+) (?:of|de) (\\d+) \\((\\d[\\d.,]*) ?%\\)'}",
    "Vinieron 10 de 3 (12 %).", "es", "" },
};

static const Case date_cases[] = {
  { "the right day", "{kind: dates, field: body}", "It opens on Tuesday, November 24, 2026.", "en",
    "" },
  { "the wrong day", "{kind: dates, field: body}", "It opens on Monday, November 24, 2026.", "en",
    "Monday=>Tuesday" },
  { "day before month", "{kind: dates, field: body}", "It opens on Monday 24 November 2026.", "en",
    "Monday=>Tuesday" },
  { "a short month", "{kind: dates, field: body}", "It opened Friday, Nov. 24, 2026.", "en",
    "Friday=>Tuesday" },
  { "without a year nothing is known", "{kind: dates, field: body}",
    "It opens on Monday, November 24.", "en", "" },
  { "two dates", "{kind: dates, field: body}",
    "From Tuesday, November 24, to Thursday, November 26, 2026.", "en", "" },
  { "two dates, the second wrong", "{kind: dates, field: body}",
    "From Tuesday, November 24, to Friday, November 26, 2026.", "en", "Friday=>Thursday" },
  { "no such day", "{kind: dates, field: body}", "It was on February 30, 2026.", "en",
    "February 30, 2026" },
  { "no leap year", "{kind: dates, field: body}", "It was on February 29, 2026.", "en",
    "February 29, 2026" },
  { "a leap year", "{kind: dates, field: body}", "It was on February 29, 2024.", "en", "" },
  { "a number after a month", "{kind: dates, field: body}",
    "In February 30 people came, in April 31.", "en", "" },
  { "may and march are verbs", "{kind: dates, field: body}", "They may 31 times march 32 miles.",
    "en", "" },
  { "American independence", "{kind: dates, field: body}", "On Thursday, July 4, 2025, they met.",
    "en", "Thursday=>Friday" },
  { "el día justo", "{kind: dates, field: body}", "Abre el martes 24 de noviembre de 2026.", "es",
    "" },
  { "el día equivocado", "{kind: dates, field: body}", "Abre el lunes 24 de noviembre de 2026.",
    "es", "lunes=>martes" },
  { "con coma y del", "{kind: dates, field: body}", "Abre el Lunes, 24 de noviembre del 2026.",
    "es", "Lunes=>Martes" },
  { "setiembre", "{kind: dates, field: body}", "Fue el lunes 15 de setiembre de 2025.", "es", "" },
  { "no existe", "{kind: dates, field: body}", "Fue el 31 de abril.", "es", "31 de abril" },
  { "una cantidad", "{kind: dates, field: body}", "En abril 31 personas.", "es", "" },
  { "hora", "{kind: dates, field: body}", "El martes 15.30 de junio.", "es", "" },
  { "English days are not Spanish", "{kind: dates, field: body}", "Monday 24 November 2026", "es",
    "" },
};

static const Case name_cases[] = {
  { "a doubled letter", "{kind: spelt, field: body}", "Mottaki spoke. Motakki left. Mottaki slept.",
    "en", "Motakki=>Mottaki" },
  { "a left letter", "{kind: spelt, field: body}", "Mottaki spoke. Mottaki left. Motaki slept.",
    "en", "Motaki=>Mottaki" },
  { "words that begin sentences", "{kind: spelt, field: body}",
    "Estallas pronto. Luego duermo. Estellas brillan.", "es", "" },
  { "one vowel for another", "{kind: spelt, field: body}", "Zhirnov spoke to Zhirnav.", "en",
    "Zhirnav=>Zhirnov" },
  { "two letters changed about", "{kind: spelt, field: body}", "Then Zhirnov spoke to Zhrinov.",
    "en", "Zhrinov=>Zhirnov" },
  { "two consonants changed about", "{kind: spelt, field: body}", "Then Castro spoke to Casrto.",
    "en", "Casrto=>Castro" },
  { "made by an ending", "{kind: spelt, field: body}",
    "The Korean boat left Korea. Cubans in Cuba. Afghan Afghans.", "en", "" },
  { "father and daughter", "{kind: spelt, field: body}",
    "Then Rivero met Rivera and Antonio met Antonia.", "es", "" },
  { "different letters", "{kind: spelt, field: body}",
    "Then Castro met Casbro and Marta met Marla.", "en", "" },
  { "two persons by their first names", "{kind: spelt, field: body}",
    "Pedro Marino and Luis Merino came.", "en", "" },
  { "one person twice", "{kind: spelt, field: body}",
    "Then Pedro Marino came. Later Pedro Merino left.", "en", "Merino=>Marino" },
  { "both are known", "{kind: spelt, field: body, known: [Martin, Mertin]}",
    "Then Martin met Mertin.", "en", "" },
  { "written small somewhere", "{kind: spelt, field: body}", "The Market and the Merket; a market.",
    "en", "" },
  { "with and without its accent", "{kind: spelt, field: body}",
    "Habló Gómez. Luego Gomez salió y Gómez volvió.", "es", "Gomez=>Gómez" },
  { "z and s", "{kind: spelt, field: body}", "Habló Gonzales con González y con González.", "es",
    "Gonzales=>González" },
  { "short ones say nothing", "{kind: spelt, field: body}", "Ana met Anna. Juan met Joan.", "en",
    "" },
  { "'s is no letter", "{kind: spelt, field: body}", "Then Moscow's man left Moscow.", "en", "" },
  { "a person in the caption", "{kind: names, field: photo.caption, against: body}",
    "{\"photo\": {\"caption\": \"Rosa Ibarra at home\"}, \"body\": [{\"text\": \"It opened.\"}]}",
    "en", "Rosa Ibarra" },
  { "an initial within", "{kind: names, field: photo.caption, against: body}",
    "{\"photo\": {\"caption\": \"with George W. Bush\"}, \"body\": [{\"text\": \"It opened.\"}]}",
    "en", "George W. Bush" },
  { "the possessive", "{kind: names, field: photo.caption, against: body}",
    "{\"photo\": {\"caption\": \"Rosa Ibarra's stall\"}, \"body\": [{\"text\": \"Then Ibarra's stall opened.\"}]}",
    "en", "" },
  { "any name in the dek", "{kind: names, field: [headline, dek], against: body, single: true}",
    "{\"dek\": \"The deal bolsters the Kremlin's influence.\", \"body\": [{\"text\": \"Russia spoke.\"}]}",
    "en", "Kremlin" },
  { "the first word is no name", "{kind: names, field: dek, against: body, single: true}",
    "{\"dek\": \"Traders left. Markets fell.\", \"body\": [{\"text\": \"It opened.\"}]}", "en",
    "" },
  { "a word made from it is there", "{kind: names, field: dek, against: body, single: true}",
    "{\"dek\": \"Now the Cuban and the Russian agree\", \"body\": [{\"text\": \"In Cuba and Russia.\"}]}",
    "en", "" },
  { "lo mismo en español", "{kind: names, field: dek, against: body, single: true}",
    "{\"dek\": \"Hoy Cuba y Rusia firman con Moscú\", \"body\": [{\"text\": \"Los cubanos y los rusos.\"}]}",
    "es", "Moscú" },
  { "a line in capitals names nobody",
    "{kind: names, field: headline, against: body, single: true}",
    "{\"headline\": \"Traders Return To Old Market Today\", \"body\": [{\"text\": \"It opened.\"}]}",
    "en", "" },
  { "surname first", "{kind: person, field: body, test: surname, people: [Vladimir Putin]}",
    "Then Putin spoke. Vladimir Putin left.", "en", "Putin" },
  { "in full first", "{kind: person, field: body, test: surname, people: [Vladimir Putin]}",
    "Vladimir Putin spoke. Then Putin left.", "en", "" },
  { "another of the name", "{kind: person, field: body, test: surname, people: [Vladimir Putin]}",
    "Then Ivan Putin spoke.", "en", "" },
  { "no role",
    "{kind: person, field: body, test: role, people: [Vladimir Putin], roles: [president, leader]}",
    "It was made by Vladimir Putin and others.", "en", "Vladimir Putin" },
  { "with a role",
    "{kind: person, field: body, test: role, people: [Vladimir Putin], roles: [president, leader]}",
    "It was made by Russian President Vladimir Putin.", "en", "" },
  { "with a role behind",
    "{kind: person, field: body, test: role, people: [Vladimir Putin], roles: [presidente]}",
    "Lo hizo Vladimir Putin, presidente de Rusia.", "es", "" },
  { "in full again", "{kind: person, field: body, test: again}",
    "Then Rosa Ibarra spoke. Ibarra left. Later Rosa Ibarra slept.", "en", "Rosa Ibarra" },
  { "a place is always named in full", "{kind: person, field: body, test: again}",
    "In Santa Clara it rained. In Santa Clara it stopped.", "en", "" },
  { "in full again within a quotation",
    "{kind: person, field: body, test: again, skip: quotations}",
    "Rosa Ibarra spoke. Ibarra left. “I know Rosa Ibarra,” he said.", "en", "" },
  { "capitals as in English", "{kind: case, field: headline, share: 50}",
    "{\"headline\": \"Rusia Reconoce Al Gobierno De Los Talibanes\", \"body\": [{\"text\": \"Rusia, que reconoce al gobierno de los talibanes.\"}]}",
    "es", "headline" },
  { "names only", "{kind: case, field: headline, share: 50}",
    "{\"headline\": \"Rosa Ibarra visita Santa Clara y Camagüey con Luis Prado\", \"body\": [{\"text\": \"Fue ayer.\"}]}",
    "es", "" },
  { "as a sentence", "{kind: case, field: headline, share: 50}",
    "{\"headline\": \"Russia becomes the first country to recognize the Taliban\", \"body\": [{\"text\": \"The first country.\"}]}",
    "en", "" },
  { "As A Title", "{kind: case, field: headline, share: 50}",
    "{\"headline\": \"Russia Becomes The First Country To Do So\", \"body\": [{\"text\": \"It becomes the first country to do so.\"}]}",
    "en", "headline" },
};

static const Case prose_cases[] = {
  { "too long", "{kind: sentence, field: body, max: 3}", "One two three. One two three four.", "en",
    "One two three four." },
  { "no verb", "{kind: sentence, field: body, min: 4, pattern: '(?i)\\b(?:is|was)\\b'}",
    "All under their law. It was so for them. Not so.", "en", "All under their law." },
  { "too often", "{kind: density, field: body, pattern: 'could', max: 2, per: 100}",
    "It could. It could. It could.", "en", "could" },
  { "often enough", "{kind: density, field: body, pattern: 'could', max: 3, per: 100}",
    "It could. It could. It could.", "en", "" },
  { "over the whole body",
    "{kind: density, field: body, pattern: 'could', max: 2, per: 100, total: true}",
    "{\"body\": [{\"text\": \"It could, it could.\"}, {\"text\": \"It could.\"}]}", "en", "could" },
  { "each for itself", "{kind: density, field: body, pattern: 'could', max: 2, per: 100}",
    "{\"body\": [{\"text\": \"It could, it could.\"}, {\"text\": \"It could.\"}]}", "en", "" },
  { "in half of the sentences",
    "{kind: density, field: body, unit: sentences, pattern: 'was', max: 20}",
    "It was. He went. She was. They went.", "en", "was" },
  { "in a few sentences", "{kind: density, field: body, unit: sentences, pattern: 'was', max: 50}",
    "It was. He went. She was. They went.", "en", "" },
  { "within quotations it is theirs",
    "{kind: density, field: body, pattern: 'could', max: 0, skip: quotations}",
    "“It could,” he said.", "en", "" },
  { "the rarer marks",
    "{kind: forms, field: body, forms: [{name: straight, pattern: '\"'}, {name: curly, pattern: '[“”]'}]}",
    "“One” and “two” and \"three\".", "en", "\"|\"" },
  { "one way only",
    "{kind: forms, field: body, forms: [{name: straight, pattern: '\"'}, {name: curly, pattern: '[“”]'}]}",
    "“One” and “two”.", "en", "" },
  { "percent as most write it",
    "{kind: forms, field: body, forms: [{name: sign, pattern: '(\\d+)%', write: '$1%'}, {name: word, pattern: '(\\d+) percent', write: '$1 percent'}]}",
    "Of 5% and 6% and 7 percent.", "en", "7 percent=>7%" },
  { "of two as common the preferred",
    "{kind: forms, field: body, prefer: word, forms: [{name: sign, pattern: '(\\d+)%', write: '$1%'}, {name: word, pattern: '(\\d+) percent', write: '$1 percent'}]}",
    "Of 5% and 7 percent.", "en", "5%=>5 percent" },
  { "over several texts",
    "{kind: forms, field: [headline, body], forms: [{name: a, pattern: 'grey'}, {name: b, pattern: 'gray'}]}",
    "{\"headline\": \"grey\", \"body\": [{\"text\": \"gray and gray\"}]}", "en", "grey" },
  { "la coma decimal",
    "{kind: forms, field: body, forms: [{name: coma, pattern: '(\\d+),(\\d+) ?%', write: '$1,$2 %'}, {name: punto, pattern: '(\\d+)\\.(\\d+) ?%', write: '$1.$2 %'}]}",
    "Subió 4,5 % y 3,2 % y 7.4 %.", "es", "7.4 %=>7,4 %" },
  { "never spelled out", "{kind: acronym, field: body}", "The OAS said so. The OAS left.", "en",
    "OAS" },
  { "known", "{kind: acronym, field: body, known: [OAS]}", "The OAS said so.", "en", "" },
  { "in brackets", "{kind: acronym, field: body}",
    "La Unión Eléctrica (UNE) informó. La UNE calló.", "es", "" },
  { "never used again", "{kind: acronym, field: body, test: unused}",
    "The North Atlantic Treaty Organization (NATO) left.", "en", "NATO" },
  { "used again", "{kind: acronym, field: body, test: unused}",
    "The North Atlantic Treaty Organization (NATO) left. NATO came.", "en", "" },
  { "explained twice", "{kind: acronym, field: body, test: twice}",
    "The Union (NATO) left. The Union (NATO) came.", "en", "NATO" },
  { "explained once", "{kind: acronym, field: body, test: twice}",
    "The Union (NATO) left. NATO came.", "en", "" },
  { "a run of words twice", "{kind: again, field: body, run: 5}",
    "It was a slow and quiet harvest in the valley. They feared a slow and quiet harvest in the hills.",
    "en", "a slow and quiet harvest in the" },
  { "a run of names may come twice", "{kind: again, field: body, run: 4}",
    "In Casa de las Américas. Then Casa de las Américas opened.", "en", "" },
  { "not over the end of a sentence", "{kind: again, field: body, run: 5}",
    "A slow harvest. Quiet nights came. Another slow harvest. Quiet nights came.", "en", "" },
  { "headline words may come again", "{kind: again, field: body, run: 5}",
    "{\"headline\": \"A slow and quiet harvest\", \"body\": [{\"text\": \"It is a slow and quiet harvest. It was a slow and quiet harvest.\"}]}",
    "en", "" },
  { "what others said", "{kind: again, field: body, run: 5, skip: quotations}",
    "“A slow and quiet harvest,” she said. “A slow and quiet harvest,” he said.", "en", "" },
  { "one word three times", "{kind: again, field: body, min: 3, distance: 50, chars: 6}",
    "They harvest wheat. The harvest is good. No harvest lasts.", "en", "harvest" },
  { "one word far apart", "{kind: again, field: body, min: 3, distance: 5, chars: 6}",
    "They harvest wheat. The harvest is good. No harvest lasts.", "en", "" },
  { "Spanish in an English caption", "{kind: language, field: photo.alt, min: 4}",
    "{\"photo\": {\"alt\": \"La gente espera en la puerta de la oficina\"}}", "en", "photo.alt" },
  { "English in a Spanish caption", "{kind: language, field: photo.alt, min: 4}",
    "{\"photo\": {\"alt\": \"People wait at the door of the office\"}}", "es", "photo.alt" },
  { "English", "{kind: language, field: photo.alt, min: 4}",
    "{\"photo\": {\"alt\": \"People wait at the gate of La Cabaña in Havana\"}}", "en", "" },
  { "names only", "{kind: language, field: photo.alt, min: 4}",
    "{\"photo\": {\"alt\": \"Casa de las Américas\"}}", "en", "" },
  { "too short to tell", "{kind: language, field: photo.alt, min: 4}",
    "{\"photo\": {\"alt\": \"La casa\"}}", "en", "" },
};

static const Case skip_cases[] = {
  { "within a name", "{kind: density, field: body, pattern: 'Bank', max: 0, skip: names}",
    "He owes Bank of America and the Bank.", "en", "Bank" },
  { "within a title in italics",
    "{kind: density, field: body, pattern: 'Mrs', max: 0, skip: [works, names]}",
    "{\"body\": [{\"text\": \"He saw mrs Mrs in it, by Mrs.\", \"spans\": [{\"type\": \"italic\", \"start\": 7, \"end\": 14}]}]}",
    "en", "Mrs" },
  { "within a quotation", "{kind: density, field: body, pattern: 'sin', max: 0, skip: quotations}",
    "Dijo «sin nada» y sin más.", "es", "sin" },
};

static const Case text_cases[] = {
  { "too long, in words", "{kind: length, field: body, unit: words, max: 3}",
    BODY ("One two three four."), "en", "body[0]" },
  { "a mark is no character", "{kind: length, field: headline, unit: chars, max: 3}",
    "{\"headline\": \"q\xCC\x83q\xCC\x83q\xCC\x83\"}", "en", "" },
  { "a flag and a family are two", "{kind: length, field: headline, unit: chars, max: 2}",
    "{\"headline\": \"🇨🇺👨‍👩‍👧\"}", "en", "" },
  { "three are not two", "{kind: length, field: headline, unit: chars, max: 2}",
    "{\"headline\": \"🇨🇺👨‍👩‍👧é\"}", "en", "headline" },
  { "characters enough, words too few", "{kind: length, field: headline, unit: either, min: 4}",
    "{\"headline\": \"Internationalisation\"}", "en", "headline" },
  { "no day in the first two",
    "{kind: mention, field: paragraph, first: 2, pattern: {en: 'Monday', es: 'lunes'}}",
    "{\"body\": [{\"text\": \"It came.\"}, {\"text\": \"It went.\"}, {\"text\": \"On Monday.\"}]}",
    "en", "body[0]" },
  { "a day in the second",
    "{kind: mention, field: paragraph, first: 2, pattern: {en: 'Monday', es: 'lunes'}}",
    "{\"body\": [{\"text\": \"Vino.\"}, {\"text\": \"Fue el lunes.\"}]}", "es", "" },
  { "nearly the same", "{kind: similar, field: body, share: 70}",
    "{\"body\": [{\"text\": \"The council spent the whole summer on the roof and the autumn on the drains of the market.\"}, {\"text\": \"The council spent the whole summer on the roof and the autumn on the drains of the market hall.\"}]}",
    "en", "body[1]" },
  { "quite the same is told elsewhere", "{kind: similar, field: body, share: 70}",
    "{\"body\": [{\"text\": \"The council spent the summer on the roof and the autumn on the drains.\"}, {\"text\": \"The council spent the summer on the roof and the autumn on the drains.\"}]}",
    "en", "" },
  { "different", "{kind: similar, field: body, share: 70}",
    "{\"body\": [{\"text\": \"The council spent the summer on the roof and the autumn on the drains.\"}, {\"text\": \"The traders left in the spring and came back with the first rains of May.\"}]}",
    "en", "" },
  { "an edition without a language", "{kind: present, field: language}", "{}", "", "language" },
};

static StetStructure *
read_check (const char *yaml)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StetYaml) root = stet_yaml_parse (yaml, strlen (yaml), "f", &error);
  StetStructure *structure;

  g_assert_no_error (error);
  structure = stet_structure_read (root, "f", &error);
  g_assert_no_error (error);
  return structure;
}

static void
note_cb (const StetReport *report, gpointer data)
{
  GString *told = data;
  g_autofree char *field = stet_field_to_string (&report->field);

  g_string_append (told, told->len > 0 ? "|" : "");
  if (!report->has_range)
    {
      g_string_append (told, field);
      return;
    }
  g_string_append_len (told, report->unit->text + report->start_bytes,
                       (gssize) (report->end_bytes - report->start_bytes));
  if (report->replacements != NULL && report->replacements[0] != NULL)
    g_string_append_printf (told, "=>%s", report->replacements[0]);
}

static StetArticle *
read_story (const Case *one)
{
  g_autoptr(StetRandom) random = stet_random_new_seeded (1);
  g_autofree char *json = g_strdup_printf ("{\"language\": \"%s\"%s%s", one->language,
                                           one->story[1] == '}' ? "" : ", ", one->story + 1);
  g_autoptr(GError) error = NULL;
  StetArticle *article = stet_article_from_json (json, strlen (json), random, &error);

  g_assert_no_error (error);
  return article;
}

static void
run_case (const Case *one)
{
  StetStructure *structure = read_check (one->check);
  g_autoptr(StetArticle) article = NULL;
  g_autoptr(GPtrArray) units = NULL;
  g_autoptr(StetProfile) profile = stet_profile_builtin ();
  g_autoptr(StetMatcher) matcher = stet_matcher_new ();
  g_autoptr(GString) told = g_string_new (NULL);
  StetScene scene = { .language = one->language,
                      .profile = profile,
                      .matcher = matcher,
                      .report = note_cb,
                      .report_data = told };

  if (*one->story == '{')
    {
      article = read_story (one);
      units = stet_units_of_article (article);
    }
  else
    {
      StetField field = stet_field_at (STET_FIELD_BODY, 0);
      g_autoptr(StetProse) prose = stet_prose_plain (one->story);
      StetUnit *unit = stet_unit_new (&field, STET_UNIT_PARAGRAPH, prose);

      unit->language = stet_language_builtin (one->language);
      units = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_unit_free);
      g_ptr_array_add (units, unit);
    }
  scene.article = article;
  scene.units = units;
  stet_structure_check (structure, &scene);
  if (strcmp (told->str, one->told) != 0)
    {
      g_test_message ("%s: wanted “%s”, told “%s”", one->why, one->told, told->str);
      g_test_fail ();
    }
  stet_structure_free (structure);
}

#define RUN(name, cases)                                  \
  static void name (void)                                 \
  {                                                       \
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)      \
      run_case (&cases[i]);                               \
  }

RUN (test_pairs, pairs_cases)
RUN (test_numbers, number_cases)
RUN (test_dates, date_cases)
RUN (test_names, name_cases)
RUN (test_prose, prose_cases)
RUN (test_texts, text_cases)
RUN (test_skips, skip_cases)

typedef struct { const char *why, *check, *error; } Broken;

static const Broken broken[] = {
  { "no kind", "{field: body}", "no such kind of check: “”" },
  { "a kind that is none", "{kind: magic}", "no such kind of check: “magic”" },
  { "a key that is none", "{kind: pairs, field: body, colour: red}",
    "“colour” is no key of a check" },
  { "no field", "{kind: pairs}", "this check needs “field”" },
  { "a field that is none", "{kind: pairs, field: wings}", "this check needs “field”" },
  { "nothing against", "{kind: names, field: dek}", "this check needs “against”" },
  { "a test of another kind", "{kind: pairs, field: body, test: weak}",
    "“test” of a check has no such value" },
  { "a measure that is none", "{kind: length, field: dek, unit: miles, max: 3}",
    "“unit” of a check has no such value" },
  { "marks of three", "{kind: pairs, field: body, marks: ['(|)']}",
    "“marks” of a check has no such value" },
  { "one form alone", "{kind: forms, field: body, forms: [{name: a, pattern: a}]}",
    "“forms” of a check has no such value" },
  { "a form without a pattern", "{kind: forms, field: body, forms: [{name: a}, {name: b}]}",
    "“forms” of a check has no such value" },
  { "a pattern that does not compile", "{kind: density, field: body, max: 1, pattern: '('}",
    "the pattern does not compile" },
  { "something to skip that is none", "{kind: again, field: body, run: 5, skip: birds}",
    "“skip” of a check has no such value" },
  { "a number that is none", "{kind: similar, field: body, share: many}",
    "“share” of a check has no such value" },
};

static void
test_broken_checks_are_told (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr (StetYaml) root
          = stet_yaml_parse (broken[i].check, strlen (broken[i].check), "f", NULL);
      StetStructure *structure = stet_structure_read (root, "f", &error);

      g_test_message ("%s", broken[i].why);
      g_assert_null (structure);
      g_assert_nonnull (strstr (error->message, broken[i].error));
      g_assert_true (g_str_has_prefix (error->message, "f:1: "));
    }
}

static void
test_reach_is_told (void)
{
  static const struct { const char *check; StetStructureReach reach; } reaches[] = {
    { "{kind: sentence, field: body, max: 40}", STET_STRUCTURE_REACH_TEXT },
    { "{kind: density, field: body, max: 1, pattern: a}", STET_STRUCTURE_REACH_TEXT },
    { "{kind: density, field: body, max: 1, pattern: a, total: true}", STET_STRUCTURE_REACH_FIELD },
    { "{kind: pairs, field: body}", STET_STRUCTURE_REACH_FIELD },
    { "{kind: length, field: paragraph, max: 40, when: photo}", STET_STRUCTURE_REACH_STORY },
    { "{kind: figures, field: headline, against: body}", STET_STRUCTURE_REACH_STORY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (reaches); i++)
    {
      StetStructure *structure = read_check (reaches[i].check);

      g_assert_cmpint (stet_structure_reach (structure), ==, reaches[i].reach);
      stet_structure_free (structure);
    }
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/style/kinds/pairs", test_pairs);
  g_test_add_func ("/style/kinds/numbers", test_numbers);
  g_test_add_func ("/style/kinds/dates", test_dates);
  g_test_add_func ("/style/kinds/names", test_names);
  g_test_add_func ("/style/kinds/prose", test_prose);
  g_test_add_func ("/style/kinds/texts", test_texts);
  g_test_add_func ("/style/kinds/skips", test_skips);
  g_test_add_func ("/style/kinds/broken", test_broken_checks_are_told);
  g_test_add_func ("/style/kinds/reach", test_reach_is_told);
  return g_test_run ();
}
