/* See agree.h: the steps that look after a registry. They change nothing that can be seen, and find nothing. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plain/agree.h"

static const char *upkeep_path(struct plain_run *run, const char *name)
{
    static char path[300];

    (void)snprintf(path, sizeof path, "%s-%s", run->dir, name);
    return path;
}

/* The files of the model's network, and no other content. */
static nnreg_status compare_checked_out(struct plain_run *run, const char *folder, unsigned bundle)
{
    nnreg_status status = NNREG_OK;
    unsigned i;

    for (i = 0; i < PLAIN_FILES && status == NNREG_OK; i++) {
        size_t expected_size, size = 0;
        char path[500], *expected = plain_file_content(run->world, bundle, i, &expected_size);
        char *found = malloc(expected_size + 1);
        FILE *in;

        ck_assert_ptr_nonnull(found);
        (void)snprintf(path, sizeof path, "%s/%s%s", folder, i > 0 ? "variables/" : "",
                       run->world->files[bundle][i].name);
        in = fopen(path, "rb");
        if (in != NULL) {
            size = fread(found, 1, expected_size + 1, in);
            ck_assert_int_eq(fclose(in), 0);
        }
        if (in == NULL || size != expected_size || memcmp(found, expected, size) != 0)
            status = NNREG_CORRUPT;
        free(found);
        free(expected);
    }
    return status;
}

static nnreg_status check_out(struct plain_run *run, const struct plain_step *step)
{
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;
    const struct plain_object *network = plain_find(&run->model, PLAIN_NETWORK, step->id);
    const char *folder = upkeep_path(run, "out");
    nnreg_status status;

    options.flags = NNREG_REPLACE;
    status = nnreg_network_checkout(run->registry, step->id, folder, &options);
    return status == NNREG_OK && network != NULL ? compare_checked_out(run, folder, network->bundle) : status;
}

/* There is nothing to remove: a delete takes its files along. */
static nnreg_status collect(struct plain_run *run)
{
    struct nnreg_gc result = NNREG_GC_INIT;
    nnreg_status status = nnreg_gc(run->registry, &result, NULL);

    return status == NNREG_OK && (result.sessions | result.trash | result.orphans | result.leftovers |
                                  result.stayed | result.strays) != 0
               ? NNREG_CORRUPT
               : status;
}

/* Warnings, too, would be findings that the model does not have. */
static nnreg_status look_over(struct plain_run *run)
{
    struct nnreg_fsck result = NNREG_FSCK_INIT;
    nnreg_status status = nnreg_fsck(run->registry, run->findings, &result, NULL);

    return status == NNREG_OK && result.events != run->model.event_count ? NNREG_CORRUPT : status;
}

static nnreg_status compact(struct plain_run *run)
{
    nnreg_status status = nnreg_compact(run->registry, NULL, NULL);

    return store_is_default() || status != NNREG_UNSUPPORTED ? status : NNREG_OK;
}

/* Over the one before; it is all that the model has by now, and sound. */
static nnreg_status back_up(struct plain_run *run)
{
    struct nnreg_backup result = NNREG_BACKUP_INIT;
    nnreg_status status = nnreg_backup(run->registry, upkeep_path(run, "backup"), &result, NULL);

    if (!store_is_default()) /* it has no file to copy */
        return status == NNREG_UNSUPPORTED ? NNREG_OK : NNREG_CORRUPT;
    return status == NNREG_OK && (result.event != run->model.event_count ||
                                  result.networks != run->model.count[PLAIN_NETWORK] || result.damaged != 0)
               ? NNREG_CORRUPT
               : status;
}

nnreg_status plain_look_after(struct plain_run *run, const struct plain_step *step)
{
    switch (step->operation) {
    case PLAIN_CHECKOUT:
        return check_out(run, step);
    case PLAIN_GC:
        return collect(run);
    case PLAIN_FSCK:
        return look_over(run);
    case PLAIN_COMPACT:
        return compact(run);
    default:
        return back_up(run);
    }
}
