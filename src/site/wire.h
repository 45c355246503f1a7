/* The publishing API's JSON, read and written. Layer: site, private. Any thread. Format: the
 * contracts, stet-publishing/1. */
#pragma once

#include "site/reply.h"

G_BEGIN_DECLS

/* What an answer has to be an answer to. NULL members are not compared. */
typedef struct
{
  char *id;
  char *hash;           /* of the article */
  gboolean in_state;    /* `state` is asked for */
  StetState state;
  gboolean needs_article;
  char **public_custom; /* (nullable) */
} StetWireExpected;
StetWireExpected *stet_wire_expected_new  (const char *id);
void              stet_wire_expected_free (StetWireExpected *expected);

/* Each returns an (owned) result; on error NULL and MISMATCH (NOT_API for an info without a
 * site). */
typedef gpointer (*StetWireRead) (JsonObject *object, const StetHttpReply *reply,
                                  const StetWireExpected *expected, GError **error);
gpointer stet_wire_read_info (JsonObject *object, const StetHttpReply *reply,
                              const StetWireExpected *expected, GError **error); /* StetSiteInfo */
gpointer stet_wire_read_user (JsonObject *object, const StetHttpReply *reply,
                              const StetWireExpected *expected, GError **error); /* StetSiteUser */
gpointer
stet_wire_read_changes (JsonObject *object, const StetHttpReply *reply,
                        const StetWireExpected *expected, GError **error); /* StetSiteChanges */
gpointer
stet_wire_read_article (JsonObject *object, const StetHttpReply *reply,
                        const StetWireExpected *expected, GError **error); /* StetSiteArticle */
gpointer stet_wire_read_terms (JsonObject *object, const StetHttpReply *reply,
                               const StetWireExpected *expected,
                               GError **error); /* GPtrArray of StetTerm; also authors */
gpointer stet_wire_read_term (JsonObject *object, const StetHttpReply *reply,
                              const StetWireExpected *expected, GError **error); /* StetTerm */

/* An entity tag that can be compared strongly, quotes included (RFC 9110, 8.8.3). */
gboolean stet_wire_is_strong_etag (const char *text);

GBytes *stet_wire_write_transition (const StetSiteTransition *transition);
GBytes *stet_wire_write_label      (const char *label);
GBytes *stet_wire_write_text       (char *text); /* takes over `text` */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetWireExpected, stet_wire_expected_free)

G_END_DECLS
