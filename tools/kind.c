/* The table of kinds: see kind.h. */
#include "kind.h"

const struct kind kind_network = {
    .word = "network",
    .plural = "networks",
    .prefix = "",
    .update = nnreg_network_update,
    .remove = nnreg_network_delete,
    .list = nnreg_network_list,
};

const struct kind kind_spec = {
    .word = "spec",
    .plural = "specs",
    .prefix = "spec ",
    .create = nnreg_spec_create,
    .update = nnreg_spec_update,
    .remove = nnreg_spec_delete,
    .list = nnreg_spec_list,
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
