/* See registry_state.h. */
#include "registry_state.h"

#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "codec/record.h"
#include "records/task.h"
#include "registry/damage_table.h"
#include "registry/objects.h"
#include "registry/refs.h"
#include "registry/settings.h"

/* ----------------------------------------------------------------------------------------------------- a text -- */

/* Many at once: a state is taken before and behind each step of a sweep, and digits one by one would be most of its time. */
static void put_hex(FILE *out, struct nnreg_slice slice)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *bytes = slice.content;
    char piece[512];
    size_t i, used = 0;

    for (i = 0; i < slice.size; i++) {
        piece[used++] = digits[bytes[i] >> 4];
        piece[used++] = digits[bytes[i] & 15];
        if (used == sizeof piece || i + 1 == slice.size) {
            (void)fwrite(piece, 1, used, out);
            used = 0;
        }
    }
}

struct dumping {
    FILE *out;
    const char *table;
};

static nnreg_status dump_entry(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                               struct nnreg_error *error)
{
    const struct dumping *dumping = context;

    (void)stop;
    (void)error;
    fprintf(dumping->out, "%s ", dumping->table);
    put_hex(dumping->out, key);
    fputs(" = ", dumping->out);
    put_hex(dumping->out, value);
    fputc('\n', dumping->out);
    return NNREG_OK;
}

static nnreg_status dump_tables(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct dumping dumping = {context, NULL};
    nnreg_status status = NNREG_OK;
    unsigned table;

    for (table = 0; table < NNREG_KV_TABLE_COUNT && status == NNREG_OK; table++) {
        dumping.table = nnreg_kv_table_names[table];
        status = nnreg_kv_walk(txn, table, (struct nnreg_slice){NULL, 0}, false, dump_entry, &dumping, error);
    }
    return status;
}

/* The SHA-256 of a file as 64 digits, "unreadable" when there is none. */
static void digest_of(char text[NNREG_SHA256_TEXT], const char *path, uint64_t *size)
{
    static unsigned char piece[64 << 10];
    unsigned char digest[NNREG_SHA256_SIZE];
    struct nnreg_sha256 sha = {NULL};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = -1;

    *size = 0;
    snprintf(text, NNREG_SHA256_TEXT, "unreadable");
    if (fd < 0)
        return;
    if (nnreg_sha256_begin(&sha, NULL) == NNREG_OK)
        while ((got = read(fd, piece, sizeof piece)) > 0) {
            *size += (uint64_t)got;
            (void)nnreg_sha256_add(&sha, piece, (size_t)got, NULL);
        }
    if (got == 0 && nnreg_sha256_end(digest, &sha, NULL) == NNREG_OK)
        nnreg_hex(text, digest);
    nnreg_sha256_free(&sha);
    close(fd);
}

typedef void visit_file(const char *folder, const char *name, void *context);

/* Every file two levels below `dir`/`folder`, in order; also the empty folders of staging, which are sessions. */
static void each_file(const char *dir, const char *folder, visit_file *visit, void *context)
{
    char path[700], below[64];
    struct dirent **outer, **inner;
    int i, j, outer_count, inner_count;

    snprintf(path, sizeof path, "%s/%s", dir, folder);
    outer_count = scandir(path, &outer, NULL, alphasort);
    for (i = 0; i < outer_count; i++) {
        snprintf(below, sizeof below, "%s/%.40s", folder, outer[i]->d_name);
        snprintf(path, sizeof path, "%s/%s", dir, below);
        inner_count = outer[i]->d_name[0] == '.' ? -1 : scandir(path, &inner, NULL, alphasort);
        for (j = 0; j < inner_count; j++) {
            if (inner[j]->d_name[0] != '.')
                visit(below, inner[j]->d_name, context);
            else if (strcmp(folder, "staging") == 0 && inner_count == 2 && j == 0)
                visit(below, "", context);
            free(inner[j]);
        }
        if (inner_count >= 0)
            free(inner);
        free(outer[i]);
    }
    if (outer_count >= 0)
        free(outer);
}

struct files_dump {
    FILE *out;
    const char *dir;
};

