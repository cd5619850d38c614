/* See agree.h: comparing slugs, files and the history. */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "plain/agree.h"

/* ---------------------------------------------------------------------------------------------------- slugs -- */

/* What the registry says of a slug: whose it is, and whether there is one. */
struct slug_answer {
    nnreg_status status, asked;
    uint64_t id;
    int exists;
};

static struct slug_answer ask_network_slug(nnreg *registry, const char *slug)
{
    struct slug_answer answer = {.id = 0};
    nnreg_network *network;

    answer.status = nnreg_network_get_by_slug(registry, &network, slug);
    answer.id = answer.status == NNREG_OK ? nnreg_network_id(network) : 0;
    nnreg_network_free(network);
    answer.asked = nnreg_network_exists_by_slug(registry, &answer.exists, slug);
    return answer;
}

static struct slug_answer ask_spec_slug(nnreg *registry, const char *slug)
{
    struct slug_answer answer = {.id = 0};
    nnreg_spec *spec;

    answer.status = nnreg_spec_get_by_slug(registry, &spec, slug);
    answer.id = answer.status == NNREG_OK ? nnreg_spec_id(spec) : 0;
    nnreg_spec_free(spec);
    answer.asked = nnreg_spec_exists_by_slug(registry, &answer.exists, slug);
    return answer;
}

static bool compare_slug_of(struct plain_run *run, enum plain_kind kind, const char *slug)
{
    const struct plain_object *objects = run->model.objects[kind];
    struct slug_answer answer =
        kind == PLAIN_NETWORK ? ask_network_slug(run->registry, slug) : ask_spec_slug(run->registry, slug);
    uint64_t expected = 0;
    size_t i;

    for (i = 0; i < run->model.count[kind]; i++)
        if (strcmp(objects[i].slug, slug) == 0)
            expected = objects[i].id;
    if (answer.asked != NNREG_OK || answer.exists != (expected != 0))
        return plain_differ(run, "there is said to be %s %s \"%s\"", answer.exists ? "a" : "no",
                            plain_kinds[kind], slug);
    if (answer.id == expected && answer.status == (expected != 0 ? NNREG_OK : NNREG_NOT_FOUND))
        return true;
    return plain_differ(run, "the slug \"%s\" is that of %s %llu, not %llu", slug, plain_kinds[kind],
                        (unsigned long long)answer.id, (unsigned long long)expected);
}

static bool compare_slug(struct plain_run *run, unsigned slug)
{
    return compare_slug_of(run, PLAIN_NETWORK, plain_slugs[slug]) &&
           compare_slug_of(run, PLAIN_SPEC, plain_slugs[slug]);
}

/* ---------------------------------------------------------------------------------------------------- files -- */

static bool compare_file(struct plain_run *run, const struct plain_object *network, unsigned k)
{
    const struct plain_file *file = &run->model.files[network->bundle][k];
    size_t size, expected_size;
    char *content = fixture_read(run->registry, network->id, file->name, &size);
    char *expected = plain_file_content(run->world, network->bundle, k, &expected_size);
    bool same = content != NULL && size == expected_size && memcmp(content, expected, size) == 0;

    free(content);
    free(expected);
    return same || plain_differ(run, "the file \"%s\" of network %llu is not what was registered", file->name,
                                (unsigned long long)network->id);
}

static bool compare_contents(struct plain_run *run)
{
    size_t i;
    unsigned k;

    for (i = 0; i < run->model.count[PLAIN_NETWORK]; i++)
        for (k = 0; k < PLAIN_FILES; k++)
            if (!compare_file(run, &run->model.objects[PLAIN_NETWORK][i], k))
                return false;
    return true;
}

/* The digests that the model says are stored, each once; bundles share files. */
static size_t stored(const struct plain_model *model)
{
    const char *seen[PLAIN_BUNDLES * PLAIN_FILES];
    size_t count = 0, i, k, n;

    for (i = 0; i < PLAIN_BUNDLES; i++)
        for (k = 0; k < PLAIN_FILES; k++) {
            for (n = 0; n < count && strcmp(seen[n], model->files[i][k].sha256) != 0; n++)
                ;
            if (n == count && plain_is_stored(model, model->files[i][k].sha256))
                seen[count++] = model->files[i][k].sha256;
        }
    return count;
}

