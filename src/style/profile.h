/* The content profile: which fields a story has, in which order, with which limits, which of them
 * must be filled, and what still blocks a breaking story. One JSON file (data/profiles/news.json)
 * drives the form, the checks and the pre-flight list. Layer: style. Immutable once loaded, any
 * thread. */
#pragma once

#include "article/article.h"
#include "style/finding.h"

G_BEGIN_DECLS

#define STET_STYLE_ERROR (stet_style_error_quark ())
GQuark stet_style_error_quark (void);
typedef enum
{
  STET_STYLE_ERROR_SYNTAX = 1, /* names file and line */
  STET_STYLE_ERROR_KEY,        /* an unknown or missing key */
  STET_STYLE_ERROR_PATTERN,    /* a pattern that does not compile, or past its limits */
  STET_STYLE_ERROR_EXAMPLE,    /* a rule whose own example fails */
  STET_STYLE_ERROR_UNSUPPORTED,
  STET_STYLE_ERROR_NOT_FOUND,
} StetStyleError;

typedef struct _StetProfile StetProfile;

typedef struct
{
  const char *field;      /* "headline" … as in findings */
  guint       chars_max;  /* 0: none; the counter in the window */
  guint       chars_min;
  guint       words_max;
  guint       words_min;
  guint       count_max;  /* tags, FAQ items */
  guint       count_min;
  guint       width_min;  /* the photo's, in pixels */
  gboolean    formatting; /* bold, italic, links allowed */
} StetProfileField;

StetProfile *stet_profile_load (GBytes *json, const char *file_name, GError **error);
StetProfile *stet_profile_builtin (void); /* news; (owned) */
StetProfile *stet_profile_ref   (StetProfile *profile);
void         stet_profile_unref (StetProfile *profile);

/* In the order of the form. (borrowed) */
const StetProfileField *stet_profile_fields (const StetProfile *profile, guint *n_fields);
/* (nullable) */
const StetProfileField *stet_profile_field  (const StetProfile *profile, const char *field);
/* NULL-terminated names of custom fields that readers see: for stet_article_hash (). (borrowed) */
const char *const *stet_profile_public_custom (const StetProfile *profile);
/* Sections, in order. (borrowed) strv */
const char *const *stet_profile_sections (const StetProfile *profile, const char *language);
guint stet_profile_take_back_s (const StetProfile *profile);
/* How fast its readers read; never 0. */
#define STET_WORDS_PER_MINUTE 230
guint stet_profile_words_per_minute (const StetProfile *profile);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetProfile, stet_profile_unref)

G_END_DECLS
