/* The page for people: see page.h. */
#include "page.h"

#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "page_assets.h"

/* No script and no style but the server's own, no request to anywhere else, no frame around it. */
#define POLICY                                                                                      \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " \
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

void page_begin(struct buffer *page, const char *title, const char *here)
{
    static const struct {
        const char *path, *name;
    } menu[] = {{"/", "Networks"}, {"/specs", "Specifications"}, {"/history", "History"}};
    size_t i;

    html_put(page,
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n<title>%h · nnreg</title>\n"
             "<link rel=\"stylesheet\" href=\"/page.css\">\n<script src=\"/page.js\" defer></script>\n"
             "</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n"
             "<header><nav aria-label=\"Registry\"><strong>nnreg</strong>\n",
             title);
    for (i = 0; i < sizeof menu / sizeof *menu; i++)
        html_put(page,
                 strcmp(menu[i].path, here) == 0 ? "<a href=\"%h\" aria-current=\"page\">%h</a>\n"
                                                 : "<a href=\"%h\">%h</a>\n",
                 menu[i].path, menu[i].name);
    html_put(page, "</nav></header>\n<main id=\"main\" tabindex=\"-1\">\n<h1>%h</h1>\n", title);
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
    html_put(&page, "<p role=\"alert\">%h</p>\n<p><a href=\"/\">All networks</a></p>\n",
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
