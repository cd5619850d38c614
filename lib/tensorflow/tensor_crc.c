/*
 * The checksums of variables, by several threads: see tensor_crc.h. A unit is a part of a variable of fixed element
 * size, or a whole one. Threads take units in file order under the lock, read them without it, and put the result
 * under it. The CRC of a divided variable is the exclusive or of its parts' CRCs, each carried over the bytes behind it.
 *
 * That works because a CRC is linear: that of A and B is that of A, carried over the length of B (nnreg_crc32c_combine), xor
 * that of B. So parts may come in any order, and none waits for another; the last one in (`left` is 0) holds the whole against
 * the entry.
 *
 * Of a shard whose bytes went by before, with marks of their CRC32C (base/crc_marks.h), only the ends of a variable are read, in
 * front of its first mark and behind its last one. Such a variable is never divided.
 *
 * What is found wrong comes in the order in which threads find it, and is sorted at the end. The progress is told by the
 * calling thread alone, so that the caller's function need not be safe from several.
 */
#include "tensorflow/tensor_crc.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "base/thread.h"
#include "formats/dtype.h"
#include "tensorflow/tensor_bytes.h"
#include "tensorflow/tensor_text.h"

/* A divided variable whose parts are not all in yet. */
struct divided {
    uint32_t crc;
    uint64_t left;
};

struct crc_verifying {
    const struct nnreg_checkpoint *checkpoint;
    const struct nnreg_tensor_crc_options *options;
    struct nnreg_problems *problems;
    struct nnreg_tensor_crc *result;
    uint64_t total;          /* bytes */
    uint64_t unread;         /* those of them that no marks spare us, at most */
    pthread_mutex_t lock;    /* for all below, and problems */
    size_t next;             /* in checkpoint->order */
    uint64_t next_from;      /* bytes of it that were taken */
    struct divided *divided; /* those that are larger than a unit, in order */
    size_t divided_next;
    nnreg_status status; /* the first failure; ends all threads */
    struct nnreg_error error;
    atomic_uint_least64_t done; /* bytes */
    atomic_bool stop;
};

struct unit {
    const struct nnreg_variable *variable;
    uint64_t from;
    uint64_t size;
    struct divided *divided; /* NULL: the unit is the whole variable */
};

struct worker {
    struct crc_verifying *verifying;
    struct nnreg_tensor_bytes bytes;
    struct nnreg_error error;
    bool reports; /* the calling thread's */
    pthread_t thread;
};

static const struct nnreg_source *source_of(const struct crc_verifying *verifying,
                                            const struct nnreg_variable *variable)
{
    return &verifying->checkpoint->shards[variable->shard]->source;
}

/*
 * Elements of no fixed size (strings, variants) have checksums inside, and are read from their start. What has marks is hardly
 * read.
 */
static bool is_divisible(const struct crc_verifying *verifying, const struct nnreg_variable *variable)
{
    return nnreg_dtype_size(variable->dtype) > 0 && (uint64_t)variable->size > NNREG_TENSOR_UNIT &&
           source_of(verifying, variable)->marks == NULL;
}

/*
 * The next unit in file order, under the lock. A variable is gone on with until it is all taken; `divided_next` goes on with it, so
 * that each divided variable has one place in `divided`, made when its first part is taken.
 */
static bool take_unit(struct crc_verifying *verifying, struct unit *unit)
{
    const struct nnreg_checkpoint *checkpoint = verifying->checkpoint;
    uint64_t left;

    pthread_mutex_lock(&verifying->lock);
    if (verifying->next == checkpoint->order_count || verifying->status != NNREG_OK) {
        pthread_mutex_unlock(&verifying->lock);
        return false;
    }
    unit->variable = &checkpoint->variables[checkpoint->order[verifying->next]];
    unit->from = verifying->next_from;
    left = (uint64_t)unit->variable->size - unit->from;
    unit->divided = NULL;
    unit->size = left;
    if (is_divisible(verifying, unit->variable)) {
        unit->divided = &verifying->divided[verifying->divided_next];
        if (unit->from == 0)
            *unit->divided = (struct divided){.left = left};
        unit->size = left < NNREG_TENSOR_UNIT ? left : NNREG_TENSOR_UNIT;
    }
    verifying->next_from += unit->size;
    if (unit->size == left) {
        verifying->next++;
        verifying->next_from = 0;
        verifying->divided_next += unit->divided != NULL;
    }
    pthread_mutex_unlock(&verifying->lock);
    return true;
}

