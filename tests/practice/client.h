/* A practice site in a folder of its own and a plain HTTP client for it, for the tests of this
 * folder. */
#pragma once

#include "practice/practice.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#define NOON_US (G_GINT64_CONSTANT (1795521600) * G_USEC_PER_SEC) /* 2026-11-24T12:00:00Z */
#define STORY_ID "0f9f4c1e-3b7a-4d19-9a53-6f3e2a7c1d01"
#define OTHER_ID "5d2b8e70-91c4-4f0a-8f6d-2b1c3d4e5f02"

typedef struct
{
  char          *dir;
  StetClock     *clock;
  StetPractice  *practice;
  SoupSession   *session;
} Site;

void site_set_up    (Site *site, gconstpointer data);
void site_tear_down (Site *site, gconstpointer data);
/* Stops it and starts it again on the same folder. */
void site_restart   (Site *site);

typedef struct
{
  const char *method;        /* NULL: GET */
  const char *path;          /* "/api/…" */
  const char *user;          /* "reporter", "editor", NULL: nobody */
  const char *if_match;
  const char *if_none_match;
  const char *key;
  const char *type;          /* of the body; NULL: application/json */
  const char *body;          /* (nullable) */
  GBytes     *bytes;         /* (nullable) instead of body */
  const char *authorization; /* (nullable) instead of user */
  const char *host;          /* (nullable) */
} Call;

typedef struct
{
  SoupMessage *message;
  guint        status;   /* 0: no answer */
  GBytes      *body;
  char        *text;     /* the body, NUL-terminated */
  JsonNode    *root;     /* (nullable) */
  JsonObject  *object;   /* (borrowed) (nullable) */
} Reply;

Reply *site_call   (Site *site, const Call *call);
void   reply_free  (Reply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reply, reply_free)

const char *reply_header (Reply *reply, const char *name); /* (nullable) */
const char *reply_string (Reply *reply, const char *name); /* (nullable) a member of the object */

/* A story's JSON with this headline; (owned). */
char *story_json (const char *id, const char *headline);
/* PUT that creates it; the answer must be 201. */
Reply *create_story (Site *site, const char *user, const char *id, const char *headline);
Reply *get_story    (Site *site, const char *id);
/* A transition of the version and content that the site has now, under a fresh key. */
Reply *move_story   (Site *site, const char *user, const char *id, const char *to);
/* Takes a new story of the reporter to this state over legal steps. */
void bring_story    (Site *site, const char *id, const char *state);
/* PUT of another content over what the site has now; the answer must be 200. */
Reply *change_story (Site *site, const char *user, const char *id, const char *headline);

/* A PNG of one pixel whose content depends on `shade`; (owned). */
GBytes *tiny_png (guint8 shade);
/* PUT of a picture; returns its sha256 (owned). */
char   *put_picture (Site *site, const char *user, GBytes *picture);
