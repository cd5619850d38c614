/* See stored_bundle.h. */
#include "stored_bundle.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "damage_mark.h"
#include "interrupt.h"
#include "memory.h"
#include "operand.h"
#include "progress.h"
#include "report.h"

bool stored_bundle_is_meant(const struct run *run)
{
    const char *word = run->operand_count == 1 ? run->operands[0] : "";

    return strchr(word, '/') == NULL && operand_may_be_network(word) &&
           (run->registry != NULL || access(word, F_OK) != 0);
}

/* Shards are the large ones, which nothing reads that does not want the weights themselves. */
static bool is_shard(const char *name)
{
    return strncmp(name, "variables.data-", strlen("variables.data-")) == 0;
}

static int add_file(struct run *run, struct stored_bundle *stored, nnreg *registry, const char *name,
                    const struct nnreg_call_options *verified)
{
    uint64_t size;
    int fd;
    nnreg_status status = verified != NULL
                              ? nnreg_network_open_verified(registry, &fd, &size, stored->id, name, verified)
                              : nnreg_network_open_file(registry, &fd, &size, stored->id, name);

    if (status == NNREG_CORRUPT)
        buffer_put(&stored->damaged, name);
    if (status == NNREG_CANCELLED)
        return report_failure(run, status, "interrupted");
    if (status == NNREG_NOT_FOUND)
        return operand_failure(run, registry, status, &kind_network, stored->id); /* deleted meanwhile */
    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_message(registry));
    stored->files[stored->count++] = fd;
    status = nnreg_bundle_add_fd(stored->bundle, fd, name);
    return status == NNREG_OK ? STATUS_DONE
                              : report_failure(run, status, "%s", nnreg_bundle_message(stored->bundle));
}

static int add_files(struct run *run, struct stored_bundle *stored, nnreg *registry,
                     const nnreg_network *network, bool quick)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    struct progress progress;
    int result = STATUS_DONE;
    size_t i;

    progress_start(&progress, run);
    call.progress = progress_call;
    call.context = &progress;
    interrupt_catch();
    stored->files = memory_zero(nnreg_network_file_count(network) + 1, sizeof *stored->files);
    for (i = 0; result == STATUS_DONE && nnreg_network_file(network, i, &file) == NNREG_OK; i++)
        result = add_file(run, stored, registry, file.name, quick && is_shard(file.name) ? NULL : &call);
    progress_stop(&progress);
    return result;
}

/* Of what was not verified damage may be known all the same. */
static void tell_damage(const struct run *run, nnreg *registry, const nnreg_network *network)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_damage *damage;
    size_t i;

    if (damage_mark_list(&damage, registry, nnreg_network_id(network)) != NNREG_OK)
        return; /* a remark is not worth a failure */
    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++)
        if (damage_mark(damage, file.sha256) != NULL)
            report_note(run, "\"%s\" of network %llu is damaged: in its place there is %s", file.name,
                        (unsigned long long)nnreg_network_id(network), damage_mark(damage, file.sha256));
    nnreg_damage_free(damage);
}

int stored_bundle_open(struct run *run, struct stored_bundle *stored, nnreg *registry, uint64_t id,
                       bool quick)
{
    nnreg_network *network = NULL;
    nnreg_status status = nnreg_network_get(registry, &network, id);
    int result;

    stored->id = id;
    if (status != NNREG_OK)
        return operand_failure(run, registry, status, &kind_network, id);
    status = nnreg_bundle_new(&stored->bundle);
    result = status == NNREG_OK ? add_files(run, stored, registry, network, quick)
                                : report_failure(run, status, "%s", nnreg_status_text(status));
    if (result == STATUS_DONE && quick)
        tell_damage(run, registry, network);
    nnreg_network_free(network);
    return result;
}

void stored_bundle_close(struct run *run, struct stored_bundle *stored)
{
    nnreg_bundle_free(stored->bundle);
    while (stored->count > 0)
        close(stored->files[--stored->count]);
    free(stored->files);
    if (stored->damaged.length > 0)
        damage_mark_note_file(run, stored->id, buffer_text(&stored->damaged));
    buffer_free(&stored->damaged);
    *stored = (struct stored_bundle){0};
}

/* Who meant a file must not be told of a registry alone. */
static int is_neither(struct run *run, const struct failure *failure)
{
    const char *why = buffer_text(&failure->message);

    if (run->registry != NULL || failure->status != NNREG_NOT_FOUND)
        return report_failure(run, failure->status, "%s", why);
    return report_failure(run, failure->status, "\"%s\" is no file or folder here, and as a network: %s",
                          run->operands[0], why);
}

int stored_bundle_of_operand(struct run *run, struct stored_bundle *stored, bool quick)
{
    struct failure failure = {NNREG_OK, {0}};
    nnreg *registry = NULL;
    uint64_t id = 0;
    int result;

    run->failure = &failure;
    result = operand_open(run, &registry, NNREG_OPEN_READ_ONLY, &kind_network, &id);
    if (result == STATUS_DONE)
        result = stored_bundle_open(run, stored, registry, id, quick);
    run->failure = NULL;
    if (result != STATUS_DONE && failure.status != NNREG_OK) /* else it was a wrong usage, which is told */
        result = is_neither(run, &failure);
    nnreg_close(registry);
    buffer_free(&failure.message);
    return result;
}
