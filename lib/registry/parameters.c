/*
 * The query of a list, made of texts: those that a page's links are made of (page.c), as a server gets them from who follows one or
 * writes one.
 */
#include <string.h>

#include "base/alloc.h"
#include "nnreg.h"
#include "records/network.h"
#include "records/recognition.h"
#include "records/task.h"

struct nnreg_parameters {
    struct nnreg_query query;
    struct nnreg_where where[NNREG_LIMIT_WHERE];
    char *keys[NNREG_LIMIT_WHERE];
    uint64_t ids[NNREG_LIMIT_PAGE];
    uint32_t given; /* bits, by rows */
};

/* Takes a value that is borrowed; `member`: where of the query it goes. NNREG_INVALID_ARGUMENT: it is not what it has to be. */
typedef nnreg_status parameter_reader(struct nnreg_parameters *parameters, void *member, const char *value);

static nnreg_status read_text_parameter(struct nnreg_parameters *parameters, void *member, const char *value)
{
    (void)parameters;
    *(const char **)member = value;
    return NNREG_OK;
}

/* Up to 63 bits, in decimal digits alone, without leading zeros. */
static bool read_parameter_number(uint64_t *number, const char *text, size_t length)
{
    size_t i;

    *number = 0;
    if (length == 0 || length > 19 || (text[0] == '0' && length > 1))
        return false;
    for (i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *number = *number * 10 + (unsigned)(text[i] - '0');
    }
    return *number <= INT64_MAX;
}

static nnreg_status read_number_parameter(struct nnreg_parameters *parameters, void *member,
                                          const char *value)
{
    uint64_t number;

    (void)parameters;
    if (!read_parameter_number(&number, value, strlen(value)))
        return NNREG_INVALID_ARGUMENT;
    *(uint64_t *)member = number;
    return NNREG_OK;
}

/* Who asks for more than a page can hold gets a full page, and the link to the next. */
static nnreg_status read_limit_parameter(struct nnreg_parameters *parameters, void *member, const char *value)
{
    uint64_t number;

    (void)member;
    if (!read_parameter_number(&number, value, strlen(value)) || number == 0)
        return NNREG_INVALID_ARGUMENT;
    parameters->query.limit = number < NNREG_LIMIT_PAGE ? (uint32_t)number : NNREG_LIMIT_PAGE;
    return NNREG_OK;
}

/* The number of one of the words of a list that ends with NULL; -1: it is none. */
static int find_parameter_word(const char *const *words, const char *value)
{
    int i;

    for (i = 0; words[i] != NULL; i++)
        if (strcmp(words[i], value) == 0)
            return i;
    return -1;
}

static nnreg_status read_order_parameter(struct nnreg_parameters *parameters, void *member, const char *value)
{
    const char *const orders[] = {[NNREG_ORDER_ID] = NNREG_KEY(network, id),
                                  [NNREG_ORDER_NAME] = NNREG_KEY(network, name),
                                  [NNREG_ORDER_UPDATE_DATE] = NNREG_KEY(network, update_date),
                                  NULL};
    int descending = value[0] == '-', order = find_parameter_word(orders, value + descending);

    (void)member;
    if (order < 0)
        return NNREG_INVALID_ARGUMENT;
    parameters->query.descending = descending;
    parameters->query.order = (enum nnreg_order)order;
    return NNREG_OK;
}

static nnreg_status read_scope_parameter(struct nnreg_parameters *parameters, void *member, const char *value)
{
    static const char *const scopes[] = {
        [NNREG_SCOPE_PRIVATE] = "private", [NNREG_SCOPE_PUBLIC] = "public", [NNREG_SCOPE_ALL] = "all", NULL};
    int scope = find_parameter_word(scopes, value);

    (void)member;
    if (scope < 0)
        return NNREG_INVALID_ARGUMENT;
    parameters->query.scope = (enum nnreg_scope)scope;
    return NNREG_OK;
}

static nnreg_status read_truth_parameter(struct nnreg_parameters *parameters, void *member, const char *value)
{
    static const char *const words[] = {"0", "1", "false", "true", NULL};
    int word = find_parameter_word(words, value);

    (void)parameters;
    if (word >= 0)
        *(int *)member = word & 1;
    return word >= 0 ? NNREG_OK : NNREG_INVALID_ARGUMENT;
}

