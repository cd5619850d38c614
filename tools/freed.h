/*
 * What a rehearsal of several deletes would free. Each is rehearsed by itself, on the registry as it is, so none of them
 * knows of the others: a file that only they share goes with the last of them.
 */
#ifndef NNREG_TOOLS_FREED_H
#define NNREG_TOOLS_FREED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct freed_file;

struct freed {
    struct freed_file *files; /* those that were noted, sorted by their sums */
    size_t count, room;
};

/*
 * A reference to a file goes; `left`: how many there are without it and without those of the same delete before it.
 * Returns whether there is none then, all that were noted before counted.
 */
bool freed_note(struct freed *freed, const char *sha256, uint64_t left);
void freed_free(struct freed *freed);

#endif
