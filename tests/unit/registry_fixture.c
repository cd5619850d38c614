/* See registry_fixture.h. */
#include "registry_fixture.h"

#include <check.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/fsio.h"
#include "codec/record.h"
#include "records/task.h"
#include "models.h"
#include "registry/objects.h"
#include "registry/refs.h"
#include "registry/settings.h"

nnreg *fixture_open(const struct registry_fixture *fixture, unsigned flags)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[512] = "";
    nnreg *registry;

    options.flags = flags;
    options.message = message;
    options.message_size = sizeof message;
    ck_assert_msg(nnreg_open(&registry, fixture->dir, &options) == NNREG_OK, "%s", message);
    return registry;
}

void fixture_begin(struct registry_fixture *fixture, unsigned flags)
{
    memset(fixture, 0, sizeof *fixture);
    scratch_make(&fixture->scratch);
    snprintf(fixture->dir, sizeof fixture->dir, "%s/registry", fixture->scratch.path);
    ck_assert_int_eq(nnreg_findings_new(&fixture->findings, NULL, 0), NNREG_OK);
    fixture->registry = fixture_open(fixture, NNREG_OPEN_CREATE | flags);
}

void fixture_end(struct registry_fixture *fixture)
{
    nnreg_fs_use_hook(NULL);
    nnreg_alloc_fail_from(0);
    nnreg_clock_use(NULL);
    nnreg_close(fixture->registry);
    nnreg_findings_free(fixture->findings);
    scratch_remove(&fixture->scratch);
}

void fixture_reopen(struct registry_fixture *fixture, unsigned flags)
{
    nnreg_close(fixture->registry);
    fixture->registry = NULL;
    fixture->registry = fixture_open(fixture, flags);
}

void fixture_in_processes(struct registry_fixture *fixture, unsigned count,
                          bool (*work)(nnreg *registry, unsigned number))
{
    pid_t children[FIXTURE_PROCESSES];
    unsigned i;
    int status;

    ck_assert_uint_le(count, FIXTURE_PROCESSES);
    nnreg_close(fixture->registry);
    fixture->registry = NULL;
    for (i = 0; i < count; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            CHILD(nnreg_open(&fixture->registry, fixture->dir, NULL) == NNREG_OK);
            CHILD(work(fixture->registry, i));
            nnreg_close(fixture->registry);
            child_done();
        }
    }
    for (i = 0; i < count; i++) {
        status = child_wait(children[i]);
        ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "process %u ended with %x", i,
                      (unsigned)status);
    }
    fixture->registry = fixture_open(fixture, 0);
}

const char *fixture_path(const struct registry_fixture *fixture, const char *name)
{
    static char path[600];

    snprintf(path, sizeof path, "%s/%s", fixture->scratch.path, name);
    return path;
}

/* ----------------------------------------------------------------------------------------------------- models -- */

static void add_keys(struct mw_signature *signature)
{
    mw_add_info(signature, false, "image", "input:0", MW_FLOAT, MW_SHAPE(-1, 32, 32, 3));
    mw_add_info(signature, true, "scores", "probabilities:0", MW_FLOAT, MW_UNKNOWN_SHAPE);
}

const char *fixture_model(struct registry_fixture *fixture, unsigned model)
{
    struct mw_recipe recipe;
    struct mw_made made;
    char name[32], error[256] = "";
    const char *path;

    ck_assert_uint_lt(model, FIXTURE_MODELS);
    snprintf(name, sizeof name, "model-%u", model);
    path = fixture_path(fixture, name);
    if ((fixture->models & 1u << model) != 0)
        return path;
    mw_recipe_init(&recipe);
    recipe.any_scores = true; /* versions of whatever labels fit */
    recipe.seed = model + 1;
    mw_make(&made, &recipe);
    if (fixture->keyed)
        add_keys(made.model.signature[0]);
    ck_assert_msg(mw_made_write(&made, &recipe, path, error, sizeof error) == 0, "%s", error);
    mw_made_free(&made);
    fixture->models |= 1u << model;
    return path;
}

