/* The task: the deployment status of a network, as a plain record. */
#ifndef NNREG_RECORDS_TASK_H
#define NNREG_RECORDS_TASK_H

#include "records/fields.h"
#include "nnreg.h"

struct nnreg_task {
    struct nnreg_unknown unknown;
    uint64_t id;
    uint64_t network_id;
    int status;
    char *error; /* "" but where status is NNREG_TASK_ERROR */
    int64_t create_date;
    int64_t update_date;
};

extern const struct nnreg_table nnreg_task_table;

#endif
