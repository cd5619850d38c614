/*
 * Commands in a world that this file makes up: a terminal, nobody logged in, a library that fails or has more to tell than
 * a small registry holds. A function of the program is found before that of the library or the libc.
 */
#include <dlfcn.h>
#include <errno.h>
#include <nnreg.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "actor.h"
#include "diff.h"
#include "interrupt.h"
#include "output.h"
#include "parts.h"
#include "picture.h"
#include "progress.h"
#include "text.h"
#include "update_text.h"

static struct {
    bool terminal, nobody, nameless;
    const struct nnreg_postprocessing_info *info;
    const struct nnreg_input_info *input;
    uint64_t refused; /* the object that cannot be changed */
    size_t damaged, uses;
    const struct nnreg_backup *backup;
    const struct nnreg_unsaved *unsaved;
    nnreg_status backup_status;
    int signal;              /* that has ended a process of the command's own */
    bool no_fork;            /* of the command */
    unsigned owners_refused; /* so many calls of fchown */
    bool no_network;         /* that damage could be of */
} made_up;

static pid_t tester; /* whose own calls are not made up */

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int isatty(int fd)
{
    (void)fd;
    return made_up.terminal;
}

int getlogin_r(char *name, size_t size)
{
    if (made_up.nobody)
        return ENXIO;
    snprintf(name, size, "%s", made_up.nameless ? "" : "somebody");
    return 0;
}

struct passwd *getpwuid(uid_t uid)
{
    static char name[] = "owner";
    static struct passwd user = {.pw_name = name};

    (void)uid;
    return made_up.nobody ? NULL : &user;
}

pid_t fork(void)
{
    if (made_up.no_fork && getpid() != tester) {
        errno = EAGAIN;
        return -1;
    }
    return REAL(fork)();
}

/* Interrupted at first. */
pid_t waitpid(pid_t pid, int *status, int options)
{
    static int calls;
    bool is_made_up = made_up.signal != 0 && getpid() != tester;
    pid_t ended;

    if (is_made_up && (calls++ == 0 || made_up.signal < 0)) {
        errno = made_up.signal < 0 ? ECHILD : EINTR;
        return -1;
    }
    ended = REAL(waitpid)(pid, status, options);
    if (is_made_up)
        *status = made_up.signal;
    return ended;
}

int fchown(int fd, uid_t uid, gid_t gid)
{
    if (made_up.owners_refused == 0)
        return REAL(fchown)(fd, uid, gid);
    made_up.owners_refused--;
    errno = EPERM;
    return -1;
}

nnreg_status nnreg_backup(nnreg *registry, const char *dir, struct nnreg_backup *result,
                          const struct nnreg_call_options *options)
{
    void (*each)(void *, const struct nnreg_unsaved *) = result->each;
    void *context = result->context;

    if (made_up.backup == NULL)
        return REAL(nnreg_backup)(registry, dir, result, options);
    *result = *made_up.backup;
    if (made_up.unsaved != NULL)
        each(context, made_up.unsaved);
    return made_up.backup_status;
}

nnreg_status nnreg_version_postprocessing(const nnreg_version *version, size_t i,
                                          struct nnreg_postprocessing_info *info)
{
    if (made_up.info == NULL)
        return REAL(nnreg_version_postprocessing)(version, i, info);
    if (made_up.info[i].kind == NNREG_POSTPROCESSING_NONE)
        return made_up.info[i].anchor_count > 0 ? NNREG_UNSUPPORTED : NNREG_NOT_FOUND;
    *info = made_up.info[i];
    return NNREG_OK;
}

nnreg_status nnreg_network_input(const nnreg_network *network, size_t i, struct nnreg_input_info *info)
{
    if (made_up.input == NULL)
        return REAL(nnreg_network_input)(network, i, info);
    if (i > 0)
        return NNREG_NOT_FOUND;
    *info = *made_up.input;
    return NNREG_OK;
}

nnreg_status nnreg_network_delete(nnreg *registry, uint64_t id, const struct nnreg_call_options *options,
                                  struct nnreg_cascade *cascade)
{
    bool refused = id == made_up.refused && (options->flags & NNREG_DRY_RUN) == 0;

    return refused ? NNREG_NO_SPACE : REAL(nnreg_network_delete)(registry, id, options, cascade);
}

nnreg_status nnreg_network_unpublish(nnreg *registry, uint64_t id, const struct nnreg_call_options *options)
{
    return id == made_up.refused ? NNREG_NO_SPACE : REAL(nnreg_network_unpublish)(registry, id, options);
}

nnreg_status nnreg_damage_list(nnreg *registry, nnreg_damage **damage, uint64_t network_id)
{
    if (made_up.no_network) {
        *damage = NULL;
        return NNREG_NOT_FOUND;
    }
    return made_up.damaged == 0 ? REAL(nnreg_damage_list)(registry, damage, network_id) : NNREG_OK;
}

size_t nnreg_damage_count(const nnreg_damage *damage)
{
    return made_up.damaged == 0 ? REAL(nnreg_damage_count)(damage) : made_up.damaged;
}

void nnreg_damage_free(nnreg_damage *damage)
{
    if (made_up.damaged == 0)
        REAL(nnreg_damage_free)(damage);
}

const struct nnreg_damaged_file *nnreg_damage_file(const nnreg_damage *damage, size_t i)
{
    static struct nnreg_damaged_file file = {.sha256 = "x", .found = "nothing"};

    if (made_up.damaged == 0)
        return REAL(nnreg_damage_file)(damage, i);
    file.use_count = made_up.uses;
    return &file;
}

const struct nnreg_damaged_use *nnreg_damage_use(const nnreg_damage *damage, size_t i, size_t k)
{
    static struct nnreg_damaged_use use;

    if (made_up.damaged == 0)
        return REAL(nnreg_damage_use)(damage, i, k);
    use.network_id = k + 1;
    return &use;
}

