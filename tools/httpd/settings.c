/* The command line: see settings.h. */
#include "settings.h"

#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "uri.h"

#define MEMBER(name) offsetof(struct settings, name)

enum option_kind { OPTION_TEXT, OPTION_FLAG, OPTION_NUMBER, OPTION_BYTES };

static const struct option_row {
    const char *name, *argument, *help;
    enum option_kind kind;
    size_t offset;
    uint64_t least, most;
} rows[] = {
    {"registry", "DIR", "the registry; else $NNREG_DIR", OPTION_TEXT, MEMBER(registry), 0, 0},
    {"listen", "ADDRESS:PORT", "where to listen; 127.0.0.1:8473, or the socket that systemd hands over",
     OPTION_TEXT, MEMBER(listen), 0, 0},
    {"keys", "FILE", "keys with their names, one a line; without it all who reach the server may do all",
     OPTION_TEXT, MEMBER(keys), 0, 0},
    {"open-to-all", NULL, "listen without keys on an address that other machines reach", OPTION_FLAG,
     MEMBER(open_to_all), 0, 0},
    {"read-only", NULL, "change nothing, whatever the key", OPTION_FLAG, MEMBER(read_only), 0, 0},
    {"host", "NAME", "a name that the server goes by, beside localhost (needed without keys only)",
     OPTION_TEXT, MEMBER(host), 0, 0},
    {"base-url", "URL", "of links in answers, behind a proxy; else http:// and the client's Host",
     OPTION_TEXT, MEMBER(base_url), 0, 0},
    {"json-log", NULL, "log a JSON object for each request, not a line", OPTION_FLAG, MEMBER(json_log), 0, 0},
    {"body", "BYTES", "of an upload, at most; K, M, G are powers of 1024 (64G)", OPTION_BYTES,
     MEMBER(body_limit), 1, INT64_MAX},
    {"connections", "N", "at once (256)", OPTION_NUMBER, MEMBER(connections), 1, 65536},
    {"per-address", "N", "of them, from one address (128)", OPTION_NUMBER, MEMBER(per_address), 1, 65536},
    {"uploads", "N", "received at once; one more is told to come back (16)", OPTION_NUMBER, MEMBER(uploads),
     1, 65536},
    {"json", "BYTES", "of JSON texts that are held at once; more are told to come back (256M)", OPTION_BYTES,
     MEMBER(json_limit), NNREG_LIMIT_JSON, INT64_MAX},
    {"header-seconds", "N", "for the header of a request, and between two (20)", OPTION_NUMBER,
     MEMBER(header_seconds), 1, 86400},
    {"idle-seconds", "N",
     "in which something of a body or an answer has to move, and 64 KiB in two of them (30)", OPTION_NUMBER,
     MEMBER(idle_seconds), 1, 86400},
    {"grace-seconds", "N", "for requests that run when the server is told to stop (30)", OPTION_NUMBER,
     MEMBER(grace_seconds), 0, 86400},
};

#define ROWS (sizeof rows / sizeof *rows)

static void print_help(void)
{
    size_t i;

    printf(
        "usage: nnreg-httpd -r REGISTRY [OPTION]...\n\n"
        "Serves a registry of neural networks over HTTP: an API at /v0.7/, and a page for people at /.\n\n");
    for (i = 0; i < ROWS; i++)
        printf("  --%s%s%s\n        %s\n", rows[i].name, rows[i].argument != NULL ? " " : "",
               rows[i].argument != NULL ? rows[i].argument : "", rows[i].help);
    printf(
        "  --help, --version\n\n"
        "-r is --registry. SIGTERM and SIGINT stop it gracefully. TLS is a proxy's. More: man nnreg-httpd\n");
}

static bool read_bytes(uint64_t *bytes, const char *text)
{
    static const char units[] = "KMGT";
    char digits[24];
    size_t length = strlen(text);
    const char *unit = length > 0 ? strchr(units, text[length - 1]) : NULL;
    unsigned shift = unit != NULL ? (unsigned)(unit - units + 1) * 10 : 0;

    if (length == 0 || length >= sizeof digits)
        return false;
    memcpy(digits, text, length + 1);
    if (unit != NULL)
        digits[length - 1] = '\0';
    if (!uri_number(bytes, digits) || *bytes > UINT64_MAX >> shift)
        return false;
    *bytes <<= shift;
    return true;
}

static bool take(struct settings *settings, const struct option_row *row, const char *text)
{
    void *member = (char *)settings + row->offset;
    uint64_t number;

    if (row->kind == OPTION_FLAG)
        *(bool *)member = true;
    else if (row->kind == OPTION_TEXT)
        *(const char **)member = text;
    else {
        if (!(row->kind == OPTION_BYTES ? read_bytes(&number, text) : uri_number(&number, text)) ||
            number < row->least || number > row->most) {
            fprintf(stderr, "nnreg-httpd: --%s %s: a number from %llu to %llu\n", row->name, text,
                    (unsigned long long)row->least, (unsigned long long)row->most);
            return false;
        }
        *(uint64_t *)member = number;
    }
    return true;
}

int settings_read(struct settings *settings, int argc, char **argv)
{
    enum { ASKS_HELP = 1000, ASKS_VERSION };
    struct option options[ROWS + 3] = {{0}};
    size_t i;
    int got;

    *settings = (struct settings){.registry = getenv("NNREG_DIR"),
                                  .body_limit = UINT64_C(64) << 30,
                                  .connections = 256,
                                  .per_address = 128,
                                  .uploads = 16,
                                  .json_limit = UINT64_C(256) << 20,
                                  .header_seconds = 20,
                                  .idle_seconds = 30,
                                  .grace_seconds = 30};
    for (i = 0; i < ROWS; i++)
        options[i] = (struct option){
            rows[i].name, rows[i].kind == OPTION_FLAG ? no_argument : required_argument, NULL, (int)i};
    options[ROWS] = (struct option){"help", no_argument, NULL, ASKS_HELP};
    options[ROWS + 1] = (struct option){"version", no_argument, NULL, ASKS_VERSION};
    while ((got = getopt_long(argc, argv, "r:hV", options, NULL)) != -1) {
        if (got == ASKS_HELP || got == 'h')
            return print_help(), 0;
        if (got == ASKS_VERSION || got == 'V')
            return printf("nnreg-httpd %s\n", nnreg_library_version()), 0;
        if (got == '?' || !take(settings, &rows[got == 'r' ? 0 : got], optarg))
            return 2;
    }
    if (optind < argc || settings->registry == NULL) {
        fprintf(stderr,
                optind < argc ? "nnreg-httpd: it takes no operands: \"%s\"\n"
                              : "nnreg-httpd: -r REGISTRY is missing (nnreg init makes one)%.0s\n",
                optind < argc ? argv[optind] : "");
        return 2;
    }
    return -1;
}
