/* The functions of the PostgreSQL engine: see postgresql_engine.h. */
#include "store/postgresql/postgresql_engine.h"

#include "store/postgresql/internal.h"

/* It has nothing in the folder. */
static const char *const no_pg_files[] = {NULL};

static nnreg_status pg_statistics(struct nnreg_kv_statistics *statistics, struct nnreg_kv_store *base,
                                  nnreg_kv_table_id numbered, nnreg_kv_visit_reader *visit, void *context,
                                  struct nnreg_error *error)
{
    (void)numbered;
    (void)visit;
    (void)context;
    (void)error;
    statistics->state = statistics->oldest_state = (uint64_t)atomic_load(&nnreg_pg_store_of(base)->newest);
    return NNREG_OK;
}

const struct nnreg_kv_engine nnreg_postgresql_engine = {
    .name = "postgresql",
    .data_name = NNREG_PG_DATA,
    .longest_key = NNREG_PG_LONGEST_KEY,
    .files = no_pg_files,
    .leftovers = no_pg_files,
    .open = nnreg_pg_open,
    .close = nnreg_pg_close,
    .begin_read = nnreg_pg_begin_read,
    .end_read = nnreg_pg_end_read,
    .begin_write = nnreg_pg_begin_write,
    .commit = nnreg_pg_commit,
    .abort = nnreg_pg_abort,
    .prepare_retry = nnreg_pg_prepare_retry,
    .begin_part = nnreg_pg_begin_part,
    .end_part = nnreg_pg_end_part,
    .claim = nnreg_pg_claim,
    .make_tables = nnreg_pg_make_tables,
    .get = nnreg_pg_get,
    .put = nnreg_pg_put,
    .remove = nnreg_pg_remove,
    .count = nnreg_pg_count,
    .walk = nnreg_pg_walk,
    .statistics = pg_statistics,
};
