/*
 * What a host may set, as a host would: its allocator, which has to come before all else and so has a process of its own here,
 * and its log. The allocator puts a mark in front of all that it gives, and takes nothing back that has none: what came from
 * malloc, or goes to free, is found by that.
 */
#define _POSIX_C_SOURCE 200809L

#include <nnreg.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned checks, failures;

#define PROMISE(condition)                                                 \
    do {                                                                   \
        checks++;                                                          \
        if (!(condition)) {                                                \
            failures++;                                                    \
            printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
        }                                                                  \
    } while (0)

/* ---------------------------------------------------------------------------------------------- the allocator -- */

#define MARK UINT64_C(0x6e6e7265672e6d6d)

/* In front of each piece; as large as any alignment asks for. */
union head {
    struct {
        uint64_t mark;
        size_t size;
    } of;
    long double aligned[2];
};

/* Counted by several threads. */
static int living, given, strangers;
static int refuse; /* from now on there is no memory */

static void *allocate(void *context, size_t size)
{
    union head *head = __atomic_load_n(&refuse, __ATOMIC_RELAXED) ? NULL : malloc(sizeof *head + size);

    if (head == NULL || context != &living || size == 0)
        return NULL;
    head->of.mark = MARK;
    head->of.size = size;
    memset(head + 1, 0xA5, size); /* nothing may be taken for zero */
    __atomic_add_fetch(&living, 1, __ATOMIC_RELAXED);
    __atomic_add_fetch(&given, 1, __ATOMIC_RELAXED);
    return head + 1;
}

static void release(void *context, void *memory)
{
    union head *head = (union head *)memory - 1;

    if (context != &living || head->of.mark != MARK) {
        __atomic_add_fetch(&strangers, 1, __ATOMIC_RELAXED);
        return;
    }
    head->of.mark = 0;
    __atomic_sub_fetch(&living, 1, __ATOMIC_RELAXED);
    free(head);
}

static void *reallocate(void *context, void *old, size_t size)
{
    void *memory = allocate(context, size);

    if (memory != NULL && old != NULL) {
        size_t before = ((union head *)old - 1)->of.size;

        memcpy(memory, old, before < size ? before : size);
        release(context, old);
    }
    return memory;
}

static void set_allocator(void)
{
    struct nnreg_allocator allocator = NNREG_ALLOCATOR_INIT;

    PROMISE(nnreg_set_allocator(NULL) == NNREG_INVALID_ARGUMENT);
    PROMISE(nnreg_set_allocator(&allocator) == NNREG_INVALID_ARGUMENT); /* no functions */
    allocator.allocate = allocate;
    allocator.reallocate = reallocate;
    allocator.release = release;
    allocator.context = &living;
    allocator.size = sizeof allocator.size;
    PROMISE(nnreg_set_allocator(&allocator) == NNREG_INVALID_ARGUMENT);
    allocator.size = sizeof allocator;
    PROMISE(nnreg_set_allocator(&allocator) == NNREG_OK);
    PROMISE(nnreg_set_allocator(&allocator) == NNREG_OK); /* nothing was allocated yet */
}

/* ----------------------------------------------------------------------------------------------------- the log -- */

static char work[4096];
static char dir[4200]; /* of the registry */
static char logged[8000];

static void keep_logged(void *context, nnreg_severity severity, const char *message)
{
    size_t length = strlen(logged);

    if (context == &logged)
        snprintf(logged + length, sizeof logged - length, "%s: %s\n", nnreg_severity_text(severity), message);
}

/* Whether it has that line, which names the registry; and forgets all. */
static int was_logged(const char *severity, const char *text)
{
    char line[sizeof dir + 500];
    int was;

    snprintf(line, sizeof line, "%s: registry \"%s\": %s", severity, dir, text);
    was = strstr(logged, line) != NULL;
    if (!was)
        printf("logged: %s", logged);
    logged[0] = '\0';
    return was;
}

/* ------------------------------------------------------------------------------------------------------ a host -- */

static const char description[] =
    "{\"name\": \"digits\", \"framework\": \"tensorflow-1.x\", \"preprocessing\": {\"inputs\": "
    "[{\"tensor_name\": "
    "\"input:0\", \"image\": {\"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\", \"target_size\": "
    "\"32x32\", "
    "\"color_channels\": \"RGB\", \"pixel_scaling\": 2, \"data_type\": \"FLOAT32\"}}]}}";

static nnreg *open_registry(unsigned flags)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[500] = "";
    nnreg *registry;

    options.flags = flags;
    options.message = message;
    options.message_size = sizeof message;
    options.log = keep_logged;
    options.log_context = &logged;
    if (nnreg_open(&registry, dir, &options) != NNREG_OK)
        printf("%s\n", message);
    return registry;
}

