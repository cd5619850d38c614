/* The mean files that a description names: their extensions, and whether the bundle has them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
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

struct bundle_names {
    const struct nnreg_bundle_files *files; /* NULL: there is no bundle */
    const struct nnreg_roles *roles;
};

/* A control character has a finding of its own. */
static bool has_control_character(const char *name)
{
    size_t size = strlen(name), i = 0;
    uint32_t c = ' ';

    while (i < size && !nnreg_utf8_is_control(c))
        i += nnreg_utf8_next(&c, name + i, size - i);
    return nnreg_utf8_is_control(c);
}

/*
 * A name that no bundle can ever have, whether there is one or not: as no file's name is, or in a folder whose files are
 * none of the framework's. True: it has a finding.
 */
static bool judge_mean_path(struct nnreg_engine *engine, const struct nnreg_image *image,
                            const struct nnreg_roles *roles, const char *shown)
{
    const char *name = image->mean_file, *fault = nnreg_name_fault(name), *last = strrchr(name, '/');
    char hint[NNREG_SHOWN + 80], file[NNREG_SHOWN];

    if (fault == NULL && last != NULL && nnreg_role_of(roles, name) == NNREG_ROLE_UNKNOWN)
        fault = "is in a folder, and mean files lie beside the model";
    if (fault == NULL || has_control_character(name))
        return false;
    last = last != NULL ? last + 1 : name;
    if (nnreg_name_fault(last) == NULL)
        (void)snprintf(hint, sizeof hint, "put the file beside the saved_model, and write \"%s\"",
                       nnreg_shown(file, last));
    else
        (void)snprintf(hint, sizeof hint, "put the file beside the saved_model, and write its name alone");
    nnreg_engine_report_at(engine, &image->mean_file, NNREG_RULE_BUNDLE_BAD_NAME, hint, "mean_file \"%s\" %s",
                           shown, fault);
    return true;
}

static void judge_mean_name(struct nnreg_engine *engine, const struct nnreg_image *image, void *context)
{
    const struct bundle_names *names = context;
    const struct nnreg_bundle_files *files = names->files;
    const char *name = image->mean_file;
    char shown[NNREG_SHOWN];

    if (strlen(name) > NNREG_LIMIT_FILE_NAME)
        return; /* has a finding of its own */
    nnreg_shown(shown, name);
    if ((nnreg_is_mean_name(name) || strpbrk(name, "/\\") != NULL) &&
        judge_mean_path(engine, image, names->roles, shown))
        return;
    if (!nnreg_is_mean_name(name))
        nnreg_engine_report_at(engine, &image->mean_file, NNREG_RULE_BUNDLE_MEAN_EXTENSION,
                               "save it as .npy with numpy.save, and name that",
                               "mean_file \"%s\" does not end in %s", shown, nnreg_mean_extensions);
    else if (files != NULL && nnreg_bundle_find(files, name) == NULL)
        report_absent_mean(engine, files, image, shown);
}

void nnreg_judge_mean_names(struct nnreg_engine *engine, const struct nnreg_network *network,
                            const struct nnreg_bundle_files *files, const struct nnreg_roles *roles)
{
    struct bundle_names names = {files, roles};

    nnreg_each_mean_file(engine, network, judge_mean_name, &names);
}
