/*
 * Fuzz target for the conditions of lists. The input is a query (fuzz_asked.h), and an object to hold against it: a line with its
 * name, one with its slug, one with five numbers (its id, its date, the number of its word, the ids of a specification and a
 * network), and its metadata.
 *
 * A query is taken, or refused in words. Whether the object meets one that is taken must be what plain code says that knows
 * nothing of the library's; and the same when of the object's record only those fields are read that the conditions are said
 * to need. A pattern matches nothing that has not its beginning. A key of metadata has one spelling, which means the same.
 */
#include <stdio.h>

#include "base/alloc.h"
#include "base/glob.h"
#include "base/utf8.h"
#include "codec/record.h"
#include "fuzz_asked.h"
#include "plain_json.h"
#include "records/network.h"
#include "records/recognition.h"
#include "records/task.h"
#include "registry/filter.h"
#include "registry/where.h"

/* ------------------------------------------------------------------------------------------------ plain patterns -- */

#define GLOB_MOST 300 /* characters of a pattern or a name that is held against plain code */

struct symbol {
    enum { STAR, ANY, ONE, SET } kind;
    bool negated;
    size_t first, count; /* in `points` of ONE and SET */
};

struct pattern {
    uint32_t points[GLOB_MOST];
    struct symbol symbols[GLOB_MOST];
    size_t count;
};

static size_t code_points(uint32_t *points, const char *text, size_t size)
{
    size_t count = 0, at = 0;

    while (at < size) {
        size_t length = nnreg_utf8_next(&points[count], text + at, size - at);

        must(length > 0);
        at += length;
        count++;
    }
    return count;
}

/* Where a set that begins behind `at` ends, 0: nowhere. */
static size_t plain_set_end(const uint32_t *points, size_t count, size_t at)
{
    size_t end = at + 1;

    end += end < count && points[end] == '!';
    end += end < count && points[end] == ']';
    while (end < count && points[end] != ']')
        end++;
    return end < count ? end : 0;
}

static void read_pattern(struct pattern *pattern, const char *text)
{
    size_t count = code_points(pattern->points, text, strlen(text)), at;
    const uint32_t *points = pattern->points;

    pattern->count = 0;
    for (at = 0; at < count; at++) {
        struct symbol *symbol = &pattern->symbols[pattern->count++];
        size_t end = points[at] == '[' ? plain_set_end(points, count, at) : 0;

        *symbol = (struct symbol){points[at] == '*' ? STAR : points[at] == '?' ? ANY : ONE, false, at, 1};
        if (points[at] == '\\' && at + 1 < count) {
            *symbol = (struct symbol){ONE, false, ++at, 1};
        } else if (end > 0) {
            bool negated = points[at + 1] == '!';

            *symbol = (struct symbol){SET, negated, at + 1 + negated, end - at - 1 - negated};
            at = end;
        }
    }
}

static bool symbol_takes(const struct pattern *pattern, const struct symbol *symbol, uint32_t c)
{
    const uint32_t *points = pattern->points + symbol->first;
    bool found = false;
    size_t i;

    for (i = 0; i < symbol->count; i++) {
        bool range = symbol->kind == SET && i + 2 < symbol->count && points[i + 1] == '-';

        found |= range ? c >= points[i] && c <= points[i + 2] : c == points[i];
        i += range ? 2 : 0;
    }
    return symbol->kind == ANY || found != symbol->negated;
}

/* By a row for each symbol: which beginnings of the text the symbols up to it match. */
static bool plain_glob(const char *glob, const char *text)
{
    static struct pattern pattern;
    static uint32_t points[GLOB_MOST];
    bool row[GLOB_MOST + 1] = {true};
    size_t count = code_points(points, text, strlen(text)), i, j;

    read_pattern(&pattern, glob);
    for (i = 0; i < pattern.count; i++) {
        const struct symbol *symbol = &pattern.symbols[i];

        if (symbol->kind == STAR) {
            for (j = 1; j <= count; j++)
                row[j] = row[j] || row[j - 1];
            continue;
        }
        for (j = count; j > 0; j--)
            row[j] = row[j - 1] && symbol_takes(&pattern, symbol, points[j - 1]);
        row[0] = false;
    }
    return row[count];
}

