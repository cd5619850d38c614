/*
 * Pages of a range that is not in the order that is asked for, or leaves conditions open: the first n of the order, of all
 * that the range holds. It is gone through once, whole, since the object that comes first may stand last in it.
 */
#ifndef NNREG_REGISTRY_TOP_N_H
#define NNREG_REGISTRY_TOP_N_H

#include "registry/listing.h"

/* *before: there are objects on the other side of the cursor's place. */
nnreg_status nnreg_top_n_page(struct nnreg_listing *listing, bool *before, struct nnreg_error *error);

/* The total of the page alone, of a range that leaves conditions open. */
nnreg_status nnreg_top_n_count(struct nnreg_listing *listing, struct nnreg_error *error);

#endif
