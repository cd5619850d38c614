/*
 * What is taken out of each run: every sync that it makes, by the way it is made (a word and a pattern of paths, which the record
 * gives: a new sync in the library is a new one here, with nothing to be written for it), and the orders of the list below. A sync
 * that is not made changes nothing else of a run, nor does a step that comes later than it did; so both are taken out of the record,
 * and not out of the library.
 *
 * Each has to be noticed: some state of some operation must be lost without it. In another operation the same kind of sync may be
 * idle: a first backup needs its identity, and a later one has its old store to be known by.
 */
#include "mutations.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_MUTATIONS 96

struct order {
    const char *late, *behind, *name;
};

static const struct order orders[] = {
    {"sync registry/staging/SESSION/N", "synced write registry/data.mdb",
     "order: stored files' bytes only after the commit"},
    {"rename registry/blobs/HH/HASH", "synced write registry/data.mdb",
     "order: stored files' names only after the commit"},
    {"sync registry/blobs/HH", "synced write registry/data.mdb",
     "order: stored files' folders synced only after the commit"},
    {"sync registry/data.mdb", "synced write registry/data.mdb", "order: pages only after the meta page"},
    {"synced write registry/data.mdb", "remove registry/blobs/HH/HASH",
     "order: the commit only after files are removed"},
    {"sync registry/data.mdb.new", "rename registry/data.mdb",
     "order: the new store's bytes only after its name"},
    {"sync backup/staging/SESSION/N", "rename backup/data.mdb",
     "order: a backup's files' bytes only after its store"},
    {"sync backup/blobs/HH", "rename backup/data.mdb",
     "order: a backup's folders synced only after its store"},
    {"sync backup/backup.new/data.mdb", "rename backup/data.mdb",
     "order: a backup's store's bytes only after its name"},
};

struct mutation {
    char name[2 * DISK_SITE + 16];
    char lost[200]; /* the operations in which it loses something */
    char kept[200]; /* and those in which it does not */
    char how[300];  /* the first time */
    uint64_t judged;
    bool noticed;
};

static struct mutation mutations[MOST_MUTATIONS];
static size_t mutation_count;

static struct mutation *mutation_named(const char *name)
{
    size_t i;

    for (i = 0; i < mutation_count; i++)
        if (strcmp(mutations[i].name, name) == 0)
            return &mutations[i];
    if (mutation_count == MOST_MUTATIONS)
        site_give_up("more than %d mutations", MOST_MUTATIONS);
    snprintf(mutations[mutation_count].name, sizeof mutations->name, "%s", name);
    return &mutations[mutation_count++];
}

static void append(char *list, size_t room, const char *word)
{
    size_t used = strlen(list);

    snprintf(list + used, room - used, "%s%s", used > 0 ? " " : "", word);
}

static void try_mutation(struct disk *disk, const struct exploring *how, const struct disk_mutation *what,
                         const char *name, struct outcomes *outcomes)
{
    struct mutation *mutation = mutation_named(name);
    const char *operation = how->actor->operation->name;
    struct explored explored = {.met = 0};

    explore(&explored, disk, how, what, outcomes);
    mutation->judged += explored.judged;
    append(explored.lost > 0 ? mutation->lost : mutation->kept, sizeof mutation->kept, operation);
    if (explored.lost > 0 && !mutation->noticed)
        snprintf(mutation->how, sizeof mutation->how, "%.290s", explored.first);
    mutation->noticed = mutation->noticed || explored.lost > 0;
}

static bool is_sync(const struct disk_step *step)
{
    return strncmp(step->site, "sync", 4) == 0;
}

static bool was_before(const struct disk *disk, uint32_t step)
{
    uint32_t i;

    for (i = 0; i < step; i++)
        if (strcmp(disk->steps[i].site, disk->steps[step].site) == 0)
            return true;
    return false;
}

static bool has_order(const struct disk *disk, const struct order *order)
{
    bool met = false;
    uint32_t i;

    for (i = 0; i < disk->step_count; i++) {
        if (met && strcmp(disk->steps[i].site, order->behind) == 0)
            return true;
        met = met || strcmp(disk->steps[i].site, order->late) == 0;
    }
    return false;
}

void mutations_of_run(struct disk *disk, const struct exploring *how, uint64_t most,
                      struct outcomes *outcomes)
{
    struct exploring mine = *how;
    uint32_t i;

    mine.until_lost = true;
    mine.recovery = 0;
    mine.most = most;
    for (i = 0; i < disk->step_count; i++) {
        struct disk_mutation what = {.skip = disk->steps[i].site};

        if (is_sync(&disk->steps[i]) && !was_before(disk, i))
            try_mutation(disk, &mine, &what, disk->steps[i].site, outcomes);
    }
    for (i = 0; i < sizeof orders / sizeof *orders; i++) {
        struct disk_mutation what = {.late = orders[i].late, .behind = orders[i].behind};

        if (has_order(disk, &orders[i]))
            try_mutation(disk, &mine, &what, orders[i].name, outcomes);
    }
}

static void print_mutation(const struct mutation *mutation)
{
    printf("%s\n", mutation->name);
    if (mutation->noticed)
        printf("    loses in: %s\n", mutation->lost);
    if (mutation->kept[0] != '\0')
        printf("    loses nothing in: %s\n", mutation->kept);
    printf("    %s (%llu states)\n", mutation->noticed ? mutation->how : "never noticed",
           (unsigned long long)mutation->judged);
}

bool mutations_print(bool all)
{
    size_t i, missed = 0;

    printf("\nwithout it, or too late:\n");
    for (i = 0; i < mutation_count; i++) {
        print_mutation(&mutations[i]);
        missed += !mutations[i].noticed;
    }
    printf("%zu mutations, %zu never noticed%s\n", mutation_count, missed,
           all ? "" : ", in these operations alone");
    return missed == 0 || !all;
}