static bool glob_can_be_held(const char *glob, const char *text)
{
    return strlen(glob) < GLOB_MOST && strlen(text) < GLOB_MOST && nnreg_utf8_valid(glob, strlen(glob)) &&
           nnreg_utf8_valid(text, strlen(text));
}

static bool check_glob(const char *glob, const char *text)
{
    char prefix[8];
    size_t length = nnreg_glob_prefix(prefix, sizeof prefix, glob);
    bool matches = nnreg_glob_match(glob, text);

    must(length <= sizeof prefix && (!matches || strncmp(text, prefix, length) == 0));
    if (glob_can_be_held(glob, text))
        must(matches == plain_glob(glob, text));
    return matches;
}

/* ------------------------------------------------------------------------------------------------ plain metadata -- */

/* The key that a path begins with, and the path behind its dot; NULL: there is none. */
static const char *plain_key(struct plain_chars *key, const char *path)
{
    key->bytes = malloc(strlen(path) + 1);
    key->size = 0;
    must(key->bytes != NULL);
    for (; *path != '\0' && *path != '.'; path++) {
        if (*path == '\\' && path[1] != '\0')
            path++;
        key->bytes[key->size++] = *path;
    }
    key->bytes[key->size] = '\0';
    return *path == '.' ? path + 1 : NULL;
}

static const struct plain_value *plain_entry(const struct plain_value *array, const char *key)
{
    char number[24];
    size_t i;

    for (i = 0; i < array->count; i++) {
        snprintf(number, sizeof number, "%zu", i);
        if (strcmp(number, key) == 0)
            return &array->inside[i];
    }
    return NULL;
}

static const struct plain_value *plain_find(const struct plain_value *value, const char *path)
{
    while (value != NULL && path != NULL) {
        struct plain_chars key;

        path = plain_key(&key, path);
        value = value->first == '{'   ? plain_member(value, &key)
                : value->first == '[' ? plain_entry(value, key.bytes)
                                      : NULL;
        free(key.bytes);
    }
    return value;
}

static bool is_whole(const char *text, size_t size, long long *number)
{
    char digits[32], again[32];

    if (size == 0 || size >= sizeof digits)
        return false;
    memcpy(digits, text, size);
    digits[size] = '\0';
    if (digits[strspn(digits, "-0123456789")] != '\0')
        return false;
    *number = strtoll(digits, NULL, 10);
    snprintf(again, sizeof again, "%lld", *number);
    return strcmp(again, strcmp(digits, "-0") == 0 ? "0" : digits) == 0 || strcmp(digits, "-0") == 0;
}

static bool plain_is_number(const struct plain_value *value, const char *text)
{
    struct plain_value given;
    bool same = false;

    if (plain_read(&given, text, strlen(text)) && strchr("-0123456789", given.first) != NULL) {
        long long a, b;

        /* A number ends at a character that is none of its own, of which there is one: the texts end with a NUL. */
        if (is_whole(value->text, value->size, &a) && is_whole(given.text, given.size, &b))
            same = a == b;
        else
            same = strtod(value->text, NULL) == strtod(given.text, NULL);
    }
    plain_free(&given);
    return same;
}

static bool plain_where(const struct plain_value *metadata, const struct nnreg_where *where)
{
    const struct plain_value *value = plain_find(metadata, where->key);

    if (value == NULL || value->first == '{' || value->first == '[')
        return false;
    if (value->first == '"')
        return value->string.size == strlen(where->value) &&
               memcmp(value->string.bytes, where->value, value->string.size) == 0;
    if (strchr("tfn", value->first) != NULL)
        return value->size == strlen(where->value) && memcmp(value->text, where->value, value->size) == 0;
    return plain_is_number(value, where->value);
}

