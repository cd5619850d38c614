/*
 * A stored file that is not as it should be. It was looked at while nothing was locked, so it is looked at once more before a word
 * is said: a network may have been deleted meanwhile, and its file with it, and a create may have brought a good copy. The last
 * look is made with the right to files, where this handle may write: nobody removes a file then, or counts on one.
 *
 * A repair moves what is in the place of the file to quarantine/, under a name that tells its digest and what is wrong with it; of
 * one that is missing a line is written there. So the next look finds the place empty, and that it is known: a network that
 * waits for its file is a warning. It ends with a create that brings the file.
 */
#include <stdio.h>
#include <string.h>

#include "base/cause.h"
#include "base/fsio.h"
#include "registry/damage.h"
#include "registry/fsck_run.h"

enum {
    NETWORKS_IN_ONE = 16, /* that one finding names */
    LOOKS = 100           /* at one file that others replace meanwhile */
};

struct lost_kind {
    enum nnreg_rule rule;
    const char *word; /* in the name of what is set aside */
};

static const struct lost_kind lost_kinds[NNREG_BLOB_FOUND_COUNT] = {
    [NNREG_BLOB_NOTHING] = {NNREG_RULE_FSCK_FILE_MISSING, "missing"},
    [NNREG_BLOB_OTHER_SIZE] = {NNREG_RULE_FSCK_FILE_SIZE, "other-size"},
    [NNREG_BLOB_OTHER_BYTES] = {NNREG_RULE_FSCK_FILE_CONTENT, "other-bytes"},
    [NNREG_BLOB_UNREADABLE] = {NNREG_RULE_FSCK_FILE_UNREADABLE, "unreadable"},
    [NNREG_BLOB_NO_FILE] = {NNREG_RULE_FSCK_FILE_MISSING, "no-file"},
};

struct losing {
    struct nnreg_fsck_run *run;
    struct nnreg_fsck_lost lost;
    char name[NNREG_BLOB_NAME];
    char what[200];
    bool is_lost; /* still, and somebody uses it */
    bool again;   /* something else is in its place since it was looked at */
    bool known;   /* a repair has found it before */
    bool moved;
    bool kept; /* somebody keeps the files: nothing can be moved */
    char aside[NNREG_QUARANTINE_NAME];
};

/* ----------------------------------------------------------------------------------------- looking once more -- */

static nnreg_status no_pause(void *context, size_t bytes)
{
    const struct losing *losing = context;

    (void)bytes;
    return nnreg_fsck_progress(losing->run, "contents", 0, 0, NULL);
}

/* What could not be read says nothing that a second look could take back, unless it is another file by now. */
static nnreg_status look_before_telling(struct losing *losing, bool content, struct nnreg_error *error)
{
    return losing->lost.found == NNREG_BLOB_UNREADABLE && !losing->again
               ? NNREG_OK
               : nnreg_fsck_look(&losing->lost, losing->run->registry->blobs, content, no_pause, losing,
                                 error);
}

/*
 * Whether what was looked at is still what is in the place: a create that has met it as damaged puts its copy there, of which what
 * was seen says nothing. Which file it is tells so without reading it, for which a transaction has no time.
 */
static nnreg_status is_still_there(bool *still, const struct losing *losing, struct nnreg_error *error)
{
    const struct nnreg_fsck_lost *seen = &losing->lost;
    struct nnreg_error why = NNREG_ERROR_INIT;
    struct nnreg_file_stat stat = {.device = 0};
    uint64_t size;
    int fd = -1;
    nnreg_status status =
        nnreg_blobs_open_file(&fd, &size, losing->run->registry->blobs, seen->first->digest, &why);

    *still = true;
    if (status == NNREG_BUSY || status == NNREG_NO_MEMORY)
        return nnreg_fail(error, status, "%s", why.text);
    if (status != NNREG_OK) {
        *still = seen->inode == 0 && seen->found == (status == NNREG_NOT_FOUND ? NNREG_BLOB_NOTHING
                                                     : status == NNREG_CORRUPT ? NNREG_BLOB_NO_FILE
                                                                               : NNREG_BLOB_UNREADABLE);
        return NNREG_OK;
    }
    status = nnreg_fs_stat_fd(&stat, fd, error);
    nnreg_fs_close(fd);
    *still = seen->inode == 0 ? seen->found == NNREG_BLOB_UNREADABLE
                              : stat.device == seen->device && stat.inode == seen->inode;
    return status;
}

static nnreg_status is_used(bool *used, struct nnreg_kv_txn *txn, const struct nnreg_fsck_lost *lost,
                            struct nnreg_error *error)
{
    struct nnreg_slice value;
    nnreg_status status =
        nnreg_kv_get(&value, txn, NNREG_KV_BLOB_REFS, nnreg_key_digest(lost->first->digest), error);

