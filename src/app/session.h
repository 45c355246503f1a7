/* What is open in the windows, and where one is in it: kept in the store as it changes, so that it
 * comes back after an end of any kind. Layer: app. Values: any thread; the store's functions
 * block. */
#pragma once

#include "app/workspace.h"

G_BEGIN_DECLS

#define STET_SESSION_PLACES_MAX 32

/* A window's story and the caret in it. */
typedef struct
{
  char  *story;       /* (owned) its id */
  char  *field;       /* (owned) (nullable) as stet_field_parse () reads it */
  guint  caret_chars; /* within that field's text */
  double scroll;      /* how far down the page is, in pixels */
} StetPlace;

StetPlace *stet_place_new  (const char *story);
StetPlace *stet_place_copy (const StetPlace *place);
void       stet_place_free (StetPlace *place);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetPlace, stet_place_free)

/* Places are GPtrArrays of StetPlace, the window in front first. */
char      *stet_session_to_json   (GPtrArray *places); /* (owned) */
/* What is broken in it is left out; at most STET_SESSION_PLACES_MAX. Returns: (owned). */
GPtrArray *stet_session_from_json (const char *json);

GPtrArray *stet_workspace_session      (StetWorkspace *ws); /* (owned) */
/* `json` of stet_session_to_json (). */
gboolean   stet_workspace_keep_session (StetWorkspace *ws, const char *json, GError **error);

G_END_DECLS
