/* See agree.h: lists. A question is asked of the model and of the registry, page by page, in the three ways there are. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "plain/agree.h"

typedef nnreg_status list_call(nnreg *registry, nnreg_page **page, const struct nnreg_query *query);

typedef nnreg_status count_call(nnreg *registry, uint64_t *count, const struct nnreg_query *query);

static const struct {
    list_call *list;
    count_call *count;
    unsigned orders; /* by id and by date; by name, too, where there is one */
    unsigned conditions;
} lists[PLAIN_KINDS] = {
    [PLAIN_NETWORK] = {nnreg_network_list, nnreg_network_count, 3, 11},
    [PLAIN_SPEC] = {nnreg_spec_list, nnreg_spec_count, 3, 10},
    [PLAIN_VERSION] = {nnreg_version_list, nnreg_version_count, 2, 6},
    [PLAIN_TASK] = {nnreg_task_list, nnreg_task_count, 2, 5},
};

static const enum nnreg_order orders[] = {NNREG_ORDER_ID, NNREG_ORDER_UPDATE_DATE, NNREG_ORDER_NAME};

/* ------------------------------------------------------------------------------------------------ questions -- */

static const struct plain_object *any(struct plain_run *run, enum plain_kind kind)
{
    size_t count = run->model.count[kind];

    return count > 0 ? &run->model.objects[kind][plain_random(&run->random, count)] : NULL;
}

static void ask_dates(struct plain_run *run, enum plain_kind kind, struct plain_question *question,
                      unsigned which)
{
    const struct plain_object *object = any(run, kind);
    int64_t date = object != NULL ? object->update_date : 0;

    if ((which & 1) != 0)
        question->since = date;
    if ((which & 2) != 0)
        question->before = date + 1000001;
}

static void ask_name(struct plain_run *run, struct nnreg_query *query, unsigned condition)
{
    static const char *const prefixes[] = {"", "a", "fruit 1", "\xc3\xa9", "say \"", "50% & m", "no"};
    static const char *const globs[] = {"*", "a*", "*t*", "[A-Z]*", "fruit 1?", "*\"*\"", "\\a*"};

    if (condition == 0)
        query->name = plain_name((unsigned)plain_random(&run->random, PLAIN_NAME_COUNT));
    else if (condition == 1)
        query->name_prefix = prefixes[plain_random(&run->random, PLAIN_COUNT(prefixes))];
    else
        query->name_glob = globs[plain_random(&run->random, PLAIN_COUNT(globs))];
}

/* Of objects that another has, some objects that has none. */
static uint64_t any_id(struct plain_run *run, enum plain_kind kind)
{
    return 1 + plain_random(&run->random, run->model.next[kind]);
}

/* Some ids, which may be none of a task, and may be there twice. */
static void ask_ids(struct plain_run *run, struct nnreg_query *query)
{
    static const uint64_t sets[][6] = {{1, 2, 3, 4, 5, 6}, {12, 7, 7, 0, 1, 3}, {20, 30, 8, 9, 1000, 10}};

    query->ids = sets[plain_random(&run->random, PLAIN_COUNT(sets))];
    query->id_count = plain_random(&run->random, PLAIN_COUNT(sets[0]) + 1);
}

/* One more condition; 0 is none. The first of a kind are those of names where it has one. */
static void add_condition(struct plain_run *run, enum plain_kind kind, struct plain_question *question,
                          unsigned condition)
{
    bool named = kind == PLAIN_NETWORK || kind == PLAIN_SPEC;
    struct nnreg_query *query = &question->query;

    if (condition >= 1 && condition <= 3)
        ask_dates(run, kind, question, condition);
    else if (named && condition >= 4 && condition <= 6)
        ask_name(run, query, condition - 4);
    else if (named && condition == 7)
        question->where = (int)plain_random(&run->random, PLAIN_COUNT(plain_wheres));
    else if (named && condition == 8)
        query->scope = NNREG_SCOPE_PUBLIC;
    else if (named && condition == 9)
        query->scope = NNREG_SCOPE_ALL;
    else if (kind == PLAIN_NETWORK && condition == 10)
        query->framework = "tensorflow-1.x";
    else if (kind == PLAIN_TASK && condition == 6)
        ask_ids(run, query);
    else if (kind == PLAIN_TASK && condition == 5)
        query->status = plain_statuses[plain_random(&run->random, PLAIN_COUNT(plain_statuses))];
    else if (condition == 4)
        query->network_id = any_id(run, PLAIN_NETWORK);
    else if (condition == 5 || condition == 6)
        query->spec_id = any_id(run, PLAIN_SPEC);
    if (kind == PLAIN_VERSION && condition == 6)
        query->network_id = any_id(run, PLAIN_NETWORK);
}