    *used = status == NNREG_OK;
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

/* By the cause alone where there is one: the finding names the file, and a path that is long would leave no room for the cause. */
static void say_why(struct losing *losing, const char *how)
{
    const struct nnreg_error *why = &losing->lost.why;
    char room[NNREG_CAUSE_TEXT];

    (void)snprintf(losing->what, sizeof losing->what, "%s: %.150s", how,
                   why->cause != 0 ? nnreg_cause_text(why->cause, room) : why->text);
}

/* What is wrong, of what was seen last. */
static void say_what(struct losing *losing)
{
    const struct nnreg_fsck_lost *lost = &losing->lost;

    switch (lost->found) {
    case NNREG_BLOB_NOTHING:
        (void)snprintf(losing->what, sizeof losing->what,
                       losing->known ? "is not there, as a repair has found" : "is missing");
        break;
    case NNREG_BLOB_OTHER_SIZE:
        (void)snprintf(losing->what, sizeof losing->what, "has %llu bytes, and should have %llu",
                       (unsigned long long)lost->size, (unsigned long long)lost->first->size);
        break;
    case NNREG_BLOB_OTHER_BYTES:
        (void)snprintf(losing->what, sizeof losing->what, "has the SHA-256 %s", lost->digest);
        break;
    default:
        say_why(losing, lost->found == NNREG_BLOB_UNREADABLE ? "cannot be read" : "is none");
    }
}

/* ---------------------------------------------------------------------------------------------------- mending -- */

/* The line that stands for a file that is missing. */
static nnreg_status write_missing(struct losing *losing, struct nnreg_error *error)
{
    char line[NNREG_BLOB_NAME + 80];
    int length = snprintf(line, sizeof line, "%s: %llu bytes, missing\n", losing->name,
                          (unsigned long long)losing->lost.first->size);

    return nnreg_quarantine_write(losing->aside, losing->run->registry->blobs, line, (size_t)length, error);
}

/* Once: the closure may run again, and the place is empty then. */
static nnreg_status set_file_aside(struct losing *losing, struct nnreg_error *error)
{
    char digits[NNREG_SHA256_TEXT];
    struct nnreg_error why = NNREG_ERROR_INIT;
    nnreg_status status;

    nnreg_hex(digits, losing->lost.first->digest);
    (void)snprintf(losing->aside, sizeof losing->aside, "%s.%s", digits, lost_kinds[losing->lost.found].word);
    if (losing->lost.found == NNREG_BLOB_NOTHING)
        status = write_missing(losing, &why);
    else
        status = nnreg_quarantine_move(losing->aside, losing->run->registry->blobs, losing->name, &why);
    losing->moved = status == NNREG_OK;
    losing->kept = nnreg_error_is_others(&why);
    return status == NNREG_OK || losing->kept ? NNREG_OK : nnreg_fail(error, status, "%s", why.text);
}

static void say_mended(char out[NNREG_QUARANTINE_NAME + 40], const struct losing *losing)
{
    (void)snprintf(out, NNREG_QUARANTINE_NAME + 40, "%s quarantine/%s",
                   losing->lost.found == NNREG_BLOB_NOTHING ? "it is noted in" : "it is moved to",
                   losing->aside);
}

/* What an event tells: the file, and the first of those that use it. */
static nnreg_status tell_losing(struct losing *losing, struct nnreg_error *error)
{
    struct nnreg_fsck_run *run = losing->run;
    char what[600], mend[NNREG_QUARANTINE_NAME + 40];

    say_mended(mend, losing);
    (void)snprintf(what, sizeof what, "%s of network %llu %s", losing->name,
                   (unsigned long long)losing->lost.first->network, losing->what);
    nnreg_fsck_note_mended(run, lost_kinds[losing->lost.found].rule, what, mend);
    return nnreg_fsck_tell_history(run, error);
}

static bool is_mendable(const struct losing *losing)
{
    return losing->run->repair && !losing->known && losing->lost.found != NNREG_BLOB_UNREADABLE;
}

/* With the right to files in a transaction that writes; in a snapshot without. */
static nnreg_status settle(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct losing *losing = context;
    struct nnreg_fsck_run *run = losing->run;
    nnreg_status status =
        run->registry->read_only ? NNREG_OK : nnreg_kv_claim(txn, NNREG_KV_RIGHT_FILES, error);
    bool still = true;

    run->txn = txn;
    run->mended.size = run->mended_count = 0;
    if (status == NNREG_OK && !losing->moved)
        status = is_used(&losing->is_lost, txn, &losing->lost, error);
    if (status == NNREG_OK && losing->is_lost && !losing->moved)
        status = is_still_there(&still, losing, error);
    losing->again = losing->is_lost && !still;
    losing->is_lost = losing->is_lost && still;
    if (status != NNREG_OK || !losing->is_lost)
        return status;
    if (!losing->moved)
        say_what(losing);
    if (!is_mendable(losing))
        return NNREG_OK;
    if (!losing->moved)
        status = set_file_aside(losing, error);
    return status == NNREG_OK && losing->moved ? tell_losing(losing, error) : status;
}

/* --------------------------------------------------------------------------------------------------- telling -- */

static void tell_of_networks(const struct losing *losing, const char *networks)
{
    struct nnreg_fsck_run *run = losing->run;
    enum nnreg_rule rule = losing->known ? NNREG_RULE_FSCK_FILE_LOST : lost_kinds[losing->lost.found].rule;
    char what[600], mend[NNREG_QUARANTINE_NAME + 40];

    (void)snprintf(what, sizeof what, "the file of %s %s", networks, losing->what);
    if (losing->moved) {
        say_mended(mend, losing);
        nnreg_fsck_tell_mended(run, rule, losing->name, what, mend);
        return;
    }
    nnreg_fsck_tell(run, rule, losing->name, NULL,
                    losing->kept ? "a backup keeps the files: repair it when that is done"
                    : losing->lost.found == NNREG_BLOB_UNREADABLE
                        ? "look at its permissions, and at the device"
                        : "add the same content again, or restore the file from a backup",
                    "%s", what);
}

/* "network 7", "networks 7, 8 and 9": as many findings as it takes to name all. */
static void tell_of_loss(const struct losing *losing)
{
    const struct nnreg_fsck_reference *list = losing->lost.first;
    size_t count = losing->lost.count, i = 0, distinct = 0, told;
    uint64_t networks[NETWORKS_IN_ONE];

    while (i < count) {
        char text[NETWORKS_IN_ONE * 22 + 16] = "";
        size_t used;

        for (distinct = 0; i < count && distinct < NETWORKS_IN_ONE; i++)
            if (distinct == 0 || networks[distinct - 1] != list[i].network)
                networks[distinct++] = list[i].network;
        used = (size_t)snprintf(text, sizeof text, "network%s", distinct > 1 ? "s" : "");
        for (told = 0; told < distinct; told++)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s %llu",
                                     told == 0              ? ""
                                     : told + 1 == distinct ? " and"
                                                            : ",",
                                     (unsigned long long)networks[told]);
        tell_of_networks(losing, text);
    }
}

