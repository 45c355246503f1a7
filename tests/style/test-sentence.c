/* Where sentences end: a table of texts in English and Spanish, the parts parted by bars. */
#include "config.h"

#include "style/sentence.h"

#include "style/unit.h"
#include "support.h"

#include <string.h>

typedef struct { const char *why, *parts; /* with " | " where one sentence ends */ } Case;

static const Case english[] = {
  { "three marks", "One. | Two! | Three?" },
  { "titles", "Mr. Prado and Dr. Solano left. | They came back." },
  { "more titles", "Sen. Rubio met Gov. Abbott and Rep. Salazar. | Gen. Raúl spoke." },
  { "a title before a lower-case name", "He met Prof. de la Cruz. | She left." },
  { "the U.S. within a sentence", "The U.S. Senate voted. | The U.S. Embassy closed." },
  { "the U.S. at an end", "They fled to the U.S. | He left at once." },
  { "the U.S. before a name", "Then U.S. President Joe Biden spoke." },
  { "the U.S. at the very end", "They fled to the U.S." },
  { "the U.N. and D.C.", "The U.N. Security Council met in Washington, D.C. | It was late." },
  { "small letters go on", "It was 5 p.m. on a Friday. | Then it rained." },
  { "p.m. and a day", "It opens at 5 p.m. Monday. | Then it closes." },
  { "p.m. and a month", "It opens at 5 p.m. July 3." },
  { "p.m. and a zone", "It opens at 5 p.m. EST. | Nobody came." },
  { "p.m. at an end", "It opens at 5 p.m. | He slept." },
  { "a.m. before a name", "It closes at 3 a.m. | Havana sleeps." },
  { "short months", "It was on Jan. 6 and on Nov. 24, 2026. | Then it ended." },
  { "No. and a figure", "No. 5 is here. | No. | Really." },
  { "No. as an answer", "Did he? | No. | He did not." },
  { "initials", "J. K. Rowling and George W. Bush met J.D. Vance. | They talked." },
  { "an initial at an end", "They tried plan B. | The plan worked." },
  { "a company",
    "Apple Inc. Chief Executive Tim Cook spoke. | Nobody asked Apple Inc. | They left." },
  { "junior", "Martin Luther King Jr. was there. | So was Robert F. Kennedy Jr. | They spoke." },
  { "saints and streets", "He lives in St. Louis on Main St. | The house is old." },
  { "states with capitals", "In Miami, Fla. Gov. DeSantis spoke. | He felt ill. | Doctors came." },
  { "et cetera at an end", "They sell bread, milk, etc. | Prices rose." },
  { "et cetera within", "Bread, milk, etc. were sold." },
  { "versus", "Cuba vs. the United States. | Roe v. Wade fell." },
  { "e.g. and i.e.", "Some, e.g. Cuba, i.e. the island, left." },
  { "decimals", "It rose 3.5 points. | Then 4.25." },
  { "a figure begins the next", "He left in 2025. | 12 people stayed." },
  { "versions and addresses", "See version 2.0.1 at example.org/a.b today. | Then leave." },
  { "ellipsis goes on", "Well... he left. | Wait… and see." },
  { "ellipsis ends", "Well... | He left. | Wait… | What?" },
  { "a quotation asks and goes on", "\"Go!\" she said. | \"Now?\" he asked." },
  { "a quotation ends", "She said, \"Go.\" | He went." },
  { "two quotations", "\"Go!\" | \"Now.\" | He went." },
  { "curly ones", "“Go.” | “Now?” he asked. | ‘Yes.’ | He went." },
  { "a bracket closes after the stop", "He left. | (She stayed.) | They met." },
  { "a bracket within", "He left (she stayed.) and wept." },
  { "a bracket with an abbreviation", "The fund (in the U.S.) grew. | It fell." },
  { "marks in a row", "What?! | Really?? | Yes!!! | No." },
  { "a mark and a stop", "Did he say \"when?\". | He did." },
  { "a name with its own mark", "Yahoo! Inc. bought it. | The company Yahoo! Sports closed." },
  { "the same without its mark", "He shouted: Yahoo! | The crowd laughed." },
  { "numbered items", "1. The roof | 2. The drains" },
  { "a dash opens", "He left. | — She stayed." },
  { "Roman numbers", "See vol. IV and ch. 3. | Then stop." },
  { "a line break", "Line one | line two" },
  { "spaces and no-break spaces", "One.  | Two." },
  { "no space, no end", "One.Two" },
  { "only marks", "..." },
  { "a doctorate", "Ana Ruiz, Ph.D. and M.D. there, spoke." },
  { "hours", "The 8 a.m. Eastern deadline passed. | They met." },
};

