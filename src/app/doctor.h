/* What is wrong with the way to a site, and whom to ask: walks from the name to the clock and stops
 * at the first floor that is broken. Layer: app. Blocks: runs its requests in a main context of its
 * own. */
#pragma once

#include "app/workspace.h"
#include "site/rest-mapping.h"

G_BEGIN_DECLS

typedef enum
{
  STET_FLOOR_ADDRESS,
  STET_FLOOR_NAME,
  STET_FLOOR_CONNECTION,
  STET_FLOOR_TLS,
  STET_FLOOR_REDIRECT,
  STET_FLOOR_API,
  STET_FLOOR_SIGN_IN,
  STET_FLOOR_RIGHTS,
  STET_FLOOR_UPLOAD,
  STET_FLOOR_REVISIONS,
  STET_FLOOR_CLOCK,
  STET_N_FLOORS,
} StetFloor;

typedef enum
{
  STET_VERDICT_SKIPPED = 0, /* not looked at */
  STET_VERDICT_FINE,
  STET_VERDICT_NOTE,        /* works, with something to know */
  STET_VERDICT_BROKEN,
} StetVerdict;

typedef enum
{
  STET_ASK_NOBODY = 0,
  STET_ASK_YOU,
  STET_ASK_ADMINISTRATOR, /* of the site */
  STET_ASK_PROVIDER,      /* of the network here */
} StetAsk;

typedef struct
{
  StetFloor   floor;
  StetVerdict verdict;
  StetAsk     ask;
  char       *text;   /* (owned) a sentence: what is so */
  char       *next;   /* (owned) (nullable) what to do */
  char       *detail; /* (owned) (nullable) for the technical; any secrets still in it */
} StetDoctorStep;

typedef struct
{
  char      *url;    /* (owned) */
  char      *site;   /* (owned) (nullable) its name */
  char      *kind;   /* (owned) (nullable) "wordpress", "publishing", "mapping" */
  char      *user;   /* (owned) (nullable) */
  gint64     at_us;
  GPtrArray *steps;  /* (owned) of StetDoctorStep, one for each floor in their order */
} StetDoctorReport;
void stet_doctor_report_free (StetDoctorReport *report);

typedef struct
{
  const char *url;                    /* as typed, or an account's */
  const char *api, *kind;             /* (nullable) an account's: then it is not looked for */
  StetMapping *mapping;               /* (nullable) an account's */
  const char *site;                   /* (nullable) its name */
  const char *user, *password;        /* (nullable): then it ends at the API */
  const char *auth, *header;          /* (nullable) as in StetNewAccount */
  StetClock  *clock;                  /* (nullable) */
} StetDoctorOptions;

/* Secrets are taken out of every text of the report. Errors: G_IO_ERROR_CANCELLED only: what is
 * wrong is the report. */
StetDoctorReport *
stet_doctor_run (const StetDoctorOptions *options, GCancellable *cancellable, GError **error);
/* The same for an account here, by the site's name or address; or for any address. `site` NULL: the
 * account used last. */
StetDoctorReport *stet_workspace_doctor (StetWorkspace *ws, const char *site, const char *user,
                                         GCancellable *cancellable, GError **error);

/* 0: works; 1: the site refuses something, or a clock is wrong; 2: no address; 3: it can’t be
 * reached. */
int   stet_doctor_status (const StetDoctorReport *report);
/* The first floor that is broken; STET_N_FLOORS: none. */
StetFloor stet_doctor_broken (const StetDoctorReport *report);
char *stet_doctor_text (const StetDoctorReport *report); /* (owned) to be read, and handed on */
const char *stet_floor_name    (StetFloor floor);     /* "name", "tls" … */
const char *stet_floor_words   (StetFloor floor);     /* translated */
const char *stet_verdict_name  (StetVerdict verdict);
const char *stet_verdict_words (StetVerdict verdict); /* translated */
const char *stet_ask_name      (StetAsk ask);
const char *stet_ask_words     (StetAsk ask);         /* translated; "" for nobody */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetDoctorReport, stet_doctor_report_free)

G_END_DECLS
