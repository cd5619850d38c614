/* Pages of lists: networks, with a search, and specifications. */
#include <stdlib.h>
#include <string.h>

#include "page.h"

#define PER_PAGE 50

/* A text as a glob that finds it anywhere, whatever it has that a glob reads otherwise. */
static void glob_of(struct text *glob, const char *words)
{
    text_put(glob, "*");
    for (; *words != '\0'; words++) {
        if (strchr("*?[\\", *words) != NULL)
            text_put(glob, "\\");
        text_add(glob, words, 1);
    }
    text_put(glob, "*");
}

/* What a list asks for, of the parameters of its address. */
static void read_query(struct nnreg_query *query, struct text *glob, const struct uri *uri)
{
    const char *words = uri_value(uri, "q"), *order = uri_value(uri, "order");

    *query = (struct nnreg_query)NNREG_QUERY_INIT;
    query->scope = NNREG_SCOPE_ALL;
    query->limit = PER_PAGE;
    query->cursor = uri_value(uri, "cursor");
    if (query->cursor == NULL)
        query->cursor = "";
    query->descending = order == NULL || strcmp(order, "name") != 0;
    query->order = order != NULL && strcmp(order, "name") == 0 ? NNREG_ORDER_NAME : NNREG_ORDER_UPDATE_DATE;
    if (words != NULL && *words != '\0') {
        glob_of(glob, words);
        query->name_glob = text_chars(glob);
    }
}

static void put_link(struct text *page, const struct uri *uri, const char *cursor, const char *words,
                     const char *relation)
{
    const char *q = uri_value(uri, "q"), *order = uri_value(uri, "order");

    if (cursor == NULL)
        return;
    page_put(page,
             "<form><input type=\"hidden\" name=\"q\" value=\"%h\"><input type=\"hidden\" name=\"order\" "
             "value=\"%h\"><button name=\"cursor\" value=\"%h\" class=\"%h\">%h</button></form>\n",
             q != NULL ? q : "", order != NULL ? order : "", cursor, relation, words);
}

static void put_search(struct text *page, const struct uri *uri)
{
    const char *q = uri_value(uri, "q"), *order = uri_value(uri, "order");
    bool by_name = order != NULL && strcmp(order, "name") == 0;

    page_put(
        page,
        "<form role=\"search\" id=\"search\">\n<label for=\"q\">Name has</label>\n"
        "<input id=\"q\" name=\"q\" type=\"search\" value=\"%h\" autocomplete=\"off\" maxlength=\"256\">\n"
        "<label for=\"order\">by</label>\n<select id=\"order\" name=\"order\">"
        "<option value=\"update_date\">date</option><option value=\"name\"",
        q != NULL ? q : "");
    page_put(page, by_name ? " selected>name</option></select>\n" : ">name</option></select>\n");
    page_put(page, "<button>Search</button>\n</form>\n");
}

static void put_head(struct text *page, const nnreg_page *list, const char *one, const char *many)
{
    unsigned long long total = nnreg_page_total(list);

    page_put(page, "<div id=\"results\">\n<p role=\"status\">%u %h</p>\n", total, total == 1 ? one : many);
}

static void put_foot(struct text *page, const nnreg_page *list, const struct uri *uri)
{
    page_put(page, "<nav aria-label=\"Pages\" class=\"pages\">\n");
    put_link(page, uri, nnreg_page_previous(list), "Previous", "previous");
    put_link(page, uri, nnreg_page_next(list), "Next", "next");
    page_put(page, "</nav>\n</div>\n");
}

static void put_network(struct text *page, const nnreg_network *network)
{
    const char *slug = nnreg_network_slug(network);

    page_put(page, "<tr><td class=\"number\">%u</td><th scope=\"row\"><a href=\"/network/%u\">%h</a>",
             (unsigned long long)nnreg_network_id(network), (unsigned long long)nnreg_network_id(network),
             nnreg_network_name(network));
    if (*slug != '\0')
        page_put(page, " <span class=\"tag\">public as %h</span>", slug);
    page_put(page, "</th><td>%u</td><td>%t</td></tr>\n",
             (unsigned long long)nnreg_network_file_count(network), nnreg_network_update_date(network));
}

static void put_spec(struct text *page, const nnreg_spec *spec)
{
    const char *slug = nnreg_spec_slug(spec);
    unsigned long long current = nnreg_spec_current_version_id(spec);

    page_put(page, "<tr><td class=\"number\">%u</td><th scope=\"row\"><a href=\"/spec/%u\">%h</a>",
             (unsigned long long)nnreg_spec_id(spec), (unsigned long long)nnreg_spec_id(spec),
             nnreg_spec_name(spec));
    if (*slug != '\0')
        page_put(page, " <span class=\"tag\">public as %h</span>", slug);
    if (current != 0)
        page_put(page, "</th><td>%u</td><td>%t</td></tr>\n", current, nnreg_spec_update_date(spec));
    else
        page_put(page, "</th><td>none</td><td>%t</td></tr>\n", nnreg_spec_update_date(spec));
}

void page_networks(struct request *request)
{
    struct nnreg_query query;
    struct text page = {0}, glob = {0};
    nnreg_page *list = NULL;
    nnreg_status status;
    size_t i;

    read_query(&query, &glob, &request->uri);
    status = nnreg_network_list(request->server->registry, &list, &query);
    if (status == NNREG_OK) {
        page_begin(&page, "Networks", "/");
        put_search(&page, &request->uri);
        put_head(&page, list, "network", "networks");
        page_put(&page,
                 "<table><thead><tr><th scope=\"col\">Id</th><th scope=\"col\">Name</th>"
                 "<th scope=\"col\">Files</th><th scope=\"col\">Changed (UTC)</th></tr></thead><tbody>\n");
        for (i = 0; i < nnreg_page_count(list); i++)
            put_network(&page, nnreg_page_network(list, i));
        page_put(&page, "</tbody></table>\n");
        put_foot(&page, list, &request->uri);
        page_answer(request, &page);
    } else
        page_failure(request, status);
    nnreg_page_free(list);
    text_free(&glob);
}

void page_specs(struct request *request)
{
    struct nnreg_query query;
    struct text page = {0}, glob = {0};
    nnreg_page *list = NULL;
    nnreg_status status;
    size_t i;

    read_query(&query, &glob, &request->uri);
    status = nnreg_spec_list(request->server->registry, &list, &query);
    if (status == NNREG_OK) {
        page_begin(&page, "Specifications", "/specs");
        put_search(&page, &request->uri);
        put_head(&page, list, "specification", "specifications");
        page_put(&page, "<table><thead><tr><th scope=\"col\">Id</th><th scope=\"col\">Name</th>"
                        "<th scope=\"col\">Current version</th><th scope=\"col\">Changed "
                        "(UTC)</th></tr></thead><tbody>\n");
        for (i = 0; i < nnreg_page_count(list); i++)
            put_spec(&page, nnreg_page_spec(list, i));
        page_put(&page, "</tbody></table>\n");
        put_foot(&page, list, &request->uri);
        page_answer(request, &page);
    } else
        page_failure(request, status);
    nnreg_page_free(list);
    text_free(&glob);
}