/* Where in its shard a byte of a variable is. */
static struct nnreg_problem_location crc_location(const struct crc_verifying *verifying,
                                                  const struct nnreg_variable *variable, uint64_t at)
{
    return (struct nnreg_problem_location){.shard = variable->shard,
                                           .offset = (uint64_t)variable->offset + at,
                                           .key = nnreg_variable_key(verifying->checkpoint, variable),
                                           .key_size = variable->key_size};
}

static void crc_complain(struct crc_verifying *verifying, const struct nnreg_variable *variable, int code,
                         uint64_t at, const char *text)
{
    const struct nnreg_problem_location location = crc_location(verifying, variable, at);

    nnreg_problems_add(verifying->problems, code, &location, "%s", text);
}

/* Under the lock: what the CRC of a whole variable says. */
static void compare_weights(struct crc_verifying *verifying, const struct nnreg_variable *variable,
                            uint32_t crc)
{
    const struct nnreg_problem_location location = crc_location(verifying, variable, 0);
    uint32_t masked = nnreg_crc32c_mask(crc);

    if (masked == variable->crc)
        verifying->result->tensors++;
    else
        nnreg_problems_add(verifying->problems, NNREG_VARIABLES_TENSOR_CRC, &location,
                           "has a wrong checksum over %" PRId64 " bytes: stored %08" PRIx32
                           ", computed %08" PRIx32,
                           variable->size, variable->crc, masked);
}

/* Under the lock: the CRC of a part, carried over the `behind` bytes that follow it in the variable. */
static void put_part(struct crc_verifying *verifying, const struct unit *unit, uint32_t crc)
{
    uint64_t behind = (uint64_t)unit->variable->size - unit->from - unit->size;

    if (unit->divided == NULL) {
        compare_weights(verifying, unit->variable, crc);
        return;
    }
    unit->divided->crc ^= nnreg_crc32c_combine(crc, 0, behind);
    unit->divided->left -= unit->size;
    if (unit->divided->left == 0)
        compare_weights(verifying, unit->variable, unit->divided->crc);
}

static const char *crc_text(int problem)
{
    switch (problem) {
    case NNREG_VARIABLES_STRING_LENGTHS:
        return "has lengths of strings that do not fit its size";
    case NNREG_VARIABLES_STRING_LENGTH_CRC:
        return "has a wrong checksum of its strings' lengths";
    case NNREG_VARIABLES_VARIANT_CORRUPT:
        return "has an element that does not fit its size";
    case NNREG_VARIABLES_VARIANT_ENDIANNESS:
        return "has elements as a big-endian machine writes them, so that their checksums cannot be compared";
    default:
        return "has an element with a wrong checksum";
    }
}

static void put_crc_text(struct crc_verifying *verifying, const struct nnreg_variable *variable,
                         const struct nnreg_tensor_text *found)
{
    bool strings = variable->dtype == NNREG_DT_STRING;

    if (found->problem != NNREG_VARIABLES_PROBLEM_COUNT) {
        crc_complain(verifying, variable, found->problem, found->at, crc_text(found->problem));
        return;
    }
    if (found->trailing > 0)
        crc_complain(verifying, variable,
                     strings ? NNREG_VARIABLES_STRING_TRAILING : NNREG_VARIABLES_VARIANT_CORRUPT,
                     (uint64_t)variable->size - found->trailing, "has bytes behind its last element");
    compare_weights(verifying, variable, found->crc);
}

/* The calling thread tells how far all have come; true when the caller wants no more. */
static bool is_cancelled(struct worker *worker)
{
    struct crc_verifying *verifying = worker->verifying;
    const struct nnreg_tensor_crc_options *options = verifying->options;

    if (atomic_load_explicit(&verifying->stop, memory_order_relaxed))
        return true;
    if (!worker->reports || options == NULL || options->progress == NULL ||
        options->progress(options->context, "weights", atomic_load(&verifying->done), verifying->total) == 0)
        return false;
    atomic_store(&verifying->stop, true);
    return true;
}

