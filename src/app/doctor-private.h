/* What the files of the doctor share. Layer: app. */
#pragma once

#include "app/doctor.h"
#include "site/reach.h"
#include "site/survey.h"

G_BEGIN_DECLS

/* One walk. */
typedef struct
{
  const StetDoctorOptions *options;
  StetDoctorReport *report;
  GMainContext  *context;
  GCancellable  *cancellable; /* (nullable) */
  GAsyncResult  *result;      /* (owned) (nullable) the one being waited for */
  char          *url;         /* (owned) with its scheme */
  StetCredential *credential; /* (owned) (nullable) */
  StetSiteFound *found;       /* (owned) (nullable) */
  StetSite      *nobody;      /* (owned) (nullable) the site without a credential … */
  StetSite      *site;        /* (owned) (nullable) … and with */
  StetSite      *told;        /* (borrowed) (nullable) the one that said what the site is */
  StetSiteUser  *me;          /* (owned) (nullable) */
  gint64         date_us;     /* the site's clock, 0: unknown */
  gint64         met_us;      /* ours at that time */
} StetDoctorWalk;

/* doctor-words.c: fills the step of a floor. `detail` nullable. */
void stet_doctor_fine   (StetDoctorWalk *walk, StetFloor floor, const char *text);
void stet_doctor_note (StetDoctorWalk *walk, StetFloor floor, StetAsk ask, const char *text,
                       const char *next, const char *detail);
void stet_doctor_broken_at (StetDoctorWalk *walk, StetFloor floor, StetAsk ask, const char *text,
                            const char *next, const char *detail);
/* Says where the way ended. Returns: TRUE when it did not. */
gboolean stet_doctor_say_reach (StetDoctorWalk *walk, const StetReach *reach);
/* What a failed request means at that floor. */
void stet_doctor_say_error (StetDoctorWalk *walk, StetFloor floor, const GError *error);
void stet_doctor_say_rights (StetDoctorWalk *walk);
void stet_doctor_say_upload (StetDoctorWalk *walk, const GError *error);
void stet_doctor_say_revisions (StetDoctorWalk *walk, StetRevisions revisions);
void stet_doctor_say_clock (StetDoctorWalk *walk);

G_END_DECLS
