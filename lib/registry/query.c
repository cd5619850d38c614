/* Checking a query, and making it a selection: see query.h. */
#include "registry/query.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/sized.h"
#include "base/utf8.h"

static nnreg_status take_condition_time(int64_t *time, const char *what, const char *text,
                                        struct nnreg_error *error)
{
    char shown[64];

    if (text == NULL || nnreg_time_parse(time, text) == NNREG_OK)
        return NNREG_OK;
    return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                      "%s \"%s\" is not a time like 2018-02-16T13:45:36.078955Z", what,
                      nnreg_utf8_quote(shown, sizeof shown, text, strlen(text)));
}

static nnreg_status take_condition_word(int *value, const struct nnreg_vocab *vocab, const char *text,
                                        struct nnreg_error *error)
{
    char shown[64];

    *value = text == NULL ? -1 : nnreg_vocab_find(vocab, text);
    if (text == NULL || *value >= 0)
        return NNREG_OK;
    return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "there is no %s \"%s\"", vocab->name,
                      nnreg_utf8_quote(shown, sizeof shown, text, strlen(text)));
}

/* As a record has it, or as model_signing prints it. */
static nnreg_status take_condition_digest(struct nnreg_list_selection *selection, struct nnreg_error *error)
{
    static const char before[] = "sha256:";
    const char *text = selection->query.digest;
    char shown[100];

    selection->by_digest = text != NULL;
    if (text == NULL)
        return NNREG_OK;
    if (strncmp(text, before, sizeof before - 1) == 0)
        text += sizeof before - 1;
    if (nnreg_unhex(selection->digest, text))
        return NNREG_OK;
    return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                      "\"%s\" is no digest: 64 hexadecimal digits, in lower case",
                      nnreg_utf8_quote(shown, sizeof shown, text, strlen(text)));
}

/* Conditions that some objects do not have. */
static nnreg_status check_applies(const struct nnreg_list_selection *selection, struct nnreg_error *error)
{
    enum {
        OF_NETWORK = 1 << NNREG_OBJECT_NETWORK,
        OF_SPEC = 1 << NNREG_OBJECT_SPEC,
        OF_VERSION = 1 << NNREG_OBJECT_VERSION,
        OF_TASK = 1 << NNREG_OBJECT_TASK
    };
    const struct nnreg_query *query = &selection->query;
    const struct {
        const char *name;
        bool given;
        int objects;
    } conditions[] = {
        {"scope", query->scope != NNREG_SCOPE_PRIVATE, OF_NETWORK | OF_SPEC},
        {NNREG_KEY(network, framework), query->framework != NULL, OF_NETWORK},
        {NNREG_KEY(network, digest), query->digest != NULL, OF_NETWORK},
        {NNREG_KEY(network, name),
         query->name != NULL || query->name_prefix != NULL || query->name_glob != NULL, OF_NETWORK | OF_SPEC},
        {NNREG_KEY(network, metadata), query->where_count > 0, OF_NETWORK | OF_SPEC},
        {"order by name", query->order == NNREG_ORDER_NAME, OF_NETWORK | OF_SPEC},
        {NNREG_KEY(spec, outputs), query->with_outputs != 0, OF_SPEC},
        {NNREG_KEY(version, spec_id), query->spec_id != 0, OF_VERSION},
        {NNREG_KEY(version, network_id), query->network_id != 0, OF_VERSION | OF_TASK},
        {NNREG_KEY(task, status), query->status != NULL, OF_TASK},
        {"ids", query->ids != NULL, OF_TASK},
    };
    size_t i;

    for (i = 0; i < sizeof conditions / sizeof *conditions; i++)
        if (conditions[i].given && (conditions[i].objects & 1 << selection->kind->object) == 0)
            return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "a list of %ss knows no %s",
                              selection->kind->table->name, conditions[i].name);
    return NNREG_OK;
}

