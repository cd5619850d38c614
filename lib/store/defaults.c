/* What keeps a registry: which engine its records, which backend its files. The only place that names one. */
#include <stdatomic.h>

#include "store/blobs.h"
#include "store/files/folder_blobs.h"
#include "store/kv_engine.h"
#include "store/lmdb/lmdb_engine.h"

static const struct nnreg_kv_engine *_Atomic chosen_engine = &nnreg_lmdb_engine;

void nnreg_kv_use_engine(const struct nnreg_kv_engine *engine)
{
    atomic_store(&chosen_engine, engine != NULL ? engine : &nnreg_lmdb_engine);
}

const struct nnreg_kv_engine *nnreg_kv_chosen_engine(void)
{
    return atomic_load(&chosen_engine);
}

const char *const *nnreg_kv_files(void)
{
    return nnreg_kv_chosen_engine()->files;
}

const char *const *nnreg_kv_leftovers(void)
{
    return nnreg_kv_chosen_engine()->leftovers;
}

const struct nnreg_blob_backend *nnreg_blob_default_backend(void)
{
    return &nnreg_folder_blobs_backend;
}
