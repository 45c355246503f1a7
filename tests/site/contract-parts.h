/* The parts of the contract's tests. */
#pragma once

#include "contract.h"

void contract_add_flow_tests  (const Contract *contract); /* states, live pages, approvals */
/* the feed, review records, pictures, terms */
void contract_add_store_tests (const Contract *contract);
