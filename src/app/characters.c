/* Marks and letters by name. Layer: app. See characters.h. Names are data, not translated texts:
 * both languages are looked through whatever the window speaks. */
#include "config.h"

#include "app/characters.h"

#include "base/text.h"

#include <string.h>

static const StetCharacter characters[] = {
  { "«", "opening angle quote, guillemet", "comilla angular de apertura, latina" },
  { "»", "closing angle quote, guillemet", "comilla angular de cierre, latina" },
  { "“", "opening double quote, curly", "comilla doble de apertura, inglesa" },
  { "”", "closing double quote, curly", "comilla doble de cierre, inglesa" },
  { "‘", "opening single quote, curly", "comilla simple de apertura" },
  { "’", "closing single quote, apostrophe", "comilla simple de cierre, apóstrofo" },
  { "¿", "inverted question mark", "interrogación de apertura, pregunta" },
  { "¡", "inverted exclamation mark", "exclamación de apertura, admiración" },
  { "—", "em dash, long dash", "raya, guion largo" },
  { "–", "en dash, range dash", "semirraya, guion medio" },
  { "…", "ellipsis, three dots", "puntos suspensivos, tres puntos" },
  { "ñ", "n with tilde, enye", "eñe, n con tilde" },
  { "Ñ", "capital n with tilde, enye", "eñe mayúscula, n con tilde" },
  { "á", "a with acute", "a con tilde, acento agudo" },
  { "é", "e with acute", "e con tilde, acento agudo" },
  { "í", "i with acute", "i con tilde, acento agudo" },
  { "ó", "o with acute", "o con tilde, acento agudo" },
  { "ú", "u with acute", "u con tilde, acento agudo" },
  { "ü", "u with diaeresis, umlaut", "u con diéresis" },
  { "Á", "capital a with acute", "a mayúscula con tilde" },
  { "É", "capital e with acute", "e mayúscula con tilde" },
  { "Í", "capital i with acute", "i mayúscula con tilde" },
  { "Ó", "capital o with acute", "o mayúscula con tilde" },
  { "Ú", "capital u with acute", "u mayúscula con tilde" },
  { "Ü", "capital u with diaeresis, umlaut", "u mayúscula con diéresis" },
  { "©", "copyright sign, photo credit", "derechos de autor, copyright, crédito de foto" },
  { "®", "registered trademark", "marca registrada" },
  { "™", "trademark", "marca comercial" },
  { "€", "euro", "euro" },
  { "£", "pound sterling", "libra esterlina" },
  { "¢", "cent", "centavo, céntimo" },
  { "¥", "yen, yuan", "yen, yuan" },
  { "º", "masculine ordinal, number", "ordinal masculino, número" },
  { "ª", "feminine ordinal", "ordinal femenino" },
  { "°", "degree sign, temperature", "grado, temperatura" },
  { "№", "numero sign", "número, abreviatura" },
  { "\302\240", "non-breaking space, no-break", "espacio de no separación, duro, fijo" },
  { "\342\200\257", "narrow non-breaking space, thin", "espacio fino de no separación" },
  { "\342\200\221", "non-breaking hyphen", "guion de no separación, duro" },
  { "·", "middle dot, interpunct", "punto medio" },
  { "•", "bullet", "viñeta, bolo" },
  { "×", "multiplication sign, times", "signo de multiplicar, por" },
  { "÷", "division sign", "signo de dividir" },
  { "±", "plus minus", "más menos" },
  { "−", "minus sign", "signo menos" },
  { "≈", "almost equal, about", "casi igual, aproximado" },
  { "≤", "less than or equal", "menor o igual" },
  { "≥", "greater than or equal", "mayor o igual" },
  { "½", "one half, fraction", "un medio, fracción" },
  { "¼", "one quarter, fraction", "un cuarto, fracción" },
  { "¾", "three quarters, fraction", "tres cuartos, fracción" },
  { "²", "squared, superscript two", "cuadrado, superíndice dos" },
  { "³", "cubed, superscript three", "cúbico, superíndice tres" },
  { "§", "section sign", "signo de párrafo, sección" },
  { "¶", "pilcrow, paragraph mark", "calderón, marca de párrafo" },
  { "†", "dagger, died", "cruz, obelisco, fallecido" },
  { "→", "arrow to the right", "flecha a la derecha" },
  { "←", "arrow to the left", "flecha a la izquierda" },
  { "à", "a with grave", "a con acento grave" },
  { "è", "e with grave", "e con acento grave" },
  { "ò", "o with grave", "o con acento grave" },
  { "â", "a with circumflex", "a con acento circunflejo" },
  { "ê", "e with circumflex", "e con acento circunflejo" },
  { "ô", "o with circumflex", "o con acento circunflejo" },
  { "ã", "a with tilde, portuguese", "a con virgulilla, portugués" },
  { "õ", "o with tilde, portuguese", "o con virgulilla, portugués" },
  { "ç", "c with cedilla", "c con cedilla, ce trancada" },
  { "Ç", "capital c with cedilla", "c mayúscula con cedilla" },
  { "ä", "a with diaeresis, umlaut", "a con diéresis" },
  { "ö", "o with diaeresis, umlaut", "o con diéresis" },
  { "ß", "sharp s, german", "eszett, ese alemana" },
  { "ø", "o with stroke, danish", "o con barra, danés" },
  { "å", "a with ring, swedish", "a con anillo, sueco" },
  { "æ", "ae ligature", "ligadura ae" },
  { "œ", "oe ligature", "ligadura oe" },
};

