/*
 * The record of what a process does to the files below one folder, in the order in which it did it: what was written, with the
 * bytes, what was given and taken a name, and what was brought to the device. The program has the file calls of the C library
 * wrapped (record.c), for itself and for the libraries that it is linked with, so the calls of LMDB are in it, too.
 */
#ifndef NNREG_TESTS_CRASH_RECORD_H
#define NNREG_TESTS_CRASH_RECORD_H

#include <stdbool.h>
#include <stdint.h>

enum crash_call {
    CRASH_MAKE_FILE,    /* `inode` is a new file, `name` in `folder` */
    CRASH_MAKE_FOLDER,  /* likewise */
    CRASH_MAKE_UNNAMED, /* `inode` is a new file that has no name yet (O_TMPFILE) */
    CRASH_LINK,         /* `inode` is also `name` in `folder` */
    CRASH_RENAME,       /* `inode`, which was `old_name` in `old_folder`, is `name` in `folder` */
    CRASH_REMOVE,       /* `name` in `folder`, which is `inode` */
    CRASH_WRITE, /* `size` bytes at `offset` of `inode`; they follow the head. `synced`: by O_SYNC or O_DSYNC */
    CRASH_SIZE, /* `inode` has now `size` bytes */
    CRASH_SYNC, /* fsync or fdatasync of `inode` */
    CRASH_MARK  /* the process says something: `size` bytes that follow the head */
};

#define CRASH_NAME 96
#define CRASH_PATH 192

/* The head of each entry. */
struct crash_entry {
    enum crash_call call;
    bool synced;
    uint64_t inode, folder, old_folder, offset, size;
    char name[CRASH_NAME], old_name[CRASH_NAME];
    char path[CRASH_PATH]; /* of `inode` below the root, "" for the root itself */
};

/* From now on this process records what it does below `root`, an absolute path without links, into a new file. */
void crash_record_begin(const char *root, const char *log);
/* Records a mark; nothing, where nothing is recorded. */
void crash_record_mark(const char *text);
void crash_record_end(void);

#endif