/* ------------------------------------------------------------------------------------------------------ the tests -- */

static void make_world(void)
{
    memset(&made_up, 0, sizeof made_up);
    tester = getpid();
    parts_make_world();
}

START_TEST(a_version_of_detections_is_shown)
{
    static const double thresholds[12] = {0.5};
    static const struct nnreg_postprocessing_info info[] = {
        {.kind = NNREG_DETECTION_ANCHORED,
         .anchors_tensor = "a",
         .offsets_tensor = "o",
         .anchor_count = 4,
         .nms_threshold = 0.5,
         .normalize_wrt_tensor = "w",
         .thresholds = thresholds,
         .threshold_count = 12},
        {.kind = NNREG_DETECTION_DIRECT,
         .boxes_tensor = "b",
         .normalize_wrt_tensor = "",
         .threshold_count = 0},
        {.kind = NNREG_CLASSIFICATION, .output_tensor = "t", .thresholds = thresholds, .threshold_count = 1},
        {.kind = NNREG_POSTPROCESSING_NONE},
    };
    static const struct nnreg_postprocessing_info newer[] = {
        {.kind = NNREG_POSTPROCESSING_NONE, .anchor_count = 1}};
    struct buffer out = {0};

    made_up.info = info;
    ck_assert_int_eq(parts_run(&out, "-r reg version show 1"), 0);
    parts_has(&out, "4 anchors\n");
    parts_has(&out, "  nms_threshold 0.5, discard_threshold 0\n");
    parts_has(&out, "  normalize_wrt_tensor w\n");
    parts_has(&out, " 0.5 0 0 0 0 0 0 0 0 0 and 2 more\n");
    parts_has(&out, "  boxes_tensor b\n");
    parts_has(&out, "  output_tensor t\n");
    buffer_free(&out);
    made_up.info = newer;
    parts_says("-r reg version show 1", 4, "nnreg: ");
}
END_TEST

START_TEST(an_input_of_the_networks_size_is_shown)
{
    struct nnreg_input_info input = NNREG_INPUT_INFO_INIT;

    input.tensor_name = "x";
    input.signature_key = "k";
    input.resize_type = "NETWORK";
    input.target_width = 300;
    input.mean_file = "mean.npy";
    input.color_channels = input.dimension_order = input.data_type = "?";
    made_up.input = &input;
    parts_says("-r reg show 1", 0, "x (key k): 300 NETWORK, ?, ?, ?, scaled to 0, mean mean.npy\n");
}
END_TEST

START_TEST(a_backup_tells_what_it_has_done)
{
    static const uint64_t ids[] = {3, 4};
    struct nnreg_unsaved unsaved = {
        .sha256 = "x", .reason = "it is missing", .networks = ids, .network_count = 2};
    struct nnreg_backup done = {.networks = 1, .files = 1, .copied = 1, .removed = 1, .grew = 5};

    made_up.backup = &done;
    parts_says(
        "-r reg backup b", 0,
        "event 0: 1 network, 1 file, 0 B; copied 1 file, 0 B; removed 1 file; the store grew by 5 B\n");
    done = (struct nnreg_backup){.networks = 2, .files = 2, .copied = 2, .removed = 2};
    parts_says("-r reg backup b", 0,
               "event 0: 2 networks, 2 files, 0 B; copied 2 files, 0 B; removed 2 files\n");
    made_up.unsaved = &unsaved;
    made_up.backup_status = NNREG_CORRUPT;
    parts_says("-r reg backup b", 4, "not saved: it is missing (of network 3, 4)\n");
    parts_says("-r reg --json backup b", 4, "\"networks\":[3,4]}],\"error\":");
    unsaved.network_count = 1;
    parts_says("-r reg --json backup b", 4, "\"networks\":[3]}");
    made_up.backup_status = NNREG_CANCELLED;
    parts_says("-r reg backup b", 130, "nnreg: interrupted\n");
    made_up.backup_status = NNREG_OK;
    made_up.unsaved = NULL;
    parts_says("-r reg --json backup b", 0, "\"damaged\":[]}");
}
END_TEST

/* The process that looks first is there to die in the place of the other. */
START_TEST(fsck_tells_how_its_process_ended)
{
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};
    size_t i;

    for (i = 0; i < sizeof fatal / sizeof *fatal; i++) {
        made_up.signal = fatal[i];
        parts_says("-r reg fsck", 4, "data.mdb is damaged: the process that read it was ended by signal ");
    }
    made_up.signal = SIGKILL;
    parts_says("-r reg fsck", 4, "the process that read the store was ended by signal 9 (Killed)");
    made_up.signal = SIGINT;
    parts_says("-r reg fsck", 130, "ended by signal 2");
    made_up.signal = SIGTERM;
    parts_says("-r reg fsck", 130, "ended by signal 15");
    made_up.signal = -1;
    parts_says("-r reg fsck", 4, "cannot wait for a process: ");
    made_up.signal = 0;
    made_up.no_fork = true;
    parts_says("-r reg fsck", 4, "cannot start a process: ");
}
END_TEST

