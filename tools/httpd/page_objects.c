/* Pages of one network, and of one specification. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../http/text.h"
#include "page.h"
#include "page_events.h"
#include "picture.h"

#define VERSIONS_SHOWN 50
#define LABELS_SHOWN   500u

/* A row of a list of terms, where there is a value: neither NULL nor "". */
static void put_term(struct buffer *page, const char *term, const char *value)
{
    if (value != NULL && *value != '\0')
        html_put(page, "<dt>%h</dt><dd>%h</dd>\n", term, value);
}

static nnreg_status versions_of(nnreg *registry, nnreg_page **versions, uint64_t network, uint64_t spec)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.network_id = network;
    query.spec_id = spec;
    query.limit = VERSIONS_SHOWN;
    return nnreg_version_list(registry, versions, &query);
}

/* ---------------------------------------------------------------------------------------------- one network -- */

static void put_facts(struct buffer *page, nnreg *registry, const nnreg_network *network)
{
    nnreg_task *task = NULL;
    char digest[65];
    size_t i;

    nnreg_network_digest(network, digest);
    html_put(page, "<p class=\"text\">%h</p>\n<dl>\n", nnreg_network_description(network));
    put_term(page, "Public as", nnreg_network_slug(network));
    put_term(page, "Framework", nnreg_network_framework(network));
    if (nnreg_task_get(registry, &task, nnreg_network_task_id(network)) == NNREG_OK) {
        put_term(page, "Deployment", nnreg_task_status(task));
        put_term(page, "Error", nnreg_task_error(task));
        nnreg_task_free(task);
    }
    put_term(page, "License", nnreg_network_license(network));
    put_term(page, "Source", nnreg_network_source(network));
    for (i = 0; i < nnreg_network_author_count(network); i++)
        put_term(page, "Author", nnreg_network_author(network, i));
    html_put(page, "<dt>Registered (UTC)</dt><dd>%t</dd>\n<dt>Changed (UTC)</dt><dd>%t</dd>\n",
             nnreg_network_create_date(network), nnreg_network_update_date(network));
    put_term(page, "Digest", digest);
    html_put(page, "</dl>\n");
}

static void put_inputs(struct buffer *page, const nnreg_network *network)
{
    static const char *const columns[] = {"Tensor",   "Size",      "Resize", "Order",
                                          "Channels", "Pixels to", "Mean",   "Type"};
    struct nnreg_input_info input = NNREG_INPUT_INFO_INIT;
    size_t i;

    html_put(page, "<h2>Inputs</h2>\n<div class=\"wide\">");
    html_begin_table(page, columns, sizeof columns / sizeof *columns);
    for (i = 0; i < nnreg_network_input_count(network); i++)
        if (nnreg_network_input(network, i, &input) == NNREG_OK)
            html_put(
                page,
                "<tr><th scope=\"row\">%h</th><td>%u x %u</td><td>%h</td><td>%h</td><td>%h</td><td>%f</td>"
                "<td>%h</td><td>%h</td></tr>\n",
                input.tensor_name, (unsigned long long)input.target_width,
                (unsigned long long)input.target_height, input.resize_type, input.dimension_order,
                input.color_channels, input.pixel_scaling,
                *input.mean_file != '\0' ? input.mean_file : "none", input.data_type);
    html_put(page, "</tbody></table></div>\n");
}

static void put_files(struct buffer *page, const nnreg_network *network)
{
    static const char *const columns[] = {"Name", "Size", "SHA-256"};
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    size_t i;

    html_put(page, "<h2>Files</h2>\n<div class=\"wide\">");
    html_begin_table(page, columns, sizeof columns / sizeof *columns);
    for (i = 0; i < nnreg_network_file_count(network); i++) {
        struct buffer path = {0};

        if (nnreg_network_file(network, i, &file) != NNREG_OK)
            continue;
        text_percent(&path, file.name, "-._~/");
        html_put(
            page,
            "<tr><th scope=\"row\"><a href=\"/v0.7/networks/%u/files/%h\" download>%h</a></th><td>%b</td>"
            "<td><code>%h</code></td></tr>\n",
            (unsigned long long)nnreg_network_id(network), buffer_text(&path), file.name,
            (unsigned long long)file.bytes, file.sha256);
        page->failed |= path.failed;
        buffer_free(&path);
    }
    html_put(page, "</tbody></table></div>\n");
}