/* Continues the CRC of a unit of fixed element size over the bytes in hand, piece by piece. */
static uint32_t crc_of_bytes(struct worker *worker, const struct unit *unit, uint32_t crc)
{
    struct nnreg_tensor_bytes *bytes = &worker->bytes;

    while (!is_cancelled(worker) && nnreg_tensor_bytes_more(bytes)) {
        size_t ready = bytes->ready;

        (void)nnreg_tensor_bytes_crc(bytes, &crc, ready);
        if (unit->divided != NULL)
            atomic_fetch_add_explicit(&worker->verifying->done, ready, memory_order_relaxed);
    }
    return crc;
}

/* The CRC of a unit of fixed element size: of its bytes, or as far as there are marks from these. */
static uint32_t crc_of(struct worker *worker, const struct unit *unit)
{
    const struct nnreg_source *source = worker->bytes.source;
    uint64_t begin = (uint64_t)unit->variable->offset + unit->from, end = begin + unit->size, from, to;
    uint32_t crc;

    if (source->marks == NULL || !nnreg_crc_marks_between(&from, &to, source->marks, begin, end))
        return crc_of_bytes(worker, unit, 0);
    nnreg_tensor_bytes_begin(&worker->bytes, source, begin, from - begin);
    crc = crc_of_bytes(worker, unit, 0);
    crc = nnreg_crc32c_combine(crc, nnreg_crc_marks_crc(source->marks, from, to), to - from);
    nnreg_tensor_bytes_begin(&worker->bytes, source, to, end - to);
    return crc_of_bytes(worker, unit, crc);
}

/* Under the lock: a failure to read ends everything, but for a file that became shorter. */
static bool look_at_status(struct worker *worker, const struct unit *unit)
{
    struct crc_verifying *verifying = worker->verifying;
    nnreg_status status = worker->bytes.status;

    if (status == NNREG_CORRUPT) {
        crc_complain(verifying, unit->variable, NNREG_VARIABLES_SHARD_CHANGED, unit->from,
                     "lies in a shard that became shorter while it was read");
        worker->bytes.status = NNREG_OK;
        return false;
    }
    if (status == NNREG_OK && atomic_load(&verifying->stop))
        status = NNREG_CANCELLED;
    if (status != NNREG_OK && verifying->status == NNREG_OK) {
        verifying->status = status;
        verifying->error = worker->error;
        atomic_store(&verifying->stop, true);
    }
    return status == NNREG_OK;
}

static void verify_unit(struct worker *worker, const struct unit *unit)
{
    struct crc_verifying *verifying = worker->verifying;
    const struct nnreg_checkpoint *checkpoint = verifying->checkpoint;
    const struct nnreg_variable *variable = unit->variable;
    struct nnreg_tensor_text found = {0};
    bool fixed = nnreg_dtype_size(variable->dtype) > 0;
    uint32_t crc = 0;

    nnreg_tensor_bytes_begin(&worker->bytes, source_of(verifying, variable),
                             (uint64_t)variable->offset + unit->from, unit->size);
    if (fixed)
        crc = crc_of(worker, unit);
    else if (variable->dtype == NNREG_DT_STRING)
        nnreg_tensor_texts(&found, &worker->bytes, variable->elements, checkpoint->big_endian);
    else if (checkpoint->big_endian)
        found.problem = NNREG_VARIABLES_VARIANT_ENDIANNESS;
    else
        nnreg_tensor_variants(&found, &worker->bytes, variable->elements);
    if (unit->divided == NULL)
        atomic_fetch_add_explicit(&verifying->done, unit->size, memory_order_relaxed);
    (void)is_cancelled(worker);
    pthread_mutex_lock(&verifying->lock);
    if (!look_at_status(worker, unit))
        ;
    else if (fixed)
        put_part(verifying, unit, crc);
    else
        put_crc_text(verifying, variable, &found);
    pthread_mutex_unlock(&verifying->lock);
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    struct unit unit;

    while (take_unit(worker->verifying, &unit))
        verify_unit(worker, &unit);
    return NULL;
}

