/* Noting damage: see damage.h. Telling of it is damage_list.c. */
#include "registry/damage.h"

#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/fsio.h"
#include "registry/damage_table.h"
#include "registry/hurt.h"
#include "registry/messages.h"
#include "registry/refs.h"

/* What is in the place of a stored file. */
enum damage_place { PLACE_EMPTY, PLACE_NO_FILE, PLACE_UNREADABLE, PLACE_FILE };

struct noting {
    nnreg *registry;
    const unsigned char *digest;
    enum nnreg_blob_found found;
    const char *actor;
    struct nnreg_hurt hurt; /* of this one file */
    bool noted_before;
    enum damage_place place;
    uint64_t device, inode; /* of PLACE_FILE */
};

static nnreg_status not_damaged(struct nnreg_error *error)
{
    return nnreg_fail(error, NNREG_NOT_FOUND, "no network uses the file any more, or it is sound by now");
}

/* ----------------------------------------------------------------------------------------------------- looking -- */

/* What is there now; the file is open in *fd then. */
static nnreg_status open_place(int *fd, enum damage_place *place, struct nnreg_file_stat *stat,
                               const struct noting *noting, struct nnreg_error *error)
{
    uint64_t size;
    nnreg_status status = nnreg_blobs_open_file(fd, &size, noting->registry->blobs, noting->digest, error);

    *place = PLACE_FILE;
    if (status == NNREG_OK)
        status = nnreg_fs_stat_fd(stat, *fd, error);
    else if (status == NNREG_NOT_FOUND)
        *place = PLACE_EMPTY;
    else if (status == NNREG_CORRUPT)
        *place = PLACE_NO_FILE;
    else if (status == NNREG_IO && noting->found == NNREG_BLOB_UNREADABLE)
        *place = PLACE_UNREADABLE;
    return *place == PLACE_FILE ? status : NNREG_OK;
}

static nnreg_status hash_place(nnreg_digest digest, int fd, struct nnreg_error *error)
{
    unsigned char *piece = nnreg_alloc(NNREG_PIECE);
    struct nnreg_sha256 sha = {NULL};
    nnreg_status status = piece != NULL ? nnreg_sha256_begin(&sha, error) : nnreg_fail_memory(error);
    uint64_t done = 0;
    size_t got = 1;

    while (status == NNREG_OK && got > 0) {
        status = nnreg_fs_read(&got, fd, done, piece, NNREG_PIECE, error);
        if (status == NNREG_OK)
            status = nnreg_sha256_add(&sha, piece, got, error);
        done += got;
    }
    if (status == NNREG_OK)
        status = nnreg_sha256_end(digest, &sha, error);
    nnreg_sha256_free(&sha);
    nnreg_free(piece);
    return status;
}

/* Once more: NNREG_NOT_FOUND when it is sound. */
static nnreg_status look_once_more(struct noting *noting, struct nnreg_error *error)
{
    struct nnreg_file_stat stat = {.size = 0};
    nnreg_digest found;
    int fd = -1;
    nnreg_status status = open_place(&fd, &noting->place, &stat, noting, error);

    noting->device = stat.device;
    noting->inode = stat.inode;
    if (status == NNREG_OK && noting->place == PLACE_FILE) {
        status = hash_place(found, fd, error);
        if (status == NNREG_OK && memcmp(found, noting->digest, sizeof found) == 0)
            status = not_damaged(error);
        else if (status == NNREG_IO && noting->found == NNREG_BLOB_UNREADABLE)
            status = NNREG_OK;
    }
    nnreg_fs_close(fd);
    return status;
}

static nnreg_status is_same_place(bool *same, const struct noting *noting, struct nnreg_error *error)
{
    struct nnreg_file_stat stat = {.size = 0};
    enum damage_place place;
    int fd = -1;
    nnreg_status status = open_place(&fd, &place, &stat, noting, error);

    *same = place == noting->place &&
            (place != PLACE_FILE || (stat.device == noting->device && stat.inode == noting->inode));
    nnreg_fs_close(fd);
    return status;
}

/* ------------------------------------------------------------------------------------------------------ noting -- */

/* Whether it can be noted, and was; else whom it hits. */
static nnreg_status look_for_networks(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct noting *noting = context;
    nnreg_status status;

    if (!nnreg_kv_has_table(txn, NNREG_KV_DAMAGE))
        return nnreg_fail(error, NNREG_UNSUPPORTED,
                          "a registry of format version 1 notes no damage: run `nnreg upgrade`");
    status = nnreg_damage_is_noted(&noting->noted_before, txn, noting->digest, error);
    if (status != NNREG_OK || noting->noted_before)
        return status;
    status = nnreg_hurt_find(&noting->hurt, txn, error);
    return status == NNREG_OK && !noting->hurt.files[0].used ? not_damaged(error) : status;
}

/* Networks that came since the snapshot have looked at the file themselves, and put it right where it was not. */
static nnreg_status put_note(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct noting *noting = context;
    struct nnreg_damage_record record = {.found = nnreg_damage_found(noting->found),
                                         .size = noting->hurt.files[0].size,
                                         .since = nnreg_clock_now()};
    struct nnreg_event_writer events;
    uint64_t used = 0;
    bool same = false;
    nnreg_status status = nnreg_damage_is_noted(&noting->noted_before, txn, noting->digest, error);

    if (status != NNREG_OK || noting->noted_before)
        return status;
    status = nnreg_ref_count(&used, txn, noting->digest, error);
    if (status == NNREG_OK)
        status = is_same_place(&same, noting, error);
    if (status == NNREG_OK && (used == 0 || !same))
        return not_damaged(error);
    if (status == NNREG_OK)
        status = nnreg_damage_put(txn, noting->digest, &record, error);
    nnreg_events_begin(&events, txn, noting->actor);
    if (status == NNREG_OK)
        status = nnreg_hurt_tell(&noting->hurt, &events, 0, error);
    return nnreg_events_end(&events, status, error);
}

static void log_damage(const struct noting *noting)
{
    char name[NNREG_BLOB_NAME];

    nnreg_blobs_name(name, noting->registry->blobs, noting->digest);
    nnreg_messages_log(noting->registry, NNREG_SEVERITY_WARNING, "the stored file %s is damaged: %s", name,
                       nnreg_vocab_word(&nnreg_vocab_found, nnreg_damage_found(noting->found)));
}

static nnreg_status note(struct noting *noting, struct nnreg_error *error)
{
    struct nnreg_kv *kv = noting->registry->kv;
    nnreg_status status = nnreg_hurt_add(&noting->hurt, noting->digest, noting->found, error);

    if (status == NNREG_OK)
        status = nnreg_kv_read(kv, look_for_networks, noting, error);
    if (status != NNREG_OK || noting->noted_before)
        return status;
    status = look_once_more(noting, error);
    if (status == NNREG_OK)
        status = nnreg_kv_write(kv, put_note, noting, error);
    if (status == NNREG_OK && !noting->noted_before) {
        nnreg_events_announce(noting->registry);
        log_damage(noting);
    }
    return status;
}

nnreg_status nnreg_damage_note(nnreg *registry, const nnreg_digest digest, enum nnreg_blob_found found,
                               const char *actor, struct nnreg_error *error)
{
    struct noting noting = {.registry = registry, .digest = digest, .found = found, .actor = actor};
    nnreg_status status;

    if (registry->read_only)
        return nnreg_fail(error, NNREG_READ_ONLY, "the registry is open read-only: no damage can be noted");
    status = note(&noting, error);
    nnreg_hurt_free(&noting.hurt);
    return status;
}
