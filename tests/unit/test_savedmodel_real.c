/*
 * The reader of models and the questions over their graphs, on real models: everything that an independent reader
 * found in each (EXPECTED.json) is found, and nothing else. Skipped where the real models are not at hand.
 */
#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tensorflow/restored.h"
#include "inspect_fixture.h"
#include "model_facts.h"
#include "nnreg.h"

Suite *savedmodel_real_suite(void);

/* The model being compared: part of every message. */
static const char *at;
static struct nnreg_graph graph;

static const char *text_of(uint32_t text)
{
    return nnreg_savedmodel_text(graph.model, text);
}

static void same_text(const char *what, const char *found, const json_t *expected)
{
    ck_assert_msg(json_is_string(expected), "%s: %s: %s", at, what, found);
    ck_assert_msg(strcmp(found, json_string_value(expected)) == 0, "%s: %s: found %s, expected %s", at, what,
                  found, json_string_value(expected));
}

static void same_size(const char *what, uint64_t found, size_t expected)
{
    ck_assert_msg(found == expected, "%s: %s: found %llu, expected %zu", at, what, (unsigned long long)found,
                  expected);
}

static void same_count(const char *what, uint64_t found, const json_t *expected)
{
    ck_assert_msg(json_is_integer(expected) && (json_int_t)found == json_integer_value(expected),
                  "%s: %s: found %llu, expected %lld", at, what, (unsigned long long)found,
                  (long long)json_integer_value(expected));
}

/* "unknown_rank", or a list of dimensions. */
static void same_shape(const char *what, uint32_t found, const json_t *expected)
{
    struct nnreg_shape shape;
    size_t i;

    nnreg_savedmodel_shape(&shape, graph.model, found);
    if (json_is_string(expected)) {
        ck_assert_msg(found != 0 && !shape.known, "%s: %s: found %s", at, what,
                      model_shape_text(graph.model, found));
        return;
    }
    ck_assert_msg(shape.known && shape.rank == json_array_size(expected),
                  "%s: %s: found %s, expected rank %zu", at, what, model_shape_text(graph.model, found),
                  json_array_size(expected));
    for (i = 0; i < shape.rank; i++)
        ck_assert_msg(shape.dim[i] == json_integer_value(json_array_get(expected, i)), "%s: %s: found %s", at,
                      what, model_shape_text(graph.model, found));
}

/* -- tensors -- */

/* The independent reader knows of operations what the file declares; here the table goes on from there. */
static bool declared_by_the_file(const struct nnreg_savedmodel_node *node)
{
    return nnreg_graph_function(&graph, node->op) != NNREG_SAVEDMODEL_NONE ||
           nnreg_name_index_find(&graph.model->op_index, graph.meta->first_op, graph.meta->ops, node->op) !=
               NNREG_NAME_INDEX_NONE;
}

static void same_probe(const char *name, const json_t *probe)
{
    const json_t *outputs = json_object_get(probe, "n_outputs");
    const json_t *dtype = json_object_get(probe, "dtype");
    const json_t *shape = json_object_get(probe, "output_shape");
    const json_t *attr = json_object_get(probe, "shape_attr");
    const struct nnreg_savedmodel_node *node;
    struct nnreg_graph_tensor tensor;
    bool exists = nnreg_graph_tensor(&tensor, &graph, name, strlen(name));

    ck_assert_msg(exists == json_is_true(json_object_get(probe, "exists")), "%s: %s: exists %d", at, name,
                  exists);
    if (!exists)
        return;
    node = nnreg_savedmodel_node_at(graph.model, tensor.node);
    same_text(name, text_of(node->op), json_object_get(probe, "op"));
    if (json_is_null(outputs))
        ck_assert_msg(tensor.outputs == NNREG_SAVEDMODEL_NONE || !declared_by_the_file(node),
                      "%s: %s: outputs %u", at, name, tensor.outputs);
    else
        same_count(name, tensor.outputs, outputs);
    if (dtype != NULL && strcmp(json_string_value(dtype), "NO SUCH OUTPUT") == 0)
        ck_assert_msg(!tensor.has_output, "%s: %s: has output %u", at, name, tensor.output);
    else if (dtype != NULL)
        same_text(name, nnreg_dtype_name(tensor.dtype), dtype);
    else
        ck_assert_msg(tensor.dtype == NNREG_DTYPE_UNNAMED || !declared_by_the_file(node), "%s: %s: dtype %u",
                      at, name, tensor.dtype);
    if (json_is_null(shape) || shape == NULL)
        ck_assert_msg(nnreg_graph_output_shape(&graph, node, tensor.output) == 0, "%s: %s: has a shape", at,
                      name);
    else
        same_shape(name, nnreg_graph_output_shape(&graph, node, tensor.output), shape);
    if (attr != NULL)
        same_shape(name, nnreg_graph_shape_attr(&graph, node), attr);
}

