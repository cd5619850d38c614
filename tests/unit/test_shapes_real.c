/*
 * Shapes through graphs (shapes.h), on real models: their nodes carry, as `_output_shapes`, what TensorFlow itself had found out
 * when they were made. With what the signatures feed, nothing that is computed here contradicts it, and nearly all of it is
 * found. Skipped where the real models are not at hand.
 */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inspect_fixture.h"
#include "model_facts.h"
#include "nnreg.h"
#include "tensorflow/flow_parts.h"
#include "tensorflow/shapes.h"

Suite *shapes_real_suite(void);

/* Nodes of which the file does not tell what TensorFlow had found out: a fuzzer has damaged it, as a twin of it shows. */
static const struct {
    const char *model, *node;
} lies[] = {
    {"tf_fuzz_generated__const_with_no_value", "ParseExample/ParseExample/names"},
    {"tf_fuzz_generated__const_with_no_value", "Mul_2"},
};

/* By operation: nodes of which less is known than the file says. */
static struct tally {
    char op[64];
    uint32_t nodes, first; /* `first`: of these, such whose inputs are all as good as the file has them */
} tallies[1000];
static size_t tally_count;

static struct {
    uint64_t told, reached, as_good, contradicted, outputs;
} sums;

static const char *at;
static struct nnreg_savedmodel *model;
static struct nnreg_graph graph;
static struct nnreg_flow flow;
static struct nnreg_shapes shapes;
static unsigned char *verdicts; /* by node of the graph, then of the bodies */

enum { NOT_REACHED, AS_GOOD, LESS, CONTRADICTED };

/* ------------------------------------------------------------------------------------------------------- running -- */

/* What a signature says of a placeholder that says nothing itself is what is fed. */
static size_t find_feeds(struct nnreg_shapes_feed *feeds, struct nnreg_shape *said)
{
    struct nnreg_graph_tensor tensor;
    size_t count = 0;
    uint32_t s, i;

    for (s = 0; s < graph.meta->signatures; s++) {
        const struct nnreg_savedmodel_signature *signature =
            nnreg_savedmodel_signature_at(model, graph.meta->first_signature + s);

        for (i = 0; i < signature->infos && count < 100; i++) {
            const struct nnreg_savedmodel_info *info =
                nnreg_savedmodel_info_at(model, signature->first_info + i);
            const char *name = nnreg_savedmodel_text(model, info->name);
            struct nnreg_shape own;

            if (info->is_output || info->form != NNREG_INFO_DENSE || info->shape == 0 ||
                !nnreg_graph_tensor(&tensor, &graph, name, strlen(name)))
                continue;
            nnreg_graph_tensor_shape(&own, &graph, &tensor);
            nnreg_savedmodel_shape(&said[count], model, info->shape);
            if (own.known || !said[count].known)
                continue;
            feeds[count].tensor =
                (struct nnreg_flow_tensor){nnreg_flow_of_node(&flow, tensor.node), tensor.output};
            count++;
        }
    }
    return count;
}

/* Every output of every node that there is by now, also of functions that were entered. */
static struct nnreg_flow_tensor *find_roots(size_t *count)
{
    struct nnreg_flow_tensor *roots = NULL;
    size_t room = 0;
    uint32_t i, k, outputs;

    *count = 0;
    for (i = 0; i < flow.points; i++) {
        struct nnreg_flow_place place = nnreg_flow_place(&flow, i);

        if (place.node == NULL || !nnreg_graph_outputs(&outputs, &graph, place.node) || outputs == 0)
            outputs = 1;
        if (*count + outputs > room) {
            room = (*count + outputs) * 2;
            roots = realloc(roots, room * sizeof *roots);
            ck_assert_ptr_nonnull(roots);
        }
        for (k = 0; k < outputs; k++)
            roots[(*count)++] = (struct nnreg_flow_tensor){i, k};
    }
    return roots;
}

/* All that can be entered is entered, also what nobody reads. */
static void enter_all(void)
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    uint32_t points;

    do {
        size_t count;
        struct nnreg_flow_tensor *roots = find_roots(&count);

        points = flow.points;
        ck_assert_int_eq(nnreg_shapes_make(&shapes, &flow, NULL, 0, roots, count, &error), NNREG_OK);
        nnreg_shapes_free(&shapes);
        free(roots);
    } while (points < flow.points);
}

static void run(void)
{
    static struct nnreg_shape said[101];
    struct nnreg_shapes_feed feeds[100];
    struct nnreg_flow_tensor *roots;
    size_t feed_count, count;
    struct nnreg_error error = NNREG_ERROR_INIT;
    uint32_t i;

    enter_all();
    roots = find_roots(&count);
    feed_count = find_feeds(feeds, said);
    for (i = 0; i < feed_count; i++)
        feeds[i].shape = i; /* remembered while they are sorted */
    ck_assert_int_eq(nnreg_shapes_make(&shapes, &flow, feeds, feed_count, roots, count, &error), NNREG_OK);
    for (i = 0; i < feed_count; i++)
        feeds[i].shape = nnreg_shapes_put(&shapes, &said[feeds[i].shape]);
    ck_assert_int_eq(nnreg_shapes_run(&shapes, &error), NNREG_OK);
    shapes.feed_count = 0; /* which are not looked at any more */
    free(roots);
}