START_TEST(a_baseline_is_held_to_its_form)
{
    static const struct {
        const char *text, *said;
    } bad[] = {
        {"[]", "is no baseline"},
        {"{}", "is no baseline"},
        {"{\"nnreg_baseline\": 1}", "is no baseline"},
        {"{\"nnreg_baseline\": 1, \"findings\": {}}", "is no baseline"},
        {"{\"nnreg_baseline\": 9, \"findings\": []}", "is no baseline"},
        {"{\"nnreg_baseline\": 1, \"findings\": [7]}", "is none of a baseline"},
        {"{\"nnreg_baseline\": 1, \"findings\": [{\"a\": 1}]}", "is none of a baseline"},
        {"{\"nnreg_baseline\": 1, \"findings\": [{\"path\": \"a\", \"rule\": 7, \"file\": \"f\", \"count\": "
         "1}]}",
         "is none of a baseline"},
        {"{\"nnreg_baseline\": 1, \"findings\": [{\"path\": 7, \"rule\": \"r\", \"file\": \"f\", \"count\": "
         "1}]}",
         "is none of a baseline"},
        {"{\"nnreg_baseline\": 1, \"findings\": [{\"path\": \"a\", \"rule\": \"r\", \"pointer\": 7, "
         "\"count\": 1}]}",
         "is none of a baseline"},
        {"{\"nnreg_baseline\": 1, \"findings\": [{\"path\": \"a\", \"rule\": \"r\", \"pointer\": \"\", "
         "\"count\": 0}]}",
         "is none of a baseline"},
        {"{\"nnreg_baseline\": 1, \"findings\": [{\"path\": \"a\", \"rule\": \"r\", \"other\": \"\", "
         "\"count\": 1}]}",
         "is none of a baseline"},
        {"{\"nnreg_baseline\": 1, \"findings\": [{\"path\": \"a\", \"rule\": \"r\", \"file\": 7, \"count\": "
         "1}]}",
         "is none of a baseline"},
        {"{\"nnreg_baseline\": 1, \"findings\": [{\"path\": \"a\", \"Rule\": \"r\", \"file\": \"f\", "
         "\"count\": "
         "1}]}",
         "is none of a baseline"},
        {"{\"nnreg_baseline\": 1, \"findings\": [{\"path\": \"a\", \"rule\": \"r\", \"file\": \"f\", "
         "\"count\": 1, "
         "\"more\": 1}]}",
         "is none of a baseline"},
    };
    struct buffer text = {0};
    size_t i;

    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        parts_write_file("k.json", bad[i].text);
        parts_says("check --baseline k.json net.json", 2, bad[i].said);
    }
    parts_write_file("bad.json", "{\"Name\": 1, \"other\": 1, \"third\": 1}");
    parts_says("check --write-baseline k.json bad.json", 0, "5 errors");
    parts_must("check --baseline k.json bad.json");
    parts_write_file("bad.json", parts_network);
    parts_says("check --baseline k.json bad.json", 0, "stale in the baseline, 1 time: bad.json: ");
    buffer_free(&text);
}
END_TEST

/* Whose it is cannot always be kept; then nobody gets more by it than everybody has. */
START_TEST(a_mended_file_has_the_mode_of_before)
{
    static const mode_t modes[] = {0664, 0664, 0644};
    struct stat about;
    unsigned i;

    for (i = 0; i < sizeof modes / sizeof *modes; i++) {
        parts_write_file("bad.json", "{\"Name\": \"x\"}");
        ck_assert_int_eq(chmod("bad.json", 0664), 0);
        made_up.owners_refused = i;
        parts_says("check --fix=write bad.json", 1, "mended in 1 place");
        ck_assert_int_eq(stat("bad.json", &about), 0);
        ck_assert_uint_eq(about.st_mode & 0777, modes[i]);
    }
}
END_TEST

START_TEST(the_configuration_is_told_where_it_can_be)
{
    parts_write_file("c.json",
                     "{\"severities\": {\"deprecated\": {\"severity\": \"off\", \"reason\": \"x\"}, \"url\": "
                     "{\"severity\": \"note\", \"reason\": \"y\"}}}");
    parts_says("check --print-config --config c.json --severity url=error --severity url=off net.json", 0,
               "url: off (--severity)");
    parts_says("--json check --print-config --config c.json net.json nowhere/x.json", 0,
               "\"configurations\"");
    parts_says("--json check --print-config --no-config net.json", 0, "\"file\":null,\"severities\":[]");
    parts_says("check -v --config c.json net.json", 0, "none set by c.json");
}
END_TEST

START_TEST(deletes_tell_who_loses_a_version)
{
    parts_says("-r reg rm 1 --dry-run", 0, "1 spec loses its current version");
    parts_must("-r reg spec add spec.json");
    parts_must("-r reg version add version.json --spec 2 --network 1");
    parts_says("-r reg rm 1 --dry-run", 0, "2 specs lose their current version");
    parts_says("-r reg rm 1", 0, "2 specs have lost their current version");
    parts_must("-r reg version add version.json --spec 2 --network 2");
    parts_says("-r reg rm 2", 0, "1 spec has lost its current version");
    parts_says("-r reg spec rm 2", 0, "removed spec 2");
    parts_says("-r reg rm 3 77", 3, "77");
}
END_TEST

START_TEST(a_history_may_be_short)
{
    parts_must("-r fresh init");
    parts_says("-r fresh log --verify", 0, "ok, 0 events");
    parts_says("-r fresh --json log --verify", 0, "null");
    parts_must("-r fresh log --order newest");
    parts_must("-r fresh log --since 5");
    parts_must("-r fresh spec add spec.json");
    parts_says("-r fresh log --verify", 0, "ok, 1 event,");
    parts_says("-r reg log --order newest --object network:1 --actor nobody -q", 0, "");
    parts_says("-r reg log --order newest --object network --limit 1", 0, "network 3");
    parts_says("-r reg log --order newest --since 8", 2, "--since N has the oldest first");
    parts_says("-r reg log --since 8", 0, "     9  ");
    parts_says("-r reg log --order newest --since yesterday --limit 2", 0, "     8  ");
    parts_says("-r reg log --before yesterday", 0, "");
    parts_says("-r reg log --tail 2", 0, "     8  ");
    parts_says("-r reg log --tail 2 --object spec:1", 0, "     9  ");
    parts_says("-r reg --json log --order newest --before yesterday", 0, "[");
}
END_TEST