static struct plain_question question_of(struct plain_run *run, enum plain_kind kind, unsigned order)
{
    struct plain_question question = {
        .query = NNREG_QUERY_INIT, .where = -1, .since = INT64_MIN, .before = INT64_MAX};

    question.query.limit = (uint32_t)(1 + plain_random(&run->random, 12));
    question.query.order = orders[order % lists[kind].orders];
    question.query.descending = (int)(order / lists[kind].orders % 2);
    question.query.with_outputs = kind == PLAIN_SPEC && plain_random(&run->random, 2) == 0;
    return question;
}

/* For the message about a difference. */
static const char *describe(enum plain_kind kind, const struct plain_question *question)
{
    static const char *const names[] = {"id", "name", "update_date"};
    static char text[1500];
    const struct nnreg_query *query = &question->query;

    (void)snprintf(
        text, sizeof text,
        "the list of %ss by %s%s, %u a page from %llu%s%s, scope %d, name \"%s\", prefix \"%s\", glob "
        "\"%s\", "
        "framework \"%s\", where %s=%s, since \"%s\", before \"%s\", spec %llu, network %llu, status \"%s\"",
        plain_kinds[kind], query->descending ? "-" : "", names[query->order], query->limit,
        (unsigned long long)query->offset, query->cursor != NULL ? ", cursor " : "",
        query->cursor != NULL ? query->cursor : "", (int)query->scope, query->name != NULL ? query->name : "",
        query->name_prefix != NULL ? query->name_prefix : "",
        query->name_glob != NULL ? query->name_glob : "", query->framework != NULL ? query->framework : "",
        question->where >= 0 ? plain_wheres[question->where].path : "",
        question->where >= 0 ? plain_wheres[question->where].value : "",
        query->updated_since != NULL ? query->updated_since : "",
        query->updated_before != NULL ? query->updated_before : "", (unsigned long long)query->spec_id,
        (unsigned long long)query->network_id, query->status != NULL ? query->status : "");
    return text;
}

/* ---------------------------------------------------------------------------------------------------- pages -- */

static uint64_t id_on(const nnreg_page *page, enum plain_kind kind, size_t i)
{
    const nnreg_network *network = nnreg_page_network(page, i);
    const nnreg_spec *spec = nnreg_page_spec(page, i);
    const nnreg_version *version = nnreg_page_version(page, i);
    const nnreg_task *task = nnreg_page_task(page, i);

    if (kind == PLAIN_NETWORK)
        return network != NULL ? nnreg_network_id(network) : 0;
    if (kind == PLAIN_SPEC)
        return spec != NULL ? nnreg_spec_id(spec) : 0;
    if (kind == PLAIN_VERSION)
        return version != NULL ? nnreg_version_id(version) : 0;
    return task != NULL ? nnreg_task_id(task) : 0;
}

static char *json_on(const nnreg_page *page, enum plain_kind kind, size_t i)
{
    char *text = NULL;
    nnreg_status status = kind == PLAIN_NETWORK   ? nnreg_network_json(&text, nnreg_page_network(page, i))
                          : kind == PLAIN_SPEC    ? nnreg_spec_json(&text, nnreg_page_spec(page, i))
                          : kind == PLAIN_VERSION ? nnreg_version_json(&text, nnreg_page_version(page, i))
                                                  : nnreg_task_json(&text, nnreg_page_task(page, i));

    ck_assert_int_eq(status, NNREG_OK);
    return text;
}

