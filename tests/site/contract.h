/* What any site that speaks the publishing API has to keep, as GTests over a way to sign in. Each
 * test makes stories of its own, so that a site may be used again and again. */
#pragma once

#include "site/publishing-site.h"

typedef enum
{
  CONTRACT_REPORTER,
  CONTRACT_EDITOR,
  CONTRACT_STRANGER, /* a wrong password */
} ContractRole;

typedef struct
{
  /* Returns: (owned) */
  StetSite *(*open) (ContractRole role, gpointer data);
  gpointer    data;
  const char *api;   /* no trailing slash */
  const char *front; /* (nullable) the page that names the API */
  gboolean    mapped; /* the address comes with a mapping: there is nothing to discover */
} Contract;

/* Adds "/contract/…"; `contract` must stay. Uses the default main context. */
void contract_add_tests (const Contract *contract);
