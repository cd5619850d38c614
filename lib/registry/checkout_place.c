/* See checkout_place.h. What may be at the target is judged in checkout_target.c. */
#include "registry/checkout_place.h"

#include <fcntl.h>
#include <string.h>

#include "base/alloc.h"
#include "registry/checkout_target.h"

#define TRIES         16 /* for a working folder that nobody has and nobody sweeps away */
#define SIBLINGS_MOST ((size_t)1 << 20)

static const char work_prefix[] = ".nnreg-checkout-";
static const char lock_name[] = "checkout";
static const char model_name[] = "model";
static const char aside_name[] = "aside";

/* ------------------------------------------------------------------------------------------ what killed ones leave -- */

static bool is_left_over(const struct nnreg_fs_names *names)
{
    static const char *const known[] = {lock_name, model_name, aside_name};
    size_t i, k;

    for (i = 0; i < names->count; i++) {
        for (k = 0; k < sizeof known / sizeof *known && strcmp(names->name[i], known[k]) != 0; k++)
            ;
        if (k == sizeof known / sizeof *known)
            return false;
    }
    return true;
}

/* With the lock of a left-over held, so that its checkout is known to have ended. The lock goes last. */
static void remove_left_over(int parent, const char *name, int work)
{
    struct nnreg_fs_names names;

    if (nnreg_fs_list(&names, work, SIBLINGS_MOST, NULL) != NNREG_OK)
        return;
    if (is_left_over(&names) && nnreg_fs_remove_tree(work, model_name, NULL) == NNREG_OK &&
        nnreg_fs_remove_tree(work, aside_name, NULL) == NNREG_OK &&
        nnreg_fs_remove(work, lock_name, NULL) == NNREG_OK)
        (void)nnreg_fs_remove_folder(parent, name, NULL);
    nnreg_fs_names_free(&names);
}

/* One without a lock is removed only if it is empty: its checkout was killed before, or is about to make it and tries again. */
static void sweep_one(int parent, const char *name)
{
    struct nnreg_file_stat stat;
    int work, lock;
    nnreg_status status;

    if (nnreg_fs_open_folder(&work, parent, name, false, NULL) != NNREG_OK)
        return;
    status = nnreg_fs_open_for_update(&lock, NULL, &stat, work, lock_name, NULL);
    if (status == NNREG_NOT_FOUND)
        (void)nnreg_fs_remove_folder(parent, name, NULL);
    else if (status == NNREG_OK && nnreg_fs_lock(lock, false, NULL) == NNREG_OK)
        remove_left_over(parent, name, work);
    nnreg_fs_close(lock);
    nnreg_fs_close(work);
}

/* A failure leaves what was left: it is in nobody's way. */
static void sweep_siblings(int parent)
{
    struct nnreg_fs_names names;
    size_t i;

    if (nnreg_fs_list(&names, parent, SIBLINGS_MOST, NULL) != NNREG_OK)
        return;
    for (i = 0; i < names.count; i++)
        if (strncmp(names.name[i], work_prefix, sizeof work_prefix - 1) == 0)
            sweep_one(parent, names.name[i]);
    nnreg_fs_names_free(&names);
}

/* ------------------------------------------------------------------------------------------- the working folder -- */

/* A sweep may meet the folder before its lock is made, and the lock before it is held: *again, then, under another name. */
static nnreg_status try_work(bool *again, struct nnreg_checkout_place *place, struct nnreg_error *error)
{
    struct nnreg_file_stat here, named;
    nnreg_status status = nnreg_fs_make_folder(place->parent, place->work_name, error);

    *again = false;
    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_open_folder(&place->work, place->parent, place->work_name, false, error);
    if (status == NNREG_OK)
        status = nnreg_fs_create(&place->lock, place->work, lock_name, error);
    if (status == NNREG_OK)
        status = nnreg_fs_lock(place->lock, false, error);
    if (status == NNREG_OK)
        status = nnreg_fs_stat_fd(&here, place->lock, error);
    if (status == NNREG_OK)
        status = nnreg_fs_stat(&named, place->work, lock_name, error);
    if (status == NNREG_OK && !nnreg_fs_is_same(&here, &named))
        status = NNREG_NOT_FOUND;
    if (status == NNREG_OK)
        return NNREG_OK;
    *again = status == NNREG_NOT_FOUND || status == NNREG_EXISTS || status == NNREG_BUSY;
    if (!*again && place->lock >= 0)
        (void)nnreg_fs_remove(place->work, lock_name, NULL);
    nnreg_fs_close(place->lock);
    nnreg_fs_close(place->work);
    place->lock = place->work = -1;
    if (!*again)
        (void)nnreg_fs_remove_folder(place->parent, place->work_name, NULL);
    return status;
}

