/* Comparing two networks: see diff.h. */
#include "diff.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

const char *const diff_section_names[DIFF_SECTIONS] = {
    [DIFF_FIELDS] = "fields",       [DIFF_SIGNATURES] = "signatures", [DIFF_TENSORS] = "tensors",
    [DIFF_VARIABLES] = "variables", [DIFF_FILES] = "files",
};
const char *const diff_section_keys[DIFF_SECTIONS] = {
    [DIFF_FIELDS] = "pointer", [DIFF_SIGNATURES] = "pointer", [DIFF_TENSORS] = "name",
    [DIFF_VARIABLES] = "name", [DIFF_FILES] = "name",
};

/* An array in a buffer, whose memory is from malloc, and so fit for any type. */
static struct diff_entry *entries_of(const struct diff_side *side, enum diff_section section, size_t *count)
{
    *count = side->sections[section].length / sizeof(struct diff_entry);
    return (void *)side->sections[section].text;
}

const struct diff_change *diff_changes(const struct diff *diff, enum diff_section section, size_t *count)
{
    *count = diff->changes[section].length / sizeof(struct diff_change);
    return (const void *)diff->changes[section].text;
}

bool diff_is_same(const struct diff *diff)
{
    size_t section;

    for (section = 0; section < DIFF_SECTIONS; section++)
        if (diff->changes[section].length > 0)
            return false;
    return true;
}

static void free_side(struct diff_side *side)
{
    size_t section, count, i;

    for (section = 0; section < DIFF_SECTIONS; section++) {
        struct diff_entry *entries = entries_of(side, (enum diff_section)section, &count);

        for (i = 0; i < count; i++) {
            free(entries[i].name);
            free(entries[i].value);
        }
        buffer_free(&side->sections[section]);
    }
    buffer_free(&side->name);
}

void diff_free(struct diff *diff)
{
    size_t section;

    for (section = 0; section < DIFF_SECTIONS; section++)
        buffer_free(&diff->changes[section]);
    free_side(&diff->sides[0]);
    free_side(&diff->sides[1]);
}

void diff_add(struct diff_side *side, enum diff_section section, const char *name, const char *value)
{
    struct diff_entry entry = {memory_copy(name), memory_copy(value)};

    buffer_add(&side->sections[section], &entry, sizeof entry);
}

/* --------------------------------------------------------------------------------------------------- comparing -- */

/* A name that is there twice (nodes of one name) is told apart by its value. */
static int by_name(const void *one, const void *other)
{
    const struct diff_entry *a = one, *b = other;
    int order = strcmp(a->name, b->name);

    return order != 0 ? order : strcmp(a->value, b->value);
}

static struct diff_entry *sorted(const struct diff_side *side, enum diff_section section, size_t *count)
{
    struct diff_entry *entries = entries_of(side, section, count);

    if (*count > 1)
        qsort(entries, *count, sizeof *entries, by_name);
    return entries;
}

static void add_change(struct buffer *changes, const struct diff_entry *old, const struct diff_entry *new)
{
    struct diff_change change = {.name = old != NULL ? old->name : new->name,
                                 .value = {old != NULL ? old->value : NULL, new != NULL ? new->value : NULL}};

    buffer_add(changes, &change, sizeof change);
}

/* Both sides are in order: one pass over the two. */
static void compare_section(struct diff *diff, enum diff_section section)
{
    size_t olds, news, i = 0, k = 0;
    const struct diff_entry *old = sorted(&diff->sides[0], section, &olds);
    const struct diff_entry *new = sorted(&diff->sides[1], section, &news);
    struct buffer *changes = &diff->changes[section];

    while (i < olds || k < news) {
        int order = i == olds ? 1 : k == news ? -1 : strcmp(old[i].name, new[k].name);

        if (order < 0)
            add_change(changes, &old[i++], NULL);
        else if (order > 0)
            add_change(changes, NULL, &new[k++]);
        else {
            if (strcmp(old[i].value, new[k].value) != 0)
                add_change(changes, &old[i], &new[k]);
            i++;
            k++;
        }
    }
}

void diff_compare(struct diff *diff)
{
    size_t section;

    for (section = 0; section < DIFF_SECTIONS; section++)
        compare_section(diff, (enum diff_section)section);
}
