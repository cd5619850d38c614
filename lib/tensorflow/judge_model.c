/* Reading the model of a bundle and judging it by itself: see judge_model.h. */
#include "tensorflow/judge_model.h"
#include "tensorflow/model_names.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

enum { CONTENT_HINT = 200 }; /* bytes of a hint on what a file holds */

/* TensorFlow reads the binary form if it is there, and else the text form. */
static struct nnreg_bundle_file *model_file(const struct nnreg_bundle_files *files,
                                            enum nnreg_savedmodel_syntax *syntax)
{
    struct nnreg_bundle_file *file = nnreg_bundle_find(files, "saved_model.pb");

    *syntax = file != NULL ? NNREG_SAVEDMODEL_BINARY : NNREG_SAVEDMODEL_TEXT;
    return file != NULL ? file : nnreg_bundle_find(files, "saved_model.pbtxt");
}

/* What to do about a file that is not what its name says; `otherwise`: what, where its content is of the kind that it should be. */
static const char *hint_for_content(char out[CONTENT_HINT], enum nnreg_file_signature looks,
                                    enum nnreg_savedmodel_syntax syntax, const char *otherwise)
{
    bool is_binary = looks == NNREG_FILE_SIGNATURE_SAVED_MODEL,
         is_text = looks == NNREG_FILE_SIGNATURE_SAVED_MODEL_TEXT;

    if (looks == NNREG_FILE_SIGNATURE_UNKNOWN || (is_binary && syntax == NNREG_SAVEDMODEL_BINARY) ||
        (is_text && syntax == NNREG_SAVEDMODEL_TEXT))
        return otherwise;
    (void)snprintf(out, CONTENT_HINT, "the file looks like %s%s%s", nnreg_file_signature_text(looks),
                   is_binary || is_text ? ": rename it to " : "",
                   is_binary ? "saved_model.pb"
                   : is_text ? "saved_model.pbtxt"
                             : "");
    return out;
}

static void report_failure(nnreg_findings *findings, const char *file, enum nnreg_savedmodel_syntax syntax,
                           const struct nnreg_savedmodel_failure *failure)
{
    struct nnreg_location place = {.file = file,
                                   .order = NNREG_ORDER_FILES,
                                   .offset = failure->offset,
                                   .has_offset = true,
                                   .line = failure->line,
                                   .column = failure->column};
    char hint[CONTENT_HINT];

    nnreg_report_location(findings, NNREG_RULE_MODEL_CORRUPT, NNREG_SEVERITY_OFF, &place,
                          hint_for_content(hint, failure->looks, syntax,
                                           "copy it again from where it was saved, or save it again"),
                          "the file %s", failure->reason);
}

static nnreg_status read_model(struct nnreg_judged *judged, nnreg_findings *findings,
                               struct nnreg_bundle_file *file, enum nnreg_savedmodel_syntax syntax,
                               struct nnreg_error *error)
{
    struct nnreg_savedmodel_failure failure = {NULL, 0, 0, 0, NNREG_FILE_SIGNATURE_UNKNOWN};
    struct nnreg_error reason = NNREG_ERROR_INIT;
    struct nnreg_source source;
    struct nnreg_cursor cursor;
    bool opened;
    nnreg_status status = nnreg_judge_open(&opened, &source, findings, file, error);

    if (status != NNREG_OK || !opened)
        return status;
    if (source.size == 0) { /* which has a finding of its own */
        nnreg_bundle_file_close(&source, file);
        return NNREG_OK;
    }
    status = nnreg_source_cursor(&cursor, &source, &reason);
    if (status == NNREG_OK) {
        status = nnreg_savedmodel_read(&judged->model, &cursor, syntax, &failure, &reason);
        nnreg_cursor_free(&cursor);
    }
    nnreg_bundle_file_close(&source, file);
    if (status == NNREG_CORRUPT || status == NNREG_LIMIT)
        report_failure(findings, file->name, syntax, &failure);
    else if (status != NNREG_OK)
        return nnreg_judge_unreadable(findings, file, &reason, error);
    return NNREG_OK;
}

static bool has_tag(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_meta *meta,
                    uint32_t tag)
{
    uint32_t i;

    for (i = 0; i < meta->tags; i++)
        if (nnreg_savedmodel_tag_at(model, meta->first_tag + i) == tag)
            return true;
    return false;
}

static bool has_tag_called(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_meta *meta,
                           const char *tag)
{
    uint32_t i;

    for (i = 0; i < meta->tags; i++)
        if (nnreg_savedmodel_text_is(model, nnreg_savedmodel_tag_at(model, meta->first_tag + i), tag))
            return true;
    return false;
}