/* The one spelling of a key stays as it is, and finds what the other one finds. */
static void check_spelling(const struct nnreg_where *where, const char *metadata, bool holds)
{
    struct nnreg_bytes once = NNREG_BYTES_INIT, twice = NNREG_BYTES_INIT;
    struct nnreg_where spelt = NNREG_WHERE(NULL, where->value);
    bool out_of_memory = false;

    nnreg_where_put_key(&once, where->key);
    nnreg_bytes_char(&once, '\0');
    spelt.key = once.content;
    must(nnreg_where_holds(&spelt, metadata, &out_of_memory) == holds && !out_of_memory);
    nnreg_where_put_key(&twice, spelt.key);
    nnreg_bytes_char(&twice, '\0');
    must(once.size == twice.size && memcmp(once.content, twice.content, once.size) == 0);
    nnreg_bytes_free(&once);
    nnreg_bytes_free(&twice);
}

static bool check_where(const struct nnreg_query *query, const char *metadata)
{
    struct plain_value tree;
    bool all = true;

    must(plain_read(&tree, metadata, strlen(metadata)));
    for (size_t i = 0; i < query->where_count; i++) {
        bool out_of_memory = false;
        bool holds = nnreg_where_holds(&query->where[i], metadata, &out_of_memory);

        must(!out_of_memory && holds == plain_where(&tree, &query->where[i]));
        check_spelling(&query->where[i], metadata, holds);
        all = all && holds;
    }
    plain_free(&tree);
    return all;
}

/* --------------------------------------------------------------------------------------------------- the objects -- */

struct thing {
    char *name, *slug, *metadata;
    uint64_t id, spec_id, network_id;
    int64_t date;
    int word;
};

union any_object {
    struct nnreg_network network;
    struct nnreg_spec spec;
    struct nnreg_version version;
    struct nnreg_task task;
};

static bool take_thing(struct thing *thing, struct fuzz_input *input)
{
    struct plain_value tree;
    char *numbers, *at;
    bool good;

    thing->name = take_text(input, '\n');
    thing->slug = take_text(input, '\n');
    numbers = at = take_text(input, '\n');
    thing->metadata = take_text(input, 0);
    thing->id = strtoull(at, &at, 10);
    thing->date = strtoll(at, &at, 10);
    thing->word = (int)(strtoull(at, &at, 10) % nnreg_vocab_task_status.count);
    thing->spec_id = strtoull(at, &at, 10);
    thing->network_id = strtoull(at, &at, 10);
    free(numbers);
    good = plain_read(&tree, thing->metadata, strlen(thing->metadata));
    plain_free(&tree);
    return good && nnreg_utf8_valid(thing->name, strlen(thing->name)) &&
           nnreg_utf8_valid(thing->slug, strlen(thing->slug));
}

static void thing_free(struct thing *thing)
{
    free(thing->name);
    free(thing->slug);
    free(thing->metadata);
}

/* Borrows the texts. */
static void make_object(union any_object *object, const struct thing *thing, enum nnreg_object kind)
{
    memset(object, 0, sizeof *object);
    if (kind == NNREG_OBJECT_NETWORK)
        object->network = (struct nnreg_network){.id = thing->id,
                                                 .name = thing->name,
                                                 .slug = thing->slug,
                                                 .metadata = thing->metadata,
                                                 .description = thing->name,
                                                 .update_date = thing->date};
    else if (kind == NNREG_OBJECT_SPEC)
        object->spec = (struct nnreg_spec){.id = thing->id,
                                           .name = thing->name,
                                           .slug = thing->slug,
                                           .metadata = thing->metadata,
                                           .description = thing->name,
                                           .update_date = thing->date};
    else if (kind == NNREG_OBJECT_VERSION)
        object->version = (struct nnreg_version){.id = thing->id,
                                                 .spec_id = thing->spec_id,
                                                 .network_id = thing->network_id,
                                                 .update_date = thing->date};
    else
        object->task = (struct nnreg_task){.id = thing->id,
                                           .network_id = thing->network_id,
                                           .status = thing->word,
                                           .error = thing->name,
                                           .update_date = thing->date};
}