START_TEST(lists_are_chosen_from)
{
    parts_says("-r reg ls --where a\\=b=c", 0, "no network matches");
    parts_says("-r reg ls --where a\\", 2, "--where");
    parts_says("-r reg task ls --status pending", 0, "pending");
    parts_says("-r reg task ls --status succes", 2, "--status");
    parts_says("-r reg task ls --network 1 --ids 1,2", 0, "");
    parts_says("-r reg ls --cursor x --framework tensorflow-1.x", 2, "--cursor: ");
    parts_says("-r reg ls --framework nosuch --limit 1", 2, "--framework: ");
    parts_says("-r reg ls --cursor x --digest cursor", 2, "nnreg: ls: \"cursor\" is no digest");
    parts_says("-r reg ls --framework tensorflow-1.x --digest framework", 2,
               "nnreg: ls: \"framework\" is no digest");
    parts_says("-r reg tensors 1 probabilities", 0, "probabilities");
    parts_says("-r reg tensors 1 nosuch:0", 0, "no tensor matches");
    parts_says("-r reg tensors 1 nosuch* other*", 0, "");
    parts_says("-r reg tensors 1 --wide", 0, "save/");
    parts_says("rules nosuch", 3, "nosuch");
    parts_says("rules enum", 0, "enum");
    parts_says("rules internal", 3, "internal");
    parts_says("schema nosuch --object", 2, "there is no schema of \"nosuch\"");
}
END_TEST

START_TEST(checks_are_told_in_each_form)
{
    parts_write_file("odd.json", "{\"a\\u0001b\\r\\n\": 1, \"c\\u202ed\": 1, \"Name\": \"x\"}");
    parts_says("check --format junit odd.json", 1, "<failure ");
    parts_says("check --format junit --warnings-as-errors odd.json net.json", 1, "<failure ");
    parts_says("check --format gitlab odd.json", 1, "\"major\"");
    parts_says("check --format github odd.json", 1, "::error ");
    parts_says("check --format sarif odd.json", 1, "\"level\":\"error\"");
    parts_says("check --format gitlab .//odd.json", 1, "\"path\":\"odd.json\"");
    parts_says("check --fix .//odd.json", 1, "--- a/odd.json\n");
    parts_says("-q check net.json", 0, "");
    parts_says("-q check odd.json", 1, "");
    parts_says("check net.json --", 2, "a description is missing after a \"--\"");
    parts_says("check -- --", 2, "a description is missing");
    parts_says("check net.json -- -- net.json", 2, "a description is missing");
}
END_TEST

/* What an option says is taken out of the object, wherever it stands there. */
START_TEST(an_object_is_attached_elsewhere)
{
    static const char *const objects[] = {
        ("{\"spec_id\": 9, \"network_id\": 9,\n\"post_processings\": [{\"classification\": "
         "{\"output_tensor\": "
         "\"probabilities\"}}]}"),
        ("{\"post_processings\": [{\"classification\": {\"output_tensor\": "
         "\"probabilities\"}}],\r\n\"network_id\" : "
         "\n9\n,\n\"spec_id\":\n9\n}"),
        "{\"network_id\": 9, \"post_processings\": [{\"classification\": {\"output_tensor\": "
        "\"probabilities\"}}]}",
    };
    size_t i;

    for (i = 0; i < sizeof objects / sizeof *objects; i++) {
        parts_write_file("object.json", objects[i]);
        parts_must("-r reg version add --from-object object.json --spec 1 --network 2");
    }
    parts_says("-r reg version add --from-object object.json --spec 1", 1, "9");
    parts_says("-r reg version show 3", 0, "network         2, n\n");
}
END_TEST

static void add_side(struct diff_side *side, const char *report, const char *fields)
{
    diff_add_fields(side, parts_json(fields),
                    parts_json("{\"properties\": {\"a\": {}, \"b\": {}, \"c\": {}}}"));
    diff_add_report(side, parts_json(report));
}

START_TEST(differences_are_told_member_by_member)
{
    struct diff diff = {.sides = {{.id = 1}, {.id = 2}}};
    struct buffer text = {0};

    add_side(
        &diff.sides[0],
        "{\"model\": {\"meta_graphs\": [{\"tags\": [\"serve\", \"gpu\"], \"signatures\": [{\"name\": \"s\", "
        "\"method\": \"a, \\\"b\"}, {\"name\": \"__saved_model_init_op\"}, {\"method\": \"m\"}]}]}, "
        "\"tensors\": [{\"name\": \"t\", \"dtype\": \"DT_FLOAT\", \"shape\": [1,2]}, {\"name\": \"u\"}, "
        "{\"name\": "
        "\"twice\", \"dtype\": \"A\"}, {\"name\": \"twice\", \"dtype\": \"B\"}, {\"op\": \"Op\"}], "
        "\"nodes_left_out\": 3}",
        "{\"a\": {\"x\": [1, {\"y\": \"q,\\\\\"}], 7}, \"b\": 1, \"z\": 1, 7, \"c\": {}}");
    add_side(&diff.sides[1],
             "{\"model\": {\"meta_graphs\": [{\"tags\": [\"serve\", \"gpu\"], \"signatures\": [{\"name\": "
             "\"s\"}]}]}, "
             "\"tensors\": [{\"name\": \"t\", \"shape\": [1,3], \"op\": \"Op\"}, {\"name\": \"v\"}, "
             "{\"name\": \"twice\", \"dtype\": \"A\"}, {\"name\": \"twice\", \"dtype\": \"B\"}, {\"op\": "
             "\"Op\"}]}",
             "{\"a\": {\"x\": [1, {\"y\": \"r\"}], 7}, \"b\": 2}");
    diff_compare(&diff);
    ck_assert(!diff_is_same(&diff));
    diff_add_text(&text, &diff, 1, false, true);
    parts_has(&text, "/a/x/1/y");
    parts_has(&text, "[1, 2] -> [1, 3]");
    parts_has(&text, "dtype DT_FLOAT -> none");
    parts_has(&text, "... and 2 more (--all)\n");
    parts_has(&text, "not compared: the tensors of 3 and 0 nodes");
    parts_lacks(&text, "/z");
    parts_lacks(&text, "__saved_model");
    parts_lacks(&text, "twice");
    buffer_free(&text);
    diff_add_text(&text, &diff, 0, true, false);
    parts_has(&text, "op none -> Op");
    buffer_free(&text);
    diff_add_json(&text, &diff);
    parts_has(&text, "\"nodes_left_out\":3");
    buffer_free(&text);
    diff.sides[0].left_out = 0;
    diff.sides[1].left_out = 2;
    diff_add_text(&text, &diff, 0, true, false);
    parts_has(&text, "not compared: the tensors of 0 and 2 nodes");
    buffer_free(&text);
    diff_free(&diff);
}
END_TEST

