/*
 * The PostgreSQL engine for the tests: on the server that this program has started, a schema for each folder, so that a store is
 * found again by its folder as by any other engine. NNREG_ENGINE=postgresql.
 */
#ifndef NNREG_TESTS_POSTGRESQL_FIXTURE_H
#define NNREG_TESTS_POSTGRESQL_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "store/kv_engine.h"

/* NULL: nnreg was configured without it. */
const struct nnreg_kv_engine *postgresql_test_engine(void);
/* Where the store of a folder is, as libpq takes it, and nothing but that made of it. */
void postgresql_conninfo(char *text, size_t size, int folder);
/* Makes its schema. */
void postgresql_make_schema(int folder);

#endif
