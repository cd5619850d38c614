/* What several deletes would free: see freed.h. */
#include "freed.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

struct freed_file {
    char sha256[65];
    uint64_t references; /* before the first delete */
    uint64_t gone;       /* of them, with those that were noted */
};

/* Where the file is, or belongs. */
static size_t place_of(const struct freed *freed, const char *sha256)
{
    size_t low = 0, high = freed->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(freed->files[middle].sha256, sha256) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct freed_file *add_file(struct freed *freed, size_t at, const char *sha256)
{
    struct freed_file *file;

    if (freed->count == freed->room) {
        struct freed_file *grown = memory_zero(freed->room * 2 + 16, sizeof *grown);

        if (freed->count > 0)
            memcpy(grown, freed->files, freed->count * sizeof *grown);
        free(freed->files);
        freed->files = grown;
        freed->room = freed->room * 2 + 16;
    }
    file = &freed->files[at];
    memmove(file + 1, file, (freed->count++ - at) * sizeof *file);
    *file = (struct freed_file){.references = 0};
    strncpy(file->sha256, sha256, sizeof file->sha256 - 1);
    return file;
}

bool freed_note(struct freed *freed, const char *sha256, uint64_t left)
{
    size_t at = place_of(freed, sha256);
    bool known = at < freed->count && strcmp(freed->files[at].sha256, sha256) == 0;
    struct freed_file *file = known ? &freed->files[at] : add_file(freed, at, sha256);

    if (!known) /* the first reference of the first delete that has it */
        file->references = left + 1;
    return ++file->gone == file->references;
}

void freed_free(struct freed *freed)
{
    free(freed->files);
    *freed = (struct freed){0};
}
