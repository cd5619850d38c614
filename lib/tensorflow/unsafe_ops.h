/* The operations that reach outside a graph: which, how, and where each says what it reaches. */
#ifndef NNREG_TENSORFLOW_UNSAFE_OPS_H
#define NNREG_TENSORFLOW_UNSAFE_OPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum nnreg_unsafe_class {
    NNREG_UNSAFE_CODE,
    NNREG_UNSAFE_FILE_WRITE,
    NNREG_UNSAFE_FILE_READ,
    NNREG_UNSAFE_LISTING,
    NNREG_UNSAFE_NETWORK,
    NNREG_UNSAFE_STOP,
    NNREG_UNSAFE_GRAPH,
    NNREG_UNSAFE_SETTING,
    NNREG_UNSAFE_CLASS_COUNT
};

/* When an operation is as it should be, and no finding. */
enum nnreg_unsafe_normal {
    NNREG_NORMAL_NEVER,
    NNREG_NORMAL_SAVER,   /* its path comes from the saver, or from the caller */
    NNREG_NORMAL_ASSET,   /* its path is an asset's, or comes from the caller */
    NNREG_NORMAL_LOADED,  /* the same, of what runs while the model is loaded and the assets' paths are fed */
    NNREG_NORMAL_NO_PATH, /* its path is an empty constant: it stays in memory */
    NNREG_NORMAL_EMPTY,   /* its attribute is empty or absent */
    NNREG_NORMAL_NO_URL,  /* its attribute names no file and no host, nor does any of a list */
    NNREG_NORMAL_LOCAL /* its attribute is empty or absent, "local://", or begins with "bytes://": all else is a file */
};

struct nnreg_unsafe_op {
    const char *name;
    enum nnreg_unsafe_class kind;
    enum nnreg_unsafe_normal normal;
    int32_t input;         /* the input that says what it reaches; -1: none does */
    int32_t other;         /* another that says it as well; -1: none does */
    const char *attribute; /* the attribute that does; NULL: none */
};

/* The row of an operation, NULL when it is none of these. A version at the end of its name ("V2") does not matter. */
const struct nnreg_unsafe_op *nnreg_unsafe_op_find(const char *name, size_t length);

/* "runs code of the process that saved it", "reads a file", …; and the short names "code", "file-read", … */
const char *nnreg_unsafe_text(enum nnreg_unsafe_class kind);
const char *nnreg_unsafe_name(enum nnreg_unsafe_class kind);

#endif
