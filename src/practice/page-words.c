/* The words and dates that the practice site itself puts on a page. Layer: practice. */
#include "config.h"

#include "practice/page-parts.h"

typedef enum
{
  ENGLISH = 0,
  SPANISH,
} Tongue;

static const char *const words[][2] = {
  [STET_PRACTICE_WORD_SITE] = { "Practice newsroom", "Redacción de práctica" },
  [STET_PRACTICE_WORD_MARK] = { "Only on this computer: nothing here is public",
                                "Solo en este equipo: nada de esto es público" },
  [STET_PRACTICE_WORD_BY] = { "By", "Por" },
  [STET_PRACTICE_WORD_PUBLISHED] = { "Published", "Publicado" },
  [STET_PRACTICE_WORD_UPDATED] = { "Updated", "Actualizado" },
  [STET_PRACTICE_WORD_TAGS] = { "Filed under:", "Archivado en:" },
  [STET_PRACTICE_WORD_EDITIONS] = { "Also in", "También en" },
  [STET_PRACTICE_WORD_AUTHOR] = { "About the author", "Sobre el autor" },
  [STET_PRACTICE_WORD_KEPT] = { "Content from elsewhere, kept as it is",
                                "Contenido ajeno, conservado tal cual" },
  [STET_PRACTICE_WORD_GONE] = { "This story was taken down", "Esta noticia fue retirada" },
  [STET_PRACTICE_WORD_GONE_TEXT]
  = { "The newsroom has withdrawn it. Its address is kept and not used for anything else.",
      "La redacción la ha retirado. Su dirección se conserva y no se usa para otra cosa." },
};

static const char *const months[][12] = {
  [ENGLISH] = { "January", "February", "March", "April", "May", "June", "July", "August",
                "September", "October", "November", "December" },
  [SPANISH] = { "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
                "septiembre", "octubre", "noviembre", "diciembre" },
};

static Tongue
tongue (const char *language)
{
  return g_str_has_prefix (language, "es") ? SPANISH : ENGLISH;
}

const char *
stet_practice_word (const char *language, StetPracticeWord word)
{
  return words[word][tongue (language)];
}

char *
stet_practice_time_html (gint64 time_us, const char *zone, const char *language)
{
  g_autofree char *stamp = stet_time_to_rfc3339_zone (time_us, zone);
  guint month = (guint) CLAMP (g_ascii_strtoull (stamp + 5, NULL, 10), 1, 12);
  guint day = (guint) g_ascii_strtoull (stamp + 8, NULL, 10);

  if (tongue (language) == SPANISH)
    return g_strdup_printf ("<time datetime=\"%s\">%u de %s de %.4s, %.5s</time>", stamp, day,
                            months[SPANISH][month - 1], stamp, stamp + 11);
  return g_strdup_printf ("<time datetime=\"%s\">%u %s %.4s, %.5s</time>", stamp, day,
                          months[ENGLISH][month - 1], stamp, stamp + 11);
}

char *
stet_practice_language_name (const char *language)
{
  if (g_str_has_prefix (language, "es"))
    return g_strdup ("español");
  return g_strdup (g_str_has_prefix (language, "en") ? "English" : language);
}
