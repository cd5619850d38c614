/*
 * usage: damage [--complete]
 *
 * Damage, and what comes of it. Each page of data.mdb is written over in several ways, the file is cut at each page, and what else
 * makes a registry is taken away, or something that is no file is put in its place. Then, as nnreg.h tells a host to do that fears
 * damage, a child looks the registry over (NNREG_OPEN_CHECK, nnreg_fsck). It must say that it is damaged, and where, or be ended by
 * a signal, which says as much; or else another child reads all there is, which must be the truth: no crash, no call that hangs,
 * no failure that the look did not tell, and nothing else than what was written.
 *
 * Every STRIDEth page, or with --complete each.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reading.h"
#include "site.h"

#define STRIDE   23
#define NETWORKS 30
#define LARGE    20000 /* bytes of the metadata of some, which have pages of their own */
#define PATIENCE 60    /* seconds, of a child that does some milliseconds of work */
#define ENDED    100   /* + the signal by which a child was ended */

static char root[SITE_PATH], dir[SITE_PATH + 16], aside[SITE_PATH + 16];
static char *truth;
static unsigned wrong, trials, found, by_signal;

/* data.mdb as it is, and as it was some changes before. */
static unsigned char *image, *older;
static size_t image_size, older_size, page_size;

/* What a child tells, in memory that it shares. */
static struct told {
    char text[1500];
} * told;

static void fail(const char *what, const char *how, const char *detail)
{
    if (++wrong <= 30)
        printf("WRONG: %s: %s%s\n", what, how, detail);
    fflush(stdout);
}

/* ------------------------------------------------------------------------------------------------- the registry -- */

static void need(nnreg *registry, nnreg_status status, const char *what)
{
    errno = 0;
    if (status != NNREG_OK)
        site_give_up("%s: %s", what, registry != NULL ? nnreg_message(registry) : nnreg_status_text(status));
}

static void update(nnreg *registry, uint64_t id, const char *name, unsigned value, size_t padding,
                   nnreg_findings *findings)
{
    char *json = malloc(padding + SITE_JSON);
    int size;

    if (json == NULL)
        site_give_up("no memory");
    size = snprintf(json, SITE_JSON, "{\"name\": \"%s\", \"metadata\": {\"value\": %u, \"padding\": \"", name,
                    value);
    memset(json + size, (int)('a' + id % 26), padding);
    strcpy(json + size + padding, "\"}}");
    need(registry, nnreg_network_update(registry, id, json, strlen(json), NULL, findings), "update");
    free(json);
}

/* Objects of every kind; some changed, some deleted, some public, some so large that they have pages of their own. */
static void fill(nnreg *registry, nnreg_findings *findings)
{
    char json[SITE_JSON], name[32];
    uint64_t id, spec;
    unsigned i;

    for (i = 0; i < NETWORKS; i++) {
        snprintf(name, sizeof name, "network-%u", i * 7 % NETWORKS);
        need(registry, site_create(registry, &id, root, i % SITE_MODELS, name, i, NULL, findings), "create");
    }
    for (i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "spec-%u", i);
        need(registry,
             nnreg_spec_create(registry, &spec, json, site_spec_json(json, name, i), NULL, findings),
             "create a spec");
        need(registry,
             nnreg_version_create(registry, &id, json, site_version_json(json, spec, i + 1), NULL, findings),
             "create a version");
    }
    need(registry, nnreg_network_publish(registry, 3, "first", NULL), "publish");
    need(registry, nnreg_network_publish(registry, 9, "second", NULL), "publish");
    for (i = 10; i < NETWORKS; i += 4)
        need(registry, nnreg_network_delete(registry, i, NULL, NULL), "delete");
    for (i = 11; i < NETWORKS; i += 4)
        update(registry, i, "large", i, LARGE, findings);
}

