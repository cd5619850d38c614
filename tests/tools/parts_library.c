/*
 * A library that fails, is interrupted, or has lost an object meanwhile: a function of the program is found before that of the
 * library. What is made up is one function by its name, with the status that it comes back with.
 */
#include <dlfcn.h>
#include <nnreg.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

static struct {
    const char *of; /* the function; NULL: none */
    nnreg_status status;
    const char *text;   /* of the JSON that it gives instead; NULL: it fails */
    bool once;          /* at its first call alone */
    bool not_again;     /* a registry cannot be opened without options, as what tells of damage does */
    bool no_data_type;  /* of tensors */
    size_t tensors;     /* how many there are, */
    bool tensors_given; /* ... where that is made up */
    int signal;         /* that comes when a file has just been opened; 0: none */
} made_up;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static bool is_made_up(const char *name)
{
    bool is = made_up.of != NULL && strcmp(made_up.of, name) == 0;

    if (is && made_up.once)
        made_up.of = NULL;
    return is;
}

static nnreg_status give_text(char **text)
{
    *text = made_up.text != NULL ? strdup(made_up.text) : NULL;
    return made_up.text != NULL ? NNREG_OK : made_up.status;
}

/* A function as it is, but where it is made up. */
#define FAILS(name, parameters, arguments)                                \
    nnreg_status name parameters                                          \
    {                                                                     \
        return is_made_up(#name) ? made_up.status : REAL(name) arguments; \
    }
/* ... one whose first parameter is set to what there is none of */
#define GIVES_NONE(name, first, parameters, arguments) \
    nnreg_status name parameters                       \
    {                                                  \
        if (!is_made_up(#name))                        \
            return REAL(name) arguments;               \
        *first = NULL;                                 \
        return made_up.status;                         \
    }
/* ... and one that gives JSON */
#define GIVES_TEXT(name, parameters, arguments)                            \
    nnreg_status name parameters                                           \
    {                                                                      \
        return is_made_up(#name) ? give_text(text) : REAL(name) arguments; \
    }

FAILS(nnreg_compact,
      (nnreg * registry, struct nnreg_compaction *result, const struct nnreg_call_options *options),
      (registry, result, options))
FAILS(nnreg_events_verify,
      (nnreg * registry, uint64_t *count, uint64_t *broken, const struct nnreg_call_options *options),
      (registry, count, broken, options))
FAILS(nnreg_export,
      (nnreg * registry, const char *path, const struct nnreg_selection *selection,
       const struct nnreg_call_options *options, struct nnreg_transfer *transfer),
      (registry, path, selection, options, transfer))
FAILS(nnreg_export_verify,
      (nnreg_findings * findings, const char *path, const struct nnreg_call_options *options,
       struct nnreg_transfer *transfer),
      (findings, path, options, transfer))
FAILS(nnreg_gc, (nnreg * registry, struct nnreg_gc *result, const struct nnreg_call_options *options),
      (registry, result, options))
FAILS(nnreg_get_settings, (nnreg * registry, struct nnreg_settings *settings), (registry, settings))
FAILS(nnreg_import,
      (nnreg * registry, const char *path, const struct nnreg_call_options *options,
       struct nnreg_transfer *transfer, nnreg_findings *findings),
      (registry, path, options, transfer, findings))
FAILS(nnreg_network_checkout,
      (nnreg * registry, uint64_t id, const char *dir, const struct nnreg_call_options *options),
      (registry, id, dir, options))
GIVES_NONE(nnreg_network_list, page, (nnreg * registry, nnreg_page **page, const struct nnreg_query *query),
           (registry, page, query))
GIVES_NONE(nnreg_spec_get, spec, (nnreg * registry, nnreg_spec **spec, uint64_t id), (registry, spec, id))
GIVES_NONE(nnreg_task_get, task, (nnreg * registry, nnreg_task **task, uint64_t id), (registry, task, id))
GIVES_TEXT(nnreg_event_json, (char **text, const nnreg_events *events, size_t i), (text, events, i))
GIVES_TEXT(nnreg_findings_json, (char **text, const nnreg_findings *findings), (text, findings))
GIVES_TEXT(nnreg_inspect,
           (char **text, nnreg_findings *findings, const nnreg_bundle *bundle,
            const struct nnreg_call_options *options),
           (text, findings, bundle, options))
GIVES_TEXT(nnreg_network_json, (char **text, const nnreg_network *network), (text, network))
GIVES_TEXT(nnreg_schema, (char **text, const char *object), (text, object))
GIVES_TEXT(nnreg_spec_json, (char **text, const nnreg_spec *spec), (text, spec))
GIVES_TEXT(nnreg_task_json, (char **text, const nnreg_task *task), (text, task))

nnreg_status nnreg_open(nnreg **registry, const char *dir, const struct nnreg_options *options)
{
    if (!made_up.not_again || options != NULL)
        return REAL(nnreg_open)(registry, dir, options);
    *registry = NULL;
    return NNREG_BUSY;
}

nnreg_status nnreg_network_open_verified(nnreg *registry, int *fd, uint64_t *size, uint64_t id,
                                         const char *name, const struct nnreg_call_options *options)
{
    nnreg_status status;

    if (is_made_up("nnreg_network_open_verified"))
        return made_up.status;
    status = REAL(nnreg_network_open_verified)(registry, fd, size, id, name, options);
    if (made_up.signal != 0)
        (void)raise(made_up.signal);
    return status;
}

size_t nnreg_tensors_count(const nnreg_tensors *tensors)
{
    return made_up.tensors_given ? made_up.tensors : REAL(nnreg_tensors_count)(tensors);
}

nnreg_status nnreg_tensors_get(const nnreg_tensors *tensors, size_t i, struct nnreg_tensor_info *tensor)
{
    nnreg_status status = REAL(nnreg_tensors_get)(tensors, i, tensor);

    if (made_up.no_data_type)
        tensor->data_type = NULL;
    return status;
}

static void make_world(void)
{
    memset(&made_up, 0, sizeof made_up);
    parts_make_world();
    ck_assert_int_eq(system("cp -r model other && mkdir -p other/assets.extra folder"), 0);
    parts_write_file("other/assets.extra/a", "more\n");
    parts_must("-r reg add net.json other");
    parts_must("-q -r reg export 1 -o all.zip");
}

START_TEST(ctrl_c_ends_a_command)
{
    static const char *const rows[][2] = {
        {"nnreg_compact", "-r reg compact"},
        {"nnreg_events_verify", "-r reg log --verify"},
        {"nnreg_export", "-r reg export 1 -o new.zip"},
        {"nnreg_export_verify", "verify all.zip"},
        {"nnreg_gc", "-r reg gc"},
        {"nnreg_import", "-r reg import all.zip"},
        {"nnreg_inspect", "-r reg diff 1 4"},
        {"nnreg_inspect", "inspect model"},
        {"nnreg_network_checkout", "-r reg checkout 1 new"},
        {"nnreg_network_open_verified", "-r reg cat 1 saved_model.pb"},
        {"nnreg_network_open_verified", "-r reg inspect 1"},
    };
    size_t i;

    made_up.status = NNREG_CANCELLED;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        made_up.of = rows[i][0];
        parts_says(rows[i][1], 130, "nnreg: interrupted\n");
    }
}
END_TEST

/* When the file has been proved already, and nothing is left that would ask whether to stop. */
START_TEST(a_signal_in_the_last_moment_ends_cat)
{
    struct buffer out = {0};

    made_up.signal = SIGTERM;
    ck_assert_int_eq(parts_run(&out, "-r reg cat 1 saved_model.pb --force"), 143);
    parts_is(&out, "nnreg: interrupted\n");
}
END_TEST

START_TEST(a_failure_of_the_library_has_its_status)
{
    static const struct {
        const char *of;
        nnreg_status status;
        const char *line;
        int ends;
        const char *said;
    } rows[] = {
        {"nnreg_event_json", NNREG_NO_MEMORY, "-r reg --json log", 4, "memory"},
        {"nnreg_event_json", NNREG_NO_MEMORY, "-r reg --json log --order newest", 4, "memory"},
        {"nnreg_findings_json", NNREG_NO_MEMORY, "--json draft model", 4, "memory"},
        {"nnreg_findings_json", NNREG_NO_MEMORY, "--json verify all.zip", 4, "memory"},
        {"nnreg_get_settings", NNREG_NO_MEMORY, "-r reg config", 4, "memory"},
        {"nnreg_get_settings", NNREG_NO_MEMORY, "-r fresh --json init", 0, "\"mutable_description\":false"},
        {"nnreg_inspect", NNREG_LIMIT, "-r reg diff 1 4", 4, "nnreg: "}, /* 1 would be: they differ */
        {"nnreg_network_json", NNREG_NO_MEMORY, "-r reg diff 1 2", 4, "memory"},
        {"nnreg_network_list", NNREG_NO_MEMORY, "completion words -- -r reg show 1", 0, ""},
        {"nnreg_network_open_verified", NNREG_NOT_FOUND, "-r reg inspect 1", 3, "there is no network 1"},
        {"nnreg_schema", NNREG_NO_MEMORY, "check folder", 3, "nnreg: "},
        {"nnreg_spec_get", NNREG_NOT_FOUND, "-r reg version show 1", 0, "spec            1, s\n"},
        {"nnreg_spec_json", NNREG_NO_MEMORY, "-r reg --json spec show 1", 4, "memory"},
        {"nnreg_task_get", NNREG_NOT_FOUND, "-r reg show 1", 0, "task            1\n"},
        {"nnreg_task_json", NNREG_NO_MEMORY, "-r reg --json task show 1", 4, "memory"},
    };
    size_t i;

    parts_write_file("folder/odd.json", "{\"framework\": \"x\"}");
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        made_up.of = rows[i].of;
        made_up.status = rows[i].status;
        parts_says(rows[i].line, rows[i].ends, rows[i].said);
    }
}
END_TEST

/* What cannot be noted, or is healed meanwhile, is told as it was found. */
START_TEST(damage_is_told_that_cannot_be_noted)
{
    made_up.of = "nnreg_network_open_verified";
    made_up.status = NNREG_CORRUPT;
    made_up.not_again = true;
    parts_says("-r reg cat 1 saved_model.pb", 4, "nnreg: ");
    made_up.not_again = false;
    made_up.once = true;
    parts_says("-r reg cat 1 saved_model.pb", 4, "nnreg: ");
}
END_TEST

static void shows(const char *json, const char *line, const char *lacks)
{
    struct buffer out = {0};

    made_up.text = json;
    ck_assert_int_eq(parts_run(&out, line), 0);
    parts_has(&out, "tensorflow-1.x");
    parts_lacks(&out, lacks);
    buffer_free(&out);
}

START_TEST(what_an_object_does_not_have_is_not_shown)
{
    struct buffer out = {0};

    made_up.of = "nnreg_network_json";
    shows("{}", "-r reg show 1", "output 1");
    shows("{\"postprocessings\": [{}, {7}]}", "-r reg show 1", "output 1");
    made_up.of = "nnreg_spec_get";
    made_up.status = NNREG_NOT_FOUND;
    ck_assert_int_eq(parts_run(&out, "-r reg version show 1"), 0);
    parts_lacks(&out, "which is the default");
    buffer_free(&out);
}
END_TEST

START_TEST(tensors_are_counted)
{
    made_up.no_data_type = true;
    parts_says("-r reg tensors 1 probabilities", 0, "unknown");
    made_up.tensors_given = true;
    parts_says("-r reg tensors 1 nosuch", 0, "nnreg: the network has no graph, and so no tensors\n");
    made_up.tensors = 1;
    parts_says("-r reg tensors 1 probabilities", 0, "nnreg: 1 tensor\n");
}
END_TEST

/* Each box has an edge to the next, and the first one to each: they go around all that are between. */
START_TEST(a_picture_has_so_many_bends)
{
    struct buffer report = {0};
    unsigned i;

    buffer_put(&report, "{\"scopes\": {\"depth\": 1, \"boxes\": [");
    for (i = 0; i < 700; i++)
        buffer_printf(&report, "%s{\"kind\": \"operations\", \"scope\": \"s%u\"}", i > 0 ? ", " : "", i);
    buffer_put(&report, "], \"edges\": [{\"from\": 0, \"to\": 1}");
    for (i = 1; i + 1 < 700; i++)
        buffer_printf(&report, ", {\"from\": %u, \"to\": %u}, {\"from\": 0, \"to\": %u}", i, i + 1, i + 1);
    buffer_put(&report, "]}}");
    made_up.of = "nnreg_inspect";
    made_up.text = buffer_text(&report);
    parts_says("inspect model --svg", 1, "the edges of the picture have more than 100000 bends");
    buffer_free(&report);
}
END_TEST

Suite *parts_library_suite(void)
{
    Suite *suite = suite_create("library");
    TCase *tests = tcase_create("library");

    tcase_add_checked_fixture(tests, make_world, parts_remove_world);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, ctrl_c_ends_a_command);
    tcase_add_test(tests, a_signal_in_the_last_moment_ends_cat);
    tcase_add_test(tests, a_failure_of_the_library_has_its_status);
    tcase_add_test(tests, damage_is_told_that_cannot_be_noted);
    tcase_add_test(tests, what_an_object_does_not_have_is_not_shown);
    tcase_add_test(tests, tensors_are_counted);
    tcase_add_test(tests, a_picture_has_so_many_bends);
    suite_add_tcase(suite, tests);
    return suite;
}
