/*
 * The reader of models (savedmodel.h): facts of models that the model writer makes, equal in both syntaxes; hand-made
 * messages in unusual order; limits; and that damage of any kind ends in a failure or in facts, never otherwise.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "tensorflow/graph.h"
#include "model_facts.h"
#include "models.h"
#include "nnreg.h"
#include "savedmodel_heap.h"
#include "store_fixture.h"

Suite *savedmodel_suite(void);

static struct nnreg_savedmodel *model;
static struct nnreg_savedmodel_failure failure;

static void read_ok(const void *bytes, size_t size, enum nnreg_savedmodel_syntax syntax)
{
    ck_assert_msg(model_from(&model, bytes, size, syntax, &failure) == NNREG_OK, "%s at %llu", failure.reason,
                  (unsigned long long)failure.offset);
}

/* A small model of the writer's, encoded. */
static struct mw_buf encoded(enum mw_kind kind, enum mw_syntax syntax, bool unpacked)
{
    struct mw_recipe recipe;
    struct mw_made made;
    struct mw_buf out = {NULL, 0, 0};
    const struct mw_model *models[1];

    mw_recipe_init(&recipe);
    recipe.kind = kind;
    recipe.width = recipe.height = 4;
    recipe.labels = 2;
    mw_make(&made, &recipe);
    made.model.unpacked = unpacked;
    models[0] = &made.model;
    mw_model_encode(&out, syntax, models, 1);
    mw_made_free(&made);
    return out;
}

static char *facts_of(const struct mw_buf *bytes, enum nnreg_savedmodel_syntax syntax)
{
    char *facts;

    read_ok(bytes->data, bytes->size, syntax);
    facts = model_facts(model);
    ck_assert_uint_eq(model->unknown_fields.count, 0);
    ck_assert_uint_eq(model->unknown_enums.count, 0);
    nnreg_savedmodel_free(model);
    return facts;
}

/* -- both syntaxes -- */

START_TEST(a_model_says_the_same_in_every_syntax)
{
    static const enum mw_kind kinds[] = {MW_KIND_CLASSIFIER, MW_KIND_FROZEN, MW_KIND_TF2,
                                         MW_KIND_DETECTOR,   MW_KIND_UNSAFE, MW_KIND_ASSET};
    static const enum mw_syntax syntaxes[] = {MW_TEXT, MW_TEXT_ONE_LINE, MW_TEXT_UNUSUAL};
    size_t i, k;

    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct mw_buf binary = encoded(kinds[i], MW_BINARY, false);
        struct mw_buf unpacked = encoded(kinds[i], MW_BINARY, true);
        char *expected = facts_of(&binary, NNREG_SAVEDMODEL_BINARY);
        char *facts = facts_of(&unpacked, NNREG_SAVEDMODEL_BINARY);

        ck_assert_str_eq(facts, expected);
        nnreg_free(facts);
        for (k = 0; k < sizeof(syntaxes) / sizeof(syntaxes[0]); k++) {
            struct mw_buf text = encoded(kinds[i], syntaxes[k], false);

            facts = facts_of(&text, NNREG_SAVEDMODEL_TEXT);
            ck_assert_str_eq(facts, expected);
            nnreg_free(facts);
            mw_buf_free(&text);
        }
        nnreg_free(expected);
        mw_buf_free(&binary);
        mw_buf_free(&unpacked);
    }
}
END_TEST

