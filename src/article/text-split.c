/* Small cuts through lines of text: a photo line in caption and credit, an address from a headline.
 * Layer: article. Any thread. */
#include "config.h"

#include "article/format.h"

#include "base/text.h"

#include <string.h>

#define SLUG_CHARS_MAX 75
#define COPYRIGHT "\xc2\xa9"

/* Whether a label ends right before `end`: where it begins, else NULL. Glued to a word
 * ("MottakiPhoto") it is one only with a capital, or "telephoto" would be two words. */
static const char *
label_before (const char *line, const char *end)
{
  static const char *const labels[] = { "photo", "foto", "photos", "fotos" };

  while (end > line && (end[-1] == ' ' || end[-1] == ':'))
    end--;
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      gsize length = strlen (labels[i]);
      const char *start = end - length;

      if ((gsize) (end - line) < length || g_ascii_strncasecmp (start, labels[i], length) != 0)
        continue;
      if (g_ascii_isupper (*start) || start == line ||
          !g_unichar_isalpha (g_utf8_get_char (g_utf8_prev_char (start))))
        return start;
    }
  return NULL;
}

void
stet_split_photo_line (const char *line, char **caption, char **credit)
{
  const char *label = NULL;
  const char *search = line;
  const char *sign;

  while ((sign = strstr (search, COPYRIGHT)) != NULL)
    {
      const char *found = label_before (line, sign);

      if (found != NULL)
        label = found;
      search = sign + strlen (COPYRIGHT);
    }
  if (label == NULL)
    {
      *caption = stet_text_strip (line);
      *credit = g_strdup ("");
      return;
    }
  {
    g_autofree char *before = g_strndup (line, (gsize) (label - line));

    *caption = stet_text_strip (before);
    *credit = stet_text_strip (label);
  }
}

/* Cut at the last hyphen within the limit, if there is one not too far back. */
static void
cut_slug (GString *slug)
{
  const char *hyphen;

  if (slug->len <= SLUG_CHARS_MAX)
    return;
  if (slug->str[SLUG_CHARS_MAX] != '-')
    {
      g_string_truncate (slug, SLUG_CHARS_MAX);
      hyphen = strrchr (slug->str, '-');
      if (hyphen != NULL)
        g_string_truncate (slug, (gsize) (hyphen - slug->str));
      return;
    }
  g_string_truncate (slug, SLUG_CHARS_MAX);
}

char *
stet_slug_from_headline (const char *headline, const char *language)
{
  g_autofree char *normal = g_utf8_normalize (headline, -1, G_NORMALIZE_ALL);
  g_autofree char *ascii = g_str_to_ascii (normal != NULL ? normal : "",
                                           language != NULL ? language : "C");
  GString *slug = g_string_new (NULL);

  for (const char *c = ascii; *c != '\0'; c++)
    {
      if (g_ascii_isalnum (*c))
        g_string_append_c (slug, g_ascii_tolower (*c));
      else if (*c != '\'' && *c != '?' && slug->len > 0 && slug->str[slug->len - 1] != '-')
        g_string_append_c (slug, '-');
    }
  if (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate (slug, slug->len - 1);
  cut_slug (slug);
  return g_string_free (slug, FALSE);
}