/* -- signatures -- */

static void same_info(const char *key, const struct nnreg_savedmodel_info *info, const json_t *expected)
{
    const json_t *shape = json_object_get(expected, "shape");
    const json_t *name = json_object_get(expected, "name");

    same_text(key, nnreg_dtype_name(info->dtype), json_object_get(expected, "dtype"));
    if (name != NULL) {
        ck_assert_msg(info->form == NNREG_INFO_DENSE, "%s: %s: form %d", at, key, info->form);
        same_text(key, text_of(info->name), name);
    } else {
        ck_assert_msg(info->form == NNREG_INFO_SPARSE, "%s: %s: form %d", at, key, info->form);
        ck_assert_uint_ne(info->indices, 0);
        ck_assert_uint_ne(info->dense_shape, 0);
    }
    /* The independent reader tells a shape that is not given as one of no dimensions. */
    if (shape == NULL || json_is_null(shape) || (info->shape == 0 && json_array_size(shape) == 0))
        ck_assert_msg(info->shape == 0, "%s: %s: shape %s", at, key,
                      model_shape_text(graph.model, info->shape));
    else
        same_shape(key, info->shape, shape);
}

static uint32_t same_infos(const struct nnreg_savedmodel_signature *signature, bool is_output,
                           json_t *expected)
{
    const char *key;
    json_t *value;

    json_object_foreach(expected, key, value)
    {
        const struct nnreg_savedmodel_info *info =
            nnreg_graph_info(&graph, signature, is_output, key, strlen(key));

        ck_assert_msg(info != NULL, "%s: no %s", at, key);
        same_info(key, info, value);
    }
    return (uint32_t)json_object_size(expected);
}

static void same_signatures(json_t *expected)
{
    const char *key;
    json_t *value;

    same_size("signatures", graph.meta->signatures, json_object_size(expected));
    json_object_foreach(expected, key, value)
    {
        const struct nnreg_savedmodel_signature *signature = nnreg_graph_signature(&graph, key);
        uint32_t infos;

        ck_assert_msg(signature != NULL, "%s: no signature %s", at, key);
        same_text(key, text_of(signature->method), json_object_get(value, "method_name"));
        infos = same_infos(signature, false, json_object_get(value, "inputs"));
        infos += same_infos(signature, true, json_object_get(value, "outputs"));
        ck_assert_msg(signature->infos == infos, "%s: %s: %u tensors, expected %u", at, key, signature->infos,
                      infos);
    }
}

/* -- the saver and what it restores -- */

static void same_saver(const json_t *expected)
{
    const struct nnreg_savedmodel_saver *saver = &graph.meta->saver;

    ck_assert_msg(saver->present == json_is_object(expected), "%s: saver %d", at, saver->present);
    if (!saver->present)
        return;
    same_text("saver", text_of(saver->filename_tensor), json_object_get(expected, "filename_tensor_name"));
    same_text("saver", text_of(saver->restore_op), json_object_get(expected, "restore_op_name"));
    same_text("saver", text_of(saver->save_tensor), json_object_get(expected, "save_tensor_name"));
    ck_assert_int_eq(saver->sharded, json_is_true(json_object_get(expected, "sharded")));
    same_count("saver version", (uint64_t)saver->version, json_object_get(expected, "version"));
}

