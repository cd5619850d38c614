/*
 * Scans: going through the range of a plan, in the direction of the page. Every page is made by one; where the range is in
 * the order that is asked for and answers every condition, the page is what the scan meets first.
 */
#ifndef NNREG_REGISTRY_SCAN_H
#define NNREG_REGISTRY_SCAN_H

#include "registry/listing.h"

/* Called for each entry of the range that the scope lets in; *stop ends the scan. */
typedef nnreg_status nnreg_scan_visit(bool *stop, struct nnreg_listing *listing, uint64_t id,
                                      struct nnreg_slice key, struct nnreg_error *error);

nnreg_status nnreg_scan_range(struct nnreg_listing *listing, nnreg_scan_visit *visit,
                              struct nnreg_error *error);

/* NNREG_CORRUPT: a network's record and the tables disagree on whether it is public. */
nnreg_status nnreg_scan_check_scope(const struct nnreg_list_selection *selection, const void *record,
                                    struct nnreg_error *error);

/* The total of the page, of a range that answers all conditions. */
nnreg_status nnreg_scan_count(struct nnreg_listing *listing, struct nnreg_error *error);

/* The page of a range that is in order and answers all conditions. *before: there are objects on the other side. */
nnreg_status nnreg_scan_page(struct nnreg_listing *listing, bool *before, struct nnreg_error *error);

#endif
