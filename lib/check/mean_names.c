/* The mean files that a description names: their extensions, and whether the bundle has them. */
#include <string.h>

#include "base/alloc.h"
#include "check/judge.h"

void nnreg_each_mean_file(struct nnreg_engine *engine, const struct nnreg_json *json,
                          nnreg_mean_name_visit *visit, void *context)
{
    size_t start = engine != NULL ? engine->path.size : 0, mark = 0, i = 0;
    const struct nnreg_json_value *value, *input;

    value = nnreg_judge_enter(engine, json, json->values, "preprocessing", NNREG_JSON_OBJECT);
    value = nnreg_judge_enter(engine, json, value, "inputs", NNREG_JSON_ARRAY);
    if (value == NULL || value->count > NNREG_LIMIT_LIST) {
        if (engine != NULL)
            nnreg_engine_leave(engine, start);
        return;
    }
    for (input = nnreg_json_first(json, value); input != NULL; input = nnreg_json_next(json, input), i++) {
        const struct nnreg_json_value *mean;

        if (engine != NULL)
            mark = nnreg_engine_enter_index(engine, i);
        mean = nnreg_judge_enter(engine, json, input, "image", NNREG_JSON_OBJECT);
        mean = nnreg_judge_enter(engine, json, mean, "mean_file", NNREG_JSON_STRING);
        if (mean != NULL)
            visit(engine, json, mean, context);
        if (engine != NULL)
            nnreg_engine_leave(engine, mark);
    }
    if (engine != NULL)
        nnreg_engine_leave(engine, start);
}

/* "did you mean …" from the bundle's mean files; NULL when none is near. Freed by the caller. */
static char *nearest_mean(struct nnreg_engine *engine, const struct nnreg_bundle_files *files,
                          const char *name)
{
    const char **candidates = nnreg_alloc_zero(files->count, sizeof *candidates);
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    const char *nearest;
    char *hint = NULL;
    size_t i, count = 0;

    for (i = 0; candidates != NULL && i < files->count; i++)
        if (files->file[i].role == NNREG_ROLE_MEAN)
            candidates[count++] = files->file[i].name;
    nearest = candidates != NULL ? nnreg_nearest(name, candidates, count) : NULL;
    if (nearest != NULL)
        nnreg_bytes_format(&out, "the bundle has \"%s\"", nearest);
    else
        nnreg_bytes_text(&out, "put the file beside the saved_model, or leave mean_file out");
    if (candidates == NULL || nnreg_bytes_take(&hint, &out) != NNREG_OK)
        engine->status = NNREG_NO_MEMORY;
    nnreg_bytes_free(&out);
    nnreg_free((void *)(uintptr_t)candidates);
    return hint;
}

static void judge_name(struct nnreg_engine *engine, const struct nnreg_json *json,
                       const struct nnreg_json_value *value, void *context)
{
    const struct nnreg_bundle_files *files = context;
    char *name, *hint, shown[NNREG_SHOWN];
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
            hint = nearest_mean(engine, files, name);
            nnreg_engine_report(engine, NNREG_RULE_BUNDLE_MEAN_MISSING, value->start, hint,
                                "mean_file \"%s\" is not in the bundle", shown);
            nnreg_free(hint);
        }
    }
    nnreg_free(name);
}

void nnreg_judge_mean_names(struct nnreg_engine *engine, const struct nnreg_bundle_files *files)
{
    nnreg_each_mean_file(engine, engine->json, judge_name, (void *)(uintptr_t)files);
}