static void dump_file(const char *folder, const char *name, void *context)
{
    const struct files_dump *dump = context;
    char path[1000], digest[NNREG_SHA256_TEXT];
    uint64_t size;

    snprintf(path, sizeof path, "%s/%s/%s", dump->dir, folder, name);
    digest_of(digest, path, &size);
    fprintf(dump->out, "%s/%s: %llu bytes, %s\n", folder, name, (unsigned long long)size, digest);
}

char *registry_state(nnreg *registry, const char *dir, unsigned what)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct files_dump dump = {out, dir};
    nnreg_status status = NNREG_OK;

    if (out == NULL)
        return NULL;
    if ((what & STATE_TABLES) != 0)
        status = nnreg_kv_read(registry->kv, dump_tables, out, NULL);
    if ((what & STATE_FILES) != 0) {
        each_file(dir, "blobs", dump_file, &dump);
        each_file(dir, "staging", dump_file, &dump);
    }
    if (fclose(out) != 0 || status != NNREG_OK) {
        free(text);
        return NULL;
    }
    return text;
}

void state_assert_same(char *before, char *after, const char *what)
{
    const char *a = before, *b = after;

    ck_assert_ptr_nonnull(before);
    ck_assert_ptr_nonnull(after);
    while (*a != '\0' && strcspn(a, "\n") == strcspn(b, "\n") && strncmp(a, b, strcspn(a, "\n") + 1) == 0) {
        a += strcspn(a, "\n") + 1;
        b += strcspn(b, "\n") + 1;
    }
    ck_assert_msg(strcmp(a, b) == 0, "%s: was \"%.*s\", is \"%.*s\"", what, (int)strcspn(a, "\n"), a,
                  (int)strcspn(b, "\n"), b);
    free(before);
    free(after);
}

/* ------------------------------------------------------------------------------------------------- invariants -- */

#define MOST_DIGESTS 256
#define MOST_BLOCKS  1024 /* a storm uses up a million ids */

struct audit {
    const char *dir;
    struct nnreg_kv_txn *txn;
    const struct nnreg_object_kind *kind; /* that is being gone through */
    uint64_t networks, tasks, next_network, next_task;
    struct {
        nnreg_digest digest;
        uint64_t size, references;
    } stored[MOST_DIGESTS];
    size_t stored_count, counted;
    uint64_t blocks[MOST_BLOCKS], blocks_met;
    bool strays;
    char fault[NNREG_ERROR_TEXT + 100];
};

/* Keeps the first fault. */
#define FAULT(audit, ...) \
    ((void)((audit)->fault[0] == '\0' && snprintf((audit)->fault, sizeof(audit)->fault, __VA_ARGS__) > 0))

static size_t find_digest(const struct audit *audit, const nnreg_digest digest)
{
    size_t i = 0;

    while (i < audit->stored_count && memcmp(audit->stored[i].digest, digest, sizeof(nnreg_digest)) != 0)
        i++;
    return i;
}

/* A file of a network: counts the reference, and looks at the stored file when it is met first. */
static void audit_file(struct audit *audit, uint64_t id, const struct nnreg_file *file)
{
    char path[1000], expected[NNREG_SHA256_TEXT], found[NNREG_SHA256_TEXT];
    size_t i = find_digest(audit, file->sha256);
    uint64_t size;

    if (i == MOST_DIGESTS) {
        FAULT(audit, "more than %d different files", MOST_DIGESTS);
        return;
    }
    if (i == audit->stored_count) {
        audit->stored_count++;
        memcpy(audit->stored[i].digest, file->sha256, sizeof(nnreg_digest));
        nnreg_hex(expected, file->sha256);
        snprintf(path, sizeof path, "%s/blobs/%.2s/%s", audit->dir, expected, expected + 2);
        digest_of(found, path, &size);
        audit->stored[i].size = size;
        if (strcmp(found, expected) != 0)
            FAULT(audit, "network %llu: the stored file of %s is %s, not %s", (unsigned long long)id,
                  file->name, found, expected);
    }
    audit->stored[i].references++;
    if (audit->stored[i].size != file->size)
        FAULT(audit, "network %llu: %s has %llu bytes, not %llu", (unsigned long long)id, file->name,
              (unsigned long long)audit->stored[i].size, (unsigned long long)file->size);
}

