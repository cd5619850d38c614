/*
 * A file that is noted as damaged (damage_table.h) and was read now, and is right: somebody has put it back by hand. The note goes,
 * with an event for each network. The look was made while nothing was locked, and holds all the same: nobody but an operator
 * makes a stored file worse, and who meets it then notes it again.
 */
#include <string.h>

#include "base/array.h"
#include "base/alloc.h"
#include "registry/damage_table.h"
#include "registry/fsck_run.h"
#include "registry/hurt.h"

struct sounding {
    struct nnreg_fsck_run *run;
    const struct nnreg_fsck_lost *lost; /* those that are not right, in the order of digests */
    size_t lost_count;
    struct noted_file {
        nnreg_digest digest;
        enum nnreg_blob_found found;
    } * list;
    size_t count, room;
    const struct noted_file *one;
    struct nnreg_hurt hurt; /* of that one */
};

static bool is_lost(const struct sounding *sounding, const nnreg_digest digest)
{
    size_t i;

    for (i = 0; i < sounding->lost_count; i++)
        if (memcmp(sounding->lost[i].first->digest, digest, sizeof(nnreg_digest)) == 0)
            return true;
    return false;
}

static nnreg_status meet_noted(const nnreg_digest digest, const struct nnreg_damage_record *record,
                               void *context, struct nnreg_error *error)
{
    struct sounding *sounding = context;
    const struct nnreg_fsck_reference *first;
    struct noted_file *grown;

    /* What the tables did not know when they were looked at was not read. */
    if (is_lost(sounding, digest) || nnreg_fsck_references_of(&first, sounding->run, digest) == 0)
        return NNREG_OK;
    grown = nnreg_array_room(sounding->list, &sounding->room, sounding->count + 1, sizeof *grown);
    if (grown == NULL)
        return nnreg_fail_memory(error);
    sounding->list = grown;
    memcpy(grown[sounding->count].digest, digest, sizeof(nnreg_digest));
    grown[sounding->count++].found = nnreg_damage_blob_found(record->found);
    return NNREG_OK;
}

static nnreg_status find_noted(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct sounding *sounding = context;

    sounding->count = 0;
    return nnreg_kv_has_table(txn, NNREG_KV_DAMAGE) ? nnreg_damage_walk(txn, meet_noted, sounding, error)
                                                    : NNREG_OK;
}

static nnreg_status find_who_was_hurt(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct sounding *sounding = context;

    return nnreg_hurt_find(&sounding->hurt, txn, error);
}

static nnreg_status forget_note(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct sounding *sounding = context;
    struct nnreg_event_writer events;
    bool noted;
    nnreg_status status = nnreg_damage_is_noted(&noted, txn, sounding->one->digest, error);

    if (status != NNREG_OK || !noted)
        return status;
    nnreg_events_begin(&events, txn, sounding->run->options.actor);
    status = nnreg_damage_forget(txn, sounding->one->digest, error);
    if (status == NNREG_OK)
        status = nnreg_hurt_tell_sound(&sounding->hurt, &events, error);
    return nnreg_events_end(&events, status, error);
}

static nnreg_status forget_one(struct sounding *sounding, const struct noted_file *file,
                               struct nnreg_error *error)
{
    struct nnreg_kv *kv = sounding->run->registry->kv;
    nnreg_status status;

    sounding->one = file;
    status = nnreg_hurt_add(&sounding->hurt, file->digest, file->found, error);
    if (status == NNREG_OK)
        status = nnreg_kv_read(kv, find_who_was_hurt, sounding, error);
    if (status == NNREG_OK)
        status = nnreg_kv_write(kv, forget_note, sounding, error);
    nnreg_hurt_free(&sounding->hurt);
    sounding->run->told = sounding->run->told || status == NNREG_OK;
    return status;
}

nnreg_status nnreg_fsck_sound_files(struct nnreg_fsck_run *run, const struct nnreg_fsck_lost *lost,
                                    size_t count, struct nnreg_error *error)
{
    struct sounding sounding = {.run = run, .lost = lost, .lost_count = count};
    nnreg_status status;
    size_t i;

    /* A history that is broken, or a record that cannot be read, is mended first. */
    if (run->quick || run->registry->read_only || run->found > 0)
        return NNREG_OK;
    status = nnreg_kv_read(run->registry->kv, find_noted, &sounding, error);
    for (i = 0; i < sounding.count && status == NNREG_OK; i++)
        status = forget_one(&sounding, &sounding.list[i], error);
    nnreg_free(sounding.list);
    return status;
}
