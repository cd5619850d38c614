/* Conditions on metadata: a path of keys with dots between them, and the value at its end. See nnreg.h, struct nnreg_where. */
#ifndef NNREG_REGISTRY_WHERE_H
#define NNREG_REGISTRY_WHERE_H

#include <stdbool.h>

#include "base/bytes.h"
#include "nnreg.h"

/* Whether the metadata has what the condition says. *out_of_memory may be set. */
bool nnreg_where_holds(const struct nnreg_where *where, const char *metadata, bool *out_of_memory);

/*
 * Writes the key of a condition in the one spelling that all its spellings have: a backslash before each dot in a key, each
 * backslash, and each '=', so that "KEY=VALUE" ends its key at the first '=' without one.
 */
void nnreg_where_put_key(struct nnreg_bytes *out, const char *path);

#endif