/* Of the original API: what is not public is what one gets without it, too. */
static nnreg_status read_public_parameter(struct nnreg_parameters *parameters, void *member,
                                          const char *value)
{
    int is_public = 0;
    nnreg_status status = read_truth_parameter(parameters, &is_public, value);

    (void)member;
    if (is_public)
        parameters->query.scope = NNREG_SCOPE_PUBLIC;
    return status;
}

/* KEY=VALUE, split at the first '=' without a backslash before it. */
static nnreg_status read_where_parameter(struct nnreg_parameters *parameters, void *member, const char *value)
{
    struct nnreg_query *query = &parameters->query;
    size_t length = 0;
    char *key;

    (void)member;
    while (value[length] != '\0' && value[length] != '=')
        length += value[length] == '\\' && value[length + 1] != '\0' ? 2 : 1;
    if (length == 0 || value[length] == '\0' || query->where_count == NNREG_LIMIT_WHERE)
        return NNREG_INVALID_ARGUMENT;
    key = nnreg_strndup(value, length);
    if (key == NULL)
        return NNREG_NO_MEMORY;
    parameters->keys[query->where_count] = key;
    parameters->where[query->where_count++] = (struct nnreg_where)NNREG_WHERE(key, value + length + 1);
    query->where = parameters->where;
    return NNREG_OK;
}

/* Ids between commas; more may come with the next parameter of this name. */
static nnreg_status read_ids_parameter(struct nnreg_parameters *parameters, void *member, const char *value)
{
    size_t count = parameters->query.id_count;

    (void)member;
    while (*value != '\0') {
        size_t length = strcspn(value, ",");

        if (count == NNREG_LIMIT_PAGE || !read_parameter_number(&parameters->ids[count], value, length))
            return NNREG_INVALID_ARGUMENT;
        count++;
        value += length + (value[length] == ',');
    }
    parameters->query.ids = parameters->ids;
    parameters->query.id_count = count;
    return NNREG_OK;
}

/* ------------------------------------------------------------------------------------------------ the parameters -- */

enum {
    NETWORKS = 1 << NNREG_OBJECT_NETWORK,
    SPECS = 1 << NNREG_OBJECT_SPEC,
    VERSIONS = 1 << NNREG_OBJECT_VERSION,
    TASKS = 1 << NNREG_OBJECT_TASK,
    ALL_LISTS = NETWORKS | SPECS | VERSIONS | TASKS
};

#define WORD(word)           word, NULL, 0
#define FIELD(record, field) NULL, &nnreg_##record##_table, offsetof(struct nnreg_##record, field)
#define MEMBER(member)       offsetof(struct nnreg_query, member)

static const struct parameter_row {
    const char *word;
    const struct nnreg_table *table; /* where there is no word: it is the key of a field */
    size_t field;
    unsigned lists;
    parameter_reader *read;
    size_t member;
    bool repeats;
    const char *wanted;
} parameter_rows[] = {
    {WORD("limit"), ALL_LISTS, read_limit_parameter, 0, false, "a number from 1"},
    {WORD("offset"), ALL_LISTS, read_number_parameter, MEMBER(offset), false, "a number from 0"},
    {WORD("cursor"), ALL_LISTS, read_text_parameter, MEMBER(cursor), false, NULL},
    {WORD("order"), ALL_LISTS, read_order_parameter, 0, false,
     "id, name or update_date, or one of them with a '-' in front"},
    {WORD("scope"), NETWORKS | SPECS, read_scope_parameter, 0, false, "private, public or all"},
    {WORD("public"), NETWORKS | SPECS, read_public_parameter, 0, false, "0 or 1"},
    {FIELD(network, name), NETWORKS | SPECS, read_text_parameter, MEMBER(name), false, NULL},
    {WORD("name_prefix"), NETWORKS | SPECS, read_text_parameter, MEMBER(name_prefix), false, NULL},
    {WORD("name_glob"), NETWORKS | SPECS, read_text_parameter, MEMBER(name_glob), false, NULL},
    {FIELD(network, framework), NETWORKS, read_text_parameter, MEMBER(framework), false, NULL},
    {FIELD(network, digest), NETWORKS, read_text_parameter, MEMBER(digest), false, NULL},
    {WORD("where"), NETWORKS | SPECS, read_where_parameter, 0, true, "KEY=VALUE, given up to 16 times"},
    {WORD("updated_since"), ALL_LISTS, read_text_parameter, MEMBER(updated_since), false, NULL},
    {WORD("updated_before"), ALL_LISTS, read_text_parameter, MEMBER(updated_before), false, NULL},
    {FIELD(version, spec_id), VERSIONS, read_number_parameter, MEMBER(spec_id), false, "a number from 0"},
    {FIELD(version, network_id), VERSIONS | TASKS, read_number_parameter, MEMBER(network_id), false,
     "a number from 0"},
    {FIELD(task, status), TASKS, read_text_parameter, MEMBER(status), false, NULL},
    {WORD("ids"), TASKS, read_ids_parameter, 0, true, "ids between commas, up to 1000 of them"},
    {WORD("task_ids"), TASKS, read_ids_parameter, 0, true, "ids between commas, up to 1000 of them"},
    {WORD("with_outputs"), SPECS, read_truth_parameter, MEMBER(with_outputs), false, "0 or 1"},
};

