/* What every fuzz target has: the one function that libFuzzer, and driver.c where it is not there,
 * calls. It takes any bytes, aborts when something is wrong, and otherwise returns 0. */
#pragma once

#include <glib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize length);
