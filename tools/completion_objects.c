/* See completion_objects.h. */
#include "completion_objects.h"

#include <string.h>

#include <nnreg.h>

#include "operand.h"
#include "registry_dir.h"
#include "report.h"
#include "text.h"

static void add_object(struct buffer *text, const struct completion_asked *asked, const char *word,
                       const char *what)
{
    if (strncmp(word, asked->begin, strlen(asked->begin)) != 0)
        return;
    buffer_printf(text, "%s%s\t", asked->prefix, word);
    text_add_safe(text, what, strlen(what));
    buffer_put(text, "\n");
}

static void add_id(struct buffer *text, const struct completion_asked *asked, uint64_t id, const char *what)
{
    struct buffer word = {0};

    buffer_printf(&word, "%llu", (unsigned long long)id);
    add_object(text, asked, buffer_text(&word), what);
    buffer_free(&word);
}

/* -------------------------------------------------------------------------------------------------- in a registry -- */

static void add_network(struct buffer *text, const struct completion_asked *asked, const nnreg_page *page,
                        size_t i)
{
    const nnreg_network *network = nnreg_page_network(page, i);

    add_id(text, asked, nnreg_network_id(network), nnreg_network_name(network));
    if (nnreg_network_slug(network)[0] != '\0')
        add_object(text, asked, nnreg_network_slug(network), nnreg_network_name(network));
}

static void add_spec(struct buffer *text, const struct completion_asked *asked, const nnreg_page *page,
                     size_t i)
{
    const nnreg_spec *spec = nnreg_page_spec(page, i);

    add_id(text, asked, nnreg_spec_id(spec), nnreg_spec_name(spec));
    if (nnreg_spec_slug(spec)[0] != '\0')
        add_object(text, asked, nnreg_spec_slug(spec), nnreg_spec_name(spec));
}

static void add_version(struct buffer *text, const struct completion_asked *asked, const nnreg_page *page,
                        size_t i)
{
    const nnreg_version *version = nnreg_page_version(page, i);
    struct buffer what = {0};

    buffer_printf(&what, "%s: %s", nnreg_version_spec_name(version), nnreg_version_network_name(version));
    add_id(text, asked, nnreg_version_id(version), buffer_text(&what));
    buffer_free(&what);
}

static void add_task(struct buffer *text, const struct completion_asked *asked, const nnreg_page *page,
                     size_t i)
{
    const nnreg_task *task = nnreg_page_task(page, i);
    struct buffer what = {0};

    buffer_printf(&what, "network %llu: %s", (unsigned long long)nnreg_task_network_id(task),
                  nnreg_task_status(task));
    add_id(text, asked, nnreg_task_id(task), buffer_text(&what));
    buffer_free(&what);
}

static const struct listed {
    const struct kind *kind;
    void (*add)(struct buffer *text, const struct completion_asked *asked, const nnreg_page *page, size_t i);
} lists[] = {
    {&kind_network, add_network},
    {&kind_spec, add_spec},
    {&kind_version, add_version},
    {&kind_task, add_task},
};

static void add_listed(struct buffer *text, const struct completion_asked *asked, nnreg *registry,
                       const struct listed *listed)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    size_t i;

    query.order = NNREG_ORDER_UPDATE_DATE;
    query.descending = 1;
    query.limit = NNREG_LIMIT_PAGE;
    if (listed->kind->publish != NULL)
        query.scope = NNREG_SCOPE_ALL;
    if (listed->kind->list(registry, &page, &query) != NNREG_OK)
        return;
    for (i = 0; i < nnreg_page_count(page); i++)
        listed->add(text, asked, page, i);
    nnreg_page_free(page);
}

static void add_stored_files(struct buffer *text, const struct completion_asked *asked, struct run *run,
                             nnreg *registry)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;
    uint64_t id;
    size_t i;

    if (operand_check_network(run, asked->network) != STATUS_DONE ||
        operand_network(run, registry, &id, asked->network) != STATUS_DONE ||
        nnreg_network_get(registry, &network, id) != NNREG_OK)
        return;
    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++)
        add_object(text, asked, file.name, "");
    nnreg_network_free(network);
}

/* Failures are for the command itself to tell, once it is typed. `listed` NULL: stored files. */
static void add_from_registry(struct buffer *text, const struct completion_asked *asked,
                              const struct listed *listed)
{
    struct failure failure = {NNREG_OK, {0}};
    struct run run = {.registry = asked->registry, .quiet = true, .failure = &failure};
    nnreg *registry = NULL;

    if (registry_dir_open(&run, &registry, NNREG_OPEN_READ_ONLY) == STATUS_DONE && listed != NULL)
        add_listed(text, asked, registry, listed);
    else if (registry != NULL)
        add_stored_files(text, asked, &run, registry);
    nnreg_close(registry);
    buffer_free(&failure.message);
}

/* ------------------------------------------------------------------------------------------------------ all kinds -- */

bool completion_objects(struct buffer *text, const char *kind, const struct completion_asked *asked)
{
    const struct nnreg_rule_info *rule;
    size_t i;

    for (i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(lists[i].kind->plural, kind) == 0) {
            add_from_registry(text, asked, &lists[i]);
            return true;
        }
    if (strcmp(kind, "stored files") == 0)
        add_from_registry(text, asked, NULL);
    else if (strcmp(kind, "rules") == 0)
        for (i = 0; (rule = nnreg_rule_get(i)) != NULL; i++)
            add_object(text, asked, rule->id, rule->meaning);
    else
        return false;
    return true;
}