static void audit_task(struct audit *audit, const struct nnreg_network *network)
{
    struct nnreg_task task = {.id = 0};
    struct nnreg_slice value;
    struct nnreg_key key;
    unsigned long long id = network->id;

    if (network->task_id == 0 || network->task_id >= audit->next_task)
        FAULT(audit, "network %llu: the task id %llu was never given", id,
              (unsigned long long)network->task_id);
    if (nnreg_kv_get(&value, audit->txn, NNREG_KV_TASKS, nnreg_key_u64(&key, network->task_id), NULL) !=
        NNREG_OK)
        FAULT(audit, "network %llu: its task is missing", id);
    else if (nnreg_record_decode(&nnreg_task_table, &task, value.content, value.size, NULL) != NNREG_OK)
        FAULT(audit, "network %llu: its task does not decode", id);
    else if (task.id != network->task_id || task.network_id != network->id)
        FAULT(audit, "network %llu: its task belongs to network %llu", id,
              (unsigned long long)task.network_id);
    nnreg_record_clear(&nnreg_task_table, &task);
}

static nnreg_status audit_network(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                  struct nnreg_error *error)
{
    struct audit *audit = context;
    struct nnreg_network network = {.id = 0};
    const struct nnreg_file *files;
    uint64_t id = 0;
    size_t i;

    if (!nnreg_key_u64_read(&id, key) || id == 0 || id >= audit->next_network)
        FAULT(audit, "the id %llu was never given", (unsigned long long)id);
    if (nnreg_record_decode(&nnreg_network_table, &network, value.content, value.size, error) != NNREG_OK) {
        FAULT(audit, "network %llu does not decode", (unsigned long long)id);
        *stop = true;
        return NNREG_OK;
    }
    files = network.files.items;
    if (network.id != id)
        FAULT(audit, "network %llu says it is %llu", (unsigned long long)id, (unsigned long long)network.id);
    if (network.update_date < network.create_date || network.files.count == 0)
        FAULT(audit, "network %llu has impossible dates, or no files", (unsigned long long)id);
    for (i = 0; i < network.files.count; i++) {
        if (i > 0 && strcmp(files[i - 1].name, files[i].name) >= 0)
            FAULT(audit, "network %llu: the files are not sorted", (unsigned long long)id);
        audit_file(audit, id, &files[i]);
    }
    audit_task(audit, &network);
    nnreg_record_clear(&nnreg_network_table, &network);
    audit->networks++;
    if (id / NNREG_BLOCK_IDS < MOST_BLOCKS)
        audit->blocks[id / NNREG_BLOCK_IDS]++;
    return NNREG_OK;
}

static nnreg_status audit_references(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                     void *context, struct nnreg_error *error)
{
    struct audit *audit = context;
    uint64_t count = 0;
    size_t i = key.size == sizeof(nnreg_digest) ? find_digest(audit, key.content) : audit->stored_count;

    (void)stop;
    (void)error;
    if (!nnreg_key_u64_read(&count, value) || i == audit->stored_count)
        FAULT(audit, "a file is counted as used %llu times, by nobody", (unsigned long long)count);
    else if (audit->stored[i].references != count)
        FAULT(audit, "a file is counted as used %llu times, not %llu", (unsigned long long)count,
              (unsigned long long)audit->stored[i].references);
    audit->counted++;
    return NNREG_OK;
}

static nnreg_status audit_block(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                struct nnreg_error *error)
{
    struct audit *audit = context;
    struct nnreg_block counts = {0, 0};
    uint64_t block = MOST_BLOCKS, count;

    (void)stop;
    (void)error;
    bool reads = nnreg_key_u64_read(&block, key) && nnreg_block_read(&counts, value);

    count = counts.private_count + counts.public_count;
    if (!reads || block >= MOST_BLOCKS || count == 0 || audit->blocks[block] != count)
        FAULT(audit, "block %llu counts %llu networks, not %llu", (unsigned long long)block,
              (unsigned long long)count, block < MOST_BLOCKS ? (unsigned long long)audit->blocks[block] : 0);
    audit->blocks_met += count;
    return NNREG_OK;
}

