/* See damages.h. */
#include "damages.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "codec/seal.h"
#include "codec/record.h"
#include "registry/event_chain.h"
#include "registry/handle.h"
#include "registry/objects.h"
#include "registry/sealing.h"
#include "store/keys.h"

enum { ENTRY_MOST = 65536 };

struct entry_bytes {
    unsigned char content[ENTRY_MOST];
    size_t size;
};

static struct nnreg_slice slice_of(const struct entry_bytes *bytes)
{
    return (struct nnreg_slice){bytes->content, bytes->size};
}

static void take(struct entry_bytes *bytes, struct nnreg_slice slice)
{
    ck_assert_uint_le(slice.size, sizeof bytes->content);
    bytes->size = slice.size;
    if (slice.size > 0)
        memcpy(bytes->content, slice.content, slice.size);
}

static nnreg_status take_first_key(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                   void *context, struct nnreg_error *error)
{
    (void)value, (void)error;
    *stop = true;
    take(context, key);
    return NNREG_OK;
}

static void take_hexadecimal(struct entry_bytes *bytes, const char *digits)
{
    unsigned byte;

    bytes->size = 0;
    for (; sscanf(digits, "%2x", &byte) == 1; digits += 2)
        bytes->content[bytes->size++] = (unsigned char)byte;
}

static void take_word(struct entry_bytes *bytes, struct nnreg_kv_txn *txn, unsigned table, const char *word)
{
    struct nnreg_key_name name;
    struct nnreg_key_pair pair;
    struct nnreg_key number;
    unsigned long long first, second;
    char text[200];

    bytes->size = 0;
    if (strcmp(word, "first") == 0 || strcmp(word, "last") == 0)
        ck_assert_int_eq(nnreg_kv_walk(txn, table, (struct nnreg_slice){NULL, 0}, word[0] == 'l',
                                       take_first_key, bytes, NULL),
                         NNREG_OK);
    else if (word[0] == '\'')
        take(bytes, nnreg_key_text(word + 1));
    else if (word[0] == '#')
        take_hexadecimal(bytes, word + 1);
    else if (sscanf(word, "%llu/%llu", &first, &second) == 2)
        take(bytes, nnreg_key_pair(&pair, first, second));
    else if (sscanf(word, "%199[^:]:%llu", text, &second) == 2)
        take(bytes, nnreg_key_name(&name, text, second));
    else if (strcmp(word, "none") != 0 && sscanf(word, "%llu", &first) == 1)
        take(bytes, nnreg_key_u64(&number, first));
}

static unsigned table_of(const char *name)
{
    unsigned table = 0;

    while (table < NNREG_KV_TABLE_COUNT && strcmp(nnreg_kv_table_names[table], name) != 0)
        table++;
    ck_assert_msg(table < NNREG_KV_TABLE_COUNT, "there is no table %s", name);
    return table;
}

struct table_damage {
    const char *what, *table, *first, *second, *third;
};

static nnreg_status remove_all(struct nnreg_kv_txn *txn, unsigned table, struct nnreg_error *error)
{
    static struct entry_bytes key;
    nnreg_status status = NNREG_OK;

    do {
        take_word(&key, txn, table, "first");
        if (key.size > 0)
            status = nnreg_kv_remove(txn, table, slice_of(&key), error);
    } while (key.size > 0 && status == NNREG_OK);
    return status;
}

/* Whether it is one of the words that seal otherwise. */
static bool seal_otherwise(const char *what, struct entry_bytes *value)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_sealed sealed;
    unsigned char index[NNREG_SEAL_INDEX_MOST];

    ck_assert(nnreg_unseal(&sealed, value->content, value->size));
    if (strcmp(what, "seal") == 0) {
        nnreg_seal(&out, &sealed);
    } else if (strcmp(what, "unseal") == 0) {
        nnreg_bytes_put(&out, sealed.content, sealed.size);
    } else if (strcmp(what, "mislead") == 0) {
        ck_assert_uint_gt(sealed.index_size, 2);
        memcpy(index, sealed.index, sealed.index_size);
        index[sealed.index_size - 1] = index[sealed.index_size - 2] = 0; /* nothing is in the last value */
        sealed.index = index;
        nnreg_seal(&out, &sealed);
    } else {
        return false;
    }
    ck_assert(!out.failed);
    memcpy(value->content, out.content, out.size);
    value->size = out.size;
    nnreg_bytes_free(&out);
    return true;
}