static void same_restored(json_t *expected, bool damaged)
{
    struct nnreg_restored restored;
    json_t *key;
    size_t i;

    ck_assert_int_eq(nnreg_restored_find(&restored, &graph, NULL), NNREG_OK);
    ck_assert_msg(restored.count == json_array_size(expected), "%s: restores %u keys, expected %zu", at,
                  restored.count, json_array_size(expected));
    json_array_foreach(expected, i, key) ck_assert_msg(
        nnreg_restored_has(&restored, graph.model, json_string_value(key), json_string_length(key)),
        "%s: does not restore %s", at, json_string_value(key));
    ck_assert_msg(restored.complete || damaged, "%s: restores something unknown", at);
    nnreg_restored_free(&restored);
}

/* -- the rest of a meta graph -- */

static void same_assets(json_t *expected)
{
    json_t *asset;
    size_t i;

    same_size("assets", graph.meta->assets, json_array_size(expected));
    json_array_foreach(expected, i, asset)
    {
        const struct nnreg_savedmodel_asset *found =
            nnreg_savedmodel_asset_at(graph.model, graph.meta->first_asset + (uint32_t)i);

        same_text("asset", text_of(found->filename), json_object_get(asset, "filename"));
        same_text("asset", text_of(found->tensor), json_object_get(asset, "tensor"));
        same_text("asset", found->from_collection ? "collection" : "asset_file_def",
                  json_object_get(asset, "from"));
    }
}

/* The name alone when a signature says it, a list when a collection does. */
static void same_init(const json_t *expected)
{
    struct nnreg_graph_init init = nnreg_graph_init_op(&graph);

    if (json_is_null(expected)) {
        ck_assert_msg(init.source == NNREG_INIT_NONE, "%s: init op %s", at, text_of(init.name));
        return;
    }
    if (json_is_array(expected)) {
        ck_assert_int_ne(init.source, NNREG_INIT_SIGNATURE);
        same_size("init ops", init.count, json_array_size(expected));
        expected = json_array_get(expected, 0);
    } else {
        ck_assert_int_eq(init.source, NNREG_INIT_SIGNATURE);
    }
    same_text("init op", text_of(init.name), expected);
}

/* Inputs of nodes, and (in functions) arguments, that nothing gives. */
static uint64_t dangling(nnreg_graph_body body, uint32_t first, uint32_t count)
{
    uint64_t found = 0;
    uint32_t i, k;

    for (i = first; i < first + count; i++) {
        const struct nnreg_savedmodel_node *node = body != NULL
                                                       ? nnreg_savedmodel_body_node_at(graph.model, i)
                                                       : nnreg_savedmodel_node_at(graph.model, i);

        for (k = 0; k < node->inputs; k++) {
            uint32_t name = nnreg_savedmodel_input_at(graph.model, node->first_input + k)->name;

            found += nnreg_graph_node_in(&graph, body, name) == NNREG_SAVEDMODEL_NONE &&
                     (body == NULL || !nnreg_graph_has_argument(&graph, body, name));
        }
    }
    return found;
}

/* What TensorFlow's loader would not take (ValidateSavedTensors, in its loader.cc). */
static bool is_rejected(nnreg_graph_body body, const struct nnreg_savedmodel_node *node)
{
    return (node->flags & NNREG_NODE_VALUE_OPEN) != 0 ||
           ((node->flags & NNREG_NODE_HAS_VALUE) == 0 &&
            nnreg_savedmodel_text_is(graph.model, node->op, "Const")) ||
           (body != NULL && node->op == body->signature.name);
}

static uint64_t rejected(nnreg_graph_body body, uint32_t first, uint32_t count)
{
    uint64_t found = 0;
    uint32_t i;

    for (i = first; i < first + count; i++)
        found += is_rejected(body, body != NULL ? nnreg_savedmodel_body_node_at(graph.model, i)
                                                : nnreg_savedmodel_node_at(graph.model, i));
    return found;
}

