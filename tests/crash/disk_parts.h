/* What the files of disk have for each other. */
#ifndef NNREG_TESTS_CRASH_DISK_PARTS_H
#define NNREG_TESTS_CRASH_DISK_PARTS_H

#include "disk.h"
#include "record.h"

#define DISK_NAMES 300 /* in one folder: 256 folders of stored files, and some */

struct disk_names {
    uint32_t count;
    struct {
        char name[CRASH_NAME];
        uint32_t target;
    } name[DISK_NAMES];
};

struct disk_node {
    bool folder;
    uint64_t inode;
    unsigned char *content; /* of a file, at first */
    size_t size;
    struct disk_names names; /* of a folder, at first */
};

/* Gives a name, taking it from whom it was, or takes it from `target` where it is its. */
void disk_name(struct disk_names *names, const char *name, uint32_t target);
void disk_unname(struct disk_names *names, const char *name, uint32_t target);

#endif
