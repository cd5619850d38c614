/*
 * Three tensors make up a detection, in the order of the table's rows. Each form that they may have is a pattern for each of
 * them, in which N is the number of boxes, the same in all three. N is found by trying what the shapes have: each dimension,
 * and a number that none of them has, which only open ones can be.
 *
 *     anchored   anchors N x 5, offsets N x (L+1) x 4, scores N x (L+1); networks mostly give the offsets of a box in a row
 *     direct     boxes N x L x 4, scores N x L, classes N x L; behind a suppression N x 4, N and N
 */
#include "judge/recognition_boxes.h"

#include "base/alloc.h"
#include "judge/shape_pattern.h"

enum {
    ROLES = 3,
    FORMS = 2,
    /* In the forms below: what is not known before the labels are counted. */
    OF_BOXES = -1,            /* N */
    OF_LABELS = -2,           /* L */
    OF_LABELS_AND_NONE = -3,  /* L + 1: the background is one of them */
    OF_OFFSETS_IN_A_ROW = -4, /* (L + 1) * 4 */
    NO_BOXES = INT64_C(1) << 40
};

struct box_forms {
    const struct nnreg_table *table;
    struct nnreg_shape_pattern pattern[FORMS][ROLES];
    const char *text[ROLES];
};

static const struct box_forms anchored_forms = {
    &nnreg_anchored_output_table,
    {{{2, {OF_BOXES, 5}}, {3, {OF_BOXES, OF_LABELS_AND_NONE, 4}}, {2, {OF_BOXES, OF_LABELS_AND_NONE}}},
     {{2, {OF_BOXES, 5}}, {2, {OF_BOXES, OF_OFFSETS_IN_A_ROW}}, {2, {OF_BOXES, OF_LABELS_AND_NONE}}}},
    {"N x 5", "N x (L+1) x 4", "N x (L+1)"}};

static const struct box_forms direct_forms = {
    &nnreg_direct_output_table,
    {{{3, {OF_BOXES, OF_LABELS, 4}}, {2, {OF_BOXES, OF_LABELS}}, {2, {OF_BOXES, OF_LABELS}}},
     {{2, {OF_BOXES, 4}}, {1, {OF_BOXES}}, {1, {OF_BOXES}}}},
    {"N x L x 4 or N x 4", "N x L or N", "N x L or N"}};

/* Which tensor stands in for which: first the pairs, then what goes round. */
static const unsigned char exchanges[][ROLES] = {{1, 0, 2}, {2, 1, 0}, {0, 2, 1}, {1, 2, 0}, {2, 0, 1}};

struct box_tensors {
    struct nnreg_engine *engine;
    const struct box_forms *forms;
    char *const *member[ROLES];
    const struct nnreg_tensor_answer *tensor[ROLES];
    int64_t batch;
    size_t labels;
};

/* ----------------------------------------------------------------------------------------------------- matching -- */

static int64_t resolved(int64_t dim, int64_t boxes, size_t labels)
{
    switch (dim) {
    case OF_BOXES:
        return boxes;
    case OF_LABELS:
        return (int64_t)labels;
    case OF_LABELS_AND_NONE:
        return (int64_t)labels + 1;
    case OF_OFFSETS_IN_A_ROW:
        return 4 * ((int64_t)labels + 1);
    default:
        return dim;
    }
}

static bool fits_form(const struct box_tensors *set, size_t form, size_t role,
                      const struct nnreg_tensor_answer *tensor, int64_t boxes)
{
    struct nnreg_shape_pattern pattern = set->forms->pattern[form][role];
    uint32_t i;

    for (i = 0; i < pattern.rank; i++)
        pattern.dim[i] = resolved(pattern.dim[i], boxes, set->labels);
    return nnreg_pattern_fits(&pattern, tensor, set->batch);
}

static bool fits_alone(const struct box_tensors *set, size_t role, const struct nnreg_tensor_answer *tensor)
{
    size_t form;

    for (form = 0; form < FORMS; form++)
        if (fits_form(set, form, role, tensor, NNREG_PATTERN_ANY))
            return true;
    return false;
}