/* What was done before something failed is told. */
START_TEST(what_went_before_a_failure_is_told)
{
    made_up.refused = 2;
    parts_says("-r reg rm 1 2 3", 4, "removed network 1 \"n\"");
    parts_says("-r reg --json rm 3 2", 4, "nnreg: 1 is removed already\n");
    parts_must("-r reg add net.json model");
    parts_must("-r reg add net.json model");
    parts_must("-r reg add net.json model");
    parts_says("-r reg --json rm 4 5 2", 4, "nnreg: 2 are removed already\n");
    parts_says("-r reg --json rm 2 6", 4, "\"error\"");
    parts_must("-r reg add net.json model");
    parts_must("-r reg add net.json model");
    parts_says("-r reg unpublish 6 2", 4, "nnreg: 1 is private already\n");
    parts_says("-r reg unpublish 6 7 2", 4, "nnreg: 2 are private already\n");
    parts_says("-r reg unpublish 2 6", 4, "nnreg: ");
}
END_TEST

START_TEST(damage_is_told_of_so_many_networks)
{
    struct buffer out = {0};

    made_up.damaged = 1;
    made_up.uses = 1;
    parts_says("-r reg ls", 0, "nnreg: 1 damaged file, of network 1 (nnreg files ID");
    made_up.damaged = 2;
    made_up.uses = 3;
    parts_says("-r reg ls", 0, "nnreg: 2 damaged files, of networks 1, 2, 3 (nnreg files ID");
    made_up.uses = 25;
    parts_says("-r reg ls", 0, "18, 19, 20, and perhaps more (nnreg files ID");
    made_up.damaged = 0;
    made_up.no_network = true; /* it went meanwhile */
    ck_assert_int_eq(parts_run(&out, "-r reg files 1"), 0);
    parts_has(&out, "saved_model.pb");
    parts_lacks(&out, "DAMAGED");
    buffer_free(&out);
}
END_TEST

START_TEST(lists_count_what_they_hide)
{
    parts_says("-r reg ls", 0, "nnreg: 3 networks\n");
    parts_must("-r reg publish 1 one");
    parts_says("-r reg ls", 0, "nnreg: 1 public network is not shown (--public, or --all)\n");
    parts_must("-r reg publish 2 two");
    parts_says("-r reg ls", 0, "nnreg: 2 public networks are not shown (--public, or --all)\n");
    parts_says("-r reg ls", 0, "nnreg: 1 network\n");
    parts_must("-r reg publish 3 three");
    parts_says("-r reg ls", 0, "nnreg: 3 public networks are not shown");
    parts_says("-r reg ls --all --offset 5", 0, "nnreg: none of the 3 networks is behind --offset 5\n");
    parts_says("-r reg ls --all --limit 2", 0, "nnreg: 2 of 3 networks; the next: --offset 2\n");
    parts_says("-r reg ls --all --offset 2", 0, "nnreg: 1 of 3 networks, the last of them\n");
    parts_says("-r reg ls --all --name nobody", 0, "nnreg: no network matches\n");
    parts_says("-r reg ls --all --cursor x", 2, "--cursor: ");
    parts_says("-r reg ls --offset x", 2, "--offset");
    parts_says("-r reg ls --framework nosuch", 2, "--framework: ");
    parts_says("-r reg ls --where a", 2, "--where");
    parts_says("-r reg task ls --status s", 2, "--status");
    parts_says("-r reg task ls --network -1", 2, "nnreg: task ls");
    parts_says("-r reg spec ls --offset 9", 0, "nnreg: none of the 1 specs is behind --offset 9\n");
}
END_TEST

START_TEST(a_terminal_is_written_to_otherwise)
{
    struct run run = {.quiet = false};
    struct progress progress;
    struct buffer out = {0};

    setenv("TERM", "xterm", 1);
    setenv("COLUMNS", "33", 1);
    made_up.terminal = true;
    parts_says("-r reg ls", 0, "\033[1m");
    ck_assert_int_eq(parts_run(&out, "-r reg log"), 0);
    ck_assert_int_eq(strncmp(buffer_text(&out), "     9  ", 8), 0); /* the newest first */
    buffer_free(&out);
    parts_says("-r reg cat 1 saved_model.pb", 1, "is no text: send it to a file, or use --force");
    parts_must("-r reg cat 1 saved_model.pb --force");
    parts_says("-r reg export 1 -o -", 2, "usage: nnreg export");
    parts_write_file("bad.json", "{\"Name\": \"x\"}");
    parts_says("check --fix bad.json", 1, "--- a/bad.json");
    parts_says("-r reg tensors 1", 0, "conv1/B\xe2\x80\xa6");
    ck_assert_uint_eq(output_columns(), 33);
    setenv("COLUMNS", "none", 1);
    ck_assert_uint_eq(output_columns(), 80);
    unsetenv("COLUMNS");
    ck_assert_uint_eq(output_columns(), 80);
    output_start(&run, COLOUR_AUTO);
    ck_assert(run.colour_out && run.colour_err);
    setenv("NO_COLOR", "1", 1);
    output_start(&run, COLOUR_AUTO);
    ck_assert(!run.colour_out);
    setenv("NO_COLOR", "", 1);
    output_start(&run, COLOUR_AUTO);
    ck_assert(run.colour_out);
    setenv("TERM", "", 1);
    output_start(&run, COLOUR_AUTO);
    ck_assert(!run.colour_out);
    setenv("TERM", "dumb", 1);
    output_start(&run, COLOUR_AUTO);
    ck_assert(!run.colour_out);
    progress_start(&progress, &run);
    ck_assert(!progress.shown);
    unsetenv("TERM");
    output_start(&run, COLOUR_AUTO);
    ck_assert(!run.colour_out);
    progress_start(&progress, &run);
    ck_assert(!progress.shown);
    made_up.terminal = false;
    ck_assert_uint_eq(output_columns(), 0);
}
END_TEST

