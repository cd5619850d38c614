/* The mean files that a description names: their extensions, and whether the bundle has them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "judge/bundle_parts.h"

void nnreg_each_mean_file(struct nnreg_engine *engine, const struct nnreg_network *network,
                          nnreg_mean_name_visit *visit, void *context)
{
    const struct nnreg_preprocessing *preprocessing = network->preprocessing;
    size_t i;

    for (i = 0; preprocessing != NULL && i < preprocessing->inputs.count; i++) {
        const struct nnreg_image *image = ((const struct nnreg_input *)preprocessing->inputs.items)[i].image;

        if (image != NULL && image->mean_file != NULL && image->mean_file[0] != '\0')
            visit(engine, image, context);
    }
}

/* -- as a set -- */

static void gather_mean_name(struct nnreg_engine *engine, const struct nnreg_image *image, void *context)
{
    struct nnreg_mean_names *names = context;

    (void)engine;
    names->name[names->count++] = image->mean_file;
}

static int by_mean_name(const void *one, const void *other)
{
    return strcmp(*(char *const *)one, *(char *const *)other);
}

bool nnreg_mean_names_find(struct nnreg_mean_names *names, const struct nnreg_network *network)
{
    *names = (struct nnreg_mean_names){NULL, 0};
    if (network == NULL || network->preprocessing == NULL)
        return true;
    /* Each input names one at most. */
    names->name = nnreg_alloc_zero(network->preprocessing->inputs.count, sizeof *names->name);
    if (names->name == NULL)
        return false;
    nnreg_each_mean_file(NULL, network, gather_mean_name, names);
    if (names->count > 1)
        qsort(names->name, names->count, sizeof *names->name, by_mean_name);
    return true;
}

bool nnreg_mean_names_have(const struct nnreg_mean_names *names, const char *name)
{
    return names->count > 0 &&
           bsearch(&name, names->name, names->count, sizeof *names->name, by_mean_name) != NULL;
}

void nnreg_mean_names_free(struct nnreg_mean_names *names)
{
    nnreg_free((void *)(uintptr_t)names->name);
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

static void report_absent_mean(struct nnreg_engine *engine, const struct nnreg_bundle_files *files,
                               const struct nnreg_image *image, const char *shown)
{
    const char *nearest = nearest_mean(engine, files, image->mean_file);
    char hint[NNREG_LIMIT_FILE_NAME + 64];

    (void)snprintf(hint, sizeof hint, "the bundle has \"%s\"", nearest != NULL ? nearest : "");
    nnreg_engine_report_at(engine, &image->mean_file, NNREG_RULE_BUNDLE_MEAN_MISSING,
                           nearest != NULL ? hint
                                           : "put the file beside the saved_model, or leave mean_file out",
                           "mean_file \"%s\" is not in the bundle", shown);
}

static void judge_mean_name(struct nnreg_engine *engine, const struct nnreg_image *image, void *context)
{
    const struct nnreg_bundle_files *files = context;
    const char *name = image->mean_file;
    char shown[NNREG_SHOWN];

    if (strlen(name) > NNREG_LIMIT_FILE_NAME)
        return; /* has a finding of its own */
    nnreg_shown(shown, name);
    if (!nnreg_is_mean_name(name))
        nnreg_engine_report_at(engine, &image->mean_file, NNREG_RULE_BUNDLE_MEAN_EXTENSION,
                               "save it as .npy with numpy.save, and name that",
                               "mean_file \"%s\" does not end in %s", shown, nnreg_mean_extensions);
    else if (files != NULL && nnreg_bundle_find(files, name) == NULL)
        report_absent_mean(engine, files, image, shown);
}

void nnreg_judge_mean_names(struct nnreg_engine *engine, const struct nnreg_network *network,
                            const struct nnreg_bundle_files *files)
{
    nnreg_each_mean_file(engine, network, judge_mean_name, (void *)(uintptr_t)files);
}
