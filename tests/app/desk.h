/* What the tests of app/ and cli/ share: a desk in a folder of its own, commands run in it. */
#pragma once

#include "app/command.h"

/* A workspace on `dir` in English; the test fails when it can't be opened. */
StetWorkspace *test_desk_open (const char *dir, gboolean threaded);

typedef struct { int status; char *output, *errors; } TestRun;
void test_run_clear (TestRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestRun, test_run_clear)

/* Runs a command line ("set ID headline …" as separate arguments, NULL-terminated). `ws`
 * (nullable). */
TestRun
test_command (StetWorkspace *ws, const char *input, const char *first, ...) G_GNUC_NULL_TERMINATED;

/* One of the program's own stories in a file of its own, with nothing in it that blocks. Returns:
 * (owned) path. */
char *test_clean_story (const char *dir, const char *language);
/* Imports it. Returns: (owned) its id. */
char *test_import_clean (StetWorkspace *ws, const char *dir);
