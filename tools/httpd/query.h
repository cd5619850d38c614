/* The parameters of a list, as a query. */
#ifndef NNREG_HTTPD_QUERY_H
#define NNREG_HTTPD_QUERY_H

#include "request.h"

#define QUERY_IDS NNREG_LIMIT_PAGE

struct list_query {
    struct nnreg_query query;
    struct nnreg_where where[NNREG_LIMIT_WHERE];
    char *keys[NNREG_LIMIT_WHERE];
    uint64_t ids[QUERY_IDS];
};

/* The i-th parameter, "" where lists of that kind do not have it. NULL: there are not as many. */
const char *query_parameter(size_t i, const struct kind *kind);

/* false: there is an answer. Freed in each case. */
bool query_read(struct request *request, struct list_query *asked);
void query_free(struct list_query *asked);

#endif