/* Facts of a graph of some nodes and constants of so many bytes in all: from memory, and from a file. */
static void same_from_file(uint64_t nodes, uint64_t constants)
{
    struct mw_recipe recipe;
    struct mw_made made;
    struct mw_buf bytes = {NULL, 0, 0};
    const struct mw_model *models[1];
    FILE *file = tmpfile();
    struct nnreg_cursor cursor;
    char *expected, *facts;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_BIG_GRAPH;
    recipe.nodes = nodes;
    recipe.bytes = constants;
    mw_make(&made, &recipe);
    models[0] = &made.model;
    mw_model_encode(&bytes, MW_BINARY, models, 1);
    mw_made_free(&made);
    expected = facts_of(&bytes, NNREG_SAVEDMODEL_BINARY);
    ck_assert_uint_eq(fwrite(bytes.data, 1, bytes.size, file), bytes.size);
    fflush(file);
    ck_assert_int_eq(nnreg_cursor_file(&cursor, fileno(file), bytes.size, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_savedmodel_read(&model, &cursor, NNREG_SAVEDMODEL_BINARY, &failure, NULL),
                     NNREG_OK);
    facts = model_facts(model);
    ck_assert_str_eq(facts, expected);
    nnreg_savedmodel_free(model);
    nnreg_cursor_free(&cursor);
    nnreg_free(facts);
    nnreg_free(expected);
    mw_buf_free(&bytes);
    fclose(file);
}

START_TEST(a_file_says_the_same_as_its_bytes_wherever_the_pieces_are_cut)
{
    same_from_file(2000, 1 << 20);
    same_from_file(60, 16 << 20);
}
END_TEST

/* -- what a message may do -- */

/* Puts a field around what `content` holds, and empties it. */
static void wrap(struct mw_buf *out, uint32_t field, struct mw_buf *content)
{
    mw_pb_bytes(out, field, content->data, content->size);
    mw_buf_free(content);
}

/* A model of one meta graph with this graph, and reads it. */
static void read_graph(struct mw_buf *graph)
{
    struct mw_buf meta = {NULL, 0, 0}, file = {NULL, 0, 0};

    wrap(&meta, 2, graph);
    wrap(&file, 2, &meta);
    read_ok(file.data, file.size, NNREG_SAVEDMODEL_BINARY);
    mw_buf_free(&file);
}

START_TEST(key_and_value_of_an_attribute_come_in_either_order_and_the_last_one_wins)
{
    struct mw_buf value = {NULL, 0, 0}, entry = {NULL, 0, 0}, node = {NULL, 0, 0}, graph = {NULL, 0, 0};
    int i;

    mw_pb_string(&node, 1, "x");
    for (i = 1; i <= 2; i++) {
        mw_pb_varint(&value, 6, (uint64_t)i);
        wrap(&entry, 2, &value);
        mw_pb_string(&entry, 1, "T");
        wrap(&node, 5, &entry);
    }
    mw_pb_string(&value, 2, "a device");
    wrap(&entry, 2, &value);
    mw_pb_string(&entry, 1, "_device");
    wrap(&node, 5, &entry);
    wrap(&graph, 1, &node);
    read_graph(&graph);
    ck_assert_uint_eq(nnreg_savedmodel_node_at(model, 0)->attrs, 2);
    ck_assert_uint_eq(nnreg_savedmodel_attr_named(model, nnreg_savedmodel_node_at(model, 0), "T")->value, 2);
    ck_assert_ptr_null(nnreg_savedmodel_attr_named(model, nnreg_savedmodel_node_at(model, 0), "_device"));
    nnreg_savedmodel_free(model);
}
END_TEST

/* A node of one attribute, whose key stands behind its value; `value` is empty then. */
static const struct nnreg_savedmodel_node *read_value_first(const char *key, size_t key_size,
                                                            struct mw_buf *value)
{
    struct mw_buf entry = {NULL, 0, 0}, node = {NULL, 0, 0}, graph = {NULL, 0, 0};

    wrap(&entry, 2, value);
    mw_pb_bytes(&entry, 1, key, key_size);
    wrap(&node, 5, &entry);
    wrap(&graph, 1, &node);
    read_graph(&graph);
    return nnreg_savedmodel_node_at(model, 0);
}

START_TEST(an_annotation_is_not_kept_although_its_key_comes_last)
{
    struct mw_buf value = {NULL, 0, 0}, list = {NULL, 0, 0};

    mw_pb_varint(&value, 3, 5);
    ck_assert_uint_eq(read_value_first("_class", 6, &value)->attrs, 0);
    nnreg_savedmodel_free(model);
    mw_pb_varint(&list, 3, 1);
    wrap(&value, 1, &list);
    ck_assert_uint_eq(read_value_first("_xla", 4, &value)->attrs, 0);
    nnreg_savedmodel_free(model);
    mw_pb_varint(&value, 3, 5);
    ck_assert_uint_eq(read_value_first("class", 5, &value)->attrs, 1);
    nnreg_savedmodel_free(model);
}
END_TEST

/* An entry of a node's attributes, short enough to be known again; `value` is empty then. */
static void put_short_entry(struct mw_buf *node, const char *key, struct mw_buf *value)
{
    struct mw_buf entry = {NULL, 0, 0};

    mw_pb_string(&entry, 1, key);
    wrap(&entry, 2, value);
    ck_assert_uint_le(entry.size, 50);
    wrap(node, 5, &entry);
}

/* A node whose attributes are each of a kind that says something else of it. */
static void put_node_of_all_kinds(struct mw_buf *graph, const char *name)
{
    struct mw_buf value = {NULL, 0, 0}, part = {NULL, 0, 0}, inner = {NULL, 0, 0}, node = {NULL, 0, 0};

    mw_pb_string(&node, 1, name);
    mw_pb_varint(&value, 6, NNREG_DT_INT32); /* a type */
    put_short_entry(&node, "T", &value);
    mw_pb_varint(&value, 3, 77); /* a number, and one that is an annotation */
    put_short_entry(&node, "axis", &value);
    mw_pb_varint(&value, 3, 78);
    put_short_entry(&node, "_axis", &value);
    mw_pb_varint(&part, 1, NNREG_DT_INT32); /* a constant */
    mw_pb_varint(&part, 7, 5);
    wrap(&value, 8, &part);
    put_short_entry(&node, "value", &value);
    mw_pb_string(&value, 9, "who knows"); /* a text that a caller says */
    put_short_entry(&node, "filename", &value);
    mw_pb_string(&inner, 1, "h"); /* a function that is given another */
    wrap(&part, 10, &inner);
    mw_pb_string(&inner, 1, "k");
    wrap(&inner, 2, &part);
    mw_pb_string(&part, 1, "g");
    wrap(&part, 2, &inner);
    wrap(&value, 10, &part);
    put_short_entry(&node, "f", &value);
    wrap(graph, 1, &node);
}

START_TEST(attributes_that_were_there_before_say_all_of_each_node_that_has_them)
{
    struct mw_buf graph = {NULL, 0, 0};
    uint32_t i, axis = 0;

    put_node_of_all_kinds(&graph, "a");
    put_node_of_all_kinds(&graph, "b");
    put_node_of_all_kinds(&graph, "c");
    read_graph(&graph);
    for (i = 0; i < 3; i++) {
        const struct nnreg_savedmodel_node *node = nnreg_savedmodel_node_at(model, i);
        const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_attr_named(model, node, "axis");

        ck_assert_uint_eq(node->attrs, 5); /* of the function two */
        ck_assert_uint_eq(node->flags,
                          NNREG_NODE_HAS_VALUE | NNREG_NODE_VALUE_TENSOR | NNREG_NODE_TEXT_UNKNOWN);
        ck_assert_uint_eq(nnreg_savedmodel_attr_named(model, node, "T")->value, NNREG_DT_INT32);
        ck_assert_int_eq(nnreg_savedmodel_attr_int(model, attr), 77);
        ck_assert(i == 0 || attr->value == axis); /* kept once */
        axis = attr->value;
        ck_assert_ptr_null(nnreg_savedmodel_attr_named(model, node, "_axis"));
        ck_assert_ptr_nonnull(nnreg_savedmodel_attr_named(model, node, "value"));
        ck_assert_ptr_nonnull(nnreg_savedmodel_attr_named(model, node, "f"));
    }
    nnreg_savedmodel_free(model);
}
END_TEST

START_TEST(two_lists_of_integers_in_one_value_are_one_list)
{
    struct mw_buf value = {NULL, 0, 0}, list = {NULL, 0, 0};
    const struct nnreg_savedmodel_node *node;
    struct nnreg_savedmodel_ints ints;

    mw_pb_varint(&list, 3, 1);
    wrap(&value, 1, &list);
    mw_pb_varint(&list, 3, 2);
    wrap(&value, 1, &list);
    node = read_value_first("strides", 7, &value); /* which makes the model */
    ck_assert(nnreg_savedmodel_node_ints(&ints, model, node, "strides"));
    ck_assert_uint_eq(ints.count, 2);
    ck_assert(ints.value[0] == 1 && ints.value[1] == 2);
    nnreg_savedmodel_free(model);
}
END_TEST

START_TEST(a_message_that_comes_twice_is_merged_and_the_last_number_counts)
{
    struct mw_buf node = {NULL, 0, 0}, graph = {NULL, 0, 0}, meta = {NULL, 0, 0}, file = {NULL, 0, 0};

    mw_pb_varint(&file, 1, 7);
    mw_pb_string(&node, 1, "x");
    wrap(&graph, 1, &node);
    wrap(&meta, 2, &graph);
    mw_pb_string(&node, 1, "y");
    wrap(&graph, 1, &node);
    wrap(&meta, 2, &graph);
    wrap(&file, 2, &meta);
    mw_pb_varint(&file, 1, 1);
    read_ok(file.data, file.size, NNREG_SAVEDMODEL_BINARY);
    mw_buf_free(&file);
    ck_assert_int_eq(model->schema_version, 1);
    ck_assert_uint_eq(nnreg_savedmodel_meta_at(model, 0)->nodes, 2);
    ck_assert_str_eq(nnreg_savedmodel_text(model, nnreg_savedmodel_node_at(model, 1)->name), "y");
    nnreg_savedmodel_free(model);
}
END_TEST

START_TEST(unknown_fields_and_fields_of_another_wire_type_are_passed_over)
{
    struct mw_buf node = {NULL, 0, 0}, graph = {NULL, 0, 0};

    mw_pb_string(&node, 1, "x");
    mw_pb_varint(&node, 2, 5);
    mw_pb_fixed64(&node, 3, 5);
    mw_pb_fixed32(&node, 5, 5);
    mw_pb_string(&node, 1000, "new");
    wrap(&graph, 1, &node);
    mw_pb_varint(&graph, 1, 1);
    read_graph(&graph);
    ck_assert_uint_eq(nnreg_savedmodel_meta_at(model, 0)->nodes, 1);
    ck_assert_uint_eq(nnreg_savedmodel_node_at(model, 0)->op, 0);
    ck_assert_uint_eq(nnreg_savedmodel_node_at(model, 0)->inputs, 0);
    nnreg_savedmodel_free(model);
}
END_TEST

START_TEST(a_signature_with_the_same_key_replaces_the_earlier_one)
{
    struct mw_buf signature = {NULL, 0, 0}, entry = {NULL, 0, 0}, meta = {NULL, 0, 0}, file = {NULL, 0, 0};
    struct nnreg_graph graph;
    int i;

    for (i = 0; i < 2; i++) {
        mw_pb_string(&signature, 3, i == 0 ? "first" : "second");
        mw_pb_string(&entry, 1, "s");
        wrap(&entry, 2, &signature);
        wrap(&meta, 5, &entry);
    }
    wrap(&file, 2, &meta);
    read_ok(file.data, file.size, NNREG_SAVEDMODEL_BINARY);
    mw_buf_free(&file);
    graph = nnreg_graph_of(model, 0);
    ck_assert(nnreg_savedmodel_signature_at(model, 0)->replaced);
    ck_assert_str_eq(nnreg_savedmodel_text(model, nnreg_graph_signature(&graph, "s")->method), "second");
    nnreg_savedmodel_free(model);
}
END_TEST

START_TEST(nodes_of_the_same_name_are_counted_and_the_first_is_found)
{
    struct mw_buf node = {NULL, 0, 0}, graph_bytes = {NULL, 0, 0};
    struct nnreg_graph graph;
    int i;

    for (i = 0; i < 3; i++) {
        mw_pb_string(&node, 1, "x");
        wrap(&graph_bytes, 1, &node);
    }
    read_graph(&graph_bytes);
    graph = nnreg_graph_of(model, 0);
    ck_assert_uint_eq(nnreg_savedmodel_meta_at(model, 0)->duplicate_nodes, 2);
    ck_assert_uint_eq(nnreg_graph_node(&graph, "x", 1), 0);
    nnreg_savedmodel_free(model);
}
END_TEST

START_TEST(a_name_is_found_in_each_graph_that_has_it)
{
    static const char *const names[][3] = {{"x", "y", "x"}, {"y", "x", "y"}, {"z", "x", "z"}};
    struct mw_buf node = {NULL, 0, 0}, graph_bytes = {NULL, 0, 0}, meta = {NULL, 0, 0}, file = {NULL, 0, 0};
    uint32_t i, k;

    for (i = 0; i < 3; i++) {
        for (k = 0; k < 3; k++) {
            mw_pb_string(&node, 1, names[i][k]);
            wrap(&graph_bytes, 1, &node);
        }
        wrap(&meta, 2, &graph_bytes);
        wrap(&file, 2, &meta);
    }
    read_ok(file.data, file.size, NNREG_SAVEDMODEL_BINARY);
    for (i = 0; i < 3; i++) {
        struct nnreg_graph graph = nnreg_graph_of(model, i);

        ck_assert_uint_eq(graph.meta->duplicate_nodes, 1);
        ck_assert_uint_eq(nnreg_graph_node(&graph, names[i][0], 1), 3 * i);
        ck_assert_uint_eq(nnreg_graph_node(&graph, names[i][1], 1), 3 * i + 1);
        ck_assert(i == 2 || nnreg_graph_node(&graph, "z", 1) == NNREG_SAVEDMODEL_NONE);
        ck_assert(i < 2 || nnreg_graph_node(&graph, "y", 1) == NNREG_SAVEDMODEL_NONE);
    }
    nnreg_savedmodel_free(model);
    mw_buf_free(&file);
}
END_TEST

/* -- constants -- */

static void read_constant(const char *op, struct mw_buf *tensor)
{
    struct mw_buf value = {NULL, 0, 0}, entry = {NULL, 0, 0}, node = {NULL, 0, 0}, graph = {NULL, 0, 0};

    wrap(&value, 8, tensor);
    mw_pb_string(&entry, 1, "value");
    wrap(&entry, 2, &value);
    mw_pb_string(&node, 2, op);
    wrap(&node, 5, &entry);
    wrap(&graph, 1, &node);
    read_graph(&graph);
}

START_TEST(texts_of_a_constant_are_kept_up_to_the_limit_and_then_none)
{
    struct mw_buf tensor = {NULL, 0, 0};
    const struct nnreg_savedmodel_attr *value;
    unsigned i, more;

    for (more = 0; more < 3; more++) {
        mw_pb_varint(&tensor, 1, NNREG_DT_STRING);
        for (i = 0; i < NNREG_LIMIT_MODEL_LIST + more; i++)
            mw_pb_string(&tensor, 8, i % 2 == 0 ? "even" : "odd");
        read_constant("Const", &tensor);
        value = nnreg_savedmodel_attr_named(model, nnreg_savedmodel_node_at(model, 0), "value");
        ck_assert_int_eq(nnreg_savedmodel_attr_kind(value),
                         more == 0 ? NNREG_ATTR_STRINGS : NNREG_ATTR_TENSOR);
        ck_assert_uint_eq(nnreg_savedmodel_attr_count(model, value), more == 0 ? NNREG_LIMIT_MODEL_LIST : 0);
        ck_assert_int_eq((nnreg_savedmodel_node_at(model, 0)->flags & NNREG_NODE_STRINGS_CUT) != 0, more > 0);
        if (more == 0)
            ck_assert_str_eq(nnreg_savedmodel_text(model, nnreg_savedmodel_attr_entry(model, value, 3)),
                             "odd");
        nnreg_savedmodel_free(model);
    }
}
END_TEST

START_TEST(texts_of_a_constant_that_are_too_long_or_too_many_bytes_are_not_kept)
{
    static const struct {
        size_t size;
        unsigned count;
        bool is_cut;
    } rows[] = {
        {NNREG_STRING_POOL_LONG, 1, false},
        {NNREG_STRING_POOL_LONG + 1, 1, true},
        {NNREG_LIMIT_MODEL_HELD + 1, 1, true},
        {NNREG_STRING_POOL_LONG, NNREG_LIMIT_MODEL_STRINGS / NNREG_STRING_POOL_LONG, false},
        {NNREG_STRING_POOL_LONG, NNREG_LIMIT_MODEL_STRINGS / NNREG_STRING_POOL_LONG + 1, true},
    };
    char *text = calloc(1, NNREG_LIMIT_MODEL_HELD + 1);
    const struct nnreg_savedmodel_node *node;
    size_t i, k;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct mw_buf tensor = {NULL, 0, 0};

        mw_pb_varint(&tensor, 1, NNREG_DT_STRING);
        for (k = 0; k < rows[i].count; k++)
            mw_pb_bytes(&tensor, 8, text, rows[i].size);
        read_constant("Const", &tensor);
        node = nnreg_savedmodel_node_at(model, 0);
        ck_assert_msg(((node->flags & NNREG_NODE_STRINGS_CUT) != 0) == rows[i].is_cut, "row %zu", i);
        ck_assert_uint_eq(
            nnreg_savedmodel_attr_count(model, nnreg_savedmodel_attr_named(model, node, "value")),
            rows[i].is_cut ? 0 : rows[i].count);
        nnreg_savedmodel_free(model);
    }
    free(text);
}
END_TEST

