/* The switches of the house style: the decimal sign, the quotation marks, the serial comma … A pack
 * declares an option with its values and default; packs of regions and higher layers set it; rules
 * and entries name the values they are for. Layer: style. Immutable once the packs are loaded, any
 * thread.
 *
 * pack.yaml:
 * options: NAME: {values: [a, b], default: a, title: {en, es}}   `values` may be left out: true and
 * false
 *   set:     {NAME: value}
 *   rules: RULE: {when: {NAME: value}}                             or a list of values: any of them
 *
 * What is set in a pack holds for the stories of its language. For one story the higher layer wins,
 * within a layer the narrower language (es-419 before es), then the pack read later. */
#pragma once

#include "style/yaml.h"

#include <glib.h>

G_BEGIN_DECLS

/* Where a pack comes from; a later one wins. */
typedef enum
{
  STET_LAYER_BUILT_IN = 0,
  STET_LAYER_NEWSROOM,
  STET_LAYER_DESK,
  STET_LAYER_PERSON,
} StetLayer;
#define STET_LAYERS 4

const char *stet_layer_name (StetLayer layer); /* "built in", "newsroom" … */

/* Whether what is written for `language` (nullable: every one) holds for stories in `story`
 * (nullable): "es" holds for "es-CU", and "es-419" for the Spanish of each American country. */
gboolean stet_language_covers (const char *language, const char *story);

typedef struct _StetOptions StetOptions;

/* Whose options are read: for telling, and for who wins. */
typedef struct
{
  const char *pack, *file;
  const char *language; /* (nullable): every one */
  StetLayer   layer;
} StetOptionSource;

StetOptions *stet_options_new  (void);
void         stet_options_free (StetOptions *options);

/* The `options:` and `set:` of a pack. What is wrong is told in `problems` (char *: "FILE:LINE: …")
 * and left out. `node` nullable. */
void stet_options_declare (StetOptions *options, const StetOptionSource *source,
                           const StetYaml *node, GPtrArray *problems);
void stet_options_set (StetOptions *options, const StetOptionSource *source, const StetYaml *node,
                       GPtrArray *problems);

/* The value for a story's language. (borrowed) (nullable): no such option there. */
const char *stet_options_value (const StetOptions *options, const char *name, const char *language);
/* The pack that set it. (borrowed) (nullable) */
const char *
stet_options_setter (const StetOptions *options, const char *name, const char *language);
/* In order of declaration. Returns: (owned) strv of names. */
char      **stet_options_names (const StetOptions *options);
/* (borrowed) strv; NULL: no such option. */
const char *const *stet_options_values (const StetOptions *options, const char *name);
/* The words for it in the interface's language. (borrowed) */
const char *stet_options_title (const StetOptions *options, const char *name, const char *language);

/* A `when:`: every option in it must have one of its values. */
typedef struct _StetWhen StetWhen;
StetWhen *
stet_when_read (const StetOptions *options, const StetYaml *node, const char *file, GError **error);
void      stet_when_free  (StetWhen *when);
gboolean  stet_when_holds (const StetWhen *when, const StetOptions *options, const char *language);
/* "serial_comma: true". Returns: (owned). */
char     *stet_when_to_string (const StetWhen *when);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetOptions, stet_options_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetWhen, stet_when_free)

G_END_DECLS
