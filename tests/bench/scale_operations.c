/* The operations of scale.h. */
#include "scale.h"

#include <stdlib.h>
#include <string.h>

#include "bench_networks.h"

void scale_must(const struct scale_place *place, nnreg_status status)
{
    if (status != NNREG_OK)
        bench_die(place->bench, "%u networks: %s", place->networks, nnreg_message(place->registry));
}

static uint64_t any_id(struct scale_place *place)
{
    return 1 + bench_random(&place->random) % place->networks;
}

/* ------------------------------------------------------------------------------------------------- reading -- */

static void get(void *context)
{
    struct scale_place *place = context;
    nnreg_network *network;
    unsigned i;

    for (i = 0; i < place->reads; i++) {
        scale_must(place, nnreg_network_get(place->registry, &network, any_id(place)));
        nnreg_network_free(network);
    }
}

static void list(const struct scale_place *place, const struct nnreg_query *query, unsigned times,
                 size_t full)
{
    nnreg_page *page;
    unsigned i;

    for (i = 0; i < times; i++) {
        scale_must(place, nnreg_network_list(place->registry, &page, query));
        if (nnreg_page_count(page) != full)
            bench_die(place->bench, "a page of %zu networks has %zu", full, nnreg_page_count(page));
        nnreg_page_free(page);
    }
}

static void find_named(void *context)
{
    struct scale_place *place = context;
    struct nnreg_query query = NNREG_QUERY_INIT;
    char name[32];
    unsigned i;

    query.name = name;
    query.limit = 1;
    for (i = 0; i < place->reads / 4; i++) {
        bench_name_network(name, (unsigned)any_id(place) % (place->networks - 1) + 1);
        list(place, &query, 1, 1);
    }
}

static void list_by(const struct scale_place *place, const char *cursor, enum nnreg_order order)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.limit = SCALE_PAGE;
    query.order = order;
    query.cursor = cursor;
    list(place, &query, place->pages, SCALE_PAGE);
}

static void list_first(void *context)
{
    list_by(context, ((struct scale_place *)context)->first, NNREG_ORDER_ID);
}

static void list_middle(void *context)
{
    list_by(context, ((struct scale_place *)context)->middle, NNREG_ORDER_ID);
}

static void list_last(void *context)
{
    list_by(context, ((struct scale_place *)context)->last, NNREG_ORDER_ID);
}

static void list_by_name(void *context)
{
    list_by(context, ((struct scale_place *)context)->by_name, NNREG_ORDER_NAME);
}

static void list_by_date(void *context)
{
    list_by(context, ((struct scale_place *)context)->by_date, NNREG_ORDER_UPDATE_DATE);
}

static void list_by_offset(void *context)
{
    struct scale_place *place = context;
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.limit = SCALE_PAGE;
    query.offset = (uint64_t)(place->networks - SCALE_PAGE) * 9 / 10;
    list(place, &query, place->pages, SCALE_PAGE);
}

static void count(void *context)
{
    struct scale_place *place = context;
    uint64_t number;
    unsigned i;

    for (i = 0; i < place->reads; i++)
        scale_must(place, nnreg_network_count(place->registry, &number, NULL));
}

static void total(void *context)
{
    struct scale_place *place = context;
    struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;
    unsigned i;

    for (i = 0; i < place->pages; i++)
        scale_must(place, nnreg_get_statistics(place->registry, &statistics, NULL));
}

/* ------------------------------------------------------------------------------------------------- writing -- */

static void create(void *context)
{
    struct scale_place *place = context;
    struct sample mine;
    nnreg_bundle *bundle;
    unsigned i;

    for (i = 0; i < place->writes; i++) {
        sample_copy(place->bench, &mine, place->sample);
        if (nnreg_bundle_new(&bundle) != NNREG_OK ||
            nnreg_bundle_add_memory(bundle, mine.model, mine.model_size, "saved_model.pb") != NNREG_OK)
            bench_die(place->bench, "out of memory");
        scale_must(place, nnreg_network_create(place->registry, &place->made[place->made_count++], mine.json,
                                               mine.json_size, bundle, NULL, place->findings));
        nnreg_bundle_free(bundle);
        free(mine.model);
    }
}

static void update(void *context)
{
    struct scale_place *place = context;
    char json[64];
    unsigned i;
    int size;

    for (i = 0; i < place->writes; i++) {
        size = snprintf(json, sizeof json, "{\"metadata\": {\"run\": %u}}", i);
        scale_must(place, nnreg_network_update(place->registry, place->made[i], json, (size_t)size, NULL,
                                               place->findings));
    }
}

static void publish(void *context)
{
    struct scale_place *place = context;
    char slug[32];
    unsigned i;

    for (i = 0; i < place->writes; i++) {
        (void)snprintf(slug, sizeof slug, "network-%u", i);
        scale_must(place, nnreg_network_publish(place->registry, place->made[i], slug, NULL));
        scale_must(place, nnreg_network_unpublish(place->registry, place->made[i], NULL));
    }
}

static void delete_made(void *context)
{
    struct scale_place *place = context;

    while (place->made_count > 0)
        scale_must(place,
                   nnreg_network_delete(place->registry, place->made[--place->made_count], NULL, NULL));
}

