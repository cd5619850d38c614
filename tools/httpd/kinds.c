/* The kinds of objects: see kinds.h. */
#include "kinds.h"

#include <stddef.h>

/* `is_public_one` is asked of `read`. */
#define READ_OBJECT(kind, is_public_one)                                                         \
    static nnreg_status read_##kind(struct object *object, nnreg_##kind *read, nnreg_status got) \
    {                                                                                            \
        object->json = NULL;                                                                     \
        if (got != NNREG_OK)                                                                     \
            return got;                                                                          \
        object->id = nnreg_##kind##_id(read);                                                    \
        object->update_date = nnreg_##kind##_update_date(read);                                  \
        got = nnreg_##kind##_json(&object->json, read);                                          \
        nnreg_##kind##_free(read);                                                               \
        return got;                                                                              \
    }                                                                                            \
    static nnreg_status get_##kind(nnreg *registry, struct object *object, uint64_t id)          \
    {                                                                                            \
        nnreg_##kind *read;                                                                      \
        nnreg_status status = nnreg_##kind##_get(registry, &read, id);                           \
                                                                                                 \
        object->is_public = status == NNREG_OK && (is_public_one);                               \
        return read_##kind(object, read, status);                                                \
    }

#define READ_BY_SLUG(kind)                                                                             \
    static nnreg_status get_##kind##_by_slug(nnreg *registry, struct object *object, const char *slug) \
    {                                                                                                  \
        nnreg_##kind *read;                                                                            \
        nnreg_status status = nnreg_##kind##_get_by_slug(registry, &read, slug);                       \
                                                                                                       \
        object->is_public = 1;                                                                         \
        return read_##kind(object, read, status);                                                      \
    }

READ_OBJECT(network, *nnreg_network_slug(read) != '\0')
READ_OBJECT(spec, *nnreg_spec_slug(read) != '\0')
READ_OBJECT(version, 0)
READ_OBJECT(task, 0)
READ_BY_SLUG(network)
READ_BY_SLUG(spec)

/* Only networks have files. */
#define CREATE_WITHOUT_FILES(kind)                                                                          \
    static nnreg_status create_##kind(nnreg *registry, uint64_t *id, const char *json, size_t length,       \
                                      const nnreg_bundle *bundle, const struct nnreg_call_options *options, \
                                      nnreg_findings *findings)                                             \
    {                                                                                                       \
        (void)bundle;                                                                                       \
        return nnreg_##kind##_create(registry, id, json, length, options, findings);                        \
    }

CREATE_WITHOUT_FILES(spec)
CREATE_WITHOUT_FILES(version)

const struct kind kinds[KIND_COUNT] = {
    [KIND_NETWORK] = {"network", API "networks/", API "networks/public/", nnreg_network_list, get_network,
                      get_network_by_slug, nnreg_network_create, nnreg_network_update, nnreg_network_delete},
    [KIND_SPEC] = {"spec", API "recognition/specs/", API "recognition/public/", nnreg_spec_list, get_spec,
                   get_spec_by_slug, create_spec, nnreg_spec_update, nnreg_spec_delete},
    [KIND_VERSION] = {"version", API "recognition/versions/", NULL, nnreg_version_list, get_version, NULL,
                      create_version, NULL, nnreg_version_delete},
    [KIND_TASK] = {"task", API "tasks/", NULL, nnreg_task_list, get_task, NULL, NULL, nnreg_task_update,
                   NULL},
};
