/* From "30 40" to an edit of the photo. Layer: app. Any thread. */
#include "config.h"

#include "app/photo-keys.h"

#include "app/workspace.h"
#include "article/photo.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#define FOCUS "photo.focus"
#define ILLUSTRATION "photo.illustration"

gboolean
stet_is_photo_key (const char *field)
{
  return g_str_equal (field, FOCUS) || g_str_equal (field, ILLUSTRATION);
}

/* A number from 0 to 100, a "%" behind it or not. */
static gboolean
take_percent (const char **text, guint *percent)
{
  char *end = NULL;
  gint64 value = g_ascii_strtoll (*text, &end, 10);

  if (end == *text || value < 0 || value > STET_FOCUS_PERCENT_MAX)
    return FALSE;
  if (*end == '%')
    end++;
  *percent = (guint) value;
  *text = end + strspn (end, " ,");
  return TRUE;
}

static StetPhoto *
focus (StetPhoto *photo, const char *value, GError **error)
{
  guint x = STET_FOCUS_CENTRE, y = STET_FOCUS_CENTRE;
  const char *rest = value;

  if (value[0] == '\0' || (take_percent (&rest, &x) && take_percent (&rest, &y) && *rest == '\0'))
    return stet_photo_with_focus (photo, x, y);
  g_set_error (
      error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
      _("“%s” is no place in a picture. Give two numbers from 0 to 100, from the left and from the top: 30 40."),
      value);
  return NULL;
}

static StetPhoto *
illustration (StetPhoto *photo, const char *value, const char *language, GError **error)
{
  gboolean yes = g_str_equal (value, "yes");

  if (yes || g_str_equal (value, "no"))
    return stet_photo_set_made (photo, yes, language);
  g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE, _("“%s” is neither yes nor no."),
               value);
  return NULL;
}

StetEdit *
stet_photo_key_edit (StetArticle *article, const char *field, const char *value, GError **error)
{
  StetPhoto *photo = stet_article_fields (article)->photo;
  g_autoptr (StetPhoto) changed = NULL;

  g_return_val_if_fail (stet_is_photo_key (field) && value != NULL, NULL);
  changed = g_str_equal (field, FOCUS)
                ? focus (photo, value, error)
                : illustration (photo, value, stet_article_language (article), error);
  return changed != NULL ? stet_edit_photo (changed) : NULL;
}