void scale_open_and_get(void *context)
{
    struct scale_place *place = context;
    nnreg_network *network;
    unsigned i;

    for (i = 0; i < place->pages; i++) {
        if (nnreg_open(&place->registry, place->path, NULL) != NNREG_OK)
            bench_die(place->bench, "%s does not open", place->path);
        scale_must(place, nnreg_network_get(place->registry, &network, any_id(place)));
        nnreg_network_free(network);
        nnreg_close(place->registry);
    }
}

/* ------------------------------------------------------------------------------------------- by LMDB alone -- */

static void must_find(const struct scale_place *place, int code)
{
    if (code != MDB_SUCCESS)
        bench_die(place->bench, "LMDB does not find a network: %s", mdb_strerror(code));
}

static MDB_txn *begin_raw(const struct scale_place *place)
{
    MDB_txn *txn = NULL;

    must_find(place, mdb_txn_begin(place->env, NULL, MDB_RDONLY, &txn));
    return txn;
}

/* A copy of a record, by the eight bytes of its id. */
static void copy_raw(const struct scale_place *place, MDB_txn *txn, const void *id)
{
    static char copy[8192];
    MDB_val key = {8, (void *)(uintptr_t)id}, value;

    must_find(place, mdb_get(txn, place->table, &key, &value));
    if (value.mv_size > sizeof copy)
        bench_die(place->bench, "a record has %zu bytes", value.mv_size);
    memcpy(copy, value.mv_data, value.mv_size);
}

static void get_raw(void *context)
{
    struct scale_place *place = context;
    unsigned char bytes[8];
    MDB_txn *txn;
    uint64_t id;
    unsigned i;
    int k;

    for (i = 0; i < place->reads; i++) {
        for (id = any_id(place), k = 7; k >= 0; k--, id >>= 8)
            bytes[k] = (unsigned char)id;
        txn = begin_raw(place);
        copy_raw(place, txn, bytes);
        mdb_txn_abort(txn);
    }
}

/* So many networks in the order of names, from the first of a name on: a key there ends with the id. */
static void copy_named(const struct scale_place *place, const char *name, unsigned count)
{
    MDB_val key = {strlen(name) + 1, (void *)(uintptr_t)name}, value;
    MDB_txn *txn = begin_raw(place);
    MDB_cursor *cursor;
    unsigned i;

    must_find(place, mdb_cursor_open(txn, place->names, &cursor));
    for (i = 0; i < count; i++) {
        must_find(place, mdb_cursor_get(cursor, &key, &value, i == 0 ? MDB_SET_RANGE : MDB_NEXT));
        copy_raw(place, txn, (const char *)key.mv_data + key.mv_size - 8);
    }
    mdb_cursor_close(cursor);
    mdb_txn_abort(txn);
}

static void find_named_raw(void *context)
{
    struct scale_place *place = context;
    char name[32];
    unsigned i;

    for (i = 0; i < place->reads / 4; i++) {
        bench_name_network(name, (unsigned)any_id(place) % (place->networks - 1) + 1);
        copy_named(place, name, 1);
    }
}

static void list_by_name_raw(void *context)
{
    const struct scale_place *place = context;
    unsigned i;

    for (i = 0; i < place->pages; i++)
        copy_named(place, place->middle_name, SCALE_PAGE);
}

/* ---------------------------------------------------------------------------------------------- operations -- */

const struct scale_operation scale_floors[SCALE_FLOORS] = {
    {BENCH_SCALE_GET, "get by id, by LMDB alone", get_raw, SCALE_READS},
    {BENCH_SCALE_NAMED, "find by name, by LMDB alone", find_named_raw, SCALE_FOURTHS},
    {BENCH_SCALE_BY_NAME, "middle page, by name, by LMDB alone", list_by_name_raw, SCALE_PAGES},
};

const struct scale_operation scale_operations[SCALE_OPERATIONS] = {
    {BENCH_SCALE_GET, "get by id", get, SCALE_READS},
    {BENCH_SCALE_NAMED, "find by name", find_named, SCALE_FOURTHS},
    {BENCH_SCALE_FIRST, "first page of 100, by cursor", list_first, SCALE_PAGES},
    {BENCH_SCALE_MIDDLE, "middle page, by cursor", list_middle, SCALE_PAGES},
    {BENCH_SCALE_LAST, "last page, by cursor", list_last, SCALE_PAGES},
    {BENCH_SCALE_BY_NAME, "middle page, by name", list_by_name, SCALE_PAGES},
    {BENCH_SCALE_BY_DATE, "middle page, by date", list_by_date, SCALE_PAGES},
    {BENCH_SCALE_OFFSET, "page by offset, at 90 %", list_by_offset, SCALE_PAGES},
    {BENCH_SCALE_COUNT, "count", count, SCALE_READS},
    {BENCH_SCALE_TOTALS, "statistics", total, SCALE_PAGES},
    {BENCH_SCALE_CREATE, "create", create, SCALE_WRITES},
    {BENCH_SCALE_UPDATE, "update of metadata", update, SCALE_WRITES},
    {BENCH_SCALE_PUBLISH, "publish and unpublish", publish, SCALE_WRITES},
    {BENCH_SCALE_DELETE, "delete", delete_made, SCALE_WRITES},
};
