/* See damage_mark.h. */
#include "damage_mark.h"

#include <string.h>

#include <unistd.h>

#include "actor.h"
#include "buffer.h"
#include "registry_dir.h"
#include "report.h"

#define NETWORKS_TOLD 20

nnreg_status damage_mark_list(nnreg_damage **damage, nnreg *registry, uint64_t id)
{
    nnreg_status status = nnreg_damage_list(registry, damage, id);

    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

const char *damage_mark(const nnreg_damage *damage, const char *sha256)
{
    const struct nnreg_damaged_file *file;
    size_t i;

    for (i = 0; damage != NULL && (file = nnreg_damage_file(damage, i)) != NULL; i++)
        if (strcmp(file->sha256, sha256) == 0)
            return file->found;
    return NULL;
}

void damage_mark_note_file(struct run *run, uint64_t id, const char *name)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct buffer dir = {0};
    nnreg *registry = NULL;
    uint64_t size;
    int fd = -1;

    call.actor = actor_name(run);
    if (registry_dir_find(run, &dir) == STATUS_DONE &&
        nnreg_open(&registry, buffer_text(&dir), NULL) == NNREG_OK &&
        nnreg_network_open_verified(registry, &fd, &size, id, name, &call) == NNREG_OK)
        close(fd);
    nnreg_close(registry);
    buffer_free(&dir);
}

/* The networks of all damaged files, each once, as they come. */
static size_t add_networks(struct buffer *text, const nnreg_damage *damage)
{
    uint64_t told[NETWORKS_TOLD];
    size_t count = 0, i, k, t;

    for (i = 0; i < nnreg_damage_count(damage); i++) {
        const struct nnreg_damaged_file *file = nnreg_damage_file(damage, i);

        for (k = 0; k < file->use_count && count < NETWORKS_TOLD; k++) {
            uint64_t id = nnreg_damage_use(damage, i, k)->network_id;

            for (t = 0; t < count && told[t] != id; t++)
                ;
            if (t < count)
                continue;
            told[count++] = id;
            buffer_printf(text, "%s%llu", count > 1 ? ", " : "", (unsigned long long)told[count - 1]);
        }
    }
    if (count == NETWORKS_TOLD)
        buffer_put(text, ", and perhaps more");
    return count;
}

void damage_mark_note(const struct run *run, nnreg *registry)
{
    nnreg_damage *damage;
    struct buffer text = {0};
    size_t count, networks;

    if (nnreg_damage_list(registry, &damage, 0) != NNREG_OK)
        return; /* a remark is not worth a failure */
    count = nnreg_damage_count(damage);
    if (count > 0) {
        networks = add_networks(&text, damage);
        report_note(run, "%zu damaged file%s, of network%s %s (nnreg files ID tells which)", count,
                    count == 1 ? "" : "s", networks == 1 ? "" : "s", buffer_text(&text));
    }
    buffer_free(&text);
    nnreg_damage_free(damage);
}
