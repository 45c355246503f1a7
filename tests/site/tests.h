/* The parts of test-site. */
#pragma once

#include "calls.h"
#include "fake.h"

void add_address_tests (void);
void add_failure_tests (void);
void add_wire_tests (void);
void add_discover_tests (void);

#define STORY_ID "8a1f0f66-5a4c-4a53-9f3c-0d7f9d5b1c11"
#define OTHER_ID "8a1f0f66-5a4c-4a53-9f3c-0d7f9d5b1c22"

/* A site at the fake server, signed in as ana. Returns: (owned). */
StetSite *fake_site (Fake *fake, guint timeout_s);
/* What the API answers about a story. `more` (nullable): further members, each with its comma. */
char *story_answer (StetArticle *article, const char *state, const char *more);

/* A read and a write, whose failures mean different things. */
typedef enum { CALL_READ, CALL_WRITE } CallKind;
/* The code of the error, 0 for success; `message` and `retry_after_s` are nullable. */
int call_code (StetSite *site, CallKind kind, guint *retry_after_s, char **message);
