/*
 * Where a file of a bundle lies: findings name files as they are in the bundle ("variables.index"), a person or a
 * pipeline wants the path ("export/1/variables/variables.index").
 */
#ifndef NNREG_TOOLS_BUNDLE_PATH_H
#define NNREG_TOOLS_BUNDLE_PATH_H

#include <stdbool.h>

#include "buffer.h"

/* Whether this is a zip archive, by the first bytes of what is there, or else by its name. */
bool bundle_path_is_archive(const char *path);

/* Adds the path of the file `name` in the bundle made of these operands; where it should be when there is none. */
void bundle_path_add(struct buffer *path, char *const *operands, size_t count, const char *name);

#endif
