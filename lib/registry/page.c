/* A page and its JSON: see page.h. */
#include "registry/page.h"

#include <string.h>

#include "base/alloc.h"
#include "codec/json_records.h"
#include "registry/object_io.h"
#include "registry/where.h"

/* ------------------------------------------------------------------------------------------------------- owning -- */

/*
 * The links in a page's JSON repeat the query, and are written when the caller's query may be gone: so its texts are
 * copied.
 */

/* The texts of a query, so that they can be gone through. */
enum { TEXTS = 9 };
static void texts_of(const char **texts[TEXTS], struct nnreg_query *query)
{
    const char **all[TEXTS] = {&query->cursor,    &query->name,          &query->name_prefix,
                               &query->name_glob, &query->updated_since, &query->updated_before,
                               &query->framework, &query->status,        &query->digest};

    memcpy(texts, all, sizeof all);
}

static bool copy_where(struct nnreg_query *query)
{
    const struct nnreg_where *given = query->where;
    struct nnreg_where *where;
    size_t i, count = query->where_count;

    query->where = NULL;
    query->where_count = 0;
    if (count == 0)
        return true;
    where = nnreg_alloc_zero(count, sizeof *where);
    if (where == NULL)
        return false;
    query->where = where;
    for (i = 0; i < count; i++) {
        query->where_count++; /* first, so that a half copied one is freed */
        where[i].size = sizeof where[i];
        where[i].key = nnreg_strdup(given[i].key);
        where[i].value = nnreg_strdup(given[i].value);
        if (where[i].key == NULL || where[i].value == NULL)
            return false;
    }
    return true;
}

/*
 * Takes the texts over from the caller's query. After a failure those not copied are NULL, and none is the caller's any
 * more: the page can be freed as any other.
 */
static bool own_texts(struct nnreg_query *query)
{
    const char **texts[TEXTS];
    bool conditions = copy_where(query), owned = nnreg_query_own_ids(query) && conditions;
    size_t i;

    texts_of(texts, query);
    for (i = 0; i < TEXTS; i++) {
        const char *given = *texts[i];

        *texts[i] = owned && given != NULL ? nnreg_strdup(given) : NULL;
        owned = owned && (given == NULL || *texts[i] != NULL);
    }
    return owned;
}

static void free_texts(struct nnreg_query *query)
{
    const char **texts[TEXTS];
    size_t i;

    texts_of(texts, query);
    for (i = 0; i < TEXTS; i++)
        nnreg_free((void *)(uintptr_t)*texts[i]);
    for (i = 0; i < query->where_count; i++) {
        nnreg_free((void *)(uintptr_t)query->where[i].key);
        nnreg_free((void *)(uintptr_t)query->where[i].value);
    }
    nnreg_free((void *)(uintptr_t)query->where);
    nnreg_free((void *)(uintptr_t)query->ids);
}

nnreg_status nnreg_page_new(nnreg_page **page, const struct nnreg_list_selection *selection,
                            struct nnreg_error *error)
{
    *page = nnreg_alloc_zero(1, sizeof **page);
    if (*page == NULL)
        return nnreg_fail_memory(error);
    (*page)->selection = *selection;
    return own_texts(&(*page)->selection.query) ? NNREG_OK : nnreg_fail_memory(error);
}

void nnreg_page_free(nnreg_page *page)
{
    if (page == NULL)
        return;
    nnreg_free(page->snapshots);
    nnreg_free(page->memory);
    nnreg_free(page->next);
    nnreg_free(page->previous);
    free_texts(&page->selection.query);
    nnreg_free(page);
}

/* ------------------------------------------------------------------------------------------------------ getters -- */

uint64_t nnreg_page_event(const nnreg_page *page)
{
    return page->event;
}

uint64_t nnreg_page_total(const nnreg_page *page)
{
    return page->total;
}

size_t nnreg_page_count(const nnreg_page *page)
{
    return page->count;
}

struct nnreg_snapshot *nnreg_page_snapshot(const nnreg_page *page, size_t i)
{
    return (struct nnreg_snapshot *)(void *)(page->snapshots +
                                             i * nnreg_snapshot_stride(page->selection.kind));
}