/* Reads a constant of a type, with one dimension or (-1) as a scalar, and what else `tensor` has. */
static void read_numbers(struct nnreg_savedmodel_tensor *found, int dtype, int64_t elements,
                         struct mw_buf *tensor)
{
    struct mw_buf dim = {NULL, 0, 0}, shape = {NULL, 0, 0};

    mw_pb_varint(tensor, 1, (uint64_t)dtype);
    if (elements >= 0) {
        mw_pb_varint(&dim, 1, (uint64_t)elements);
        wrap(&shape, 2, &dim);
        wrap(tensor, 2, &shape);
    }
    read_constant("Const", tensor);
    ck_assert(nnreg_savedmodel_tensor(
        found, model, nnreg_savedmodel_attr_named(model, nnreg_savedmodel_node_at(model, 0), "value")));
    ck_assert_int_eq(found->dtype, dtype);
}

/* A value that does not fit has the effect of a cast (protobuf.dev/programming-guides/proto3/#updating). */
START_TEST(a_varint_is_cast_to_the_bits_of_its_field)
{
    struct mw_buf tensor = {NULL, 0, 0}, value = {NULL, 0, 0}, entry = {NULL, 0, 0}, node = {NULL, 0, 0};
    struct mw_buf versions = {NULL, 0, 0}, graph = {NULL, 0, 0};
    const struct nnreg_savedmodel_attr *attr;
    struct nnreg_savedmodel_tensor found;
    int64_t whole;

    mw_pb_varint(&value, 6, (UINT64_C(1) << 32) + NNREG_DT_INT32);
    wrap(&entry, 2, &value);
    mw_pb_string(&entry, 1, "T");
    wrap(&node, 5, &entry);
    wrap(&graph, 1, &node);
    mw_pb_varint(&versions, 1, (UINT64_C(5) << 32) + 440);
    wrap(&graph, 4, &versions);
    read_graph(&graph);
    ck_assert_int_eq(nnreg_savedmodel_meta_at(model, 0)->producer, 440);
    attr = nnreg_savedmodel_attr_named(model, nnreg_savedmodel_node_at(model, 0), "T");
    ck_assert_uint_eq(attr->value, NNREG_DT_INT32);
    nnreg_savedmodel_free(model);

    mw_pb_varint(&tensor, 7, (UINT64_C(1) << 40) - 5); /* int_val */
    read_numbers(&found, NNREG_DT_INT32, -1, &tensor);
    ck_assert(nnreg_savedmodel_tensor_int(&whole, &found, 0) && whole == -5);
    nnreg_savedmodel_free(model);
    mw_pb_varint(&tensor, 16, (UINT64_C(1) << 40) + 7); /* uint32_val */
    read_numbers(&found, NNREG_DT_UINT32, -1, &tensor);
    ck_assert(nnreg_savedmodel_tensor_int(&whole, &found, 0) && whole == 7);
    nnreg_savedmodel_free(model);
}
END_TEST

START_TEST(the_last_number_of_a_constant_stands_for_all_further_elements)
{
    struct mw_buf tensor = {NULL, 0, 0};
    struct nnreg_savedmodel_tensor found;
    double number;
    int64_t whole;

    mw_pb_float(&tensor, 5, 1.5f);
    mw_pb_float(&tensor, 5, -2.0f);
    read_numbers(&found, NNREG_DT_FLOAT, 1000000, &tensor);
    ck_assert_uint_eq(found.count, 2);
    ck_assert(nnreg_savedmodel_tensor_double(&number, &found, 0) && number == 1.5);
    ck_assert(nnreg_savedmodel_tensor_double(&number, &found, 999999) && number == -2);
    ck_assert(!nnreg_savedmodel_tensor_double(&number, &found, 1000000));
    ck_assert(!nnreg_savedmodel_tensor_int(&whole, &found, 0));
    nnreg_savedmodel_free(model);
    read_numbers(&found, NNREG_DT_INT32, 7, &tensor);
    ck_assert(nnreg_savedmodel_tensor_int(&whole, &found, 6) && whole == 0);
    nnreg_savedmodel_free(model);
    read_numbers(&found, NNREG_DT_INT32, 0, &tensor);
    ck_assert(found.has_values && found.elements == 0);
    ck_assert(!nnreg_savedmodel_tensor_int(&whole, &found, 0));
    nnreg_savedmodel_free(model);
}
END_TEST

START_TEST(every_numeric_type_of_a_constant_is_read_from_its_list_and_from_its_content)
{
    static const struct {
        int dtype;
        uint32_t field;
        uint64_t number;
        const char *content;
        size_t width;
        double value;
    } rows[] = {
        {NNREG_DT_INT32, 7, (uint64_t)-5, "\xfb\xff\xff\xff", 4, -5},
        {NNREG_DT_INT8, 7, (uint64_t)-5, "\xfb", 1, -5},
        {NNREG_DT_UINT8, 7, 251, "\xfb", 1, 251},
        {NNREG_DT_INT16, 7, (uint64_t)-5, "\xfb\xff", 2, -5},
        {NNREG_DT_UINT16, 7, 65531, "\xfb\xff", 2, 65531},
        {NNREG_DT_INT64, 10, (uint64_t)-5, "\xfb\xff\xff\xff\xff\xff\xff\xff", 8, -5},
        {NNREG_DT_BOOL, 11, 1, "\x01", 1, 1},
        {NNREG_DT_UINT32, 16, 0xfffffffb, "\xfb\xff\xff\xff", 4, 4294967291.0},
        {NNREG_DT_UINT64, 17, 5, "\x05\0\0\0\0\0\0\0", 8, 5},
        {NNREG_DT_HALF, 13, 0x3e00, "\0\x3e", 2, 1.5},
        {NNREG_DT_BFLOAT16, 13, 0x3fc0, "\xc0\x3f", 2, 1.5},
    };
    struct nnreg_savedmodel_tensor found;
    size_t i, form;
    double number;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (form = 0; form < 3; form++) {
            struct mw_buf tensor = {NULL, 0, 0}, packed = {NULL, 0, 0};

            mw_buf_varint(&packed, rows[i].number);
            if (form == 0)
                mw_pb_bytes(&tensor, 4, rows[i].content, rows[i].width);
            else if (form == 1)
                mw_pb_varint(&tensor, rows[i].field, rows[i].number);
            else
                mw_pb_bytes(&tensor, rows[i].field, packed.data, packed.size);
            mw_buf_free(&packed);
            read_numbers(&found, rows[i].dtype, -1, &tensor);
            ck_assert_msg(nnreg_savedmodel_tensor_double(&number, &found, 0) && number == rows[i].value,
                          "row %zu, form %zu: %g", i, form, number);
            nnreg_savedmodel_free(model);
        }
    }
}
END_TEST

START_TEST(a_number_beyond_an_int64_is_none_and_each_nan_is_one)
{
    struct mw_buf tensor = {NULL, 0, 0};
    struct nnreg_savedmodel_tensor found, text_found;
    struct nnreg_savedmodel *text_model;
    int64_t whole;
    double number;
    size_t i;

    mw_pb_varint(&tensor, 17, UINT64_C(1) << 63);
    read_numbers(&found, NNREG_DT_UINT64, -1, &tensor);
    ck_assert(!nnreg_savedmodel_tensor_int(&whole, &found, 0));
    ck_assert(nnreg_savedmodel_tensor_double(&number, &found, 0) && number == 9223372036854775808.0);
    nnreg_savedmodel_free(model);
    for (i = 0; i < 2; i++) {
        text_model = model_of_text(
            i == 0 ? "meta_graphs { graph_def { node { name: 'n' attr { key: 'value' value { tensor { dtype: "
                     "DT_FLOAT float_val: nan } } } } } }"
                   : "meta_graphs { graph_def { node { name: 'n' attr { key: 'value' value { tensor { dtype: "
                     "DT_DOUBLE double_val: nan } } } } } }");
        ck_assert(nnreg_savedmodel_tensor(
            &text_found, text_model,
            nnreg_savedmodel_attr_named(text_model, nnreg_savedmodel_node_at(text_model, 0), "value")));
        if (i == 0)
            mw_pb_fixed32(&tensor, 5, 0xffc00001);
        else
            mw_pb_fixed64(&tensor, 6, UINT64_C(0xfff8000000000001));
        read_numbers(&found, i == 0 ? NNREG_DT_FLOAT : NNREG_DT_DOUBLE, -1, &tensor);
        ck_assert(found.count == 1 && text_found.count == 1);
        ck_assert_mem_eq(found.bytes, text_found.bytes, i == 0 ? 4 : 8);
        nnreg_savedmodel_free(model);
        nnreg_savedmodel_free(text_model);
    }
}
END_TEST

/* Two entries of the map without a byte: nothing that would be known again. */
START_TEST(an_attribute_of_no_bytes_is_none_that_recurs)
{
    static const char file[] = "\x12\x11\x12\x0f\x0a\x0d\x0a\x01x\x12\x04Relu\x2a\x00\x2a\x00";

    ck_assert_int_eq(model_from(&model, file, sizeof file - 1, NNREG_SAVEDMODEL_BINARY, &failure), NNREG_OK);
    ck_assert_uint_eq(model->nodes.count, 1);
    nnreg_savedmodel_free(model);
}
END_TEST

