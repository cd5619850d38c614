/* Paths that a graph has as constants, and that lie outside of its bundle: by how they are written. */
#ifndef NNREG_TENSORFLOW_OUTSIDE_PATH_H
#define NNREG_TENSORFLOW_OUTSIDE_PATH_H

struct nnreg_outside_path {
    const char *what; /* follows the path: "is an absolute path, …" */
    const char *hint;
};

/* NULL for "", and for what TensorFlow finds nowhere but in its own memory (ram://). */
const struct nnreg_outside_path *nnreg_outside_path_of(const char *path);

#endif
