/*
 * Values of small variables, read from the model's files (checkpoint.h): to the requests that a server answers a variable that
 * is restored, and that nothing changes since, is a constant.
 *
 * Which key of the index a variable has is told by the graph: the operation that the saver runs assigns to it what a RestoreV2
 * gives out for that key. So the same holds for TensorFlow 1, whose keys are names, and for TensorFlow 2, whose keys are paths
 * of objects (doc/FORMATS.md, "Variables"). From the node that makes the variable all that its handle is handed to is followed
 * forward; a value is known where
 *
 *     assigned   one key is restored into it, and the whole of it
 *     changed    nothing that a server runs, at load or for an output of a signature, may assign anything else
 *     stored     its entry and its bytes are there, and have the checksum that the index says
 *
 * What is wrong with files is told elsewhere (judge_variables.c): here it is no value. The files are opened when the first value
 * is asked for.
 */
#ifndef NNREG_TENSORFLOW_STORED_VALUES_H
#define NNREG_TENSORFLOW_STORED_VALUES_H

#include "bundle/bundle.h"
#include "tensorflow/checkpoint.h"
#include "tensorflow/constant.h"
#include "tensorflow/flow_readers.h"

#define NNREG_LIMIT_STORED_ELEMENTS NNREG_CONSTANT_ELEMENTS /* of a variable whose value is read */
#define NNREG_LIMIT_STORED_ASKED    64u                     /* variables of a model that are asked for */
#define NNREG_LIMIT_STORED_USES     4096u /* operations that the handle of one is handed to */

struct nnreg_stored_values {
    struct nnreg_flow_readers *readers;     /* borrowed */
    const struct nnreg_bundle_files *files; /* borrowed; NULL: there are none, and no value is known */
    uint32_t asked;
    nnreg_status status; /* a failure of the system, and which */
    struct nnreg_error error;

    /* What is run (stored_writers.c). */
    bool walked;
    struct nnreg_flow_walk restoring; /* from the restore operation */
    struct nnreg_flow_walk running;   /* from the init operation, and the outputs of signatures */
    bool serves;                      /* there is a signature with an output */

    /* The files, open. */
    bool opened, sound;
    const struct nnreg_bundle_file *index_file;
    struct nnreg_source index;
    struct nnreg_shard_file *shards;
    const struct nnreg_bundle_file **shard_files;
    size_t shard_count;
    struct nnreg_checkpoint checkpoint;
};

/* `stored` is zeroed but for readers and files. Freed in every case. */
void nnreg_stored_values_free(struct nnreg_stored_values *stored);

/*
 * The value of the variable that a node makes, a point of the graph: false where it is not known. `stored_values` is a struct
 * nnreg_stored_values: this is an nnreg_constant_variable. On no memory flow->failed is
 * set; any other failure of the system is stored->status.
 */
bool nnreg_stored_value(struct nnreg_constant *value, void *stored_values, uint32_t variable);

/*
 * The key that is restored into a variable (a text of the model): false where it is none, several, or where anything else may be
 * assigned to it (stored_writers.c).
 */
bool nnreg_stored_key(uint32_t *key, struct nnreg_stored_values *stored, uint32_t variable);

#endif
