/*
 * Lists of networks, by id. An offset is found by the counts of live ids in each block of 1024 ids, so that its cost
 * is one entry per block passed over and not one per network.
 */
#include <string.h>

#include "base/alloc.h"
#include "codec/json_model.h"
#include "codec/record.h"
#include "registry/objects.h"

struct nnreg_page {
    struct nnreg_query query;
    uint64_t total;
    struct nnreg_network *networks;
    size_t count;
};

struct listing {
    nnreg_page *page;
    uint64_t skip;  /* networks still to pass over */
    uint64_t first; /* the id of the block to begin in */
    bool found;     /* that block is known */
};

/* Passes over whole blocks as long as the offset reaches beyond them; counts all. */
static nnreg_status pass_block(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                               struct nnreg_error *error)
{
    struct listing *listing = context;
    struct nnreg_block counts;
    uint64_t block, count;

    (void)stop;
    if (!nnreg_key_u64_read(&block, key) || !nnreg_block_read(&counts, value))
        return nnreg_fail(error, NNREG_CORRUPT, "an entry of the table \"network_blocks\" is not a number");
    count = counts.private_count + counts.public_count;
    listing->page->total += count;
    if (listing->found)
        return NNREG_OK;
    if (listing->skip >= count) {
        listing->skip -= count;
    } else {
        listing->found = true;
        listing->first = listing->page->query.descending ? block * NNREG_BLOCK_IDS + (NNREG_BLOCK_IDS - 1)
                                                         : block * NNREG_BLOCK_IDS;
    }
    return NNREG_OK;
}

static nnreg_status take_network(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                 struct nnreg_error *error)
{
    struct listing *listing = context;
    nnreg_page *page = listing->page;
    nnreg_status status;

    (void)key;
    if (listing->skip > 0) {
        listing->skip--;
        return NNREG_OK;
    }
    status = nnreg_record_decode(&nnreg_network_table, &page->networks[page->count], value.content,
                                 value.size, error);
    if (status == NNREG_OK)
        page->count++;
    *stop = page->count == page->query.limit;
    return status;
}

static nnreg_status read_page(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct listing *listing = context;
    bool backwards = listing->page->query.descending;
    struct nnreg_slice from = {NULL, 0};
    struct nnreg_key key;
    nnreg_status status =
        nnreg_kv_walk(txn, NNREG_TABLE_NETWORK_BLOCKS, from, backwards, pass_block, listing, error);

    if (status != NNREG_OK || !listing->found)
        return status;
    return nnreg_kv_walk(txn, NNREG_TABLE_NETWORKS, nnreg_key_u64(&key, listing->first), backwards,
                         take_network, listing, error);
}

static nnreg_status take_query(struct nnreg_query *taken, const struct nnreg_query *given,
                               struct nnreg_error *error)
{
    *taken = (struct nnreg_query)NNREG_QUERY_INIT;
    if (given == NULL)
        return NNREG_OK;
    if (given->size < sizeof given->size)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the size of struct nnreg_query is not set");
    memcpy(taken, given, given->size < sizeof *taken ? given->size : sizeof *taken);
    if (taken->limit == 0 || taken->limit > NNREG_LIMIT_PAGE)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the limit %u of a list is not from 1 to %u",
                          (unsigned)taken->limit, NNREG_LIMIT_PAGE);
    return NNREG_OK;
}

nnreg_status nnreg_network_list(nnreg *registry, nnreg_page **page, const struct nnreg_query *query)
{
    struct nnreg_error error;
    struct nnreg_query taken;
    struct listing listing = {.page = NULL};
    nnreg_status status;

    if (page != NULL)
        *page = NULL;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && page == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = take_query(&taken, query, &error);
    if (status == NNREG_OK) {
        listing.page = nnreg_alloc_zero(1, sizeof *listing.page);
        if (listing.page != NULL)
            listing.page->networks = nnreg_alloc_zero(taken.limit, sizeof *listing.page->networks);
        if (listing.page == NULL || listing.page->networks == NULL)
            status = nnreg_fail_memory(&error);
    }
    if (status == NNREG_OK) {
        listing.page->query = taken;
        listing.skip = taken.offset;
        status = nnreg_kv_read(registry->kv, read_page, &listing, &error);
    }
    if (status == NNREG_OK)
        *page = listing.page;
    else
        nnreg_page_free(listing.page);
    return nnreg_leave(registry, status, &error);
}

void nnreg_page_free(nnreg_page *page)
{
    size_t i;

    if (page == NULL)
        return;
    for (i = 0; i < page->count; i++)
        nnreg_record_clear(&nnreg_network_table, &page->networks[i]);
    nnreg_free(page->networks);
    nnreg_free(page);
}

uint64_t nnreg_page_total(const nnreg_page *page)
{
    return page->total;
}

size_t nnreg_page_count(const nnreg_page *page)
{
    return page->count;
}

const nnreg_network *nnreg_page_get(const nnreg_page *page, size_t i)
{
    return i < page->count ? &page->networks[i] : NULL;
}

/* The query string of another page of the same list, behind the base URL; or null when there is no such page. */
static void put_link(struct nnreg_json_writer *writer, const nnreg_page *page, const char *base_url,
                     bool there, uint64_t offset)
{
    struct nnreg_bytes url = NNREG_BYTES_INIT;
    char *text;

    if (!there) {
        nnreg_json_put_null(writer);
        return;
    }
    nnreg_bytes_text(&url, base_url != NULL ? base_url : "");
    nnreg_bytes_char(&url, base_url != NULL && strchr(base_url, '?') != NULL ? '&' : '?');
    nnreg_bytes_format(&url, "limit=%u&offset=%llu%s", (unsigned)page->query.limit,
                       (unsigned long long)offset, page->query.descending ? "&order=-id" : "");
    if (nnreg_bytes_take(&text, &url) != NNREG_OK) {
        writer->out->failed = true;
        return;
    }
    nnreg_json_put_string(writer, text);
    nnreg_free(text);
}

nnreg_status nnreg_page_json(char **text, const nnreg_page *page, const char *base_url)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    uint64_t offset, limit;
    size_t i;

    if (text != NULL)
        *text = NULL;
    if (text == NULL || page == NULL)
        return NNREG_INVALID_ARGUMENT;
    offset = page->query.offset;
    limit = page->query.limit;
    nnreg_json_writer_init(&writer, &out, 2);
    nnreg_json_open_object(&writer);
    nnreg_json_put_key(&writer, "count");
    nnreg_json_put_uint(&writer, page->total);
    nnreg_json_put_key(&writer, "next");
    put_link(&writer, page, base_url, offset < page->total && page->total - offset > limit, offset + limit);
    nnreg_json_put_key(&writer, "previous");
    put_link(&writer, page, base_url, offset > 0, offset > limit ? offset - limit : 0);
    nnreg_json_put_key(&writer, "results");
    nnreg_json_open_array(&writer);
    for (i = 0; i < page->count; i++)
        nnreg_json_put_record(&writer, &nnreg_network_table, &page->networks[i]);
    nnreg_json_close_array(&writer);
    nnreg_json_close_object(&writer);
    return nnreg_bytes_take(text, &out);
}
