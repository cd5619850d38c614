/* The command line: see settings.h. */
#include "settings.h"

#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "../number.h"

#define PROGRAM "nnreg-httpd"

enum option_kind { OPTION_TEXT, OPTION_FLAG, OPTION_NUMBER, OPTION_BYTES };

#define TEXT(name)                OPTION_TEXT, offsetof(struct settings, name), 0, 0
#define FLAG(name)                OPTION_FLAG, offsetof(struct settings, name), 0, 0
#define NUMBER(name, least, most) OPTION_NUMBER, offsetof(struct settings, name), least, most
#define BYTES(name, least, most)  OPTION_BYTES, offsetof(struct settings, name), least, most

/* `otherwise` is what stands in its place where it is not given. */
static const struct option_row {
    const char *name, *argument, *help, *otherwise;
    enum option_kind kind;
    size_t offset;
    uint64_t least, most;
} rows[] = {
    {"registry", "DIR", "the registry; else $NNREG_DIR", NULL, TEXT(registry)},
    {"listen", "ADDRESS:PORT", "where to listen; 127.0.0.1:8473, or the socket that systemd hands over", NULL,
     TEXT(http.listen)},
    {"keys", "FILE", "keys with their names, one a line; without it all who reach the server may do all",
     NULL, TEXT(http.keys)},
    {"open-to-all", NULL, "listen without keys on an address that other machines reach", NULL,
     FLAG(http.open_to_all)},
    {"read-only", NULL, "change nothing, whatever the key", NULL, FLAG(http.read_only)},
    {"host", "NAME", "a name that the server goes by, beside localhost (needed without keys only)", NULL,
     TEXT(http.host)},
    {"base-url", "URL", "of links in answers, behind a proxy; else http:// and the client's Host", NULL,
     TEXT(base_url)},
    {"json-log", NULL, "log a JSON object for each request, not a line", NULL, FLAG(http.json_log)},
    {"body", "BYTES", "of an upload, at most; K, M, G are powers of 1024", "64G",
     BYTES(http.body_limit, 1, INT64_MAX)},
    {"connections", "N", "at once", "256", NUMBER(http.connections, 1, 65536)},
    {"per-address", "N", "of them, from one address", "128", NUMBER(http.per_address, 1, 65536)},
    {"uploads", "N", "received at once; one more is told to come back", "16", NUMBER(uploads, 1, 65536)},
    {"json", "BYTES", "of JSON texts that are held at once; more are told to come back", "256M",
     BYTES(json_limit, NNREG_LIMIT_JSON, INT64_MAX)},
    {"header-seconds", "N", "for the header of a request, and between two", "20",
     NUMBER(http.header_seconds, 1, 86400)},
    {"idle-seconds", "N", "in which something of a body or an answer has to move, and 64 KiB in two of them",
     "30", NUMBER(http.idle_seconds, 1, 86400)},
    {"grace-seconds", "N", "for requests that run when the server is told to stop", "30",
     NUMBER(http.grace_seconds, 0, 86400)},
};

#define ROWS (sizeof rows / sizeof *rows)

static void print_help(void)
{
    size_t i;

    printf(
        "usage: nnreg-httpd -r REGISTRY [OPTION]...\n\n"
        "Serves a registry of neural networks over HTTP: an API at /v0.7/, and a page for people at /.\n\n");
    for (i = 0; i < ROWS; i++)
        printf(rows[i].otherwise != NULL ? "  --%s%s%s\n        %s (%s)\n" : "  --%s%s%s\n        %s\n",
               rows[i].name, rows[i].argument != NULL ? " " : "",
               rows[i].argument != NULL ? rows[i].argument : "", rows[i].help, rows[i].otherwise);
    printf(
        "  --help, --version\n\n"
        "-r is --registry. SIGTERM and SIGINT stop it gracefully. TLS is a proxy's. More: man nnreg-httpd\n");
}

static bool take(struct settings *settings, const struct option_row *row, const char *text)
{
    void *member = (char *)settings + row->offset;

    if (row->kind == OPTION_FLAG)
        *(bool *)member = true;
    else if (row->kind == OPTION_TEXT)
        *(const char **)member = text;
    else if (row->kind == OPTION_NUMBER ? !number_read(member, text, row->least, row->most)
                                        : !number_read_bytes(member, text, "KMGT", row->least, row->most)) {
        fprintf(stderr, "nnreg-httpd: --%s %s: a number from %llu to %llu\n", row->name, text,
                (unsigned long long)row->least, (unsigned long long)row->most);
        return false;
    }
    return true;
}

int settings_read(struct settings *settings, int argc, char **argv)
{
    struct option options[ROWS + 3] = {{0}};
    size_t i;
    int got;

    *settings = (struct settings){
        .http = {PROGRAM, .realm = "nnreg", .otherwise = "127.0.0.1:8473", .longest_name = NNREG_LIMIT_ACTOR},
        .registry = getenv("NNREG_DIR")};
    for (i = 0; i < ROWS; i++) {
        options[i] = (struct option){rows[i].name, rows[i].argument != NULL, NULL, (int)i};
        if (rows[i].otherwise != NULL)
            take(settings, &rows[i], rows[i].otherwise);
    }
    options[ROWS] = (struct option){"help", no_argument, NULL, 'h'};
    options[ROWS + 1] = (struct option){"version", no_argument, NULL, 'V'};
    while ((got = getopt_long(argc, argv, "r:hV", options, NULL)) != -1) {
        if (got == 'h')
            return print_help(), 0;
        if (got == 'V')
            return printf("nnreg-httpd %s\n", nnreg_library_version()), 0;
        if (got == '?' || !take(settings, &rows[got == 'r' ? 0 : got], optarg))
            return 2;
    }
    if (optind < argc)
        fprintf(stderr, "nnreg-httpd: it takes no operands: \"%s\"\n", argv[optind]);
    else if (settings->registry == NULL)
        fprintf(stderr, "nnreg-httpd: -r REGISTRY is missing (nnreg init makes one)\n");
    return optind < argc || settings->registry == NULL ? 2 : -1;
}