static void in_child(void (*work)(void), const char *what)
{
    int status = -1;
    pid_t child = fork();

    if (child == 0) {
        work();
        _exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        site_give_up("%s: status %x", what, (unsigned)status);
}

static void make_registry(void)
{
    nnreg_findings *findings;
    char message[SITE_MESSAGE];
    nnreg *registry;

    need(NULL, nnreg_findings_new(&findings, NULL, 0), "findings");
    if (site_open(&registry, message, dir, NNREG_OPEN_CREATE) != NNREG_OK)
        site_give_up("%s", message);
    fill(registry, findings);
    nnreg_close(registry);
}

static void change_some(void)
{
    nnreg_findings *findings;
    char message[SITE_MESSAGE];
    nnreg *registry;
    unsigned i;

    need(NULL, nnreg_findings_new(&findings, NULL, 0), "findings");
    if (site_open(&registry, message, dir, 0) != NNREG_OK)
        site_give_up("%s", message);
    for (i = 1; i < 10; i++)
        if (i != 3 && i != 9)
            update(registry, i, "changed", i, 10, findings);
    nnreg_close(registry);
}

/* ----------------------------------------------------------------------------------------------------- the files -- */

static const char *path_of(const char *name)
{
    static char path[sizeof dir + 300];

    snprintf(path, sizeof path, "%s/%s", dir, name);
    return path;
}

static unsigned char *read_data(size_t *size)
{
    int fd = open(path_of("data.mdb"), O_RDONLY | O_CLOEXEC);
    struct stat stat;
    unsigned char *content;

    if (fd < 0 || fstat(fd, &stat) != 0 || (content = malloc((size_t)stat.st_size)) == NULL ||
        pread(fd, content, (size_t)stat.st_size, 0) != stat.st_size)
        site_give_up("%s", path_of("data.mdb"));
    close(fd);
    *size = (size_t)stat.st_size;
    return content;
}

static void write_data(const unsigned char *content, size_t size)
{
    int fd = open(path_of("data.mdb"), O_WRONLY | O_CLOEXEC);

    if (fd < 0 || pwrite(fd, content, size, 0) != (ssize_t)size || ftruncate(fd, (off_t)size) != 0)
        site_give_up("%s", path_of("data.mdb"));
    close(fd);
}

/* -------------------------------------------------------------------------------------------------- the children -- */

static int ended(pid_t child)
{
    int status = 0;

    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            site_give_up("waitpid");
    return WIFSIGNALED(status) ? ENDED + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Starts a child that ends with what `work` returns, or by a signal. */
static int child(int (*work)(void))
{
    pid_t pid;

    told->text[0] = '\0';
    fflush(stdout);
    pid = fork();
    if (pid < 0)
        site_give_up("fork");
    if (pid == 0) {
        (void)alarm(PATIENCE);
        _exit(work());
    }
    return ended(pid);
}

static void tell(const char *text)
{
    snprintf(told->text, sizeof told->text, "%s", text);
}

/* What `nnreg fsck` does. */
static int look_over(void)
{
    nnreg_findings *findings;
    char message[SITE_MESSAGE];
    nnreg *registry;
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg_status status;

    options.flags = NNREG_OPEN_READ_ONLY | NNREG_OPEN_CHECK | NNREG_OPEN_DAMAGED;
    options.message = message;
    options.message_size = sizeof message;
    status = nnreg_open(&registry, dir, &options);
    if (status != NNREG_OK) {
        tell(message);
        return (int)status;
    }
    if (nnreg_findings_new(&findings, NULL, 0) != NNREG_OK)
        return NNREG_NO_MEMORY;
    status = nnreg_fsck(registry, findings, NULL, NULL);
    tell(nnreg_findings_count(findings) > 0 ? nnreg_findings_get(findings, 0)->message
                                            : nnreg_message(registry));
    return (int)status;
}

static unsigned failures(const char *text)
{
    unsigned count = 0;

    while ((text = strstr(text, ": failed with ")) != NULL) {
        count++;
        text++;
    }
    return count;
}

enum { TRUE_ANSWER, OPEN_FAILED, CALL_FAILED, WRONG_ANSWER };

static int read_it(void)
{
    struct reading_difference difference;
    char message[SITE_MESSAGE], line[700], *now;
    nnreg *registry;

    if (site_open(&registry, message, dir, trials % 2 == 0 ? 0 : NNREG_OPEN_READ_ONLY) != NNREG_OK) {
        tell(message);
        return OPEN_FAILED;
    }
    now = reading_all(registry);
    if (!reading_differs(&difference, truth, now))
        return TRUE_ANSWER;
    snprintf(line, sizeof line, "\"%.*s\" is now \"%.*s\"",
             difference.before_length > 300 ? 300 : difference.before_length, difference.before,
             difference.now_length > 300 ? 300 : difference.now_length, difference.now);
    tell(line);
    return failures(now) > failures(truth) ? CALL_FAILED : WRONG_ANSWER;
}

/* ------------------------------------------------------------------------------------------------------ a trial -- */

/* How a look may end that found damage: by these words, or by these signals. */
static bool is_damage(int result)
{
    return result == NNREG_CORRUPT || result == NNREG_UNSUPPORTED;
}

static bool is_crash(int result)
{
    return result == ENDED + SIGSEGV || result == ENDED + SIGBUS || result == ENDED + SIGABRT ||
           result == ENDED + SIGFPE || result == ENDED + SIGILL;
}

static void read_after_look(const char *what)
{
    static const char *const said[] = {[OPEN_FAILED] = "it does not open after a look that found nothing: ",
                                       [CALL_FAILED] = "a call fails after a look that found nothing: ",
                                       [WRONG_ANSWER] = "a wrong answer after a look that found nothing: "};
    int result = child(read_it);

    if (result > ENDED)
        fail(what,
             "a reader was ended by a signal after a look that found nothing: ", strsignal(result - ENDED));
    else if (result != TRUE_ANSWER)
        fail(what, said[result], told->text);
}

/* `others`: statuses that the look may end with besides, as a bit each. */
static void try(const char *what, unsigned others)
{
    int result = child(look_over);

    trials++;
    if (result == NNREG_OK) {
        read_after_look(what);
        return;
    }
    found++;
    if (is_crash(result))
        by_signal++;
    else if (result >= ENDED)
        fail(what, "the look was ended: ", strsignal(result - ENDED));
    else if (!is_damage(result) && (others >> result & 1) == 0)
        fail(what, "the look fails: ", told->text);
    else if (told->text[0] == '\0')
        fail(what, "the look tells nothing", "");
}

/* ------------------------------------------------------------------------------------------------------- pages -- */

static unsigned next_random(void)
{
    static unsigned seed = 1;

    seed = seed * 1103515245u + 12345u;
    return seed >> 12;
}

static void zeros(unsigned char *page, size_t number)
{
    (void)number;
    memset(page, 0, page_size);
}

static void noise(unsigned char *page, size_t number)
{
    size_t i;

    (void)number;
    for (i = 0; i < page_size; i++)
        page[i] = (unsigned char)next_random();
}

/* The bytes of any other page. */
static void another(unsigned char *page, size_t number)
{
    size_t pages = image_size / page_size, other = next_random() % pages;

    other = other == number ? (other + 1) % pages : other;
    memcpy(page, image + other * page_size, page_size);
}

/* The same, and it says that it is this one. */
static void another_renamed(unsigned char *page, size_t number)
{
    uint64_t name = number;

    another(page, number);
    memcpy(page, &name, sizeof name);
}

/* As it was some changes ago: a write that the device has lost. */
static void as_before(unsigned char *page, size_t number)
{
    if ((number + 1) * page_size <= older_size)
        memcpy(page, older + number * page_size, page_size);
}

/* Half a page of another: a write that was torn. */
static void torn(unsigned char *page, size_t number)
{
    size_t half = page_size / 2;

    if ((number + 1) * page_size <= older_size)
        memcpy(page + half, older + number * page_size + half, page_size - half);
    else
        memset(page + half, 0, page_size - half);
}

/* One bit of its first 64 bytes, or of the rest. */
static void a_bit(unsigned char *page, size_t number)
{
    page[next_random() % (number % 2 == 0 ? 64 : page_size)] ^= (unsigned char)(1u << next_random() % 8);
}

static const struct {
    const char *name;
    void (*damage)(unsigned char *page, size_t number);
} ways[] = {{"zeros", zeros},
            {"random bytes", noise},
            {"another page", another},
            {"another page of its number", another_renamed},
            {"the page as it was before", as_before},
            {"half the page as it was before", torn},
            {"a bit", a_bit}};

static void damage_pages(size_t stride)
{
    size_t pages = image_size / page_size, way, number;
    unsigned char *damaged = malloc(image_size);
    char what[100];

    if (damaged == NULL)
        site_give_up("no memory");
    for (way = 0; way < sizeof ways / sizeof *ways; way++)
        for (number = way % stride; number < pages; number += stride) {
            memcpy(damaged, image, image_size);
            ways[way].damage(damaged + number * page_size, number);
            if (memcmp(damaged, image, image_size) == 0)
                continue;
            snprintf(what, sizeof what, "page %zu, %s", number, ways[way].name);
            write_data(damaged, image_size);
            try(what, 0);
        }
    for (number = 0; number < pages; number += stride) {
        snprintf(what, sizeof what, "cut at page %zu", number);
        write_data(image, image_size);
        if (truncate(path_of("data.mdb"), (off_t)(number * page_size)) != 0)
            site_give_up("truncate");
        try(what, 0);
        snprintf(what, sizeof what, "cut in page %zu", number);
        write_data(image, image_size);
        if (truncate(path_of("data.mdb"), (off_t)(number * page_size + 100)) != 0)
            site_give_up("truncate");
        try(what, 0);
    }
    write_data(image, image_size);
    free(damaged);
}

/* -------------------------------------------------------------------------------------------- what is no file -- */

static void put_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");

    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
        site_give_up("%s", path);
}

static void nothing(const char *path)
{
    (void)path;
}

static void folder(const char *path)
{
    if (mkdir(path, 0777) != 0)
        site_give_up("%s", path);
}

static void dangling_link(const char *path)
{
    if (symlink("nowhere", path) != 0)
        site_give_up("%s", path);
}

/* To what was there, which is somewhere else now. */
static void link_to_it(const char *path)
{
    if (symlink(aside, path) != 0)
        site_give_up("%s", path);
}

static void pipe_of_a_name(const char *path)
{
    if (mkfifo(path, 0666) != 0)
        site_give_up("%s", path);
}

static void empty_file(const char *path)
{
    put_file(path, "");
}

static void a_text(const char *path)
{
    put_file(path, "this is no file of a registry\n");
}

static void may_not_be_read(const char *path)
{
    put_file(path, "this is no file of a registry, and nobody may read it\n");
    (void)chmod(path, 0);
}

static const struct {
    const char *name;
    void (*put)(const char *path);
} instead[] = {{"nothing", nothing},
               {"a folder", folder},
               {"a link to nowhere", dangling_link},
               {"a link to it", link_to_it},
               {"a FIFO", pipe_of_a_name},
               {"an empty file", empty_file},
               {"a text", a_text},
               {"a file of no rights", may_not_be_read}};

/* The path below the registry of one stored file, which all networks use. */
static const char *stored_file(void)
{
    static char path[100];
    char digest[65], model[SITE_PATH + 64];

    snprintf(model, sizeof model, "%s/saved_model.pb", site_model(root, 0));
    site_digest(digest, model);
    snprintf(path, sizeof path, "blobs/%.2s/%s", digest, digest + 2);
    return path;
}

static void replace(const char *name)
{
    char path[sizeof dir + 300], what[200];
    size_t i;

    snprintf(path, sizeof path, "%s", path_of(name));
    for (i = 0; i < sizeof instead / sizeof *instead; i++) {
        snprintf(what, sizeof what, "%s in the place of %s", instead[i].name, name);
        if (rename(path, aside) != 0)
            site_give_up("%s", path);
        instead[i].put(path);
        /* What this user may not read, or use, is none of the registry's damage: it is told by its cause. */
        try(what, 1u << NNREG_IO | 1u << NNREG_READ_ONLY);
        site_remove(path);
        if (rename(aside, path) != 0)
            site_give_up("%s", path);
    }
}

/* In a child, since no process that forks may have it open; handed over in a file. */
static void write_truth(void)
{
    char message[SITE_MESSAGE];
    nnreg *registry;

    if (site_open(&registry, message, dir, NNREG_OPEN_READ_ONLY) != NNREG_OK)
        site_give_up("%s", message);
    put_file(aside, reading_all(registry));
    nnreg_close(registry);
}

static void take_truth(void)
{
    struct stat stat;
    int fd;

    in_child(write_truth, "reading it");
    fd = open(aside, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &stat) != 0 || (truth = calloc(1, (size_t)stat.st_size + 1)) == NULL ||
        read(fd, truth, (size_t)stat.st_size) != stat.st_size)
        site_give_up("%s", aside);
    close(fd);
    (void)unlink(aside);
    if (failures(truth) == 0 || strstr(truth, "file 1 saved_model.pb: 0 ") == NULL)
        site_give_up("the truth is not what was made");
}

int main(int count, char **words)
{
    uint32_t bytes_of_page;
    bool complete = count > 1 && strcmp(words[1], "--complete") == 0;

    site_make(root, "damage", true);
    snprintf(dir, sizeof dir, "%s/registry", root);
    snprintf(aside, sizeof aside, "%s/aside", root);
    told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (told == MAP_FAILED)
        site_give_up("mmap");
    in_child(make_registry, "making a registry");
    older = read_data(&older_size);
    in_child(change_some, "changing it");
    image = read_data(&image_size);
    memcpy(&bytes_of_page, image + 40, sizeof bytes_of_page); /* doc/RECORDS.md, "The pages of data.mdb" */
    page_size = bytes_of_page;
    take_truth();
    damage_pages(complete ? 1 : STRIDE);
    replace("data.mdb");
    replace("lock.mdb");
    replace("blobs");
    replace("staging");
    replace(stored_file());
    printf("%u trials: damage was found in %u, in %u of them by a signal; %u wrong\n", trials, found,
           by_signal, wrong);
    site_remove(root);
    return wrong > 0;
}