nnreg_bundle *fixture_bundle(struct registry_fixture *fixture, unsigned model)
{
    nnreg_bundle *bundle;

    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_directory(bundle, fixture_model(fixture, model)), NNREG_OK);
    return bundle;
}

const char *fixture_description(const char *name, const char *more)
{
    static char text[8192];
    int length =
        snprintf(text, sizeof text,
                 "{\"name\": \"%s\", \"framework\": \"tensorflow-1.x\",\n"
                 " \"preprocessing\": {\"inputs\": [{\"tensor_name\": \"input:0\", \"image\": {\n"
                 "  \"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\",\n"
                 "  \"target_size\": \"32x32\", \"color_channels\": \"RGB\"}}]},\n"
                 " \"postprocessings\": [{\"tensors_output\": {\"tensors\": [\"probabilities\"]}}]%s}",
                 name, more);

    ck_assert_uint_lt((size_t)length, sizeof text);
    return text;
}

static nnreg_status create(struct registry_fixture *fixture, uint64_t *id, const char *json, unsigned model)
{
    nnreg_bundle *bundle = fixture_bundle(fixture, model);
    nnreg_status status =
        nnreg_network_create(fixture->registry, id, json, strlen(json), bundle, NULL, fixture->findings);

    nnreg_bundle_free(bundle);
    return status;
}

nnreg_status fixture_create(struct registry_fixture *fixture, uint64_t *id, const char *name, unsigned model)
{
    return create(fixture, id, fixture_description(name, ""), model);
}

static uint64_t must_create(struct registry_fixture *fixture, const char *json, unsigned model)
{
    uint64_t id = 0;
    nnreg_status status = create(fixture, &id, json, model);

    ck_assert_msg(status == NNREG_OK, "%s: %s", nnreg_message(fixture->registry), fixture_found(fixture));
    return id;
}

uint64_t fixture_add(struct registry_fixture *fixture, const char *name, unsigned model)
{
    return must_create(fixture, fixture_description(name, ""), model);
}

uint64_t fixture_add_twins(struct registry_fixture *fixture, const char *name, unsigned model)
{
    nnreg_bundle *bundle = fixture_bundle(fixture, model);
    const char *json = fixture_description(name, "");
    uint64_t id;

    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, "same", 4, "assets/a.txt"), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, "same", 4, "assets/b.txt"), NNREG_OK);
    ck_assert_msg(nnreg_network_create(fixture->registry, &id, json, strlen(json), bundle, NULL,
                                       fixture->findings) == NNREG_OK,
                  "%s; %s", nnreg_message(fixture->registry), fixture_found(fixture));
    nnreg_bundle_free(bundle);
    return id;
}

uint64_t fixture_add_with(struct registry_fixture *fixture, const char *more)
{
    return must_create(fixture, fixture_description("n", more), 0);
}

size_t fixture_spec_json(char json[FIXTURE_JSON], const char *name, const char *more)
{
    int size = snprintf(
        json, FIXTURE_JSON,
        "{\"name\": \"%s\", \"outputs\": [{\"labels\": {\"labels\": [{\"id\": 1, \"name\": \"apple\"}, "
        "{\"id\": 2, \"name\": \"pear\"}], \"exclusive\": true, \"roi\": \"NONE\"}}]%s}",
        name, more);

    ck_assert_uint_lt((size_t)size, FIXTURE_JSON);
    return (size_t)size;
}

size_t fixture_version_json(char json[FIXTURE_JSON], uint64_t spec, uint64_t network)
{
    return (size_t)snprintf(
        json, FIXTURE_JSON,
        "{\"spec_id\": %llu, \"network_id\": %llu, \"post_processings\": [{\"classification\": "
        "{\"output_tensor\": \"probabilities\", \"thresholds\": [0.5, 0.25]}}]}",
        (unsigned long long)spec, (unsigned long long)network);
}

