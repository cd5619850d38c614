/* The files and folders of one state, and their hash: see disk.h. Equal states have equal hashes, whatever led to them. */
#include "disk_parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "site.h"

#define MARK      "closed" /* the file that says that data.mdb was closed well; and how it begins */
#define MARK_TEXT "nnreg closed "
#define MARK_SIZE 96

struct making {
    const struct disk *disk;
    const struct disk_state *state;
    struct disk_names *names; /* of each node */
    char (*first)[SITE_PATH]; /* where each file was made, for its other names */
};

void disk_name(struct disk_names *names, const char *name, uint32_t target)
{
    uint32_t i;

    for (i = 0; i < names->count && strcmp(names->name[i].name, name) != 0; i++)
        ;
    if (i == DISK_NAMES)
        site_give_up("more than %d names in a folder", DISK_NAMES);
    if (i == names->count) {
        snprintf(names->name[i].name, CRASH_NAME, "%s", name);
        names->count++;
    }
    names->name[i].target = target;
}

void disk_unname(struct disk_names *names, const char *name, uint32_t target)
{
    uint32_t i;

    for (i = 0; i < names->count; i++)
        if (strcmp(names->name[i].name, name) == 0 && names->name[i].target == target) {
            names->name[i] = names->name[--names->count];
            return;
        }
}

/* --------------------------------------------------------------------------------------------------- a file -- */

static void resize(unsigned char **content, uint64_t *size, uint64_t wanted)
{
    if (wanted > *size) {
        unsigned char *room = realloc(*content, (size_t)wanted + 1);

        if (room == NULL)
            site_give_up("no memory");
        memset(room + *size, 0, (size_t)(wanted - *size));
        *content = room;
    }
    *size = wanted;
}

/* The bytes of a file, with a hole of zeros where something behind it came to the device alone. */
static unsigned char *make_content(uint64_t *size, const struct making *making, uint32_t node)
{
    const struct disk_node *first = &making->disk->nodes[node];
    unsigned char *content = malloc(first->size + 1);
    uint32_t i;

    if (content == NULL)
        site_give_up("no memory");
    *size = node < making->disk->first_nodes ? first->size : 0;
    if (*size > 0)
        memcpy(content, first->content, *size);
    for (i = 0; i < making->disk->change_count; i++) {
        const struct disk_change *change = &making->disk->changes[i];
        uint64_t from = 0, to = change->size;

        if (change->node != node || !making->state->there[i])
            continue;
        if (change->kind == DISK_SIZE) {
            resize(&content, size, change->size);
            continue;
        }
        if (i == making->state->torn) {
            from = making->state->from;
            to = making->state->to;
        }
        if (change->offset + to > *size)
            resize(&content, size, change->offset + to);
        memcpy(content + change->offset + from, change->bytes + from, (size_t)(to - from));
    }
    return content;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}

static uint64_t hash_bytes(uint64_t hash, const unsigned char *bytes, uint64_t size)
{
    uint64_t i, word = 0;

    for (i = 0; i + 8 <= size; i += 8) {
        memcpy(&word, bytes + i, 8);
        hash = mix(hash, word);
    }
    word = 0;
    memcpy(&word, bytes + i, (size_t)(size - i));
    return mix(mix(hash, word), size);
}

static void write_file(const char *path, const unsigned char *content, uint64_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

    if (fd < 0 || write(fd, content, (size_t)size) != (ssize_t)size)
        site_give_up("cannot write %s", path);
    close(fd);
}

/* ------------------------------------------------------------------------------------------------- the tree -- */

static uint64_t make_node(const struct making *making, uint32_t node, const char *root);

/* Sums up what does not depend on the order of the names. */
static uint64_t make_names(const struct making *making, const struct disk_names *names, const char *root)
{
    char path[SITE_PATH + CRASH_NAME];
    uint64_t hash = 0;
    uint32_t i;

    for (i = 0; i < names->count; i++) {
        const char *name = names->name[i].name;

        if (root != NULL && snprintf(path, sizeof path, "%s/%s", root, name) >= SITE_PATH)
            site_give_up("a path is too long: %s", path);
        hash += hash_bytes(make_node(making, names->name[i].target, root != NULL ? path : NULL),
                           (const unsigned char *)name, strlen(name));
    }
    return hash;
}

static uint64_t make_node(const struct making *making, uint32_t node, const char *root)
{
    unsigned char *content;
    uint64_t size, hash;

    if (making->disk->nodes[node].folder) {
        if (root != NULL && node != making->disk->root && mkdir(root, 0755) != 0)
            site_give_up("cannot make %s", root);
        return mix(make_names(making, &making->names[node], root), 1);
    }
    content = make_content(&size, making, node);
    hash = hash_bytes(2, content, size);
    if (root != NULL && making->first[node][0] != '\0') {
        if (link(making->first[node], root) != 0)
            site_give_up("cannot link %s", root);
    } else if (root != NULL) {
        snprintf(making->first[node], SITE_PATH, "%s", root);
        write_file(root, content, size);
    }
    free(content);
    return hash;
}

/* No more is touched than there is: the room is for large folders, and most nodes are files. */
static void begin_names(struct disk_names *names, const struct disk_names *first)
{
    names->count = 0;
    if (first != NULL)
        memcpy(names, first, offsetof(struct disk_names, name) + first->count * sizeof first->name[0]);
}

uint64_t disk_make(const struct disk *disk, const struct disk_state *state, const char *root)
{
    struct making making = {.disk = disk, .state = state};
    uint64_t hash;
    uint32_t i;

    making.names = malloc((disk->node_count + 1) * sizeof *making.names);
    making.first = calloc(disk->node_count + 1, sizeof *making.first);
    if (making.names == NULL || making.first == NULL)
        site_give_up("no memory");
    for (i = 0; i < disk->node_count; i++)
        begin_names(&making.names[i], i < disk->first_nodes ? &disk->nodes[i].names : NULL);
    for (i = 0; i < disk->change_count; i++) {
        const struct disk_change *change = &disk->changes[i];

        if (state->there[i] && change->kind == DISK_NAME)
            disk_name(&making.names[change->node], change->name, change->target);
        else if (state->there[i] && change->kind == DISK_UNNAME)
            disk_unname(&making.names[change->node], change->name, change->target);
    }
    hash = make_node(&making, disk->root, root);
    free(making.names);
    free(making.first);
    return hash;
}
