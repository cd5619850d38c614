/*
 * Where a file of a bundle lies: findings name files as they are in the bundle ("variables.index"), a person or a
 * pipeline wants the path ("export/1/variables/variables.index").
 */
#ifndef NNREG_TOOLS_BUNDLE_PATH_H
#define NNREG_TOOLS_BUNDLE_PATH_H

#include <stdbool.h>

#include "buffer.h"

/* Whether an errno is about the path, and so an answer that is the same if asked again; else nobody knows what is there. */
bool bundle_path_is_answer(int error);

/*
 * Whether this is a zip archive, by the first bytes of what is there, or else by its name. Returns 0, or the errno of a read that failed:
 * its name alone tells nothing. Of what is not there, or must not be read, the name does; who opens it next tells why it cannot be.
 */
int bundle_path_is_archive(bool *is, const char *path);

/*
 * Adds the path of the file `name` in the bundle made of these operands; where it should be when there is none. Returns 0, or the errno
 * of what could not be looked at: then the path is a guess.
 */
int bundle_path_add(struct buffer *path, char *const *operands, size_t count, const char *name);

#endif
