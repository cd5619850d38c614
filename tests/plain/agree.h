/*
 * A registry and the model of it side by side: each step is made in both, their answers are compared, and then all that
 * can be asked of the two: objects, lists in each order and by each condition, files, counts, history.
 */
#ifndef NNREG_TESTS_PLAIN_AGREE_H
#define NNREG_TESTS_PLAIN_AGREE_H

#include "plain/model.h"
#include "unit/registry_fixture.h"

/* What is made once: folders with the files of each bundle. */
struct plain_world {
    struct registry_fixture fixture; /* its registry is not used */
    struct plain_file files[PLAIN_BUNDLES][PLAIN_FILES];
    char digests[PLAIN_BUNDLES][65];
    unsigned runs;
};
void plain_world_begin(struct plain_world *world);
void plain_world_end(struct plain_world *world);

/* The content of a file, to be freed. */
char *plain_file_content(struct plain_world *world, unsigned bundle, unsigned file, size_t *size);

/* One registry in the world's folder, and its model. */
struct plain_run {
    struct plain_world *world;
    struct plain_model model;
    char dir[256];
    nnreg *registry;
    nnreg_findings *findings;
    uint64_t random; /* what conditions are asked for; not what is done */
    size_t events_seen;
    char difference[6000]; /* "": none yet */
};
void plain_run_begin(struct plain_run *run, struct plain_world *world, bool mutable_description,
                     unsigned flaws);
/* Removes the registry, too. */
void plain_run_end(struct plain_run *run);

/* Each false once the two differ; run->difference says how. */
bool plain_make(struct plain_run *run, const struct plain_step *step);
/* What one step can have changed, and some lists of each kind. */
bool plain_compare(struct plain_run *run);
/* Every list with every condition in every order; every file's content; the whole history; the registry's own soundness. */
bool plain_compare_all(struct plain_run *run);

/* xorshift64*, from 0 to below - 1. */
uint64_t plain_random(uint64_t *state, uint64_t below);

/* In between: for the parts of this. Returns false. */
__attribute__((format(printf, 2, 3))) bool plain_differ(struct plain_run *run, const char *format, ...);
/* Takes the white space between tokens out of a JSON text, in place. */
void plain_squeeze(char *json);
/* A step that looks after the registry; not 0 where it says another thing than that all is sound. */
nnreg_status plain_look_after(struct plain_run *run, const struct plain_step *step);
bool plain_compare_lists(struct plain_run *run, bool all);

#endif
