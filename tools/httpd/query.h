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

/* One parameter, for who tells of them: its kinds are the first letters of the words of those that have it, its schema is JSON. */
struct query_parameter {
    const char *key, *kinds, *schema, *help;
};

/* The i-th. false: there are not as many. */
bool query_parameter(struct query_parameter *parameter, size_t i);

/* false: there is an answer. Freed in each case. */
bool query_read(struct request *request, struct list_query *asked);
void query_free(struct list_query *asked);

#endif
