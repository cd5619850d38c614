/* The kinds of objects, each with the calls of nnreg.h for it. */
#ifndef NNREG_HTTPD_KINDS_H
#define NNREG_HTTPD_KINDS_H

#include <nnreg.h>
#include <stdint.h>

#define API "v0.7/" /* before all paths of the API */

/* One object, read. */
struct object {
    uint64_t id;
    int64_t update_date;
    int is_public;
    char *json; /* to be freed with nnreg_free */
};

/* A call that the kind does not have is NULL. */
struct kind {
    const char *word;   /* as nnreg_schema names it */
    const char *path;   /* of its objects, with the slash behind it but none before it */
    const char *public; /* the same of public ones */
    nnreg_status (*list)(nnreg *, nnreg_page **, const struct nnreg_query *);
    nnreg_status (*get)(nnreg *, struct object *, uint64_t id);
    nnreg_status (*get_by_slug)(nnreg *, struct object *, const char *slug);
    nnreg_status (*create)(nnreg *, uint64_t *id, const char *json, size_t length, const nnreg_bundle *,
                           const struct nnreg_call_options *, nnreg_findings *);
    nnreg_status (*update)(nnreg *, uint64_t id, const char *json, size_t length,
                           const struct nnreg_call_options *, nnreg_findings *);
    nnreg_status (*delete)(nnreg *, uint64_t id, const struct nnreg_call_options *, struct nnreg_cascade *);
};

enum { KIND_NETWORK, KIND_SPEC, KIND_VERSION, KIND_TASK, KIND_COUNT };

extern const struct kind kinds[KIND_COUNT];

#endif
