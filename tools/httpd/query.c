/* The parameters of a list: see query.h. */
#include "query.h"

#include <stdlib.h>
#include <string.h>

#include "../field_keys.h"
#include "answer.h"
#include "kinds.h"
#include "routes.h"

/* Reads one parameter. Returns NULL, or what its value has to be. */
typedef const char *query_reader(struct list_query *asked, const char *value, size_t offset);

#define MEMBER(name) offsetof(struct nnreg_query, name)

static const char *read_text(struct list_query *asked, const char *value, size_t offset)
{
    memcpy((char *)&asked->query + offset, &value, sizeof value);
    return NULL;
}

static const char *read_number(struct list_query *asked, const char *value, size_t offset)
{
    uint64_t number;

    if (!uri_number(&number, value))
        return "a number from 0";
    memcpy((char *)&asked->query + offset, &number, sizeof number);
    return NULL;
}

static const char *read_limit(struct list_query *asked, const char *value, size_t offset)
{
    uint64_t number;

    (void)offset;
    if (!uri_number(&number, value) || number < 1)
        return "a number from 1";
    /* Who asks for more than a page can hold gets a full page, and the link to the next. */
    asked->query.limit = number < NNREG_LIMIT_PAGE ? (uint32_t)number : NNREG_LIMIT_PAGE;
    return NULL;
}

/* One of the words of a list that ends with NULL, by its number. */
static bool find_word(int *number, const char *const *words, const char *value)
{
    for (*number = 0; words[*number] != NULL; ++*number)
        if (strcmp(words[*number], value) == 0)
            return true;
    return false;
}

static const char *read_order(struct list_query *asked, const char *value, size_t offset)
{
    static const char *const orders[] = {[NNREG_ORDER_ID] = KEY_ID,
                                         [NNREG_ORDER_NAME] = KEY_NAME,
                                         [NNREG_ORDER_UPDATE_DATE] = KEY_UPDATE_DATE,
                                         NULL};
    int order;

    (void)offset;
    asked->query.descending = *value == '-';
    if (!find_word(&order, orders, value + asked->query.descending))
        return "id, name or update_date, or one of them with a '-' in front";
    asked->query.order = (enum nnreg_order)order;
    return NULL;
}

static const char *read_scope(struct list_query *asked, const char *value, size_t offset)
{
    static const char *const scopes[] = {
        [NNREG_SCOPE_PRIVATE] = "private", [NNREG_SCOPE_PUBLIC] = "public", [NNREG_SCOPE_ALL] = "all", NULL};
    int scope;

    (void)offset;
    if (!find_word(&scope, scopes, value))
        return "private, public or all";
    asked->query.scope = (enum nnreg_scope)scope;
    return NULL;
}

static const char *read_truth(struct list_query *asked, const char *value, size_t offset)
{
    static const char *const words[] = {"0", "1", "false", "true", NULL};
    int word;

    if (!find_word(&word, words, value))
        return "0 or 1";
    word &= 1;
    if (offset == MEMBER(scope))
        asked->query.scope = word != 0 ? NNREG_SCOPE_PUBLIC : asked->query.scope;
    else
        memcpy((char *)&asked->query + offset, &word, sizeof word);
    return NULL;
}

/* KEY=VALUE, split at the first '=' without a backslash before it. */
static const char *read_where(struct list_query *asked, const char *value, size_t offset)
{
    size_t count = asked->query.where_count, key = 0;

    (void)offset;
    while (value[key] != '\0' && value[key] != '=')
        key += value[key] == '\\' && value[key + 1] != '\0' ? 2 : 1;
    if (key == 0 || value[key] == '\0')
        return "KEY=VALUE";
    if (count == NNREG_LIMIT_WHERE)
        return "given up to 16 times";
    asked->keys[count] = strndup(value, key);
    if (asked->keys[count] == NULL)
        return "shorter: there is no memory left";
    asked->where[count] = (struct nnreg_where)NNREG_WHERE(asked->keys[count], value + key + 1);
    asked->query.where = asked->where;
    asked->query.where_count++;
    return NULL;
}

/* Ids between commas; more may come with the next parameter of this name. */
static const char *read_ids(struct list_query *asked, const char *value, size_t offset)
{
    static const char wanted[] = "ids between commas, up to 1000 of them";

    (void)offset;
    asked->query.ids = asked->ids;
    while (*value != '\0') {
        size_t digits = strcspn(value, ",");
        char word[24];

        if (digits >= sizeof word || asked->query.id_count == QUERY_IDS)
            return wanted;
        memcpy(word, value, digits);
        word[digits] = '\0';
        if (!uri_number(&asked->ids[asked->query.id_count++], word))
            return wanted;
        value += digits + (value[digits] == ',');
    }
    return NULL;
}