static nnreg_status make_work(struct nnreg_checkout_place *place, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    bool again = true;
    unsigned try;

    for (try = 0; try < TRIES && again; try++) {
        nnreg_unique_name(place->work_name, work_prefix);
        status = try_work(&again, place, error);
    }
    if (again)
        return nnreg_fail(error, NNREG_BUSY,
                          "cannot make a folder beside \"%.300s\": others keep removing it", place->path);
    if (status == NNREG_OK)
        status = nnreg_fs_make_folder(place->work, model_name, error);
    if (status == NNREG_OK)
        status = nnreg_fs_open_folder(&place->model, place->work, model_name, false, error);
    return status;
}

/* ------------------------------------------------------------------------------------------------- the target's path -- */

/* Where the last part of a path begins, which has no slash at its end. */
static const char *last_name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

static nnreg_status split_path(struct nnreg_checkout_place *place, const char *dir, struct nnreg_error *error)
{
    size_t length = strlen(dir), above;

    while (length > 0 && dir[length - 1] == '/')
        length--;
    place->path = nnreg_strndup(dir, length);
    if (place->path == NULL)
        return nnreg_fail_memory(error);
    place->name = last_name_of(place->path);
    if (place->name[0] == '\0' || strcmp(place->name, ".") == 0 || strcmp(place->name, "..") == 0)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "\"%.300s\" does not name the folder that is to be made", dir);
    for (above = (size_t)(place->name - place->path); above > 1 && place->path[above - 1] == '/'; above--)
        ;
    place->parent_path = above > 0 ? nnreg_strndup(place->path, above) : nnreg_strdup(".");
    return place->parent_path != NULL ? NNREG_OK : nnreg_fail_memory(error);
}

/* Makes the folder above the target, durably. */
static nnreg_status make_parent(struct nnreg_checkout_place *place, struct nnreg_error *error)
{
    int above = -1;
    nnreg_status status = nnreg_fs_make_folder(AT_FDCWD, place->parent_path, error);

    if (status != NNREG_OK)
        return status;
    place->made_parent = true;
    status = nnreg_fs_open_folder(&place->parent, AT_FDCWD, place->parent_path, true, error);
    if (status == NNREG_OK)
        status = nnreg_fs_open_folder(&above, place->parent, "..", false, error);
    if (status == NNREG_OK)
        status = nnreg_fs_sync(above, error);
    nnreg_fs_close(above);
    return status;
}

nnreg_status nnreg_checkout_place_begin(struct nnreg_checkout_place *place, const char *dir, unsigned flags,
                                        int registry, struct nnreg_error *error)
{
    nnreg_status status;

    *place = (struct nnreg_checkout_place){
        .parent = -1, .work = -1, .lock = -1, .model = -1, .registry = registry};
    status = split_path(place, dir, error);
    if (status == NNREG_OK)
        status = nnreg_fs_open_folder(&place->parent, AT_FDCWD, place->parent_path, true, error);
    if (status == NNREG_NOT_FOUND && (flags & NNREG_MAKE_PARENT) != 0)
        status = make_parent(place, error);
    if (status == NNREG_OK)
        status = nnreg_checkout_target(&place->replaces, place->parent, place->name, place->path,
                                       (flags & NNREG_REPLACE) != 0, registry, error);
    if (status != NNREG_OK)
        return status;
    sweep_siblings(place->parent);
    return make_work(place, error);
}