START_TEST(a_packed_list_that_ends_within_a_number_is_damage)
{
    static const char file[] =
        "\x12\x16\x12\x14\x0a\x12\x2a\x10\x0a\x05value\x12\x07\x42\x05\x08\x03\x3a\x01\x80";

    ck_assert_int_eq(model_from(&model, file, sizeof file - 1, NNREG_SAVEDMODEL_BINARY, &failure),
                     NNREG_CORRUPT);
    ck_assert_ptr_null(model);
    ck_assert_uint_ge(failure.offset, sizeof file - 2);
}
END_TEST

START_TEST(a_constant_that_breaks_its_rules_or_spells_too_much_keeps_no_values)
{
    struct mw_buf tensor = {NULL, 0, 0};
    struct nnreg_savedmodel_tensor found;
    unsigned i, more;

    mw_pb_bytes(&tensor, 4, "12345", 5);
    read_numbers(&found, NNREG_DT_FLOAT, 1, &tensor);
    ck_assert(!found.has_values && found.count == 0 && found.elements == 1);
    nnreg_savedmodel_free(model);
    mw_pb_varint(&tensor, 7, 1);
    mw_pb_varint(&tensor, 7, 2);
    read_numbers(&found, NNREG_DT_INT32, 1, &tensor);
    ck_assert(!found.has_values && found.count == 0);
    nnreg_savedmodel_free(model);
    mw_pb_string(&tensor, 8, "text");
    read_numbers(&found, NNREG_DT_STRING, INT64_MAX, &tensor);
    ck_assert(found.has_values && found.count == 1);
    nnreg_savedmodel_free(model);
    mw_pb_string(&tensor, 8, "text");
    mw_pb_string(&tensor, 8, "more");
    read_numbers(&found, NNREG_DT_STRING, 1, &tensor);
    ck_assert(!found.has_values && found.elements == 1);
    nnreg_savedmodel_free(model);
    for (i = 0; i < 2; i++) { /* dimensions that no number of elements has, and an open one */
        struct mw_buf dim = {NULL, 0, 0}, shape = {NULL, 0, 0};

        mw_pb_varint(&dim, 1, i == 0 ? UINT64_C(1) << 32 : (uint64_t)-1);
        mw_pb_bytes(&shape, 2, dim.data, dim.size);
        if (i == 0)
            mw_pb_bytes(&shape, 2, dim.data, dim.size);
        mw_buf_free(&dim);
        wrap(&tensor, 2, &shape);
        mw_pb_string(&tensor, 8, "text");
        read_numbers(&found, NNREG_DT_STRING, -1, &tensor);
        ck_assert(!found.has_elements && !found.has_values);
        nnreg_savedmodel_free(model);
    }
    for (more = 0; more < 3; more++) {
        for (i = 0; i < NNREG_LIMIT_MODEL_VALUES + more; i++)
            mw_pb_varint(&tensor, 10, i);
        read_numbers(&found, NNREG_DT_INT64, 1000, &tensor);
        ck_assert_int_eq(found.has_values, more == 0);
        ck_assert_uint_eq(found.count, more == 0 ? NNREG_LIMIT_MODEL_VALUES : 0);
        nnreg_savedmodel_free(model);
    }
}
END_TEST

START_TEST(a_list_of_integers_is_kept_up_to_the_limit_and_then_the_attribute_is_absent)
{
    struct mw_buf list = {NULL, 0, 0}, value = {NULL, 0, 0}, entry = {NULL, 0, 0}, node = {NULL, 0, 0},
                  graph = {NULL, 0, 0};
    struct nnreg_savedmodel_ints ints;
    unsigned i, more;

    for (more = 0; more < 3; more++) {
        for (i = 0; i < NNREG_LIMIT_MODEL_VALUES + more; i++)
            mw_pb_varint(&list, 3, (uint64_t)-1 - i);
        wrap(&value, 1, &list);
        mw_pb_string(&entry, 1, "strides");
        wrap(&entry, 2, &value);
        wrap(&node, 5, &entry);
        wrap(&graph, 1, &node);
        read_graph(&graph);
        ck_assert_int_eq(
            nnreg_savedmodel_node_ints(&ints, model, nnreg_savedmodel_node_at(model, 0), "strides"),
            more == 0);
        if (more == 0)
            ck_assert_int_eq(ints.value[NNREG_LIMIT_MODEL_VALUES - 1], -(int64_t)NNREG_LIMIT_MODEL_VALUES);
        nnreg_savedmodel_free(model);
    }
}
END_TEST

START_TEST(a_list_of_texts_of_which_one_is_too_long_is_absent)
{
    static const struct {
        const char *text[3]; /* NULL: the long one */
        size_t size;         /* of that */
        uint32_t entries;
    } rows[] = {
        {{"a", NULL, "c"}, NNREG_STRING_POOL_LONG, 3},     {{"a", NULL, "c"}, NNREG_STRING_POOL_LONG + 1, 0},
        {{NULL, "b", "c"}, NNREG_STRING_POOL_LONG + 1, 0}, {{"a", "b", NULL}, NNREG_STRING_POOL_LONG + 1, 0},
        {{"a", NULL, "c"}, NNREG_LIMIT_MODEL_HELD + 1, 0},
    };
    char *text = calloc(1, NNREG_LIMIT_MODEL_HELD + 1);
    size_t i, k;

    memset(text, 't', NNREG_LIMIT_MODEL_HELD + 1);
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct mw_buf list = {NULL, 0, 0}, value = {NULL, 0, 0}, entry = {NULL, 0, 0}, node = {NULL, 0, 0},
                      graph = {NULL, 0, 0};
        const struct nnreg_savedmodel_attr *attr;

        for (k = 0; k < 3; k++)
            mw_pb_bytes(&list, 2, rows[i].text[k] != NULL ? rows[i].text[k] : text,
                        rows[i].text[k] != NULL ? strlen(rows[i].text[k]) : rows[i].size);
        wrap(&value, 1, &list);
        wrap(&entry, 2, &value);
        mw_pb_string(&entry, 1, "debug_urls");
        wrap(&node, 5, &entry);
        wrap(&graph, 1, &node);
        read_graph(&graph);
        attr = nnreg_savedmodel_attr_named(model, nnreg_savedmodel_node_at(model, 0), "debug_urls");
        ck_assert_msg((attr != NULL) == (rows[i].entries > 0), "row %zu", i);
        if (attr != NULL)
            ck_assert_uint_eq(nnreg_savedmodel_attr_count(model, attr), rows[i].entries);
        ck_assert_int_eq((nnreg_savedmodel_node_at(model, 0)->flags & NNREG_NODE_TEXT_UNKNOWN) != 0,
                         attr == NULL);
        nnreg_savedmodel_free(model);
    }
    free(text);
}
END_TEST

START_TEST(attributes_and_what_a_function_returns_are_the_same_in_text_form)
{
    static const char text[] =
        "meta_graphs { graph_def { library { function { signature { name: 'f' } ret { key: 'o' value: "
        "'n:y:3' }"
        " control_ret { key: 'c' value: 'n' } ret { key: 'o' value: 'm' } node_def { name: 'm' input: "
        "'n:z:1' } } }"
        " node { name: 'x' attr { key: 'alpha' value { f: 2.5e-1f } } attr { key: 'b' value { b: true } }"
        " attr { key: 'padding' value { s: 'SAME' } } attr { key: 'value' value { tensor { dtype: DT_DOUBLE"
        " double_val: [-inf, 0.5] tensor_shape { dim { size: 2 } } } } } } } }";
    const struct nnreg_savedmodel_node *node;
    const struct nnreg_savedmodel_ret *ret;
    struct nnreg_savedmodel_tensor found;
    double number;

    read_ok(text, sizeof text - 1, NNREG_SAVEDMODEL_TEXT);
    node = nnreg_savedmodel_node_at(model, 0);
    ck_assert(nnreg_savedmodel_node_float(model, node, "alpha", 1) == 0.25);
    ck_assert(nnreg_savedmodel_node_bool(model, node, "b", false));
    ck_assert(nnreg_savedmodel_node_bool(model, node, "absent", true));
    ck_assert_int_eq(nnreg_savedmodel_node_int(model, node, "b", 7), 7);
    ck_assert_str_eq(nnreg_savedmodel_node_text(model, node, "padding", "VALID"), "SAME");
    ck_assert(nnreg_savedmodel_tensor(&found, model, nnreg_savedmodel_attr_named(model, node, "value")));
    ck_assert(nnreg_savedmodel_tensor_double(&number, &found, 1) && number == 0.5);
    ck_assert(nnreg_savedmodel_tensor_double(&number, &found, 0) && number < -1e308);
    ret = nnreg_savedmodel_ret_at(model, 0);
    ck_assert_uint_eq(nnreg_savedmodel_function_at(model, 0)->rets, 3);
    ck_assert(ret->replaced && !ret->is_control && ret->output == 3);
    ck_assert_str_eq(nnreg_savedmodel_text(model, ret->argument), "y");
    ck_assert(nnreg_savedmodel_ret_at(model, 1)->is_control && !nnreg_savedmodel_ret_at(model, 2)->replaced);
    ck_assert_str_eq(nnreg_savedmodel_text(model, nnreg_savedmodel_input_at(model, 0)->argument), "z");
    nnreg_savedmodel_free(model);
}
END_TEST

/* Each as the bits that it has in a file, whose NaN has many; and what is no number is told where it stands. */
START_TEST(numbers_of_a_text_are_read_or_told)
{
    static const struct {
        const char *value;
        uint64_t
            column; /* of what is wrong in "meta_graphs { graph_def { node { attr { key: 'value' value { "; 0: nothing */
    } rows[] = {
        {"tensor { dtype: DT_FLOAT float_val: nan tensor_shape { } } ", 0},
        {"tensor { dtype: DT_DOUBLE double_val: nan tensor_shape { } } ", 0},
        {"f: one ", 65},
        {"i: 1.5 ", 65},
        {"i: 18446744073709551616 ", 65},
        {"i: -9223372036854775809 ", 66},
        {"i: 0x ", 65},
        {"i: 08 ", 65},
        {"i: 0x1g ", 65},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct nnreg_savedmodel_tensor found;
        char text[400];
        double number = 0;

        (void)snprintf(text, sizeof text,
                       "meta_graphs { graph_def { node { attr { key: 'value' value { %s} } } } }",
                       rows[i].value);
        if (rows[i].column == 0) {
            read_ok(text, strlen(text), NNREG_SAVEDMODEL_TEXT);
            ck_assert(nnreg_savedmodel_tensor(
                &found, model,
                nnreg_savedmodel_attr_named(model, nnreg_savedmodel_node_at(model, 0), "value")));
            ck_assert(nnreg_savedmodel_tensor_double(&number, &found, 0));
            ck_assert_msg(number != number, "%s: %f", rows[i].value, number);
            nnreg_savedmodel_free(model);
            continue;
        }
        ck_assert_msg(model_from(&model, text, strlen(text), NNREG_SAVEDMODEL_TEXT, &failure) ==
                          NNREG_CORRUPT,
                      "%s", rows[i].value);
        ck_assert_msg(failure.line == 1 && failure.column == rows[i].column, "%s: %s at %llu", rows[i].value,
                      failure.reason, (unsigned long long)failure.column);
    }
}
END_TEST

