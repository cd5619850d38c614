/* See account.h. */
#include "store/shared/account.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

/* A value of the table objects. */
struct object_value {
    unsigned char suffix[NNREG_OBJECT_SUFFIX];
    unsigned char size[sizeof(struct nnreg_key)];
};

static struct nnreg_slice key_of(const struct nnreg_shared_id *id)
{
    return (struct nnreg_slice){id, sizeof *id};
}

static nnreg_status fail_entry(enum nnreg_kv_table table, struct nnreg_error *error)
{
    return nnreg_fail(error, NNREG_CORRUPT, "an entry of the table \"%s\" is none",
                      nnreg_kv_table_names[table]);
}

/* ------------------------------------------------------------------------------------------------------- names -- */

void nnreg_shared_name(char out[NNREG_OBJECT_NAME], const struct nnreg_shared_id *id)
{
    size_t i, length = NNREG_SHA256_TEXT - 1;

    nnreg_hex(out, id->digest);
    out[length++] = '/';
    for (i = 0; i < sizeof id->suffix; i++, length += 2)
        (void)snprintf(out + length, 3, "%02x", id->suffix[i]);
}

bool nnreg_shared_name_read(struct nnreg_shared_id *id, const char *name)
{
    const size_t digits = NNREG_SHA256_TEXT - 1;
    unsigned char suffix[NNREG_SHA256_SIZE];
    char text[NNREG_SHA256_TEXT];

    if (strlen(name) != digits + 1 + 2 * sizeof id->suffix || name[digits] != '/')
        return false;
    memcpy(text, name, digits);
    text[digits] = '\0';
    if (!nnreg_unhex(id->digest, text))
        return false;
    (void)snprintf(text, sizeof text, "%s%s", name + digits + 1, name + digits + 1); /* as long as a digest */
    if (!nnreg_unhex(suffix, text))
        return false;
    memcpy(id->suffix, suffix, sizeof id->suffix);
    return true;
}

nnreg_status nnreg_shared_suffix(unsigned char suffix[NNREG_OBJECT_SUFFIX], struct nnreg_error *error)
{
    /* So few bytes come whole, and no signal interrupts it (getrandom(2)); it waits only while the system starts. */
    if (getrandom(suffix, NNREG_OBJECT_SUFFIX, 0) != NNREG_OBJECT_SUFFIX)
        return nnreg_fail(error, NNREG_IO, "the system gives no random numbers");
    return NNREG_OK;
}

/* ----------------------------------------------------------------------------------------------------- objects -- */

nnreg_status nnreg_shared_find(struct nnreg_shared_id *id, uint64_t *size, struct nnreg_kv_txn *txn,
                               const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error)
{
    struct nnreg_slice value;
    const struct object_value *found;
    nnreg_status status = nnreg_kv_get(&value, txn, NNREG_KV_OBJECTS, nnreg_key_digest(digest), error);

    if (status != NNREG_OK)
        return status;
    found = value.content;
    if (value.size != sizeof *found ||
        !nnreg_key_u64_read(size, (struct nnreg_slice){found->size, sizeof found->size}))
        return fail_entry(NNREG_KV_OBJECTS, error);
    memcpy(id->digest, digest, sizeof id->digest);
    memcpy(id->suffix, found->suffix, sizeof id->suffix);
    return NNREG_OK;
}

nnreg_status nnreg_shared_put(struct nnreg_kv_txn *txn, const struct nnreg_shared_id *id, uint64_t size,
                              struct nnreg_error *error)
{
    struct object_value value;
    struct nnreg_key number;

    memcpy(value.suffix, id->suffix, sizeof value.suffix);
    (void)nnreg_key_u64(&number, size);
    memcpy(value.size, number.bytes, sizeof value.size);
    return nnreg_kv_put(txn, NNREG_KV_OBJECTS, nnreg_key_digest(id->digest),
                        (struct nnreg_slice){&value, sizeof value}, error);
}

/* ------------------------------------------------------------------------------------------- intents and trash -- */

nnreg_status nnreg_shared_time_put(struct nnreg_kv_txn *txn, enum nnreg_kv_table table,
                                   const struct nnreg_shared_id *id, int64_t time, struct nnreg_error *error)
{
    struct nnreg_key value;

    return nnreg_kv_put(txn, table, key_of(id), nnreg_key_u64(&value, nnreg_key_time(time)), error);
}

nnreg_status nnreg_shared_time(int64_t *time, struct nnreg_kv_txn *txn, enum nnreg_kv_table table,
                               const struct nnreg_shared_id *id, struct nnreg_error *error)
{
    struct nnreg_slice value;
    uint64_t number;
    nnreg_status status = nnreg_kv_get(&value, txn, table, key_of(id), error);

    if (status != NNREG_OK)
        return status;
    if (!nnreg_key_u64_read(&number, value))
        return fail_entry(table, error);
    *time = nnreg_key_time_read(number);
    return NNREG_OK;
}

nnreg_status nnreg_shared_time_remove(struct nnreg_kv_txn *txn, enum nnreg_kv_table table,
                                      const struct nnreg_shared_id *id, struct nnreg_error *error)
{
    nnreg_status status = nnreg_kv_remove(txn, table, key_of(id), error);

    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

nnreg_status nnreg_shared_time_read(struct nnreg_shared_id *id, int64_t *time, struct nnreg_slice key,
                                    struct nnreg_slice value, struct nnreg_error *error)
{
    uint64_t number;

    if (key.size != sizeof *id || !nnreg_key_u64_read(&number, value))
        return nnreg_fail(error, NNREG_CORRUPT, "an entry of the objects' tables is none");
    memcpy(id, key.content, sizeof *id);
    *time = nnreg_key_time_read(number);
    return NNREG_OK;
}