/* ----------------------------------------------------------------------------------------------------- comparing -- */

static int compare_shapes(const struct nnreg_shape *told, const struct nnreg_shape *found)
{
    int verdict = AS_GOOD;
    uint32_t i;

    if (!told->known)
        return AS_GOOD;
    if (!found->known)
        return LESS;
    if (told->rank != found->rank)
        return CONTRADICTED;
    for (i = 0; i < told->rank; i++)
        if (told->dim[i] >= 0 && found->dim[i] >= 0 && told->dim[i] != found->dim[i])
            return CONTRADICTED;
        else if (told->dim[i] >= 0 && found->dim[i] < 0)
            verdict = LESS;
    return verdict;
}

static const struct nnreg_savedmodel_attr *told_of(const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_attr_named(model, node, "_output_shapes");

    return attr != NULL && (nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_SHAPES ||
                            nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_LIST)
               ? attr
               : NULL;
}

static bool is_known_lie(const char *name)
{
    size_t i;

    for (i = 0; i < sizeof lies / sizeof *lies; i++)
        if (strcmp(lies[i].model, at) == 0 && strcmp(lies[i].node, name) == 0)
            return true;
    return false;
}

static void complain(const struct nnreg_savedmodel_node *node, uint32_t output,
                     const struct nnreg_shape *told, const struct nnreg_shape *found)
{
    char shown[2][NNREG_SHAPE_SHOWN];

    printf("  %s: %s (%s) output %u: the file says %s, found %s\n", at,
           nnreg_savedmodel_text(model, node->name), nnreg_savedmodel_text(model, node->op), output,
           nnreg_shape_shown(shown[0], told), nnreg_shape_shown(shown[1], found));
}

static int compare_node(uint32_t point, const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_savedmodel_attr *attr = told_of(node);
    uint32_t i, count = nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_SHAPES
                            ? nnreg_savedmodel_attr_count(model, attr)
                            : 0;
    int worst = AS_GOOD;

    for (i = 0; i < count; i++) {
        struct nnreg_flow_tensor tensor = {point, i};
        struct nnreg_shape told, found;
        int verdict;

        nnreg_savedmodel_shape(&told, model, nnreg_savedmodel_attr_entry(model, attr, i));
        nnreg_shapes_get(&found, &shapes, nnreg_shapes_of(&shapes, &tensor).shape);
        verdict = compare_shapes(&told, &found);
        if (verdict == CONTRADICTED && !is_known_lie(nnreg_savedmodel_text(model, node->name)))
            complain(node, i, &told, &found);
        else if (verdict == CONTRADICTED)
            verdict = LESS;
        worst = verdict > worst ? verdict : worst;
        sums.outputs++;
    }
    return worst;
}

static struct tally *tally_of(const char *op)
{
    size_t i;

    for (i = 0; i < tally_count; i++)
        if (strcmp(tallies[i].op, op) == 0)
            return &tallies[i];
    if (tally_count == sizeof tallies / sizeof *tallies)
        return &tallies[0];
    snprintf(tallies[tally_count].op, sizeof tallies[0].op, "%s", op);
    return &tallies[tally_count++];
}

/* Whether some input is known less well than the file has it: then that one is to blame. */
struct blaming {
    bool inherited;
};

static void blame_source(void *context, const struct nnreg_flow_source *source)
{
    struct blaming *blaming = context;
    struct nnreg_flow_tensor tensor = {source->point, source->output};
    struct nnreg_flow_place place = nnreg_flow_place(&flow, source->point);
    struct nnreg_shape shape;

    if (source->control || source->chooses)
        return;
    nnreg_shapes_get(&shape, &shapes, nnreg_shapes_of(&shapes, &tensor).shape);
    if (place.node != NULL && told_of(place.node) != NULL)
        blaming->inherited |= compare_node(source->point, place.node) == LESS;
    else
        blaming->inherited |= !shape.known;
}

static void judge_point(uint32_t point)
{
    struct nnreg_flow_place place = nnreg_flow_place(&flow, point);
    unsigned char *verdict;
    int found;

    if (place.node == NULL || told_of(place.node) == NULL)
        return;
    if (!nnreg_shapes_has(&shapes, point) && nnreg_flow_entered(&flow, point) == NNREG_FLOW_NONE)
        return;
    verdict = &verdicts[place.index + (place.frame->body == NULL
                                           ? graph.meta->first_node
                                           : model->nodes.count + place.frame->body->first_node)];
    found = compare_node(point, place.node);
    if (found == LESS && *verdict < LESS) {
        struct tally *tally = tally_of(nnreg_savedmodel_text(model, place.node->op));
        struct blaming blaming = {false};

        tally->nodes++;
        nnreg_flow_sources(&flow, point, blame_source, &blaming);
        tally->first += !blaming.inherited;
    }
    *verdict = found > *verdict ? (unsigned char)found : *verdict;
}