static const void *object_at(const nnreg_page *page, enum nnreg_object object, size_t i)
{
    return page->selection.kind->object == object && i < page->count
               ? nnreg_snapshot_record(nnreg_page_snapshot(page, i))
               : NULL;
}

const nnreg_network *nnreg_page_network(const nnreg_page *page, size_t i)
{
    return object_at(page, NNREG_OBJECT_NETWORK, i);
}

const nnreg_spec *nnreg_page_spec(const nnreg_page *page, size_t i)
{
    return object_at(page, NNREG_OBJECT_SPEC, i);
}

const nnreg_version *nnreg_page_version(const nnreg_page *page, size_t i)
{
    return object_at(page, NNREG_OBJECT_VERSION, i);
}

const nnreg_task *nnreg_page_task(const nnreg_page *page, size_t i)
{
    return object_at(page, NNREG_OBJECT_TASK, i);
}

const char *nnreg_page_next(const nnreg_page *page)
{
    return page->next;
}

const char *nnreg_page_previous(const nnreg_page *page)
{
    return page->previous;
}

/* --------------------------------------------------------------------------------------------------------- JSON -- */

/* Percent-encoding of all but the unreserved characters (RFC 3986, section 2.3). */
static void put_encoded(struct nnreg_bytes *url, const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
            strchr("-._~", c) != NULL)
            nnreg_bytes_char(url, *text);
        else
            nnreg_bytes_format(url, "%%%02X", c);
    }
}

static void put_parameter(struct nnreg_bytes *url, const char *key, const char *value)
{
    if (value == NULL)
        return;
    nnreg_bytes_format(url, "&%s=", key);
    put_encoded(url, value);
}

static void put_id_parameter(struct nnreg_bytes *url, const char *key, uint64_t id)
{
    nnreg_bytes_format(url, "&%s=%llu", key, (unsigned long long)id);
}

/* The order that a query has by itself is not written, as it is with all conditions that are not given. */
static void put_order(struct nnreg_bytes *url, const struct nnreg_list_selection *selection)
{
    const struct nnreg_object_kind *kind = selection->kind;
    const struct nnreg_query *query = &selection->query;
    const size_t by[] = {[NNREG_ORDER_ID] = kind->id_offset,
                         [NNREG_ORDER_NAME] = kind->name_offset,
                         [NNREG_ORDER_UPDATE_DATE] = kind->update_date_offset};

    if (query->order != NNREG_ORDER_ID || query->descending)
        nnreg_bytes_format(url, "&order=%s%s", query->descending ? "-" : "",
                           nnreg_field_at(kind->table, by[query->order])->key);
}

/* Encoded as a whole, the '=' in it, too: where=KEY%3DVALUE. */
static void put_where(struct nnreg_bytes *url, const struct nnreg_where *where)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    char *condition;

    nnreg_where_put_key(&text, where->key);
    nnreg_bytes_char(&text, '=');
    nnreg_bytes_text(&text, where->value);
    if (nnreg_bytes_take(&condition, &text) != NNREG_OK) {
        url->failed = true;
        return;
    }
    put_parameter(url, "where", condition);
    nnreg_free(condition);
}

/* ids=1,2,3, the commas encoded. */
static void put_ids(struct nnreg_bytes *url, const struct nnreg_query *query)
{
    size_t i;

    if (query->ids == NULL)
        return;
    nnreg_bytes_text(url, "&ids=");
    for (i = 0; i < query->id_count; i++)
        nnreg_bytes_format(url, "%s%llu", i > 0 ? "%2C" : "", (unsigned long long)query->ids[i]);
}

