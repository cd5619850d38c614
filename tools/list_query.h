/* The query of a list, made of the options (list.h). */
#ifndef NNREG_TOOLS_LIST_QUERY_H
#define NNREG_TOOLS_LIST_QUERY_H

#include <nnreg.h>

#include "buffer.h"
#include "run.h"

struct list_query {
    struct nnreg_query query;
    bool filtered; /* there is a condition, so that an empty list does not mean an empty registry */
    const char *network, *spec; /* as they were given; NULL: not */
    struct nnreg_where *where;  /* what follows is owned */
    char **keys;
    uint64_t *ids;
    struct buffer since, before;
};

/* Reads the options. Returns STATUS_DONE or, after having said what is wrong, STATUS_USAGE. */
int list_query_read(struct run *run, struct list_query *asked);
void list_query_free(struct list_query *asked);

#endif
