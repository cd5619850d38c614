/* See case_bundle.h. */
#include "case_bundle.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fsio.h"
#include "case_archive.h"
#include "case_variables.h"
#include "case_text.h"
#include "mean_writer.h"
#include "models.h"

enum { WORDS = 8 };

/* A line in words; the last one takes the rest where the directive wants it. */
struct line {
    char *word[WORDS];
    size_t count;
    const char *words; /* from the second word to the end of the line, as it was written */
    const char *rest;  /* from the third */
};

static void decode(char *name)
{
    char *out = name;

    for (; *name != '\0'; name++) {
        unsigned byte;

        if (name[0] == '\\' && name[1] == 'x' && sscanf(name + 2, "%2x", &byte) == 1) {
            *out++ = (char)byte;
            name += 3;
        } else {
            *out++ = *name;
        }
    }
    *out = '\0';
}

/* `text` is cut up; `rest` points into `copy`, which has the same content. */
static struct line split(char *text, const char *copy)
{
    struct line line = {{NULL}, 0, "", ""};
    char *at = text, *word;

    while ((word = strsep(&at, " ")) != NULL && line.count < WORDS) {
        if (line.count == 1)
            line.words = copy + (word - text);
        if (line.count == 2)
            line.rest = copy + (word - text);
        line.word[line.count++] = word;
    }
    for (size_t i = 1; i < line.count; i++)
        decode(line.word[i]);
    return line;
}

static const char *path_in(const struct case_bundle *made, const char *area, const char *name)
{
    static char paths[2][1024];
    static unsigned turn;
    char *path = paths[turn++ % 2];

    ck_assert_int_lt(snprintf(path, sizeof paths[0], "%s/%s/%s", made->scratch.path, area, name), 1024);
    return path;
}

static void make_folders_above(const char *path)
{
    char folder[1024];
    size_t i;

    for (i = 1; path[i] != '\0'; i++) {
        if (path[i] != '/')
            continue;
        memcpy(folder, path, i);
        folder[i] = '\0';
        ck_assert(mkdir(folder, 0777) == 0 || errno == EEXIST);
    }
}

static void write_file(const char *path, const char *content, size_t size, long long length)
{
    int fd;

    make_folders_above(path);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    ck_assert_msg(fd >= 0, "%s cannot be made: %s", path, strerror(errno));
    ck_assert_int_eq(write(fd, content, size), (ssize_t)size);
    ck_assert_int_eq(ftruncate(fd, length), 0);
    close(fd);
}

static enum mw_kind kind_named(const char *name)
{
    size_t kind;

    for (kind = 0; kind < MW_KIND_COUNT; kind++)
        if (strcmp(mw_kind_names[kind], name) == 0)
            return (enum mw_kind)kind;
    ck_abort_msg("there is no kind of model \"%s\"", name);
    return MW_KIND_COUNT;
}

