/*
 * Walks and counts: the rows of the server, fetched in pieces, merged with what a write has changed. A piece is small at first,
 * as most walks want the first entries only, and is bounded in rows and in bytes.
 */
#include "store/postgresql/internal.h"

#include <string.h>

#include "base/array.h"
#include "base/order.h"

#define WALKING     "cannot read from"
#define FIRST_ROWS  64
#define MOST_ROWS   1024
#define FIRST_BYTES ((uint64_t)64 << 10)
#define MOST_BYTES  ((uint64_t)1 << 20)

struct pg_walk {
    struct nnreg_pg_txn *txn;
    nnreg_kv_table_id table;
    bool backwards;
    PGresult *piece;
    int row, rows;
    bool at_end; /* the piece is the server's last */
    unsigned size;
    uint64_t bytes;
    /* Where the next piece begins: at that key; backwards: before it. */
    unsigned char bound[NNREG_PG_LONGEST_KEY + 1];
    size_t bound_size;
    /* The key that was visited last; before that none. */
    unsigned char last[NNREG_PG_LONGEST_KEY];
    size_t last_size;
};

/* The first key behind another, as all have a key and one more byte of 0 behind them. */
static void set_bound(struct pg_walk *walk, struct nnreg_slice key, bool behind)
{
    memcpy(walk->bound, key.content, key.size);
    walk->bound_size = key.size;
    if (behind)
        walk->bound[walk->bound_size++] = 0;
}

/* What was walked over is borrowed to the end of the transaction, as what was got is. */
static nnreg_status keep_piece(struct pg_walk *walk, struct nnreg_error *error)
{
    struct nnreg_pg_txn *whole = nnreg_pg_whole_of(walk->txn);
    PGresult **grown =
        nnreg_array_room(whole->passed, &whole->passed_room, whole->passed_count + 1, sizeof(PGresult *));

    if (grown == NULL)
        return nnreg_fail_memory(error);
    whole->passed = grown;
    whole->passed[whole->passed_count++] = walk->piece;
    return NNREG_OK;
}

static nnreg_status fetch_piece(struct pg_walk *walk, struct nnreg_error *error)
{
    unsigned char tbl[2], size[4], bytes[8];
    struct nnreg_slice parameters[4] = {
        {tbl, sizeof tbl}, {walk->bound, walk->bound_size}, {size, sizeof size}, {bytes, sizeof bytes}};
    nnreg_status status;
    int64_t all = 0;

    nnreg_pg_store_number(tbl, (uint64_t)nnreg_pg_whole_of(walk->txn)->numbers[walk->table], sizeof tbl);
    nnreg_pg_store_number(size, walk->size, sizeof size);
    nnreg_pg_store_number(bytes, walk->bytes, sizeof bytes);
    status = nnreg_pg_ask(&walk->piece, walk->txn, walk->backwards ? NNREG_PG_WALK_BACK : NNREG_PG_WALK, 4,
                          parameters, WALKING, error);
    if (status == NNREG_OK)
        status = keep_piece(walk, error);
    if (status != NNREG_OK) {
        PQclear(walk->piece);
        return status;
    }
    walk->row = 0;
    walk->rows = PQntuples(walk->piece);
    if (walk->rows > 0)
        (void)nnreg_pg_number(&all, walk->piece, 0, 2, 8);
    walk->at_end = all == walk->rows && (unsigned)walk->rows < walk->size;
    walk->size = walk->size * 4 < MOST_ROWS ? walk->size * 4 : MOST_ROWS;
    walk->bytes = walk->bytes * 4 < MOST_BYTES ? walk->bytes * 4 : MOST_BYTES;
    if (walk->rows > 0)
        set_bound(walk, nnreg_pg_column(walk->piece, walk->rows - 1, 0), !walk->backwards);
    return NNREG_OK;
}

/* The server's next row; *key without content: there is none. */
static nnreg_status next_row(struct nnreg_slice *key, struct pg_walk *walk, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;

    if (walk->row == walk->rows && !walk->at_end)
        status = fetch_piece(walk, error);
    *key = status == NNREG_OK && walk->row < walk->rows ? nnreg_pg_column(walk->piece, walk->row, 0)
                                                        : (struct nnreg_slice){NULL, 0};
    return status;
}

/* The next entry that this write has changed. */
static struct nnreg_pg_entry *next_change(const struct pg_walk *walk, struct nnreg_slice from)
{
    const struct nnreg_pg_overlay *overlay = &nnreg_pg_whole_of(walk->txn)->overlay;
    struct nnreg_slice at = walk->last_size > 0 ? (struct nnreg_slice){walk->last, walk->last_size} : from;
    struct nnreg_pg_entry *entry;

    if (!walk->txn->base.write)
        return NULL;
    entry = nnreg_pg_overlay_next(overlay, walk->table, at, walk->last_size == 0 && from.size > 0,
                                  walk->backwards);
    while (entry != NULL && entry->change == NULL)
        entry = nnreg_pg_overlay_next(overlay, walk->table, (struct nnreg_slice){entry->key, entry->key_size},
                                      false, walk->backwards);
    return entry;
}

/* The next of both. *found false: the end. */
static nnreg_status walk_on(bool *found, struct nnreg_slice *key, struct nnreg_slice *value,
                            struct pg_walk *walk, struct nnreg_slice from, struct nnreg_error *error)
{
    struct nnreg_pg_entry *entry;
    nnreg_status status;
    int order;

