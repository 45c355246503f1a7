/* What the store's tests share. */
#include "config.h"

#include "desk.h"

#include "store/database.h"

#include "support.h"

#define START_US G_GINT64_CONSTANT (1700000000000000)

Desk *
desk_new (void)
{
  Desk *desk = g_new0 (Desk, 1);
  g_autofree char *parent = stet_test_dir ();

  desk->dir = g_build_filename (parent, "desk", NULL);
  desk->clock = stet_clock_new_fixed (START_US);
  desk->random = stet_random_new_seeded (7);
  desk_reopen (desk);
  return desk;
}

void
desk_close (Desk *desk)
{
  g_clear_pointer (&desk->store, stet_store_close);
}

void
desk_reopen (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  desk_close (desk);
  desk->store = stet_store_open (desk->dir, desk->clock, desk->random, &error);
  g_assert_no_error (error);
  g_assert_nonnull (desk->store);
}

void
desk_assert_refused (Desk *desk, StetStoreError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetStore) store = stet_store_open (desk->dir, desk->clock, desk->random, &error);

  g_assert_null (store);
  g_assert_error (error, STET_STORE_ERROR, (int) code);
}

void
desk_free (Desk *desk)
{
  desk_close (desk);
  stet_random_free (desk->random);
  stet_clock_free (desk->clock);
  g_free (desk->dir);
  g_free (desk);
}

void
desk_move (Desk *desk, const char *dir)
{
  desk_close (desk);
  g_free (desk->dir);
  desk->dir = g_strdup (dir);
}

char *
desk_path (Desk *desk, const char *name)
{
  return g_build_filename (desk->dir, name, NULL);
}

/* The stores' own marks in the file, "Stet" and "SteA"; nothing is migrated. */
static StetDatabase *
open_file (Desk *desk, const char *name)
{
  static const char *const four[] = { "", "", "", "", NULL }; /* as many as src/store/sql has */
  static const char *const one[] = { "", NULL };
  static const StetDatabaseSpec store_spec = { .application_id = 0x53746574, .migrations = four };
  static const StetDatabaseSpec archive_spec = { .application_id = 0x53746541, .migrations = one };
  g_autofree char *path = desk_path (desk, name);
  g_autoptr (GError) error = NULL;
  StetDatabase *db;

  desk_close (desk);
  db = stet_database_open (path, g_str_equal (name, "store.db") ? &store_spec : &archive_spec,
                           &error);
  g_assert_no_error (error);
  return db;
}

gint64
desk_count (Desk *desk, const char *name, const char *sql)
{
  StetDatabase *db = open_file (desk, name);
  StetQuery *query = stet_query_new (db, sql);
  gint64 number;

  g_assert_true (stet_query_next (query));
  number = stet_query_int (query, 0);
  stet_query_free (query);
  stet_database_close (db);
  desk_reopen (desk);
  return number;
}

void
desk_damage (Desk *desk, const char *sql)
{
  StetDatabase *db = open_file (desk, "store.db");
  g_autoptr (GError) error = NULL;

  stet_database_run (db, &error, sql, "");
  g_assert_no_error (error);
  stet_database_close (db);
  desk_reopen (desk);
}

static GPtrArray *
one_paragraph (const char *id, const char *text)
{
  GPtrArray *body = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_autoptr (StetProse) prose = stet_prose_plain (text);

  g_ptr_array_add (body, stet_block_paragraph (id, prose));
  return body;
}

StetArticle *
desk_article (Desk *desk, const char *headline, const char *text)
{
  g_autoptr (StetArticle) empty = stet_article_new_empty (desk->random, "en");
  g_autofree char *block_id = stet_uuid_new (desk->random);
  g_autoptr (GPtrArray) body = one_paragraph (block_id, text);
  g_autoptr (StetProse) title = stet_prose_plain (headline);
  StetArticleFields fields = *stet_article_fields (empty);

  fields.headline = title;
  fields.body = body;
  return stet_article_new (&fields);
}

StetArticle *
desk_retitle (StetArticle *article, const char *headline)
{
  g_autoptr (StetProse) title = stet_prose_plain (headline);
  StetArticleFields fields = *stet_article_fields (article);

  fields.headline = title;
  return stet_article_new (&fields);
}

StetArticle *
desk_rewrite (StetArticle *article, const char *text)
{
  g_autoptr (GPtrArray) body
      = one_paragraph (stet_block_id (stet_article_block (article, 0)), text);
  StetArticleFields fields = *stet_article_fields (article);

  fields.body = body;
  return stet_article_new (&fields);
}

const char *
desk_save (Desk *desk, StetArticle *article)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = stet_store_save (desk->store, article, NULL, STET_ORIGIN_TYPED, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
  return stet_article_id (article);
}

const char *
desk_headline (StetArticle *article)
{
  return stet_prose_text (stet_article_fields (article)->headline);
}
