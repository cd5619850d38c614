/* The table of kinds: see kind.h. */
#include "kind.h"

static nnreg_status find_network(nnreg *registry, uint64_t *id, const char *slug)
{
    nnreg_network *network;
    nnreg_status status = nnreg_network_get_by_slug(registry, &network, slug);

    if (status == NNREG_OK)
        *id = nnreg_network_id(network);
    nnreg_network_free(network);
    return status;
}

static nnreg_status look_at_network(nnreg *registry, uint64_t id, bool *is_public)
{
    nnreg_network *network;
    nnreg_status status = nnreg_network_get(registry, &network, id);

    *is_public = status == NNREG_OK && nnreg_network_slug(network)[0] != '\0';
    nnreg_network_free(network);
    return status;
}

static nnreg_status find_spec(nnreg *registry, uint64_t *id, const char *slug)
{
    nnreg_spec *spec;
    nnreg_status status = nnreg_spec_get_by_slug(registry, &spec, slug);

    if (status == NNREG_OK)
        *id = nnreg_spec_id(spec);
    nnreg_spec_free(spec);
    return status;
}

static nnreg_status look_at_spec(nnreg *registry, uint64_t id, bool *is_public)
{
    nnreg_spec *spec;
    nnreg_status status = nnreg_spec_get(registry, &spec, id);

    *is_public = status == NNREG_OK && nnreg_spec_slug(spec)[0] != '\0';
    nnreg_spec_free(spec);
    return status;
}

const struct kind kind_network = {
    .word = "network",
    .plural = "networks",
    .prefix = "",
    .update = nnreg_network_update,
    .remove = nnreg_network_delete,
    .list = nnreg_network_list,
    .publish = nnreg_network_publish,
    .unpublish = nnreg_network_unpublish,
    .find = find_network,
    .look = look_at_network,
};

const struct kind kind_spec = {
    .word = "spec",
    .plural = "specs",
    .prefix = "spec ",
    .create = nnreg_spec_create,
    .update = nnreg_spec_update,
    .remove = nnreg_spec_delete,
    .list = nnreg_spec_list,
    .publish = nnreg_spec_publish,
    .unpublish = nnreg_spec_unpublish,
    .find = find_spec,
    .look = look_at_spec,
};

const struct kind kind_version = {
    .word = "version",
    .plural = "versions",
    .prefix = "version ",
    .create = nnreg_version_create,
    .remove = nnreg_version_delete,
    .list = nnreg_version_list,
};

const struct kind kind_task = {
    .word = "task",
    .plural = "tasks",
    .prefix = "task ",
    .update = nnreg_task_update,
    .list = nnreg_task_list,
};
