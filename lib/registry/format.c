/* The format and settings of a registry: see format.h. */
#include "registry/format.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "registry/events.h"
#include "registry/objects.h"
#include "registry/sealing.h"
#include "registry/settings.h"

/* What a registry is made of, and since which version; a library that does not know one must not touch it. */
static const struct {
    const char *name;
    unsigned since;
} known_features[] = {{"blocks", 1}, {"indexes", 1},      {"events", 1},   {"tensor-lists", 1},
                      {"damage", 2}, {"public-specs", 3}, {"checksums", 4}};
#define KNOWN_FEATURES (sizeof known_features / sizeof *known_features)

/* ----------------------------------------------------------------------------------------------------- writing -- */

#define FEATURES_TEXT 256

/* The features of a version, as they are stored. */
static struct nnreg_slice features_of(unsigned version, char names[FEATURES_TEXT])
{
    size_t i, used = 0;

    for (i = 0; i < KNOWN_FEATURES; i++)
        if (known_features[i].since <= version)
            used += (size_t)snprintf(names + used, FEATURES_TEXT - used, "%s%s", i > 0 ? " " : "",
                                     known_features[i].name);
    return (struct nnreg_slice){names, used};
}

nnreg_status nnreg_format_put(struct nnreg_kv_txn *txn, unsigned version, struct nnreg_error *error)
{
    char names[FEATURES_TEXT];
    nnreg_status status = nnreg_kv_put(txn, NNREG_KV_SETTINGS, nnreg_key_text(NNREG_SETTING_FEATURES),
                                       features_of(version, names), error);

    return status == NNREG_OK ? nnreg_setting_put(txn, NNREG_SETTING_FORMAT, version, error) : status;
}

nnreg_status nnreg_format_write_identity(struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    unsigned char identity[16];

    /* So few bytes come whole, and no signal interrupts it (getrandom(2)); it waits only while the system starts. */
    if (getrandom(identity, sizeof identity, 0) != (ssize_t)sizeof identity)
        return nnreg_fail(error, NNREG_IO, "the system gives no random bytes");
    return nnreg_kv_put(txn, NNREG_KV_SETTINGS, nnreg_key_text(NNREG_SETTING_IDENTITY),
                        (struct nnreg_slice){identity, sizeof identity}, error);
}

/*
 * Runs in the transaction that makes the tables, so there is no registry without its settings; perhaps more than once, each
 * time with another identity, of which only the last is ever seen.
 */
nnreg_status nnreg_format_write(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const bool *mutable_description = context;
    nnreg_status status = nnreg_format_put(txn, NNREG_FORMAT_VERSION, error);
    size_t i;

    if (status == NNREG_OK)
        status = nnreg_format_write_identity(txn, error);
    if (status == NNREG_OK)
        status = nnreg_setting_put(txn, NNREG_SETTING_MUTABLE_DESCRIPTION, *mutable_description, error);
    for (i = 0; i < NNREG_OBJECT_COUNT && status == NNREG_OK; i++)
        status = nnreg_setting_put(txn, nnreg_object_kinds[i].counter, 1, error);
    return status;
}

/* ----------------------------------------------------------------------------------------------------- reading -- */

/* A number that every registry has. */
static nnreg_status read_needed_number(uint64_t *number, struct nnreg_kv_txn *txn, const char *key,
                                       struct nnreg_error *error)
{
    nnreg_status status = nnreg_setting_get(number, txn, key, error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "%s is damaged: the setting \"%s\" is missing",
                          nnreg_kv_data_name(txn), key);
    return status;
}

static bool is_known(const char *feature, size_t length)
{
    size_t i;

    for (i = 0; i < KNOWN_FEATURES; i++)
        if (strlen(known_features[i].name) == length && memcmp(known_features[i].name, feature, length) == 0)
            return true;
    return false;
}