/* The whole object; of its metadata the white space, too. */
static bool compare_object(struct plain_run *run, const nnreg_page *page, enum plain_kind kind, size_t i,
                           const struct plain_object *object, bool with_outputs)
{
    char *json = json_on(page, kind, i),
         *expected = plain_object_json(&run->model, kind, object, with_outputs);
    const char *metadata = kind == PLAIN_NETWORK ? nnreg_network_metadata(nnreg_page_network(page, i))
                           : kind == PLAIN_SPEC  ? nnreg_spec_metadata(nnreg_page_spec(page, i))
                                                 : plain_metadata_text(&object->metadata);
    const char *written = plain_metadata_text(&object->metadata);

    plain_squeeze(json);
    plain_squeeze(expected);
    if (strcmp(json, expected) != 0)
        (void)plain_differ(run, "the %s is\n%s\nnot\n%s", plain_kinds[kind], json, expected);
    else if (strcmp(metadata, written) != 0)
        (void)plain_differ(run, "the metadata of %s %llu are %s, not %s", plain_kinds[kind],
                           (unsigned long long)object->id, metadata, written);
    nnreg_free(json);
    free(expected);
    return run->difference[0] == '\0';
}

struct asked {
    enum plain_kind kind;
    struct plain_question question;
    const struct plain_object *expected[PLAIN_MOST];
    size_t count;
    bool whole; /* compare the objects, not only their ids */
};

/* The page that begins with the expected object `from`. */
static bool compare_page(struct plain_run *run, struct asked *asked, const nnreg_page *page, size_t from)
{
    size_t i, there = from < asked->count ? asked->count - from : 0;

    if (there > asked->question.query.limit)
        there = asked->question.query.limit;
    if (nnreg_page_total(page) != asked->count || nnreg_page_count(page) != there)
        return plain_differ(run, "%s: has %llu in all, %zu on the page; not %zu, %zu",
                            describe(asked->kind, &asked->question),
                            (unsigned long long)nnreg_page_total(page), nnreg_page_count(page), asked->count,
                            there);
    if ((nnreg_page_next(page) != NULL) != (from + there < asked->count))
        return plain_differ(run, "%s: next is %s", describe(asked->kind, &asked->question),
                            nnreg_page_next(page) != NULL ? nnreg_page_next(page) : "none");
    if ((nnreg_page_previous(page) != NULL) != (from > 0 && asked->count > 0))
        return plain_differ(run, "%s: previous is %s", describe(asked->kind, &asked->question),
                            nnreg_page_previous(page) != NULL ? nnreg_page_previous(page) : "none");
    for (i = 0; i < there; i++) {
        const struct plain_object *expected = asked->expected[from + i];

        if (id_on(page, asked->kind, i) != expected->id)
            return plain_differ(run, "%s: at %zu is %llu, not %llu", describe(asked->kind, &asked->question),
                                from + i, (unsigned long long)id_on(page, asked->kind, i),
                                (unsigned long long)expected->id);
        if (asked->whole &&
            !compare_object(run, page, asked->kind, i, expected, asked->question.query.with_outputs))
            return false;
    }
    return true;
}

/* The page, where the same query has been counted right. */
static nnreg_page *get_page(struct plain_run *run, const struct asked *asked)
{
    const struct plain_question *question = &asked->question;
    struct nnreg_query query = question->query;
    struct nnreg_where where;
    nnreg_page *page;
    uint64_t count;

    if (question->since != INT64_MIN)
        query.updated_since = plain_time(question->since);
    if (question->before != INT64_MAX)
        query.updated_before = plain_time(question->before);
    if (question->where >= 0) {
        where = (struct nnreg_where)NNREG_WHERE(plain_wheres[question->where].path,
                                                plain_wheres[question->where].value);
        query.where = &where;
        query.where_count = 1;
    }
    if (lists[asked->kind].count(run->registry, &count, &query) != NNREG_OK)
        (void)plain_differ(run, "%s, counted: %s", describe(asked->kind, question),
                           nnreg_message(run->registry));
    if (count != asked->count)
        (void)plain_differ(run, "%s: counts %llu, not %zu", describe(asked->kind, question),
                           (unsigned long long)count, asked->count);
    if (lists[asked->kind].list(run->registry, &page, &query) != NNREG_OK)
        (void)plain_differ(run, "%s: %s", describe(asked->kind, question), nnreg_message(run->registry));
    return page;
}

