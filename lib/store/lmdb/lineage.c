/*
 * Which data file may take the place of another. A file that somebody puts there while the store is open, as who puts back a
 * backup does, is met as a conflict; one that a compaction puts there is moved over to (move.c). So a compaction writes into
 * both files that they are of one family, and into the new one that it comes later:
 *
 *   page 0, from byte 1024 on: "nnreg lineage 1" and a zero byte, 16 random bytes, the number (8 bytes, in the machine's order)
 *
 * LMDB writes 152 bytes of a meta page and no others once the file is made. It is another sector than theirs, so writing it
 * cannot tear them. In the old file it serves those who have that open, so nobody waits for the device; in the new one it is
 * on the device with the rest. A copy of the store (copy.c) has none: it is not the store.
 */
#include <string.h>
#include <sys/random.h>

#include "base/fsio.h"
#include "store/lmdb/pages.h"

#define PLACE UINT64_C(1024)

static const char lineage_mark[16] = "nnreg lineage 1";

enum { AT_FAMILY = 16, AT_NUMBER = 32, LINEAGE_SIZE = 40 };

nnreg_status nnreg_lmdb_read_lineage(struct nnreg_lmdb_lineage *lineage, int fd, struct nnreg_error *error)
{
    unsigned char content[LINEAGE_SIZE];
    size_t got;
    nnreg_status status = nnreg_fs_read(&got, fd, PLACE, content, sizeof content, error);

    memset(lineage, 0, sizeof *lineage);
    if (status != NNREG_OK || got < sizeof content || memcmp(content, lineage_mark, sizeof lineage_mark) != 0)
        return status;
    memcpy(lineage->family, content + AT_FAMILY, sizeof lineage->family);
    lineage->number = nnreg_page_number(content + AT_NUMBER, 8);
    return NNREG_OK;
}

static nnreg_status write_lineage(int fd, const struct nnreg_lmdb_lineage *lineage, struct nnreg_error *error)
{
    unsigned char content[LINEAGE_SIZE];

    memcpy(content, lineage_mark, sizeof lineage_mark);
    memcpy(content + AT_FAMILY, lineage->family, sizeof lineage->family);
    nnreg_page_put(content + AT_NUMBER, lineage->number, 8);
    return nnreg_fs_write(fd, PLACE, content, sizeof content, error);
}

nnreg_status nnreg_lmdb_succeed(int to, int from, struct nnreg_error *error)
{
    struct nnreg_lmdb_lineage lineage;
    nnreg_status status = nnreg_lmdb_read_lineage(&lineage, from, error);

    if (status == NNREG_OK && lineage.number == 0) {
        lineage.number = 1;
        if (getrandom(lineage.family, sizeof lineage.family, 0) != (ssize_t)sizeof lineage.family)
            return nnreg_fail(error, NNREG_IO, "the system gives no random bytes");
        status = write_lineage(from, &lineage, error);
    }
    lineage.number++;
    return status == NNREG_OK ? write_lineage(to, &lineage, error) : status;
}

nnreg_status nnreg_lmdb_is_successor(bool *successor, int fd, const struct nnreg_lmdb_env *env,
                                     struct nnreg_error *error)
{
    struct nnreg_lmdb_lineage here, there;
    nnreg_status status = nnreg_lmdb_read_lineage(&here, env->file, error);

    *successor = false;
    if (status == NNREG_OK)
        status = nnreg_lmdb_read_lineage(&there, fd, error);
    if (status == NNREG_OK)
        *successor = here.number > 0 && there.number > here.number &&
                     memcmp(here.family, there.family, sizeof here.family) == 0;
    return status;
}