static void set_member(const struct nnreg_field *field, void *member, const char *word)
{
    if (strcmp(word, "turned") == 0) {
        struct nnreg_array *array = member;
        unsigned char entry[512], *entries = array->items;
        size_t size = field->child->size;

        ck_assert_int_eq(field->kind, NNREG_KIND_ARRAY);
        ck_assert(array->count >= 2 && size <= sizeof entry);
        memcpy(entry, entries, size);
        memcpy(entries, entries + size, size);
        memcpy(entries + size, entry, size);
        return;
    }
    nnreg_member_clear(field, member);
    if (word[0] == '\'' && field->kind == NNREG_KIND_ENUM) {
        int found = nnreg_vocab_find(field->vocab, word + 1);

        ck_assert_int_ge(found, 0);
        memcpy(member, &found, sizeof found);
    } else if (word[0] == '\'') {
        char *text = nnreg_strdup(word + 1);

        ck_assert_int_eq(field->kind, NNREG_KIND_STRING);
        ck_assert_ptr_nonnull(text);
        memcpy(member, &text, sizeof text);
    } else if (strcmp(word, "none") != 0) {
        uint64_t number = strtoull(word, NULL, 10);

        ck_assert(field->kind == NNREG_KIND_ID || field->kind == NNREG_KIND_REFERENCE ||
                  field->kind == NNREG_KIND_SIZE || field->kind == NNREG_KIND_TIME);
        memcpy(member, &number, sizeof number);
    }
}

/* Beside the indexes, which stay as they are. */
static nnreg_status set_in_object(struct nnreg_bytes *out, struct nnreg_kv_txn *txn, uint64_t id,
                                  const struct table_damage *damage, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = nnreg_object_kinds;
    union nnreg_any_object record;
    const struct nnreg_field *field;
    nnreg_status status;

    while (kind < nnreg_object_kinds + NNREG_OBJECT_COUNT && kind->records != table_of(damage->table))
        kind++;
    ck_assert_ptr_ne(kind, nnreg_object_kinds + NNREG_OBJECT_COUNT);
    field = nnreg_table_field(kind->table, damage->second);
    ck_assert_ptr_nonnull(field);
    status = nnreg_object_load(&record, txn, kind, id, error);
    if (status != NNREG_OK)
        return status;
    set_member(field, nnreg_member(&record, field), damage->third);
    status = nnreg_sealed_encode(out, txn, kind->table, &record, error);
    nnreg_record_clear(kind->table, &record);
    return status;
}

static nnreg_status set_in_event(struct nnreg_bytes *out, struct nnreg_slice value,
                                 const struct table_damage *damage, struct nnreg_error *error)
{
    const struct nnreg_field *field = nnreg_table_field(&nnreg_event_record_table, damage->second);
    struct nnreg_event_record event;
    nnreg_status status = nnreg_event_decode(&event, value, error);

    ck_assert_ptr_nonnull(field);
    if (status != NNREG_OK)
        return status;
    set_member(field, nnreg_member(&event, field), damage->third);
    nnreg_bytes_put(out, value.content, NNREG_SHA256_SIZE);
    status = nnreg_record_encode(out, &nnreg_event_record_table, &event, error);
    nnreg_record_clear(&nnreg_event_record_table, &event);
    return status;
}

static nnreg_status set_in_record(struct nnreg_kv_txn *txn, struct nnreg_slice key,
                                  const struct table_damage *damage, struct nnreg_error *error)
{
    unsigned table = table_of(damage->table);
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_slice value;
    uint64_t id;
    nnreg_status status = nnreg_kv_get(&value, txn, table, key, error);

    ck_assert(nnreg_key_u64_read(&id, key));
    if (status == NNREG_OK)
        status = table == NNREG_KV_EVENTS ? set_in_event(&out, value, damage, error)
                                          : set_in_object(&out, txn, id, damage, error);
    if (status == NNREG_OK)
        status = nnreg_kv_put(txn, table, key, (struct nnreg_slice){out.content, out.size}, error);
    nnreg_bytes_free(&out);
    return status;
}

