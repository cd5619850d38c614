/* Keys of indexes: see index_key.h. */
#include "registry/index_key.h"

#define ID_SIZE ((size_t)8)

int nnreg_index_key_compare(const struct nnreg_index_key *a, struct nnreg_slice b)
{
    size_t size = a->size < b.size ? a->size : b.size;
    int order = size > 0 ? memcmp(a->bytes, b.content, size) : 0;

    return order != 0 ? order : (a->size > b.size) - (a->size < b.size);
}

void nnreg_index_key_of(struct nnreg_index_key *key, const struct nnreg_object_kind *kind,
                        enum nnreg_order order, const void *record)
{
    uint64_t id = *nnreg_object_id(kind, record);
    struct nnreg_key number;
    struct nnreg_key_pair pair;
    struct nnreg_key_name name;

    if (order == NNREG_ORDER_NAME)
        nnreg_index_key_set(key, nnreg_key_name(&name, nnreg_object_name(kind, record), id));
    else if (order == NNREG_ORDER_UPDATE_DATE)
        nnreg_index_key_set(
            key, nnreg_key_pair(&pair, nnreg_key_time(*nnreg_object_update_date(kind, record)), id));
    else
        nnreg_index_key_set(key, nnreg_key_u64(&number, id));
}

uint64_t nnreg_index_key_id(const struct nnreg_index_key *key)
{
    uint64_t id;

    (void)nnreg_key_u64_read(&id, (struct nnreg_slice){key->bytes + key->size - ID_SIZE, ID_SIZE});
    return id;
}

bool nnreg_index_key_fits(struct nnreg_slice bytes, enum nnreg_order order)
{
    uint64_t first, id;
    size_t length;

    if (order == NNREG_ORDER_NAME)
        return nnreg_key_name_read(&id, &length, bytes);
    if (order == NNREG_ORDER_UPDATE_DATE)
        return nnreg_key_pair_read(&first, &id, bytes);
    return nnreg_key_u64_read(&id, bytes);
}

/*
 * Only the id changes; the name or the time stays, so the object of the given key lies between the new one and all on the
 * other side. At the ends of the numbers it is the same key: 0 and UINT64_MAX are ids of no object (nnreg_next_id).
 */
struct nnreg_index_key nnreg_index_key_beside(const struct nnreg_index_key *key, bool above)
{
    struct nnreg_index_key next = *key;
    uint64_t id = nnreg_index_key_id(key);
    struct nnreg_key number;

    if (above ? id < UINT64_MAX : id > 0)
        id = above ? id + 1 : id - 1;
    memcpy(next.bytes + next.size - ID_SIZE, nnreg_key_u64(&number, id).content, ID_SIZE);
    return next;
}

/*
 * Behind all is above all where the order ascends, and below all where it descends; 0xff is no byte of UTF-8 and stands in
 * no id that was given. The key has the order's own form, since it may travel in a cursor: nnreg_index_key_fits.
 */
struct nnreg_index_key nnreg_index_key_end(enum nnreg_order order, bool descending)
{
    size_t name = descending ? 0 : NNREG_KEY_NAME;
    struct nnreg_index_key end;

    end.size = order == NNREG_ORDER_ID            ? ID_SIZE
               : order == NNREG_ORDER_UPDATE_DATE ? 2 * ID_SIZE
                                                  : name + 1 + ID_SIZE;
    memset(end.bytes, descending ? 0 : 0xff, end.size);
    if (order == NNREG_ORDER_NAME)
        end.bytes[name] = 0;
    return end;
}
