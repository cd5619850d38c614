/* See command_calls.h. */
#define _GNU_SOURCE /* config.h is not there to say it: as in faultfs.c, the libc as it is */
#include "command_calls.h"

#include <errno.h>
#include <execinfo.h>
#include <link.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "faultfs.h"

#define DEEPEST 64 /* frames that are looked at */

static struct {
    atomic_bool on;
    struct calls_plan plan;
    struct calls_record *record; /* NULL: nothing is written down */
    atomic_ulong counted[CALLS_KINDS];
} calls;

static _Thread_local bool inside; /* what looks at the frames allocates, too */
static struct call_made *hit;     /* shared */

static uintptr_t openssl_from, openssl_to;

static int find_openssl(struct dl_phdr_info *object, size_t size, void *context)
{
    size_t i;

    (void)size;
    (void)context;
    if (strstr(object->dlpi_name, "/libcrypto.") == NULL)
        return 0;
    for (i = 0; i < object->dlpi_phnum; i++)
        if (object->dlpi_phdr[i].p_type == PT_LOAD && (object->dlpi_phdr[i].p_flags & PF_X) != 0) {
            openssl_from = object->dlpi_addr + object->dlpi_phdr[i].p_vaddr;
            openssl_to = openssl_from + object->dlpi_phdr[i].p_memsz;
        }
    return 1;
}

