/* One page of a list as its users see it: objects, cursors, and JSON with links to its neighbours. */
#ifndef NNREG_REGISTRY_PAGE_H
#define NNREG_REGISTRY_PAGE_H

#include "registry/query.h"
#include "registry/snapshot.h"

struct nnreg_page {
    struct nnreg_list_selection selection; /* its query's texts are owned */
    uint64_t total;
    uint64_t event;           /* the last one in the snapshot */
    unsigned char *snapshots; /* one behind the other */
    char *memory;             /* what is in them, in one piece */
    size_t count;
    char *next, *previous; /* cursors; NULL: there is no such page */
};

/* An empty page for a selection, whose texts it takes a copy of. On a failure *page is what can be freed. */
nnreg_status nnreg_page_new(nnreg_page **page, const struct nnreg_list_selection *selection,
                            struct nnreg_error *error);

/* The i-th of its objects. */
struct nnreg_snapshot *nnreg_page_snapshot(const nnreg_page *page, size_t i);

#endif
