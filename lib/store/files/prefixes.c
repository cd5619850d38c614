/*
 * The folders blobs/ab. A name in one is on the device only when the name of the folder is, in blobs/; so whoever puts a file
 * there waits for that first. That somebody else made the folder does not mean that it has been waited for, so each handle
 * waits for itself, once for all the folders that there are by then.
 *
 * Who brings many files has those that they need made at once, with one wait. So a small registry has no folder that it does not
 * need; and one that has MOST_BY_NEED gets all the others with the next one, so that it does not wait for its folders any more.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fsio.h"
#include "store/files/folder_blobs.h"
#include "store/staging.h"

#define PREFIXES     256u
/* Names that are listed in blobs/; where there are more, each of its folders is waited for by itself. */
#define MOST_NAMES   ((size_t)1 << 12)
#define MOST_BY_NEED 64u

struct prefixes {
    bool there[PREFIXES];
    unsigned count;
};

static void name_prefix(char name[3], unsigned number)
{
    (void)snprintf(name, 3, "%02x", number % PREFIXES);
}

/* What is no folder of that name is met by who opens it. */
static void note_name(struct prefixes *prefixes, const char *name)
{
    char *end;
    unsigned long number;

    if (strlen(name) != 2 || strspn(name, "0123456789abcdef") != 2)
        return;
    number = strtoul(name, &end, 16);
    prefixes->count += !prefixes->there[number];
    prefixes->there[number] = true;
}

static nnreg_status list_prefixes(struct prefixes *prefixes, int folder, struct nnreg_error *error)
{
    struct nnreg_fs_names names;
    nnreg_status status = nnreg_fs_list(&names, folder, MOST_NAMES, error);
    size_t i;

    *prefixes = (struct prefixes){.count = 0};
    for (i = 0; i < names.count; i++)
        note_name(prefixes, names.name[i]);
    nnreg_fs_names_free(&names);
    return status == NNREG_LIMIT ? NNREG_OK : status;
}

static nnreg_status make_prefixes(struct prefixes *prefixes, int folder, const bool needed[PREFIXES],
                                  struct nnreg_error *error)
{
    bool all = prefixes->count >= MOST_BY_NEED;
    nnreg_status status = NNREG_OK;
    unsigned i;

    for (i = 0; i < PREFIXES && status == NNREG_OK; i++) {
        char name[3];

        if (prefixes->there[i] || (!all && !needed[i]))
            continue;
        name_prefix(name, i);
        status = nnreg_fs_make_folder(folder, name, error);
        prefixes->there[i] = status == NNREG_OK;
    }
    return status;
}

static void note_durable(struct nnreg_folder_blobs *blobs, const struct prefixes *prefixes)
{
    unsigned i;

    for (i = 0; i < PREFIXES; i++)
        if (prefixes->there[i])
            atomic_fetch_or(&blobs->durable[i / 32], UINT32_C(1) << i % 32);
}

/* All that is listed is there before the sync begins, so that it is on the device behind it. */
static nnreg_status settle_prefixes(struct nnreg_folder_blobs *blobs, const bool needed[PREFIXES],
                                    struct nnreg_error *error)
{
    struct prefixes prefixes;
    nnreg_status status = list_prefixes(&prefixes, blobs->folder, error);

    if (status == NNREG_OK)
        status = make_prefixes(&prefixes, blobs->folder, needed, error);
    if (status == NNREG_OK)
        status = nnreg_fs_sync(blobs->folder, error);
    if (status == NNREG_OK)
        note_durable(blobs, &prefixes);
    return status;
}

static bool is_durable(const struct nnreg_folder_blobs *blobs, unsigned number)
{
    return (atomic_load(&blobs->durable[number / 32]) >> number % 32 & 1) != 0;
}

nnreg_status nnreg_folder_blobs_make_places(struct nnreg_blobs *base, struct nnreg_staged *staged,
                                            size_t count, struct nnreg_error *error)
{
    struct nnreg_folder_blobs *blobs = nnreg_folder_blobs_of(base);
    bool needed[PREFIXES] = {false}, any = false;
    size_t i;

    for (i = 0; i < count; i++)
        if (staged[i].number != 0 && !is_durable(blobs, staged[i].digest[0]))
            any = needed[staged[i].digest[0]] = true;
    return any ? settle_prefixes(blobs, needed, error) : NNREG_OK;
}

nnreg_status nnreg_folder_blobs_prefix(int *folder, struct nnreg_folder_blobs *blobs, unsigned char number,
                                       struct nnreg_error *error)
{
    bool needed[PREFIXES] = {false};
    nnreg_status status;
    char name[3];

    name_prefix(name, number);
    status = nnreg_fs_open_folder(folder, blobs->folder, name, false, error);
    if (status == NNREG_NOT_FOUND || (status == NNREG_OK && !is_durable(blobs, number))) {
        bool missing = status == NNREG_NOT_FOUND;

        needed[number] = true;
        status = settle_prefixes(blobs, needed, error);
        if (status == NNREG_OK && missing)
            status = nnreg_fs_open_folder(folder, blobs->folder, name, false, error);
    }
    return status == NNREG_INVALID_ARGUMENT
               ? nnreg_fail(error, NNREG_CORRUPT, "\"blobs/%s\" is no folder, as it must be", name)
               : status;
}
