/*
 * Fuzz target for the store's keys. The input is four numbers of 8 bytes and two names with a NUL between them: two objects,
 * an id, a date and a name each. What is behind them are the bytes of some key.
 *
 * The order of keys as bytes, which is all that the store knows, must be the order of what they are made of, part by part, and
 * what a key was made of must come out of it. Beside a key, above and below, there is room for no other; the end of an order
 * has every key in front of it. Any bytes that can be a key of an order can be taken for one.
 */
#include "base/utf8.h"
#include "fuzz_input.h"
#include "records/network.h"
#include "registry/index_key.h"

struct named {
    uint64_t id;
    int64_t date;
    char *name;
};

static int sign(int number)
{
    return (number > 0) - (number < 0);
}

static int order_of(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* What the order of two objects is, said without keys. */
static int plain_order(enum nnreg_order order, const struct named *a, const struct named *b)
{
    int first = 0;

    if (order == NNREG_ORDER_NAME)
        first = sign(strncmp(a->name, b->name, NNREG_KEY_NAME));
    else if (order == NNREG_ORDER_UPDATE_DATE)
        first = (a->date > b->date) - (a->date < b->date);
    return first != 0 ? first : order_of(a->id, b->id);
}

static struct nnreg_index_key key_of(enum nnreg_order order, const struct named *object)
{
    struct nnreg_network network = {.id = object->id, .name = object->name, .update_date = object->date};
    struct nnreg_index_key key;

    nnreg_index_key_of(&key, &nnreg_object_kinds[NNREG_OBJECT_NETWORK], order, &network);
    return key;
}

static int compare(const struct nnreg_index_key *a, const struct nnreg_index_key *b)
{
    int order = nnreg_index_key_compare(a, nnreg_index_key_slice(b));

    must(sign(nnreg_index_key_compare(b, nnreg_index_key_slice(a))) == -sign(order));
    return sign(order);
}

/* The parts of a key, out of its bytes. */
static void check_parts(enum nnreg_order order, const struct named *object, const struct nnreg_index_key *key)
{
    struct nnreg_slice slice = nnreg_index_key_slice(key);
    uint64_t first = 0, id = 0;
    size_t length;

    must(nnreg_index_key_fits(slice, order) && nnreg_index_key_id(key) == object->id);
    if (order == NNREG_ORDER_NAME) {
        must(nnreg_key_name_read(&id, &length, slice) && id == object->id);
        must(length == strnlen(object->name, NNREG_KEY_NAME) &&
             memcmp(key->bytes, object->name, length) == 0);
    } else if (order == NNREG_ORDER_UPDATE_DATE) {
        must(nnreg_key_pair_read(&first, &id, slice) && nnreg_key_time_read(first) == object->date &&
             id == object->id);
    } else {
        must(nnreg_key_u64_read(&id, slice) && id == object->id);
    }
}

/* Between a key and the one beside it is no other's place. */
static void check_beside(const struct nnreg_index_key *key, const struct nnreg_index_key *other)
{
    struct nnreg_index_key above = nnreg_index_key_beside(key, true),
                           below = nnreg_index_key_beside(key, false);

    must(compare(&above, key) == (nnreg_index_key_id(key) < UINT64_MAX));
    must(compare(&below, key) == -(nnreg_index_key_id(key) > 0));
    if (compare(other, key) > 0)
        must(compare(other, &above) >= 0);
    if (compare(other, key) < 0)
        must(compare(other, &below) <= 0);
}

/* Of ids that are given, and names that can be. */
static void check_end(enum nnreg_order order, const struct named *object, const struct nnreg_index_key *key)
{
    struct nnreg_index_key last = nnreg_index_key_end(order, false), first = nnreg_index_key_end(order, true);

    must(nnreg_index_key_fits(nnreg_index_key_slice(&last), order));
    must(nnreg_index_key_fits(nnreg_index_key_slice(&first), order));
    if (object->id == 0 || object->id == UINT64_MAX || !nnreg_utf8_valid(object->name, strlen(object->name)))
        return;
    must(compare(key, &last) < 0 && compare(key, &first) > 0);
}

static void check_order(enum nnreg_order order, const struct named *a, const struct named *b)
{
    struct nnreg_index_key left = key_of(order, a), right = key_of(order, b);

    check_parts(order, a, &left);
    must(compare(&left, &right) == plain_order(order, a, b));
    check_beside(&left, &right);
    check_beside(&right, &left);
    check_end(order, a, &left);
}

/* Names with a beginning are the keys with its bytes, which stand together. */
static void check_prefix(const struct named *a, const struct named *b)
{
    struct nnreg_index_key key = key_of(NNREG_ORDER_NAME, a);
    struct nnreg_key_name prefix;
    struct nnreg_slice begin = nnreg_key_name_prefix(&prefix, b->name);
    bool has = strncmp(a->name, b->name, strnlen(b->name, NNREG_KEY_NAME)) == 0;

    must(has == (key.size >= begin.size && memcmp(key.bytes, begin.content, begin.size) == 0));
    must(!has || nnreg_index_key_compare(&key, begin) > 0);
}

/* Any bytes: of no more than one form but by chance of their length, and never more than a key has room for. */
static void check_any(const uint8_t *bytes, size_t size)
{
    struct nnreg_slice slice = {bytes, size};
    struct nnreg_key_name made;
    uint64_t id, first;
    size_t length;

    must(nnreg_key_u64_read(&id, slice) == (size == 8));
    must(nnreg_key_pair_read(&first, &id, slice) == (size == 16));
    if (nnreg_key_name_read(&id, &length, slice)) {
        must(length == size - 9 && length <= NNREG_KEY_NAME && bytes[length] == 0);
        if (memchr(bytes, 0, size) == bytes + length) {
            slice = nnreg_key_name(&made, (const char *)bytes, id);
            must(slice.size == size && memcmp(slice.content, bytes, size) == 0);
        }
    }
    for (int order = NNREG_ORDER_ID; order <= NNREG_ORDER_UPDATE_DATE; order++)
        if (nnreg_index_key_fits((struct nnreg_slice){bytes, size}, (enum nnreg_order)order)) {
            struct nnreg_index_key key;

            nnreg_index_key_set(&key, (struct nnreg_slice){bytes, size});
            check_beside(&key, &key);
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    struct fuzz_input rest = {input, size};
    struct named a, b;

    a.id = take_number(&rest, 8);
    b.id = take_number(&rest, 8);
    a.date = nnreg_key_time_read(take_number(&rest, 8));
    b.date = nnreg_key_time_read(take_number(&rest, 8));
    a.name = take_text(&rest, 0);
    b.name = take_text(&rest, 0);
    check_order(NNREG_ORDER_ID, &a, &b);
    check_order(NNREG_ORDER_NAME, &a, &b);
    check_order(NNREG_ORDER_UPDATE_DATE, &a, &b);
    check_prefix(&a, &b);
    check_prefix(&b, &a);
    check_any(rest.at, rest.left);
    free(a.name);
    free(b.name);
    return 0;
}
