/* The practice newsroom: its site id, accounts, terms, and who may come in. Layer: practice, on the
 * thread that serves. */
#include "config.h"

#include "practice/newsroom.h"

#include "base/text.h"

#define PASSWORD_CHARS 20
#define PASSWORD_ALPHABET "abcdefghjkmnpqrstuvwxyz23456789"

/* In both languages. Terms are told apart without accents: there can be no "Opinión" beside this
 * "Opinion". */
const char *const stet_practice_sections[]
    = { "News",     "Politics", "Economy",  "Society",  "Culture", "Science", "Sport",   "Opinion",
        "Noticias", "Política", "Economía", "Sociedad", "Cultura", "Ciencia", "Deporte", "Tribuna",
        NULL };

/* Returns: (owned) (nullable): not set, or `error`. */
static char *
get_meta (StetPracticeNewsroom *room, const char *key, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = stet_practice_db_query (
    room->db, error, "SELECT value FROM meta WHERE key = ?", "t", key);

  if (rows == NULL || !stet_practice_db_step (room->db, rows, error))
    return NULL;
  return stet_practice_db_text (rows, 0);
}

static gboolean
set_meta (StetPracticeNewsroom *room, const char *key, const char *value, GError **error)
{
  return stet_practice_db_run (
    room->db, error, "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", "tt", key, value);
}

static char *
make_password (StetRandom *random)
{
  char *password = g_malloc0 (PASSWORD_CHARS + 1);

  for (guint i = 0; i < PASSWORD_CHARS; i++)
    password[i] = PASSWORD_ALPHABET[stet_random_below (random, sizeof PASSWORD_ALPHABET - 1)];
  return password;
}

static gboolean
make_account (StetPracticeNewsroom *room, const char *id, const char *name, gboolean editor,
              GError **error)
{
  g_autofree char *password = make_password (room->random);

  return stet_practice_db_run (
    room->db, error, "INSERT INTO account (id, name, editor, password) VALUES (?, ?, ?, ?)", "ttit",
    id, name, (gint64) editor, password);
}

/* What a newsroom has written about before: something to complete and to suggest from the first
 * story on. In both languages, each spelled once. */
static const char *const tags[]
    = { "Almendro Bay", "Baseball",     "Béisbol", "Ports",  "Puertos",    "Transport",
        "Transporte",   "Villa Jagüey", "Food",    "Alimentos", "Bread",   "Pan",
        "Health",       "Salud",        "Schools", "Escuelas",  "Energy",  "Energía",
        "Housing",      "Vivienda",     "Storms",  "Huracanes", "Museums", "Museos",
        NULL };

static gboolean
make_terms (StetPracticeNewsroom *room, const char *kind, const char *const *labels,
            GError **error)
{
  for (guint i = 0; labels[i] != NULL; i++)
    {
      g_autofree char *folded = stet_text_fold (labels[i]);
      g_autofree char *id = stet_uuid_new (room->random);

      if (!stet_practice_db_run (room->db, error,
                                 "INSERT INTO term (kind, folded, id, label) VALUES (?, ?, ?, ?)",
                                 "tttt", kind, folded, id, labels[i]))
        return FALSE;
    }
  return TRUE;
}

/* The zone of this machine where it has a name that every desk understands. Returns: (owned). */
static char *
local_zone (void)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (local);
  g_autoptr (GTimeZone) known = name != NULL ? g_time_zone_new_identifier (name) : NULL;

  return g_strdup (known != NULL && strchr (name, '/') != NULL && name[0] != '/' ? name : "UTC");
}

static gboolean
make_newsroom (StetPracticeNewsroom *room, GError **error)
{
  g_autofree char *site_id = stet_uuid_new (room->random);
  g_autofree char *zone = local_zone ();

  return set_meta (room, "site_id", site_id, error) && set_meta (room, "zone", zone, error)
         && make_account (room, "reporter", "Practice Reporter", FALSE, error)
         && make_account (room, "editor", "Practice Editor", TRUE, error)
         && make_terms (room, "section", stet_practice_sections, error)
         && make_terms (room, "tag", tags, error);
}

