/*
 * The place of a checkout: the target, and beside it, in the same folder, a working folder in which the model is made whole
 * before it is renamed to the target's name.
 *
 *     .nnreg-checkout-PID-RANDOM/          a name that no server takes for a model or a version
 *         checkout                         locked for as long as its checkout goes on
 *         model/                           what becomes the target; after an exchange, what was there before
 *         aside/                           for a moment only, where the file system cannot exchange two names
 *
 * A checkout that is killed leaves that folder. The next one in the same folder removes it: one whose lock is free, and that
 * holds nothing but this.
 */
#ifndef NNREG_REGISTRY_CHECKOUT_PLACE_H
#define NNREG_REGISTRY_CHECKOUT_PLACE_H

#include "base/fsio.h"
#include "base/unique_name.h"

struct nnreg_checkout_place {
    char *path; /* of the target, as it was given, without slashes at its end; messages name it by this */
    char *parent_path; /* of the folder that the target is in */
    const char *name;  /* of the target in it */
    int parent;
    bool made_parent;
    bool replaces; /* there is a target */
    int work;      /* the working folder */
    char work_name[NNREG_UNIQUE_NAME];
    int lock;
    int model;    /* model/ in it, where the files are made */
    int registry; /* its folder; the caller's */
};

/*
 * Opens the place for a checkout to `dir` with the flags of its caller, and makes an empty model/. `registry`: the folder of the
 * registry, in which no target may be. NNREG_INVALID_ARGUMENT: the path names nothing, or something in the registry.
 * NNREG_NOT_FOUND: there is no folder above it. NNREG_EXISTS: there is something that is not to be replaced. NNREG_CONFLICT:
 * it is not what may be replaced, a folder of a model. Whatever it returns, nnreg_checkout_place_end has to follow.
 */
nnreg_status nnreg_checkout_place_begin(struct nnreg_checkout_place *place, const char *dir, unsigned flags,
                                        int registry, struct nnreg_error *error);

/*
 * Puts model/, whose files are on the device, in the target's place, durably. A failure leaves the target as it was; where
 * that fails, too, the new one stays there, and `model` is -1: nobody is to empty it.
 */
nnreg_status nnreg_checkout_place_put(struct nnreg_checkout_place *place, struct nnreg_error *error);

/*
 * Removes the working folder; `done` false: in which model/ was emptied by then, and the folder above the target, if it was
 * made for it.
 */
void nnreg_checkout_place_end(struct nnreg_checkout_place *place, bool done);

#endif
