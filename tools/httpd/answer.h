/* Answers of the registry: objects, and what went wrong. */
#ifndef NNREG_HTTPD_ANSWER_H
#define NNREG_HTTPD_ANSWER_H

#include "../http/answer.h"
#include "request.h"

#define TYPE_JSON "application/json"

/* A text of the library's, which is taken over; NULL: out of memory. */
void answer_json(struct http_request *request, unsigned status, char *json);

/* For a call of the library that failed, in its own words. `findings` are those of the call, or NULL. */
void answer_failure(struct request *request, nnreg_status status, const nnreg_findings *findings);

/* {"error": TEXT} */
void answer_problem(struct http_request *request, unsigned status, const char *message);

#endif
