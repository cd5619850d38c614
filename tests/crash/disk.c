/* The list of changes: see disk.h. What they make is in disk_make.c. */
#include "disk_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "site.h"

static void *allocate(size_t count, size_t size)
{
    void *room = calloc(count, size);

    if (room == NULL)
        site_give_up("no memory");
    return room;
}

/* ------------------------------------------------------------------------------------------- what is there -- */

static uint32_t add_node(struct disk *disk, bool folder, uint64_t inode)
{
    struct disk_node *node = &disk->nodes[disk->node_count];

    if (disk->node_count == DISK_NODES)
        site_give_up("more than %d files in a run", DISK_NODES);
    *node = (struct disk_node){.folder = folder, .inode = inode};
    return disk->node_count++;
}

static void read_file(struct disk_node *node, const char *path, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    node->size = size;
    node->content = allocate(size + 1, 1);
    if (fd < 0 || read(fd, node->content, size) != (ssize_t)size)
        site_give_up("cannot read %s", path);
    close(fd);
}

/* Two names of one file are one node. */
static uint32_t find_node(const struct disk *disk, uint64_t inode)
{
    uint32_t i = disk->node_count;

    while (i > 0)
        if (disk->nodes[--i].inode == inode)
            return i; /* the last that had it: an inode can be given again */
    return DISK_NONE;
}

static uint32_t read_node(struct disk *disk, const char *path)
{
    char below[SITE_PATH + 256];
    struct dirent *entry;
    struct stat st;
    uint32_t number;
    DIR *folder;

    if (lstat(path, &st) != 0)
        site_give_up("cannot look at %s", path);
    number = find_node(disk, st.st_ino);
    if (number != DISK_NONE)
        return number;
    number = add_node(disk, S_ISDIR(st.st_mode), st.st_ino);
    if (!S_ISDIR(st.st_mode)) {
        read_file(&disk->nodes[number], path, (size_t)st.st_size);
        return number;
    }
    folder = opendir(path);
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        uint32_t target;

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        target = read_node(disk, below);
        disk_name(&disk->nodes[number].names, entry->d_name, target);
    }
    closedir(folder);
    return number;
}

void disk_read(struct disk *disk, const char *root)
{
    memset(disk, 0, sizeof *disk);
    disk->nodes = allocate(DISK_NODES, sizeof *disk->nodes);
    disk->root = read_node(disk, root);
    disk->first_nodes = disk->node_count;
}

void disk_free(struct disk *disk)
{
    uint32_t i;

    for (i = 0; i < disk->first_nodes; i++)
        free(disk->nodes[i].content);
    for (i = 0; i < disk->step_count; i++)
        free((void *)disk->steps[i].entry);
    free(disk->nodes);
    free(disk->order);
    free(disk->steps);
    free(disk->changes);
    free(disk->log);
    memset(disk, 0, sizeof *disk);
}

/* --------------------------------------------------------------------------------------------- what was done -- */

static size_t payload(const struct crash_entry *entry)
{
    return entry->call == CRASH_WRITE || entry->call == CRASH_MARK ? (size_t)entry->size : 0;
}

/* The path without what differs from one file to the next: numbers are N, digests HASH, other names of a kind NAME. */
static void write_pattern(char *out, size_t room, const char *path)
{
    size_t used = 0;

    out[0] = '\0';
    while (*path != '\0' && used + 8 < room) {
        size_t length = strcspn(path, "/"), digits = strspn(path, "0123456789"),
               hex = strspn(path, "0123456789abcdef"), unique = strspn(path, "0123456789abcdef-");
        const char *stem = hex == length && length == 2      ? "HH"
                           : digits == length                ? "N"
                           : hex == length && length > 40    ? "HASH"
                           : unique == length && length > 16 ? "SESSION"
                                                             : NULL;

        used += (size_t)snprintf(out + used, room - used, "%.*s", stem != NULL ? 8 : (int)length,
                                 stem != NULL ? stem : path);
        path += length;
        if (*path == '/' && used + 8 < room)
            out[used++] = *path++;
        out[used < room ? used : room - 1] = '\0';
    }
}

