/*
 * What the tests of the registry share: a registry in a scratch folder, models to register in it, and the seams that
 * make the n-th system call or allocation fail. Everything a test sets is unset by fixture_end.
 */
#ifndef NNREG_TESTS_REGISTRY_FIXTURE_H
#define NNREG_TESTS_REGISTRY_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nnreg.h"
#include "registry_state.h"
#include "store_fixture.h"

struct registry_fixture {
    struct scratch scratch;
    char dir[320]; /* of the registry */
    nnreg *registry;
    nnreg_findings *findings;
    unsigned models; /* a bit for each model that is written */
    bool
        keyed; /* set before the first: their signature has keys that are no node's name, "image" and "scores" */
};

/* A scratch folder with an open registry in it, made with these flags beyond NNREG_OPEN_CREATE. */
void fixture_begin(struct registry_fixture *fixture, unsigned flags);
void fixture_end(struct registry_fixture *fixture);

/* Opens the registry once more; asserts that it can be. */
nnreg *fixture_open(const struct registry_fixture *fixture, unsigned flags);
void fixture_reopen(struct registry_fixture *fixture, unsigned flags);

#define FIXTURE_PROCESSES 8 /* at most */

/*
 * Runs `work` in so many processes at once, each with a handle of its own and its number from 0, and asserts that each says
 * true and ends well. The fixture's handle is closed meanwhile.
 */
void fixture_in_processes(struct registry_fixture *fixture, unsigned count,
                          bool (*work)(nnreg *registry, unsigned number));

/* "NAME" below the scratch folder, in a static buffer. */
const char *fixture_path(const struct registry_fixture *fixture, const char *name);

#define FIXTURE_MODELS 8 /* different ones, by number */
#define FIXTURE_FILES  3 /* in each: saved_model.pb, which all share, the index and one shard, which differ */

/* A bundle of the folder of a model (0 to FIXTURE_MODELS - 1), which is written when it is first asked for. */
const char *fixture_model(struct registry_fixture *fixture, unsigned model);
nnreg_bundle *fixture_bundle(struct registry_fixture *fixture, unsigned model);

/* A sound description of these models, in a static buffer; `more` is further members (", …"), or "". */
const char *fixture_description(const char *name, const char *more);

/*
 * Texts of a specification of one output with two labels, and of a version that gives it from a network of these models;
 * the names without what JSON escapes, `more` further members (", …") or "". Return how many bytes they are.
 */
#define FIXTURE_JSON 600
size_t fixture_spec_json(char json[FIXTURE_JSON], const char *name, const char *more);
size_t fixture_version_json(char json[FIXTURE_JSON], uint64_t spec, uint64_t network);
/* Make them, with the status asserted; return the id. */
uint64_t fixture_add_spec(struct registry_fixture *fixture, const char *name);
uint64_t fixture_add_version(struct registry_fixture *fixture, uint64_t spec, uint64_t network);

/*
 * Network 1, "one", private; network 2, "two", public as "pub"; spec 1 with versions 1 (of network 1) and 3 (of network 2), spec 2 with
 * version 2 (of network 2).
 */
void fixture_add_some(struct registry_fixture *fixture);

/* Registers a model; the findings are the fixture's. */
nnreg_status fixture_create(struct registry_fixture *fixture, uint64_t *id, const char *name, unsigned model);
/* The same with the status asserted; returns the id. */
uint64_t fixture_add(struct registry_fixture *fixture, const char *name, unsigned model);
/* The same with a file more, "same", under two names in assets/. */
uint64_t fixture_add_twins(struct registry_fixture *fixture, const char *name, unsigned model);
uint64_t fixture_add_with(struct registry_fixture *fixture, const char *more);

/* Registers `count` networks more, as the network `id`, in one transaction: many are to be had quickly. */
void fixture_clone(struct registry_fixture *fixture, uint64_t id, unsigned count);
/* The next network gets this id. */
void fixture_next_id(struct registry_fixture *fixture, uint64_t id);

nnreg_status fixture_update(struct registry_fixture *fixture, uint64_t id, const char *json);

/* The findings as "severity rule place; …" in document order, in a static buffer; of a fixture, or any. */
const char *fixture_found(const struct registry_fixture *fixture);
const char *fixture_findings(const nnreg_findings *findings);

/* Reads a stored file whole: malloc'd, NULL when it cannot be opened. */
char *fixture_read(nnreg *registry, uint64_t id, const char *name, size_t *size);

/* ---------------------------------------------------------------------------------------------------- failing -- */

/* From now on the n-th system call (from 1) fails with `error`, and with `lasting` every one after it, too. */
void fixture_fail_call(unsigned n, int error, bool lasting);
/* Ends it. Whether a call was made to fail; *name (may be NULL): the first one's, static. */
bool fixture_call_failed(const char **name);

/* In front of the n-th system call the process writes its name and a '?' to `report`, and waits to be killed. */
void fixture_wait_at(unsigned n, int report);

#endif