/* An asset by the end of its type's name, whoever's the name is; all else is passed over. */
START_TEST(an_asset_in_a_text_is_told_by_its_type)
{
    static const struct {
        const char *value;
        bool is_asset;
    } rows[] = {
        {"[type.googleapis.com/tensorflow.AssetFileDef] { filename: 'f' }", true},
        {"[other.example/tensorflow.AssetFileDef] { filename: 'f' }", true},
        {"[type.googleapis.com/tensorflow.VariableDef] { variable_name: 'f' }", false},
        {"[x/y.Z] { filename: 'f' }", false},
        {"type_url: 'type.googleapis.com/tensorflow.AssetFileDef' value: '\\022\\001f'", true},
        {"type_url: 'type.googleapis.com/tensorflow.AssetFileDef'", true},
        {"type_url: 'type.googleapis.com/tensorflow.AssetFileDef' value: '\\022\\007f'", false},
        {"type_url: 'type.googleapis.com/tensorflow.VariableDef' value: '\\022\\001f'", false},
        {"type_url: 'short' value: '\\022\\001f'", false},
        {"value: '\\022\\001f'", false},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[400];

        (void)snprintf(
            text, sizeof text,
            "meta_graphs { graph_def { } collection_def { key: 'saved_model_assets' value { any_list { value "
            "{ %s } } } } }",
            rows[i].value);
        read_ok(text, strlen(text), NNREG_SAVEDMODEL_TEXT);
        ck_assert_msg(model->assets.count == rows[i].is_asset, "%s", rows[i].value);
        nnreg_savedmodel_free(model);
    }
}
END_TEST

/* A collection's value as `lists`, where each is put into the meta graph's collection of the key. */
static void read_collection(const char *key, struct mw_buf *lists)
{
    struct mw_buf entry = {NULL, 0, 0}, meta = {NULL, 0, 0}, file = {NULL, 0, 0};

    mw_pb_string(&entry, 1, key);
    wrap(&entry, 2, lists);
    wrap(&meta, 4, &entry);
    wrap(&file, 2, &meta);
    read_ok(file.data, file.size, NNREG_SAVEDMODEL_BINARY);
    mw_buf_free(&file);
}

static void put_asset_any(struct mw_buf *out, const char *name)
{
    struct mw_buf asset = {NULL, 0, 0}, any = {NULL, 0, 0};

    mw_pb_string(&asset, 2, name);
    mw_pb_string(&any, 1, "type.googleapis.com/tensorflow.AssetFileDef");
    wrap(&any, 2, &asset);
    wrap(out, 1, &any);
}

START_TEST(of_a_collection_with_several_lists_the_last_kind_counts)
{
    struct mw_buf list = {NULL, 0, 0}, lists = {NULL, 0, 0};
    const struct nnreg_savedmodel_collection *collection;
    struct nnreg_graph graph;
    struct nnreg_graph_init init;

    mw_pb_string(&list, 1, "a");
    wrap(&lists, 1, &list);
    wrap(&lists, 5, &list);
    mw_pb_string(&list, 1, "c");
    wrap(&lists, 1, &list);
    read_collection("saved_model_main_op", &lists);
    graph = nnreg_graph_of(model, 0);
    init = nnreg_graph_init_op(&graph);
    ck_assert_uint_eq(init.count, 1);
    ck_assert_str_eq(nnreg_savedmodel_text(model, init.name), "c");
    nnreg_savedmodel_free(model);

    mw_pb_string(&list, 1, "a"); /* two of one kind are one list */
    wrap(&lists, 1, &list);
    mw_pb_string(&list, 1, "b");
    wrap(&lists, 1, &list);
    read_collection("saved_model_main_op", &lists);
    collection = nnreg_savedmodel_collection_at(model, 0);
    ck_assert_uint_eq(collection->count, 2);
    ck_assert_uint_eq(collection->values, 2);
    nnreg_savedmodel_free(model);

    put_asset_any(&list, "first");
    wrap(&lists, 5, &list);
    wrap(&lists, 1, &list);
    put_asset_any(&list, "last");
    wrap(&lists, 5, &list);
    read_collection("saved_model_assets", &lists);
    ck_assert_uint_eq(nnreg_savedmodel_meta_at(model, 0)->assets, 1);
    ck_assert_str_eq(nnreg_savedmodel_text(model, nnreg_savedmodel_asset_at(model, 0)->filename), "last");
    nnreg_savedmodel_free(model);
}
END_TEST

START_TEST(an_asset_of_more_bytes_than_are_looked_at_is_none)
{
    struct mw_buf list = {NULL, 0, 0}, lists = {NULL, 0, 0};
    char *name = calloc(1, NNREG_LIMIT_MODEL_HELD + 1);

    memset(name, 'n', NNREG_LIMIT_MODEL_HELD);
    put_asset_any(&list, name);
    put_asset_any(&list, "f");
    wrap(&lists, 5, &list);
    read_collection("saved_model_assets", &lists);
    ck_assert_uint_eq(nnreg_savedmodel_collection_at(model, 0)->count, 2);
    ck_assert_uint_eq(nnreg_savedmodel_meta_at(model, 0)->assets, 1);
    ck_assert_str_eq(nnreg_savedmodel_text(model, nnreg_savedmodel_asset_at(model, 0)->filename), "f");
    nnreg_savedmodel_free(model);
    free(name);
}
END_TEST

/* "bytes_list" of one value. */
static void put_bytes_list(struct mw_buf *lists, struct mw_buf *value)
{
    struct mw_buf list = {NULL, 0, 0};

    wrap(&list, 1, value);
    wrap(lists, 2, &list);
}

START_TEST(the_variables_of_a_module_are_read_from_their_collection)
{
    static const struct {
        const char *key;
        size_t size; /* of what the value holds: a VariableDef's name "v" and zeros behind it, 0: nothing */
        uint32_t values;
    } rows[] = {
        {"variables", 1, 1},
        {"other", 1, 0},
        {"variables", 0, 0},
        {"variables", NNREG_LIMIT_MODEL_HELD + 1, 0},
    };
    const struct nnreg_savedmodel_collection *collection;
    size_t i, k;

    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        for (k = 0; k < 2; k++) { /* the key first, and last */
            struct mw_buf value = {NULL, 0, 0}, lists = {NULL, 0, 0}, entry = {NULL, 0, 0},
                          meta = {NULL, 0, 0}, file = {NULL, 0, 0};

            if (rows[i].size > 0)
                mw_pb_string(&value, 1, "v");
            while (value.size < rows[i].size)
                mw_buf_append(&value, "\x1a\0", 2); /* an initializer's name, which is empty */
            put_bytes_list(&lists, &value);
            if (k == 0)
                mw_pb_string(&entry, 1, rows[i].key);
            wrap(&entry, 2, &lists);
            if (k == 1)
                mw_pb_string(&entry, 1, rows[i].key);
            wrap(&meta, 4, &entry);
            wrap(&file, 2, &meta);
            read_ok(file.data, file.size, NNREG_SAVEDMODEL_BINARY);
            mw_buf_free(&file);
            collection = nnreg_savedmodel_collection_at(model, 0);
            ck_assert_uint_eq(collection->count, 1);
            ck_assert_msg(collection->values == rows[i].values, "row %zu, %zu: %u", i, k, collection->values);
            if (rows[i].values > 0)
                ck_assert_str_eq(nnreg_savedmodel_text(model, nnreg_savedmodel_value_at(model, 0)), "v");
            nnreg_savedmodel_free(model);
        }
}
END_TEST

START_TEST(what_is_in_a_composite_tensor_of_an_asset_is_none_of_its)
{
    static const char text[] = "meta_graphs { asset_file_def { tensor_info { composite_tensor { components { "
                               "name: 'x:0' } } name: 'a:0' } filename: 'f' } }";

    read_ok(text, sizeof text - 1, NNREG_SAVEDMODEL_TEXT);
    ck_assert_uint_eq(model->infos.count, 0);
    ck_assert_str_eq(nnreg_savedmodel_text(model, nnreg_savedmodel_asset_at(model, 0)->tensor), "a:0");
    nnreg_savedmodel_free(model);
}
END_TEST

START_TEST(a_version_of_a_saver_that_is_none_is_told)
{
    static const char text[] = "meta_graphs { saver_def { version: V9 } }";

    read_ok(text, sizeof text - 1, NNREG_SAVEDMODEL_TEXT);
    ck_assert_uint_eq(model->unknown_enums.count, 1);
    ck_assert_str_eq(nnreg_savedmodel_text(model, model->unknown_enums.name), "V9");
    ck_assert_int_eq(nnreg_savedmodel_meta_at(model, 0)->saver.version, -1);
    nnreg_savedmodel_free(model);
}
END_TEST

