/* The page for people: see page.h. */
#include "page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "page_assets.h"
#include "../http/text.h"

/* No script and no style but the server's own, no request to anywhere else, no frame around it. */
#define POLICY                                                                                      \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " \
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

static void put_bytes(struct buffer *page, unsigned long long bytes)
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB"};
    double left = (double)bytes / 1024;
    size_t unit = 0;

    for (; left >= 1024 && unit + 1 < sizeof units / sizeof *units; unit++)
        left /= 1024;
    if (bytes < 1024)
        buffer_printf(page, "%llu bytes", bytes);
    else
        buffer_printf(page, "%.1f %s", left, units[unit]);
}

/* To the second, with all of it for programs: <time datetime="...">. */
static void put_time(struct buffer *page, int64_t time)
{
    char exact[NNREG_TIME_TEXT];

    nnreg_time_format(exact, time);
    buffer_printf(page, "<time datetime=\"%s\">%.10s %.8s</time>", exact, exact, exact + 11);
}

void page_put(struct buffer *page, const char *format, ...)
{
    va_list arguments;
    size_t plain;

    va_start(arguments, format);
    while (format[plain = strcspn(format, "%")] != '\0') {
        buffer_add(page, format, plain);
        switch (format[plain + 1]) {
        case 'h':
            text_html(page, va_arg(arguments, const char *));
            break;
        case 'u':
            buffer_printf(page, "%llu", va_arg(arguments, unsigned long long));
            break;
        case 'f':
            buffer_printf(page, "%g", va_arg(arguments, double));
            break;
        case 't':
            put_time(page, va_arg(arguments, int64_t));
            break;
        case 'b':
            put_bytes(page, va_arg(arguments, unsigned long long));
            break;
        default:
            buffer_put(page, "%");
        }
        format += plain + 2;
    }
    buffer_put(page, format);
    va_end(arguments);
}

void page_begin(struct buffer *page, const char *title, const char *here)
{
    static const struct {
        const char *path, *name;
    } menu[] = {{"/", "Networks"}, {"/specs", "Specifications"}, {"/history", "History"}};
    size_t i;

    page_put(page,
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n<title>%h · nnreg</title>\n"
             "<link rel=\"stylesheet\" href=\"/page.css\">\n<script src=\"/page.js\" defer></script>\n"
             "</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n"
             "<header><nav aria-label=\"Registry\"><strong>nnreg</strong>\n",
             title);
    for (i = 0; i < sizeof menu / sizeof *menu; i++)
        page_put(page,
                 strcmp(menu[i].path, here) == 0 ? "<a href=\"%h\" aria-current=\"page\">%h</a>\n"
                                                 : "<a href=\"%h\">%h</a>\n",
                 menu[i].path, menu[i].name);
    page_put(page, "</nav></header>\n<main id=\"main\" tabindex=\"-1\">\n<h1>%h</h1>\n", title);
}

static void answer_html(struct request *request, unsigned status, struct buffer *page)
{
    buffer_put(page, "</main>\n</body>\n</html>\n");
    http_answer_text(&request->http, status, "text/html; charset=utf-8", page);
    http_answer_header(&request->http, "Content-Security-Policy", "%s", POLICY);
}

void page_answer(struct request *request, struct buffer *page)
{
    answer_html(request, MHD_HTTP_OK, page);
}

void page_failure(struct request *request, nnreg_status status)
{
    struct buffer page = {0};
    char *message = strdup(nnreg_message(request->server->registry));

    page_begin(&page, nnreg_status_text(status), "");
    page_put(&page, "<p role=\"alert\">%h</p>\n<p><a href=\"/\">All networks</a></p>\n",
             status == NNREG_NOT_FOUND || status == NNREG_INVALID_ARGUMENT
                 ? (message != NULL ? message : "")
                 : "The log of the server says why.");
    free(message);
    answer_html(request,
                status == NNREG_NOT_FOUND          ? MHD_HTTP_NOT_FOUND
                : status == NNREG_INVALID_ARGUMENT ? MHD_HTTP_BAD_REQUEST
                                                   : MHD_HTTP_INTERNAL_SERVER_ERROR,
                &page);
}

void page_style(struct request *request)
{
    http_answer_static(&request->http, "text/css; charset=utf-8", page_css, sizeof page_css - 1);
}

void page_script(struct request *request)
{
    http_answer_static(&request->http, "text/javascript; charset=utf-8", page_js, sizeof page_js - 1);
}
