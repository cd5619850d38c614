/*
 * nnreg-mkmodel: a SavedModel folder from the command line, for the demo and the shell tests.
 *
 * Exit status: 0 written, 1 it could not be written, 2 usage. Equal arguments make equal files.
 */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mean_writer.h"
#include "models.h"

#define EXIT_USAGE 2
#define MAX_DIM    65535
#define MAX_SHARDS 1000
#define MAX_TEXT   512

struct arguments {
    struct mw_recipe recipe;
    const char *mean; /* "npy", … or NULL */
    const char *path;
};

enum mkmodel_option {
    OPT_KIND = 1,
    OPT_TEXT,
    OPT_SIZE,
    OPT_LABELS,
    OPT_SHARDS,
    OPT_NCHW,
    OPT_BATCH,
    OPT_GRAY,
    OPT_UINT8,
    OPT_BYTES,
    OPT_SPARSE,
    OPT_NODES,
    OPT_SNAPPY,
    OPT_BIG_ENDIAN,
    OPT_SEED,
    OPT_MEAN,
    OPT_FLAT,
    OPT_FLAT_SCORES,
    OPT_UNSAFE_OP,
    OPT_UNSAFE_VALUE,
    OPT_UNSAFE_PLACE,
    OPT_ASSET,
    OPT_OMIT_ASSET,
    OPT_SLICED,
    OPT_FAULT,
    OPT_HELP,
};

struct option_row {
    const char *name, *argument, *help;
};

static const struct option_row option_rows[] = {
    [OPT_KIND] = {"kind", "KIND", "what to make (below); classifier if not given"},
    [OPT_TEXT] = {"text", "[=STYLE]", "saved_model.pbtxt instead of .pb; style plain, one-line or unusual"},
    [OPT_SIZE] = {"size", "WxH", "of the image, 32x32 if not given"},
    [OPT_LABELS] = {"labels", "N", "number of labels, 10 if not given"},
    [OPT_SHARDS] = {"shards", "N", "data shards, 1 if not given"},
    [OPT_NCHW] = {"nchw", NULL, "channels before height and width"},
    [OPT_BATCH] = {"batch", "N", "a fixed batch size instead of any"},
    [OPT_GRAY] = {"gray", NULL, "one channel instead of three"},
    [OPT_UINT8] = {"uint8", NULL, "the input is DT_UINT8 instead of DT_FLOAT"},
    [OPT_BYTES] = {"bytes", "N", "size of a big kind; K, M and G are powers of 1024"},
    [OPT_SPARSE] = {"sparse", NULL, "zeros instead of random content, as holes"},
    [OPT_NODES] = {"nodes", "N", "nodes of a big graph, number of big variables"},
    [OPT_SNAPPY] = {"snappy", NULL, "compress the blocks of variables.index"},
    [OPT_BIG_ENDIAN] = {"big-endian", NULL, "variables of a big-endian machine"},
    [OPT_SEED] = {"seed", "N", "of the random content, 1 if not given"},
    [OPT_MEAN] = {"mean", "npy|binaryproto|proto.bin", "also write mean.npy, … (channels, height, width)"},
    [OPT_FLAT] = {"flat", NULL, "variables.* beside the model instead of variables/"},
    [OPT_FLAT_SCORES] = {"flat-scores", NULL, "detector: scores [-1,100]"},
    [OPT_UNSAFE_OP] = {"unsafe-op", "OP", "unsafe: the operation, ReadFile if not given"},
    [OPT_UNSAFE_VALUE] = {"unsafe-value", "TEXT", "unsafe: the file or address it names"},
    [OPT_UNSAFE_PLACE] = {"unsafe-place", "graph|function|unreachable", "unsafe: where it sits"},
    [OPT_ASSET] = {"asset", "NAME", "asset: file name, labels.txt if not given"},
    [OPT_OMIT_ASSET] = {"omit-asset", NULL, "asset: name the file and do not write it"},
    [OPT_SLICED] = {"sliced", NULL, "store variables of rank 2 and more in two slices"},
    [OPT_FAULT] = {"fault", "NAME[:KEY|:N]", "damage the variables (below)"},
    [OPT_HELP] = {"help", NULL, "this text"},
};
#define OPTIONS ((int)(sizeof option_rows / sizeof option_rows[0]))

/* --- Help and errors --- */