static const Case spanish[] = {
  { "tres signos", "Uno. | ¡Dos! | ¿Tres?" },
  { "tratamientos", "El Sr. Prado, la Sra. Ruiz y el Dr. Solano salieron. | Volvieron." },
  { "más tratamientos",
    "La Srta. Gómez y el Lic. Pérez vieron al Gral. Castro. | El Ing. Ruiz no." },
  { "don y doña", "Vino D. Juan con Dña. Inés. | Cenaron." },
  { "usted", "Pase Ud. Pérez. | Uds. verán." },
  { "EE. UU. dentro", "Viajó a EE. UU. ayer. | Volvió." },
  { "EE. UU. ante un nombre", "En EE. UU. Donald Trump habló." },
  { "EE. UU. al final", "Viajó a EE. UU. | El vuelo salió tarde." },
  { "EE.UU. pegado", "Viajó a EE.UU. y volvió. | El régimen de EE.UU. | La nota salió." },
  { "con espacio duro", "Viajó a EE.\u00A0UU. ayer." },
  { "RR. HH. y JJ. OO.", "La jefa de RR. HH. fue a los JJ. OO. de París. | Ganó." },
  { "número y página", "Vive en el núm. 5, pág. 12, art. 3 y n.º 7. | Nada más." },
  { "por ejemplo", "Algunos, p. ej. Cuba. | Y otros." },
  { "antes de Cristo", "En el 44 a. C. Julio César murió. | En el 14 d. C. murió Augusto." },
  { "a. m. y p. m.", "Abre a las 3 p. m. | Cierra a las 6 a. m. del lunes." },
  { "p.m. pegado", "Abre a las 3 p.m. | Nadie vino." },
  { "sociedades", "Malecón, S. A. compró Ron, S. L. | El trato se cerró." },
  { "iniciales", "Habló J. R. R. Tolkien con José A. Pérez. | Nadie oyó." },
  { "etcétera", "Venden pan, leche, etc. | Los precios suben." },
  { "etcétera dentro", "Pan, leche, etc. se venden." },
  { "decimales y millares", "Subió 3.5 puntos y costó 1.200 pesos. | Bajó." },
  { "años", "Pasó en 2025. | En 2026 no." },
  { "suspensivos que siguen", "Bueno... dijo que no. | Espere… y verá." },
  { "suspensivos que cierran", "Bueno... | ¿Y ahora? | Espere… | No." },
  { "la pregunta no acaba la oración", "¿Qué va a pasar? preguntó ella. | Nadie supo." },
  { "pregunta en cita", "«¿Qué va a pasar?» preguntó. | «Nada», dijo." },
  { "punto tras la comilla", "Dijo «nos vamos». | Y se fue." },
  { "punto dentro de la comilla", "Dijo: «Nos vamos.» | «Ya», añadió." },
  { "exclamaciones seguidas", "¡Vamos! | ¡Ya! | ¿Sí? | ¡No!" },
  { "tras un paréntesis", "Salió (ayer). | Volvió. | (Nadie lo vio.) | Cenó." },
  { "raya de diálogo", "Se fue. | —¿Adónde?" },
  { "inciso con raya", "—No —dijo. | —Sí." },
  { "direcciones", "Vive en la Avda. Maceo y la C/ Luz. | La casa es vieja." },
  { "meses cortos", "Fue el 3 de ene. de 2026 y el 4 feb. 2026. | Acabó." },
  { "nombre con signo", "La revista ¡Hola! Magazine vino. | Se vendió." },
  { "una cifra abre la siguiente", "Se fueron. | 12 personas quedaron." },
  { "ordinales", "Quedó 1.º y 2.ª en la lista. | Ganó." },
  { "santos y fray", "Fray Bartolomé y Sto. Tomás llegaron a Sta. Clara. | Rezaron." },
  { "horas", "A las 17.30 h. del martes. | Luego no." },
};

/* The texts without bars are split and joined again. */
static void
run_cases (const Case *cases, gsize n, const char *code)
{
  const StetLanguage *language = stet_language_builtin (code);

  g_assert_nonnull (language);
  for (gsize i = 0; i < n; i++)
    {
      g_auto(GStrv) parts = g_strsplit (cases[i].parts, " | ", -1);
      gboolean lines = strcmp (cases[i].why, "a line break") == 0
                       || strcmp (cases[i].why, "numbered items") == 0;
      g_autofree char *text = g_strjoinv (lines ? "\n" : " ", parts);
      g_autoptr(GArray) sentences = stet_sentences_in (text, language);
      g_autoptr(GString) told = g_string_new (NULL);

      for (guint k = 0; k < sentences->len; k++)
        {
          const StetStretch *one = &g_array_index (sentences, StetStretch, k);

          g_string_append (told, k > 0 ? " | " : "");
          g_string_append_len (told, text + one->start_bytes,
                               (gssize) (one->end_bytes - one->start_bytes));
        }
      for (gsize k = 0; parts[k] != NULL; k++)
        g_strstrip (parts[k]);
      g_clear_pointer (&text, g_free);
      text = g_strjoinv (" | ", parts);
      if (strcmp (told->str, text) != 0)
        {
          g_test_message ("%s %s: %s", code, cases[i].why, told->str);
          g_test_fail ();
        }
    }
}

static void
test_english (void)
{
  run_cases (english, G_N_ELEMENTS (english), "en-US");
}

static void
test_spanish (void)
{
  run_cases (spanish, G_N_ELEMENTS (spanish), "es-419");
}

static void
test_unknown_language_knows_both (void)
{
  g_autoptr (GArray) sentences
      = stet_sentences_in ("Mr. Prado fue a EE. UU. ayer. Bien. El Sr. Ruiz no.", NULL);

  g_assert_cmpuint (sentences->len, ==, 3);
  g_assert_null (stet_language_builtin ("fr"));
  g_assert_null (stet_language_builtin ("eng"));
}

static void
test_empty_texts_have_none (void)
{
  static const char *const texts[] = { "", "  ", "\n\n", "\u00A0" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GArray) sentences = stet_sentences_in (texts[i], NULL);

      g_assert_cmpuint (sentences->len, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/style/sentence/english", test_english);
  g_test_add_func ("/style/sentence/spanish", test_spanish);
  g_test_add_func ("/style/sentence/both", test_unknown_language_knows_both);
  g_test_add_func ("/style/sentence/empty", test_empty_texts_have_none);
  return g_test_run ();
}