/* ------------------------------------------------------------------------------------------------ into its place -- */

static nnreg_status swap_in(const struct nnreg_checkout_place *place, struct nnreg_error *error)
{
    if (place->replaces)
        return nnreg_fs_exchange(place->work, model_name, place->parent, place->name, aside_name, error);
    return nnreg_fs_rename_new(place->work, model_name, place->parent, place->name, error);
}

/* As it was. Where that cannot be done what is in place stays, and as a whole. */
static void swap_back(struct nnreg_checkout_place *place)
{
    nnreg_status status = place->replaces
                              ? swap_in(place, NULL)
                              : nnreg_fs_rename(place->parent, place->name, place->work, model_name, NULL);

    if (status == NNREG_OK)
        return;
    nnreg_fs_close(place->model);
    place->model = -1;
}

/* Whether what is to be replaced may be: it was judged when the checkout began, and may be another folder by now, or have more in it. */
static nnreg_status may_replace(const struct nnreg_checkout_place *place, int parent, const char *name,
                                struct nnreg_error *error)
{
    bool there = false;
    nnreg_status status =
        nnreg_checkout_target(&there, parent, name, place->path, true, place->registry, error);

    return status == NNREG_OK && !there ? NNREG_NOT_FOUND : status;
}

/* Judged before, so that nobody sees another model for a moment, and behind the exchange: nobody can put more there by its path then. */
static nnreg_status take_the_place(struct nnreg_checkout_place *place, struct nnreg_error *error)
{
    nnreg_status status = place->replaces ? may_replace(place, place->parent, place->name, error) : NNREG_OK;

    if (status == NNREG_OK)
        status = swap_in(place, error);
    if (status != NNREG_OK || !place->replaces)
        return status;
    status = may_replace(place, place->work, model_name, error);
    if (status != NNREG_OK)
        swap_back(place);
    return status;
}

/* The names are on the device before the folder gets its own, and that is before the call is acknowledged. */
nnreg_status nnreg_checkout_place_put(struct nnreg_checkout_place *place, struct nnreg_error *error)
{
    nnreg_status status = nnreg_fs_sync_folders(place->work, model_name, error);

    if (status == NNREG_OK) {
        status = take_the_place(place, error);
        if (status == NNREG_NOT_FOUND)
            status = nnreg_fail(error, NNREG_CONFLICT, "\"%.300s\" was removed meanwhile", place->path);
        if (status == NNREG_EXISTS && !place->replaces)
            status = nnreg_fail(error, status, "\"%.300s\" is there already", place->path);
    }
    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_sync(place->parent, error);
    if (status == NNREG_OK)
        return status;
    /* It is there, and a power cut may take it away: as it was, so that who is told of a failure finds none. */
    swap_back(place);
    return status;
}

/* Without listing anything but what was replaced: memory may be what ran out. What stays is swept by the next checkout here. */
static void remove_work(const struct nnreg_checkout_place *place, bool done)
{
    nnreg_status status = done ? nnreg_fs_remove_tree(place->work, model_name, NULL)
                               : nnreg_fs_remove_folder(place->work, model_name, NULL);

    if (status == NNREG_OK && nnreg_fs_remove_tree(place->work, aside_name, NULL) == NNREG_OK &&
        nnreg_fs_remove(place->work, lock_name, NULL) == NNREG_OK)
        (void)nnreg_fs_remove_folder(place->parent, place->work_name, NULL);
}

void nnreg_checkout_place_end(struct nnreg_checkout_place *place, bool done)
{
    nnreg_fs_close(place->model);
    if (place->work >= 0)
        remove_work(place, done);
    nnreg_fs_close(place->lock);
    nnreg_fs_close(place->work);
    nnreg_fs_close(place->parent);
    if (place->made_parent && !done)
        (void)nnreg_fs_remove_folder(AT_FDCWD, place->parent_path, NULL); /* goes only if it is empty */
    nnreg_free(place->path);
    nnreg_free(place->parent_path);
    *place = (struct nnreg_checkout_place){.parent = -1, .work = -1, .lock = -1, .model = -1};
}
