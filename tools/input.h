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

/*
 * The same of a file that was looked for, and that nobody has named: a regular one, so that nothing is waited for. Returns
 * errno, EINVAL where it is none, or 0; says nothing.
 */
int input_read_regular(struct buffer *text, const char *path);

/* Says that an operand cannot be read, and why, by errno; the exit status. */
int input_cannot_read(struct run *run, const char *path, int error);

/* Whether it is "-", or another name of standard input where that can be read once: "/dev/stdin" of a pipe. */
bool input_is_standard(const char *path);

/* What to call it in a finding: "<stdin>" for "-". */
const char *input_label(const char *path);

/*
 * Makes a bundle of the operands from `first` on. Left out of a folder is the description that lies in it: the operand in
 * front of them or, where there is none, what alone in it is one; and the configuration of `nnreg check`. Returns STATUS_DONE, or the exit status after having said why not.
 */
int input_bundle(struct run *run, nnreg_bundle **bundle, size_t first);

#endif