static void count_node(const struct nnreg_savedmodel_node *node, unsigned char verdict)
{
    if (told_of(node) == NULL)
        return;
    sums.told++;
    sums.reached += verdict != NOT_REACHED;
    sums.as_good += verdict == AS_GOOD;
    sums.contradicted += verdict == CONTRADICTED;
    if (verdict == NOT_REACHED)
        tally_of("(not reached)")->nodes++;
}

static void judge_meta(void)
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    uint32_t i, f;

    verdicts = calloc((size_t)model->nodes.count + model->body_nodes.count + 1, 1);
    ck_assert_int_eq(nnreg_flow_make(&flow, &graph, &error), NNREG_OK);
    run();
    for (i = 0; i < flow.points; i++)
        judge_point(i);
    for (i = graph.meta->first_node; i < graph.meta->first_node + graph.meta->nodes; i++)
        count_node(nnreg_savedmodel_node_at(model, i), verdicts[i]);
    for (f = 0; f < graph.meta->functions; f++) {
        nnreg_graph_body body = nnreg_savedmodel_function_at(model, graph.meta->first_function + f);

        for (i = body->first_node; i < body->first_node + body->nodes; i++)
            count_node(nnreg_savedmodel_body_node_at(model, i), verdicts[model->nodes.count + i]);
    }
    ck_assert_msg(shapes.conflict.reason == NNREG_SHAPES_FITS, "%s: an operation cannot work: point %u", at,
                  shapes.conflict.point);
    ck_assert_msg(!shapes.cut, "%s: the limits were met", at);
    nnreg_shapes_free(&shapes);
    nnreg_flow_free(&flow);
    free(verdicts);
}

/* ----------------------------------------------------------------------------------------------------------- all -- */

static bool load_model(const char *folder, const char *name)
{
    static const struct {
        const char *ending;
        enum nnreg_savedmodel_syntax syntax;
    } forms[] = {{"pb", NNREG_SAVEDMODEL_BINARY}, {"pbtxt", NNREG_SAVEDMODEL_TEXT}};
    struct nnreg_savedmodel_failure failure;
    char path[4096];
    size_t i;

    model = NULL;
    for (i = 0; i < 2 && model == NULL; i++) {
        struct content content;

        snprintf(path, sizeof path, "%s/%s/saved_model.%s", folder, name, forms[i].ending);
        content = content_load(path);
        if (content.bytes != NULL)
            (void)model_from(&model, content.bytes, content.size, forms[i].syntax, &failure);
        free(content.bytes);
    }
    return model != NULL;
}

enum { TOLD = 12 }; /* operations that are told */

static int compare_tallies(const void *a, const void *b)
{
    const struct tally *one = a, *other = b;

    return (one->nodes < other->nodes) - (one->nodes > other->nodes);
}

static void tell(void)
{
    size_t i;

    printf("shapes: %llu nodes with shapes told, %llu reached, %llu as good (%.2f %%), %llu contradicted\n",
           (unsigned long long)sums.told, (unsigned long long)sums.reached, (unsigned long long)sums.as_good,
           100.0 * (double)sums.as_good / (double)sums.told, (unsigned long long)sums.contradicted);
    qsort(tallies, tally_count, sizeof *tallies, compare_tallies);
    for (i = 0; i < tally_count && i < TOLD; i++)
        printf("  less known: %6u (%u of themselves) %s\n", tallies[i].nodes, tallies[i].first,
               tallies[i].op);
}

START_TEST(no_shape_contradicts_what_tensorflow_had_found_out)
{
    const char *folder = models_folder();
    struct dirent *entry;
    uint32_t i;
    DIR *dir;

    if (folder == NULL)
        return;
    dir = opendir(folder);
    ck_assert_ptr_nonnull(dir);
    while ((entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.' || !load_model(folder, entry->d_name))
            continue;
        at = entry->d_name;
        for (i = 0; i < model->metas.count; i++) {
            graph = nnreg_graph_of(model, i);
            judge_meta();
        }
        nnreg_savedmodel_free(model);
    }
    closedir(dir);
    tell();
    ck_assert_uint_eq(sums.contradicted, 0);
    ck_assert_uint_ge(sums.as_good * 100, sums.told * 95);
}
END_TEST

Suite *shapes_real_suite(void)
{
    Suite *suite = suite_create("shapes of real models");
    TCase *tests = tcase_create("real");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, no_shape_contradicts_what_tensorflow_had_found_out);
    suite_add_tcase(suite, tests);
    return suite;
}