static nnreg_status audit_trash(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                struct nnreg_error *error)
{
    struct audit *audit = context;

    (void)stop;
    (void)value;
    (void)error;
    if (key.size != sizeof(nnreg_digest))
        FAULT(audit, "an entry of the trash is no digest");
    else if (find_digest(audit, key.content) < audit->stored_count)
        FAULT(audit, "a file is in the trash, and in use");
    else if (!audit->strays)
        FAULT(audit, "there is a file left in the trash");
    return NNREG_OK;
}

/* What is noted as damaged is used: who heals it, or lets go of it, takes the note away. */
static nnreg_status audit_damage(const nnreg_digest digest, const struct nnreg_damage_record *record,
                                 void *context, struct nnreg_error *error)
{
    struct audit *audit = context;
    char text[NNREG_SHA256_TEXT];

    (void)record;
    (void)error;
    nnreg_hex(text, digest);
    if (find_digest(audit, digest) == audit->stored_count)
        FAULT(audit, "the file %s is noted as damaged, and nobody refers to it", text);
    return NNREG_OK;
}

/* ------------------------------------------------------------------------------------------- objects and indexes -- */

static bool is_there(struct audit *audit, unsigned table, struct nnreg_slice key)
{
    struct nnreg_slice value;

    return nnreg_kv_get(&value, audit->txn, table, key, NULL) == NNREG_OK;
}

static bool slug_leads_to(struct audit *audit, unsigned slugs, const char *slug, uint64_t id)
{
    struct nnreg_slice value;
    uint64_t led_to;

    return nnreg_kv_get(&value, audit->txn, slugs, nnreg_key_text(slug), NULL) == NNREG_OK &&
           nnreg_key_u64_read(&led_to, value) && led_to == id;
}

static void audit_slug(struct audit *audit, unsigned slugs, unsigned public_ids, const char *slug,
                       uint64_t id)
{
    struct nnreg_key key;

    if (is_there(audit, public_ids, nnreg_key_u64(&key, id)) != (slug[0] != '\0'))
        FAULT(audit, "%s %llu is public in one place only", audit->kind->table->name, (unsigned long long)id);
    if (slug[0] != '\0' && !slug_leads_to(audit, slugs, slug, id))
        FAULT(audit, "the slug of %s %llu does not lead to it", audit->kind->table->name,
              (unsigned long long)id);
}

static void audit_network_rest(struct audit *audit, const struct nnreg_network *network)
{
    unsigned long long id = network->id;
    struct nnreg_key key;

    if (!is_there(audit, NNREG_KV_NETWORK_TENSORS, nnreg_key_u64(&key, network->id)))
        FAULT(audit, "network %llu has no list of tensors", id);
    audit_slug(audit, NNREG_KV_SLUGS, NNREG_KV_PUBLIC, network->slug, network->id);
}

static void audit_spec_rest(struct audit *audit, const struct nnreg_spec *spec)
{
    struct nnreg_key_pair key;

    if (spec->current_version_id != 0 &&
        !is_there(audit, NNREG_KV_VERSIONS_BY_SPEC, nnreg_key_pair(&key, spec->id, spec->current_version_id)))
        FAULT(audit, "the current version of spec %llu is none of its own", (unsigned long long)spec->id);
    audit_slug(audit, NNREG_KV_SPEC_SLUGS, NNREG_KV_PUBLIC_SPECS, spec->slug, spec->id);
}

static void audit_version_rest(struct audit *audit, const struct nnreg_version *version)
{
    unsigned long long id = version->id;
    struct nnreg_key key;
    struct nnreg_key_pair pair;

    if (!is_there(audit, NNREG_KV_SPECS, nnreg_key_u64(&key, version->spec_id)) ||
        !is_there(audit, NNREG_KV_NETWORKS, nnreg_key_u64(&key, version->network_id)))
        FAULT(audit, "version %llu attaches what is not there", id);
    if (!is_there(audit, NNREG_KV_VERSIONS_BY_SPEC, nnreg_key_pair(&pair, version->spec_id, version->id)) ||
        !is_there(audit, NNREG_KV_VERSIONS_BY_NETWORK,
                  nnreg_key_pair(&pair, version->network_id, version->id)))
        FAULT(audit, "version %llu is not in its indexes", id);
}