START_TEST(a_constant_without_a_known_shape_or_without_a_value_is_what_the_loader_refuses)
{
    struct mw_buf dim = {NULL, 0, 0}, shape = {NULL, 0, 0}, tensor = {NULL, 0, 0}, node = {NULL, 0, 0},
                  bytes = {NULL, 0, 0};

    mw_pb_varint(&dim, 1, (uint64_t)-1);
    wrap(&shape, 2, &dim);
    wrap(&tensor, 2, &shape);
    read_constant("Const", &tensor);
    ck_assert_int_eq(nnreg_savedmodel_node_at(model, 0)->flags,
                     NNREG_NODE_HAS_VALUE | NNREG_NODE_VALUE_TENSOR | NNREG_NODE_VALUE_OPEN);
    nnreg_savedmodel_free(model);
    mw_pb_varint(&tensor, 1, NNREG_DT_FLOAT);
    read_constant("Const", &tensor);
    ck_assert_int_eq(nnreg_savedmodel_node_at(model, 0)->flags,
                     NNREG_NODE_HAS_VALUE | NNREG_NODE_VALUE_TENSOR);
    nnreg_savedmodel_free(model);
    mw_pb_string(&node, 2, "Const");
    wrap(&bytes, 1, &node);
    read_graph(&bytes);
    ck_assert_int_eq(nnreg_savedmodel_node_at(model, 0)->flags, 0);
    nnreg_savedmodel_free(model);
}
END_TEST

/* -- limits -- */

static void refused_meta(struct mw_buf *meta, const char *reason)
{
    struct mw_buf file = {NULL, 0, 0};

    wrap(&file, 2, meta);
    ck_assert_int_eq(model_from(&model, file.data, file.size, NNREG_SAVEDMODEL_BINARY, &failure),
                     NNREG_LIMIT);
    ck_assert_str_eq(failure.reason, reason);
    ck_assert_uint_le(failure.offset, file.size);
    mw_buf_free(&file);
}

static void refused_graph(struct mw_buf *graph, const char *reason)
{
    struct mw_buf meta = {NULL, 0, 0};

    wrap(&meta, 2, graph);
    refused_meta(&meta, reason);
}

static void refused_node(struct mw_buf *node, const char *reason)
{
    struct mw_buf graph = {NULL, 0, 0};

    wrap(&graph, 1, node);
    refused_graph(&graph, reason);
}

static void refused_function(struct mw_buf *function, const char *reason)
{
    struct mw_buf library = {NULL, 0, 0}, graph = {NULL, 0, 0};

    wrap(&library, 1, function);
    wrap(&graph, 2, &library);
    refused_graph(&graph, reason);
}

static void refused_op(struct mw_buf *op, const char *reason)
{
    struct mw_buf list = {NULL, 0, 0}, info = {NULL, 0, 0}, meta = {NULL, 0, 0};

    wrap(&list, 1, op);
    wrap(&info, 2, &list);
    wrap(&meta, 1, &info);
    refused_meta(&meta, reason);
}

START_TEST(texts_that_are_not_even_held_are_too_long)
{
    struct mw_buf node = {NULL, 0, 0}, entry = {NULL, 0, 0}, function = {NULL, 0, 0}, value = {NULL, 0, 0},
                  lists = {NULL, 0, 0}, meta = {NULL, 0, 0};
    char *text = malloc(NNREG_LIMIT_MODEL_HELD + 1);

    memset(text, 't', NNREG_LIMIT_MODEL_HELD + 1);
    mw_pb_bytes(&node, 1, text, NNREG_LIMIT_MODEL_HELD + 1);
    refused_node(&node, "has a name of more than 16384 bytes");
    mw_pb_bytes(&node, 3, text, NNREG_LIMIT_MODEL_HELD + 1);
    refused_node(&node, "has a node with too long a name of an input");
    mw_pb_string(&entry, 1, "o");
    mw_pb_bytes(&entry, 2, text, NNREG_LIMIT_MODEL_HELD + 1);
    wrap(&function, 4, &entry);
    refused_function(&function, "has a function with too long a name of what it returns");
    mw_pb_bytes(&value, 1, text, NNREG_STRING_POOL_LONG + 1); /* in a message in the bytes of another */
    put_bytes_list(&lists, &value);
    mw_pb_string(&entry, 1, "variables");
    wrap(&entry, 2, &lists);
    wrap(&meta, 4, &entry);
    refused_meta(&meta, "has a name of more than 16384 bytes");
    free(text);
}
END_TEST

/* What is longer than any key with a meaning is not held, and has none. */
START_TEST(a_key_of_a_function_that_is_longer_than_what_is_looked_at_means_nothing)
{
    static const char before[] =
        "meta_graphs { graph_def { library { function { signature { name: 'f' } attr { "
        "key: 'api_implements";
    static const char behind[] =
        "' } } function { signature { name: 'g' } attr { key: 'api_implements' } } } } }";
    struct mw_buf text = {0};
    size_t i;

    mw_buf_append(&text, before, sizeof before - 1);
    for (i = 0; i < NNREG_LIMIT_MODEL_HELD; i++)
        mw_buf_byte(&text, 'a');
    mw_buf_append(&text, behind, sizeof behind - 1);
    read_ok(text.data, text.size, NNREG_SAVEDMODEL_TEXT);
    mw_buf_free(&text);
    ck_assert_uint_eq(model->functions.count, 2);
    ck_assert(!((const struct nnreg_savedmodel_function *)nnreg_chunks_at(&model->functions, 0))->implements);
    ck_assert(((const struct nnreg_savedmodel_function *)nnreg_chunks_at(&model->functions, 1))->implements);
    nnreg_savedmodel_free(model);
}
END_TEST

/* Each is an attribute of the one around it. */
START_TEST(functions_that_functions_are_given_are_limited)
{
    struct mw_buf func = {NULL, 0, 0}, value = {NULL, 0, 0}, entry = {NULL, 0, 0}, node = {NULL, 0, 0},
                  graph = {NULL, 0, 0};
    unsigned i, more;

    for (more = 0; more < 2; more++) {
        for (i = 0; i <= NNREG_LIMIT_MODEL_FUNC_DEPTH + more; i++) {
            mw_pb_string(&func, 1, "f");
            wrap(&value, 10, &func);
            wrap(&entry, 2, &value);
            if (i < NNREG_LIMIT_MODEL_FUNC_DEPTH + more)
                wrap(&func, 2, &entry);
        }
        wrap(&node, 5, &entry);
        if (more == 0) {
            wrap(&graph, 1, &node);
            read_graph(&graph);
            ck_assert_uint_eq(nnreg_savedmodel_node_at(model, 0)->attrs, NNREG_LIMIT_MODEL_FUNC_DEPTH + 1);
            nnreg_savedmodel_free(model);
        } else {
            refused_node(&node, "has too many attributes of functions inside each other");
        }
    }
    for (i = 0; i <= NNREG_LIMIT_MODEL_NODE_ATTRS; i++) {
        mw_pb_string(&func, 1, "f");
        wrap(&value, 10, &func);
        wrap(&entry, 2, &value);
        wrap(&func, 2, &entry);
        wrap(&value, 10, &func);
        wrap(&entry, 2, &value);
        wrap(&node, 5, &entry);
    }
    refused_node(&node, "has a node with more than 4096 attributes");
}
END_TEST

START_TEST(what_there_is_of_an_operation_has_limits)
{
    struct mw_buf op = {NULL, 0, 0}, value = {NULL, 0, 0}, attr = {NULL, 0, 0}, list = {NULL, 0, 0},
                  node = {NULL, 0, 0}, file = {NULL, 0, 0}, types = {NULL, 0, 0};
    unsigned i;

    for (i = 0; i <= NNREG_LIMIT_MODEL_ARGS; i++)
        mw_pb_string(&op, 2, "");
    refused_op(&op, "has an operation of more than 16384 arguments");
    for (i = 0; i <= NNREG_LIMIT_MODEL_DEFAULTS; i++) {
        mw_pb_varint(&value, 3, 1);
        wrap(&attr, 3, &value);
        wrap(&op, 4, &attr);
    }
    refused_op(&op, "has an operation of more than 4096 default values");
    for (i = 0; i <= NNREG_LIMIT_MODEL_LIST; i++)
        mw_buf_varint(&types, NNREG_DT_FLOAT);
    wrap(&list, 6, &types);
    wrap(&value, 1, &list);
    mw_pb_string(&attr, 1, "types");
    wrap(&attr, 2, &value);
    wrap(&node, 5, &attr);
    refused_node(&node, "has a list attribute with more than 65536 entries");
    for (i = 0; i <= NNREG_LIMIT_MODEL_METAS; i++)
        mw_pb_string(&file, 2, "");
    ck_assert_int_eq(model_from(&model, file.data, file.size, NNREG_SAVEDMODEL_BINARY, &failure),
                     NNREG_LIMIT);
    ck_assert_str_eq(failure.reason, "has more nodes, attributes or other parts than can be looked at");
    mw_buf_free(&file);
}
END_TEST

START_TEST(a_name_a_rank_and_the_number_of_attributes_have_limits)
{
    struct mw_buf dim = {NULL, 0, 0}, shape = {NULL, 0, 0}, value = {NULL, 0, 0}, entry = {NULL, 0, 0},
                  node = {NULL, 0, 0}, graph = {NULL, 0, 0};
    char *name = malloc(NNREG_STRING_POOL_LONG + 1);
    unsigned i;

    memset(name, 'n', NNREG_STRING_POOL_LONG + 1);
    mw_pb_bytes(&node, 1, name, NNREG_STRING_POOL_LONG + 1);
    wrap(&graph, 1, &node);
    refused_graph(&graph, "has a name of more than 16384 bytes");
    free(name);
    for (i = 0; i <= NNREG_LIMIT_RANK; i++)
        wrap(&shape, 2, &dim);
    wrap(&value, 7, &shape);
    mw_pb_string(&entry, 1, "shape");
    wrap(&entry, 2, &value);
    wrap(&node, 5, &entry);
    wrap(&graph, 1, &node);
    refused_graph(&graph, "has a shape of more than 254 dimensions");
    for (i = 0; i <= NNREG_LIMIT_MODEL_NODE_ATTRS; i++) {
        mw_pb_varint(&value, 6, 1);
        mw_pb_string(&entry, 1, "T");
        wrap(&entry, 2, &value);
        wrap(&node, 5, &entry);
    }
    wrap(&graph, 1, &node);
    refused_graph(&graph, "has a node with more than 4096 attributes");
}
END_TEST

