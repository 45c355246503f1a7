/* The parts of test-rest. */
#pragma once

#include "calls.h"
#include "fake.h"
#include "site/rest-site.h"

void add_mapping_tests (void);
void add_rest_tests (void);

/* A mapping of data/site-api. Returns: (owned). */
StetMapping *shipped_mapping (const char *name);