static void put_versions(struct buffer *page, const nnreg_page *versions, bool of_spec)
{
    unsigned long long total = nnreg_page_total(versions);
    size_t i;

    html_put(page, of_spec ? "<h2>Versions</h2>\n" : "<h2>Used by</h2>\n");
    if (total == 0)
        html_put(page, "<p>%h</p>\n",
                 of_spec ? "No network is attached to it." : "No specification uses it.");
    html_put(page, "<ul>\n");
    for (i = 0; i < nnreg_page_count(versions); i++) {
        const nnreg_version *version = nnreg_page_version(versions, i);

        html_put(page, "<li>version %u: <a href=\"/%h/%u\">%h</a></li>\n",
                 (unsigned long long)nnreg_version_id(version), of_spec ? "network" : "spec",
                 (unsigned long long)(of_spec ? nnreg_version_network_id(version)
                                              : nnreg_version_spec_id(version)),
                 of_spec ? nnreg_version_network_name(version) : nnreg_version_spec_name(version));
    }
    html_put(page, "</ul>\n");
    if (total > nnreg_page_count(versions))
        html_put(page, "<p>and %u more</p>\n", total - nnreg_page_count(versions));
}

/* ------------------------------------------------------------------------------------------------- the check -- */

/* The stored files as a bundle. The descriptors stay open until the bundle is freed. */
static nnreg_status open_files(nnreg *registry, nnreg_bundle *bundle, const nnreg_network *network, int *fds,
                               size_t *opened)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_status status = NNREG_OK;
    uint64_t size;

    for (*opened = 0; status == NNREG_OK && nnreg_network_file(network, *opened, &file) == NNREG_OK;) {
        status =
            nnreg_network_open_file(registry, &fds[*opened], &size, nnreg_network_id(network), file.name);
        if (status == NNREG_OK)
            status = nnreg_bundle_add_fd(bundle, fds[(*opened)++], file.name);
    }
    return status;
}

static void put_findings(struct buffer *page, const nnreg_findings *findings)
{
    size_t i;

    html_put(page, "<p role=\"status\">%u %h. The weights were %h.</p>\n<ul class=\"findings\">\n",
             (unsigned long long)nnreg_findings_count(findings),
             nnreg_findings_count(findings) == 1 ? "finding" : "findings",
             nnreg_findings_weights_checked(findings) ? "read and compared with their checksums"
                                                      : "not read");
    for (i = 0; i < nnreg_findings_count(findings); i++) {
        const struct nnreg_finding *finding = nnreg_findings_get(findings, i);
        const char *place = finding->file != NULL ? finding->file : finding->pointer;

        html_put(page, "<li class=\"%h\"><strong>%h</strong> %h <code>%h</code>",
                 nnreg_severity_text(finding->severity), nnreg_severity_text(finding->severity),
                 finding->message, finding->rule);
        if (place != NULL)
            html_put(page, " at <code>%h</code>", place);
        if (finding->hint != NULL)
            html_put(page, "<br>%h", finding->hint);
        html_put(page, "</li>\n");
    }
    html_put(page, "</ul>\n");
}

static void put_check(struct buffer *page, struct request *request, const nnreg_network *network)
{
    struct nnreg_call_options options = request_options(request);
    size_t files = nnreg_network_file_count(network), opened = 0;
    int *fds = calloc(files + 1, sizeof *fds);
    nnreg_bundle *bundle = NULL;
    nnreg_findings *findings = NULL;
    char *json = NULL;
    nnreg_status status = fds != NULL ? nnreg_bundle_new(&bundle) : NNREG_NO_MEMORY;

    if (status == NNREG_OK)
        status = nnreg_findings_new(&findings, NULL, 0);
    if (status == NNREG_OK)
        status = nnreg_network_json(&json, network);
    if (status == NNREG_OK)
        status = open_files(request->server->registry, bundle, network, fds, &opened);
    if (status == NNREG_OK) {
        options.flags = NNREG_FROM_OBJECT;
        options.actor = NULL;
        status = nnreg_check(findings, json, strlen(json), bundle, &options);
    }
    if (status == NNREG_OK || status == NNREG_REFUSED)
        put_findings(page, findings);
    else
        html_put(page, "<p role=\"alert\">The check could not be made: %h.</p>\n", nnreg_status_text(status));
    nnreg_free(json);
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
    while (opened > 0)
        close(fds[--opened]);
    free(fds);
}