struct calls_record *calls_record_new(void)
{
    void *frames[2];
    struct calls_record *record =
        mmap(NULL, sizeof *record, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    hit = mmap(NULL, sizeof *hit, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    (void)dl_iterate_phdr(find_openssl, NULL);
    (void)backtrace(frames, 2); /* the first one loads a library */
    return record == MAP_FAILED || hit == MAP_FAILED ? NULL : record;
}

const struct call_made *calls_hit(void)
{
    return hit;
}

void calls_begin(const struct calls_plan *plan, struct calls_record *record)
{
    calls.plan = plan != NULL ? *plan : (struct calls_plan){0};
    calls.record = record;
    memset(hit, 0, sizeof *hit);
    atomic_store(&calls.on, true);
}

void calls_end(void)
{
    atomic_store(&calls.on, false);
}

/* The program's own text, which has the command, and not the library where that is a shared one. */
extern const char __executable_start, etext;

static bool is_own(const void *address)
{
    return (uintptr_t)address >= (uintptr_t)&__executable_start && (uintptr_t)address < (uintptr_t)&etext;
}

static uint64_t hash_more(uint64_t hash, uintptr_t value)
{
    return (hash ^ value) * 1099511628211u;
}

/* The path of an open file, from the working directory on; of what is none it is empty. */
static void name_fd(char *path, size_t room, int fd)
{
    char link[40], here[512];
    ssize_t got;
    size_t length;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    got = fd >= 0 ? readlink(link, path, room - 1) : 0;
    path[got > 0 ? got : 0] = '\0';
    length = getcwd(here, sizeof here) != NULL ? strlen(here) : 0;
    if (strncmp(path, here, length) == 0)
        memmove(path, path + length, strlen(path + length) + 1);
}

/* The end of the path of a call. */
static void name_file(struct call_made *made, const struct faultfs_call *call)
{
    char path[1024] = "";
    const char *name = call->path != NULL ? call->path : "";
    size_t length;

    if (name[0] != '/')
        name_fd(path, sizeof path / 2, call->fd);
    length = strlen(path);
    snprintf(path + length, sizeof path - length, "%s%.500s", length > 0 && name[0] != '\0' ? "/" : "", name);
    length = strlen(path);
    snprintf(made->file, sizeof made->file, "%s",
             path + (length < sizeof made->file ? 0 : length - sizeof made->file + 1));
}

/* The first frames are those of this file and of the wrapper. */
static void __attribute__((noinline)) write_down(struct call_made *made, const struct faultfs_call *call)
{
    void *frames[DEEPEST];
    int i, depth, own = -1;

    inside = true;
    memset(made, 0, sizeof *made);
    depth = backtrace(frames, DEEPEST);
    made->way = made->stack = 14695981039346656037u;
    for (i = 3; i < depth; i++) {
        made->stack = hash_more(made->stack, (uintptr_t)frames[i]);
        if (is_own(frames[i])) {
            own = own < 0 ? i : own;
            made->way = hash_more(made->way, (uintptr_t)frames[i]);
        }
    }
    snprintf(made->group, sizeof made->group, "%s", call != NULL ? call->group : own == 3 ? "own" : "");
    for (i = 0; made->group[i] != '\0'; i++) {
        made->way = hash_more(made->way, (unsigned char)made->group[i]);
        made->stack = hash_more(made->stack, (unsigned char)made->group[i]);
    }
    if (call != NULL) {
        snprintf(made->name, sizeof made->name, "%s", call->name);
        name_file(made, call);
    }
    inside = false;
}

/* Whether this call is to give way; `call` NULL: an allocation. */
static bool __attribute__((noinline)) judge(enum calls_kind kind, const struct faultfs_call *call)
{
    unsigned long n;
    bool gives_way;

    if (!atomic_load(&calls.on) || inside)
        return false;
    n = atomic_fetch_add(&calls.counted[kind], 1) + 1;
    if (calls.record != NULL && n <= CALLS_MOST) {
        calls.record->count[kind] = n;
        if (!calls.record->counts_only)
            write_down(&calls.record->made[kind][n - 1], call);
    }
    gives_way = calls.plan.kind == kind && calls.plan.at != 0 &&
                (n == calls.plan.at || (calls.plan.lasting && n > calls.plan.at));
    if (gives_way && n == calls.plan.at)
        write_down(hit, call);
    return gives_way;
}

/* ------------------------------------------------------------------------------------------------ calls on files -- */

/*
 * That there is none is told of a name, and never of a file that is open: LMDB, which is told so by a read, takes its file for a new
 * one. The n-th call can be another than the one that was written down, where a command has a process of its own.
 */
static bool can_be_told(const struct faultfs_call *call)
{
    return calls.plan.error != ENOENT || strcmp(call->group, "open") == 0 ||
           (strcmp(call->group, "stat") == 0 && strcmp(call->name, "fstat") != 0) ||
           strcmp(call->group, "name") == 0;
}

struct faultfs_verdict faultfs_judge(const struct faultfs_call *call)
{
    struct faultfs_verdict verdict = {0, false, false};
    int saved = errno;

    /* Standard error is where the rest is told. */
    if (call->fd != STDERR_FILENO && judge(CALLS_FILE, call) && can_be_told(call)) {
        verdict.error = calls.plan.error;
        verdict.shortened = calls.plan.shorter;
        if (calls.plan.signal != 0)
            (void)raise(calls.plan.signal);
    }
    errno = saved;
    return verdict;
}

void faultfs_made(const struct faultfs_verdict *verdict)
{
    (void)verdict;
}

size_t faultfs_size(const struct faultfs_verdict *verdict, size_t size)
{
    return verdict->shortened && size > 1 ? size / 2 : size;
}

/* --------------------------------------------------------------------------------------------------- allocations -- */

/* glibc's own, under the names that are left when others take theirs. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

/* Whether this one gets none, by who asks. */
#define IS_REFUSED() \
    (!is_openssl(__builtin_return_address(0)) && judge(CALLS_ALLOCATION, NULL) && (errno = ENOMEM) != 0)

static bool is_openssl(const void *address)
{
    return (uintptr_t)address >= openssl_from && (uintptr_t)address < openssl_to;
}

/* Those of shared libraries, ours among them, find these first. */
#define EXPORT __attribute__((visibility("default")))

EXPORT void *malloc(size_t size)
{
    return IS_REFUSED() ? NULL : __libc_malloc(size);
}

EXPORT void *calloc(size_t count, size_t size)
{
    return IS_REFUSED() ? NULL : __libc_calloc(count, size);
}

EXPORT void *realloc(void *old, size_t size)
{
    return IS_REFUSED() ? NULL : __libc_realloc(old, size);
}