uint64_t fixture_add_spec(struct registry_fixture *fixture, const char *name)
{
    char json[FIXTURE_JSON];
    uint64_t id = 0;
    nnreg_status status = nnreg_spec_create(fixture->registry, &id, json, fixture_spec_json(json, name, ""),
                                            NULL, fixture->findings);

    ck_assert_msg(status == NNREG_OK, "%s: %s", nnreg_message(fixture->registry), fixture_found(fixture));
    return id;
}

uint64_t fixture_add_version(struct registry_fixture *fixture, uint64_t spec, uint64_t network)
{
    char json[FIXTURE_JSON];
    uint64_t id = 0;
    nnreg_status status = nnreg_version_create(
        fixture->registry, &id, json, fixture_version_json(json, spec, network), NULL, fixture->findings);

    ck_assert_msg(status == NNREG_OK, "%s: %s", nnreg_message(fixture->registry), fixture_found(fixture));
    return id;
}

void fixture_add_some(struct registry_fixture *fixture)
{
    fixture_add(fixture, "one", 0);
    fixture_add(fixture, "two", 0);
    fixture_add_spec(fixture, "first");
    fixture_add_spec(fixture, "second");
    fixture_add_version(fixture, 1, 1);
    fixture_add_version(fixture, 2, 2);
    fixture_add_version(fixture, 1, 2);
    ck_assert_int_eq(nnreg_network_publish(fixture->registry, 2, "pub", NULL), NNREG_OK);
}

nnreg_status fixture_update(struct registry_fixture *fixture, uint64_t id, const char *json)
{
    return nnreg_network_update(fixture->registry, id, json, strlen(json), NULL, fixture->findings);
}

/* ------------------------------------------------------------------------------------------- behind the calls -- */

struct cloning {
    uint64_t id;
    unsigned count;
};

static nnreg_status clone_once(struct nnreg_kv_txn *txn, struct nnreg_network *network,
                               struct nnreg_slice tensors, struct nnreg_error *error)
{
    char none[] = "";
    struct nnreg_task task = {.network_id = 0, .status = NNREG_TASK_PENDING, .error = none};
    const struct nnreg_file *files = network->files.items;
    struct nnreg_key key;
    nnreg_status status = nnreg_next_id(&network->task_id, txn, NNREG_SETTING_NEXT_TASK, error);
    size_t i;

    network->id = 0;
    for (i = 0; i < network->files.count && status == NNREG_OK; i++)
        status = nnreg_ref_add(txn, files[i].sha256, error);
    if (status == NNREG_OK)
        status = nnreg_object_insert(txn, &nnreg_object_kinds[NNREG_OBJECT_NETWORK], network, error);
    if (status == NNREG_OK)
        status =
            nnreg_kv_put(txn, NNREG_KV_NETWORK_TENSORS, nnreg_key_u64(&key, network->id), tensors, error);
    task.id = network->task_id;
    task.network_id = network->id;
    return status == NNREG_OK ? nnreg_object_insert(txn, &nnreg_object_kinds[NNREG_OBJECT_TASK], &task, error)
                              : status;
}

static nnreg_status clone_work(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct cloning *cloning = context;
    struct nnreg_network network;
    struct nnreg_slice found;
    struct nnreg_key key;
    nnreg_status status =
        nnreg_object_load(&network, txn, &nnreg_object_kinds[NNREG_OBJECT_NETWORK], cloning->id, error);
    char *tensors = NULL;
    unsigned i;

    if (status != NNREG_OK)
        return status;
    status = nnreg_kv_get(&found, txn, NNREG_KV_NETWORK_TENSORS, nnreg_key_u64(&key, cloning->id), error);
    if (status == NNREG_OK) {
        tensors = nnreg_alloc(found.size);
        ck_assert_ptr_nonnull(tensors);
        memcpy(tensors, found.content, found.size);
    }
    for (i = 0; i < cloning->count && status == NNREG_OK; i++)
        status = clone_once(txn, &network, (struct nnreg_slice){tensors, found.size}, error);
    nnreg_free(tensors);
    nnreg_record_clear(&nnreg_network_table, &network);
    return status;
}

