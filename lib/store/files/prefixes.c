/*
 * The folders blobs/ab. A name in one is on the device only when the name of the folder is, in blobs/; so whoever puts a file
 * there waits for that first. That somebody else made the folder does not mean that it has been waited for, so each handle
 * waits for itself, once for all the folders that there are by then.
 *
 * One that is missing is made with others that are, as many as there are already: so a registry does not wait 255 more times
 * for its folders while it fills up, but eight times, and a small one has no more than twice the folders it needs.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fsio.h"
#include "store/files/folder_blobs.h"

#define PREFIXES   256u
/* Names that are listed in blobs/; where there are more, each of its folders is waited for by itself. */
#define MOST_NAMES ((size_t)1 << 12)

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

/* The one of this number, and those behind it that are missing, going round: as many as there were. */
static nnreg_status make_prefixes(struct prefixes *prefixes, int folder, unsigned number,
                                  struct nnreg_error *error)
{
    unsigned wanted = prefixes->count + 1, i;
    nnreg_status status = NNREG_OK;

    for (i = 0; i < PREFIXES && wanted > 0 && status == NNREG_OK; i++) {
        unsigned next = (number + i) % PREFIXES;
        char name[3];

        if (prefixes->there[next])
            continue;
        name_prefix(name, next);
        status = nnreg_fs_make_folder(folder, name, error);
        prefixes->there[next] = status == NNREG_OK;
        prefixes->count += status == NNREG_OK;
        wanted--;
    }
    return status;
}

static void note_durable(struct nnreg_folder_blobs *blobs, const struct prefixes *prefixes, unsigned number)
{
    unsigned i;

    for (i = 0; i < PREFIXES; i++)
        if (prefixes->there[i] || i == number)
            atomic_fetch_or(&blobs->durable[i / 32], UINT32_C(1) << i % 32);
}

/* All that is listed is there before the sync begins, so that it is on the device behind it. */
static nnreg_status settle_prefixes(struct nnreg_folder_blobs *blobs, unsigned number, bool missing,
                                    struct nnreg_error *error)
{
    struct prefixes prefixes;
    nnreg_status status = list_prefixes(&prefixes, blobs->folder, error);

    if (status == NNREG_OK && missing)
        status = make_prefixes(&prefixes, blobs->folder, number, error);
    if (status == NNREG_OK)
        status = nnreg_fs_sync(blobs->folder, error);
    if (status == NNREG_OK)
        note_durable(blobs, &prefixes, number);
    return status;
}

nnreg_status nnreg_folder_blobs_prefix(int *folder, struct nnreg_folder_blobs *blobs, unsigned char number,
                                       struct nnreg_error *error)
{
    bool durable = (atomic_load(&blobs->durable[number / 32]) >> number % 32 & 1) != 0, missing;
    nnreg_status status;
    char name[3];

    name_prefix(name, number);
    status = nnreg_fs_open_folder(folder, blobs->folder, name, false, error);
    missing = status == NNREG_NOT_FOUND;
    if (missing || (status == NNREG_OK && !durable)) {
        status = settle_prefixes(blobs, number, missing, error);
        if (status == NNREG_OK && missing)
            status = nnreg_fs_open_folder(folder, blobs->folder, name, false, error);
    }
    return status == NNREG_INVALID_ARGUMENT
               ? nnreg_fail(error, NNREG_CORRUPT, "\"blobs/%s\" is no folder, as it must be", name)
               : status;
}
