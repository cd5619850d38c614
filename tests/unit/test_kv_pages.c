/* The walk over a data file's pages: a sound file passes, each fault is told with its page. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "pages_fixture.h"
#include "store/lmdb/internal.h"

static struct scratch scratch;
static struct nnreg_error error;
static struct image image;

static void set_up(void)
{
    scratch_use_memory(true);
    scratch_make(&scratch);
    image_make(&image, &scratch, true);
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    nnreg_alloc_fail_from(0);
    image_free(&image);
    scratch_remove(&scratch);
}

static void check_is_sound(void)
{
    ck_assert_msg(image_check(&scratch, false, &error) == NNREG_OK, "quick: %s", error.text);
    ck_assert_msg(image_check(&scratch, true, &error) == NNREG_OK, "full: %s", error.text);
}

/* ------------------------------------------------------------------------------------------------ sound files -- */

START_TEST(a_store_in_which_every_kind_of_page_occurs_is_sound)
{
    unsigned kinds[5] = {0}, free_pages = 0;
    size_t i;

    for (i = 2; i < image.pages; i++)
        if (image_is_structure(&image, i))
            kinds[image_number(&image, i * PAGE + 10, 2) % 5]++;
    for (i = 2; i < image.numbered; i++)
        free_pages += image.is_free[i];
    ck_assert_uint_ge(kinds[1], 6);
    ck_assert_uint_ge(kinds[2], 20);
    ck_assert_uint_ge(kinds[4], 3);
    ck_assert_uint_ge(free_pages, 8);
    ck_assert_uint_ge(image_number(&image, image_record(&image, "network_names") + 6, 2), 3);
    ck_assert_uint_ge(image_number(&image, image_meta(&image) + 46, 2),
                      2); /* the tree of free pages branches */
    check_is_sound();
}
END_TEST

START_TEST(a_new_store_is_sound)
{
    struct scratch other;
    struct nnreg_kv *kv;

    scratch_make(&other);
    ck_assert_int_eq(store_open(&kv, &other, 0, &error), NNREG_OK);
    nnreg_kv_close(kv);
    ck_assert_int_eq(image_check(&other, true, &error), NNREG_OK);
    ck_assert_int_eq(image_check(&other, false, &error), NNREG_OK);
    scratch_remove(&other);
}
END_TEST

/* As LMDB leaves the older page: the old transaction and last page with new trees. */
START_TEST(a_store_after_a_failed_write_of_a_meta_page_is_sound)
{
    uint64_t older = PAGE - image_meta(&image), beyond = image.numbered + 5;

    scratch_write(&scratch, "data.mdb", (int64_t)older + 80, &beyond, 8);
    scratch_write(&scratch, "data.mdb", (int64_t)older + 128, &beyond, 8);
    check_is_sound();
}
END_TEST

/* Many shapes: what LMDB makes of a long run of changes is what the walk takes for whole. */
struct round {
    unsigned seed;
};

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 12;
}

/* Keys of which few fit in a branch: its nodes come and go. */
static nnreg_status change_long(struct nnreg_kv_txn *txn, unsigned id, bool fill,
                                struct nnreg_error *error_out)
{
    char bytes[NNREG_LMDB_LONGEST_KEY];
    struct nnreg_slice key = {bytes, 7 + id * 97 % (NNREG_LMDB_LONGEST_KEY - 7)};
    nnreg_status status;

