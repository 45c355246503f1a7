/* A text, its format in the first byte (Markdown, HTML, plain): blocks of whole characters, whose
 * bytes stand in the file where they say, line and column within it; sentences that lie in them, in
 * order. */
#include "config.h"

#include "driver.h"
#include "style/unit.h"
#include "style/vale/document.h"
#include "style/vale/sentences.h"

#include <string.h>

#define TEXT_BYTES_MAX 8000

static void
check_places (const StetValeDocument *document, const StetTraced *traced)
{
  gsize bytes = traced->text->len;

  for (gsize i = 0; i < bytes; i++)
    {
      gsize start = stet_traced_start (traced, i), end = stet_traced_end (traced, i + 1);
      guint line, column;

      g_assert_cmpuint (start, <=, end);
      g_assert_cmpuint (end, <=, document->bytes);
      stet_vale_document_locate (document, start, &line, &column);
      g_assert_true (line >= 1 && line <= document->lines->len && column >= 1);
    }
}

static void
check_sentences (const StetTraced *traced)
{
  g_autoptr (GArray) found = stet_vale_sentences (traced->text->str, traced->text->len);
  gsize at = 0;

  for (guint i = 0; i < found->len; i++)
    {
      const StetStretch *one = &g_array_index (found, StetStretch, i);

      g_assert_true (one->start_bytes >= at && one->end_bytes > one->start_bytes
                     && one->end_bytes <= traced->text->len);
      at = one->end_bytes;
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  static const struct { StetValeFormat format; const char *kind; } formats[] = {
    { STET_VALE_MARKDOWN, "md" }, { STET_VALE_HTML, "html" }, { STET_VALE_TEXT, "txt" },
  };
  StetValeReadable readable = { 0 };
  g_autoptr (StetValeDocument) document = NULL;
  g_autofree char *text = NULL;
  gsize chosen;

  if (length < 1 || length > TEXT_BYTES_MAX)
    return 0;
  chosen = data[0] % G_N_ELEMENTS (formats);
  text = g_utf8_make_valid ((const char *) data + 1, (gssize) length - 1);
  document = stet_vale_document_new (text, formats[chosen].kind, formats[chosen].format, &readable,
                                     NULL);
  if (document == NULL)
    return 0;
  for (guint i = 0; i < document->blocks->len; i++)
    {
      const StetValeBlock *block = g_ptr_array_index (document->blocks, i);

      g_assert_true (
          g_utf8_validate (block->text->text->str, (gssize) block->text->text->len, NULL));
      check_places (document, block->text);
      check_sentences (block->text);
    }
  check_places (document, document->summary);
  return 0;
}