static nnreg_status rechain(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    static struct entry_bytes copy;
    struct nnreg_event_last last = {.sequence = 0};
    struct nnreg_sha256 sha = {NULL};
    struct nnreg_slice value;
    struct nnreg_key key;
    nnreg_status status = NNREG_OK;

    (void)context;
    while (status == NNREG_OK && nnreg_kv_get(&value, txn, NNREG_KV_EVENTS,
                                              nnreg_key_u64(&key, last.sequence + 1), error) == NNREG_OK) {
        struct nnreg_event_record event;

        take(&copy, value);
        status = nnreg_event_hash(last.hash, &sha, last.hash, copy.content + NNREG_SHA256_SIZE,
                                  copy.size - NNREG_SHA256_SIZE, error);
        memcpy(copy.content, last.hash, NNREG_SHA256_SIZE);
        if (status == NNREG_OK && nnreg_event_decode(&event, slice_of(&copy), NULL) == NNREG_OK) {
            last.time = event.time;
            nnreg_record_clear(&nnreg_event_record_table, &event);
        }
        if (status == NNREG_OK)
            status = nnreg_kv_put(txn, NNREG_KV_EVENTS, nnreg_key_u64(&key, ++last.sequence), slice_of(&copy),
                                  error);
    }
    nnreg_sha256_free(&sha);
    return status == NNREG_OK ? nnreg_event_put_last(txn, &last, error) : status;
}

/* The same number of bytes: an index of them stays right. */
static void reword(struct entry_bytes *value, const char *from, const char *to)
{
    struct nnreg_sealed sealed;
    /* An event begins with a hash, which by chance begins as a seal does; its checksum is no seal's then. */
    bool is_sealed =
        nnreg_is_sealed(value->content, value->size) && nnreg_unseal(&sealed, value->content, value->size);
    void *at = memmem(value->content, value->size, from, strlen(from));

    ck_assert_uint_eq(strlen(from), strlen(to));
    ck_assert_ptr_nonnull(at);
    memcpy(at, to, strlen(to));
    if (is_sealed) {
        struct nnreg_bytes out = NNREG_BYTES_INIT;

        nnreg_seal(&out, &sealed);
        ck_assert(!out.failed && out.size == value->size);
        memcpy(value->content, out.content, out.size);
        nnreg_bytes_free(&out);
    }
}

static nnreg_status do_in_table(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    static struct entry_bytes key, value;
    const struct table_damage *damage = context;
    unsigned table = table_of(damage->table);
    struct nnreg_slice found;
    nnreg_status status;

    if (strcmp(damage->what, "clear") == 0)
        return remove_all(txn, table, error);
    take_word(&key, txn, table, damage->first);
    if (strcmp(damage->what, "set") == 0)
        return set_in_record(txn, slice_of(&key), damage, error);
    take_word(&value, txn, table, damage->second);
    if (strcmp(damage->what, "put") == 0)
        return nnreg_kv_put(txn, table, slice_of(&key), slice_of(&value), error);
    status = nnreg_kv_get(&found, txn, table, slice_of(&key), error);
    if (status == NNREG_OK && strcmp(damage->what, "remove") == 0)
        return nnreg_kv_remove(txn, table, slice_of(&key), error);
    if (status == NNREG_OK && strcmp(damage->what, "move") == 0) {
        static struct entry_bytes moved;

        take(&moved, found);
        status = nnreg_kv_remove(txn, table, slice_of(&key), error);
        return status == NNREG_OK ? nnreg_kv_put(txn, table, slice_of(&value), slice_of(&moved), error)
                                  : status;
    }
    if (status != NNREG_OK)
        return status;
    take(&value, found);
    if (strcmp(damage->what, "cut") == 0)
        value.size /= 2;
    else if (strcmp(damage->what, "flip") == 0)
        value.content[value.size - 1] ^= 1;
    else if (strcmp(damage->what, "reword") == 0)
        reword(&value, damage->second, damage->third);
    else if (!seal_otherwise(damage->what, &value))
        return NNREG_INVALID_ARGUMENT;
    return nnreg_kv_put(txn, table, slice_of(&key), slice_of(&value), error);
}

/* ---------------------------------------------------------------------------------------------------- files -- */

const char *damage_path(nnreg *registry, const char *dir, uint64_t id, const char *name)
{
    static char path[1000];
    nnreg_network *network;
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    size_t i;

    path[0] = '\0';
    ck_assert_int_eq(nnreg_network_get(registry, &network, id), NNREG_OK);
    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++)
        if (strcmp(file.name, name) == 0)
            snprintf(path, sizeof path, "%s/blobs/%.2s/%s", dir, file.sha256, file.sha256 + 2);
    nnreg_network_free(network);
    ck_assert_msg(path[0] != '\0', "network %llu has no file %s", (unsigned long long)id, name);
    return path;
}