    memset(bytes, 'x', sizeof bytes);
    (void)snprintf(bytes, sizeof bytes, "%06u", id * 7919 % 1000);
    if (fill)
        return nnreg_kv_put(txn, NNREG_KV_SPEC_NAMES, key, (struct nnreg_slice){NULL, 0}, error_out);
    status = nnreg_kv_remove(txn, NNREG_KV_SPEC_NAMES, key, error_out);
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

static nnreg_status change(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    unsigned seed = ((struct round *)context)->seed, i, count = next_random(&seed) % 60;
    bool fill = next_random(&seed) % 3 > 0;
    nnreg_status status = NNREG_OK;
    struct nnreg_key key;

    for (i = 0; i < count && (status == NNREG_OK || status == NNREG_NOT_FOUND); i++) {
        unsigned id = next_random(&seed) % 300, size = 1 + next_random(&seed) % (i % 5 == 0 ? 20000 : 300);

        if (fill || next_random(&seed) % 4 == 0)
            status = put_large(txn, id, size, error_out);
        else
            status = nnreg_kv_remove(txn, NNREG_KV_NETWORKS, nnreg_key_u64(&key, id), error_out);
        if (status == NNREG_OK)
            status = put_number(txn, next_random(&seed) % 5000, id, error_out);
        if (status == NNREG_OK)
            status = change_long(txn, id, fill, error_out);
    }
    if (status == NNREG_NOT_FOUND)
        status = NNREG_OK;
    return count % 10 == 9 ? NNREG_CANCELLED : status;
}

static nnreg_status change_on(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct nnreg_kv *kv = context;
    struct round round;

    (void)txn;
    for (round.seed = 1000; round.seed < 1020; round.seed++)
        (void)nnreg_kv_write(kv, change, &round, error_out);
    return NNREG_OK;
}

START_TEST(whatever_is_written_is_sound_after_each_commit)
{
    struct nnreg_kv *kv;
    struct round round;

    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_OK);
    for (round.seed = 1; round.seed <= 400; round.seed++) {
        nnreg_status status = nnreg_kv_write(kv, change, &round, &error);

        ck_assert(status == NNREG_OK || status == NNREG_CANCELLED);
        if (round.seed % 50 == 0)
            ck_assert_int_eq(nnreg_kv_read(kv, change_on, kv, &error), NNREG_OK);
        check_is_sound();
    }
    nnreg_kv_close(kv);
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- faults -- */

/* Pages of the image, and the tables they are of. */
enum spot {
    META,          /* the newer meta page */
    TABLES_LEAF,   /* the tree of tables */
    TASKS_ROOT,    /* a branch over leaves */
    TASKS_LEAF,    /* the first leaf */
    TASKS_NEXT,    /* the second */
    NAMES_ROOT,    /* a branch over branches */
    NAMES_NEXT,    /* the second of these */
    NETWORKS_LEAF, /* one with a value that has its own pages */
    VALUE,         /* the first of these */
    FREE_ROOT,     /* a branch of the tree of free pages */
    FREE_LEAF,     /* the leaf of it with the longest list in a node */
    FREE_LAST      /* the last leaf of it */
};

static const char *const owners[] = {
    [META] = "a meta page",
    [TABLES_LEAF] = "of the tree of tables",
    [TASKS_ROOT] = "of the table \"tasks\"",
    [TASKS_LEAF] = "of the table \"tasks\"",
    [TASKS_NEXT] = "of the table \"tasks\"",
    [NAMES_ROOT] = "of the table \"network_names\"",
    [NAMES_NEXT] = "of the table \"network_names\"",
    [NETWORKS_LEAF] = "of the table \"networks\"",
    [VALUE] = "of the table \"networks\"",
    [FREE_ROOT] = "of the tree of free pages",
    [FREE_LEAF] = "of the tree of free pages",
    [FREE_LAST] = "of the tree of free pages",
};

/* Goes through the leaves of a tree of two levels for the node for which `wanted` gives most, of its own flags. */
static uint64_t find_node(uint64_t record, unsigned flags, uint64_t (*worth)(uint64_t node))
{
    uint64_t root = image_page(&image, record, 0, 0), best = 0;
    unsigned i, k;

    for (i = 0; i < image_nodes(&image, root); i++) {
        uint64_t leaf = image_child(&image, image_node(&image, root, i));

        for (k = 0; k < image_nodes(&image, leaf); k++) {
            uint64_t node = image_node(&image, leaf, k);

            if (image_number(&image, node + 4, 2) == flags && (best == 0 || worth(node) > worth(best)))
                best = node;
        }
    }
    ck_assert_uint_ne(best, 0);
    return best;
}

static uint64_t list_length(uint64_t node)
{
    return image_number(&image, image_value(&image, node), 8);
}

/* Where the lower half of a node's number is, of two of 16 bits (mdb.c: MDB_node). */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define LOW 0
#else
#define LOW 2
#endif

static uint64_t value_size(uint64_t node)
{
    return image_number(&image, node + LOW, 2) | image_number(&image, node + 2 - LOW, 2) << 16;
}

static uint64_t free_node(void)
{
    return find_node(image_meta(&image) + 40, 0, list_length);
}

static uint64_t value_node(void)
{
    return find_node(image_record(&image, "networks"), 1, value_size);
}

static uint64_t last_free_leaf(void)
{
    uint64_t root = image_page(&image, image_meta(&image) + 40, 0, 0);

    return image_child(&image, image_node(&image, root, image_nodes(&image, root) - 1));
}

static uint64_t page_of(enum spot spot)
{
    uint64_t tasks = image_record(&image, "tasks"), names = image_record(&image, "network_names");

    switch (spot) {
    case META:
        return image_meta(&image) / PAGE;
    case TABLES_LEAF:
        return tasks / PAGE;
    case TASKS_ROOT:
        return image_page(&image, tasks, 0, 0);
    case TASKS_LEAF:
        return image_page(&image, tasks, 1, 0);
    case TASKS_NEXT:
        return image_page(&image, tasks, 1, 1);
    case NAMES_ROOT:
        return image_page(&image, names, 0, 0);
    case NAMES_NEXT:
        return image_page(&image, names, 1, 1);
    case NETWORKS_LEAF:
        return value_node() / PAGE;
    case VALUE:
        return image_number(&image, image_value(&image, value_node()), 8);
    case FREE_ROOT:
        return image_page(&image, image_meta(&image) + 40, 0, 0);
    case FREE_LAST:
        return last_free_leaf();
    default:
        return free_node() / PAGE;
    }
}

/* What an offset of a fault counts from. */
enum base {
    OF_PAGE,
    OF_NODE,  /* number `index` */
    OF_KEY,   /* of that node */
    OF_LAST,  /* the key of the last node */
    OF_TASKS, /* the record of the table */
    OF_NETWORKS,
    OF_VALUE, /* the node with a value that has its own pages */
    OF_LIST,  /* the longest list in a node: its count */
    OF_FREE   /* that node */
};

static uint64_t place_of(enum base base, uint64_t page, unsigned index)
{
    switch (base) {
    case OF_PAGE:
        return page * PAGE;
    case OF_NODE:
        return image_node(&image, page, index);
    case OF_KEY:
        return image_node(&image, page, index) + 8;
    case OF_LAST:
        return image_node(&image, page, image_nodes(&image, page) - 1) + 8;
    case OF_TASKS:
        return image_record(&image, "tasks");
    case OF_NETWORKS:
        return image_record(&image, "networks");
    case OF_VALUE:
        return value_node();
    case OF_LIST:
        return image_value(&image, free_node());
    default:
        return free_node();
    }
}

/* Values that are taken from the image. */
static uint64_t first_slot(void)
{
    return image_number(&image, page_of(TASKS_LEAF) * PAGE + 16, 2);
}

static uint64_t first_child(void)
{
    return image_page(&image, image_record(&image, "tasks"), 1, 0);
}

static uint64_t names_root(void)
{
    return page_of(NAMES_ROOT);
}

static uint64_t first_free(void)
{
    return image_number(&image, image_value(&image, free_node()) + 8, 8);
}

static uint64_t second_key(void)
{
    return image_number(&image, image_node(&image, page_of(TASKS_ROOT), 1) + 8, 8);
}

/* A byte less than a whole count of numbers, which takes as much room in the page. */
static uint64_t odd_size(void)
{
    return value_size(free_node()) - 1;
}

/* A page in use below the second of the list. */
static uint64_t used_page(void)
{
    uint64_t page = image_number(&image, image_value(&image, free_node()) + 8 * list_length(free_node()), 8);

    while (image.is_free[page])
        page--;
    return page;
}

struct fault {
    enum spot spot;
    enum base base;
    unsigned index, at;
    uint64_t value;
    size_t width;
    const char *text; /* a '*' is any number */
    bool leaf_only;   /* the quick form does not see it */
    uint64_t (*take)(void);
    enum spot told; /* where the fault is told, when not where it is made; META: there */
};

/* How a row reads on: both forms see it; only the full one does; the value is taken from the image; told elsewhere. */
#define SEEN(...)                      \
    {                                  \
        __VA_ARGS__, false, NULL, META \
    }
#define FULL(...)                     \
    {                                 \
        __VA_ARGS__, true, NULL, META \
    }
#define TAKEN(only, take, ...)        \
    {                                 \
        __VA_ARGS__, only, take, META \
    }
#define TOLD(spot, ...)                \
    {                                  \
        __VA_ARGS__, false, NULL, spot \
    }

/* clang-format off */
static const struct fault faults[] = {
    /* the header */
    FULL(TASKS_LEAF, OF_PAGE, 0, 0, 3, 8, "says it is page 3"),
    SEEN(TASKS_ROOT, OF_PAGE, 0, 0, 3, 8, "says it is page 3"),
    SEEN(TABLES_LEAF, OF_PAGE, 0, 0, 999, 8, "says it is page 999"),
    SEEN(FREE_LEAF, OF_PAGE, 0, 0, 3, 8, "says it is page 3"),
    FULL(TASKS_LEAF, OF_PAGE, 0, 10, 1, 2, "has the flags 0x1, and is a leaf page on level 2 of 2"),
    FULL(TASKS_LEAF, OF_PAGE, 0, 10, 0x22, 2, "has the flags 0x22, and is a leaf page on level 2 of 2"),
    SEEN(TASKS_ROOT, OF_PAGE, 0, 10, 2, 2, "has the flags 0x2, and is a branch page on level 1 of 2"),
    SEEN(FREE_ROOT, OF_PAGE, 0, 10, 0x11, 2, "has the flags 0x11, and is a branch page on level 1 of 2"),
    /* the bounds */
    FULL(TASKS_LEAF, OF_PAGE, 0, 12, 14, 2, "has slots up to byte 14 and nodes from byte * on"),
    FULL(TASKS_LEAF, OF_PAGE, 0, 12, 19, 2, "has slots up to byte 19 and nodes from byte * on"),
    SEEN(TASKS_ROOT, OF_PAGE, 0, 12, 4094, 2, "has slots up to byte 4094 and nodes from byte * on"),
    SEEN(TASKS_ROOT, OF_PAGE, 0, 14, 16, 2, "has slots up to byte * and nodes from byte 16 on"),
    SEEN(TASKS_ROOT, OF_PAGE, 0, 14, 4098, 2, "has slots up to byte * and nodes from byte 4098 on"),
    SEEN(TASKS_ROOT, OF_PAGE, 0, 14, 4001, 2, "has slots up to byte * and nodes from byte 4001 on"),
    FULL(TASKS_LEAF, OF_PAGE, 0, 12, 16, 2, "has 0 nodes, too few for a leaf page"),
    SEEN(NAMES_NEXT, OF_PAGE, 0, 12, 18, 2, "has 1 nodes, too few for a branch page"),
    /* slots and nodes */
    FULL(TASKS_LEAF, OF_PAGE, 0, 16, 8, 2, "has its node 0 at byte 8, where none can begin"),
    FULL(TASKS_LEAF, OF_PAGE, 0, 16, 4090, 2, "has its node 0 at byte 4090, where none can begin"),
    FULL(TASKS_LEAF, OF_PAGE, 0, 16, 4001, 2, "has its node 0 at byte 4001, where none can begin"),
    SEEN(NAMES_ROOT, OF_PAGE, 0, 16, 60000, 2, "has its node 0 at byte 60000, where none can begin"),
    TAKEN(true, first_slot, TASKS_LEAF, OF_PAGE, 0, 18, 0, 2, "has a node 1 that overlaps another"),
    FULL(TASKS_LEAF, OF_NODE, 0, 6, 0, 2, "has a key of 0 bytes in its node 0"),
    FULL(TASKS_LEAF, OF_NODE, 0, 6, 512, 2, "has a key of 512 bytes in its node 0"),
    SEEN(TASKS_ROOT, OF_NODE, 1, 6, 0, 2, "has a key of 0 bytes in its node 1"),
    SEEN(FREE_LEAF, OF_FREE, 0, 6, 7, 2, "has a key of 7 bytes in its node *"),
    FULL(TASKS_LEAF, OF_NODE, 0, LOW, 60000, 2, "has a node 0 that reaches over the page's end"),
    FULL(TASKS_LEAF, OF_NODE, 0, LOW, 6, 2, "has * bytes of nodes, and a place of * for them"),
    FULL(TASKS_LEAF, OF_NODE, 0, 4, 4, 2, "has a node 0 with the flags 0x4"),
    SEEN(FREE_LEAF, OF_FREE, 0, 4, 2, 2, "has a node * with the flags 0x2"),
    /* keys */
    FULL(TASKS_LEAF, OF_KEY, 1, 0, 0, 8, "has the key of its node 1 out of order"),
    FULL(TASKS_NEXT, OF_KEY, 0, 0, 0, 8, "has a key in its node 0 that is before what leads to the page"),
    FULL(TASKS_LEAF, OF_LAST, 0, 0, UINT64_MAX, 8, "has a key in its node * that is behind what leads to the page"),
    SEEN(TASKS_ROOT, OF_KEY, 2, 0, 0, 8, "has the key of its node 2 out of order"),
    SEEN(NAMES_NEXT, OF_KEY, 1, 0, 0, 8, "has a key in its node 1 that is before what leads to the page"),
    TOLD(FREE_LEAF, FREE_ROOT, OF_KEY, 1, 0, 0, 8, "has a key in its node * that is behind what leads to the page"),
    /* what leads where */
    SEEN(TASKS_ROOT, OF_NODE, 1, LOW, 60000, 2, "leads to page 60000, which is behind the last page"),
    SEEN(NAMES_ROOT, OF_NODE, 1, LOW, 1, 2, "leads to page 1, which is a meta page"),
    TAKEN(false, second_key, TASKS_ROOT, OF_KEY, 2, 0, 0, 8, "has the key of its node 2 out of order"),
    TAKEN(false, first_child, TASKS_ROOT, OF_NODE, 1, LOW, 0, 2, "leads to page *, which something else leads to as well"),
    SEEN(TABLES_LEAF, OF_TASKS, 0, 40, 1000000, 8, "leads to page 1000000, which is behind the last page"),
    FULL(NETWORKS_LEAF, OF_VALUE, 0, 16, 0, 8, "leads to page 0, which is a meta page"),
    TAKEN(true, names_root, NETWORKS_LEAF, OF_VALUE, 0, 16, 0, 8, "leads to page *, which something else leads to as well"),
    /* tables */
    SEEN(TABLES_LEAF, OF_NODE, 0, 4, 0, 2, "has a node 0 that is no table"),
    SEEN(TABLES_LEAF, OF_NODE, 0, LOW, 49, 2, "has a node 0 that is no table"),
    SEEN(TABLES_LEAF, OF_TASKS, 0, 4, 4, 2, "gives the table \"tasks\" the flags 0x4; a table of a registry has none"),
    SEEN(TABLES_LEAF, OF_TASKS, 0, 6, 40, 2, "says that the table \"tasks\" has 40 levels, and begins at page *"),
    SEEN(TABLES_LEAF, OF_TASKS, 0, 6, 0, 2, "says that the table \"tasks\" has 0 levels, and begins at page *"),
    TOLD(TASKS_ROOT, TABLES_LEAF, OF_TASKS, 0, 6, 1, 2, "has the flags 0x1, and is a leaf page on level 1 of 1"),
    TOLD(TASKS_LEAF, TABLES_LEAF, OF_TASKS, 0, 6, 3, 2, "has the flags 0x2, and is a branch page on level 2 of 3"),
    SEEN(TABLES_LEAF, OF_TASKS, 0, 8, 99, 8, "counts 99 branch pages in the table \"tasks\", which has 1"),
    SEEN(TABLES_LEAF, OF_TASKS, 0, 16, 99, 8, "counts 99 leaf pages in the table \"tasks\", which has *"),
    FULL(TABLES_LEAF, OF_NETWORKS, 0, 24, 99, 8, "counts 99 overflow pages in the table \"networks\", which has *"),
    FULL(TABLES_LEAF, OF_TASKS, 0, 32, 99, 8, "counts 99 entries in the table \"tasks\", which has *"),
    SEEN(META, OF_PAGE, 0, 72, 99, 8, "counts 99 entries in the tree of free pages, which has *"),
    SEEN(META, OF_PAGE, 0, 88 + 16, 99, 8, "counts 99 leaf pages in the tree of tables, which has 1"),
    /* values with pages of their own */
    FULL(VALUE, OF_PAGE, 0, 0, 3, 8, "says it is page 3"),
    FULL(VALUE, OF_PAGE, 0, 10, 2, 2, "has the flags 0x2, and is to hold a value"),
    FULL(VALUE, OF_PAGE, 0, 12, 1, 4, "has 1 pages for a value that needs *"),
    FULL(VALUE, OF_PAGE, 0, 12, 1000000, 4, "leads to page *, which something else leads to as well"),
    /* lists of free pages */
    SEEN(FREE_LEAF, OF_FREE, 0, 8, UINT64_MAX, 8, "has the key of its node * out of order"),
    SEEN(FREE_LEAF, OF_LIST, 0, 0, 1000000, 8, "has a list of 1000000 free pages in * bytes"),
    TAKEN(false, odd_size, FREE_LEAF, OF_FREE, 0, LOW, 0, 2, "has a list of * free pages in * bytes"),
    SEEN(FREE_LAST, OF_LAST, 0, 0, 1000000, 8, "has pages freed by transaction 1000000 of *"),
    SEEN(FREE_LEAF, OF_LIST, 0, 8, 1, 8, "calls page 1 free, and there is none to be free"),
    SEEN(FREE_LEAF, OF_LIST, 0, 8, 1000000, 8, "calls page 1000000 free, and there is none to be free"),
    TAKEN(false, first_free, FREE_LEAF, OF_LIST, 0, 16, 0, 8, "has a list of free pages with * behind *"),
    TAKEN(false, used_page, FREE_LEAF, OF_LIST, 0, 8, 0, 8, "calls page * free, which is in use or was called so before"),
};
/* clang-format on */
#define FAULTS (int)(sizeof faults / sizeof *faults)

/* Whether the text is as wanted, where a '*' is one or more digits or letters. */
static bool matches(const char *text, const char *wanted)
{
    for (; *wanted != '\0'; wanted++) {
        size_t span = strspn(text, "0123456789");

        if (*wanted != '*' && *wanted != *text++)
            return false;
        if (*wanted == '*' && span == 0)
            return false;
        if (*wanted == '*')
            text += span;
    }
    return *text == '\0';
}

static void check_text(const struct fault *fault)
{
    enum spot spot = fault->told == META ? fault->spot : fault->told;
    uint64_t page = page_of(spot);
    char start[128];

    (void)snprintf(start, sizeof start, "data.mdb is damaged: page %u (at byte %u), %s, ", (unsigned)page,
                   (unsigned)page * PAGE, owners[spot]);
    ck_assert_msg(strncmp(error.text, start, strlen(start)) == 0, "\"%s\" does not begin with \"%s\"",
                  error.text, start);
    ck_assert_msg(matches(error.text + strlen(start), fault->text), "\"%s\" is not \"%s\"", error.text,
                  fault->text);
}

START_TEST(a_fault_is_told_with_its_page_and_what_is_wrong)
{
    const struct fault *fault = &faults[_i];
    uint64_t value = fault->take != NULL ? fault->take() : fault->value;
    uint64_t at = place_of(fault->base, page_of(fault->spot), fault->index) + fault->at;

    if (fault->width == 2) {
        uint16_t two = (uint16_t)value;

        scratch_write(&scratch, "data.mdb", (int64_t)at, &two, sizeof two);
    } else if (fault->width == 4) {
        uint32_t four = (uint32_t)value;

        scratch_write(&scratch, "data.mdb", (int64_t)at, &four, sizeof four);
    } else {
        scratch_write(&scratch, "data.mdb", (int64_t)at, &value, sizeof value);
    }
    ck_assert_int_eq(image_check(&scratch, true, &error), NNREG_CORRUPT);
    check_text(fault);
    ck_assert_int_eq(image_check(&scratch, false, &error), fault->leaf_only ? NNREG_OK : NNREG_CORRUPT);
}
END_TEST

/* ------------------------------------------------------------------------------------------- how it is called -- */

static uint64_t told[3]; /* times, the last bytes, of how many */

static int stop_late(void *context, const char *stage, uint64_t done, uint64_t total)
{
    ck_assert_str_eq(stage, "pages");
    ck_assert_uint_gt(done, told[1]);
    told[0]++;
    told[1] = done;
    told[2] = total;
    return told[0] == *(const uint64_t *)context;
}

START_TEST(progress_is_told_and_can_cancel)
{
    int fd = openat(scratch.folder, "data.mdb", O_RDONLY | O_CLOEXEC);
    uint64_t stop_at = 1;

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(nnreg_lmdb_check_pages(fd, true, stop_late, &stop_at, &error), NNREG_CANCELLED);
    ck_assert_uint_eq(told[0], 1);
    ck_assert_uint_eq(told[2], image.size);
    ck_assert_uint_le(told[1], image.size);
    close(fd);
}
END_TEST

static unsigned long calls_left;

static int fail_read(const char *call)
{
    return strcmp(call, "pread") == 0 && calls_left-- == 0 ? EIO : 0;
}

START_TEST(a_failed_read_is_no_damage)
{
    unsigned long i;
    nnreg_status status = NNREG_IO;

    for (i = 0; status != NNREG_OK; i++) {
        calls_left = i;
        nnreg_fs_use_hook(fail_read);
        status = image_check(&scratch, true, &error);
        nnreg_fs_use_hook(NULL);
        ck_assert_msg(status == NNREG_OK || status == NNREG_IO, "%s", error.text);
        if (status != NNREG_OK)
            ck_assert_ptr_eq(strstr(error.text, "data.mdb: "), error.text);
    }
    ck_assert_uint_gt(i, 40);
}
END_TEST

static int cut_at_read(const char *call)
{
    if (strcmp(call, "pread") == 0 && calls_left-- == 0)
        scratch_truncate(&scratch, "data.mdb", 3 * PAGE);
    return 0;
}

START_TEST(a_file_that_is_cut_while_it_is_read_is_told)
{
    calls_left = 10;
    nnreg_fs_use_hook(cut_at_read);
    ck_assert_int_eq(image_check(&scratch, true, &error), NNREG_CORRUPT);
    nnreg_fs_use_hook(NULL);
    ck_assert_msg(matches(error.text, "data.mdb was cut short while it was read: page * is gone"), "%s",
                  error.text);
}
END_TEST

static nnreg_status put_megabytes(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)context;
    return put_large(txn, 1, 3 << 20, error_out);
}