static bool plain_named(const struct nnreg_query *query, const struct thing *thing)
{
    bool is_public = thing->slug[0] != '\0';

    if (query->scope != NNREG_SCOPE_ALL && is_public != (query->scope == NNREG_SCOPE_PUBLIC))
        return false;
    return (query->name == NULL || strcmp(query->name, thing->name) == 0) &&
           (query->name_prefix == NULL || strstr(thing->name, query->name_prefix) == thing->name) &&
           (query->name_glob == NULL || check_glob(query->name_glob, thing->name)) &&
           check_where(query, thing->metadata);
}

static bool plain_has_id(const struct nnreg_query *query, uint64_t id)
{
    for (size_t i = 0; i < query->id_count; i++)
        if (query->ids[i] == id)
            return true;
    return query->ids == NULL;
}

static bool plain_meets(const struct nnreg_list_selection *selection, const struct thing *thing)
{
    const struct nnreg_query *query = &selection->query;

    if (thing->date < selection->since || thing->date >= selection->before)
        return false;
    switch (selection->kind->object) {
    case NNREG_OBJECT_NETWORK: /* of the only framework, which is the first word */
    case NNREG_OBJECT_SPEC:
        return plain_named(query, thing);
    case NNREG_OBJECT_VERSION:
        return (query->spec_id == 0 || query->spec_id == thing->spec_id) &&
               (query->network_id == 0 || query->network_id == thing->network_id);
    default:
        return (query->network_id == 0 || query->network_id == thing->network_id) &&
               (query->status == NULL ||
                strcmp(query->status, nnreg_vocab_word(&nnreg_vocab_task_status, thing->word)) == 0) &&
               plain_has_id(query, thing->id);
    }
}

/* Of the record as it is stored, only those fields that the conditions are said to need. */
static bool meets_by_fields(const struct nnreg_list_selection *selection, const union any_object *object)
{
    const struct nnreg_table *table = selection->kind->table;
    struct nnreg_bytes stored = NNREG_BYTES_INIT;
    bool out_of_memory = false, meets;
    union any_object part;

    memset(&part, 0, sizeof part);
    must(nnreg_record_encode(&stored, table, object, NULL) == NNREG_OK);
    must(nnreg_record_decode_only(table, &part, nnreg_filter_fields(selection, selection->kind->records),
                                  stored.content, stored.size, NULL) == NNREG_OK);
    meets = nnreg_filter_meets(selection, &part, &out_of_memory);
    must(!out_of_memory);
    nnreg_record_clear(table, &part);
    nnreg_bytes_free(&stored);
    return meets;
}

static void check_selection(const struct nnreg_list_selection *selection, const struct thing *thing)
{
    bool out_of_memory = false, meets;
    union any_object object;

    make_object(&object, thing, selection->kind->object);
    meets = nnreg_filter_meets(selection, &object, &out_of_memory);
    must(!out_of_memory);
    if (!selection->by_digest) {
        must(meets == plain_meets(selection, thing));
        must(meets == meets_by_fields(selection, &object));
    }
}

/* A time that is taken is a time whose text is taken for the same. */
static void check_time(int64_t time)
{
    char text[NNREG_TIME_TEXT];
    int64_t again;

    if (time == INT64_MIN || time == INT64_MAX)
        return;
    nnreg_time_format(text, time);
    must(nnreg_time_parse(&again, text) == NNREG_OK && again == time);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    struct fuzz_input rest = {input, size};
    struct nnreg_error error = NNREG_ERROR_INIT;
    struct nnreg_list_selection selection;
    struct asked asked;
    struct thing thing;
    nnreg_status status;

    ask(&asked, &rest);
    status = nnreg_selection_take(&selection, asked.object, &asked.query, &error);
    must(status == NNREG_OK || (status == NNREG_INVALID_ARGUMENT && error.text[0] != '\0'));
    if (status == NNREG_OK) {
        check_time(selection.since);
        check_time(selection.before);
        if (take_thing(&thing, &rest))
            check_selection(&selection, &thing);
        thing_free(&thing);
    }
    asked_free(&asked);
    return 0;
}
