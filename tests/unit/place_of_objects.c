/* See place_of_objects.h. */
#include "place_of_objects.h"

#include <check.h>
#include <string.h>
#include <unistd.h>

#include "store/objects_folder.h"

static struct place_of_objects *place_of(struct nnreg_object_store *store)
{
    return (struct place_of_objects *)store;
}

/* Whether the call is made; if not, or behind it, it fails with *status. */
static bool begin(struct place_of_objects *place, enum place_call call, nnreg_status *status)
{
    place->calls[call]++;
    if (place->between != NULL)
        place->between(call, true);
    *status = place->fails[call];
    place->fails[call] = NNREG_OK;
    return *status == NNREG_OK || place->done_all_the_same[call];
}

static nnreg_status end(struct place_of_objects *place, enum place_call call, nnreg_status made,
                        nnreg_status fails, struct nnreg_error *error)
{
    if (place->between != NULL)
        place->between(call, false);
    return fails != NNREG_OK ? nnreg_fail(error, fails, "as it was told") : made;
}

static nnreg_status put(bool *unknown, struct nnreg_object_store *store, const char *name,
                        const struct nnreg_object_source *source, nnreg_object_progress *progress,
                        void *context, struct nnreg_error *error)
{
    struct place_of_objects *place = place_of(store);
    nnreg_status made = NNREG_OK, fails;
    bool lies = place->lies;

    *unknown = place->done_all_the_same[PLACE_PUT];
    place->lies = false;
    if (begin(place, PLACE_PUT, &fails) && !lies)
        made = place->folder->driver->put(unknown, place->folder, name, source, progress, context, error);
    return end(place, PLACE_PUT, made, fails, error);
}

static nnreg_status size_of(uint64_t *size, struct nnreg_object_store *store, const char *name,
                            struct nnreg_error *error)
{
    struct place_of_objects *place = place_of(store);
    nnreg_status made = NNREG_OK, fails;

    if (begin(place, PLACE_SIZE, &fails))
        made = place->folder->driver->size(size, place->folder, name, error);
    return end(place, PLACE_SIZE, made, fails, error);
}

static nnreg_status get(struct nnreg_object_store *store, const char *name, uint64_t offset, uint64_t length,
                        int fd, nnreg_object_progress *progress, void *context, struct nnreg_error *error)
{
    struct place_of_objects *place = place_of(store);
    nnreg_status made = NNREG_OK, fails;

    if (begin(place, PLACE_GET, &fails))
        made = place->folder->driver->get(place->folder, name, offset, length, fd, progress, context, error);
    if (made == NNREG_OK && place->alters)
        ck_assert_int_eq(pwrite(fd, "?", 1, 0), 1);
    return end(place, PLACE_GET, made, fails, error);
}

static nnreg_status remove_object(struct nnreg_object_store *store, const char *name,
                                  struct nnreg_error *error)
{
    struct place_of_objects *place = place_of(store);
    nnreg_status made = NNREG_OK, fails;

    if (begin(place, PLACE_REMOVE, &fails))
        made = place->folder->driver->remove(place->folder, name, error);
    return end(place, PLACE_REMOVE, made, fails, error);
}

static nnreg_status list(struct nnreg_object_store *store, const char *prefix, nnreg_object_visit *visit,
                         void *context, struct nnreg_error *error)
{
    return place_of(store)->folder->driver->list(place_of(store)->folder, prefix, visit, context, error);
}

static const struct nnreg_object_driver driver = {
    .name = "test", .put = put, .size = size_of, .get = get, .remove = remove_object, .list = list};

void place_open(struct place_of_objects *place, int folder)
{
    memset(place, 0, sizeof *place);
    place->base.driver = &driver;
    ck_assert_int_eq(nnreg_objects_folder_open(&place->folder, folder, NULL), NNREG_OK);
}

void place_close(struct place_of_objects *place)
{
    place->folder->driver->close(place->folder);
}

static nnreg_status count_one(const char *name, uint64_t size, void *context, struct nnreg_error *error)
{
    (void)name, (void)size, (void)error;
    ++*(unsigned *)context;
    return NNREG_OK;
}

unsigned place_count(struct place_of_objects *place)
{
    unsigned count = 0;

    ck_assert_int_eq(list(&place->base, "", count_one, &count, NULL), NNREG_OK);
    return count;
}