static nnreg_status remove_them(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct nnreg_key key;

    (void)context;
    return nnreg_kv_remove(txn, NNREG_KV_NETWORKS, nnreg_key_u64(&key, 1), error_out);
}

/* A list of more than 512 free pages has pages of its own, and more than one of them. */
START_TEST(a_fault_in_a_list_that_has_its_own_pages_is_told)
{
    struct image own = {.bytes = NULL};
    const uint64_t one = 1;
    const uint32_t single = 1;
    const uint16_t four = 4, none = 0;
    struct scratch other;
    struct nnreg_kv *kv;
    uint64_t root, node = 0, list;
    unsigned i;

    scratch_make(&other);
    ck_assert_int_eq(store_open(&kv, &other, 0, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_write(kv, put_megabytes, NULL, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_write(kv, remove_them, NULL, &error), NNREG_OK);
    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    nnreg_kv_close(kv);
    own.size = (size_t)scratch_size(&other, "data.mdb");
    own.bytes = malloc(own.size);
    ck_assert_ptr_nonnull(own.bytes);
    scratch_read(&other, "data.mdb", 0, own.bytes, own.size);
    root = image_page(&own, image_meta(&own) + 40, 0, 0);
    for (i = 0; i < image_nodes(&own, root); i++)
        if (image_number(&own, image_node(&own, root, i) + 4, 2) == 1)
            node = image_node(&own, root, i);
    ck_assert_uint_ne(node, 0);
    list = image_number(&own, image_value(&own, node), 8) * PAGE + 16;
    ck_assert_uint_gt(image_number(&own, list, 8), 600);
    ck_assert_int_eq(image_check(&other, true, &error), NNREG_OK);
    for (i = 1; i <= 600; i += 599) { /* in its first page, and behind that */
        scratch_write(&other, "data.mdb", (int64_t)(list + (uint64_t)i * 8), &one, sizeof one);
        ck_assert_int_eq(image_check(&other, true, &error), NNREG_CORRUPT);
        ck_assert_msg(strstr(error.text,
                             ", of the tree of free pages, calls page 1 free, and there is none to "
                             "be free") != NULL,
                      "%s", error.text);
        image_restore(&own, &other);
    }
    /* Of four bytes, on one page: too short for a number. */
    scratch_write(&other, "data.mdb", (int64_t)(node + LOW), &four, sizeof four);
    scratch_write(&other, "data.mdb", (int64_t)(node + 2 - LOW), &none, sizeof none);
    scratch_write(&other, "data.mdb", (int64_t)(list - 16 + 12), &single, sizeof single);
    ck_assert_int_eq(image_check(&other, true, &error), NNREG_CORRUPT);
    ck_assert_msg(strstr(error.text, "has a list of 0 free pages in 4 bytes") != NULL, "%s", error.text);
    image_free(&own);
    scratch_remove(&other);
}
END_TEST

START_TEST(no_memory_is_no_damage)
{
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t i;

    for (i = 1; status != NNREG_OK; i++) {
        nnreg_alloc_fail_from(i);
        status = image_check(&scratch, true, &error);
        nnreg_alloc_fail_from(0);
        ck_assert(status == NNREG_OK || status == NNREG_NO_MEMORY);
    }
    ck_assert_uint_gt(i, 10);
}
END_TEST

Suite *kv_pages_suite(void);
Suite *kv_pages_suite(void)
{
    Suite *suite = suite_create("kv_pages");
    TCase *tests = tcase_create("pages");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_store_in_which_every_kind_of_page_occurs_is_sound);
    tcase_add_test(tests, a_new_store_is_sound);
    tcase_add_test(tests, a_store_after_a_failed_write_of_a_meta_page_is_sound);
    tcase_add_test(tests, whatever_is_written_is_sound_after_each_commit);
    tcase_add_loop_test(tests, a_fault_is_told_with_its_page_and_what_is_wrong, 0, FAULTS);
    tcase_add_test(tests, progress_is_told_and_can_cancel);
    tcase_add_test(tests, a_failed_read_is_no_damage);
    tcase_add_test(tests, a_file_that_is_cut_while_it_is_read_is_told);
    tcase_add_test(tests, a_fault_in_a_list_that_has_its_own_pages_is_told);
    tcase_add_test(tests, no_memory_is_no_damage);
    suite_add_tcase(suite, tests);
    return suite;
}