/* As a server compares: a tag that is there twice is one (tensorflow/cc/saved_model/reader.cc, FindMetaGraphDef). */
static bool has_only_tag(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_meta *meta,
                         const char *tag)
{
    uint32_t i = 0;

    while (i < meta->tags &&
           nnreg_savedmodel_text_is(model, nnreg_savedmodel_tag_at(model, meta->first_tag + i), tag))
        i++;
    return meta->tags > 0 && i == meta->tags;
}

/*
 * The meta graph that a server takes, which has the tags {serve} and no other. Where there is none, and it takes none unless it
 * is told other tags: one with serve among others, else the first with a graph.
 */
static void choose_graph(struct nnreg_judged *judged, bool *serves)
{
    const struct nnreg_savedmodel *model = judged->model;
    uint32_t i, best = 0;
    int best_rank = 0;

    for (i = 0; i < model->metas.count; i++) {
        const struct nnreg_savedmodel_meta *meta = nnreg_savedmodel_meta_at(model, i);
        int rank = !meta->has_graph                       ? 0
                   : has_only_tag(model, meta, "serve")   ? 3
                   : has_tag_called(model, meta, "serve") ? 2
                                                          : 1;

        if (rank > best_rank) {
            best_rank = rank;
            best = i;
        }
    }
    *serves = best_rank > 2;
    if (best_rank > 0)
        judged->graph = nnreg_graph_of(model, best);
}

/* Meta graphs compared with each other, and tags of each that are: no model has so many. */
enum { METAS_COMPARED = 64, TAGS_COMPARED = 64 };

enum { TAGS_SHOWN = 8, TAG_SETS_SHOWN = 8 };

static bool same_tags(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_meta *a,
                      const struct nnreg_savedmodel_meta *b)
{
    uint32_t i;

    if (a->tags != b->tags || a->tags > TAGS_COMPARED)
        return false;
    for (i = 0; i < a->tags; i++)
        if (!has_tag(model, b, nnreg_savedmodel_tag_at(model, a->first_tag + i)))
            return false;
    return true;
}

static void judge_tags(nnreg_findings *findings, const struct nnreg_judged *judged)
{
    const struct nnreg_savedmodel *model = judged->model;
    uint32_t i, j,
        count = model->metas.count < METAS_COMPARED ? (uint32_t)model->metas.count : METAS_COMPARED;

    for (i = 0; i < count; i++)
        for (j = 0; j < i; j++)
            if (same_tags(model, nnreg_savedmodel_meta_at(model, i), nnreg_savedmodel_meta_at(model, j))) {
                nnreg_report_file(
                    findings, NNREG_RULE_MODEL_SAME_TAGS, NNREG_SEVERITY_OFF, judged->file, NULL,
                    "the meta graph %u has the same tags as the meta graph %u, so it is never loaded", i, j);
                break;
            }
}

static void put_tag_set(struct nnreg_bytes *out, const struct nnreg_savedmodel *model,
                        const struct nnreg_savedmodel_meta *meta)
{
    uint32_t names[TAGS_SHOWN], i, shown = meta->tags < TAGS_SHOWN ? meta->tags : TAGS_SHOWN;

    for (i = 0; i < shown; i++)
        names[i] = nnreg_savedmodel_tag_at(model, meta->first_tag + i);
    nnreg_bytes_text(out, "{");
    nnreg_model_put_names(out, model, names, shown, ", ");
    if (meta->tags > shown)
        nnreg_bytes_format(out, " and %u more", meta->tags - shown);
    nnreg_bytes_text(out, "}");
}

/* All there are, and which is judged though a server would not take it. */
static void put_tag_sets(struct nnreg_bytes *out, const struct nnreg_judged *judged)
{
    const struct nnreg_savedmodel *model = judged->model;
    uint32_t i, count = (uint32_t)model->metas.count, shown = count < TAG_SETS_SHOWN ? count : TAG_SETS_SHOWN;

    nnreg_bytes_format(out, "no meta graph has the tag \"serve\" and no other; the tags there are%s ",
                       count == 1 ? "" : ", by meta graph,");
    for (i = 0; i < shown; i++) {
        const struct nnreg_savedmodel_meta *meta = nnreg_savedmodel_meta_at(model, i);

        nnreg_bytes_text(out, i > 0 ? ", " : "");
        put_tag_set(out, model, meta);
        if (count > 1 && meta == judged->graph.meta)
            nnreg_bytes_text(out, " (which was judged)");
    }
    if (count > shown)
        nnreg_bytes_format(out, " and %u more", count - shown);
}

/* What becomes of the text "serve" where a list of texts was asked for. */
static bool are_letters(const struct nnreg_judged *judged)
{
    const struct nnreg_savedmodel_meta *meta = judged->graph.meta;
    uint32_t i;

    for (i = 0; i < meta->tags; i++)
        if (nnreg_savedmodel_text_size(judged->model,
                                       nnreg_savedmodel_tag_at(judged->model, meta->first_tag + i)) != 1)
            return false;
    return meta->tags > 1;
}

