/*
 * The files of a registered network as a bundle, so that what works on files works on a network, too; and how an operand
 * that can be a path or a network is told to be the one or the other.
 */
#ifndef NNREG_TOOLS_STORED_BUNDLE_H
#define NNREG_TOOLS_STORED_BUNDLE_H

#include <nnreg.h>

#include "buffer.h"
#include "run.h"

/* Starts as {0}. */
struct stored_bundle {
    nnreg_bundle *bundle;
    uint64_t id; /* of the network */
    int *files;  /* the descriptors that the bundle reads from */
    size_t count;
    struct buffer damaged; /* the name of a file that was found damaged when it was opened; "" */
};

/*
 * Whether the command's only operand is a network: an id or a slug. What has a slash in it never is, and ./5 is the way to say so.
 * With -r a word that can be an id or a slug is one; without, only where there is no file or folder of that name.
 */
bool stored_bundle_is_meant(const struct run *run);

/*
 * Opens the files of the network that an operand names. All of them are read and held against their SHA-256 first; with `quick`
 * weights are not. What is known to be damaged is told then. Returns STATUS_DONE, or the exit status after having said why not.
 */
int stored_bundle_open(struct run *run, struct stored_bundle *stored, nnreg *registry, uint64_t id,
                       bool quick);

/* Frees all, after the last call on the bundle. Has a damaged file that was found noted: no registry may be open for that. */
void stored_bundle_close(struct run *run, struct stored_bundle *stored);

/* The network of the only operand of the command: as stored_bundle_open, of a registry that is opened for it. */
int stored_bundle_of_operand(struct run *run, struct stored_bundle *stored, bool quick);

#endif
