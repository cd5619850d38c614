/* See store_fixture.h. */
#include "store_fixture.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fsio.h"
#include "store/lmdb/lmdb_engine.h"

const struct nnreg_kv_options store_options = {
    .tables = nnreg_kv_table_names, .table_count = NNREG_KV_TABLE_COUNT, .create = true};

static bool in_memory;

void scratch_use_memory(bool use)
{
    in_memory = use && access("/dev/shm", R_OK | W_OK | X_OK) == 0;
}

void scratch_make(struct scratch *scratch)
{
    const char *base = getenv("TMPDIR");

    if (base == NULL)
        base = in_memory ? "/dev/shm" : "/tmp";
    snprintf(scratch->path, sizeof scratch->path, "%s/nnreg-test-XXXXXX", base);
    ck_assert_ptr_nonnull(mkdtemp(scratch->path));
    scratch->folder = open(scratch->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ck_assert_int_ge(scratch->folder, 0);
}

static int not_hidden(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

/* Takes the descriptor. Names one by one, as paths may be longer than a path may be. */
static void remove_entries(int folder)
{
    DIR *entries = fdopendir(folder);
    const struct dirent *entry;

    ck_assert_ptr_nonnull(entries);
    while ((entry = readdir(entries)) != NULL) {
        int below;

        if (!not_hidden(entry) || unlinkat(folder, entry->d_name, 0) == 0)
            continue;
        below = openat(folder, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        ck_assert_msg(below >= 0, "cannot remove %s", entry->d_name);
        remove_entries(below);
        ck_assert_int_eq(unlinkat(folder, entry->d_name, AT_REMOVEDIR), 0);
    }
    (void)closedir(entries);
}

void scratch_remove(struct scratch *scratch)
{
    int folder = open(scratch->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

    close(scratch->folder);
    ck_assert_int_ge(folder, 0);
    remove_entries(folder);
    ck_assert_int_eq(rmdir(scratch->path), 0);
}

const char *scratch_list(const struct scratch *scratch, const char *path)
{
    static char list[4096];
    struct dirent **entries;
    char whole[sizeof scratch->path + 256];
    size_t used = 0;
    int count, i;

    ck_assert_int_lt(snprintf(whole, sizeof whole, "%s/%s", scratch->path, path), (int)sizeof whole);
    count = scandir(whole, &entries, not_hidden, alphasort);
    ck_assert_int_ge(count, 0);
    list[0] = '\0';
    for (i = 0; i < count; i++) {
        used += (size_t)snprintf(list + used, sizeof list - used, "%s ", entries[i]->d_name);
        ck_assert_uint_lt(used, sizeof list);
        free(entries[i]);
    }
    free(entries);
    return list;
}

int64_t scratch_size(const struct scratch *scratch, const char *name)
{
    struct stat st;

    return fstatat(scratch->folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 ? (int64_t)st.st_size : -1;
}

static int open_file(const struct scratch *scratch, const char *name, int flags)
{
    int fd = openat(scratch->folder, name, flags | O_CLOEXEC, 0666);

    ck_assert_int_ge(fd, 0);
    return fd;
}

void scratch_truncate(const struct scratch *scratch, const char *name, int64_t size)
{
    int fd = open_file(scratch, name, O_WRONLY | O_CREAT);

    ck_assert_int_eq(ftruncate(fd, size), 0);
    close(fd);
}

void scratch_write(const struct scratch *scratch, const char *name, int64_t offset, const void *content,
                   size_t size)
{
    int fd = open_file(scratch, name, O_WRONLY | O_CREAT);

    ck_assert_int_eq(pwrite(fd, content, size, offset), (ssize_t)size);
    close(fd);
}

void scratch_read(const struct scratch *scratch, const char *name, int64_t offset, void *content, size_t size)
{
    int fd = open_file(scratch, name, O_RDONLY);

    ck_assert_int_eq(pread(fd, content, size, offset), (ssize_t)size);
    close(fd);
}

unsigned open_descriptors(void)
{
    DIR *stream = opendir("/proc/self/fd");
    unsigned count = 0;

    ck_assert_ptr_nonnull(stream);
    while (readdir(stream) != NULL)
        count++;
    closedir(stream);
    return count;
}

bool store_is_default(void)
{
    const char *engine = getenv("NNREG_ENGINE");

    return engine == NULL || *engine == '\0';
}

bool store_is_of(const char *name)
{
    return !store_is_default() && strcmp(getenv("NNREG_ENGINE"), name) == 0;
}

nnreg_status store_open(struct nnreg_kv **kv, const struct scratch *scratch, uint64_t map_size,
                        struct nnreg_error *error)
{
    struct nnreg_kv_options options = store_options;
    const struct nnreg_lmdb_options own = {.map_size = map_size};

    if (store_is_default())
        options.engine_options = &own;
    return nnreg_kv_open(kv, scratch->folder, &options, error);
}

nnreg_status put_number(struct nnreg_kv_txn *txn, uint64_t key, uint64_t value, struct nnreg_error *error)
{
    struct nnreg_key at, what;

    return nnreg_kv_put(txn, NNREG_KV_TASKS, nnreg_key_u64(&at, key), nnreg_key_u64(&what, value), error);
}

uint64_t get_number(struct nnreg_kv_txn *txn, uint64_t key)
{
    struct nnreg_slice found;
    struct nnreg_key at;
    uint64_t value;

    if (nnreg_kv_get(&found, txn, NNREG_KV_TASKS, nnreg_key_u64(&at, key), NULL) != NNREG_OK ||
        !nnreg_key_u64_read(&value, found))
        return UINT64_MAX;
    return value;
}

nnreg_status put_large(struct nnreg_kv_txn *txn, uint64_t key, size_t size, struct nnreg_error *error)
{
    unsigned char *content = malloc(size);
    struct nnreg_slice value = {content, size};
    struct nnreg_key at;
    nnreg_status status;

    if (content == NULL)
        return NNREG_NO_MEMORY;
    memset(content, (int)(key % 251), size);
    status = nnreg_kv_put(txn, NNREG_KV_NETWORKS, nnreg_key_u64(&at, key), value, error);
    free(content);
    return status;
}

static nnreg_status put_work(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const uint64_t *pair = context;

    return put_number(txn, pair[0], pair[1], error);
}

void store_make(struct scratch *scratch)
{
    struct nnreg_kv *kv;

    scratch_make(scratch);
    kv = store_opened(scratch);
    ck_assert_int_eq(store_put(kv, 1, 1, NULL), NNREG_OK);
    nnreg_kv_close(kv);
}

struct nnreg_kv *store_opened(const struct scratch *scratch)
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    struct nnreg_kv *kv;

    ck_assert_msg(store_open(&kv, scratch, 0, &error) == NNREG_OK, "%s", error.text);
    return kv;
}

nnreg_status store_put(struct nnreg_kv *kv, uint64_t key, uint64_t value, struct nnreg_error *error)
{
    uint64_t pair[2] = {key, value};

    return nnreg_kv_write(kv, put_work, pair, error);
}

static nnreg_status get_work(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    uint64_t *pair = context;

    (void)error;
    pair[1] = get_number(txn, pair[0]);
    return NNREG_OK;
}

uint64_t store_get(struct nnreg_kv *kv, uint64_t key)
{
    uint64_t pair[2] = {key, UINT64_MAX};

    return nnreg_kv_read(kv, get_work, pair, NULL) == NNREG_OK ? pair[1] : UINT64_MAX;
}

_Noreturn void child_failed(const char *file, int line, const char *condition)
{
    fprintf(stderr, "%s:%d: in a child: %s does not hold\n", file, line, condition);
    _exit(99);
}

#ifdef NNREG_COVERAGE
void __gcov_dump(void); /* libgcov's: what was counted is written at exit alone, or when this is called */
#endif

_Noreturn void child_done(void)
{
#ifdef NNREG_COVERAGE
    __gcov_dump();
#endif
    execl("/bin/true", "true", (char *)NULL);
    _exit(98);
}

int child_wait(pid_t child)
{
    int status = -1;

    ck_assert_int_gt(child, 0);
    while (waitpid(child, &status, 0) < 0)
        ck_assert_int_eq(errno, EINTR);
    return status;
}

static unsigned calls_left;

static int die_at_call(const char *call)
{
    (void)call;
    if (--calls_left == 0)
        (void)raise(SIGKILL);
    return 0;
}

void child_die_at(unsigned n)
{
    calls_left = n;
    nnreg_fs_use_hook(die_at_call);
}

bool child_died(pid_t child)
{
    int status = child_wait(child);

    if (WIFSIGNALED(status)) {
        ck_assert_int_eq(WTERMSIG(status), SIGKILL);
        return true;
    }
    ck_assert_int_eq(status, 0);
    return false;
}

/* ------------------------------------------------------------------------------------------ what emulators lack -- */

static void *map_page(int kind)
{
    void *made = mmap(NULL, 4096, PROT_READ | PROT_WRITE, kind | MAP_ANONYMOUS, -1, 0);

    ck_assert_ptr_ne(made, MAP_FAILED);
    return made;
}

bool fixture_forgets_on_fork(void)
{
    char *page = map_page(MAP_PRIVATE);
    bool refused = madvise(page, 4096, MADV_WIPEONFORK) != 0, wiped;
    pid_t child;

    *page = 1;
    child = fork();
    if (child == 0)
        _exit(*page);
    wiped = child_wait(child) == 0;
    (void)munmap(page, 4096);
    if (!refused && !wiped)
        printf("skipped: this system takes MADV_WIPEONFORK and wipes nothing\n");
    return refused || wiped;
}

/* In a child: it ends with the mutex, which this thread never has in its list of those that it holds. */
static bool gets_from_killed(pthread_mutex_t *mutex)
{
    struct timespec until;
    pid_t child = fork();

    if (child == 0) {
        (void)clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec++;
        _exit(pthread_mutex_timedlock(mutex, &until) == EOWNERDEAD ? 0 : 1);
    }
    return child_wait(child) == 0;
}

bool fixture_mends_mutexes(void)
{
    pthread_mutex_t *mutex = map_page(MAP_SHARED);
    pthread_mutexattr_t kind;
    bool mends;
    pid_t child;

    (void)pthread_mutexattr_init(&kind);
    (void)pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
    (void)pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
    ck_assert_int_eq(pthread_mutex_init(mutex, &kind), 0);
    (void)pthread_mutexattr_destroy(&kind);
    child = fork();
    if (child == 0)
        _exit(pthread_mutex_lock(mutex));
    ck_assert_int_eq(child_wait(child), 0);
    mends = gets_from_killed(mutex);
    (void)munmap(mutex, 4096);
    if (!mends)
        printf("skipped: this system leaves a mutex locked whose holder was killed\n");
    return mends;
}

static bool behind_valgrind(void)
{
    const char *preload = getenv("LD_PRELOAD");

    return preload != NULL && strstr(preload, "vgpreload") != NULL;
}

bool fixture_thins(void)
{
    return getenv("NNREG_TEST_QUICK") != NULL || behind_valgrind();
}

unsigned fixture_share(const char *what, unsigned quick)
{
    if (getenv("NNREG_TEST_COMPLETE") != NULL)
        return 1;
    if (getenv("NNREG_FAULTS_EACH_WAY") != NULL)
        return (quick + 8) / 9;
    if (!fixture_thins())
        return (quick + 2) / 3;
    fprintf(stderr, "thinned: %s, one of %u only\n", what, quick);
    return quick;
}

unsigned fixture_stride(const char *sweep, unsigned quick)
{
    return fixture_share(sweep, behind_valgrind() ? 6 * quick : quick);
}
