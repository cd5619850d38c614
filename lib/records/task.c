/* The table of tasks. */
#include "records/task.h"

#include "records/rows.h"

/* clang-format off */
static const struct nnreg_field task_fields[] = {
    {.key = "id", .number = 1, ID(nnreg_task, id), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "assigned in order, never reused"},
    {.key = "network_id", .number = 2, ID(nnreg_task, network_id), .logged = true, .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "the network it belongs to"},
    {.key = "status", .number = 3, ENUM(nnreg_task, status, task_status), .mutability = NNREG_MUTABLE,
     .doc = "how far the deployment is"},
    {.key = "error", .number = 4, STRING(nnreg_task, error), .presence = NNREG_OPTIONAL,
     .mutability = NNREG_MUTABLE, .initial = "\"\"", .most = NNREG_LIMIT_TASK_ERROR, .most_bytes = true,
     .doc = "why the deployment failed"},
    {.key = "create_date", .number = 5, TIME(nnreg_task, create_date), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "when it was made"},
    {.key = "update_date", .number = 6, TIME(nnreg_task, update_date), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "when it was last changed"},
};
/* clang-format on */
const struct nnreg_table nnreg_task_table = TABLE(task, "the deployment status of a network", task_fields);