void fixture_clone(struct registry_fixture *fixture, uint64_t id, unsigned count)
{
    struct cloning cloning = {id, count};
    struct nnreg_error error = NNREG_ERROR_INIT;

    ck_assert_msg(nnreg_kv_write(fixture->registry->kv, clone_work, &cloning, &error) == NNREG_OK, "%s",
                  error.text);
}

static nnreg_status next_id_work(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    return nnreg_setting_put(txn, NNREG_SETTING_NEXT_NETWORK, *(const uint64_t *)context, error);
}

void fixture_next_id(struct registry_fixture *fixture, uint64_t id)
{
    ck_assert_int_eq(nnreg_kv_write(fixture->registry->kv, next_id_work, &id, NULL), NNREG_OK);
}

/* ---------------------------------------------------------------------------------------------------- looking -- */

const char *fixture_findings(const nnreg_findings *findings)
{
    static char text[4096];
    const struct nnreg_finding *finding;
    size_t i, used = 0;

    text[0] = '\0';
    for (i = 0; (finding = nnreg_findings_get(findings, i)) != NULL && used < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s %s %s", i > 0 ? "; " : "",
                                 nnreg_severity_text(finding->severity), finding->rule,
                                 finding->pointer != NULL ? finding->pointer
                                 : finding->file != NULL  ? finding->file
                                                          : "-");
    return text;
}

const char *fixture_found(const struct registry_fixture *fixture)
{
    return fixture_findings(fixture->findings);
}

char *fixture_read(nnreg *registry, uint64_t id, const char *name, size_t *size)
{
    uint64_t length = 0;
    ssize_t got;
    char *content;
    int fd;

    *size = 0;
    if (nnreg_network_open_file(registry, &fd, &length, id, name) != NNREG_OK)
        return NULL;
    content = malloc((size_t)length + 1);
    if (content != NULL)
        while (*size <= length && (got = read(fd, content + *size, (size_t)length + 1 - *size)) > 0)
            *size += (size_t)got;
    close(fd);
    return content;
}

/* ---------------------------------------------------------------------------------------------------- failing -- */

static struct {
    atomic_uint calls;
    unsigned n;
    int error, report;
    bool lasting;
    const char *_Atomic first;
} failing;

static int fail_hook(const char *call)
{
    unsigned now = atomic_fetch_add(&failing.calls, 1) + 1;
    const char *none = NULL;

    if (now < failing.n || (now > failing.n && !failing.lasting))
        return 0;
    atomic_compare_exchange_strong(&failing.first, &none, call);
    return failing.error;
}

void fixture_fail_call(unsigned n, int error, bool lasting)
{
    failing.n = n;
    failing.error = error;
    failing.lasting = lasting;
    atomic_store(&failing.calls, 0);
    atomic_store(&failing.first, NULL);
    nnreg_fs_use_hook(fail_hook);
}

bool fixture_call_failed(const char **name)
{
    nnreg_fs_use_hook(NULL);
    if (name != NULL)
        *name = atomic_load(&failing.first);
    return atomic_load(&failing.first) != NULL;
}

static int wait_hook(const char *call)
{
    if (atomic_fetch_add(&failing.calls, 1) + 1 == failing.n) {
        (void)!write(failing.report, call, strlen(call));
        (void)!write(failing.report, "?", 1);
        for (;;)
            (void)pause();
    }
    return 0;
}

void fixture_wait_at(unsigned n, int report)
{
    failing.n = n;
    failing.report = report;
    atomic_store(&failing.calls, 0);
    nnreg_fs_use_hook(wait_hook);
}