static nnreg_status add(nnreg *registry, uint64_t *id)
{
    nnreg_bundle *bundle;
    nnreg_findings *findings;
    char path[4200];
    nnreg_status status;

    snprintf(path, sizeof path, "%s/model", work);
    status = nnreg_findings_new(&findings, NULL, 0);
    if (status != NNREG_OK)
        return status;
    status = nnreg_bundle_new(&bundle);
    if (status == NNREG_OK) {
        status = nnreg_bundle_add_directory(bundle, path);
        if (status == NNREG_OK)
            status = nnreg_network_create(registry, id, description, sizeof description - 1, bundle, NULL,
                                          findings);
        nnreg_bundle_free(bundle);
    }
    nnreg_findings_free(findings);
    return status;
}

/* Every part of the library that hands something over. */
static void use_everything(nnreg *registry)
{
    nnreg_network *network;
    nnreg_page *page;
    nnreg_events *events;
    char *text;
    uint64_t id;

    PROMISE(add(registry, &id) == NNREG_OK);
    PROMISE(nnreg_network_get(registry, &network, id) == NNREG_OK);
    PROMISE(nnreg_network_json(&text, network) == NNREG_OK);
    nnreg_free(text);
    nnreg_free(NULL);
    nnreg_network_free(network);
    PROMISE(nnreg_network_list(registry, &page, NULL) == NNREG_OK);
    nnreg_page_free(page);
    PROMISE(nnreg_events_since(registry, &events, 0, 10, 0, NULL) == NNREG_OK);
    nnreg_events_free(events);
    PROMISE(nnreg_schema(&text, "version") == NNREG_OK);
    nnreg_free(text);
    PROMISE(nnreg_network_get(registry, &network, id + 1) == NNREG_NOT_FOUND);
    PROMISE(nnreg_network_delete(registry, id, NULL, NULL) == NNREG_OK);
    PROMISE(nnreg_compact(registry, NULL, NULL) == NNREG_OK);
}

static void the_library_takes_all_its_memory_from_the_allocator(void)
{
    struct nnreg_allocator other = {sizeof other, allocate, reallocate, release, NULL};
    nnreg *registry = open_registry(NNREG_OPEN_CREATE);
    nnreg_findings *findings;
    nnreg_network *network;
    int before;

    PROMISE(registry != NULL && given > 0);
    PROMISE(was_logged("note", "made\n"));
    PROMISE(nnreg_set_allocator(&other) == NNREG_CONFLICT);
    use_everything(registry);
    before = living;
    __atomic_store_n(&refuse, 1, __ATOMIC_RELAXED);
    PROMISE(nnreg_network_get(registry, &network, 1) != NNREG_OK);
    PROMISE(nnreg_findings_new(&findings, NULL, 0) == NNREG_NO_MEMORY);
    __atomic_store_n(&refuse, 0, __ATOMIC_RELAXED);
    nnreg_message(registry);
    PROMISE(living <= before);
    nnreg_close(registry);
    PROMISE(living == 0);
    PROMISE(strangers == 0);
}

/* ------------------------------------------------------------------------------------------------ what is logged -- */

static void who_was_killed_is_told_at_the_next_opening(void)
{
    nnreg *registry;
    pid_t child = fork();
    int status;

    if (child == 0) {
        char path[4300];
        uint64_t id;

        registry = open_registry(0);
        if (registry == NULL || add(registry, &id) != NNREG_OK)
            _exit(1);
        /* As a create has it that is killed. */
        snprintf(path, sizeof path, "%s/staging/%ld-0123456789abcdef", dir, (long)getpid());
        if (mkdir(path, 0777) == 0)
            raise(SIGKILL);
        _exit(1);
    }
    PROMISE(waitpid(child, &status, 0) == child && WIFSIGNALED(status));
    logged[0] = '\0';
    registry = open_registry(0);
    PROMISE(strstr(logged, "removed from staging/ what 1 killed process had left\n") != NULL);
    PROMISE(was_logged("note", "not closed in good order by those who had it open last"));
    nnreg_close(registry);
    registry = open_registry(0);
    PROMISE(logged[0] == '\0');
    nnreg_close(registry);
}

/* Alters the first byte of the network's first file. */
static void damage_file(const nnreg_network *network)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    char path[4400];
    int fd;

    PROMISE(nnreg_network_file(network, 0, &file) == NNREG_OK);
    snprintf(path, sizeof path, "%s/blobs/%.2s/%s", dir, file.sha256, file.sha256 + 2);
    PROMISE(chmod(path, 0644) == 0);
    fd = open(path, O_WRONLY);
    PROMISE(fd >= 0 && pwrite(fd, "?", 1, 0) == 1);
    close(fd);
}

