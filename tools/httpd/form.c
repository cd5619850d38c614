/* A form: see form.h. */
#include "form.h"

#include <stddef.h>

#include "answer.h"

struct form *form_begin(struct request *request)
{
    answer_error(request, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "forms are not taken yet");
    return NULL;
}

void form_receive(struct request *request, const char *piece, size_t size)
{
    (void)request, (void)piece, (void)size;
}

void form_finish(struct request *request)
{
    (void)request;
}

const nnreg_bundle *form_bundle(const struct form *form)
{
    (void)form;
    return NULL;
}

void form_free(struct form *form)
{
    (void)form;
}
