/*
 * A registry's state as a text that can be compared, and the invariants that must hold whatever happened before. Both
 * look at the tables and the folders themselves, not through the calls that are being tested.
 */
#ifndef NNREG_TESTS_REGISTRY_STATE_H
#define NNREG_TESTS_REGISTRY_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nnreg.h"

enum {
    STATE_TABLES = 1, /* every key and value of every table */
    STATE_FILES = 2   /* every file below blobs/ and staging/, with its size and SHA-256 */
};

/* One line for each entry, to be freed. NULL: it cannot be read. */
char *registry_state(nnreg *registry, const char *dir, unsigned what);

/* Asserts that two states are the same, showing the first lines that differ; frees both. */
void state_assert_same(char *before, char *after, const char *what);

/*
 * What is wrong with a registry, in a static buffer; NULL when every invariant holds: records decode and name
 * themselves; ids and task ids are below their counters; each network has its task; each file it names is stored with
 * the right size and SHA-256; references and blocks are counted exactly; what is in the trash is not referred to;
 * every object is in its indexes and no index has more; slugs lead both ways; a current version is one of its spec's; the
 * history is whole; only files that are used are noted as damaged; nothing is in staging. Unless `strays`, no file is stored
 * that nobody refers to. Where all that holds, nnreg_fsck must find no error either. It is for a registry that is sound: what is
 * damaged on purpose is mended first.
 */
const char *registry_fault(nnreg *registry, const char *dir, bool strays);

#endif