static bool set_number(struct mw_recipe *recipe, const char *word)
{
    struct {
        const char *key;
        int *member;
    } const numbers[] = {
        {"shards", &recipe->shards},     {"width", &recipe->width},   {"height", &recipe->height},
        {"channels", &recipe->channels}, {"labels", &recipe->labels}, {"batch", &recipe->batch},
    };
    size_t i, length = strcspn(word, "=");

    for (i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (word[length] == '=' && strlen(numbers[i].key) == length &&
            strncmp(numbers[i].key, word, length) == 0) {
            *numbers[i].member = atoi(word + length + 1);
            return true;
        }
    return false;
}

static void set_recipe(struct mw_recipe *recipe, const char *word)
{
    if (set_number(recipe, word))
        return;
    if (strncmp(word, "fault=", 6) == 0)
        ck_assert_msg(mw_fault_parse(&recipe->bundle.fault, word + 6) == 0, "there is no %s", word);
    else if (strncmp(word, "unsafe=", 7) == 0)
        recipe->unsafe_op = word + 7;
    else if (strcmp(word, "flat") == 0)
        recipe->flat = true;
    else if (strcmp(word, "sliced") == 0)
        recipe->sliced = true;
    else if (strcmp(word, "nchw") == 0)
        recipe->nchw = true;
    else if (strcmp(word, "omit-asset") == 0)
        recipe->omit_asset = true;
    else if (strcmp(word, "text") == 0)
        recipe->syntax = MW_TEXT;
    else
        ck_abort_msg("a model has no \"%s\"", word);
}

static void make_model(struct case_bundle *made, const struct line *line)
{
    struct mw_recipe recipe;
    struct mw_made model;
    struct mw_folder folder;
    const char *below = "";
    char inside[300];
    size_t i;

    mw_recipe_init(&recipe);
    recipe.kind = kind_named(line->word[1]);
    for (i = 2; i < line->count; i++) {
        if (strncmp(line->word[i], "in=", 3) == 0)
            below = line->word[i] + 3;
        else
            set_recipe(&recipe, line->word[i]);
    }
    (void)snprintf(inside, sizeof inside, "%s%s.", below, below[0] != '\0' ? "/" : "");
    make_folders_above(path_in(made, "bundle", inside));
    mw_make(&model, &recipe);
    mw_folder_use(&folder, path_in(made, "bundle", below));
    mw_made_write_into(&model, &recipe, &folder);
    ck_assert_msg(mw_folder_close(&folder) == 0, "the model cannot be written: %s", strerror(errno));
    mw_folder_free(&folder);
    mw_made_free(&model);
}

/* Takes a file out of the folder, so that it is added only once, and returns where it is. */
static const char *take_out(struct case_bundle *made, const char *name)
{
    const char *from = path_in(made, "bundle", name), *to = path_in(made, "given", name);

    make_folders_above(to);
    ck_assert_msg(rename(from, to) == 0, "%s is not in the bundle: %s", name, strerror(errno));
    return to;
}

static void add_one(struct case_bundle *made, const struct line *line)
{
    const char *how = line->word[0], *as = line->count > 2 ? line->word[2] : NULL;
    const char *path = take_out(made, line->word[1]);
    struct text content = TEXT_INIT;
    int fd;

    if (strcmp(how, "given") == 0) {
        ck_assert_int_eq(nnreg_bundle_add_file(made->bundle, path, as), NNREG_OK);
    } else if (strcmp(how, "descriptor") == 0) {
        fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
        ck_assert_int_ge(fd, 0);
        ck_assert_uint_lt(made->descriptors, CASE_HELD);
        made->descriptor[made->descriptors++] = fd;
        ck_assert_int_eq(nnreg_bundle_add_fd(made->bundle, fd, as != NULL ? as : line->word[1]), NNREG_OK);
    } else {
        ck_assert(text_load(&content, path));
        ck_assert_uint_lt(made->memories, CASE_HELD);
        made->memory[made->memories++] = content.content;
        ck_assert_int_eq(nnreg_bundle_add_memory(made->bundle, content.content, content.length,
                                                 as != NULL ? as : line->word[1]),
                         NNREG_OK);
    }
}

static void copy_file(const char *from, const char *to)
{
    struct text content = TEXT_INIT;

    ck_assert_msg(text_load(&content, from), "there is no %s", from);
    write_file(to, content.content, content.length, (long long)content.length);
    text_free(&content);
}

static bool ends_with(const char *text, const char *end)
{
    return strlen(text) > strlen(end) && strcmp(text + strlen(text) - strlen(end), end) == 0;
}

/* Of a model in text form repetitions are written out. */
static void copy_own(const char *from, const char *to)
{
    struct text content = TEXT_INIT, whole = TEXT_INIT;

    if (!ends_with(from, ".pbtxt")) {
        copy_file(from, to);
        return;
    }
    ck_assert_msg(text_load(&content, from), "there is no %s", from);
    text_expand(&whole, content.content, content.length);
    write_file(to, whole.content, whole.length, (long long)whole.length);
    text_free(&content);
    text_free(&whole);
}

static void make_mean(struct case_bundle *made, const struct line *line)
{
    const char *name = line->word[1], *path = path_in(made, "bundle", name);
    struct mw_shape shape = {.rank = 0};
    struct mw_buf out = {0};
    double *values;
    size_t i;

    for (i = 2; i < line->count; i++)
        shape.dim[shape.rank++] = atoi(line->word[i]);
    values = mw_mean_values(&shape, 1);
    if (ends_with(name, ".npy"))
        ck_assert_int_eq(mw_npy_encode(&out, &(struct mw_npy_options){0}, &shape, values), 0);
    else if (ends_with(name, ".binaryproto"))
        mw_blob_encode(&out, &(struct mw_blob_options){0}, &shape, values);
    else
        mw_tensorproto_encode(&out, MW_TENSOR_CONTENT, &shape, values);
    write_file(path, (const char *)out.data, out.size, (long long)out.size);
    mw_buf_free(&out);
    free(values);
}

static void change(struct case_bundle *made, const struct line *line)
{
    const char *what = line->word[0], *path = path_in(made, "bundle", line->word[1]);
    const char *other = line->count > 2 ? line->word[2] : "";
    int result = -1;

    make_folders_above(path);
    if (strcmp(what, "file") == 0) {
        write_file(path, "", 0, atoll(other));
        result = 0;
    } else if (strcmp(what, "text") == 0) {
        write_file(path, line->rest, strlen(line->rest), (long long)strlen(line->rest));
        result = 0;
    } else if (strcmp(what, "mkdir") == 0) {
        result = mkdir(path, 0777);
    } else if (strcmp(what, "fifo") == 0) {
        result = mkfifo(path, 0666);
    } else if (strcmp(what, "link") == 0) {
        result = symlink(other, path);
    } else if (strcmp(what, "remove") == 0) {
        result = remove(path);
    } else if (strcmp(what, "rename") == 0) {
        other = path_in(made, "bundle", other);
        make_folders_above(other);
        result = rename(path, other);
    } else if (strcmp(what, "mode") == 0) {
        result = chmod(path, (mode_t)strtoul(other, NULL, 8));
    } else {
        ck_abort_msg("there is no directive \"%s\"", what);
    }
    ck_assert_msg(result == 0, "%s %s: %s", what, line->word[1], strerror(errno));
}

static void obey(struct case_bundle *made, const struct line *line)
{
    const char *what = line->word[0];

    if (strcmp(what, "reads-denied") == 0) {
        made->reads_denied = true;
        return;
    }
    if (strcmp(what, "folder") == 0) {
        made->folder_used = true;
        return;
    }
    ck_assert_msg(line->count > 1, "the directive \"%s\" has no name", what);
    if (strcmp(what, "gone") == 0) {
        (void)snprintf(made->gone, sizeof made->gone, "%s", line->word[1]);
    } else if (strcmp(what, "given") == 0 || strcmp(what, "descriptor") == 0 || strcmp(what, "memory") == 0) {
        add_one(made, line);
    } else if (strcmp(what, "model") == 0) {
        made->folder_used = true;
        make_model(made, line);
    } else if (strcmp(what, "mean") == 0) {
        make_mean(made, line);
    } else if (strcmp(what, "variables") == 0) {
        const char *folder = path_in(made, "bundle", "variables");

        made->folder_used = true;
        make_folders_above(path_in(made, "bundle", "variables/."));
        case_variables_make(folder, line->words);
    } else if (strcmp(what, "copy") == 0) {
        ck_assert_uint_eq(line->count, 3);
        copy_file(path_in(made, "bundle", line->word[1]), path_in(made, "bundle", line->word[2]));
    } else if (strcmp(what, "zip") == 0 || strcmp(what, "pack") == 0) {
        ck_assert_uint_lt(made->memories, CASE_HELD);
        made->folder_used = made->folder_used && strcmp(what, "zip") == 0;
        made->memory[made->memories++] = strcmp(what, "zip") == 0
                                             ? case_archive_of_kind(made->bundle, line->words)
                                             : case_archive_pack(made->bundle, made->folder, line->words);
    } else if (strcmp(what, "own") == 0) {
        char own[1400];

        ck_assert(made->own != NULL && line->count == 3);
        (void)snprintf(own, sizeof own, "%s/%s", made->own, line->word[2]);
        copy_own(own, path_in(made, "bundle", line->word[1]));
    } else {
        change(made, line);
    }
}

/* What was to be gone when the check comes: a given file, a file of the folder, or the folder. */
static void remove_gone(struct case_bundle *made)
{
    char whole[300];

    if (made->gone[0] == '\0')
        return;
    if (strcmp(made->gone, ".") == 0) {
        (void)snprintf(whole, sizeof whole, "%.250s/elsewhere", made->scratch.path);
        ck_assert_int_eq(rename(made->folder, whole), 0);
    } else if (remove(path_in(made, "given", made->gone)) != 0) {
        ck_assert_int_eq(remove(path_in(made, "bundle", made->gone)), 0);
    }
}

void case_bundle_make(struct case_bundle *made, const char *lines, size_t length, const char *own)
{
    struct text text = TEXT_INIT;
    char *at, *next;

    *made = (struct case_bundle){.own = own};
    scratch_use_memory(true); /* hundreds of cases wait for nothing that a device does */
    scratch_make(&made->scratch);
    scratch_use_memory(false);
    (void)snprintf(made->folder, sizeof made->folder, "%.250s/bundle", made->scratch.path);
    ck_assert_int_eq(mkdir(made->folder, 0777), 0);
    ck_assert_int_eq(nnreg_bundle_new(&made->bundle), NNREG_OK);
    text_expand(&text, lines, length);
    for (at = text.content; (next = strsep(&at, "\n")) != NULL;) {
        struct line line;
        char *copy;

        if (*next == '\0' || *next == '#')
            continue;
        copy = strdup(next);
        ck_assert_ptr_nonnull(copy);
        line = split(next, copy);
        obey(made, &line);
        free(copy);
    }
    text_free(&text);
    if (made->folder_used)
        ck_assert_int_eq(nnreg_bundle_add_directory(made->bundle, made->folder), NNREG_OK);
    remove_gone(made);
}

void case_bundle_free(struct case_bundle *made)
{
    size_t i;

    nnreg_bundle_free(made->bundle);
    for (i = 0; i < made->descriptors; i++)
        close(made->descriptor[i]);
    for (i = 0; i < made->memories; i++)
        free(made->memory[i]);
    scratch_remove(&made->scratch);
}

int refuse_reads(const char *call)
{
    return strcmp(call, "pread") == 0 ? EACCES : 0;
}

nnreg_status case_bundle_check(struct case_bundle *made, nnreg_findings *findings, const char *json,
                               size_t length)
{
    nnreg_status status;

    if (made->reads_denied)
        nnreg_fs_use_hook(refuse_reads);
    status = nnreg_check(findings, json, length, made->bundle, NULL);
    nnreg_fs_use_hook(NULL);
    return status;
}
