/* Hashing beside writing: see hasher.h. */
#include "base/hasher.h"

#include "base/alloc.h"
#include "base/thread.h"

/* Without a thread it is always the first: memory that is never touched costs nothing. */
static unsigned char *piece_at(const struct nnreg_hasher *hasher, unsigned number)
{
    return hasher->pieces + (hasher->threaded ? number % NNREG_HASHER_PIECES : 0) * NNREG_HASHER_PIECE;
}

/* A failure sticks, and what follows is passed over. */
static void hash_piece(struct nnreg_hasher *hasher, unsigned number)
{
    if (hasher->status == NNREG_OK)
        hasher->status = nnreg_sha256_add(&hasher->sha, piece_at(hasher, number),
                                          hasher->sizes[number % NNREG_HASHER_PIECES], &hasher->error);
}

/* The piece that is hashed counts as not taken, so that nobody fills it; sha and status are the thread's while there is one. */
static void *hash_pieces(void *context)
{
    struct nnreg_hasher *hasher = context;

    (void)pthread_mutex_lock(&hasher->mutex);
    while (!hasher->ending) {
        if (hasher->given == hasher->taken) {
            (void)pthread_cond_wait(&hasher->changed, &hasher->mutex);
            continue;
        }
        (void)pthread_mutex_unlock(&hasher->mutex);
        hash_piece(hasher, hasher->taken);
        (void)pthread_mutex_lock(&hasher->mutex);
        hasher->taken++;
        (void)pthread_cond_broadcast(&hasher->changed);
    }
    (void)pthread_mutex_unlock(&hasher->mutex);
    return NULL;
}

nnreg_status nnreg_hasher_begin(struct nnreg_hasher *hasher, struct nnreg_error *error)
{
    nnreg_status status;

    *hasher = (struct nnreg_hasher){.status = NNREG_OK};
    hasher->pieces = nnreg_alloc(NNREG_HASHER_PIECES * NNREG_HASHER_PIECE);
    if (hasher->pieces == NULL)
        return nnreg_fail_memory(error);
    status = nnreg_sha256_begin(&hasher->sha, error);
    if (status != NNREG_OK)
        return status;
    if (pthread_mutex_init(&hasher->mutex, NULL) != 0)
        return nnreg_fail_memory(error);
    if (pthread_cond_init(&hasher->changed, NULL) != 0) {
        (void)pthread_mutex_destroy(&hasher->mutex);
        return nnreg_fail_memory(error);
    }
    hasher->ready = true;
    return NNREG_OK;
}

/* Nothing is under way between two files, so that what was the caller's may become the thread's. */
void nnreg_hasher_expect(struct nnreg_hasher *hasher, uint64_t size)
{
    if (size >= NNREG_HASHER_BESIDE && !hasher->threaded)
        hasher->threaded = nnreg_thread_start(&hasher->thread, hash_pieces, hasher);
}

/* Waits until no more than `most` pieces are under way. */
static void wait_for_pieces(struct nnreg_hasher *hasher, unsigned most)
{
    if (!hasher->threaded)
        return;
    (void)pthread_mutex_lock(&hasher->mutex);
    while (hasher->given - hasher->taken > most)
        (void)pthread_cond_wait(&hasher->changed, &hasher->mutex);
    (void)pthread_mutex_unlock(&hasher->mutex);
}

unsigned char *nnreg_hasher_room(struct nnreg_hasher *hasher)
{
    wait_for_pieces(hasher, NNREG_HASHER_PIECES - 1);
    return piece_at(hasher, hasher->given);
}

void nnreg_hasher_give(struct nnreg_hasher *hasher, size_t size)
{
    hasher->sizes[hasher->given % NNREG_HASHER_PIECES] = size;
    if (!hasher->threaded) {
        hash_piece(hasher, hasher->given++);
        hasher->taken = hasher->given;
        return;
    }
    (void)pthread_mutex_lock(&hasher->mutex);
    hasher->given++;
    (void)pthread_cond_broadcast(&hasher->changed);
    (void)pthread_mutex_unlock(&hasher->mutex);
}

/* The thread waits for pieces then, and touches nothing. */
nnreg_status nnreg_hasher_take(struct nnreg_hasher *hasher, unsigned char digest[NNREG_SHA256_SIZE],
                               struct nnreg_error *error)
{
    wait_for_pieces(hasher, 0);
    if (hasher->status == NNREG_OK)
        hasher->status = nnreg_sha256_next(digest, &hasher->sha, &hasher->error);
    return hasher->status == NNREG_OK ? NNREG_OK
                                      : nnreg_fail(error, hasher->status, "%s", hasher->error.text);
}

void nnreg_hasher_end(struct nnreg_hasher *hasher)
{
    if (hasher->threaded) {
        (void)pthread_mutex_lock(&hasher->mutex);
        hasher->ending = true;
        (void)pthread_cond_broadcast(&hasher->changed);
        (void)pthread_mutex_unlock(&hasher->mutex);
        (void)pthread_join(hasher->thread, NULL);
    }
    if (hasher->ready) {
        (void)pthread_cond_destroy(&hasher->changed);
        (void)pthread_mutex_destroy(&hasher->mutex);
    }
    nnreg_sha256_free(&hasher->sha);
    nnreg_free(hasher->pieces);
    *hasher = (struct nnreg_hasher){.status = NNREG_OK};
}

/* Mutex and condition are left as the fork found them, locked or waited for. */
void nnreg_hasher_forget(struct nnreg_hasher *hasher)
{
    nnreg_sha256_free(&hasher->sha);
    nnreg_free(hasher->pieces);
    *hasher = (struct nnreg_hasher){.status = NNREG_OK};
}