/* NULL in `tensor` is one that is left out. */
static bool fit_with(const struct box_tensors *set, const struct nnreg_tensor_answer *const tensor[ROLES],
                     int64_t boxes)
{
    size_t form, role;

    for (form = 0; form < FORMS; form++) {
        for (role = 0; role < ROLES; role++)
            if (!fits_form(set, form, role, tensor[role], boxes))
                break;
        if (role == ROLES)
            return true;
    }
    return false;
}

static bool fit_together(const struct box_tensors *set, const struct nnreg_tensor_answer *const tensor[ROLES])
{
    size_t role;
    uint32_t i;

    for (role = 0; role < ROLES; role++)
        for (i = 0; nnreg_pattern_judges(tensor[role]) && i < tensor[role]->rank; i++)
            if (tensor[role]->dim[i] >= 0 && fit_with(set, tensor, tensor[role]->dim[i]))
                return true;
    return fit_with(set, tensor, NO_BOXES);
}

/* ---------------------------------------------------------------------------------------------------- reporting -- */

static const char *role_key(const struct box_tensors *set, size_t role)
{
    return set->forms->table->fields[role].key;
}

static void put_expected(struct nnreg_bytes *out, const struct box_tensors *set)
{
    size_t role;

    for (role = 0; role < ROLES; role++)
        nnreg_bytes_format(out, "%s%s is %s", role > 0 ? ", " : "", role_key(set, role),
                           set->forms->text[role]);
    nnreg_bytes_format(out, ", with N boxes and L = %zu", set->labels);
}

static char *take_box_text(struct box_tensors *set, struct nnreg_bytes *out)
{
    char *text;

    if (nnreg_bytes_take(&text, out) != NNREG_OK)
        set->engine->status = NNREG_NO_MEMORY;
    return text;
}

static void report_shape_of(struct box_tensors *set, size_t role)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    char shape[NNREG_SHAPE_SHOWN], name[NNREG_SHOWN], *hint;

    put_expected(&out, set);
    hint = take_box_text(set, &out);
    nnreg_engine_report_at(set->engine, set->member[role], NNREG_RULE_VERSION_SHAPE, hint,
                           "\"%s\" has the shape %s, which as %s of %zu label%s is to be %s",
                           nnreg_shown(name, *set->member[role]),
                           nnreg_answer_shown(shape, set->tensor[role]), role_key(set, role), set->labels,
                           set->labels == 1 ? "" : "s", set->forms->text[role]);
    nnreg_free(hint);
}

static void put_shapes(struct nnreg_bytes *out, const struct box_tensors *set)
{
    char shape[NNREG_SHAPE_SHOWN];
    const char *between = "";
    size_t role;

    for (role = 0; role < ROLES; role++) {
        if (!nnreg_pattern_judges(set->tensor[role]))
            continue;
        nnreg_bytes_format(out, "%s%s %s", between, role_key(set, role),
                           nnreg_answer_shown(shape, set->tensor[role]));
        between = ", ";
    }
}

/* The one without which the others fit. */
static void report_disagreement(struct box_tensors *set)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT, shapes = NNREG_BYTES_INIT;
    size_t role, odd = 0;
    char *hint, *text;

    for (role = 0; role < ROLES; role++) {
        const struct nnreg_tensor_answer *others[ROLES] = {set->tensor[0], set->tensor[1], set->tensor[2]};

        others[role] = NULL;
        if (fit_together(set, others))
            odd = role;
    }
    put_expected(&out, set);
    put_shapes(&shapes, set);
    hint = take_box_text(set, &out);
    text = take_box_text(set, &shapes);
    if (text != NULL)
        nnreg_engine_report_at(set->engine, set->member[odd], NNREG_RULE_VERSION_SHAPE, hint,
                               "the shapes do not go together: %s", text);
    nnreg_free(hint);
    nnreg_free(text);
}