static void same_nodes(json_t *expected)
{
    uint64_t body_nodes = 0, body_dangling = 0;
    uint64_t rejects = rejected(NULL, graph.meta->first_node, graph.meta->nodes);
    uint32_t i;

    for (i = 0; i < graph.meta->functions; i++) {
        nnreg_graph_body body = nnreg_savedmodel_function_at(graph.model, graph.meta->first_function + i);

        body_nodes += body->nodes;
        body_dangling += dangling(body, body->first_node, body->nodes);
        rejects += rejected(body, body->first_node, body->nodes);
    }
    same_count("nodes", graph.meta->nodes, json_object_get(expected, "n_nodes"));
    same_count("functions", graph.meta->functions, json_object_get(expected, "n_functions"));
    same_count("nodes of functions", body_nodes, json_object_get(expected, "n_function_nodes"));
    same_count("duplicate nodes", graph.meta->duplicate_nodes,
               json_object_get(expected, "duplicate_node_names"));
    ck_assert_uint_eq(body_dangling, 0);
    ck_assert_uint_eq(dangling(NULL, graph.meta->first_node, graph.meta->nodes),
                      json_array_size(json_object_get(expected, "dangling_inputs")));
    ck_assert_uint_eq(rejects, json_array_size(json_object_get(expected, "loader_rejects")));
}

static void same_meta(json_t *expected)
{
    json_t *tags = json_object_get(expected, "tags"), *value;
    const char *key;
    size_t i;

    same_size("tags", graph.meta->tags, json_array_size(tags));
    json_array_foreach(tags, i, value) same_text(
        "tag", text_of(nnreg_savedmodel_tag_at(graph.model, graph.meta->first_tag + (uint32_t)i)), value);
    same_count("producer", (uint64_t)graph.meta->producer, json_object_get(expected, "producer"));
    same_text("version", text_of(graph.meta->tensorflow_version),
              json_object_get(expected, "tensorflow_version"));
    same_nodes(expected);
    same_signatures(json_object_get(expected, "signatures"));
    same_saver(json_object_get(expected, "saver_def"));
    same_restored(json_object_get(expected, "restore_tensor_names"),
                  json_array_size(json_object_get(expected, "loader_rejects")) > 0);
    same_assets(json_object_get(expected, "assets"));
    same_init(json_object_get(expected, "init_op"));
    json_object_foreach(json_object_get(expected, "probes"), key, value) same_probe(key, value);
}

/* -- files -- */

static nnreg_status load(struct nnreg_savedmodel **model, struct nnreg_savedmodel_failure *failure,
                         const char *format, enum nnreg_savedmodel_syntax syntax)
{
    char path[4096];
    struct content content;
    nnreg_status status;

    snprintf(path, sizeof(path), "%s/%s/saved_model.%s", models_folder(), at, format);
    content = content_load(path);
    ck_assert_msg(content.bytes != NULL, "%s", path);
    status = model_from(model, content.bytes, content.size, syntax, failure);
    free(content.bytes);
    return status;
}

static void same_model(const char *name, json_t *expected)
{
    const char *format = json_string_value(json_object_get(expected, "format"));
    enum nnreg_savedmodel_syntax syntax =
        strcmp(format, "pb") == 0 ? NNREG_SAVEDMODEL_BINARY : NNREG_SAVEDMODEL_TEXT;
    json_t *metas = json_object_get(expected, "meta_graphs"), *meta;
    json_t *schema = json_object_get(expected, "schema_version");
    struct nnreg_savedmodel_failure failure;
    struct nnreg_savedmodel *model;
    nnreg_status status;
    size_t i;

    at = name;
    status = load(&model, &failure, format, syntax);
    if (json_is_null(schema)) {
        ck_assert_msg(model == NULL || model->unknown_fields.count > 0, "%s was read", name);
        nnreg_savedmodel_free(model);
        return;
    }
    ck_assert_msg(status == NNREG_OK, "%s: %s at %llu", name, failure.reason,
                  (unsigned long long)failure.offset);
    ck_assert_int_eq(model->schema_version, json_integer_value(schema));
    ck_assert_msg(model->metas.count == json_array_size(metas), "%s: %u meta graphs", name,
                  model->metas.count);
    ck_assert_uint_eq(model->unknown_fields.count, 0);
    ck_assert_uint_eq(model->unknown_enums.count, 0);
    json_array_foreach(metas, i, meta)
    {
        graph = nnreg_graph_of(model, (uint32_t)i);
        same_meta(meta);
    }
    nnreg_savedmodel_free(model);
}

START_TEST(every_real_model_has_the_facts_that_an_independent_reader_found)
{
    const char *folder = models_folder();
    char path[4096];
    json_t *expected, *value;
    const char *name;

    if (folder == NULL)
        return;
    snprintf(path, sizeof(path), "%s/EXPECTED.json", folder);
    expected = json_load_file(path, 0, NULL);
    ck_assert_ptr_nonnull(expected);
    ck_assert_uint_gt(json_object_size(expected), 80);
    json_object_foreach(expected, name, value) same_model(name, value);
    json_decref(expected);
}
END_TEST