START_TEST(a_bar_is_drawn_when_it_is_due)
{
    struct run run = {.quiet = false};
    struct progress progress;

    setenv("TERM", "xterm", 1);
    made_up.terminal = true;
    progress_start(&progress, &run);
    ck_assert(progress.shown);
    ck_assert_int_eq(progress_call(&progress, "reading", 1, 2), 0);
    ck_assert(!progress.drawn); /* it is too early */
    progress_stop(&progress);
    progress.due = 0;
    ck_assert_int_eq(progress_call(&progress, "reading", 1, 2), 0);
    ck_assert(progress.drawn && progress.due > 0);
    progress.due = 0;
    ck_assert_int_eq(progress_call(&progress, "reading", 7, 0), 0);
    progress.due = 0;
    ck_assert_int_eq(progress_call(&progress, "reading", 3, 2), 0);
    progress_stop(&progress);
    ck_assert(!progress.drawn);
    run.quiet = true;
    progress_start(&progress, &run);
    ck_assert(!progress.shown);
    ck_assert_int_eq(interrupt_exit_status(), 130);
}
END_TEST

START_TEST(somebody_has_done_it)
{
    struct run run = {.actor = NULL};
    char number[64];

    unsetenv("NNREG_ACTOR");
    ck_assert_str_eq(actor_name(&run), "somebody");
    setenv("NNREG_ACTOR", "", 1);
    made_up.nameless = true;
    ck_assert_str_eq(actor_name(&run), "owner");
    made_up.nobody = true;
    snprintf(number, sizeof number, "uid %lu", (unsigned long)getuid());
    ck_assert_str_eq(actor_name(&run), number);
    setenv("NNREG_ACTOR", "set", 1);
    ck_assert_str_eq(actor_name(&run), "set");
    run.actor = "option";
    ck_assert_str_eq(actor_name(&run), "option");
}
END_TEST

/* Each Tab asks for the words that could come; what cannot be right has none, and is no failure. */
START_TEST(words_are_completed)
{
    static const struct {
        const char *words, *has;
    } rows[] = {
        {"", ""},
        {"ad", "add"},
        {"nosuch x", ""},
        {"spec s", "show"},
        {"spec nosuch x", ""},
        {"--color = al", "always"},
        {"--color =", "never"},
        {"--color=al", "--color=always"},
        {"--registry", "--registry"},
        {"-r", ""},
        {"-r reg show 1", "1"},
        {"check --format s", "sarif"},
        {"check --format = s", "sarif"},
        {"check --nosuch x", ""},
        {"check --fix=", ""},
        {"check net.json -- x", ""},
        {"-q", ""},
        {"-x", ""},
        {"x - y", ""},
        {"schema n", "network"},
        {"help sp", "spec"},
        {"-r reg spec set 1 --current-version 1", "1"},
        {"-r reg cat 1 s", "saved_model.pb"},
        {"-r reg cat nosuch! s", ""},
        {"-r reg cat 77 s", ""},
        {"-r nowhere show 1", ""},
        {"-r reg spec show 1", "1"},
        {"-r reg version show 1", "1"},
        {"-r reg task show 1", "1"},
        {"rules bundle.b", "bundle.bad-name"},
        {"completion b", "bash"},
        {"export -o x", "paths"},
        {"backup --verify x", "folders"},
        {"checkout 1 x", "folders"},
        {"-- show 1", ""},
        {"--quiet=", ""},
        {"inspect --tensors x", ""},
        {"inspect m --size 1", ""},
        {"set 1 --if-update-date 2", ""},
        {"config mutable-description o", "on"},
        {"import a", "paths"},
        {"config m", "mutable-description"},
        {"ls --order n", "name"},
        {"-nx y", ""},
        {"ls -n", ""},
        {"-r reg rm 1 2 3", "3"},
        {"show = x", ""},
        {"--color = always ad", "add"},
        {"check --nosuch x y", ""},
        {"stat x", ""},
        {"backup a b", ""},
        {"task set 1 x", ""},
        {"config mutable-description onx", ""},
        {"-r reg spec show f", "fruit"},
        {"-r reg cat nosuch s", ""},
        {"-x y", ""},
    };
    struct buffer line = {0}, out = {0};
    size_t i;

    parts_must("-r reg spec publish 1 fruit");
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        buffer_printf(&line, "completion words -- %s", rows[i].words);
        ck_assert_msg(parts_run(&out, buffer_text(&line)) == 0, "%s: %s", rows[i].words, buffer_text(&out));
        parts_has(&out, rows[i].has);
        buffer_free(&line);
        buffer_free(&out);
    }
}
END_TEST