/* Where only two are swapped, these are named; at the first of those that stand in a wrong place. */
static void report_swapped(struct box_tensors *set, const unsigned char exchange[ROLES])
{
    struct nnreg_bytes hint = NNREG_BYTES_INIT, what = NNREG_BYTES_INIT;
    char name[NNREG_SHOWN], *hint_text, *text;
    size_t role, first = ROLES;

    for (role = 0; role < ROLES; role++) {
        if (exchange[role] == role)
            continue;
        nnreg_bytes_format(&hint, "%s%s to \"%s\"", hint.size > 0 ? ", " : "set ", role_key(set, role),
                           nnreg_shown(name, *set->member[exchange[role]]));
        nnreg_bytes_format(&what, "%s%s", what.size > 0 ? " and " : "", role_key(set, role));
        first = first == ROLES ? role : first;
    }
    nnreg_bytes_text(&what, " are swapped: ");
    put_shapes(&what, set);
    hint_text = take_box_text(set, &hint);
    text = take_box_text(set, &what);
    if (text != NULL)
        nnreg_engine_report_at(set->engine, set->member[first], NNREG_RULE_VERSION_SHAPE, hint_text, "%s",
                               text);
    nnreg_free(hint_text);
    nnreg_free(text);
}

/* ------------------------------------------------------------------------------------------------------ judging -- */

/* What stands in a wrong place is known; what was not changed may be left out. */
static bool exchange_helps(const struct box_tensors *set, const unsigned char exchange[ROLES], bool all)
{
    const struct nnreg_tensor_answer *now[ROLES] = {NULL}, *then[ROLES] = {NULL};
    size_t role;

    for (role = 0; role < ROLES; role++) {
        bool moves = exchange[role] != role;

        if (moves && !nnreg_pattern_judges(set->tensor[role]))
            return false;
        if (moves || all) {
            now[role] = set->tensor[role];
            then[role] = set->tensor[exchange[role]];
        }
    }
    return !fit_together(set, now) && fit_together(set, then);
}

/* False when none are; of those that are not, one may have a finding of its own. */
static bool judge_exchanges(struct box_tensors *set)
{
    size_t i, role;
    bool all = true, found = false;

    do {
        for (i = 0; i < sizeof exchanges / sizeof *exchanges && !found; i++)
            if (exchange_helps(set, exchanges[i], all)) {
                report_swapped(set, exchanges[i]);
                found = true;
                for (role = 0; role < ROLES; role++)
                    if (exchanges[i][role] == role && !fits_alone(set, role, set->tensor[role]))
                        report_shape_of(set, role);
            }
        all = !all;
    } while (!all && !found);
    return found;
}

static void judge_boxes_together(struct box_tensors *set)
{
    size_t role;
    bool reported = false;

    if (fit_together(set, set->tensor) || judge_exchanges(set))
        return;
    for (role = 0; role < ROLES; role++)
        if (!fits_alone(set, role, set->tensor[role])) {
            report_shape_of(set, role);
            reported = true;
        }
    if (!reported)
        report_disagreement(set);
}

static void judge_box_tensors(struct nnreg_engine *engine, const struct box_forms *forms, const void *record,
                              struct nnreg_version_shapes *shapes, size_t labels)
{
    struct box_tensors set = {.engine = engine, .forms = forms, .batch = shapes->batch, .labels = labels};
    size_t role;

    for (role = 0; role < ROLES; role++) {
        set.member[role] = nnreg_member(record, &forms->table->fields[role]);
        set.tensor[role] = nnreg_version_shape_of(shapes, set.member[role]);
    }
    judge_boxes_together(&set);
}

void nnreg_judge_anchored_shapes(struct nnreg_engine *engine, const struct nnreg_anchored_output *output,
                                 struct nnreg_version_shapes *shapes, size_t labels)
{
    judge_box_tensors(engine, &anchored_forms, output, shapes, labels);
}

void nnreg_judge_direct_shapes(struct nnreg_engine *engine, const struct nnreg_direct_output *output,
                               struct nnreg_version_shapes *shapes, size_t labels)
{
    judge_box_tensors(engine, &direct_forms, output, shapes, labels);
}
