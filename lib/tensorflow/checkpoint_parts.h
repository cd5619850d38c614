/* What the files of checkpoint have for each other: see checkpoint.h. */
#ifndef NNREG_TENSORFLOW_CHECKPOINT_PARTS_H
#define NNREG_TENSORFLOW_CHECKPOINT_PARTS_H

#include "tensorflow/checkpoint.h"

/* Adds a problem about a variable: where its entry is in the index. */
void nnreg_checkpoint_complain(const struct nnreg_checkpoint *checkpoint,
                               const struct nnreg_variable *variable, struct nnreg_problems *problems,
                               int code, const char *format, ...) NNREG_PRINTF(5, 6);

/* Appends a number; false without memory (*failed) or at the limit. */
bool nnreg_checkpoint_number(struct nnreg_checkpoint *checkpoint, int64_t number, bool *failed);

/*
 * The variable with a key among those from `low` to before `high`, by bisection, since sstable.c has seen to it that keys
 * increase; NULL: none. All their keys begin with the same `shared` bytes as this one, which are not compared.
 */
struct nnreg_variable *nnreg_checkpoint_find_among(const struct nnreg_checkpoint *checkpoint, size_t low,
                                                   size_t high, const char *key, size_t size, size_t shared);

/* checkpoint_header.c and checkpoint_entry.c: the messages. Problems of the bytes go to `problems`; false without memory. */
bool nnreg_checkpoint_header(struct nnreg_checkpoint *checkpoint, const struct nnreg_sstable_entry *entry,
                             struct nnreg_problems *problems);
bool nnreg_checkpoint_entry(struct nnreg_checkpoint *checkpoint, struct nnreg_variable *variable,
                            const struct nnreg_sstable_entry *entry, struct nnreg_problems *problems);

/* checkpoint_layout.c: entries against shards. */
nnreg_status nnreg_checkpoint_lay_out(struct nnreg_checkpoint *checkpoint,
                                      const struct nnreg_shard_file *files, size_t file_count,
                                      struct nnreg_problems *problems, struct nnreg_error *error);

/* checkpoint_slices.c: slices against their variables. */
nnreg_status nnreg_checkpoint_check_slices(struct nnreg_checkpoint *checkpoint,
                                           struct nnreg_problems *problems, struct nnreg_error *error);

#endif
