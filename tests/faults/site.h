/*
 * What the drivers of faults and storms share: a folder to work in, models, and descriptions of them. They are no unit
 * tests (they start processes that are to be killed), so nothing here asserts: what cannot be done ends the program.
 */
#ifndef NNREG_TESTS_SITE_H
#define NNREG_TESTS_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nnreg.h"

#define SITE_MODELS 12  /* different ones, by number */
#define SITE_FILES  3   /* in each: saved_model.pb, which all share, the index and one shard, which differ */
#define SITE_PATH   512 /* bytes of a path */
#define SITE_JSON   1024

/* Says what, and why by errno where it is not 0, and ends the program with 99. */
_Noreturn void site_give_up(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Makes a folder of its own in $TMPDIR or /tmp, with the models in it; `in_memory`: where $TMPDIR names none, in a file
 * system in memory, where there is one.
 */
void site_make(char root[SITE_PATH], const char *name, bool in_memory);
/* Removes a folder with all that is in it. */
void site_remove(const char *path);

/* The folder of a model, in a static buffer. */
const char *site_model(const char *root, unsigned model);
/* The SHA-256 of a file, as 64 digits; "" when it cannot be read. */
void site_digest(char out[65], const char *path);
void site_digest_fd(char out[65], int fd);

/*
 * Texts of descriptions, each with `"metadata": {"value": VALUE}`; a name holds nothing that JSON escapes. Return how many
 * bytes they are.
 */
size_t site_network_json(char json[SITE_JSON], const char *name, uint64_t value);
size_t site_spec_json(char json[SITE_JSON], const char *name, uint64_t value);
size_t site_version_json(char json[SITE_JSON], uint64_t spec, uint64_t network);
/* An update of either of the first two. */
size_t site_update_json(char json[SITE_JSON], const char *name, uint64_t value);

/* The value that such metadata holds, UINT64_MAX when it is not of this form. */
uint64_t site_value(const char *metadata);

/* nnreg_open with the message, which is "" after success. */
#define SITE_MESSAGE 512
nnreg_status site_open(nnreg **registry, char message[SITE_MESSAGE], const char *dir, unsigned flags);

#define SITE_LARGE      (80 << 10) /* bytes of a file that is in no session's memory */
#define SITE_LARGE_NAME "assets.extra/large.bin"

/* Its path below a root that site_make has made, in a static buffer. */
const char *site_large(const char *root);

/* Creates a network of a model. */
nnreg_status site_create(nnreg *registry, uint64_t *id, const char *root, unsigned model, const char *name,
                         uint64_t value, const struct nnreg_call_options *call, nnreg_findings *findings);
/*
 * The same from uploads, with the large file beside those of the model. What an upload says of its failure is put into
 * `said`, else "".
 */
nnreg_status site_create_uploaded(nnreg *registry, uint64_t *id, const char *root, unsigned model,
                                  const char *name, uint64_t value, const struct nnreg_call_options *call,
                                  nnreg_findings *findings, char said[SITE_MESSAGE]);

#endif
