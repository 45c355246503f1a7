/* Members of a foreign JSON object, with their types checked. Layer: site, private. Any thread. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The first member of a wrong type sticks; the caller looks once, at the end. null counts as
 * missing. */
typedef struct
{
  JsonObject *object; /* (borrowed) */
  const char *bad;    /* (nullable) the first member that was of a wrong type */
} StetMembers;

/* (owned) (nullable); integers become text */
char      *stet_members_string  (StetMembers *members, const char *name);
char     **stet_members_strings (StetMembers *members, const char *name); /* (owned), never NULL */
guint64    stet_members_uint    (StetMembers *members, const char *name);
gboolean   stet_members_boolean (StetMembers *members, const char *name);
gint64     stet_members_time_us (StetMembers *members, const char *name); /* RFC 3339; 0: missing */
/* (borrowed) (nullable) */
JsonNode  *stet_members_object  (StetMembers *members, const char *name);
/* (borrowed) (nullable) */
JsonArray *stet_members_array   (StetMembers *members, const char *name);

G_END_DECLS
