/* The named limits over everything that comes from outside. Layer: base.
 * Each is tested at the limit and one past it. */
#pragma once

#define STET_IMPORT_BYTES_MAX (20 * 1024 * 1024)  /* one story file */
#define STET_JSON_BYTES_MAX (16 * 1024 * 1024)    /* one JSON document, from disk or a site */
#define STET_JSON_DEPTH_MAX 64
/* gumbo is quadratic in nesting, so both are bounded */
#define STET_HTML_BYTES_MAX (2 * 1024 * 1024)
#define STET_HTML_DEPTH_MAX 256
#define STET_BLOCKS_MAX 10000
#define STET_SPANS_MAX 10000                      /* in one text */
#define STET_BLOCK_BYTES_MAX (1024 * 1024)        /* one text */
#define STET_FAQ_ITEMS_MAX 200
#define STET_TAGS_MAX 500
#define STET_TABLE_CELLS_MAX 10000
#define STET_PHOTO_BYTES_MAX (40 * 1024 * 1024)
#define STET_PHOTO_PIXELS_MAX (100 * 1000 * 1000)
#define STET_UNDO_STEPS_MAX 10000
#define STET_UNDO_BYTES_MAX (8 * 1024 * 1024)     /* of one story; the newest step stays anyway */
#define STET_RULE_BYTES_MAX (4 * 1024 * 1024)     /* one rule file */
#define STET_RULES_MAX 50000
#define STET_FINDINGS_MAX 2000                    /* in one story */
