/* The parameters of a list: see query.h. */
#include "query.h"

#include "answer.h"

#define MOST 64 /* parameters that there can be */

/* A filter that is misspelt must not give the whole list. */
static void answer_unknown(struct request *request, const char *key)
{
    const char *keys[MOST], *near;
    size_t count = 0;

    while (count < MOST && (keys[count] = nnreg_parameter_key(NULL, count)) != NULL)
        count++;
    near = nnreg_nearest(key, keys, count);
    http_answer_error(&request->http, MHD_HTTP_BAD_REQUEST, "a list has no parameter \"%s\"%s%s%s", key,
                      near != NULL ? ": did you mean \"" : "", near != NULL ? near : "",
                      near != NULL ? "\"?" : "");
}

static void read_pair(struct request *request, nnreg_parameters *parameters, const struct uri_pair *pair)
{
    const char *wanted;

    switch (nnreg_parameters_set(parameters, pair->key, pair->value, &wanted)) {
    case NNREG_OK:
        break;
    case NNREG_NOT_FOUND:
        answer_unknown(request, pair->key);
        break;
    case NNREG_EXISTS:
        http_answer_error(&request->http, MHD_HTTP_BAD_REQUEST, "the parameter \"%s\" is given twice",
                          pair->key);
        break;
    case NNREG_INVALID_ARGUMENT:
        http_answer_error(&request->http, MHD_HTTP_BAD_REQUEST, "%s=%s: it has to be %s", pair->key,
                          pair->value, wanted);
        break;
    default:
        answer_failure(request, NNREG_NO_MEMORY, NULL);
    }
}

nnreg_parameters *query_read(struct request *request)
{
    nnreg_parameters *parameters;
    size_t i;

    if (nnreg_parameters_new(&parameters) != NNREG_OK) {
        answer_failure(request, NNREG_NO_MEMORY, NULL);
        return NULL;
    }
    for (i = 0; i < request->http.uri.pair_count && request->http.response == NULL; i++)
        read_pair(request, parameters, &request->http.uri.pairs[i]);
    if (request->http.response == NULL)
        return parameters;
    nnreg_parameters_free(parameters);
    return NULL;
}
