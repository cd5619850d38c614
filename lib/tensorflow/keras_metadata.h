/*
 * keras_metadata.pb, which Keras writes beside a model: for each object that it tracks how it was made, as JSON
 * (keras/protobuf/saved_metadata.proto):
 *
 *     SavedMetadata   nodes 1, repeated
 *     SavedObject     node_id 2, node_path 3, identifier 4, metadata 5 (the JSON), version 6
 */
#ifndef NNREG_TENSORFLOW_KERAS_METADATA_H
#define NNREG_TENSORFLOW_KERAS_METADATA_H

#include "base/cursor.h"

#define NNREG_LIMIT_KERAS_TEXT   ((size_t)8 << 20) /* bytes of one object's JSON */
#define NNREG_LIMIT_KERAS_VALUES ((size_t)1 << 18) /* in it */

/* How an object's JSON is handed over: `text` is not ended by a NUL, and gone behind the call. False ends the reading. */
typedef bool nnreg_keras_visit(void *context, const char *text, size_t size);

/*
 * Reads all objects. What is wrong with the bytes is the cursor's failure, and so is a text over the limit. False: there was
 * no memory for a text.
 */
bool nnreg_keras_metadata_read(struct nnreg_cursor *cursor, nnreg_keras_visit *visit, void *context);

#endif