static nnreg_status audit_object(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                 struct nnreg_error *error)
{
    struct audit *audit = context;
    const struct nnreg_object_kind *kind = audit->kind;
    union nnreg_any_object record;
    struct nnreg_key_pair date;
    struct nnreg_key_name name;
    uint64_t id;

    (void)stop;
    memset(&record, 0, sizeof record);
    if (nnreg_record_decode(kind->table, &record, value.content, value.size, error) != NNREG_OK ||
        !nnreg_key_u64_read(&id, key) || id != *nnreg_object_id(kind, &record)) {
        FAULT(audit, "a %s does not decode, or has another id", kind->table->name);
        return NNREG_OK;
    }
    if (!is_there(audit, kind->updates,
                  nnreg_key_pair(&date, nnreg_key_time(*nnreg_object_update_date(kind, &record)), id)) ||
        (kind->names >= 0 && !is_there(audit, (unsigned)kind->names,
                                       nnreg_key_name(&name, nnreg_object_name(kind, &record), id))))
        FAULT(audit, "%s %llu is not in its indexes", kind->table->name, (unsigned long long)id);
    if (kind->object == NNREG_OBJECT_NETWORK)
        audit_network_rest(audit, &record.network);
    else if (kind->object == NNREG_OBJECT_SPEC)
        audit_spec_rest(audit, &record.spec);
    else if (kind->object == NNREG_OBJECT_VERSION)
        audit_version_rest(audit, &record.version);
    nnreg_record_clear(kind->table, &record);
    return NNREG_OK;
}

static void same_count(struct audit *audit, unsigned table, unsigned other)
{
    uint64_t count = 0, other_count = 1;

    if (nnreg_kv_count(&count, audit->txn, table, NULL) != NNREG_OK ||
        nnreg_kv_count(&other_count, audit->txn, other, NULL) != NNREG_OK || count != other_count)
        FAULT(audit, "\"%s\" has %llu entries, \"%s\" %llu", nnreg_kv_table_names[table],
              (unsigned long long)count, nnreg_kv_table_names[other], (unsigned long long)other_count);
}

/* Each record is in every index that it belongs in, and no index has more. */
static nnreg_status audit_objects(struct audit *audit, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < NNREG_OBJECT_COUNT && status == NNREG_OK; i++) {
        audit->kind = &nnreg_object_kinds[i];
        status = nnreg_kv_walk(audit->txn, audit->kind->records, (struct nnreg_slice){NULL, 0}, false,
                               audit_object, audit, error);
        same_count(audit, audit->kind->records, audit->kind->updates);
        if (audit->kind->names >= 0)
            same_count(audit, audit->kind->records, (unsigned)audit->kind->names);
    }
    same_count(audit, NNREG_KV_VERSIONS, NNREG_KV_VERSIONS_BY_SPEC);
    same_count(audit, NNREG_KV_VERSIONS, NNREG_KV_VERSIONS_BY_NETWORK);
    same_count(audit, NNREG_KV_NETWORKS, NNREG_KV_NETWORK_TENSORS);
    same_count(audit, NNREG_KV_SLUGS, NNREG_KV_PUBLIC);
    same_count(audit, NNREG_KV_SPEC_SLUGS, NNREG_KV_PUBLIC_SPECS);
    return status;
}

