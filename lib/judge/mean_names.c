/* The mean files that a description names: their extensions, and whether the bundle has them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "judge/bundle_parts.h"

void nnreg_each_mean_file(struct nnreg_engine *engine, const struct nnreg_json *json,
                          nnreg_mean_name_visit *visit, void *context)
{
    size_t start = engine != NULL ? engine->path.size : 0, mark = 0, i = 0;
    const struct nnreg_json_value *value, *input;

    value = nnreg_engine_enter_member(engine, json, json->values, "preprocessing", NNREG_JSON_OBJECT);
    value = nnreg_engine_enter_member(engine, json, value, "inputs", NNREG_JSON_ARRAY);
    if (value == NULL || value->count > NNREG_LIMIT_LIST) {
        if (engine != NULL)
            nnreg_engine_leave(engine, start);
        return;
    }
    for (input = nnreg_json_first(json, value); input != NULL; input = nnreg_json_next(json, input), i++) {
        const struct nnreg_json_value *mean;

        if (engine != NULL)
            mark = nnreg_engine_enter_index(engine, i);
        mean = nnreg_engine_enter_member(engine, json, input, "image", NNREG_JSON_OBJECT);
        mean = nnreg_engine_enter_member(engine, json, mean, "mean_file", NNREG_JSON_STRING);
        if (mean != NULL)
            visit(engine, json, mean, context);
        if (engine != NULL)
            nnreg_engine_leave(engine, mark);
    }
    if (engine != NULL)
        nnreg_engine_leave(engine, start);
}

/* -- as a set -- */

struct gathering {
    struct nnreg_mean_names *names;
    bool failed; /* no memory */
};

/* A name with a NUL in it is that of no file. */
static void gather_mean_names(struct nnreg_engine *engine, const struct nnreg_json *json,
                              const struct nnreg_json_value *value, void *context)
{
    struct gathering *gathering = context;
    char *name;
    size_t length;

    (void)engine;
    if (gathering->failed)
        return;
    gathering->failed = nnreg_json_string(&name, &length, json, value) != NNREG_OK;
    if (!gathering->failed && strlen(name) == length)
        gathering->names->name[gathering->names->count++] = name;
    else
        nnreg_free(name);
}

static int by_mean_name(const void *one, const void *other)
{
    return strcmp(*(char *const *)one, *(char *const *)other);
}

bool nnreg_mean_names_find(struct nnreg_mean_names *names, const struct nnreg_json *json)
{
    struct gathering gathering = {.names = names};

    *names = (struct nnreg_mean_names){NULL, 0};
    if (json == NULL)
        return true;
    names->name = nnreg_alloc_zero(NNREG_LIMIT_LIST, sizeof *names->name); /* no more are gone through */
    if (names->name == NULL)
        return false;
    nnreg_each_mean_file(NULL, json, gather_mean_names, &gathering);
    if (names->count > 1)
        qsort(names->name, names->count, sizeof *names->name, by_mean_name);
    return !gathering.failed;
}

bool nnreg_mean_names_have(const struct nnreg_mean_names *names, const char *name)
{
    return names->count > 0 &&
           bsearch(&name, names->name, names->count, sizeof *names->name, by_mean_name) != NULL;
}

void nnreg_mean_names_free(struct nnreg_mean_names *names)
{
    size_t i;

    for (i = 0; i < names->count; i++)
        nnreg_free(names->name[i]);
    nnreg_free(names->name);
}

/* -- each by itself -- */

/* The name of a mean file of the bundle that may be meant; NULL when there is none. */
static const char *nearest_mean(struct nnreg_engine *engine, const struct nnreg_bundle_files *files,
                                const char *name)
{
    const char **candidates, *nearest;
    size_t i, count = 0;

    if (!nnreg_engine_may_compare(engine, files->count * NNREG_WORD_COMPARISON))
        return NULL;
    candidates = nnreg_alloc_zero(files->count, sizeof *candidates);
    if (candidates == NULL) {
        engine->status = NNREG_NO_MEMORY;
        return NULL;
    }
    for (i = 0; i < files->count; i++)
        if (files->file[i].role == NNREG_ROLE_MEAN)
            candidates[count++] = files->file[i].name;
    nearest = nnreg_nearest(name, candidates, count);
    nnreg_free((void *)(uintptr_t)candidates);
    return nearest;
}

static void report_absent(struct nnreg_engine *engine, const struct nnreg_bundle_files *files,
                          const char *name, const char *shown, size_t offset)
{
    const char *nearest = nearest_mean(engine, files, name);
    char hint[NNREG_LIMIT_FILE_NAME + 64];

    (void)snprintf(hint, sizeof hint, "the bundle has \"%s\"", nearest != NULL ? nearest : "");
    nnreg_engine_report(engine, NNREG_RULE_BUNDLE_MEAN_MISSING, offset,
                        nearest != NULL ? hint
                                        : "put the file beside the saved_model, or leave mean_file out",
                        "mean_file \"%s\" is not in the bundle", shown);
}

static void judge_name(struct nnreg_engine *engine, const struct nnreg_json *json,
                       const struct nnreg_json_value *value, void *context)
{
    const struct nnreg_bundle_files *files = context;
    char *name, shown[NNREG_SHOWN];
    size_t length;

    if (nnreg_json_string(&name, &length, json, value) != NNREG_OK) {
        engine->status = NNREG_NO_MEMORY;
        return;
    }
    if (length > 0 && strlen(name) == length && length <= NNREG_LIMIT_FILE_NAME) {
        nnreg_shown(shown, name);
        if (!nnreg_is_mean_name(name)) {
            nnreg_engine_report(engine, NNREG_RULE_BUNDLE_MEAN_EXTENSION, value->start,
                                "save it as .npy with numpy.save, and name that",
                                "mean_file \"%s\" does not end in %s", shown, nnreg_mean_extensions);
        } else if (files != NULL && nnreg_bundle_find(files, name) == NULL) {
            report_absent(engine, files, name, shown, value->start);
        }
    }
    nnreg_free(name);
}

void nnreg_judge_mean_names(struct nnreg_engine *engine, const struct nnreg_bundle_files *files)
{
    nnreg_each_mean_file(engine, engine->json, judge_name, (void *)(uintptr_t)files);
}
