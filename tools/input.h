/* What a command reads: descriptions and updates from files or standard input, and bundles from the paths of operands. */
#ifndef NNREG_TOOLS_INPUT_H
#define NNREG_TOOLS_INPUT_H

#include <nnreg.h>

#include "buffer.h"
#include "run.h"

/*
 * Reads the file at `path`, "-" for standard input, but never more than one byte over NNREG_LIMIT_JSON: the library
 * then says that it is too large. Returns STATUS_DONE, or the exit status after having said why not.
 */
int input_read(struct run *run, struct buffer *text, const char *path);

/* What to call it in a finding: "<stdin>" for "-". */
const char *input_label(const char *path);

/* Makes a bundle of the operands from `first` on. Returns STATUS_DONE, or the exit status after having said why not. */
int input_bundle(struct run *run, nnreg_bundle **bundle, size_t first);

#endif