START_TEST(composite_tensors_inside_each_other_are_limited)
{
    struct mw_buf info = {NULL, 0, 0}, outer = {NULL, 0, 0}, meta = {NULL, 0, 0}, file = {NULL, 0, 0};
    unsigned i;

    for (i = 0; i <= NNREG_LIMIT_MODEL_COMPOSITE; i++) {
        wrap(&outer, 2, &info);
        wrap(&info, 5, &outer);
    }
    wrap(&outer, 2, &info);
    wrap(&info, 1, &outer);
    wrap(&outer, 2, &info);
    wrap(&meta, 5, &outer);
    wrap(&file, 2, &meta);
    ck_assert_int_eq(model_from(&model, file.data, file.size, NNREG_SAVEDMODEL_BINARY, &failure),
                     NNREG_LIMIT);
    ck_assert_str_eq(failure.reason, "has too many composite tensors inside each other");
    mw_buf_free(&file);
}
END_TEST

START_TEST(fifty_thousand_nodes_take_less_than_eight_mebibytes)
{
    struct mw_recipe recipe;
    struct mw_made made;
    struct mw_buf bytes = {NULL, 0, 0};
    const struct mw_model *models[1];
    unsigned part = fixture_share("fifty thousand nodes", 10);
    uint64_t nodes;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_BIG_GRAPH;
    recipe.nodes = 50000 / part;
    recipe.bytes = (20 << 20) / part;
    mw_make(&made, &recipe);
    models[0] = &made.model;
    mw_model_encode(&bytes, MW_BINARY, models, 1);
    mw_made_free(&made);
    read_ok(bytes.data, bytes.size, NNREG_SAVEDMODEL_BINARY);
    nodes = nnreg_savedmodel_meta_at(model, 0)->nodes;
    ck_assert_uint_le(nodes, recipe.nodes);
    ck_assert_uint_gt(nodes + 5, recipe.nodes); /* of whole layers */
    ck_assert_uint_lt(savedmodel_heap(model), (8 << 20) / part);
    nnreg_savedmodel_free(model);
    mw_buf_free(&bytes);
}
END_TEST

/* -- other files -- */

/* What every file is asked, and what is said of a model that cannot be read, is the same answer. */
static bool stands_in_alike(const char *content, size_t size, enum nnreg_file_signature looks)
{
    struct nnreg_source source = nnreg_source_memory(content, size);
    enum nnreg_file_signature signature;
    bool stand_in = looks == NNREG_FILE_SIGNATURE_LFS_POINTER || looks == NNREG_FILE_SIGNATURE_HTML;

    return nnreg_file_signature_stand_in(&signature, &source, NULL) == NNREG_OK &&
           signature == (stand_in ? looks : NNREG_FILE_SIGNATURE_UNKNOWN);
}

START_TEST(another_file_is_called_what_it_looks_like)
{
    static const struct {
        const char *content;
        size_t size;
        enum nnreg_file_signature looks;
    } files[] = {
#define FILE_OF(text, looks) {text, sizeof(text) - 1, NNREG_FILE_SIGNATURE_##looks}
        FILE_OF("", EMPTY),
        FILE_OF("\x08\x01\x12\x00", SAVED_MODEL),
        FILE_OF("\x0a\x09\x0a\x01x\x12\x04Relu", GRAPH_DEF),
        FILE_OF("\x0a\x06\x12\x02\x0a\x00\x2a\x00\x12\x00", META_GRAPH),
        FILE_OF("# c\n saved_model_schema_version: 1", SAVED_MODEL_TEXT),
        FILE_OF("meta_graphs {\n}", SAVED_MODEL_TEXT),
        FILE_OF("node {\n name: 'x'\n}", GRAPH_DEF_TEXT),
        FILE_OF("meta_info_def {\n}", META_GRAPH_TEXT),
        FILE_OF("item {\n  id: 1\n}", LABEL_MAP),
        FILE_OF("items {\n}", UNKNOWN),
        FILE_OF("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", LFS_POINTER),
        FILE_OF("Version http://git-media.io/v/2\noid sha256:00\n", LFS_POINTER),
        FILE_OF("version https://hawser.github.com/spec/v1\n", LFS_POINTER),
        FILE_OF("version https://git-lfs.github.com/other\n", UNKNOWN),
        FILE_OF("\n<!DOCTYPE html><html>", HTML),
        FILE_OF("\xef\xbb\xbf <HEAD>", HTML),
        FILE_OF("\x08\x01\x12\x01\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n", LINE_ENDS),
        FILE_OF("\x08\x01\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
                "\xef\xbf\xbd",
                TEXT_DAMAGE),
        FILE_OF("PK\003\004", ZIP),
        FILE_OF("\037\213\010\000", GZIP),
        FILE_OF("\211HDF\r\n\032\n", HDF5),
        FILE_OF("\x1c\0\0\0TFL3", TFLITE),
        FILE_OF("\200\004\225", PICKLE),
        FILE_OF(" {\"a\": 1}", JSON),
        FILE_OF("\xff\xfen\0o\0d\0e\0", UTF16),
        FILE_OF("\xfe\xff\0n\0o\0d\0e", UTF16),
        FILE_OF("hello", UNKNOWN),
        /* a word goes on */
        FILE_OF("node", GRAPH_DEF_TEXT),
        FILE_OF("node_", UNKNOWN),
        FILE_OF("node2", UNKNOWN),
        FILE_OF("nodeZ", UNKNOWN),
        FILE_OF("node[", GRAPH_DEF_TEXT),
        FILE_OF("node~", GRAPH_DEF_TEXT),
        FILE_OF("\xef\xbb", UNKNOWN),
        FILE_OF("# a comment alone", UNKNOWN),
        /* a merge of two pointers that was not finished, and one of other texts */
        FILE_OF("<<<<<<< HEAD\nversion https://git-lfs.github.com/spec/v1\n=======\n", LFS_POINTER),
        FILE_OF("<<<<<<< HEAD\nversion 2\n=======\nversion 3\n>>>>>>> other\n", UNKNOWN),
        /* line ends of a text are no damage, nor are those of which one is whole */
        FILE_OF("a\r\na\r\na\r\na\r\na\r\na\r\na\r\na\r\na", UNKNOWN),
        FILE_OF("\x08\x01\x12\x01\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n", SAVED_MODEL),
        FILE_OF("\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\x01", UNKNOWN),
        FILE_OF("\x08\x01\x12\x01\xef\xbf\xbd\xef\xbf\xbd\xef\xbf", SAVED_MODEL),
        FILE_OF("\x08\x01\x12\x01\xef", SAVED_MODEL),
        /* the first fields of a SavedModel, and others that are none of its */
        FILE_OF("\x08\x01", SAVED_MODEL),
        FILE_OF("\x08\x81", UNKNOWN),
        FILE_OF("\x08\x01\x08\x01", UNKNOWN),
        FILE_OF("\x08\x01\x10\x01", UNKNOWN),
        FILE_OF("\x10\x01", UNKNOWN),
        FILE_OF("\x12\x00", SAVED_MODEL),
        FILE_OF("\x12\x01", UNKNOWN),
        FILE_OF("\x12", UNKNOWN),
        FILE_OF("\x0d\x01", UNKNOWN),
        FILE_OF("\xff", UNKNOWN),
        /* a node has a name and an operation, which begins with a capital or an underscore; MetaInfoDef has a version there */
        FILE_OF("\x0a\x0a\x0a\x01x\x12\x05_Send", GRAPH_DEF),
        FILE_OF("\x0a\x05\x0a\x01x\x12\x00", META_GRAPH),
        FILE_OF("\x0a\x08\x0a\x01x\x12\x03sin", META_GRAPH),
        FILE_OF("\x0a\x03\x0a\x01v", META_GRAPH),
        FILE_OF("\x0a\x03\x0a\x01v\x12\x02\x0a\x00", META_GRAPH),
        FILE_OF("\x0a\x05\x0a\x01v\x1a\x00", META_GRAPH),
        FILE_OF("\x0a\x05\x0a\x01v\x10\x01", META_GRAPH),
        FILE_OF("\x0a\x02\x08\x01", META_GRAPH),
        FILE_OF("\x0a\x00", META_GRAPH),
        FILE_OF("\x0a\x02\x0a\x7f", UNKNOWN),
        FILE_OF("\x0a\x04\x0a\x01x\x13", META_GRAPH),
#undef FILE_OF
    };
    size_t i;

    for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        ck_assert_msg(nnreg_file_signature_of((const unsigned char *)files[i].content, files[i].size,
                                              files[i].size) == files[i].looks,
                      "file %zu", i);
        ck_assert_msg(stands_in_alike(files[i].content, files[i].size, files[i].looks), "file %zu", i);
        model_from(&model, files[i].content, files[i].size, NNREG_SAVEDMODEL_BINARY, &failure);
        ck_assert_int_eq(failure.looks, files[i].looks);
        ck_assert(model == NULL || model->looks == files[i].looks);
        nnreg_savedmodel_free(model);
        ck_assert_ptr_nonnull(nnreg_file_signature_text(files[i].looks));
    }
}
END_TEST

START_TEST(text_called_binary_and_binary_called_text_are_told)
{
    struct mw_buf binary = encoded(MW_KIND_FROZEN, MW_BINARY, false);
    struct mw_buf text = encoded(MW_KIND_FROZEN, MW_TEXT, false);

    ck_assert_int_eq(model_from(&model, text.data, text.size, NNREG_SAVEDMODEL_BINARY, &failure),
                     NNREG_CORRUPT);
    ck_assert_int_eq(failure.looks, NNREG_FILE_SIGNATURE_SAVED_MODEL_TEXT);
    ck_assert_int_eq(model_from(&model, binary.data, binary.size, NNREG_SAVEDMODEL_TEXT, &failure),
                     NNREG_CORRUPT);
    ck_assert_int_eq(failure.looks, NNREG_FILE_SIGNATURE_SAVED_MODEL);
    ck_assert_uint_eq(failure.offset, 0);
    mw_buf_free(&binary);
    mw_buf_free(&text);
}
END_TEST

/* -- damage -- */

