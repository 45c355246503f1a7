/* The parts of test-rest. */
#pragma once

#include "calls.h"
#include "fake.h"
#include "site/rest-site.h"

void add_mapping_tests (void);
void add_rest_tests (void);
void add_limits_tests (void);

/* A client of `fake` by a shipped mapping, with `json` (nullable) at `pointer` of it. Returns:
 * (owned). */
StetSite *rest_site (Fake *fake, const char *name, const char *pointer, const char *json);

/* A mapping of data/site-api. Returns: (owned). */
StetMapping *shipped_mapping (const char *name);