enum { ROWS = sizeof parameter_rows / sizeof *parameter_rows };

_Static_assert(ROWS <= 32, "a set has a bit for each");

static const char *parameter_key(const struct parameter_row *row)
{
    return row->word != NULL ? row->word : nnreg_field_at(row->table, row->field)->key;
}

/* As a set; all, where the object does not matter. */
static unsigned lists_of(const char *object)
{
    static const struct nnreg_table *const tables[] = {[NNREG_OBJECT_NETWORK] = &nnreg_network_table,
                                                       [NNREG_OBJECT_SPEC] = &nnreg_spec_table,
                                                       [NNREG_OBJECT_VERSION] = &nnreg_version_table,
                                                       [NNREG_OBJECT_TASK] = &nnreg_task_table};
    unsigned i, lists = 0;

    _Static_assert(sizeof tables / sizeof *tables == NNREG_OBJECT_COUNT, "each object has a list");
    for (i = 0; i < sizeof tables / sizeof *tables; i++)
        if (object == NULL || strcmp(tables[i]->name, object) == 0)
            lists |= 1U << i;
    return lists;
}

const char *nnreg_parameter_key(const char *object, size_t i)
{
    unsigned lists = lists_of(object);
    size_t row;

    for (row = 0; row < ROWS; row++)
        if ((parameter_rows[row].lists & lists) != 0 && i-- == 0)
            return parameter_key(&parameter_rows[row]);
    return NULL;
}

nnreg_status nnreg_parameters_new(nnreg_parameters **parameters)
{
    if (parameters == NULL)
        return NNREG_INVALID_ARGUMENT;
    *parameters = nnreg_alloc_zero(1, sizeof **parameters);
    if (*parameters == NULL)
        return NNREG_NO_MEMORY;
    (*parameters)->query = (struct nnreg_query)NNREG_QUERY_INIT;
    return NNREG_OK;
}

nnreg_status nnreg_parameters_set(nnreg_parameters *parameters, const char *key, const char *value,
                                  const char **wanted)
{
    const struct parameter_row *row;
    uint32_t bit;
    nnreg_status status;
    size_t i;

    if (wanted != NULL)
        *wanted = NULL;
    if (parameters == NULL || key == NULL || value == NULL)
        return NNREG_INVALID_ARGUMENT;
    for (i = 0; i < ROWS && strcmp(parameter_key(&parameter_rows[i]), key) != 0;)
        i++;
    if (i == ROWS)
        return NNREG_NOT_FOUND;
    row = &parameter_rows[i];
    bit = UINT32_C(1) << i;
    if (!row->repeats && (parameters->given & bit) != 0)
        return NNREG_EXISTS;
    status = row->read(parameters, (char *)&parameters->query + row->member, value);
    if (status == NNREG_OK)
        parameters->given |= bit;
    if (status == NNREG_INVALID_ARGUMENT && wanted != NULL)
        *wanted = row->wanted;
    return status;
}

const struct nnreg_query *nnreg_parameters_query(const nnreg_parameters *parameters)
{
    return &parameters->query;
}

void nnreg_parameters_free(nnreg_parameters *parameters)
{
    size_t i;

    if (parameters == NULL)
        return;
    for (i = 0; i < parameters->query.where_count; i++)
        nnreg_free(parameters->keys[i]);
    nnreg_free(parameters);
}