/* A stored file is read-only. */
static void edit_file(const char *what, const char *path)
{
    struct stat st;
    char byte;
    int fd;

    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_int_eq(chmod(path, 0644), 0);
    fd = open(path, O_RDWR | O_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    if (strcmp(what, "cut") == 0) {
        ck_assert_int_eq(ftruncate(fd, st.st_size / 2), 0);
    } else if (strcmp(what, "grow") == 0) {
        ck_assert_int_eq(ftruncate(fd, st.st_size + 1), 0);
    } else {
        ck_assert_int_eq(pread(fd, &byte, 1, st.st_size / 2), 1);
        byte ^= 1;
        ck_assert_int_eq(pwrite(fd, &byte, 1, st.st_size / 2), 1);
    }
    close(fd);
}

static void do_to_file(const char *what, const char *path)
{
    if (strcmp(what, "cut") == 0 || strcmp(what, "grow") == 0 || strcmp(what, "flip") == 0) {
        edit_file(what, path);
        return;
    }
    ck_assert_int_eq(unlink(path), 0);
    if (strcmp(what, "folder") == 0)
        ck_assert_int_eq(mkdir(path, 0755), 0);
    else if (strcmp(what, "link") == 0)
        ck_assert_int_eq(symlink("/dev/null", path), 0);
    else
        ck_assert_str_eq(what, "remove");
}

static void make_stray(const char *dir, const char *name)
{
    char path[1000];
    FILE *file;

    snprintf(path, sizeof path, "%s/blobs/%s", dir, name);
    if (strchr(name, '/') != NULL) {
        *strrchr(path, '/') = '\0';
        (void)mkdir(path, 0755);
        path[strlen(path)] = '/';
    }
    file = fopen(path, "we");
    ck_assert_ptr_nonnull(file);
    fputs("stray\n", file);
    fclose(file);
}

static void remove_blobs(const char *dir)
{
    char command[1000];

    snprintf(command, sizeof command, "rm -rf '%s/blobs'", dir);
    ck_assert_int_eq(system(command), 0);
}

/* --------------------------------------------------------------------------------------------------- a device -- */

static char failing_call[20];

static int fail_call(const char *call)
{
    return strcmp(call, failing_call) == 0 ? EIO : 0;
}

void damage_end(void)
{
    nnreg_fs_use_hook(NULL);
}

/* ----------------------------------------------------------------------------------------------------- lines -- */

static void repair(nnreg *registry)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_findings *findings;

    call.flags = NNREG_REPAIR;
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_fsck(registry, findings, NULL, &call), NNREG_OK);
    nnreg_findings_free(findings);
}

static void do_line(nnreg *registry, const char *dir, const char *line)
{
    char what[20] = "", first[300] = "", second[300] = "none", third[300] = "none", fourth[300] = "none";
    struct table_damage damage = {what, first, second, third, fourth};
    struct nnreg_error error = NNREG_ERROR_INIT;

    ck_assert_int_ge(sscanf(line, "%19s %299s %299s %299s %299s", what, first, second, third, fourth), 1);
    if (strcmp(what, "file") == 0)
        do_to_file(first, damage_path(registry, dir, 1, second));
    else if (strcmp(what, "blob") == 0)
        make_stray(dir, first);
    else if (strcmp(what, "blobs") == 0)
        remove_blobs(dir);
    else if (strcmp(what, "repair") == 0)
        repair(registry);
    else if (strcmp(what, "device") == 0)
        snprintf(failing_call, sizeof failing_call, "%.19s", first), nnreg_fs_use_hook(fail_call);
    else
        ck_assert_msg(nnreg_kv_write(registry->kv, strcmp(what, "rechain") == 0 ? rechain : do_in_table,
                                     &damage, &error) == NNREG_OK,
                      "%s: %s", line, error.text);
}

void damage(nnreg *registry, const char *dir, const char *lines)
{
    char line[1000];

    while (*lines != '\0') {
        size_t length = strcspn(lines, "\n");

        ck_assert_uint_lt(length, sizeof line);
        memcpy(line, lines, length);
        line[length] = '\0';
        if (length > 0)
            do_line(registry, dir, line);
        lines += length + (lines[length] == '\n');
    }
}