START_TEST(a_real_model_in_any_spelling_of_the_text_form_has_the_facts_of_its_binary_twin)
{
    static const char *const twins[][2] = {
        {"tf_half_plus_two", "syn_pbtxt_tf_half_plus_two"},
        {"tf_half_plus_two", "syn_pbtxt_oneline"},
        {"tf_half_plus_two", "syn_pbtxt_variants"},
        {"tf_StaticHashTableModule", "syn_pbtxt_tf_StaticHashTableModule"},
        {"tfs_half_plus_two_tf2_cpu", "syn_pbtxt_tfs_half_plus_two_tf2_cpu"},
    };
    size_t i, k;

    if (models_folder() == NULL)
        return;
    for (i = 0; i < sizeof(twins) / sizeof(twins[0]); i++) {
        struct nnreg_savedmodel_failure failure;
        struct nnreg_savedmodel *model;
        char *facts[2];

        for (k = 0; k < 2; k++) {
            at = twins[i][k];
            ck_assert_int_eq(load(&model, &failure, k == 0 ? "pb" : "pbtxt",
                                  k == 0 ? NNREG_SAVEDMODEL_BINARY : NNREG_SAVEDMODEL_TEXT),
                             NNREG_OK);
            facts[k] = model_facts(model);
            nnreg_savedmodel_free(model);
        }
        ck_assert_str_eq(facts[0], facts[1]);
        nnreg_free(facts[0]);
        nnreg_free(facts[1]);
    }
}
END_TEST

START_TEST(a_real_file_that_is_no_model_is_called_what_it_is)
{
    struct nnreg_savedmodel_failure failure;
    struct nnreg_savedmodel *model;

    if (models_folder() == NULL)
        return;
    at = "syn_graphdef_as_saved_model";
    ck_assert_int_eq(load(&model, &failure, "pb", NNREG_SAVEDMODEL_BINARY), NNREG_OK);
    ck_assert_uint_eq(model->metas.count, 0);
    ck_assert_int_eq(model->looks, NNREG_FILE_SIGNATURE_GRAPH_DEF);
    nnreg_savedmodel_free(model);
    at = "mathsymbol_PARTIAL_pbtxt";
    ck_assert_int_eq(load(&model, &failure, "pbtxt", NNREG_SAVEDMODEL_TEXT), NNREG_OK);
    ck_assert_int_eq(model->looks, NNREG_FILE_SIGNATURE_LABEL_MAP);
    ck_assert_str_eq(nnreg_savedmodel_text(model, model->unknown_fields.name), "item");
    ck_assert_uint_eq(model->unknown_fields.line, 1);
    ck_assert_uint_eq(model->unknown_fields.column, 1);
    nnreg_savedmodel_free(model);
    at = "sagemaker_EMPTY_pb";
    ck_assert_int_eq(load(&model, &failure, "pb", NNREG_SAVEDMODEL_BINARY), NNREG_OK);
    ck_assert_int_eq(model->looks, NNREG_FILE_SIGNATURE_EMPTY);
    nnreg_savedmodel_free(model);
    at = "syn_truncated_pb";
    ck_assert_int_eq(load(&model, &failure, "pb", NNREG_SAVEDMODEL_BINARY), NNREG_CORRUPT);
    ck_assert_str_eq(failure.reason, "has a field that goes beyond the end");
    ck_assert_int_eq(failure.looks, NNREG_FILE_SIGNATURE_SAVED_MODEL);
}
END_TEST

Suite *savedmodel_real_suite(void)
{
    Suite *suite = suite_create("savedmodel on real models");
    TCase *tests = tcase_create("real");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, every_real_model_has_the_facts_that_an_independent_reader_found);
    tcase_add_test(tests, a_real_model_in_any_spelling_of_the_text_form_has_the_facts_of_its_binary_twin);
    tcase_add_test(tests, a_real_file_that_is_no_model_is_called_what_it_is);
    suite_add_tcase(suite, tests);
    return suite;
}