/* What each is, and what its values are, openapi.json tells. */
static const struct parameter {
    const char *key;
    query_reader *read;
    size_t offset;
    const char *kinds; /* first letters of those that have it */
    bool repeats;
} parameters[] = {
    {"limit", read_limit, 0, "nsvt", false},
    {"offset", read_number, MEMBER(offset), "nsvt", false},
    {"cursor", read_text, MEMBER(cursor), "nsvt", false},
    {"order", read_order, 0, "nsvt", false},
    {"scope", read_scope, 0, "ns", false},
    {"public", read_truth, MEMBER(scope), "ns", false},
    {KEY_NAME, read_text, MEMBER(name), "ns", false},
    {"name_prefix", read_text, MEMBER(name_prefix), "ns", false},
    {"name_glob", read_text, MEMBER(name_glob), "ns", false},
    {KEY_FRAMEWORK, read_text, MEMBER(framework), "n", false},
    {KEY_DIGEST, read_text, MEMBER(digest), "n", false},
    {"where", read_where, 0, "ns", true},
    {"updated_since", read_text, MEMBER(updated_since), "nsvt", false},
    {"updated_before", read_text, MEMBER(updated_before), "nsvt", false},
    {KEY_SPEC_ID, read_number, MEMBER(spec_id), "v", false},
    {KEY_NETWORK_ID, read_number, MEMBER(network_id), "vt", false},
    {KEY_STATUS, read_text, MEMBER(status), "t", false},
    {"ids", read_ids, 0, "t", true},
    {"task_ids", read_ids, 0, "t", true},
    {"with_outputs", read_truth, MEMBER(with_outputs), "s", false},
};

#define PARAMETERS (sizeof parameters / sizeof *parameters)

const char *query_parameter(size_t i, const struct kind *kind)
{
    if (i >= PARAMETERS)
        return NULL;
    return strchr(parameters[i].kinds, *kind->word) != NULL ? parameters[i].key : "";
}

static const struct parameter *find_parameter(const char *key)
{
    size_t i;

    for (i = 0; i < PARAMETERS; i++)
        if (strcmp(parameters[i].key, key) == 0)
            return &parameters[i];
    return NULL;
}

/* A filter that is misspelt must not give the whole list. */
static void answer_unknown(struct request *request, const char *key)
{
    const char *keys[PARAMETERS], *near;
    size_t i;

    for (i = 0; i < PARAMETERS; i++)
        keys[i] = parameters[i].key;
    near = nnreg_nearest(key, keys, PARAMETERS);
    answer_error(request, MHD_HTTP_BAD_REQUEST, "a list has no parameter \"%s\"%s%s%s", key,
                 near != NULL ? ": did you mean \"" : "", near != NULL ? near : "",
                 near != NULL ? "\"?" : "");
}

static bool read_pair(struct request *request, struct list_query *asked, size_t i)
{
    const struct uri_pair *pair = &request->uri.pairs[i];
    const struct parameter *parameter = find_parameter(pair->key);
    const char *wanted;

    if (parameter == NULL) {
        answer_unknown(request, pair->key);
        return false;
    }
    if (!parameter->repeats && uri_value(&request->uri, pair->key) != pair->value) {
        answer_error(request, MHD_HTTP_BAD_REQUEST, "the parameter \"%s\" is given twice", pair->key);
        return false;
    }
    wanted = parameter->read(asked, pair->value, parameter->offset);
    if (wanted != NULL)
        answer_error(request, MHD_HTTP_BAD_REQUEST, "%s=%s: it has to be %s", pair->key, pair->value, wanted);
    return wanted == NULL;
}

bool query_read(struct request *request, struct list_query *asked)
{
    size_t i;

    memset(asked, 0, sizeof *asked);
    asked->query = (struct nnreg_query)NNREG_QUERY_INIT;
    for (i = 0; i < request->uri.pair_count; i++)
        if (!read_pair(request, asked, i))
            return false;
    return true;
}

void query_free(struct list_query *asked)
{
    size_t i;

    for (i = 0; i < asked->query.where_count; i++)
        free(asked->keys[i]);
}
