/* What a photo says besides its texts: where to look, and what made it. */
#include "config.h"

#include "article/photo.h"
#include "support.h"

static StetPhoto *
photo_with (const char *caption, const char *extra)
{
  g_autoptr (StetProse) prose = stet_prose_plain (caption);

  return stet_photo_new ("id", "file", prose, NULL, NULL, extra);
}

static void
test_focus_read (void)
{
  static const struct { const char *extra; gboolean said; guint x, y; const char *why; } cases[] = {
    { NULL, FALSE, 50, 50, "nothing said" },
    { "{}", FALSE, 50, 50, "nothing said, other keys may be there" },
    { "{\"focus\":{\"x\":0,\"y\":100}}", TRUE, 0, 100, "the edges" },
    { "{\"focus\":{\"x\":30,\"y\":101}}", FALSE, 50, 50, "past the edge" },
    { "{\"focus\":{\"x\":-1,\"y\":10}}", FALSE, 50, 50, "before the edge" },
    { "{\"focus\":{\"x\":30}}", FALSE, 50, 50, "half a point" },
    { "{\"focus\":\"30 40\"}", FALSE, 50, 50, "of another making" },
    { "{\"focus\":{\"x\":0.5,\"y\":0.5}}", FALSE, 50, 50, "not in percent" },
    { "{\"focus\":{\"x\":\"30\",\"y\":\"40\"}}", FALSE, 50, 50, "texts" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetPhoto) photo = photo_with ("", cases[i].extra);
      guint x = 1, y = 1;

      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (stet_photo_focus (photo, &x, &y), ==, cases[i].said);
      g_assert_cmpuint (x, ==, cases[i].x);
      g_assert_cmpuint (y, ==, cases[i].y);
    }
}

/* Other keys stay, and taking the point away leaves nothing behind. */
static void
test_focus_write (void)
{
  g_autoptr (StetPhoto) plain = photo_with ("c", NULL);
  g_autoptr (StetPhoto) other = photo_with ("c", "{\"kept\":\"yes\"}");
  g_autoptr (StetPhoto) moved = stet_photo_with_focus (plain, 30, 120);
  g_autoptr (StetPhoto) moved_other = stet_photo_with_focus (other, 0, 1);
  g_autoptr (StetPhoto) back = stet_photo_with_focus (moved, 50, 50);
  g_autoptr (StetPhoto) back_other = stet_photo_with_focus (moved_other, 50, 50);

  g_assert_cmpstr (stet_photo_extra (moved), ==, "{\"focus\":{\"x\":30,\"y\":100}}");
  g_assert_cmpstr (stet_photo_extra (moved_other), ==,
                   "{\"focus\":{\"x\":0,\"y\":1},\"kept\":\"yes\"}");
  g_assert_true (stet_photo_equal (back, plain));
  g_assert_true (stet_photo_equal (back_other, other));
}

static void
test_made (void)
{
  static const struct { const char *language, *caption, *labelled; const char *why; } cases[] = {
    { "es", "Joven en el malecón", "Joven en el malecón, ilustración no real",
      "behind the caption" },
    { "es", "", "Ilustración no real", "alone" },
    { "es-CU", "Un joven mira al mar.", "Un joven mira al mar. Ilustración no real.",
      "behind a sentence" },
    { "en", "The quay", "The quay, AI illustration, not a real photo", "in English" },
    { "fr", "Le quai", "Le quai, AI illustration, not a real photo", "no label of that language" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetPhoto) photo = photo_with (cases[i].caption, NULL);
      g_autoptr (StetPhoto) made = stet_photo_set_made (photo, TRUE, cases[i].language);
      g_autoptr (StetPhoto) twice = stet_photo_set_made (made, TRUE, cases[i].language);
      g_autoptr (StetPhoto) back = stet_photo_set_made (made, FALSE, cases[i].language);

      g_test_message ("%s", cases[i].why);
      g_assert_false (stet_photo_is_made (photo));
      g_assert_true (stet_photo_is_made (made));
      g_assert_cmpstr (stet_prose_text (stet_photo_caption (made)), ==, cases[i].labelled);
      g_assert_true (stet_photo_equal (twice, made));
      g_assert_true (stet_photo_equal (back, photo));
    }
}

/* What the person wrote in their own words is theirs, and so is the formatting. */
static void
test_made_own_words (void)
{
  StetSpan bold = { .type = STET_SPAN_BOLD, .start_chars = 0, .end_chars = 3 };
  g_autoptr (StetProse) prose = stet_prose_new ("The quay", &bold, 1);
  g_autoptr (StetPhoto) photo
      = stet_photo_new ("id", "file", prose, NULL, NULL, "{\"source_type\":\"digitalCapture\"}");
  g_autoptr (StetPhoto) own = photo_with ("Ilustración no real del malecón", NULL);
  g_autoptr (StetPhoto) made = stet_photo_set_made (photo, TRUE, "en");
  g_autoptr (StetPhoto) own_made = stet_photo_set_made (own, TRUE, "es");
  g_autoptr (StetPhoto) own_back = stet_photo_set_made (own_made, FALSE, "es");
  guint n = 0;

  stet_prose_spans (stet_photo_caption (made), &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (stet_prose_text (stet_photo_caption (own_made)), ==,
                   "Ilustración no real del malecón");
  g_assert_true (stet_photo_equal (own_back, own));
  g_assert_false (stet_photo_is_made (photo));
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/article/photo/focus-read", test_focus_read);
  g_test_add_func ("/article/photo/focus-write", test_focus_write);
  g_test_add_func ("/article/photo/made", test_made);
  g_test_add_func ("/article/photo/made-own-words", test_made_own_words);
  return g_test_run ();
}