static nnreg_status check_features(struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    struct nnreg_slice value;
    nnreg_status status =
        nnreg_kv_get(&value, txn, NNREG_KV_SETTINGS, nnreg_key_text(NNREG_SETTING_FEATURES), error);
    const char *names = value.content;
    size_t i = 0;

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "%s is damaged: the setting \"%s\" is missing",
                          nnreg_kv_data_name(txn), NNREG_SETTING_FEATURES);
    while (status == NNREG_OK && i < value.size) {
        const char *space = memchr(names + i, ' ', value.size - i);
        size_t length = space != NULL ? (size_t)(space - names) - i : value.size - i;

        if (!is_known(names + i, length))
            return nnreg_fail(error, NNREG_UNSUPPORTED,
                              "the registry has the feature \"%.*s\", which this library (%s) does not know: "
                              "use a newer one",
                              (int)(length < 64 ? length : 64), names + i, nnreg_library_version());
        i += length + 1;
    }
    return status;
}

/*
 * The end of a table is held against what counts it, at each open, since it is one descent for each table, however large: a
 * counter that is damaged is met before it gives an id a second time.
 */

/* The last key of a table, on its way from the walk. */
struct last_key {
    struct nnreg_kv_txn *txn;
    uint64_t number;
};

static nnreg_status take_key(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                             struct nnreg_error *error)
{
    struct last_key *last = context;

    (void)value;
    *stop = true;
    if (!nnreg_key_u64_read(&last->number, key))
        return nnreg_fail(error, NNREG_CORRUPT, "%s is damaged: a key of %zu bytes is no number",
                          nnreg_kv_data_name(last->txn), key.size);
    return NNREG_OK;
}

/* The last key of a table whose keys are numbers; 0: it is empty. */
static nnreg_status last_key(uint64_t *number, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                             struct nnreg_error *error)
{
    struct last_key last = {txn, 0};
    nnreg_status status =
        nnreg_kv_walk(txn, table, (struct nnreg_slice){NULL, 0}, true, take_key, &last, error);

    *number = last.number;
    return status;
}

/* An id that was given is never given again: so no object is behind its kind's counter. */
static nnreg_status check_counter(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                  struct nnreg_error *error)
{
    uint64_t next, last;
    nnreg_status status = read_needed_number(&next, txn, kind->counter, error);

    if (status == NNREG_OK)
        status = last_key(&last, txn, kind->records, error);
    if (status == NNREG_OK && (next == 0 || last >= next))
        status = nnreg_fail(error, NNREG_CORRUPT,
                            "%s is damaged: the next %s is to be number %llu, but there is a number %llu",
                            nnreg_kv_data_name(txn), kind->table->name, (unsigned long long)next,
                            (unsigned long long)last);
    return status;
}

static nnreg_status check_history(struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    struct nnreg_event_last last;
    uint64_t key;
    nnreg_status status = nnreg_event_last(&last, txn, error);

    if (status == NNREG_OK)
        status = last_key(&key, txn, NNREG_KV_EVENTS, error);
    if (status == NNREG_OK && key != last.sequence)
        status =
            nnreg_fail(error, NNREG_CORRUPT,
                       "%s is damaged: the history ends with event %llu, and its end is said to be %llu",
                       nnreg_kv_data_name(txn), (unsigned long long)key, (unsigned long long)last.sequence);
    return status;
}

nnreg_status nnreg_format_version(unsigned *version, struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    uint64_t number = 0;
    nnreg_status status = read_needed_number(&number, txn, NNREG_SETTING_FORMAT, error);

    *version = 0;
    if (status == NNREG_OK && (number < NNREG_FORMAT_OLDEST || number > NNREG_FORMAT_VERSION))
        return nnreg_fail(error, NNREG_UNSUPPORTED,
                          "the registry has format version %llu, this library (%s) knows versions %d to %d",
                          (unsigned long long)number, nnreg_library_version(), NNREG_FORMAT_OLDEST,
                          NNREG_FORMAT_VERSION);
    if (status == NNREG_OK)
        *version = (unsigned)number;
    return status;
}

nnreg_status nnreg_format_mutable_description(bool *allowed, struct nnreg_kv_txn *txn,
                                              struct nnreg_error *error)
{
    uint64_t number = 0;
    nnreg_status status = read_needed_number(&number, txn, NNREG_SETTING_MUTABLE_DESCRIPTION, error);

    *allowed = number != 0;
    return status;
}

/* How many tables a registry of each version has at least, those of the versions before it among them. */
static const nnreg_kv_table_id tables_of[NNREG_FORMAT_VERSION + 1] = {[1] = NNREG_KV_TABLES_OF_1,
                                                                      [2] = NNREG_KV_TABLES_OF_2,
                                                                      [3] = NNREG_KV_TABLE_COUNT,
                                                                      [4] = NNREG_KV_TABLE_COUNT};

