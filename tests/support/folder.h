/*
 * The folder that a model is written into, and its files, with one sticky error for all.
 *
 * Nothing is ever overwritten. The first failure is kept with the name of the file; everything after it does
 * nothing, so writers need no branches, and mw_folder_close() tells the outcome.
 */
#ifndef MW_FOLDER_H
#define MW_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "fill.h"
#include "protoenc.h"

struct mw_folder {
    char *path;
    int error;        /* errno of the first failure, 0 for none */
    char *error_path; /* the file it happened on */
};

/* Creates the folder, whose parent must exist. EEXIST if there is anything of that name. */
void mw_folder_create(struct mw_folder *f, const char *path);
/* Uses a folder that is there; its files are still never overwritten. */
void mw_folder_use(struct mw_folder *f, const char *path);
/* 0, or -1 with errno set to the first failure. error and error_path stay readable until mw_folder_free(). */
int mw_folder_close(struct mw_folder *f);
void mw_folder_free(struct mw_folder *f);

/* Notes a failure, unless there was one before. */
void mw_folder_fail(struct mw_folder *f, int error, const char *what);

/* Creates a folder inside, and its parents; one that is there already is no failure. */
void mw_folder_mkdir(struct mw_folder *f, const char *name);

struct mw_file {
    struct mw_folder *folder;
    char *path;
    FILE *stream; /* NULL after a failure */
    uint64_t size;
    unsigned char last_byte; /* of what was written */
    bool hole_at_end;        /* the last bytes were skipped, not written */
};

void mw_file_create(struct mw_file *file, struct mw_folder *f, const char *name);
void mw_file_write(struct mw_file *file, const void *bytes, size_t n);
void mw_file_skip(struct mw_file *file, uint64_t n); /* n zero bytes as a hole */
void mw_file_close(struct mw_file *file);

/* A whole small file at once. */
void mw_folder_file(struct mw_folder *f, const char *name, const void *bytes, size_t n);

/* Damage done to a file after it was written. */
void mw_folder_truncate(struct mw_folder *f, const char *name, uint64_t size);
void mw_folder_remove(struct mw_folder *f, const char *name);

#endif