/* blobs/ab/cdef…: each must be one that a network has; returns how many there are. */
static size_t count_blobs(struct plain_run *run, const char *folder, const char *prefix)
{
    struct dirent *entry;
    size_t count = 0;
    char name[600];
    DIR *dir = opendir(folder);

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(name, sizeof name, "%s/%s", folder, entry->d_name);
        if (prefix[0] == '\0') {
            count += count_blobs(run, name, entry->d_name);
            continue;
        }
        count++;
        (void)snprintf(name, sizeof name, "%s%s", prefix, entry->d_name);
        if (!plain_is_stored(&run->model, name))
            (void)plain_differ(run, "the file blobs/%s/%s is of no network", prefix, entry->d_name);
    }
    if (dir != NULL)
        closedir(dir);
    return count;
}

static bool compare_blobs(struct plain_run *run)
{
    char folder[500];
    size_t count, expected = stored(&run->model);

    (void)snprintf(folder, sizeof folder, "%s/blobs", run->dir);
    count = count_blobs(run, folder, "");
    if (run->difference[0] != '\0')
        return false;
    return count == expected || plain_differ(run, "%zu files are stored, not %zu", count, expected);
}

/* -------------------------------------------------------------------------------------------------- history -- */

static bool compare_event(struct plain_run *run, const nnreg_events *events, size_t i)
{
    char *expected =
        strdup(run->events_seen < run->model.event_count ? run->model.events[run->events_seen] : "no event");
    char *json, *hash;
    bool same;

    ck_assert_int_eq(nnreg_event_json(&json, events, i), NNREG_OK);
    ck_assert_ptr_nonnull(expected);
    plain_squeeze(expected);
    plain_squeeze(json);
    hash = strstr(json, ",\"hash\":\"");
    ck_assert_ptr_nonnull(hash);
    ck_assert_uint_eq(strlen(hash), strlen(",\"hash\":\"\"}") + 64);
    (void)snprintf(hash, 2, "}");
    same = strcmp(json, expected) == 0 || plain_differ(run, "the history says\n%s\nnot\n%s", json, expected);
    run->events_seen++;
    free(expected);
    nnreg_free(json);
    return same;
}

/* The events from the last one seen on. */
static bool compare_history(struct plain_run *run)
{
    nnreg_events *events;
    size_t i, count;

    do {
        if (nnreg_events_since(run->registry, &events, run->events_seen, NNREG_LIMIT_PAGE, 0, NULL) !=
            NNREG_OK)
            return plain_differ(run, "the history cannot be read: %s", nnreg_message(run->registry));
        count = nnreg_events_count(events);
        for (i = 0; i < count && run->difference[0] == '\0'; i++)
            (void)compare_event(run, events, i);
        nnreg_events_free(events);
    } while (count > 0 && run->difference[0] == '\0');
    if (run->difference[0] == '\0' && run->events_seen != run->model.event_count)
        return plain_differ(run, "the history ends before\n%s", run->model.events[run->events_seen]);
    return run->difference[0] == '\0';
}

static bool verify_history(struct plain_run *run)
{
    uint64_t count, broken;

    run->events_seen = 0;
    if (!compare_history(run))
        return false;
    if (nnreg_events_verify(run->registry, &count, &broken, NULL) != NNREG_OK ||
        count != run->model.event_count)
        return plain_differ(run, "the history has %llu events that hold, not %zu: %s",
                            (unsigned long long)count, run->model.event_count, nnreg_message(run->registry));
    return true;
}

/* ------------------------------------------------------------------------------------------------------ all -- */

bool plain_compare(struct plain_run *run)
{
    return compare_history(run) &&
           compare_slug(run, (unsigned)plain_random(&run->random, PLAIN_GOOD_SLUGS)) && compare_blobs(run) &&
           plain_compare_lists(run, false);
}

bool plain_compare_all(struct plain_run *run)
{
    const char *fault;
    unsigned slug;

    for (slug = 0; slug < PLAIN_GOOD_SLUGS; slug++)
        if (!compare_slug(run, slug))
            return false;
    if (!verify_history(run) || !compare_blobs(run) || !compare_contents(run) ||
        !plain_compare_lists(run, true))
        return false;
    fault = registry_fault(run->registry, run->dir, false);
    return fault == NULL || plain_differ(run, "the registry is not sound: %s", fault);
}