static void write_site(struct disk_step *step)
{
    static const char *const words[] = {
        [CRASH_MAKE_FILE] = "make",  [CRASH_MAKE_FOLDER] = "mkdir", [CRASH_MAKE_UNNAMED] = "make",
        [CRASH_LINK] = "link",       [CRASH_RENAME] = "rename",     [CRASH_REMOVE] = "remove",
        [CRASH_WRITE] = "write",     [CRASH_SIZE] = "size",         [CRASH_SYNC] = "sync",
        [CRASH_MARK] = "acknowledge"};
    char pattern[DISK_SITE - 16];

    write_pattern(pattern, sizeof pattern, step->entry->path);
    snprintf(step->site, sizeof step->site, "%s%s%s%s", step->entry->synced ? "synced " : "",
             words[step->entry->call], pattern[0] != '\0' ? " " : "", pattern);
}

void disk_follow(struct disk *disk, const char *log)
{
    struct stat st;
    size_t at = 0, room = 0;
    int fd = open(log, O_RDONLY | O_CLOEXEC);

    if (fd < 0 || fstat(fd, &st) != 0)
        site_give_up("cannot read %s", log);
    disk->log = allocate((size_t)st.st_size + 1, 1);
    if (read(fd, disk->log, (size_t)st.st_size) != st.st_size)
        site_give_up("cannot read %s", log);
    close(fd);
    while (at < (size_t)st.st_size) {
        struct crash_entry *entry = allocate(1, sizeof *entry); /* as the record has no alignment */
        struct disk_step *step;

        if (disk->step_count == room) {
            room = room * 2 + 64;
            disk->steps = realloc(disk->steps, room * sizeof *disk->steps);
            if (disk->steps == NULL)
                site_give_up("no memory");
        }
        memcpy(entry, disk->log + at, sizeof *entry);
        step = &disk->steps[disk->step_count++];
        *step = (struct disk_step){.entry = entry, .bytes = (unsigned char *)disk->log + at + sizeof *entry};
        write_site(step);
        at += sizeof *entry + payload(entry);
    }
}

/* -------------------------------------------------------------------------------------------------- changes -- */

static struct disk_change *add_change(struct disk *disk, enum disk_change_kind kind, uint32_t node,
                                      uint32_t born, const struct crash_entry *entry)
{
    struct disk_change *change = &disk->changes[disk->change_count++];

    *change = (struct disk_change){.kind = kind,
                                   .node = node,
                                   .target = DISK_NONE,
                                   .needs = DISK_NONE,
                                   .born = born,
                                   .sure = DISK_NEVER,
                                   .size = entry->size,
                                   .offset = entry->offset,
                                   .path = entry->path};
    return change;
}

static void add_name(struct disk *disk, enum disk_change_kind kind, uint64_t folder, const char *name,
                     uint32_t target, uint32_t born, const struct crash_entry *entry)
{
    uint32_t node = find_node(disk, folder);
    struct disk_change *change = add_change(disk, kind, node, born, entry);

    if (node == DISK_NONE || target == DISK_NONE)
        site_give_up("a name in a folder that is not known: %s", entry->path);
    change->name = name;
    change->target = target;
}

static void make_sure(struct disk *disk, uint32_t node, uint32_t when)
{
    uint32_t i;

    for (i = 0; i < disk->change_count; i++)
        if (disk->changes[i].node == node && disk->changes[i].sure == DISK_NEVER)
            disk->changes[i].sure = when;
}

/* Bytes that nobody has a name for are no state of anybody's. */
static void add_content(struct disk *disk, const struct disk_step *step, uint32_t born, bool skipped)
{
    const struct crash_entry *entry = step->entry;
    uint32_t node = find_node(disk, entry->inode);
    struct disk_change *change;

    if (node == DISK_NONE)
        return;
    change = add_change(disk, entry->call == CRASH_WRITE ? DISK_BYTES : DISK_SIZE, node, born, entry);
    change->bytes = step->bytes;
    if (entry->call == CRASH_WRITE && entry->synced && !skipped)
        change->sure = born + 1; /* until the call is over it may be there or not */
}