/* Variables can share their bytes. */
static void add_size(uint64_t *sum, uint64_t size)
{
    if (__builtin_add_overflow(*sum, size, sum))
        *sum = UINT64_MAX;
}

static nnreg_status prepare(struct crc_verifying *verifying, struct nnreg_error *error)
{
    const struct nnreg_checkpoint *checkpoint = verifying->checkpoint;
    size_t i, divided = 0;

    for (i = 0; i < checkpoint->order_count; i++) {
        const struct nnreg_variable *variable = &checkpoint->variables[checkpoint->order[i]];
        const struct nnreg_crc_marks *marks = source_of(verifying, variable)->marks;
        uint64_t size = (uint64_t)variable->size;

        divided += is_divisible(verifying, variable);
        add_size(&verifying->total, size);
        add_size(&verifying->unread, marks != NULL && size / 2 > marks->step ? 2 * marks->step : size);
    }
    verifying->divided = nnreg_alloc_zero(divided, sizeof *verifying->divided);
    return verifying->divided != NULL ? NNREG_OK : nnreg_fail_memory(error);
}

/* As many as there are processors, but no more than there are units to take. */
static unsigned thread_count(const struct crc_verifying *verifying)
{
    unsigned wanted = verifying->options != NULL ? verifying->options->threads : 0;
    uint64_t useful =
        verifying->unread / NNREG_TENSOR_UNIT + 1; /* a thread for less is not worth its start */
    long online;

    if (wanted == 0) {
        online = sysconf(_SC_NPROCESSORS_ONLN);
        wanted = online > 0 ? (unsigned)online : 1;
    }
    if (wanted > NNREG_TENSOR_THREADS)
        wanted = NNREG_TENSOR_THREADS;
    return useful < wanted ? (unsigned)useful : wanted;
}

static void begin_worker(struct worker *worker, struct crc_verifying *verifying)
{
    worker->verifying = verifying;
    worker->bytes.error = &worker->error;
}

/* A helper that cannot be started is done without: only the calling thread is needed. */
static nnreg_status run_crc(struct crc_verifying *verifying, struct nnreg_error *error)
{
    unsigned count = thread_count(verifying), started = 0, i;
    struct worker *workers = nnreg_alloc_zero(count, sizeof *workers);

    if (workers == NULL)
        return nnreg_fail_memory(error);
    begin_worker(&workers[0], verifying);
    workers[0].reports = true;
    for (i = 1; i < count; i++) {
        begin_worker(&workers[i], verifying);
        if (!nnreg_thread_start(&workers[i].thread, work, &workers[i]))
            break;
        started = i;
    }
    (void)work(&workers[0]);
    for (i = 1; i <= started; i++)
        (void)pthread_join(workers[i].thread, NULL);
    for (i = 0; i <= started; i++) {
        verifying->result->bytes += workers[i].bytes.read;
        nnreg_tensor_bytes_free(&workers[i].bytes);
    }
    nnreg_free(workers);
    return verifying->status;
}

nnreg_status nnreg_tensor_crc_verify(struct nnreg_tensor_crc *result,
                                     const struct nnreg_checkpoint *checkpoint,
                                     const struct nnreg_tensor_crc_options *options,
                                     struct nnreg_problems *problems, struct nnreg_error *error)
{
    struct crc_verifying verifying = {
        .checkpoint = checkpoint, .options = options, .problems = problems, .result = result};
    size_t before = problems->count;
    nnreg_status status;

    *result = (struct nnreg_tensor_crc){0};
    status = prepare(&verifying, error);
    if (status != NNREG_OK)
        return status;
    pthread_mutex_init(&verifying.lock, NULL);
    status = run_crc(&verifying, error);
    pthread_mutex_destroy(&verifying.lock);
    nnreg_free(verifying.divided);
    if (status == NNREG_CANCELLED)
        return nnreg_fail(error, status, "cancelled while weights were read");
    if (verifying.status != NNREG_OK && error != NULL)
        *error = verifying.error;
    if (status == NNREG_OK && problems->failed)
        status = nnreg_fail_memory(error);
    if (status == NNREG_OK && options != NULL && options->progress != NULL)
        (void)options->progress(options->context, "weights", verifying.total, verifying.total);
    nnreg_problems_sort(problems, before);
    return status;
}
