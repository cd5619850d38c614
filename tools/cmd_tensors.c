/* nnreg tensors: the tensors that are kept with a network. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "field_keys.h"
#include "json_out.h"
#include "memory.h"
#include "operand.h"
#include "output.h"
#include "report.h"
#include "table.h"
#include "tensor_glob.h"

static const struct option_row options[] = {
    {"wide", 'w', NULL, "cut nothing, however narrow the terminal"},
    {NULL, 0, NULL, NULL},
};

/* ------------------------------------------------------------------------------------------------ which of them -- */

struct selection {
    const nnreg_tensors *tensors;
    char *const *globs;
    size_t glob_count; /* 0: all */
};

static bool is_selected(const struct selection *selection, const char *name)
{
    size_t i;

    for (i = 0; i < selection->glob_count; i++)
        if (tensor_glob_matches(name, selection->globs[i]))
            return true;
    return selection->glob_count == 0;
}

/* The next one from `*at` on, which then is behind it. */
static bool next_selected(struct nnreg_tensor_info *tensor, const struct selection *selection, size_t *at)
{
    *tensor = (struct nnreg_tensor_info)NNREG_TENSOR_INFO_INIT;
    while (nnreg_tensors_get(selection->tensors, *at, tensor) == NNREG_OK) {
        ++*at;
        if (is_selected(selection, tensor->name))
            return true;
    }
    return false;
}

/* ------------------------------------------------------------------------------------------------------ printing -- */

/* "[-1,224,224,3]" for JSON, with spaces for people. */
static void add_shape(struct buffer *text, const struct nnreg_tensor_info *tensor, const char *between)
{
    int i;

    buffer_put(text, "[");
    for (i = 0; i < tensor->rank; i++)
        buffer_printf(text, "%s%lld", i > 0 ? between : "", (long long)tensor->shape[i]);
    buffer_put(text, "]");
}

static size_t add_table(struct buffer *text, const struct run *run, const struct selection *selection)
{
    static const struct table_column columns[] = {
        {"TENSOR", TABLE_TEXT}, {"DTYPE", TABLE_WHOLE}, {"SHAPE", TABLE_TEXT}};
    struct nnreg_tensor_info tensor;
    struct table table;
    size_t at = 0, count = 0;

    table_start(&table, columns, sizeof columns / sizeof *columns);
    table.fit = run_given(run, "wide") ? 0 : output_columns();
    for (; next_selected(&tensor, selection, &at); count++) {
        struct buffer shape = {0};

        if (tensor.rank >= 0)
            add_shape(&shape, &tensor, ", ");
        table_add(&table, tensor.name);
        table_add(&table, tensor.data_type != NULL ? tensor.data_type : "unknown");
        table_add(&table, tensor.rank >= 0 ? buffer_text(&shape) : "unknown");
        buffer_free(&shape);
    }
    table_print(text, &table, run->colour_out);
    table_free(&table);
    return count;
}

static void add_json(struct buffer *text, uint64_t id, const struct selection *selection)
{
    struct json_out out = {text, false};
    struct nnreg_tensor_info tensor;
    size_t at = 0;

    json_out_open(&out, '{');
    json_out_member_number(&out, KEY_ID, id);
    json_out_key(&out, "tensors");
    json_out_open(&out, '[');
    while (next_selected(&tensor, selection, &at)) {
        json_out_open(&out, '{');
        json_out_member_text(&out, KEY_NAME, tensor.name);
        json_out_member_text(&out, "dtype", tensor.data_type);
        json_out_key(&out, "shape");
        if (tensor.rank >= 0)
            add_shape(text, &tensor, ",");
        else
            buffer_put(text, "null");
        json_out_close(&out, '}');
    }
    json_out_close(&out, ']');
    json_out_close(&out, '}');
    buffer_put(text, "\n");
}

/* The tensor that a misspelt name means; NULL: none is near. The node alone is compared where no output is named. */
static const char *nearest(const struct selection *selection, const char *name)
{
    size_t count = nnreg_tensors_count(selection->tensors), i;
    const char **names = memory_zero(count + 1, sizeof *names), *found;

    for (i = 0; i < count; i++) {
        struct nnreg_tensor_info tensor = NNREG_TENSOR_INFO_INIT;

        (void)nnreg_tensors_get(selection->tensors, i, &tensor);
        names[i] = tensor.name;
    }
    found = nnreg_nearest(name, names, count);
    free(names);
    return found;
}

/* As the lists do: that nothing was found is no failure. */
static void tell_count(const struct run *run, const struct selection *selection, size_t count)
{
    size_t total = nnreg_tensors_count(selection->tensors);
    const char *meant = NULL;

    if (count == 0 && total > 0 && selection->glob_count == 1 && tensor_glob_is_name(selection->globs[0]))
        meant = nearest(selection, selection->globs[0]);
    if (total == 0)
        report_note(run, "the network has no graph, and so no tensors");
    else if (meant != NULL)
        report_note(run, "no tensor matches; did you mean \"%s\"?", meant);
    else if (count == 0)
        report_note(run, "no tensor matches");
    else if (count == total)
        report_note(run, "%zu tensor%s", total, total == 1 ? "" : "s");
    else
        report_note(run, "%zu of %zu tensors", count, total);
}

static void print(struct run *run, uint64_t id, const struct selection *selection)
{
    struct buffer text = {0};
    size_t count = 0;

    if (run->json)
        add_json(&text, id, selection);
    else
        count = add_table(&text, run, selection);
    output_write(run, &text);
    if (!run->json && run->output_error == 0)
        tell_count(run, selection, count);
    buffer_free(&text);
}

static int run_tensors(struct run *run)
{
    nnreg *registry = NULL;
    nnreg_tensors *tensors = NULL;
    nnreg_status status;
    uint64_t id;
    int result = operand_open(run, &registry, NNREG_OPEN_READ_ONLY, &kind_network, &id);

    if (result == STATUS_DONE && (status = nnreg_network_tensors(registry, &tensors, id)) != NNREG_OK)
        result = operand_failure(run, registry, status, &kind_network, id);
    nnreg_close(registry);
    if (result == STATUS_DONE)
        print(run, id, &(struct selection){tensors, run->operands + 1, run->operand_count - 1});
    nnreg_tensors_free(tensors);
    return result;
}

const struct command command_tensors = {
    .name = "tensors",
    .group = GROUP_REGISTER,
    .usage = "tensors ID|SLUG [GLOB...] [--wide]",
    .summary = "list the tensors of a network's graph",
    .help = "Prints name, type and shape of each tensor that a description or a version can name,\n"
            "as they were kept when the network was registered; no file is read. With patterns,\n"
            "those whose names match one of them: * any characters, ? one, [a-z] [!a-z] a set, \\\n"
            "takes the next as it is; one that names no output means all of them (conv1/* is\n"
            "conv1/weights:0, too). Shapes are for the images of the description, -1 is an open\n"
            "dimension. A network that was registered before types were kept has \"unknown\".",
    .options = options,
    .least = 1,
    .most = OPERANDS_ANY,
    .run = run_tensors,
};