static void print_help(void)
{
    static const char *const kind_help[MW_KIND_COUNT] = {
#define KIND_HELP(KIND, NAME, HELP) [MW_KIND_##KIND] = HELP,
        MW_KINDS(KIND_HELP)
#undef KIND_HELP
    };
    printf("Usage: nnreg-mkmodel [OPTION]... OUTDIR\nWrites a TensorFlow SavedModel into the new folder "
           "OUTDIR.\n\n");
    for (int i = OPT_KIND; i < OPTIONS; i++) {
        char left[MAX_TEXT];
        const struct option_row *row = &option_rows[i];
        snprintf(left, sizeof left, "--%s%s%s", row->name,
                 row->argument && row->argument[0] != '[' ? " " : "", row->argument ? row->argument : "");
        printf("  %-44s %s\n", left, row->help);
    }
    printf("\nKinds:\n");
    for (int i = 0; i < MW_KIND_COUNT; i++)
        printf("  %-14s %s\n", mw_kind_names[i], kind_help[i]);
    printf("\nUnsafe operations:\n ");
    for (const char *const *op = mw_unsafe_ops; *op; op++)
        printf(" %s", *op);
    printf("\n\nFaults:\n");
    for (int i = 1; i < MW_FAULT_COUNT; i++) {
        static const char *const at[] = {"", ":N", "[:KEY]"};
        char left[MAX_TEXT];
        snprintf(left, sizeof left, "%s%s", mw_fault_rows[i].name, at[mw_fault_rows[i].at]);
        printf("  %-24s %s\n", left, mw_fault_rows[i].help);
    }
}

static int usage(const char *what, const char *text)
{
    fprintf(stderr, "nnreg-mkmodel: %s%s%s\nTry 'nnreg-mkmodel --help'.\n", what, text ? ": " : "",
            text ? text : "");
    return EXIT_USAGE;
}

/* --- Reading arguments --- */

static int parse_number(uint64_t *out, const char *text, uint64_t min, uint64_t max)
{
    char *end;
    errno = 0;
    unsigned long long v = strtoull(text, &end, 10);
    if (errno || end == text || text[0] < '0' || text[0] > '9')
        return -1;
    const char *units = "KMG", *unit = *end ? strchr(units, *end) : NULL;
    int shift = unit ? 10 * (int)(unit - units + 1) : 0;
    if (end[unit ? 1 : 0] != '\0' || v > UINT64_MAX >> shift)
        return -1;
    *out = (uint64_t)v << shift;
    return *out < min || *out > max ? -1 : 0;
}

static int parse_int(int *out, const char *text, int min, int max)
{
    uint64_t v;
    if (parse_number(&v, text, (uint64_t)min, (uint64_t)max) != 0)
        return -1;
    *out = (int)v;
    return 0;
}

static int parse_size(struct mw_recipe *r, const char *text)
{
    char width[16];
    const char *x = strchr(text, 'x');
    if (!x || (size_t)(x - text) >= sizeof width)
        return -1;
    snprintf(width, sizeof width, "%.*s", (int)(x - text), text);
    return parse_int(&r->width, width, 1, MAX_DIM) || parse_int(&r->height, x + 1, 1, MAX_DIM);
}

/* The place of text in a list, or -1. */
static int choose(const char *text, const char *const *list, int count)
{
    for (int i = 0; i < count && list[i]; i++)
        if (strcmp(list[i], text) == 0)
            return i;
    return -1;
}

static int parse_kind(struct mw_recipe *r, const char *text)
{
    int kind = choose(text, mw_kind_names, MW_KIND_COUNT);
    if (kind < 0)
        return -1;
    r->kind = (enum mw_kind)kind;
    return 0;
}

static int parse_style(struct mw_recipe *r, const char *text)
{
    static const char *const styles[] = {"plain", "one-line", "unusual"};
    int style = text ? choose(text, styles, 3) : 0;
    if (style < 0)
        return -1;
    r->syntax = (enum mw_syntax)(MW_TEXT + style);
    return 0;
}

static int parse_place(struct mw_recipe *r, const char *text)
{
    static const char *const places[] = {"graph", "function", "unreachable"};
    int place = choose(text, places, 3);
    if (place < 0)
        return -1;
    r->unsafe_place = (enum mw_place)place;
    return 0;
}

static int parse_unsafe_op(struct mw_recipe *r, const char *text)
{
    int at = choose(text, mw_unsafe_ops, INT_MAX);
    if (at < 0)
        return -1;
    r->unsafe_op = mw_unsafe_ops[at];
    return 0;
}

static int parse_mean(struct arguments *a, const char *text)
{
    static const char *const means[] = {"npy", "binaryproto", "proto.bin"};
    int mean = choose(text, means, 3);
    if (mean < 0)
        return -1;
    a->mean = means[mean];
    return 0;
}

static int parse_asset(struct mw_recipe *r, const char *text)
{
    r->asset = text;
    return *text && !strchr(text, '/') ? 0 : -1;
}

static void set_flag(struct mw_recipe *r, enum mkmodel_option option)
{
    switch (option) {
    case OPT_NCHW:
        r->nchw = true;
        break;
    case OPT_GRAY:
        r->channels = 1;
        break;
    case OPT_UINT8:
        r->input_dtype = MW_UINT8;
        break;
    case OPT_SPARSE:
        r->sparse = true;
        break;
    case OPT_SNAPPY:
        r->bundle.table.snappy_always = true;
        break;
    case OPT_BIG_ENDIAN:
        r->bundle.big_endian = true;
        break;
    case OPT_FLAT:
        r->flat = true;
        break;
    case OPT_FLAT_SCORES:
        r->flat_scores = true;
        break;
    case OPT_SLICED:
        r->sliced = true;
        break;
    case OPT_OMIT_ASSET:
        r->omit_asset = true;
        break;
    default:
        break;
    }
}

