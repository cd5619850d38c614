/* Inputs and runs: see subject.h. */
#include "subject.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/judge_recognition.h"

void subject_must(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "linear: it failed to %s\n", what);
    exit(99);
}

void subject_begin(struct subject *subject, size_t n)
{
    *subject = (struct subject){.n = n};
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *at)
{
    (void)about;
    (void)kind;
    (void)at;
    return remove(path);
}

void subject_end(struct subject *subject)
{
    nnreg_bytes_free(&subject->text);
    nnreg_bytes_free(&subject->other);
    mw_buf_free(&subject->model);
    nnreg_bundle_free(subject->bundle);
    nnreg_findings_free(subject->findings);
    free(subject->severities);
    if (subject->folder[0] != '\0')
        subject_must(nftw(subject->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0, "remove a folder");
}

static nnreg_bundle *bundle_of(struct subject *subject)
{
    if (subject->bundle == NULL)
        subject_must(nnreg_bundle_new(&subject->bundle) == NNREG_OK, "make a bundle");
    return subject->bundle;
}

void subject_file(struct subject *subject, const char *content, const char *name)
{
    subject_must(nnreg_bundle_add_memory(bundle_of(subject), content, strlen(content), name) == NNREG_OK,
                 "add a file");
}

void subject_model(struct subject *subject)
{
    subject_must(nnreg_bundle_add_memory(bundle_of(subject), subject->model.data, subject->model.size,
                                         "saved_model.pb") == NNREG_OK,
                 "add the model");
}

const char *subject_folder(struct subject *subject)
{
    const char *base = getenv("TMPDIR");

    if (subject->folder[0] != '\0')
        return subject->folder;
    (void)snprintf(subject->folder, sizeof subject->folder, "%.200s/nnreg-linear-XXXXXX",
                   base != NULL && base[0] != '\0' ? base : "/tmp");
    subject_must(mkdtemp(subject->folder) != NULL, "make a folder");
    (void)bundle_of(subject);
    return subject->folder;
}

void subject_write(struct subject *subject, const char *name, const void *content, size_t size)
{
    char path[600];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%.300s", subject_folder(subject), name);
    file = fopen(path, "wb");
    subject_must(file != NULL, "make a file");
    subject_must(fwrite(content, 1, size, file) == size && fclose(file) == 0, "write a file");
}

void subject_description(struct subject *subject, void (*inputs)(struct subject *),
                         void (*postprocessings)(struct subject *))
{
    nnreg_bytes_text(&subject->text,
                     "{\"name\": \"n\", \"framework\": \"tensorflow-1.x\", \"preprocessing\": "
                     "{\"inputs\": [");
    if (inputs != NULL)
        inputs(subject);
    else
        subject_input(subject, 0, "x", NULL);
    nnreg_bytes_text(&subject->text, "]}, \"postprocessings\": [");
    if (postprocessings != NULL)
        postprocessings(subject);
    nnreg_bytes_text(&subject->text, "]}");
}

void subject_input(struct subject *subject, size_t i, const char *tensor, const char *mean)
{
    nnreg_bytes_format(
        &subject->text,
        "%s\n{\"tensor_name\": \"%s\", \"image\": {\"dimension_order\": \"NHWC\", "
        "\"resize_type\": \"CROP\", \"target_size\": \"4x4\", \"color_channels\": \"L\"%s%s%s}}",
        i > 0 ? "," : "", tensor, mean != NULL ? ", \"mean_file\": \"" : "", mean != NULL ? mean : "",
        mean != NULL ? "\"" : "");
}

/* -- runs -- */

static void make_findings(struct subject *subject)
{
    if (subject->findings == NULL)
        subject_must(nnreg_findings_new(&subject->findings, subject->severities, subject->severity_count) ==
                         NNREG_OK,
                     "make a list of findings");
}

void run_check(struct subject *subject)
{
    nnreg_status status;

    make_findings(subject);
    status = nnreg_check(subject->findings, subject->text.content, subject->text.size, subject->bundle, NULL);
    subject_must(status == NNREG_OK || status == NNREG_REFUSED, "check");
}

void run_spec(struct subject *subject)
{
    struct nnreg_json json = {0};
    nnreg_status status;

    make_findings(subject);
    status = nnreg_judge_spec(&json, subject->findings, subject->text.content, subject->text.size,
                              NNREG_FORM_WRITTEN, NULL);
    subject_must(status == NNREG_OK || status == NNREG_REFUSED, "judge a spec");
    nnreg_json_free(&json);
}

void run_inspect(struct subject *subject)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    char *report;

    call.flags = NNREG_INSPECT_TENSORS;
    make_findings(subject);
    subject_must(nnreg_inspect(&report, subject->findings, subject->bundle, &call) == NNREG_OK, "inspect");
    nnreg_free(report);
}

static void draw(struct subject *subject, unsigned depth)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    char *report;

    call.depth = depth;
    make_findings(subject);
    subject_must(nnreg_inspect(&report, subject->findings, subject->bundle, &call) == NNREG_OK, "inspect");
    subject_must(strstr(report, "\"depth\"") != NULL, "a picture");
    nnreg_free(report);
}

void run_picture(struct subject *subject)
{
    draw(subject, 1);
}

void run_deep_picture(struct subject *subject)
{
    draw(subject, 64);
}

void run_cost(struct subject *subject)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    char *report;

    call.flags = NNREG_INSPECT_COST;
    make_findings(subject);
    subject_must(nnreg_inspect(&report, subject->findings, subject->bundle, &call) == NNREG_OK, "inspect");
    subject_must(strstr(report, "\"peak_bytes\"") != NULL, "a cost");
    nnreg_free(report);
}

void run_draft(struct subject *subject)
{
    char *draft = NULL;
    nnreg_status status;

    make_findings(subject);
    status = nnreg_draft(&draft, subject->findings, subject->bundle);
    subject_must(status == NNREG_OK || status == NNREG_REFUSED, "draft");
    nnreg_free(draft);
}