static const StetCharacter *
of_text (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (characters); i++)
    if (strcmp (characters[i].text, text) == 0)
      return &characters[i];
  return NULL;
}

static gboolean
starts_a_word (char **words, const char *typed)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], typed))
      return TRUE;
  return FALSE;
}

/* Words without case and accents. */
static char **
folded_words (const char *text)
{
  g_autofree char *folded = stet_text_fold (text);
  g_auto (GStrv) parts = g_strsplit_set (folded, " ,-", -1);
  GPtrArray *words = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_ptr_array_add (words, g_strdup (parts[i]));
  g_ptr_array_add (words, NULL);
  return (char **) g_ptr_array_free (words, FALSE);
}

static gboolean
has_all (const char *names, char **typed)
{
  g_auto (GStrv) words = folded_words (names);

  for (guint i = 0; typed[i] != NULL; i++)
    if (!starts_a_word (words, typed[i]))
      return FALSE;
  return TRUE;
}

static gboolean
fits (const StetCharacter *character, const char *typed, char **words)
{
  if (typed == NULL || *typed == '\0' || strcmp (character->text, typed) == 0)
    return TRUE;
  return words[0] != NULL
         && (has_all (character->english, words) || has_all (character->spanish, words));
}

GPtrArray *
stet_characters_find (const char *typed, const char *const *recent)
{
  g_autofree char *bare = g_strstrip (g_strdup (typed != NULL ? typed : ""));
  g_auto (GStrv) words = folded_words (bare);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; recent != NULL && recent[i] != NULL; i++)
    {
      const StetCharacter *character = of_text (recent[i]);

      if (character != NULL && fits (character, bare, words))
        g_ptr_array_add (found, (gpointer) character);
    }
  for (guint i = 0; i < G_N_ELEMENTS (characters); i++)
    if (fits (&characters[i], bare, words) && !g_ptr_array_find (found, &characters[i], NULL))
      g_ptr_array_add (found, (gpointer) &characters[i]);
  return found;
}

char *
stet_character_name (const StetCharacter *character, gboolean spanish)
{
  const char *names = spanish ? character->spanish : character->english;

  return g_strndup (names, strcspn (names, ","));
}

char **
stet_characters_used (const char *const *recent, const char *text)
{
  g_autoptr (GPtrArray) used = g_ptr_array_new ();

  g_ptr_array_add (used, g_strdup (text));
  for (guint i = 0; recent != NULL && recent[i] != NULL && used->len < STET_CHARACTERS_RECENT_MAX;
       i++)
    if (strcmp (recent[i], text) != 0)
      g_ptr_array_add (used, g_strdup (recent[i]));
  g_ptr_array_add (used, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&used), FALSE);
}