START_TEST(a_picture_is_read_from_any_report)
{
    static const char odd[] = "{\"scopes\": {\"depth\": 2, \"incomplete\": true, \"operations\": 1, "
                              "\"elsewhere\": {\"operations\": 1, \"unsafe\": 1, "
                              "\"unknown\": 2}, \"boxes\": [{\"kind\": \"input\", \"key\": "
                              "\"a\\nvery/long/name/that/is/cut/somewhere/in/its/middle/"
                              "because/no/box/is/so/wide/as/this/one/would/have/to/be\", \"unsafe\": 1, "
                              "\"unfed\": 2, \"unknown\": 3}, {\"kind\": "
                              "\"output\", \"key\": \"\xf0\x9f\x98\x80\xff\"}, {}], \"edges\": [{\"from\": "
                              "9, \"to\": 2, \"shapes\": [\"unknown\", "
                              "[1, 2], [1, 2], [3], null]}, {\"from\": 0, \"to\": 1, \"shapes\": [[1]], "
                              "\"more\": true}, {\"from\": 1, \"to\": 2}, "
                              "{\"from\": 0, \"to\": 2, \"shapes\": [null]}]}}";
    struct picture picture;
    struct buffer text = {0}, why = {0};

    ck_assert_int_eq(picture_read(&picture, parts_json(odd), &why), PICTURE_READ);
    ck_assert(picture.alarm);
    ck_assert_str_eq(buffer_text(&picture.notes[0]),
                     "not shown: 1 operation that no output needs, 1 unsafe, 2 unknown");
    ck_assert_str_eq(buffer_text(&picture.notes[1]),
                     "not all calls of functions are shown: there are too many");
    ck_assert_uint_eq(picture.edge_count, 4);
    ck_assert_uint_eq(picture.edges[0].from, 0);
    ck_assert_str_eq(buffer_text(&picture.edges[0].label), "2 x [1, 2], [3] and 2 more");
    ck_assert_str_eq(buffer_text(&picture.edges[1].label), "[1] and more");
    ck_assert(picture.edges[2].order_only && !picture.edges[3].order_only);
    picture_add_dot(&text, &picture);
    parts_has(&text, "digraph");
    buffer_free(&text);
    ck_assert(picture_add_svg(&text, &picture));
    parts_has(&text, "</svg>");
    buffer_free(&text);
    picture_free(&picture);
    ck_assert_int_eq(
        picture_read(&picture, parts_json("{\"scopes\": {\"boxes\": [], \"edges\": [{}]}}"), &why),
        PICTURE_READ);
    ck_assert_uint_eq(picture.edge_count, 0);
    picture_free(&picture);
    ck_assert_int_eq(picture_read(&picture, parts_json("{}"), &why), PICTURE_NOTHING);
    picture_free(&picture);
    buffer_free(&why);
}
END_TEST

/* By whole characters, of which some take two columns. */
START_TEST(what_is_long_in_a_picture_is_cut)
{
    struct buffer report = {0}, why = {0};
    struct picture picture;
    size_t i;

    buffer_put(&report,
               "{\"scopes\": {\"depth\": 1, \"boxes\": [{\"kind\": \"operations\", \"scope\": \"s\", "
               "\"unsafe\": 1, \"unfed\": 2}, {\"kind\": \"input\", \"key\": \"");
    for (i = 0; i < 40; i++)
        buffer_put(&report, "\xe6\xbc\xa2");
    buffer_put(&report, "\"}, {\"kind\": \"input\", \"key\": \"");
    for (i = 0; i < 40; i++)
        buffer_put(&report, "\xe6\xbc\xa2");
    buffer_put(
        &report,
        "a\"}], \"edges\": [{\"from\": 0, \"to\": 9, \"shapes\": [[1], [2]]}, {\"from\": 1, \"to\": 2, "
        "\"shapes\": [[11]");
    for (i = 0; i < 20; i++)
        buffer_printf(&report, ", [%zu, 22, 33]", i);
    buffer_put(&report, "]}]}}");
    ck_assert_int_eq(picture_read(&picture, parts_json(buffer_text(&report)), &why), PICTURE_READ);
    parts_has(&picture.boxes[0].lines[picture.boxes[0].line_count - 1], "1 unsafe, 2 unfed");
    for (i = 1; i < 3; i++) {
        const struct buffer *line = &picture.boxes[i].lines[0];

        ck_assert_uint_le(text_width(line->text, line->length), PICTURE_COLUMNS);
        ck_assert(text_is_utf8(line->text, line->length));
        ck_assert_ptr_nonnull(strstr(line->text, "..."));
    }
    ck_assert_uint_eq(picture.edges[0].to, 0); /* there is no box 9 */
    ck_assert_str_eq(buffer_text(&picture.edges[0].label), "[1], [2]");
    ck_assert_str_eq(buffer_text(&picture.edges[1].label), "[11], [0, 22, 33], [1, 22, 33], [2, 2...");
    picture_free(&picture);
    buffer_free(&report);
    buffer_free(&why);
}
END_TEST