static void take_step(struct disk *disk, const struct disk_step *step, uint32_t born, bool skipped)
{
    const struct crash_entry *entry = step->entry;

    switch (entry->call) {
    case CRASH_MAKE_FILE:
    case CRASH_MAKE_FOLDER:
        add_name(disk, DISK_NAME, entry->folder, entry->name,
                 add_node(disk, entry->call == CRASH_MAKE_FOLDER, entry->inode), born, entry);
        break;
    case CRASH_MAKE_UNNAMED:
        (void)add_node(disk, false, entry->inode);
        break;
    case CRASH_LINK:
        add_name(disk, DISK_NAME, entry->folder, entry->name, find_node(disk, entry->inode), born, entry);
        break;
    case CRASH_RENAME:
        add_name(disk, DISK_NAME, entry->folder, entry->name, find_node(disk, entry->inode), born, entry);
        add_name(disk, DISK_UNNAME, entry->old_folder, entry->old_name, find_node(disk, entry->inode), born,
                 entry);
        disk->changes[disk->change_count - 1].needs = disk->change_count - 2;
        break;
    case CRASH_REMOVE:
        add_name(disk, DISK_UNNAME, entry->folder, entry->name, find_node(disk, entry->inode), born, entry);
        break;
    case CRASH_WRITE:
    case CRASH_SIZE:
        add_content(disk, step, born, skipped);
        break;
    case CRASH_SYNC:
        if (!skipped && find_node(disk, entry->inode) != DISK_NONE)
            make_sure(disk, find_node(disk, entry->inode), born);
        break;
    case CRASH_MARK:
        break;
    }
}

/* The first step of a site from `from` on; their count: none. */
static uint32_t find_step(const struct disk *disk, const char *site, uint32_t from)
{
    while (from < disk->step_count && (site == NULL || strcmp(disk->steps[from].site, site) != 0))
        from++;
    return from;
}

/* Puts the steps of `late` that come before the first `behind` after it: the same things are done, in another order. */
static void put_in_order(struct disk *disk, const struct disk_mutation *mutation)
{
    uint32_t first = find_step(disk, mutation->late, 0), end = find_step(disk, mutation->behind, first);
    uint32_t i, used = 0;

    for (i = 0; i < disk->step_count; i++)
        if (i < first || i > end || end == disk->step_count ||
            strcmp(disk->steps[i].site, mutation->late) != 0)
            disk->order[used++] = &disk->steps[i];
        else
            disk->moved_from++; /* counted first */
    if (disk->moved_from == 0)
        return;
    end -= disk->moved_from;
    disk->moved_to = end + disk->moved_from;
    memmove(&disk->order[disk->moved_to + 1], &disk->order[end + 1], (used - end - 1) * sizeof *disk->order);
    for (i = first, used = end + 1; used <= disk->moved_to; i++)
        if (strcmp(disk->steps[i].site, mutation->late) == 0)
            disk->order[used++] = &disk->steps[i];
    disk->moved_from = end;
}

void disk_settle(struct disk *disk, const struct disk_mutation *mutation)
{
    static const struct disk_mutation none = {NULL, NULL, NULL};
    uint32_t i;

    if (mutation == NULL)
        mutation = &none;
    free(disk->order);
    free(disk->changes);
    disk->order = allocate(disk->step_count + 1, sizeof *disk->order);
    disk->changes = allocate(disk->step_count * 2 + 1, sizeof *disk->changes);
    disk->moved_from = disk->moved_to = 0;
    put_in_order(disk, mutation);
    disk->node_count = disk->first_nodes; /* those that come by steps have no content of their own */
    disk->change_count = 0;
    for (i = 0; i < disk->step_count; i++)
        take_step(disk, disk->order[i], i,
                  mutation->skip != NULL && strcmp(disk->order[i]->site, mutation->skip) == 0);
}
