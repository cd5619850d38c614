/* Pages of lists: networks, with a search, and specifications. */
#include <string.h>

#include "page.h"

#define PER_PAGE 50

/* A text as a glob that finds it anywhere, whatever it has that a glob reads otherwise. */
static void glob_of(struct buffer *glob, const char *words)
{
    buffer_put(glob, "*");
    for (; *words != '\0'; words++) {
        if (strchr("*?[\\", *words) != NULL)
            buffer_put(glob, "\\");
        buffer_add(glob, words, 1);
    }
    buffer_put(glob, "*");
}

/* What a list asks for, of the parameters of its address. */
static void read_query(struct nnreg_query *query, struct buffer *glob, const struct uri *uri)
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
        query->name_glob = buffer_text(glob);
    }
}

static void put_link(struct buffer *page, const struct uri *uri, const char *cursor, const char *words,
                     const char *relation)
{
    const char *q = uri_value(uri, "q"), *order = uri_value(uri, "order");

    if (cursor == NULL)
        return;
    html_put(page,
             "<form><input type=\"hidden\" name=\"q\" value=\"%h\"><input type=\"hidden\" name=\"order\" "
             "value=\"%h\"><button name=\"cursor\" value=\"%h\" class=\"%h\">%h</button></form>\n",
             q != NULL ? q : "", order != NULL ? order : "", cursor, relation, words);
}

static void put_search(struct buffer *page, const struct uri *uri)
{
    const char *q = uri_value(uri, "q"), *order = uri_value(uri, "order");
    bool by_name = order != NULL && strcmp(order, "name") == 0;

    html_put(
        page,
        "<form role=\"search\" id=\"search\">\n<label for=\"q\">Name has</label>\n"
        "<input id=\"q\" name=\"q\" type=\"search\" value=\"%h\" autocomplete=\"off\" maxlength=\"256\">\n"
        "<label for=\"order\">by</label>\n<select id=\"order\" name=\"order\">"
        "<option value=\"update_date\">date</option><option value=\"name\"",
        q != NULL ? q : "");
    html_put(page, by_name ? " selected>name</option></select>\n" : ">name</option></select>\n");
    html_put(page, "<button>Search</button>\n</form>\n");
}

static void put_head(struct buffer *page, const nnreg_page *list, const char *one, const char *many)
{
    unsigned long long total = nnreg_page_total(list);

    html_put(page, "<div id=\"results\">\n<p role=\"status\">%u %h</p>\n", total, total == 1 ? one : many);
}

static void put_foot(struct buffer *page, const nnreg_page *list, const struct uri *uri)
{
    html_put(page, "<nav aria-label=\"Pages\" class=\"pages\">\n");
    put_link(page, uri, nnreg_page_previous(list), "Previous", "previous");
    put_link(page, uri, nnreg_page_next(list), "Next", "next");
    html_put(page, "</nav>\n</div>\n");
}

/* The first two columns of a row. */
static void put_name(struct buffer *page, const char *path, unsigned long long id, const char *name,
                     const char *slug)
{
    html_put(page, "<tr><td class=\"number\">%u</td><th scope=\"row\"><a href=\"/%h/%u\">%h</a>", id, path,
             id, name);
    if (*slug != '\0')
        html_put(page, " <span class=\"tag\">public as %h</span>", slug);
}

static void put_network(struct buffer *page, const nnreg_page *list, size_t i)
{
    const nnreg_network *network = nnreg_page_network(list, i);

    put_name(page, "network", nnreg_network_id(network), nnreg_network_name(network),
             nnreg_network_slug(network));
    html_put(page, "</th><td>%u</td><td>%t</td></tr>\n",
             (unsigned long long)nnreg_network_file_count(network), nnreg_network_update_date(network));
}

static void put_spec(struct buffer *page, const nnreg_page *list, size_t i)
{
    const nnreg_spec *spec = nnreg_page_spec(list, i);
    unsigned long long current = nnreg_spec_current_version_id(spec);

    put_name(page, "spec", nnreg_spec_id(spec), nnreg_spec_name(spec), nnreg_spec_slug(spec));
    html_put(page, current != 0 ? "</th><td>%u</td>" : "</th><td>none</td>", current);
    html_put(page, "<td>%t</td></tr>\n", nnreg_spec_update_date(spec));
}

static const struct listed {
    const char *title, *path, *one, *many, *third; /* the third column */
    nnreg_status (*list)(nnreg *, nnreg_page **, const struct nnreg_query *);
    void (*put)(struct buffer *, const nnreg_page *, size_t);
} listed_networks = {"Networks", "/", "network", "networks", "Files", nnreg_network_list, put_network},
  listed_specs = {"Specifications",  "/specs",        "specification", "specifications",
                  "Current version", nnreg_spec_list, put_spec};

static void answer_list(struct request *request, const struct listed *listed)
{
    const char *const columns[] = {"Id", "Name", listed->third, "Changed (UTC)"};
    struct nnreg_query query;
    struct buffer page = {0}, glob = {0};
    nnreg_page *list = NULL;
    nnreg_status status;
    size_t i;

    read_query(&query, &glob, &request->http.uri);
    status = listed->list(request->server->registry, &list, &query);
    if (status == NNREG_OK) {
        page_begin(&page, listed->title, listed->path);
        put_search(&page, &request->http.uri);
        put_head(&page, list, listed->one, listed->many);
        html_begin_table(&page, columns, sizeof columns / sizeof *columns);
        for (i = 0; i < nnreg_page_count(list); i++)
            listed->put(&page, list, i);
        html_put(&page, "</tbody></table>\n");
        put_foot(&page, list, &request->http.uri);
        page_answer(request, &page);
    } else
        page_failure(request, status);
    nnreg_page_free(list);
    buffer_free(&glob);
}

void page_networks(struct request *request)
{
    answer_list(request, &listed_networks);
}

void page_specs(struct request *request)
{
    answer_list(request, &listed_specs);
}
