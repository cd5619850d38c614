/* One page of a list as its users see it: objects, cursors, and JSON with links to its neighbours. */
#ifndef NNREG_REGISTRY_PAGE_H
#define NNREG_REGISTRY_PAGE_H

#include "registry/query.h"

struct nnreg_page {
    struct nnreg_list_selection selection; /* its query's texts are owned */
    uint64_t total;
    uint64_t event;         /* the last one in the snapshot */
    unsigned char *records; /* of the kind's table, one behind the other */
    size_t count;
    char *next, *previous; /* cursors; NULL: there is no such page */
};

/* An empty page for a selection, whose texts it takes a copy of. On a failure *page is what can be freed. */
nnreg_status nnreg_page_new(nnreg_page **page, const struct nnreg_list_selection *selection,
                            struct nnreg_error *error);

#endif