static nnreg_status audit_tables(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    static const struct {
        enum nnreg_kv_table table;
        nnreg_kv_visit *visit;
    } walks[] = {
        {NNREG_KV_NETWORKS, audit_network},
        {NNREG_KV_BLOB_REFS, audit_references},
        {NNREG_KV_NETWORK_BLOCKS, audit_block},
        {NNREG_KV_TRASH, audit_trash},
    };
    struct audit *audit = context;
    nnreg_status status = nnreg_setting_get(&audit->next_network, txn, NNREG_SETTING_NEXT_NETWORK, error);
    size_t i;

    audit->txn = txn;
    if (status == NNREG_OK)
        status = nnreg_setting_get(&audit->next_task, txn, NNREG_SETTING_NEXT_TASK, error);
    for (i = 0; i < sizeof walks / sizeof *walks && status == NNREG_OK; i++)
        status = nnreg_kv_walk(txn, walks[i].table, (struct nnreg_slice){NULL, 0}, false, walks[i].visit,
                               audit, error);
    if (status == NNREG_OK)
        status = nnreg_damage_walk(txn, audit_damage, audit, error);
    if (status == NNREG_OK)
        status = audit_objects(audit, error);
    return status == NNREG_OK ? nnreg_kv_count(&audit->tasks, txn, NNREG_KV_TASKS, error) : status;
}

static void audit_stored(const char *folder, const char *name, void *context)
{
    struct audit *audit = context;
    char path[1000], named[128], found[NNREG_SHA256_TEXT];
    nnreg_digest digest;
    uint64_t size;

    if (strncmp(folder, "staging", 7) == 0) {
        FAULT(audit, "%s/%s is left", folder, name);
        return;
    }
    snprintf(path, sizeof path, "%s/%s/%s", audit->dir, folder, name);
    snprintf(named, sizeof named, "%.2s%.100s", folder + strlen("blobs/"), name);
    digest_of(found, path, &size);
    if (strcmp(found, named) != 0)
        FAULT(audit, "the file %s/%s has the SHA-256 %s", folder, name, found);
    else if (!audit->strays && nnreg_unhex(digest, named) &&
             find_digest(audit, digest) == audit->stored_count)
        FAULT(audit, "nobody refers to the file %s/%s", folder, name);
}

/*
 * The library's own look, behind ours: each judges, and neither stands for the other. Ours has read the files, so it reads them
 * only now and then; the first time in a process, so that each test has it once.
 */
#define WHOLE_EACH 16

static void audit_by_fsck(struct audit *audit, nnreg *registry)
{
    static unsigned looks;
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;
    const struct nnreg_finding *finding;
    nnreg_findings *findings;
    nnreg_status status = nnreg_findings_new(&findings, NULL, 0);
    size_t i = 0;

    options.flags = looks++ % WHOLE_EACH == 0 ? 0 : NNREG_QUICK;
    if (status == NNREG_OK)
        status = nnreg_fsck(registry, findings, NULL, &options);
    while ((finding = nnreg_findings_get(findings, i++)) != NULL)
        if (finding->severity == NNREG_SEVERITY_ERROR)
            FAULT(audit, "fsck finds %s: %s", finding->rule, finding->message);
    if (status != NNREG_OK)
        FAULT(audit, "fsck ends with status %d: %s", status, nnreg_message(registry));
    nnreg_findings_free(findings);
}

const char *registry_fault(nnreg *registry, const char *dir, bool strays)
{
    static struct audit audit;
    uint64_t events, broken;
    struct nnreg_error error = NNREG_ERROR_INIT;

    audit = (struct audit){.dir = dir, .strays = strays};
    if (nnreg_kv_read(registry->kv, audit_tables, &audit, &error) != NNREG_OK)
        FAULT(&audit, "the tables cannot be read: %s", error.text);
    if (audit.tasks != audit.networks)
        FAULT(&audit, "%llu networks have %llu tasks", (unsigned long long)audit.networks,
              (unsigned long long)audit.tasks);
    if (audit.counted != audit.stored_count)
        FAULT(&audit, "%zu files are in use, %zu are counted", audit.stored_count, audit.counted);
    if (audit.blocks_met != audit.networks)
        FAULT(&audit, "the blocks count %llu networks of %llu", (unsigned long long)audit.blocks_met,
              (unsigned long long)audit.networks);
    if (nnreg_events_verify(registry, &events, &broken, NULL) != NNREG_OK)
        FAULT(&audit, "%s", nnreg_message(registry));
    each_file(dir, "blobs", audit_stored, &audit);
    each_file(dir, "staging", audit_stored, &audit);
    if (audit.fault[0] == '\0')
        audit_by_fsck(&audit, registry);
    return audit.fault[0] != '\0' ? audit.fault : NULL;
}