/* False: no memory. */
static bool report_no_serve_tag(nnreg_findings *findings, const struct nnreg_judged *judged)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    bool failed;

    put_tag_sets(&out, judged);
    failed = out.failed;
    if (!failed)
        nnreg_report_file(findings, NNREG_RULE_MODEL_NO_SERVE_TAG, NNREG_SEVERITY_OFF, judged->file,
                          are_letters(judged)
                              ? "the tags are the letters of a text: save it with the list [\"serve\"]"
                              : "save it with the tag \"serve\" alone, or tell the server the tags",
                          "%s", out.content);
    nnreg_bytes_free(&out);
    return !failed;
}

static void report_no_graph(nnreg_findings *findings, const struct nnreg_judged *judged,
                            enum nnreg_savedmodel_syntax syntax)
{
    char hint[CONTENT_HINT];

    nnreg_report_file(
        findings, NNREG_RULE_MODEL_NO_GRAPH, NNREG_SEVERITY_OFF, judged->file,
        hint_for_content(hint, judged->model->looks, syntax, "save the model again with tf.saved_model.save"),
        "the file has no meta graph with a graph in it");
}

static void judge_schema(nnreg_findings *findings, const struct nnreg_judged *judged)
{
    const struct nnreg_savedmodel *model = judged->model;

    if (model->has_schema_version && model->schema_version != 0 && model->schema_version != 1)
        nnreg_report_file(findings, NNREG_RULE_MODEL_SCHEMA_VERSION, NNREG_SEVERITY_OFF, judged->file, NULL,
                          "saved_model_schema_version is %lld, and only 1 is known",
                          (long long)model->schema_version);
}

static void judge_text_fields(nnreg_findings *findings, const struct nnreg_judged *judged)
{
    const struct nnreg_savedmodel_unknown *unknown = &judged->model->unknown_fields;
    struct nnreg_location place = {.file = judged->file,
                                   .order = NNREG_ORDER_FILES,
                                   .offset = unknown->offset,
                                   .has_offset = true,
                                   .line = unknown->line,
                                   .column = unknown->column};
    char shown[NNREG_SHOWN];

    if (unknown->count > 0)
        nnreg_report_location(
            findings, NNREG_RULE_MODEL_TEXT_FIELD, NNREG_SEVERITY_OFF, &place, NULL,
            "the field %s is not known%s: a TensorFlow that does not know it refuses the file",
            nnreg_model_shown(shown, judged->model, unknown->name),
            unknown->count > 1 ? ", and there are more such fields" : "");
}

/* Once for all that ask it. */
static nnreg_status make_flow(struct nnreg_judged *judged, struct nnreg_error *error)
{
    judged->flow = nnreg_alloc_zero(1, sizeof *judged->flow);
    return judged->flow != NULL ? nnreg_flow_make(judged->flow, &judged->graph, error)
                                : nnreg_fail_memory(error);
}

nnreg_status nnreg_judged_read(struct nnreg_judged *judged, nnreg_findings *findings,
                               const struct nnreg_bundle_files *files, struct nnreg_error *error)
{
    enum nnreg_savedmodel_syntax syntax;
    struct nnreg_bundle_file *file = model_file(files, &syntax);
    nnreg_status status;
    bool serves = false;

    *judged = (struct nnreg_judged){.model = NULL};
    if (file == NULL)
        return NNREG_OK;
    judged->file = file->name;
    judged->files = files;
    status = read_model(judged, findings, file, syntax, error);
    if (status != NNREG_OK || judged->model == NULL)
        return status;
    judge_text_fields(findings, judged);
    choose_graph(judged, &serves);
    if (judged->graph.meta == NULL) {
        report_no_graph(findings, judged, syntax);
        return NNREG_OK;
    }
    if (!serves && !report_no_serve_tag(findings, judged))
        return nnreg_fail_memory(error);
    judge_tags(findings, judged);
    judge_schema(findings, judged);
    nnreg_judge_ops(findings, judged);
    nnreg_judge_signatures(findings, judged);
    if (!nnreg_signature_keys_find(&judged->keys, &judged->graph))
        return nnreg_fail_memory(error);
    status = make_flow(judged, error);
    if (status != NNREG_OK)
        return status;
    judged->loads = nnreg_judge_loadable(findings, judged);
    nnreg_judge_cycles(findings, judged);
    /* Of the graph that is served alone: a server restores no other, whatever further meta graphs would read. */
    return nnreg_restored_find(&judged->restored, &judged->graph, error);
}

void nnreg_judged_free(struct nnreg_judged *judged)
{
    if (judged->flow != NULL)
        nnreg_flow_free(judged->flow);
    nnreg_free(judged->flow);
    nnreg_restored_free(&judged->restored);
    nnreg_signature_keys_free(&judged->keys);
    nnreg_savedmodel_free(judged->model);
    *judged = (struct nnreg_judged){.model = NULL};
}
