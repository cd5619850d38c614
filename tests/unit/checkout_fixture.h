/* What the tests of the checkout share: a registry, a place for a target, and what is to be found there. */
#ifndef NNREG_TESTS_CHECKOUT_FIXTURE_H
#define NNREG_TESTS_CHECKOUT_FIXTURE_H

#include "registry_fixture.h"

#define PATH_ROOM 1200

extern struct registry_fixture fixture;
extern char target[700]; /* SCRATCH/out/model */

void checkout_begin(void);
/* Whatever a test did, the registry is sound at its end. */
void checkout_end(void);

nnreg_status check_out(uint64_t id, const char *dir, unsigned flags);
/* The same with the status asserted. */
void checked_out(uint64_t id, const char *dir, unsigned flags);

/* That a call says it, and what it says; "SCRATCH" in `message` stands for the scratch folder. */
void checkout_refused(nnreg_status status, nnreg_status expected, const char *message);

/* What is in a folder of the scratch folder. */
const char *checkout_listed(const char *folder);

/* Where a server looks for a stored file: written down here once more, from TensorFlow's constants. */
void checkout_path(char path[PATH_ROOM], const char *dir, const char *name);

/* The file's content, malloc'd; NULL with errno when it cannot be had. */
char *checkout_read(int folder, const char *path, size_t *size);

/* The folder has each file of the network, byte for byte, and nothing else. */
void checkout_same(const char *dir, uint64_t id);

#endif