/*
 * It is noted in the store, as any damage is that is met (damage.h). What keeps that from being done keeps nothing else from it:
 * nothing to note any more, an old registry, a record that cannot be read, a full device.
 */
static nnreg_status note_damage(const struct losing *losing, struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    nnreg *registry = losing->run->registry;
    nnreg_status status;

    if (registry->read_only || (registry->damaged && losing->run->found > 0) ||
        losing->lost.found == NNREG_BLOB_UNREADABLE)
        return NNREG_OK;
    status = nnreg_damage_note(registry, losing->lost.first->digest, losing->lost.found,
                               losing->run->options.actor, &why);
    if (status == NNREG_IO || status == NNREG_NO_MEMORY || status == NNREG_BUSY || status == NNREG_CONFLICT)
        return nnreg_fail(error, status, "%s", why.text);
    return NNREG_OK;
}

/* A snapshot gives no right to files: there they are kept instead, from before it, so that one that is used in it is there. */
static nnreg_status settle_in_snapshot(struct losing *losing, struct nnreg_error *error)
{
    const nnreg *registry = losing->run->registry;
    struct nnreg_blob_lock keeping;
    nnreg_status status = nnreg_blobs_keep(&keeping, registry->blobs, error);

    if (status == NNREG_OK || status == NNREG_NOT_FOUND ||
        status == NNREG_CORRUPT) /* there is no blobs/ to keep any in */
        status = nnreg_kv_read(registry->kv, settle, losing, error);
    nnreg_blobs_unlock(&keeping);
    return status;
}

/* One look, and what is to be said of it. losing->again: it holds no more. */
static nnreg_status look_and_settle(struct losing *losing, struct nnreg_error *error)
{
    struct nnreg_fsck_run *run = losing->run;
    nnreg_status status = look_before_telling(losing, !run->quick, error);

    losing->again = losing->is_lost = losing->known = false;
    if (status != NNREG_OK || losing->lost.found == NNREG_BLOB_SAME)
        return status;
    status = note_damage(losing, error);
    if (status == NNREG_OK && losing->lost.found == NNREG_BLOB_NOTHING)
        status =
            nnreg_quarantine_has(&losing->known, run->registry->blobs, losing->lost.first->digest, error);
    if (status != NNREG_OK)
        return status;
    return run->registry->read_only ? settle_in_snapshot(losing, error)
                                    : nnreg_kv_write_alone(run->registry->kv, settle, losing, error);
}

/*
 * It is looked at again where somebody was faster, who has put the right file in its place. A file system that gives a file another
 * number each time would have that go on for ever.
 */
nnreg_status nnreg_fsck_lost_file(struct nnreg_fsck_run *run, const struct nnreg_fsck_lost *lost,
                                  struct nnreg_error *error)
{
    struct losing losing = {.run = run, .lost = *lost};
    unsigned tries = 0;
    nnreg_status status;

    nnreg_blobs_name(losing.name, run->registry->blobs, lost->first->digest);
    do
        status = look_and_settle(&losing, error);
    while (status == NNREG_OK && losing.again && ++tries < LOOKS);
    if (status == NNREG_OK && losing.again)
        status =
            nnreg_fail(error, NNREG_BUSY, "\"%s\" is another file each time it is looked at", losing.name);
    if (status == NNREG_OK && losing.is_lost)
        tell_of_loss(&losing);
    return status;
}