static gboolean
make_newsroom_once (StetPracticeNewsroom *room, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *site_id = get_meta (room, "site_id", &local);

  if (site_id != NULL)
    return TRUE;
  if (local == NULL && stet_practice_db_begin (room->db, &local))
    {
      if (make_newsroom (room, &local) && stet_practice_db_commit (room->db, &local))
        return TRUE;
      stet_practice_db_rollback (room->db);
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
load_accounts (StetPracticeNewsroom *room, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = stet_practice_db_query (
    room->db, error, "SELECT id, name, password, editor FROM account", "");
  g_autoptr (GError) local = NULL;

  while (rows != NULL && stet_practice_db_step (room->db, rows, &local))
    {
      StetPracticeAccount *account = sqlite3_column_int (rows, 3) != 0 ? &room->editor
                                                                       : &room->reporter;

      account->id = stet_practice_db_text (rows, 0);
      account->name = stet_practice_db_text (rows, 1);
      account->password = stet_practice_db_text (rows, 2);
      account->editor = account == &room->editor;
    }
  if (local == NULL)
    return rows != NULL;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

StetPracticeNewsroom *
stet_practice_newsroom_open (const char *dir, StetClock *clock, StetRandom *random, GError **error)
{
  g_autoptr (StetPracticeNewsroom) room = g_new0 (StetPracticeNewsroom, 1);
  g_autofree char *port = NULL;

  room->clock = clock;
  room->random = random;
  room->db = stet_practice_db_open (dir, error);
  if (room->db == NULL || !make_newsroom_once (room, error) || !load_accounts (room, error))
    return NULL;
  room->site_id = get_meta (room, "site_id", error);
  room->zone = get_meta (room, "zone", NULL);
  port = get_meta (room, "port", NULL);
  room->port = port != NULL ? (guint) g_ascii_strtoull (port, NULL, 10) : 0;
  return room->site_id != NULL && room->zone != NULL ? g_steal_pointer (&room) : NULL;
}

gboolean
stet_practice_newsroom_set_port (StetPracticeNewsroom *room, guint port, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%u", port);

  room->port = port;
  g_clear_pointer (&room->url, g_free);
  g_clear_pointer (&room->api, g_free);
  room->url = g_strdup_printf ("http://127.0.0.1:%u", port);
  room->api = g_strconcat (room->url, "/api", NULL);
  return set_meta (room, "port", text, error);
}

static void
clear_account (StetPracticeAccount *account)
{
  g_free (account->id);
  g_free (account->name);
  g_free (account->password);
}

void
stet_practice_newsroom_free (StetPracticeNewsroom *room)
{
  if (room == NULL)
    return;
  stet_practice_db_close (room->db);
  clear_account (&room->reporter);
  clear_account (&room->editor);
  g_free (room->site_id);
  g_free (room->zone);
  g_free (room->url);
  g_free (room->api);
  g_free (room);
}

/* Over digests of equal length, so that neither content nor length shows in the time it takes. */
static gboolean
equal_in_constant_time (const char *a, const char *b)
{
  g_autofree char *digest_a = g_compute_checksum_for_string (G_CHECKSUM_SHA256, a, -1);
  g_autofree char *digest_b = g_compute_checksum_for_string (G_CHECKSUM_SHA256, b, -1);
  guint difference = 0;

  for (guint i = 0; digest_a[i] != '\0'; i++)
    difference |= (guint) (guchar) digest_a[i] ^ (guint) (guchar) digest_b[i];
  return difference == 0;
}

static gboolean
is_account (const StetPracticeAccount *account, const char *user, const char *password)
{
  gboolean user_fits = equal_in_constant_time (account->id, user);
  gboolean password_fits = equal_in_constant_time (account->password, password);

  return user_fits & password_fits;
}

const StetPracticeAccount *
stet_practice_newsroom_authorize (StetPracticeNewsroom *room, const char *header)
{
  g_autofree char *decoded = NULL;
  gsize length = 0;
  char *colon;

  if (header == NULL || g_ascii_strncasecmp (header, "Basic ", 6) != 0 || header[6] == '\0')
    return NULL;
  decoded = (char *) g_base64_decode (header + 6, &length);
  /* g_base64_decode ends its output with a NUL that it does not count. */
  colon = decoded != NULL ? memchr (decoded, ':', length) : NULL;
  if (colon == NULL || memchr (decoded, '\0', length) != NULL)
    return NULL;
  *colon = '\0';
  if (is_account (&room->editor, decoded, colon + 1))
    return &room->editor;
  return is_account (&room->reporter, decoded, colon + 1) ? &room->reporter : NULL;
}
