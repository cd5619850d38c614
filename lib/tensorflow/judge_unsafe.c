/* Findings on operations that reach outside: each that is not in its normal place, with all that it can reach. */
#include "tensorflow/judge_unsafe.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "tensorflow/outside_path.h"
#include "tensorflow/model_names.h"

enum { SHOWN_OF_A_CLASS = 20 /* findings of one class; the last tells how many more there are */ };

struct reporting {
    nnreg_findings *findings;
    const struct nnreg_judged *judged;
    uint32_t shown[NNREG_UNSAFE_CLASS_COUNT];
    uint32_t more;
    uint32_t outside; /* files that are not in the bundle */
    bool failed;
};

/* -------------------------------------------------------------------------------------------------- in words -- */

static void tell_signature(struct nnreg_bytes *out, const struct nnreg_unsafe_use *use)
{
    const struct nnreg_savedmodel *model = use->origins->flow->graph->model;
    const struct nnreg_fed_input *fed = &use->origins->fed[use->origin.fed];
    char signature[NNREG_SHOWN], input[NNREG_SHOWN];

    nnreg_bytes_format(
        out, "what the caller gives as input \"%s\" of the signature \"%s\"",
        nnreg_model_shown(input, model, nnreg_savedmodel_info_at(model, fed->info)->key),
        nnreg_model_shown(signature, model, nnreg_savedmodel_signature_at(model, fed->signature)->key));
}

static void tell_unknown(struct nnreg_bytes *out, const struct nnreg_unsafe_use *use)
{
    char op[NNREG_SHOWN];

    nnreg_bytes_text(out, "what cannot be told");
    if (use->origin.op != 0)
        nnreg_bytes_format(out, " (it comes from a %s)",
                           nnreg_model_shown(op, use->origins->flow->graph->model, use->origin.op));
}

/* The `number`-th thing that an origin is beside constants. */
static void tell_use_origin(struct nnreg_bytes *out, const struct nnreg_unsafe_use *use, unsigned number)
{
    static const struct {
        enum nnreg_text_from from;
        const char *text;
        void (*tell)(struct nnreg_bytes *out, const struct nnreg_unsafe_use *use);
    } words[] = {
        {NNREG_TEXT_FROM_MORE, "more that the graph says", NULL},
        {NNREG_TEXT_FROM_ASSET, "an asset", NULL},
        {NNREG_TEXT_FROM_STAND_IN, "the path that the asset's node has itself once the model is loaded",
         NULL},
        {NNREG_TEXT_FROM_SAVER, "the saver's file", NULL},
        {NNREG_TEXT_FROM_SIGNATURE, NULL, tell_signature},
        {NNREG_TEXT_FROM_PLACEHOLDER, "what is fed to a placeholder that no signature has", NULL},
        {NNREG_TEXT_FROM_ARGUMENT, "what the function is called with, which no node of the graph says", NULL},
        {NNREG_TEXT_FROM_UNKNOWN, NULL, tell_unknown},
    };
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++) {
        if ((use->origin.from & words[i].from) == 0 || number-- > 0)
            continue;
        if (words[i].tell != NULL)
            words[i].tell(out, use);
        else
            nnreg_bytes_text(out, words[i].text);
        return;
    }
}

static void put_shown(struct nnreg_bytes *out, const struct nnreg_unsafe_use *use, uint32_t text)
{
    char shown[NNREG_SHOWN];
    size_t size;
    const char *bytes = nnreg_text_origin_text(use->origins, text, &size);

    nnreg_bytes_format(out, "\"%s\"", nnreg_utf8_quote(shown, sizeof shown, bytes, size));
}

/* ": "/etc/passwd", or an asset": nothing where neither an attribute nor an input says it. */
static void put_reached(struct nnreg_bytes *out, const struct nnreg_unsafe_use *use)
{
    unsigned count = 0, rest, i;

    if (use->origin.count == 0 && use->has_text) {
        nnreg_bytes_text(out, ": ");
        put_shown(out, use, use->text);
        count++;
    }
    for (i = 0; i < use->origin.count; i++, count++) {
        nnreg_bytes_text(out, count == 0 ? ": " : ", ");
        put_shown(out, use, use->origin.texts[i]);
    }
    for (i = 0, rest = use->origin.from; rest != 0; rest &= rest - 1, i++, count++) {
        nnreg_bytes_text(out, count == 0 ? ": " : ", or ");
        tell_use_origin(out, use, i);
    }
}

/* ------------------------------------------------------------------------------------------------------ reporting -- */