/* ------------------------------------------------------------------------------------------------------ pages -- */

/* With what is the last of both pages. */
static void answer_object(struct request *request, struct buffer *page, const char *kind,
                          const char *metadata)
{
    html_put(page, "<h2>Metadata</h2>\n<pre tabindex=\"0\">%h</pre>\n<h2>History</h2>\n", metadata);
    page_put_events(page, request->server->registry, kind, request->id);
    page_answer(request, page);
}

void page_network(struct request *request)
{
    nnreg *registry = request->server->registry;
    struct buffer page = {0};
    nnreg_network *network = NULL;
    nnreg_page *versions = NULL;
    nnreg_status status = nnreg_network_get(registry, &network, request->id);

    if (status == NNREG_OK)
        status = versions_of(registry, &versions, request->id, 0);
    if (status == NNREG_OK) {
        page_begin(&page, nnreg_network_name(network), "");
        put_facts(&page, registry, network);
        picture_put(&page, network, versions);
        html_put(&page, "<h2>Check</h2>\n");
        if (uri_value(&request->http.uri, "check") != NULL)
            put_check(&page, request, network);
        else
            html_put(&page, "<form><button name=\"check\" value=\"1\">Check it now</button></form>\n");
        put_inputs(&page, network);
        put_files(&page, network);
        put_versions(&page, versions, false);
        answer_object(request, &page, "network", nnreg_network_metadata(network));
    } else
        page_failure(request, status);
    nnreg_page_free(versions);
    nnreg_network_free(network);
}

static void put_labels(struct buffer *page, const nnreg_spec *spec)
{
    struct nnreg_output_info output = NNREG_OUTPUT_INFO_INIT;
    const char *name;
    int64_t id;
    size_t i, k;

    for (i = 0; nnreg_spec_output(spec, i, &output) == NNREG_OK; i++) {
        html_put(page,
                 "<h2>Output %u</h2>\n<p>%u labels, %h, region of interest %h</p>\n<ul class=\"labels\">\n",
                 (unsigned long long)i + 1, (unsigned long long)output.label_count,
                 output.exclusive ? "one of them holds" : "any of them may hold", output.roi);
        for (k = 0; k < output.label_count && k < LABELS_SHOWN; k++)
            if (nnreg_spec_label(spec, i, k, &id, &name) == NNREG_OK) {
                buffer_printf(page, "<li><span class=\"number\">%lld</span> ", (long long)id);
                html_put(page, "%h</li>\n", name);
            }
        html_put(page, "</ul>\n");
        if (output.label_count > LABELS_SHOWN)
            html_put(page, "<p>and %u more</p>\n", (unsigned long long)(output.label_count - LABELS_SHOWN));
    }
}

void page_spec(struct request *request)
{
    nnreg *registry = request->server->registry;
    struct buffer page = {0};
    nnreg_spec *spec = NULL;
    nnreg_page *versions = NULL;
    nnreg_status status = nnreg_spec_get(registry, &spec, request->id);

    if (status == NNREG_OK)
        status = versions_of(registry, &versions, 0, request->id);
    if (status == NNREG_OK) {
        page_begin(&page, nnreg_spec_name(spec), "");
        html_put(&page, "<p class=\"text\">%h</p>\n<dl>\n", nnreg_spec_description(spec));
        put_term(&page, "Public as", nnreg_spec_slug(spec));
        if (nnreg_spec_current_version_id(spec) != 0)
            html_put(&page, "<dt>Current version</dt><dd>%u</dd>\n",
                     (unsigned long long)nnreg_spec_current_version_id(spec));
        html_put(&page, "<dt>Changed (UTC)</dt><dd>%t</dd>\n</dl>\n", nnreg_spec_update_date(spec));
        put_versions(&page, versions, true);
        put_labels(&page, spec);
        answer_object(request, &page, "spec", nnreg_spec_metadata(spec));
    } else
        page_failure(request, status);
    nnreg_page_free(versions);
    nnreg_spec_free(spec);
}