static void put_conditions(struct nnreg_bytes *url, const struct nnreg_query *query)
{
    size_t i;

    if (query->scope != NNREG_SCOPE_PRIVATE)
        put_parameter(url, "scope", query->scope == NNREG_SCOPE_PUBLIC ? "public" : "all");
    put_parameter(url, NNREG_KEY(network, name), query->name);
    put_parameter(url, "name_prefix", query->name_prefix);
    put_parameter(url, "name_glob", query->name_glob);
    put_parameter(url, NNREG_KEY(network, framework), query->framework);
    put_parameter(url, NNREG_KEY(network, digest), query->digest);
    for (i = 0; i < query->where_count; i++)
        put_where(url, &query->where[i]);
    put_parameter(url, "updated_since", query->updated_since);
    put_parameter(url, "updated_before", query->updated_before);
    if (query->spec_id != 0)
        put_id_parameter(url, NNREG_KEY(version, spec_id), query->spec_id);
    if (query->network_id != 0)
        put_id_parameter(url, NNREG_KEY(version, network_id), query->network_id);
    put_parameter(url, NNREG_KEY(task, status), query->status);
    put_ids(url, query);
    if (query->with_outputs)
        nnreg_bytes_text(url, "&with_outputs=1");
}

/*
 * The link to a neighbour: by its cursor, or by an offset where the page came by one; null where there is none. Without
 * memory for it the whole text fails, since null would say that the list ends here.
 */
static void put_link(struct nnreg_json_writer *writer, const nnreg_page *page, const char *base_url,
                     const char *cursor, bool there, uint64_t offset)
{
    const struct nnreg_query *query = &page->selection.query;
    struct nnreg_bytes url = NNREG_BYTES_INIT;
    char *text;

    if (page->selection.by_cursor ? cursor == NULL : !there) {
        nnreg_json_put_null(writer);
        return;
    }
    nnreg_bytes_text(&url, base_url != NULL ? base_url : "");
    nnreg_bytes_char(&url, base_url != NULL && strchr(base_url, '?') != NULL ? '&' : '?');
    nnreg_bytes_format(&url, "limit=%u", (unsigned)query->limit);
    if (page->selection.by_cursor)
        put_parameter(&url, "cursor", cursor);
    else
        nnreg_bytes_format(&url, "&offset=%llu", (unsigned long long)offset);
    put_order(&url, &page->selection);
    put_conditions(&url, query);
    if (nnreg_bytes_take(&text, &url) != NNREG_OK) {
        writer->out->failed = true;
        return;
    }
    nnreg_json_put_string(writer, text);
    nnreg_free(text);
}

/* Where the page before begins; from past the end that is the last page. */
static uint64_t offset_before(const nnreg_page *page)
{
    uint64_t offset = page->selection.query.offset, limit = page->selection.query.limit;

    if (offset > page->total)
        offset = page->total;
    return offset > limit ? offset - limit : 0;
}

nnreg_status nnreg_page_json(char **text, const nnreg_page *page, const char *base_url)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    const struct nnreg_object_kind *kind;
    uint64_t offset, limit;
    size_t i;

    if (text != NULL)
        *text = NULL;
    if (text == NULL || page == NULL)
        return NNREG_INVALID_ARGUMENT;
    kind = page->selection.kind;
    offset = page->selection.query.offset;
    limit = page->selection.query.limit;
    nnreg_json_writer_init(&writer, &out, 2);
    nnreg_json_open_object(&writer);
    nnreg_json_put_key(&writer, "count");
    nnreg_json_put_uint(&writer, page->total);
    nnreg_json_put_key(&writer, "next");
    /* Not offset + limit < total: the offset is the caller's, and the sum could wrap around. */
    put_link(&writer, page, base_url, page->next, offset < page->total && page->total - offset > limit,
             offset + limit);
    nnreg_json_put_key(&writer, "previous");
    put_link(&writer, page, base_url, page->previous, offset > 0 && page->total > 0, offset_before(page));
    nnreg_json_put_key(&writer, "results");
    nnreg_json_open_array(&writer);
    for (i = 0; i < page->count; i++)
        nnreg_object_put(&writer, kind->object, nnreg_snapshot_record(nnreg_page_snapshot(page, i)));
    nnreg_json_close_array(&writer);
    nnreg_json_close_object(&writer);
    return nnreg_bytes_take(text, &out);
}