START_TEST(a_model_cut_short_at_any_byte_is_refused_or_has_no_meta_graph)
{
    struct mw_buf binary = encoded(MW_KIND_ASSET, MW_BINARY, false);
    struct mw_buf text = encoded(MW_KIND_ASSET, MW_TEXT_ONE_LINE, false);
    size_t i, stride = fixture_stride("cuts of a model", 17);

    for (i = 0; i < binary.size; i += stride) {
        nnreg_status status = model_from(&model, binary.data, i, NNREG_SAVEDMODEL_BINARY, &failure);

        ck_assert_msg(status == NNREG_CORRUPT || model->metas.count == 0, "cut at %zu", i);
        ck_assert(status == NNREG_OK || failure.offset <= i);
        nnreg_savedmodel_free(model);
    }
    for (i = 0; i + 1 < text.size; i += stride) {
        nnreg_status status = model_from(&model, text.data, i, NNREG_SAVEDMODEL_TEXT, &failure);

        ck_assert_msg(status == NNREG_CORRUPT || model->metas.count == 0, "cut at %zu", i);
        nnreg_savedmodel_free(model);
    }
    mw_buf_free(&binary);
    mw_buf_free(&text);
}
END_TEST

/* The bits of the bytes turned over, one at a time; what is read is gone through, too. */
static void flip_all(struct mw_buf *bytes, enum nnreg_savedmodel_syntax syntax)
{
    size_t bit, tried = 0, read = 0, stride = fixture_stride("flipped bits", 41);

    for (bit = 0; bit < bytes->size * 8; bit += stride, tried++) {
        bytes->data[bit / 8] ^= (unsigned char)(1u << bit % 8);
        if (model_from(&model, bytes->data, bytes->size, syntax, &failure) == NNREG_OK) {
            nnreg_free(model_facts(model));
            nnreg_savedmodel_free(model);
            read++;
        } else {
            ck_assert_ptr_nonnull(failure.reason);
            ck_assert_uint_le(failure.offset, bytes->size);
        }
        bytes->data[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    ck_assert_uint_gt(read, 0);
    ck_assert_uint_lt(read, tried);
}

START_TEST(any_flipped_bit_gives_facts_or_a_failure)
{
    struct mw_buf model_bytes = {NULL, 0, 0}, tail = {NULL, 0, 0};
    static const char text[] = "meta_graphs { meta_info_def { tags: ['serve'] } graph_def { node { name: 'x' "
                               "op: 'Op' attr { key: 'T' value "
                               "{ list { type: [1, DT_INT8] shape < dim { size: -1 } > } } } } } }";

    model_bytes = encoded(MW_KIND_FROZEN, MW_BINARY, false);
    flip_all(&model_bytes, NNREG_SAVEDMODEL_BINARY);
    mw_buf_append(&tail, text, sizeof(text) - 1);
    flip_all(&tail, NNREG_SAVEDMODEL_TEXT);
    mw_buf_free(&model_bytes);
    mw_buf_free(&tail);
}
END_TEST

START_TEST(every_allocation_that_fails_ends_in_no_memory_and_loses_nothing)
{
    static const enum nnreg_savedmodel_syntax syntaxes[] = {NNREG_SAVEDMODEL_BINARY, NNREG_SAVEDMODEL_TEXT};
    size_t i;

    for (i = 0; i < 2; i++) {
        struct mw_buf bytes = encoded(MW_KIND_ASSET, i == 0 ? MW_BINARY : MW_TEXT, false);
        uint64_t n, needed;

        nnreg_alloc_fail_from(0);
        read_ok(bytes.data, bytes.size, syntaxes[i]);
        needed = nnreg_alloc_count();
        nnreg_savedmodel_free(model);
        ck_assert_uint_gt(needed, 20);
        for (n = 1; n <= needed; n++) {
            nnreg_alloc_fail_from(n);
            ck_assert_int_eq(model_from(&model, bytes.data, bytes.size, syntaxes[i], &failure),
                             NNREG_NO_MEMORY);
            ck_assert_ptr_null(model);
        }
        nnreg_alloc_fail_from(0);
        mw_buf_free(&bytes);
    }
}
END_TEST

/*
 * An operation that no list of the model declares, a function that another is given, and an asset in a collection need memory of
 * their own.
 */
START_TEST(every_allocation_that_fails_for_operations_and_assets_is_no_memory)
{
    static const char text[] =
        "meta_graphs { graph_def { node { name: 'a' op: 'MatMul' attr { key: 'f' value { func { name: 'g' "
        "attr { key: 'h' value { func { name: 'i' } } } } } } } } collection_def { key: "
        "'saved_model_assets' value { any_list { value { type_url: 't/tensorflow.AssetFileDef' value: "
        "'\\022\\001f' } } } } }";
    uint64_t n, needed;

    nnreg_alloc_fail_from(0);
    read_ok(text, sizeof text - 1, NNREG_SAVEDMODEL_TEXT);
    needed = nnreg_alloc_count();
    ck_assert_uint_eq(model->assets.count, 1);
    nnreg_savedmodel_free(model);
    for (n = 1; n <= needed; n++) {
        nnreg_alloc_fail_from(n);
        ck_assert_int_eq(model_from(&model, text, sizeof text - 1, NNREG_SAVEDMODEL_TEXT, &failure),
                         NNREG_NO_MEMORY);
        ck_assert_ptr_null(model);
    }
    nnreg_alloc_fail_from(0);
}
END_TEST

START_TEST(a_file_that_cannot_be_read_any_more_is_told)
{
    struct nnreg_cursor cursor;
    char bytes[64] = "\x12\x02\x12\x00";
    FILE *file = tmpfile();

    ck_assert_uint_eq(fwrite(bytes, 1, sizeof bytes, file), sizeof bytes);
    fflush(file);
    ck_assert_int_eq(nnreg_cursor_file(&cursor, fileno(file), sizeof bytes, NULL), NNREG_OK);
    fclose(file);
    ck_assert_int_eq(nnreg_savedmodel_read(&model, &cursor, NNREG_SAVEDMODEL_BINARY, &failure, NULL),
                     NNREG_IO);
    ck_assert_ptr_null(model);
    nnreg_cursor_free(&cursor);
}
END_TEST

Suite *savedmodel_suite(void)
{
    Suite *suite = suite_create("savedmodel");
    TCase *tests = tcase_create("facts");
    TCase *damage = tcase_create("damage");

    tcase_add_test(tests, a_model_says_the_same_in_every_syntax);
    tcase_add_test(tests, a_file_says_the_same_as_its_bytes_wherever_the_pieces_are_cut);
    tcase_add_test(tests, a_varint_is_cast_to_the_bits_of_its_field);
    tcase_add_test(tests, key_and_value_of_an_attribute_come_in_either_order_and_the_last_one_wins);
    tcase_add_test(tests, an_annotation_is_not_kept_although_its_key_comes_last);
    tcase_add_test(tests, attributes_that_were_there_before_say_all_of_each_node_that_has_them);
    tcase_add_test(tests, two_lists_of_integers_in_one_value_are_one_list);
    tcase_add_test(tests, a_message_that_comes_twice_is_merged_and_the_last_number_counts);
    tcase_add_test(tests, unknown_fields_and_fields_of_another_wire_type_are_passed_over);
    tcase_add_test(tests, a_signature_with_the_same_key_replaces_the_earlier_one);
    tcase_add_test(tests, nodes_of_the_same_name_are_counted_and_the_first_is_found);
    tcase_add_test(tests, a_name_is_found_in_each_graph_that_has_it);
    tcase_add_test(tests, texts_of_a_constant_are_kept_up_to_the_limit_and_then_none);
    tcase_add_test(tests, texts_of_a_constant_that_are_too_long_or_too_many_bytes_are_not_kept);
    tcase_add_test(tests, the_last_number_of_a_constant_stands_for_all_further_elements);
    tcase_add_test(tests, every_numeric_type_of_a_constant_is_read_from_its_list_and_from_its_content);
    tcase_add_test(tests, a_number_beyond_an_int64_is_none_and_each_nan_is_one);
    tcase_add_test(tests, an_attribute_of_no_bytes_is_none_that_recurs);
    tcase_add_test(tests, a_packed_list_that_ends_within_a_number_is_damage);
    tcase_add_test(tests, a_constant_that_breaks_its_rules_or_spells_too_much_keeps_no_values);
    tcase_add_test(tests, a_list_of_integers_is_kept_up_to_the_limit_and_then_the_attribute_is_absent);
    tcase_add_test(tests, a_list_of_texts_of_which_one_is_too_long_is_absent);
    tcase_add_test(tests, attributes_and_what_a_function_returns_are_the_same_in_text_form);
    tcase_add_test(tests, a_constant_without_a_known_shape_or_without_a_value_is_what_the_loader_refuses);
    tcase_add_test(tests, numbers_of_a_text_are_read_or_told);
    tcase_add_test(tests, an_asset_in_a_text_is_told_by_its_type);
    tcase_add_test(tests, of_a_collection_with_several_lists_the_last_kind_counts);
    tcase_add_test(tests, an_asset_of_more_bytes_than_are_looked_at_is_none);
    tcase_add_test(tests, the_variables_of_a_module_are_read_from_their_collection);
    tcase_add_test(tests, what_is_in_a_composite_tensor_of_an_asset_is_none_of_its);
    tcase_add_test(tests, a_version_of_a_saver_that_is_none_is_told);
    tcase_add_test(tests, texts_that_are_not_even_held_are_too_long);
    tcase_add_test(tests, a_key_of_a_function_that_is_longer_than_what_is_looked_at_means_nothing);
    tcase_add_test(tests, functions_that_functions_are_given_are_limited);
    tcase_add_test(tests, what_there_is_of_an_operation_has_limits);
    tcase_add_test(tests, a_name_a_rank_and_the_number_of_attributes_have_limits);
    tcase_add_test(tests, composite_tensors_inside_each_other_are_limited);
    tcase_add_test(tests, fifty_thousand_nodes_take_less_than_eight_mebibytes);
    tcase_add_test(tests, another_file_is_called_what_it_looks_like);
    tcase_add_test(tests, text_called_binary_and_binary_called_text_are_told);
    suite_add_tcase(suite, tests);
    tcase_set_timeout(damage, 120);
    tcase_add_test(damage, a_model_cut_short_at_any_byte_is_refused_or_has_no_meta_graph);
    tcase_add_test(damage, any_flipped_bit_gives_facts_or_a_failure);
    tcase_add_test(damage, every_allocation_that_fails_ends_in_no_memory_and_loses_nothing);
    tcase_add_test(damage, every_allocation_that_fails_for_operations_and_assets_is_no_memory);
    tcase_add_test(damage, a_file_that_cannot_be_read_any_more_is_told);
    suite_add_tcase(suite, damage);
    return suite;
}