static int parse_option(struct arguments *a, enum mkmodel_option option, const char *text)
{
    struct mw_recipe *r = &a->recipe;
    switch (option) {
    case OPT_KIND:
        return parse_kind(r, text);
    case OPT_TEXT:
        return parse_style(r, text);
    case OPT_SIZE:
        return parse_size(r, text);
    case OPT_LABELS:
        return parse_int(&r->labels, text, 1, MAX_DIM);
    case OPT_SHARDS:
        return parse_int(&r->shards, text, 1, MAX_SHARDS);
    case OPT_BATCH:
        return parse_int(&r->batch, text, 1, MAX_DIM);
    case OPT_BYTES:
        return parse_number(&r->bytes, text, 0, INT64_MAX / 2);
    case OPT_NODES:
        return parse_number(&r->nodes, text, 1, INT_MAX);
    case OPT_SEED:
        return parse_number(&r->seed, text, 0, UINT64_MAX);
    case OPT_MEAN:
        return parse_mean(a, text);
    case OPT_UNSAFE_OP:
        return parse_unsafe_op(r, text);
    case OPT_UNSAFE_VALUE:
        r->unsafe_value = text;
        return 0;
    case OPT_UNSAFE_PLACE:
        return parse_place(r, text);
    case OPT_ASSET:
        return parse_asset(r, text);
    case OPT_FAULT:
        return mw_fault_parse(&r->bundle.fault, text);
    default:
        set_flag(r, option);
        return 0;
    }
}

static void long_options(struct option *out)
{
    for (int i = OPT_KIND; i < OPTIONS; i++) {
        const char *argument = option_rows[i].argument;
        int has = !argument ? no_argument : argument[0] == '[' ? optional_argument : required_argument;
        out[i - OPT_KIND] = (struct option){option_rows[i].name, has, NULL, i};
    }
    out[OPTIONS - OPT_KIND] = (struct option){0};
}

/* 0 to go on, or -1 with the exit status set. */
static int parse_arguments(struct arguments *a, int argc, char **argv, int *status)
{
    struct option options[OPTIONS];
    long_options(options);
    mw_recipe_init(&a->recipe);
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (option == OPT_HELP) {
            print_help();
            *status = EXIT_SUCCESS;
            return -1;
        }
        *status = EXIT_USAGE;
        if (option == '?') {
            fprintf(stderr, "Try 'nnreg-mkmodel --help'.\n");
            return -1;
        }
        if (parse_option(a, (enum mkmodel_option)option, optarg) != 0) {
            fprintf(stderr, "nnreg-mkmodel: --%s takes %s, not '%s'\nTry 'nnreg-mkmodel --help'.\n",
                    option_rows[option].name, option_rows[option].argument, optarg);
            return -1;
        }
    }
    a->path = optind < argc ? argv[optind] : NULL;
    if (!a->path || optind + 1 < argc) {
        *status = usage(a->path ? "one folder only" : "which folder?", a->path ? argv[optind + 1] : NULL);
        return -1;
    }
    return 0;
}

/* --- Writing --- */

static void write_mean(const struct arguments *a, struct mw_folder *folder)
{
    const struct mw_recipe *r = &a->recipe;
    struct mw_shape shape = MW_SHAPE(r->channels, r->height, r->width);
    struct mw_buf bytes = {0};
    char name[MAX_TEXT];
    double *values = mw_mean_values(&shape, r->seed);
    if (strcmp(a->mean, "npy") == 0)
        mw_npy_encode(&bytes, NULL, &shape, values);
    else if (strcmp(a->mean, "binaryproto") == 0)
        mw_blob_encode(&bytes, &(struct mw_blob_options){.legacy = true}, &shape, values);
    else
        mw_tensorproto_encode(&bytes, MW_TENSOR_CONTENT, &shape, values);
    snprintf(name, sizeof name, "mean.%s", a->mean);
    mw_folder_file(folder, name, bytes.data, bytes.size);
    mw_buf_free(&bytes);
    free(values);
}

static int write_all(const struct arguments *a)
{
    struct mw_made made;
    struct mw_folder folder;
    mw_make(&made, &a->recipe);
    mw_folder_create(&folder, a->path);
    mw_made_write_into(&made, &a->recipe, &folder);
    if (a->mean)
        write_mean(a, &folder);
    int result = mw_folder_close(&folder);
    if (result != 0)
        fprintf(stderr, "nnreg-mkmodel: cannot write %s: %s\n", folder.error_path, strerror(folder.error));
    mw_folder_free(&folder);
    mw_made_free(&made);
    return result == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    struct arguments a = {0};
    int status = EXIT_SUCCESS;
    if (parse_arguments(&a, argc, argv, &status) != 0)
        return status;
    return write_all(&a);
}