nnreg_status nnreg_format_of_tables(unsigned *version, struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    nnreg_kv_table_id table = tables_of[NNREG_FORMAT_OLDEST];
    nnreg_status status;
    bool whole;

    *version = NNREG_FORMAT_OLDEST;
    while (*version < NNREG_FORMAT_VERSION) {
        for (; table < tables_of[*version + 1]; table++)
            if (!nnreg_kv_has_table(txn, table))
                return NNREG_OK;
        ++*version;
    }
    status = nnreg_sealing_is_whole(&whole, txn, error);
    if (status == NNREG_OK && !whole)
        *version = NNREG_FORMAT_SEALED - 1;
    return status;
}

/* The version whose very features are stored; 0: they are those of none. */
static nnreg_status version_of_features(unsigned *version, struct nnreg_kv_txn *txn,
                                        struct nnreg_error *error)
{
    char names[FEATURES_TEXT];
    struct nnreg_slice stored, known;
    nnreg_status status =
        nnreg_kv_get(&stored, txn, NNREG_KV_SETTINGS, nnreg_key_text(NNREG_SETTING_FEATURES), error);

    *version = 0;
    if (status != NNREG_OK)
        return status == NNREG_NOT_FOUND ? NNREG_OK : status;
    for (*version = NNREG_FORMAT_VERSION; *version > 0; --*version) {
        known = features_of(*version, names);
        if (stored.size == known.size && memcmp(stored.content, names, stored.size) == 0)
            break;
    }
    return NNREG_OK;
}

static bool has_tables_of(struct nnreg_kv_txn *txn, unsigned version)
{
    nnreg_kv_table_id table = NNREG_KV_TABLES_OF_1;

    while (table < tables_of[version] && nnreg_kv_has_table(txn, table))
        table++;
    return table >= tables_of[version];
}

nnreg_status nnreg_format_of_rest(unsigned *version, struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    nnreg_status status = version_of_features(version, txn, error);

    if (status != NNREG_OK || (*version > 0 && has_tables_of(txn, *version)))
        return status;
    return nnreg_format_of_tables(version, txn, error);
}

/* The tables that came after version 1 are made before the version is changed. */
static nnreg_status check_later_tables(struct nnreg_kv_txn *txn, unsigned version, struct nnreg_error *error)
{
    nnreg_kv_table_id table;

    for (table = NNREG_KV_TABLES_OF_1; table < tables_of[version]; table++)
        if (!nnreg_kv_has_table(txn, table))
            return nnreg_fail(error, NNREG_CORRUPT, "%s is damaged: the table \"%s\" is missing",
                              nnreg_kv_data_name(txn), nnreg_kv_table_names[table]);
    return NNREG_OK;
}

/* Version and features first: what the rest means is known only once they are. */
nnreg_status nnreg_format_check(struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    unsigned char identity[16];
    unsigned version;
    bool allowed;
    nnreg_status status = nnreg_format_version(&version, txn, error);
    size_t i;

    if (status == NNREG_OK)
        status = check_features(txn, error);
    if (status == NNREG_OK)
        status = check_later_tables(txn, version, error);
    if (status == NNREG_OK)
        status = nnreg_format_mutable_description(&allowed, txn, error);
    if (status == NNREG_OK)
        status = nnreg_identity(identity, txn, error);
    for (i = 0; i < NNREG_OBJECT_COUNT && status == NNREG_OK; i++)
        status = check_counter(txn, &nnreg_object_kinds[i], error);
    if (status == NNREG_OK)
        status = check_history(txn, error);
    return status;
}

/*
 * What is damaged is for fsck to tell. Of what it may not touch nothing is passed over: a feature that is not known, also where
 * the version in front of it cannot be read.
 */
nnreg_status nnreg_format_check_damaged(struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    nnreg_status status = nnreg_format_check(txn, &why);

    if (status == NNREG_CORRUPT)
        status = check_features(txn, &why);
    if (status == NNREG_OK || status == NNREG_CORRUPT)
        return NNREG_OK;
    return nnreg_fail(error, status, "%s", why.text);
}
