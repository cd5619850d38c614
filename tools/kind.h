/*
 * The kinds of objects in a registry, as the commands that treat them alike need them: `nnreg rm`, `nnreg spec rm` and
 * `nnreg version rm` are one piece of code with three rows of this table.
 */
#ifndef NNREG_TOOLS_KIND_H
#define NNREG_TOOLS_KIND_H

#include <stdbool.h>

#include <nnreg.h>

typedef nnreg_status kind_create(nnreg *registry, uint64_t *id, const char *json, size_t length,
                                 const struct nnreg_call_options *call, nnreg_findings *findings);
typedef nnreg_status kind_update(nnreg *registry, uint64_t id, const char *json, size_t length,
                                 const struct nnreg_call_options *call, nnreg_findings *findings);
typedef nnreg_status kind_delete(nnreg *registry, uint64_t id, const struct nnreg_call_options *call,
                                 struct nnreg_cascade *cascade);
typedef nnreg_status kind_list(nnreg *registry, nnreg_page **page, const struct nnreg_query *query);
typedef nnreg_status kind_publish(nnreg *registry, uint64_t id, const char *slug,
                                  const struct nnreg_call_options *call);
typedef nnreg_status kind_unpublish(nnreg *registry, uint64_t id, const struct nnreg_call_options *call);

struct kind {
    const char *word;    /* "network": also what the library calls it */
    const char *plural;  /* "networks" */
    const char *prefix;  /* of its commands: "" or "spec " */
    kind_create *create; /* NULL: not by a description alone */
    kind_update *update; /* NULL: nothing of it can change */
    kind_delete *remove; /* NULL: not by itself */
    kind_list *list;
    kind_publish *publish; /* NULL, and so are those below: objects of the kind are never public */
    kind_unpublish *unpublish;
    nnreg_status (*find)(nnreg *registry, uint64_t *id, const char *slug); /* NNREG_NOT_FOUND */
    nnreg_status (*look)(nnreg *registry, uint64_t id, bool *is_public);   /* NNREG_NOT_FOUND */
};

extern const struct kind kind_network, kind_spec, kind_version, kind_task;

#endif