static void damage_is_told_and_healing(void)
{
    nnreg *registry = open_registry(0);
    nnreg_network *network;
    nnreg_findings *findings;
    uint64_t id;

    PROMISE(add(registry, &id) == NNREG_OK);
    PROMISE(nnreg_network_get(registry, &network, id) == NNREG_OK);
    damage_file(network);
    nnreg_network_free(network);
    PROMISE(logged[0] == '\0');
    PROMISE(nnreg_findings_new(&findings, NULL, 0) == NNREG_OK);
    (void)nnreg_fsck(registry, findings, NULL, NULL);
    nnreg_findings_free(findings);
    PROMISE(strstr(logged, "is damaged: other bytes\n") != NULL);
    PROMISE(was_logged("warning", "the stored file blobs/"));
    PROMISE(add(registry, &id) == NNREG_OK);
    PROMISE(was_logged("note", "1 stored file was healed by the copies that came with network "));
    nnreg_close(registry);
}

static void a_callers_mistake_is_not_logged_and_a_failure_is(void)
{
    nnreg *registry = open_registry(NNREG_OPEN_READ_ONLY);
    nnreg_network *network;
    char path[4400], away[4400];

    PROMISE(nnreg_network_get(registry, &network, 99) == NNREG_NOT_FOUND);
    PROMISE(nnreg_network_delete(registry, 1, NULL, NULL) == NNREG_READ_ONLY);
    PROMISE(logged[0] == '\0');
    __atomic_store_n(&refuse, 1, __ATOMIC_RELAXED);
    PROMISE(nnreg_network_get(registry, &network, 2) == NNREG_NO_MEMORY);
    __atomic_store_n(&refuse, 0, __ATOMIC_RELAXED);
    PROMISE(was_logged("error", ""));
    nnreg_close(registry);

    snprintf(path, sizeof path, "%s/data.mdb", dir);
    snprintf(away, sizeof away, "%s/away", work);
    PROMISE(rename(path, away) == 0);
    registry = open_registry(0);
    PROMISE(registry == NULL && strstr(logged, "error: ") == logged && strstr(logged, dir) != NULL);
    logged[0] = '\0';
    PROMISE(rename(away, path) == 0);
}

static void a_time_is_the_text_that_it_is_in_json(void)
{
    nnreg *registry = open_registry(0);
    nnreg_network *network;
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    char text[NNREG_TIME_TEXT], expected[100], *json;
    int64_t time = -1;

    PROMISE(nnreg_network_get(registry, &network, 2) == NNREG_OK);
    nnreg_time_format(text, nnreg_network_update_date(network));
    PROMISE(nnreg_network_json(&json, network) == NNREG_OK);
    snprintf(expected, sizeof expected, "\"update_date\": \"%s\"", text);
    PROMISE(strstr(json, text) != NULL);
    nnreg_free(json);
    PROMISE(nnreg_time_parse(&time, text) == NNREG_OK && time == nnreg_network_update_date(network));
    nnreg_network_free(network);
    PROMISE(nnreg_time_parse(&time, "2026-02-30T00:00:00Z") == NNREG_INVALID_ARGUMENT);
    PROMISE(nnreg_time_parse(&time, NULL) == NNREG_INVALID_ARGUMENT);
    PROMISE(nnreg_time_parse(&time, "1970-01-01T00:00:01Z") == NNREG_OK && time == 1000000);
    nnreg_time_format(text, INT64_MAX);
    PROMISE(strcmp(text, "9999-12-31T23:59:59.999999Z") == 0);
    nnreg_time_format(text, INT64_MIN);
    PROMISE(strncmp(text, "0000-01-01T", 11) == 0);
    call.if_update_date = "1970-01-01T00:00:01Z";
    PROMISE(nnreg_network_delete(registry, 2, &call, NULL) == NNREG_CONFLICT);
    nnreg_close(registry);
}

/* -------------------------------------------------------------------------------------------------------- main -- */

int main(void)
{
    const char *mkmodel = getenv("NNREG_MKMODEL"), *tmp = getenv("TMPDIR");
    char command[9000];

    snprintf(work, sizeof work, "%s/nnreg-host-XXXXXX", tmp != NULL ? tmp : "/tmp");
    if (mkmodel == NULL || mkdtemp(work) == NULL)
        return 99;
    snprintf(command, sizeof command, "'%s' --kind classifier --labels 2 --size 32x32 '%s/model' >/dev/null",
             mkmodel, work);
    if (system(command) != 0) {
        puts("no model: NNREG_MKMODEL names the program nnreg-mkmodel of the build");
        return 99;
    }
    snprintf(dir, sizeof dir, "%s/registry", work);
    set_allocator();
    the_library_takes_all_its_memory_from_the_allocator();
    who_was_killed_is_told_at_the_next_opening();
    damage_is_told_and_healing();
    a_callers_mistake_is_not_logged_and_a_failure_is();
    a_time_is_the_text_that_it_is_in_json();
    PROMISE(living == 0 && strangers == 0);
    snprintf(command, sizeof command, "rm -rf '%s'", work);
    PROMISE(system(command) == 0);
    /* As Check says it, for tests/meta/summary.sh. */
    printf("%u%%: Checks: %u, Failures: %u, Errors: 0\n", 100 * (checks - failures) / checks, checks,
           failures);
    return failures == 0 ? 0 : 1;
}
