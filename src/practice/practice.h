/* The practice site: a whole site on 127.0.0.1, the reference implementation of the publishing API,
 * with its own SQLite file, a reporter, an editor, and pages. Layer: practice. Serves on the main
 * context of the thread that starts it (give it a thread of its own in the window). */
#pragma once

#include "base/clock.h"
#include "base/random.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define STET_PRACTICE_ERROR (stet_practice_error_quark ())
GQuark stet_practice_error_quark (void);

typedef enum
{
  STET_PRACTICE_ERROR_BUSY = 1, /* another program serves this folder */
  STET_PRACTICE_ERROR_PORT,     /* the port is taken or not allowed */
  STET_PRACTICE_ERROR_NEWER,    /* made by a newer Stet; left untouched */
  STET_PRACTICE_ERROR_CORRUPT,
  STET_PRACTICE_ERROR_FULL,
  STET_PRACTICE_ERROR_DENIED,
  STET_PRACTICE_ERROR_IO,
} StetPracticeError;

#define STET_TYPE_PRACTICE (stet_practice_get_type ())
G_DECLARE_FINAL_TYPE (StetPractice, stet_practice, STET, PRACTICE, GObject)

typedef struct
{
  const char *dir;     /* its database and pictures */
  guint       port;    /* 0: any free one */
  StetClock  *clock;   /* (borrowed) (nullable): the system's */
  StetRandom *random;  /* (borrowed) (nullable): the system's */
} StetPracticeOptions;

/* Opens the database and listens. With port 0 the port of the last start is tried first, so that
 * the addresses of pages stay the same. Returns: (owned), NULL on error (STET_PRACTICE_ERROR).
 *
 * Signal "went-live" (const char *id): a scheduled story's time came and its page is live. */
StetPractice *stet_practice_new (const StetPracticeOptions *options, GError **error);
const char *stet_practice_url (StetPractice *practice); /* "http://127.0.0.1:PORT/" (borrowed) */
const char *stet_practice_api (StetPractice *practice); /* no trailing slash (borrowed) */
/* Made on the first start, kept with the database. (borrowed) */
const char *stet_practice_reporter_user     (StetPractice *practice);
const char *stet_practice_reporter_password (StetPractice *practice);
const char *stet_practice_editor_user       (StetPractice *practice);
const char *stet_practice_editor_password   (StetPractice *practice);
/* Stops serving and closes the database, on the thread that started it. Addresses and passwords can
 * still be asked for. */
void stet_practice_stop (StetPractice *practice);

/* Faults for tests: the next `count` requests whose path contains `path` (nullable: any) and whose
 * method is `method` (nullable: any) go wrong in this way. */
typedef enum
{
  STET_PRACTICE_FAULT_NONE = 0,
  STET_PRACTICE_FAULT_DROP_BEFORE, /* connection closed, nothing done */
  STET_PRACTICE_FAULT_DROP_AFTER,  /* done, then the connection closed without an answer */
  STET_PRACTICE_FAULT_503,
  STET_PRACTICE_FAULT_HTML,        /* done, then an HTML page as the answer */
  STET_PRACTICE_FAULT_DISK,        /* the database takes no writes: 500, nothing done */
} StetPracticeFault;
void stet_practice_set_fault (StetPractice *practice, StetPracticeFault fault, const char *method,
                              const char *path, guint count);

G_END_DECLS