    for (;;) {
        status = next_row(key, walk, error);
        if (status != NNREG_OK)
            return status;
        entry = next_change(walk, from);
        *found = key->content != NULL || entry != NULL;
        if (!*found)
            return NNREG_OK;
        order = entry == NULL ? -1
                : key->content == NULL
                    ? 1
                    : nnreg_order_bytes(key->content, key->size, entry->key, entry->key_size) *
                          (walk->backwards ? -1 : 1);
        if (order <= 0)
            *value = nnreg_pg_column(walk->piece, walk->row++, 1);
        if (order >= 0)
            *key = (struct nnreg_slice){entry->key, entry->key_size};
        memcpy(walk->last, key->content, key->size);
        walk->last_size = key->size;
        if (order < 0 || nnreg_pg_entry_seen(value, entry))
            return NNREG_OK;
    }
}

/* Longer than all keys, and of the greatest bytes. */
static void begin_walk(struct pg_walk *walk, struct nnreg_slice from)
{
    if (from.size > 0)
        set_bound(walk, from, walk->backwards);
    else if (walk->backwards) {
        memset(walk->bound, 0xff, sizeof walk->bound);
        walk->bound_size = sizeof walk->bound;
    }
}

nnreg_status nnreg_pg_walk(nnreg_status *visited, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                           struct nnreg_slice from, bool backwards, nnreg_kv_visit *visit, void *context,
                           struct nnreg_error *visit_error, struct nnreg_error *error)
{
    struct pg_walk walk = {.txn = nnreg_pg_txn_of(txn),
                           .table = table,
                           .backwards = backwards,
                           .size = FIRST_ROWS,
                           .bytes = FIRST_BYTES};
    struct nnreg_slice key, value;
    bool stop = false, found = true;
    nnreg_status status = NNREG_OK;

    begin_walk(&walk, from);
    while (!stop) {
        status = walk_on(&found, &key, &value, &walk, from, error);
        if (status != NNREG_OK || !found)
            break;
        *visited = visit(&stop, key, value, context, visit_error);
        stop = stop || *visited != NNREG_OK;
    }
    return status;
}

/* ----------------------------------------------------------------------------------------------------- counting -- */

/* What a write does to the number of entries of a table. */
struct pg_counting {
    nnreg_kv_table_id table;
    int64_t more;             /* less those that it removes */
    size_t unknown;           /* put, and perhaps there already */
    struct nnreg_bytes array; /* … their keys */
};

static bool count_change(struct nnreg_pg_entry *entry, void *context)
{
    struct pg_counting *counting = context;

    if (entry->table != counting->table || entry->change == NULL)
        return true;
    if (entry->change->removed)
        counting->more -= entry->stored == NNREG_PG_PRESENT;
    else if (entry->stored != NNREG_PG_NOT_ASKED)
        counting->more += entry->stored == NNREG_PG_ABSENT;
    else {
        if (counting->unknown++ == 0)
            nnreg_pg_array_begin(&counting->array, NNREG_PG_BYTEA);
        nnreg_pg_array_add(&counting->array, (struct nnreg_slice){entry->key, entry->key_size});
    }
    return true;
}

static nnreg_status ask_number(int64_t *number, struct nnreg_pg_txn *txn, enum nnreg_pg_statement statement,
                               int count, const struct nnreg_slice *parameters, struct nnreg_error *error)
{
    PGresult *answer;
    nnreg_status status = nnreg_pg_ask(&answer, txn, statement, count, parameters, WALKING, error);

    *number = 0;
    if (status == NNREG_OK && (PQntuples(answer) != 1 || !nnreg_pg_number(number, answer, 0, 0, 8)))
        status =
            nnreg_fail(error, NNREG_CORRUPT, NNREG_PG_DATA " is damaged: a table's entries are not counted");
    PQclear(answer);
    return status;
}

nnreg_status nnreg_pg_count(uint64_t *count, struct nnreg_kv_txn *base, nnreg_kv_table_id table,
                            struct nnreg_error *error)
{
    struct nnreg_pg_txn *txn = nnreg_pg_txn_of(base);
    struct pg_counting counting = {.table = table, .array = NNREG_BYTES_INIT};
    unsigned char tbl[2];
    struct nnreg_slice parameters[2] = {{tbl, sizeof tbl}};
    int64_t entries, there = 0;
    nnreg_status status;

    nnreg_pg_store_number(tbl, (uint64_t)nnreg_pg_whole_of(txn)->numbers[table], sizeof tbl);
    status = ask_number(&entries, txn, NNREG_PG_COUNT, 1, parameters, error);
    if (base->write && status == NNREG_OK)
        (void)nnreg_pg_overlay_each(&nnreg_pg_whole_of(txn)->overlay, count_change, &counting);
    if (counting.unknown > 0) {
        parameters[1] = nnreg_pg_array_end(&counting.array, counting.unknown);
        status = counting.array.failed ? nnreg_fail_memory(error)
                                       : ask_number(&there, txn, NNREG_PG_ARE_THERE, 2, parameters, error);
    }
    nnreg_bytes_free(&counting.array);
    *count = (uint64_t)(entries + counting.more + (int64_t)counting.unknown - there);
    return status;
}
