/*
 * What the two files of the preload library share: faultfs.c wraps the calls, faultfs_plan.c knows which of them is to
 * give way, and how.
 */
#ifndef NNREG_TESTS_FAULTFS_H
#define NNREG_TESTS_FAULTFS_H

#include <stdbool.h>
#include <stddef.h>

/* A call of a file function, as its wrapper hands it in. Who is not told is NULL, or -1. */
struct faultfs_call {
    const char *name;  /* as it is called, without the suffix of 64-bit libcs: "pwritev" */
    const char *group; /* of alike calls: "write" */
    int fd;            /* the file's, or the folder's that `path` begins at */
    const char *path;
};

/* What is to become of it. */
struct faultfs_verdict {
    int error;       /* 0: it is made; else it fails with this errno, unmade */
    bool shortened;  /* only a part of what it asks for */
    bool kill_after; /* once it is made, it is the process's last */
};

/* Counts a call and judges it; may wait, and may not return. */
struct faultfs_verdict faultfs_judge(const struct faultfs_call *call);

/* To be called once the call was made. Keeps errno. */
void faultfs_made(const struct faultfs_verdict *verdict);

/* How many of `size` bytes a call is to read or write. */
size_t faultfs_size(const struct faultfs_verdict *verdict, size_t size);

#endif