static nnreg_status check_numbers(const struct nnreg_query *query, struct nnreg_error *error)
{
    if (query->limit == 0 || query->limit > NNREG_LIMIT_PAGE)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the limit %u of a list is not from 1 to %u",
                          (unsigned)query->limit, NNREG_LIMIT_PAGE);
    if ((unsigned)query->order > NNREG_ORDER_UPDATE_DATE || (unsigned)query->scope > NNREG_SCOPE_ALL)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the order or the scope of a list is none");
    if (query->cursor != NULL && query->offset > 0)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "a list goes by offset or by cursor, not by both");
    if (query->id_count > NNREG_LIMIT_PAGE || (query->id_count > 0 && query->ids == NULL))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "a list is asked for more than %u ids",
                          NNREG_LIMIT_PAGE);
    return NNREG_OK;
}

static const struct nnreg_sized sized_where = NNREG_SIZED(struct nnreg_where, value);

static nnreg_status take_conditions_on_metadata(struct nnreg_list_selection *selection,
                                                struct nnreg_error *error)
{
    struct nnreg_query *query = &selection->query;
    nnreg_status status;
    size_t i;

    if (query->where_count > NNREG_LIMIT_WHERE)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "a list has more than %u conditions on metadata",
                          NNREG_LIMIT_WHERE);
    status = nnreg_sized_check_items(&sized_where, query->where, query->where_count, error);
    for (i = 0; i < query->where_count && status == NNREG_OK; i++) {
        struct nnreg_where *where = &selection->where[i];

        *where = (struct nnreg_where)NNREG_WHERE(NULL, NULL);
        nnreg_sized_take_item(&sized_where, where, query->where, i);
        if (where->key == NULL || where->value == NULL)
            status = nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                                "a condition on metadata lacks its key or its value");
    }
    query->where = selection->where;
    return status;
}

static const struct nnreg_sized sized_query = NNREG_SIZED(struct nnreg_query, offset);

nnreg_status nnreg_selection_take(struct nnreg_list_selection *selection, enum nnreg_object object,
                                  const struct nnreg_query *given, struct nnreg_error *error)
{
    struct nnreg_query *query = &selection->query;
    nnreg_status status;

    *selection = (struct nnreg_list_selection){.kind = &nnreg_object_kinds[object],
                                               .query = NNREG_QUERY_INIT,
                                               .since = INT64_MIN,
                                               .before = INT64_MAX,
                                               .framework = -1,
                                               .status = -1};
    status = nnreg_sized_take(&sized_query, query, given, error);
    selection->by_cursor = query->cursor != NULL;
    if (status == NNREG_OK)
        status = check_numbers(query, error);
    if (status == NNREG_OK)
        status = take_conditions_on_metadata(selection, error);
    if (status == NNREG_OK)
        status = check_applies(selection, error);
    if (status == NNREG_OK)
        status = take_condition_time(&selection->since, "updated_since", query->updated_since, error);
    if (status == NNREG_OK)
        status = take_condition_time(&selection->before, "updated_before", query->updated_before, error);
    if (status == NNREG_OK)
        status = take_condition_word(&selection->framework, &nnreg_vocab_framework, query->framework, error);
    if (status == NNREG_OK)
        status = take_condition_word(&selection->status, &nnreg_vocab_task_status, query->status, error);
    if (status == NNREG_OK)
        status = take_condition_digest(selection, error);
    return status;
}

static int compare_ids(const void *a, const void *b)
{
    uint64_t first = *(const uint64_t *)a, second = *(const uint64_t *)b;

    return (first > second) - (first < second);
}

bool nnreg_query_own_ids(struct nnreg_query *query)
{
    size_t given = query->id_count, i;
    uint64_t *ids;

    query->id_count = 0;
    if (query->ids == NULL)
        return true;
    ids = nnreg_alloc_zero(given + 1, sizeof *ids); /* an empty list of ids is a list */
    if (ids != NULL && given > 0)
        memcpy(ids, query->ids, given * sizeof *ids);
    query->ids = ids;
    if (ids == NULL)
        return false;
    qsort(ids, given, sizeof *ids, compare_ids);
    for (i = 0; i < given; i++)
        if (i == 0 || ids[i] != ids[query->id_count - 1])
            ids[query->id_count++] = ids[i];
    return true;
}
