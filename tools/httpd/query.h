/* The parameters of a list, as a query. */
#ifndef NNREG_HTTPD_QUERY_H
#define NNREG_HTTPD_QUERY_H

#include "request.h"

/* To be freed with nnreg_parameters_free; NULL: there is an answer. */
nnreg_parameters *query_read(struct request *request);

#endif
