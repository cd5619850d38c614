/* The ids, slugs and names that completions offer: of a registry, and of the catalogue of rules. */
#ifndef NNREG_TOOLS_COMPLETION_OBJECTS_H
#define NNREG_TOOLS_COMPLETION_OBJECTS_H

#include <stdbool.h>

#include "buffer.h"

struct completion_asked {
    const char *registry; /* as -r gave it, or NULL */
    const char *network;  /* whose stored files; as it was given */
    const char *begin;    /* of the words */
    const char *prefix;   /* what is put in front of each */
};

/*
 * Adds lines as completion.h says, for "networks" and "specs" (ids and slugs), "versions", "tasks", "rules" or "stored files". Of
 * a large registry those that were changed last. A registry that cannot be opened has none. False: it is another kind.
 */
bool completion_objects(struct buffer *text, const char *kind, const struct completion_asked *asked);

#endif