/* XML 1.0 has no way to hold the others. */
START_TEST(names_in_a_picture_are_characters_of_xml)
{
    static const char *const kept[] = {"\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbd", "\xf0\x90\x80\x80",
                                       "\xf4\x8f\xbf\xbf"};
    static const char *const others[] = {"\xef\xbf\xbe", "\xef\xbf\xbf", "\x0b", "\x01"};
    static const char names[] =
        "{\"scopes\": {\"depth\": 1, \"boxes\": [{\"kind\": \"input\", \"key\": "
        "\"1\xed\x9f\xbf\xee\x80\x80\"}, {\"kind\": \"input\", \"key\": "
        "\"2\xef\xbf\xbd\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"}, {\"kind\": \"input\", \"key\": "
        "\"3\xef\xbf\xbe\xef\xbf\xbf\"}, "
        "{\"kind\": \"input\", \"key\": \"4\\u000b\\u0001\\t<&>\\\"'\"}], \"edges\": []}}";
    struct picture picture;
    struct buffer text = {0}, why = {0};
    size_t i;

    ck_assert_int_eq(picture_read(&picture, parts_json(names), &why), PICTURE_READ);
    ck_assert(picture_add_svg(&text, &picture));
    for (i = 0; i < sizeof kept / sizeof *kept; i++)
        ck_assert_msg(strstr(buffer_text(&text), kept[i]) != NULL, "kept %zu", i);
    for (i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_msg(strstr(buffer_text(&text), others[i]) == NULL, "other %zu", i);
    parts_has(&text, "&lt;&amp;&gt;&quot;&#39;");
    buffer_free(&text);
    buffer_free(&why);
    picture_free(&picture);
}
END_TEST

/* Findings on an update are put where the person wrote what is wrong. */
START_TEST(a_finding_on_an_update_is_on_its_option)
{
    struct buffer metadata = {0};
    struct update_wish wish = {.members = {{"name", "--name", "x", false}}, .member_count = 1};
    struct nnreg_finding finding = {.rule = "empty", .pointer = "/name", .line = 1};
    struct finding_source source;

    ck_assert(update_choose(&wish, &finding, &source));
    ck_assert_str_eq(source.label, "--name");
    finding.pointer = "/other";
    ck_assert(update_choose(&wish, &finding, &source));
    ck_assert_str_eq(source.label, "/other");
    finding.pointer = NULL;
    ck_assert(update_choose(&wish, &finding, &source));
    ck_assert_str_eq(source.label, "update");
    buffer_put(&metadata, "{}");
    wish.metadata = &metadata;
    wish.metadata_label = "m.json";
    finding.pointer = "/metadata";
    ck_assert(update_choose(&wish, &finding, &source));
    ck_assert_str_eq(source.label, "m.json");
    finding.line = 99;
    ck_assert(update_choose(&wish, &finding, &source));
    ck_assert_str_eq(source.text, "{}");
    finding.pointer = "/name";
    ck_assert(update_choose(&wish, &finding, &source));
    ck_assert_str_eq(source.label, "--name");
    ck_assert(!update_choose_json(&wish, &finding, &source));
    finding.rule = "json.syntax";
    ck_assert(update_choose_json(&wish, &finding, &source));
    buffer_free(&metadata);
}
END_TEST

START_TEST(configurations_say_what_is_wrong_in_them)
{
    static const struct {
        const char *text, *said;
    } rows[] = {
        {"[]", "severities"},
        {"{\"x\": 1}", "there is no member \"x\" here: write \"severities\""},
        {"{\"severites\": {}}", "did you mean \"severities\"?"},
        {"{\"severities\": []}", "nnreg: "},
        {"{\"severities\": {\"url\": 7}}", "a rule is set by"},
        {"{\"severities\": {\"url\": {\"qqqqqqq\": 1}}}", "write \"severity\" and \"reason\""},
        {"{\"severities\": {\"url\": {\"reason\": \"x\"}}}", "a severity is missing"},
        {"{\"severities\": {\"url\": {\"severity\": \"off\"}}}", "a reason is missing"},
        {"{\"severities\": {\"url\": {\"severity\": 1, \"reason\": \"x\"}}}", "a severity is \"error\""},
        {"{\"severities\": {\"url\": {\"severity\": \"of\", \"reason\": \"x\"}}}", "nnreg: "},
        {"{\"severities\": {\"url\": {\"severity\": \"off\", \"reason\": 1}}}", "a reason is a text"},
        {"{\"severities\": {\"url\": {\"severity\": \"off\", \"reason\": \" \"}}}", "the reason is empty"},
        {"{\"severities\": {\"nosuch\": {\"severity\": \"off\", \"reason\": \"x\"}}}", "nosuch"},
        {"{", "nnreg: "},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        parts_write_file("c.json", rows[i].text);
        parts_says("check --config c.json net.json", 2, rows[i].said);
    }
    parts_write_file("c.json", "{}");
    parts_must("check --config c.json net.json");
    parts_says("check --config nowhere.json net.json", 3, "nowhere.json");
}
END_TEST

Suite *parts_command_suite(void)
{
    Suite *suite = suite_create("command");
    TCase *tests = tcase_create("command");

    tcase_add_checked_fixture(tests, make_world, parts_remove_world);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_version_of_detections_is_shown);
    tcase_add_test(tests, an_input_of_the_networks_size_is_shown);
    tcase_add_test(tests, a_backup_tells_what_it_has_done);
    tcase_add_test(tests, fsck_tells_how_its_process_ended);
    tcase_add_test(tests, a_baseline_is_held_to_its_form);
    tcase_add_test(tests, a_mended_file_has_the_mode_of_before);
    tcase_add_test(tests, the_configuration_is_told_where_it_can_be);
    tcase_add_test(tests, deletes_tell_who_loses_a_version);
    tcase_add_test(tests, a_history_may_be_short);
    tcase_add_test(tests, lists_are_chosen_from);
    tcase_add_test(tests, checks_are_told_in_each_form);
    tcase_add_test(tests, an_object_is_attached_elsewhere);
    tcase_add_test(tests, differences_are_told_member_by_member);
    tcase_add_test(tests, what_went_before_a_failure_is_told);
    tcase_add_test(tests, damage_is_told_of_so_many_networks);
    tcase_add_test(tests, lists_count_what_they_hide);
    tcase_add_test(tests, a_terminal_is_written_to_otherwise);
    tcase_add_test(tests, a_bar_is_drawn_when_it_is_due);
    tcase_add_test(tests, somebody_has_done_it);
    tcase_add_test(tests, words_are_completed);
    tcase_add_test(tests, a_picture_is_read_from_any_report);
    tcase_add_test(tests, what_is_long_in_a_picture_is_cut);
    tcase_add_test(tests, names_in_a_picture_are_characters_of_xml);
    tcase_add_test(tests, a_finding_on_an_update_is_on_its_option);
    tcase_add_test(tests, configurations_say_what_is_wrong_in_them);
    suite_add_tcase(suite, tests);
    return suite;
}
