/*
 * register: puts a model into a registry, or says why it cannot be served.
 *
 *     register REGISTRY DESCRIPTION.json FOLDER
 *
 * Prints the id of the new network on standard output, and what was found on standard error. Exit status: 0 registered,
 * 1 refused, 2 anything else. Build: cc -std=c99 register.c $(pkg-config --cflags --libs nnreg) -o register
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <nnreg.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* The whole of a file, to be freed; NULL when it cannot be read. More than a description may have is not read. */
static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *text = malloc(NNREG_LIMIT_JSON + 1);

    *size = 0;
    if (file != NULL && text != NULL)
        *size = fread(text, 1, NNREG_LIMIT_JSON + 1, file);
    if (file == NULL || text == NULL || ferror(file)) {
        free(text);
        text = NULL;
    }
    if (file != NULL)
        fclose(file);
    return text;
}

static void print_findings(const nnreg_findings *findings, const char *description)
{
    const struct nnreg_finding *finding;
    size_t i;

    for (i = 0; (finding = nnreg_findings_get(findings, i)) != NULL; i++) {
        if (finding->line > 0)
            fprintf(stderr, "%s:%" PRIu64 ":%" PRIu64 ": ", description, finding->line, finding->column);
        else if (finding->file != NULL)
            fprintf(stderr, "%s: ", finding->file);
        fprintf(stderr, "%s: %s [%s]\n", nnreg_severity_text(finding->severity), finding->message,
                finding->rule);
        if (finding->hint != NULL)
            fprintf(stderr, "    hint: %s\n", finding->hint);
    }
}

/* Everything between opening and closing: the status of the create, or of what failed before it. */
static nnreg_status add(nnreg *registry, const char *description, const char *folder,
                        nnreg_findings *findings)
{
    nnreg_bundle *bundle = NULL;
    uint64_t id;
    size_t size;
    char *json = read_file(description, &size);
    nnreg_status status = nnreg_bundle_new(&bundle);

    if (json == NULL) {
        fprintf(stderr, "register: cannot read %s\n", description);
        status = NNREG_IO;
    } else if (status == NNREG_OK && (status = nnreg_bundle_add_directory(bundle, folder)) != NNREG_OK) {
        fprintf(stderr, "register: %s\n", nnreg_bundle_message(bundle));
    } else if (status == NNREG_OK) {
        status = nnreg_network_create(registry, &id, json, size, bundle, NULL, findings);
        print_findings(findings, description);
        if (status == NNREG_OK)
            printf("%" PRIu64 "\n", id);
        else
            fprintf(stderr, "register: %s\n", nnreg_message(registry));
    }
    nnreg_bundle_free(bundle);
    free(json);
    return status;
}

int main(int argc, char **argv)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg_findings *findings = NULL;
    nnreg *registry = NULL;
    char message[512];
    nnreg_status status;

    if (argc != 4) {
        fprintf(stderr, "usage: register REGISTRY DESCRIPTION.json FOLDER\n");
        return 2;
    }
    options.flags = NNREG_OPEN_CREATE;
    options.message = message;
    options.message_size = sizeof message;
    status = nnreg_open(&registry, argv[1], &options);
    if (status != NNREG_OK)
        fprintf(stderr, "register: %s\n", message);
    if (status == NNREG_OK)
        status = nnreg_findings_new(&findings, NULL, 0);
    if (status == NNREG_OK)
        status = add(registry, argv[2], argv[3], findings);
    nnreg_findings_free(findings);
    nnreg_close(registry);
    return status == NNREG_OK ? 0 : status == NNREG_REFUSED ? 1 : 2;
}