/* From a page past the end `previous` leads to the last one. */
static bool go_back(struct plain_run *run, struct asked *asked, const char *cursor)
{
    size_t limit = asked->question.query.limit;
    nnreg_page *page;
    bool same;

    asked->question.query.offset = 0;
    asked->question.query.cursor = cursor;
    page = get_page(run, asked);
    same = page != NULL && compare_page(run, asked, page, asked->count > limit ? asked->count - limit : 0);
    asked->question.query.cursor = NULL;
    nnreg_page_free(page);
    return same;
}

static bool one_page(struct plain_run *run, struct asked *asked, uint64_t offset)
{
    nnreg_page *page;
    bool same;

    asked->question.query.offset = offset;
    page = get_page(run, asked);
    same = page != NULL && compare_page(run, asked, page, offset);
    if (same && nnreg_page_count(page) == 0 && asked->count > 0)
        same = go_back(run, asked, nnreg_page_previous(page));
    nnreg_page_free(page);
    return same;
}

/* From the beginning to the end by `next`, and back by `previous`. */
static bool walk(struct plain_run *run, struct asked *asked)
{
    char cursor[2000] = "";
    bool back = false, more = true;
    size_t from = 0;

    asked->question.query.offset = 0;
    asked->question.query.cursor = cursor;
    while (more && run->difference[0] == '\0') {
        nnreg_page *page = get_page(run, asked);
        const char *to = NULL;

        if (page != NULL && compare_page(run, asked, page, from)) {
            back = back || nnreg_page_next(page) == NULL;
            to = back ? nnreg_page_previous(page) : nnreg_page_next(page);
            from = back ? from - asked->question.query.limit : from + asked->question.query.limit;
        }
        more = to != NULL;
        if (more)
            (void)snprintf(cursor, sizeof cursor, "%s", to);
        nnreg_page_free(page);
    }
    return run->difference[0] == '\0';
}

static struct asked ask(struct plain_run *run, enum plain_kind kind, struct plain_question question)
{
    struct asked asked = {.kind = kind, .question = question};

    asked.count = plain_list(asked.expected, &run->model, kind, &question);
    return asked;
}

/* ------------------------------------------------------------------------------------------------------ all -- */

static bool with_condition(struct plain_run *run, enum plain_kind kind, unsigned order, unsigned condition)
{
    struct plain_question question = question_of(run, kind, order);
    struct asked asked;

    add_condition(run, kind, &question, condition);
    asked = ask(run, kind, question);
    return one_page(run, &asked, plain_random(&run->random, asked.count + 2)) &&
           (plain_random(&run->random, 8) != 0 || walk(run, &asked));
}

/* All of them by id, and each as a whole. */
static bool compare_objects(struct plain_run *run, enum plain_kind kind)
{
    struct plain_question question = question_of(run, kind, 0);
    struct asked asked;

    question.query.limit = PLAIN_MOST;
    question.query.scope =
        kind == PLAIN_NETWORK || kind == PLAIN_SPEC ? NNREG_SCOPE_ALL : NNREG_SCOPE_PRIVATE;
    question.query.with_outputs = kind == PLAIN_SPEC;
    asked = ask(run, kind, question);
    asked.whole = true;
    return one_page(run, &asked, 0);
}

/* Two or three conditions together, in any order, walked from end to end. */
static bool with_several(struct plain_run *run, enum plain_kind kind)
{
    struct plain_question question = question_of(run, kind, (unsigned)plain_random(&run->random, 6));
    struct asked asked;
    unsigned i;

    for (i = 0; i < 3; i++)
        add_condition(run, kind, &question, (unsigned)plain_random(&run->random, lists[kind].conditions));
    asked = ask(run, kind, question);
    asked.whole = true;
    return walk(run, &asked);
}

/* Each order and each condition; with `all` each with each. */
bool plain_compare_lists(struct plain_run *run, bool all)
{
    unsigned kind, order, condition;

    for (kind = 0; kind < PLAIN_KINDS; kind++) {
        unsigned ways = 2 * lists[kind].orders;

        if (!compare_objects(run, kind) || !with_several(run, kind))
            return false;
        for (order = 0; order < ways; order++)
            for (condition = 0; condition < (all ? lists[kind].conditions : 1); condition++)
                if (!with_condition(run, kind, order, condition))
                    return false;
        for (condition = 1; !all && condition < lists[kind].conditions; condition++)
            if (!with_condition(run, kind, (unsigned)plain_random(&run->random, ways), condition))
                return false;
    }
    return true;
}