static const char *unsafe_hint(const struct nnreg_unsafe_use *use)
{
    static const char *const chosen[NNREG_UNSAFE_CLASS_COUNT] = {
        [NNREG_UNSAFE_FILE_WRITE] =
            "whoever may send requests may write each file that the server can: serve "
            "it to nobody else, or save the model without this signature",
        [NNREG_UNSAFE_FILE_READ] = "whoever may send requests may read each file that the server can: serve "
                                   "it to nobody else, or save the model without this signature",
        [NNREG_UNSAFE_LISTING] = "whoever may send requests may look through the server's folders: serve it "
                                 "to nobody else, or save the model without this signature",
        [NNREG_UNSAFE_NETWORK] = "whoever may send requests chooses whom the server talks to: serve it to "
                                 "nobody else, or save the model without this signature",
        [NNREG_UNSAFE_SETTING] =
            "whoever may send requests may change how the server reaches files: serve it "
            "to nobody else, or save the model without this signature",
    };
    const char *hint = (use->origin.from & NNREG_TEXT_FROM_SIGNATURE) != 0 ? chosen[use->row->kind] : NULL;

    return hint != NULL ? hint : "if you do not know why the model needs it, do not serve it";
}

/* "the node "n" of the function "f" is a ReadFile": the caller frees it. */
static char *use_told(struct reporting *reporting, const struct nnreg_unsafe_use *use)
{
    const struct nnreg_savedmodel *model = reporting->judged->model;
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    char shown[NNREG_SHOWN], *told = NULL;

    nnreg_bytes_format(&out, "the node \"%s\"", nnreg_model_shown(shown, model, use->node->name));
    if (use->function != NULL)
        nnreg_bytes_format(&out, " of the function \"%s\"",
                           nnreg_model_shown(shown, model, use->function->signature.name));
    nnreg_bytes_format(&out, " is a %s, which %s", nnreg_model_shown(shown, model, use->node->op),
                       nnreg_unsafe_text(use->row->kind));
    put_reached(&out, use);
    if (nnreg_bytes_take(&told, &out) != NNREG_OK)
        reporting->failed = true;
    return told;
}

/* The first constant that is a file which no bundle has, or the attribute that is one. */
static void report_outside(struct reporting *reporting, const struct nnreg_unsafe_use *use)
{
    char shown[NNREG_SHOWN], name[NNREG_SHOWN];
    const struct nnreg_outside_path *kind = NULL;
    const char *path = NULL;
    unsigned count = use->origin.count > 0 ? use->origin.count : use->has_text ? 1 : 0, i;
    size_t size = 0;

    if (use->row->kind != NNREG_UNSAFE_FILE_READ || use->row->normal == NNREG_NORMAL_SAVER)
        return;
    for (i = 0; i < count && kind == NULL; i++) {
        path = nnreg_text_origin_text(use->origins, use->origin.count > 0 ? use->origin.texts[i] : use->text,
                                      &size);
        kind = nnreg_outside_path_of(path);
    }
    if (kind == NULL || ++reporting->outside > SHOWN_OF_A_CLASS)
        return;
    nnreg_report_file(reporting->findings, NNREG_RULE_MODEL_OUTSIDE_FILE, NNREG_SEVERITY_OFF,
                      reporting->judged->file, kind->hint, "\"%s\", which the node \"%s\" reads, %s",
                      nnreg_utf8_quote(shown, sizeof shown, path, size),
                      nnreg_model_shown(name, reporting->judged->model, use->node->name), kind->what);
}

static void report_use(const struct nnreg_unsafe_use *use, void *context)
{
    struct reporting *reporting = context;
    char *told;

    if (use->normal)
        return;
    if (++reporting->shown[use->row->kind] > SHOWN_OF_A_CLASS) {
        reporting->more++;
    } else {
        told = use_told(reporting, use);
        if (told != NULL)
            nnreg_report_file(reporting->findings, NNREG_RULE_MODEL_UNSAFE_OP, NNREG_SEVERITY_OFF,
                              reporting->judged->file, unsafe_hint(use), "%s", told);
        nnreg_free(told);
    }
    report_outside(reporting, use);
}

void nnreg_judge_unsafe(nnreg_findings *findings, const struct nnreg_judged *judged)
{
    struct reporting reporting = {.findings = findings, .judged = judged};

    if (judged->model == NULL)
        return;
    if (!nnreg_unsafe_walk(judged, report_use, &reporting) || reporting.failed)
        nnreg_findings_fail_memory(findings);
    if (reporting.more > 0)
        nnreg_report_file(findings, NNREG_RULE_MODEL_UNSAFE_OP, NNREG_SEVERITY_OFF, judged->file, NULL,
                          "%u more nodes reach outside: nnreg inspect --json lists them all", reporting.more);
    if (reporting.outside > SHOWN_OF_A_CLASS)
        nnreg_report_file(findings, NNREG_RULE_MODEL_OUTSIDE_FILE, NNREG_SEVERITY_OFF, judged->file, NULL,
                          "%u more nodes read files that are not in the bundle",
                          reporting.outside - SHOWN_OF_A_CLASS);
}
