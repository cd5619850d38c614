/*
 * What the fixtures of tests/cases cannot say of bundles: that it does not matter how files are given, what the calls
 * that add them return, and that no failure of the system or of memory is lost.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "judge/frameworks.h"
#include "case_bundle.h"
#include "case_text.h"
#include "bundle/bundle.h"

/* Checks the common description with the bundle; the findings in lines. */
static nnreg_status check_lines(struct text *lines, struct case_bundle *bundle)
{
    struct text json = TEXT_INIT;
    nnreg_findings *findings;
    nnreg_status status;

    text_description(&json);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    status = case_bundle_check(bundle, findings, json.content, json.length);
    text_findings(lines, findings, bundle->scratch.path);
    nnreg_findings_free(findings);
    text_free(&json);
    return status;
}

/* -- what to do about files that are called wrong -- */

static const struct {
    const char *lines, *rule, *hint;
} misnamed[] = {
    {"model classifier\nrename saved_model.pb saved_model.pbtxt\n", "model.corrupt",
     "the file looks like a SavedModel in binary form: rename it to saved_model.pb"},
    {"model classifier text\nrename saved_model.pbtxt saved_model.pb\n", "model.corrupt",
     "the file looks like a SavedModel in text form: rename it to saved_model.pbtxt"},
    {"model classifier\nrename variables/variables.index variables/variables.index.bak\n"
     "rename variables/variables.data-00000-of-00001 variables/data\n",
     "bundle.variables-missing", "copy the whole folder again, with variables/"},
    {"model classifier\nrename variables/variables.index variables/model.index\n"
     "rename variables/variables.data-00000-of-00001 variables/model.data-00000-of-00001\n",
     "bundle.variables-missing",
     "there are variables under other names: rename the files to variables.index and "
     "variables.data-00000-of-00001, and so on"},
    {"model classifier\nrename variables assets/variables\ntext notes.txt n\ngiven notes.txt\n",
     "bundle.variables-missing", "copy the whole folder again, with variables/"},
    {"model classifier\nrename variables/variables.index model.index\n"
     "rename variables/variables.data-00000-of-00001 model.data-00000-of-00001\n"
     "given model.index\n",
     "bundle.variables-missing",
     "there are variables under other names: rename the files to variables.index and "
     "variables.data-00000-of-00001, and so on"},
    {"model classifier\nfile variables/model.index 9\n", "bundle.unknown-file",
     "if these are the model's variables, rename them: TensorFlow looks for variables/variables.index and "
     "variables/variables.data-00000-of-00001"},
    {"model classifier\ntext variables/checkpoint x\n", "bundle.unknown-file",
     "files of your own go into assets.extra/"},
    {"model classifier\ntext .index x\n", "bundle.unknown-file", "files of your own go into assets.extra/"},
    {"model classifier\nrename saved_model.pb model.pb\n", "bundle.model-missing",
     "if \"model.pb\" is the model, rename it to saved_model.pb"},
    {"model classifier\nrename saved_model.pb Saved_Model.PB\n", "bundle.model-missing",
     "if \"Saved_Model.PB\" is the model, rename it to saved_model.pb"},
    {"model classifier\nrename saved_model.pb m.pb\ngiven m.pb\n", "bundle.model-missing",
     "if \"m.pb\" is the model, rename it to saved_model.pb"},
    {"model classifier text\nrename saved_model.pbtxt saved_model.pbtx\n", "bundle.model-missing",
     "if \"saved_model.pbtx\" is the model, rename it to saved_model.pbtxt"},
    {"model classifier\nremove saved_model.pb\ntext model.zip x\n", "bundle.model-missing",
     "\"model.zip\" may have one: an archive within a bundle is not looked into: unpack it, or give it by "
     "itself"},
    {"model classifier\nremove saved_model.pb\ntext ._saved_model.pb x\n", "bundle.model-missing",
     "give the folder that tf.saved_model.save wrote, or its files"},
    {"model classifier\ntext frozen.pb x\n", "bundle.unknown-file",
     "only saved_model.pb is loaded: rename it if it is the model; files of your own go into assets.extra/"},
    {"model classifier\nrename variables Variables\n", "bundle.unknown-file",
     "only variables is looked into: rename it if the model's variables are in it; files of your own go into "
     "assets.extra/"},
    {"model classifier\nrename variables/variables.index variables/Variables.Index\n", "bundle.unknown-file",
     "only variables/variables.index is loaded: rename it if it is the index; files of your own go into "
     "assets.extra/"},
    {"folder\ntext a.pb x\ntext b.pb x\ntext c.tar x\ntext d.tar x\n", "bundle.model-missing",
     "if \"a.pb\" is the model, rename it to saved_model.pb"},
    {"folder\ntext c.tar x\ntext d.tar x\n", "bundle.model-missing",
     "\"c.tar\" may have one: an archive within a bundle is not looked into: unpack it, and give its folder"},
    {"model classifier\ntext net.pbtxt x\n", "bundle.unknown-file",
     "only saved_model.pbtxt is loaded: rename it if it is the model; files of your own go into "
     "assets.extra/"},
    {"model classifier\ntext old.tar.gz x\n", "bundle.unknown-file",
     "an archive within a bundle is not looked into: unpack it, and give its folder"},
    {"model asset\nrename assets/labels.txt assets/Labels.TXT\n", "model.asset-missing",
     "there is \"assets/Labels.TXT\": rename it to assets/labels.txt"},
    {"model asset\nremove assets/labels.txt\n", "model.asset-missing",
     "copy the whole folder again, with assets/"},
};

START_TEST(a_file_under_another_name_is_told_what_to_be_called)
{
    struct case_bundle bundle;
    struct text json = TEXT_INIT;
    const struct nnreg_finding *finding;
    nnreg_findings *findings;
    size_t i;

    text_description(&json);
    case_bundle_make(&bundle, misnamed[_i].lines, strlen(misnamed[_i].lines), NULL);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    (void)case_bundle_check(&bundle, findings, json.content, json.length);
    for (i = 0; (finding = nnreg_findings_get(findings, i)) != NULL; i++)
        if (strcmp(finding->rule, misnamed[_i].rule) == 0)
            break;
    ck_assert_ptr_nonnull(finding);
    ck_assert_str_eq(finding->hint, misnamed[_i].hint);
    nnreg_findings_free(findings);
    case_bundle_free(&bundle);
    text_free(&json);
}
END_TEST

/* A mean of one kind under the name of another. */
static const struct {
    const char *kind, *name, *hint;
} mean_names[] = {
    {"binaryproto", "proto.bin", "let its name, and mean_file, end in .binaryproto"},
    {"proto.bin", "binaryproto", "let its name, and mean_file, end in .proto.bin"},
    {"proto.bin", "npy", "let its name, and mean_file, end in .proto.bin"},
    {"npy", "binaryproto", "let its name, and mean_file, end in .npy"},
    {"npy", "proto.bin", "let its name, and mean_file, end in .npy"},
};

START_TEST(a_mean_of_another_kind_is_told_what_to_end_in)
{
    struct case_bundle bundle;
    struct text lines = TEXT_INIT, common = TEXT_INIT, json = TEXT_INIT;
    const struct nnreg_finding *finding;
    nnreg_findings *findings;
    const char *rest;

    text_format(&lines, "model classifier\nmean mean.%s %s\nrename mean.%s mean.%s\n", mean_names[_i].kind,
                strcmp(mean_names[_i].kind, "binaryproto") == 0 ? "3 32 32" : "32 32 3", mean_names[_i].kind,
                mean_names[_i].name);
    text_description(&common);
    rest = strstr(common.content, "\"color_channels\"");
    ck_assert_ptr_nonnull(rest);
    text_format(&json, "%.*s\"mean_file\": \"mean.%s\", %s", (int)(rest - common.content), common.content,
                mean_names[_i].name, rest);
    case_bundle_make(&bundle, lines.content, lines.length, NULL);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(case_bundle_check(&bundle, findings, json.content, json.length), NNREG_REFUSED);
    ck_assert_uint_eq(nnreg_findings_count(findings), 1);
    finding = nnreg_findings_get(findings, 0);
    ck_assert_str_eq(finding->rule, "mean.corrupt");
    ck_assert_msg(finding->hint != NULL, "%s", finding->message);
    ck_assert_str_eq(finding->hint, mean_names[_i].hint);
    nnreg_findings_free(findings);
    case_bundle_free(&bundle);
    text_free(&json);
    text_free(&common);
    text_free(&lines);
}
END_TEST

/*
 * More problems of one kind than a list of findings has room for: what is beyond it is of that kind, too, with the severity that was
 * asked for it, and counted. Eleven findings are about other things.
 */
static const struct {
    nnreg_severity severity;
    nnreg_status status;
    size_t count;
    const char *last;
} floods[] = {
    {NNREG_SEVERITY_ERROR, NNREG_REFUSED, NNREG_LIMIT_FINDINGS,
     "17 more findings are not shown: there are 1016 in all"},
    {NNREG_SEVERITY_WARNING, NNREG_OK, NNREG_LIMIT_FINDINGS,
     "17 more findings are not shown: there are 1016 in all"},
    {NNREG_SEVERITY_OFF, NNREG_OK, 11, NULL},
};

START_TEST(a_flood_of_problems_has_the_severity_of_its_rule)
{
    static const char lines[] = "model frozen\nvariables <<1005*v#=float[1]:1 >>\n"
                                "remove variables/variables.data-00000-of-00001\n"
                                "file variables/variables.data-00000-of-00001 1\n";
    const struct nnreg_rule_severity set = {sizeof set, "variables.out-of-bounds", floods[_i].severity};
    struct case_bundle bundle;
    struct text json = TEXT_INIT;
    nnreg_findings *findings;

    text_description(&json);
    case_bundle_make(&bundle, lines, sizeof lines - 1, NULL);
    ck_assert_int_eq(nnreg_findings_new(&findings, &set, 1), NNREG_OK);
    ck_assert_int_eq(case_bundle_check(&bundle, findings, json.content, json.length), floods[_i].status);
    ck_assert_uint_eq(nnreg_findings_count(findings), floods[_i].count);
    if (floods[_i].last != NULL)
        ck_assert_str_eq(nnreg_findings_get(findings, floods[_i].count - 1)->message, floods[_i].last);
    nnreg_findings_free(findings);
    case_bundle_free(&bundle);
    text_free(&json);
}
END_TEST

/* -- it does not matter how files are given -- */

/* A classifier with a file of every role and some mistakes, given as a folder or, by HOW, one by one. */
static void make_in(struct case_bundle *bundle, const char *how, const char *mistakes)
{
    static const char *const files[] = {"saved_model.pb",
                                        "variables/variables.index",
                                        "variables/variables.data-00000-of-00002",
                                        "variables/variables.data-00001-of-00002",
                                        "assets/labels.txt",
                                        "assets.extra/notes",
                                        "mean.npy"};
    struct text lines = TEXT_INIT;
    size_t i;

    text_format(&lines, "model classifier shards=2\ntext assets/labels.txt a\ntext assets.extra/notes n\n%s",
                mistakes);
    for (i = 0; how != NULL && i < sizeof files / sizeof *files; i++)
        text_format(&lines, "%s %s\n", how, files[i]);
    case_bundle_make(bundle, lines.content, lines.length, NULL);
    text_free(&lines);
}

static const char *const ways[] = {NULL, "given", "descriptor", "memory"};

START_TEST(a_folder_single_files_descriptors_and_memory_are_judged_alike)
{
    static const char mistakes[] =
        "file mean.npy 12\ntext assets/labels.txt version https://git-lfs.github.com/spec/v1\n"
        "text variables/variables.data-00001-of-00002 <html>\n";
    struct case_bundle folder, other;
    struct text expected = TEXT_INIT, found = TEXT_INIT;

    make_in(&folder, ways[0], mistakes);
    make_in(&other, ways[_i], mistakes);
    ck_assert_int_eq(check_lines(&expected, &folder), NNREG_REFUSED);
    ck_assert_int_eq(check_lines(&found, &other), NNREG_REFUSED);
    ck_assert_str_eq(expected.content, "warning bundle.mean-unused mean.npy\n"
                                       "warning bundle.lfs-pointer assets/labels.txt\n"
                                       "error bundle.html-page variables.data-00001-of-00002\n");
    ck_assert_str_eq(expected.content, found.content);
    case_bundle_free(&folder);
    case_bundle_free(&other);
    text_free(&expected);
    text_free(&found);
}
END_TEST

/* Readers and judgements look at a file with one pair of eyes: what is no model to one is none to the other. */
static const struct {
    const char *text, *found;
} stand_ins[] = {
    {"<!-- moved -->", "error bundle.html-page saved_model.pb\n"},
    {"<head>", "error bundle.html-page saved_model.pb\n"},
    {"version http://git-media.io/v/2", "error bundle.lfs-pointer saved_model.pb\n"},
    {"version https://git-lfs.github.com/other", "error model.corrupt saved_model.pb 0\n"},
};

START_TEST(what_stands_in_for_a_file_is_told_by_its_check_and_its_draft)
{
    struct case_bundle bundle;
    struct text lines = TEXT_INIT, found = TEXT_INIT, drafted = TEXT_INIT;
    nnreg_findings *findings;
    char *json;

    text_format(&lines, "folder\ntext saved_model.pb %s\n", stand_ins[_i].text);
    case_bundle_make(&bundle, lines.content, lines.length, NULL);
    ck_assert_int_eq(check_lines(&found, &bundle), NNREG_REFUSED);
    ck_assert_str_eq(found.content, stand_ins[_i].found);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_draft(&json, findings, bundle.bundle), NNREG_REFUSED);
    text_findings(&drafted, findings, NULL);
    ck_assert_str_eq(drafted.content, stand_ins[_i].found);
    nnreg_findings_free(findings);
    case_bundle_free(&bundle);
    text_free(&lines);
    text_free(&found);
    text_free(&drafted);
}
END_TEST

/* Registers the bundle; the files that are stored, in lines. */
static void stored(struct text *lines, struct case_bundle *bundle)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    struct text json = TEXT_INIT;
    nnreg_findings *findings;
    nnreg_network *network;
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg *registry;
    char path[300];
    uint64_t id;
    size_t i;

    text_description(&json);
    (void)snprintf(path, sizeof path, "%.250s/registry", bundle->scratch.path);
    options.flags = NNREG_OPEN_CREATE;
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_open(&registry, path, &options), NNREG_OK);
    ck_assert_msg(nnreg_network_create(registry, &id, json.content, json.length, bundle->bundle, NULL,
                                       findings) == NNREG_OK,
                  "%s", nnreg_message(registry));
    ck_assert_int_eq(nnreg_network_get(registry, &network, id), NNREG_OK);
    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++)
        text_format(lines, "%s %llu %s\n", file.name, (unsigned long long)file.bytes, file.sha256);
    ck_assert_uint_eq(i, 7);
    nnreg_network_free(network);
    nnreg_findings_free(findings);
    nnreg_close(registry);
    text_free(&json);
}

START_TEST(a_folder_single_files_descriptors_and_memory_are_stored_alike)
{
    struct case_bundle folder, other;
    struct text expected = TEXT_INIT, found = TEXT_INIT;

    make_in(&folder, ways[0], "mean mean.npy 3\n");
    make_in(&other, ways[_i], "mean mean.npy 3\n");
    stored(&expected, &folder);
    stored(&found, &other);
    ck_assert_str_eq(expected.content, found.content);
    case_bundle_free(&folder);
    case_bundle_free(&other);
    text_free(&expected);
    text_free(&found);
}
END_TEST

START_TEST(a_descriptor_keeps_its_position)
{
    struct case_bundle bundle;
    struct text lines = TEXT_INIT;
    size_t i;

    make_in(&bundle, "descriptor", "mean mean.npy 3\n");
    ck_assert_uint_eq(bundle.descriptors, 7);
    for (i = 0; i < bundle.descriptors; i++)
        ck_assert_int_eq(lseek(bundle.descriptor[i], (off_t)i + 1, SEEK_SET), (off_t)i + 1);
    ck_assert_int_eq(check_lines(&lines, &bundle), NNREG_OK);
    for (i = 0; i < bundle.descriptors; i++)
        ck_assert_int_eq(lseek(bundle.descriptor[i], 0, SEEK_CUR), (off_t)i + 1);
    case_bundle_free(&bundle);
    text_free(&lines);
}
END_TEST

START_TEST(a_check_leaves_no_descriptor_open)
{
    struct case_bundle bundle;
    struct text lines = TEXT_INIT;
    unsigned before;

    make_in(&bundle, NULL, "mean mean.npy 3\nfile assets/a/b/c 1\nmkdir notes\nfifo pipe\n");
    before = open_descriptors();
    ck_assert_int_eq(check_lines(&lines, &bundle), NNREG_OK);
    ck_assert_uint_eq(open_descriptors(), before);
    case_bundle_free(&bundle);
    text_free(&lines);
}
END_TEST

/* -- what the calls say -- */

START_TEST(what_is_not_there_or_of_another_kind_is_told_when_it_is_added)
{
    static const char lines[] = "folder\nfile f 1\nlink loop loop\n";
    struct case_bundle bundle;
    char path[400];

    case_bundle_make(&bundle, lines, sizeof lines - 1, NULL);
    (void)snprintf(path, sizeof path, "%s/nothing", bundle.folder);
    ck_assert_int_eq(nnreg_bundle_add_directory(bundle.bundle, path), NNREG_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(nnreg_bundle_message(bundle.bundle), path));
    ck_assert_int_eq(nnreg_bundle_add_file(bundle.bundle, path, NULL), NNREG_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(nnreg_bundle_message(bundle.bundle), path));
    (void)snprintf(path, sizeof path, "%s/f", bundle.folder);
    ck_assert_int_eq(nnreg_bundle_add_directory(bundle.bundle, path), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(nnreg_bundle_message(bundle.bundle), "is not a folder"));
    (void)snprintf(path, sizeof path, "%s/loop", bundle.folder);
    ck_assert_int_eq(nnreg_bundle_add_directory(bundle.bundle, path), NNREG_IO);
    ck_assert_int_eq(nnreg_bundle_add_fd(bundle.bundle, 1000000, "f"), NNREG_IO);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle.bundle, "", 0, "assets/f"), NNREG_OK);
    ck_assert_str_eq(nnreg_bundle_message(bundle.bundle), "");
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle.bundle, NULL, 0, "assets/g"), NNREG_OK);
    case_bundle_free(&bundle);
}
END_TEST

/* With a reason, which the next call that makes sense takes away. */
static void assert_senseless(nnreg_bundle *bundle, nnreg_status status)
{
    ck_assert_int_eq(status, NNREG_INVALID_ARGUMENT);
    ck_assert_str_ne(nnreg_bundle_message(bundle), "");
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, "", 0, "assets/f"), NNREG_OK);
    ck_assert_str_eq(nnreg_bundle_message(bundle), "");
}

/* Room for one more, the path, the name: each is asked for, and the room is kept. */
START_TEST(what_there_is_no_memory_for_is_not_added)
{
    static const char lines[] = "folder\nfile f 1\n";
    struct nnreg_bundle_files files;
    struct case_bundle made;
    nnreg_bundle *bundle;
    char path[400];
    size_t way;

    case_bundle_make(&made, lines, sizeof lines - 1, NULL);
    (void)snprintf(path, sizeof path, "%s/f", made.folder);
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    for (way = 0; way < 2; way++) {
        nnreg_status status = NNREG_NO_MEMORY;
        uint64_t n;

        for (n = 1; status == NNREG_NO_MEMORY; n++) {
            nnreg_alloc_fail_from(n);
            status = way == 0 ? nnreg_bundle_add_memory(bundle, "", 0, "assets/f")
                              : nnreg_bundle_add_file(bundle, path, "assets/g");
            nnreg_alloc_fail_from(0);
            ck_assert_int_eq(status == NNREG_OK, nnreg_bundle_message(bundle)[0] == '\0');
        }
        ck_assert_int_eq(status, NNREG_OK);
        ck_assert_uint_eq(n, 4);
    }
    ck_assert_int_eq(nnreg_frameworks_list(&files, bundle, NULL), NNREG_OK);
    ck_assert_uint_eq(files.entry_count, 2);
    nnreg_bundle_files_free(&files);
    nnreg_bundle_free(bundle);
    case_bundle_free(&made);
}
END_TEST

START_TEST(a_call_that_makes_no_sense_is_refused)
{
    nnreg_findings *findings;
    nnreg_bundle *bundle;
    char *text;

    ck_assert_int_eq(nnreg_bundle_new(NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_directory(NULL, "."), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_bundle_add_file(NULL, ".", "f"), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_bundle_add_memory(NULL, "", 0, "f"), NNREG_INVALID_ARGUMENT);
    assert_senseless(bundle, nnreg_bundle_add_directory(bundle, NULL));
    assert_senseless(bundle, nnreg_bundle_add_file(bundle, NULL, "f"));
    assert_senseless(bundle, nnreg_bundle_add_fd(bundle, -1, "f"));
    assert_senseless(bundle, nnreg_bundle_add_fd(bundle, 0, NULL));
    assert_senseless(bundle, nnreg_bundle_add_memory(bundle, NULL, 1, "f"));
    assert_senseless(bundle, nnreg_bundle_add_memory(bundle, "", 0, NULL));
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_draft(&text, findings, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_str_ne(nnreg_findings_message(findings), "");
    nnreg_findings_clear(findings);
    ck_assert_int_eq(nnreg_draft(NULL, findings, bundle), NNREG_INVALID_ARGUMENT);
    ck_assert_str_ne(nnreg_findings_message(findings), "");
    nnreg_findings_clear(findings);
    ck_assert_int_eq(nnreg_inspect(NULL, findings, bundle, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_str_ne(nnreg_findings_message(findings), "");
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
    nnreg_bundle_free(NULL);
}
END_TEST

static const struct {
    const char *path, *name;
} paths[] = {
    {"saved_model.pb", "saved_model.pb"},
    {"a/b/saved_model.pb", "saved_model.pb"},
    {"variables/variables.index", "variables.index"},
    {"a/variables/variables.index", "variables.index"},
    {"a/assets/labels.txt", "assets/labels.txt"},
    {"a/assets.extra/notes", "assets.extra/notes"},
    {"a/debug/info.pb", "debug/info.pb"},
    {"debug/a/saved_model.pb", "saved_model.pb"},
    {"variables/a/variables.index", "variables.index"},
    {"my-assets/labels.txt", "labels.txt"},
    {"a//assets//labels.txt", "assets/labels.txt"},
    {"a///variables.index", "variables.index"},
    {"//assets//labels.txt", "assets/labels.txt"},
    {"a/of-a-name-with-more-than-32-characters/labels.txt", "labels.txt"},
};

START_TEST(a_path_names_a_file_by_its_last_part_or_two)
{
    struct case_bundle bundle;
    struct nnreg_bundle_files files;
    struct text lines = TEXT_INIT;

    text_format(&lines, "file %s 1\ngiven %s\n", paths[_i].path, paths[_i].path);
    case_bundle_make(&bundle, lines.content, lines.length, NULL);
    ck_assert_int_eq(nnreg_frameworks_list(&files, bundle.bundle, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_assign(&files, nnreg_framework_default()->roles, NULL), NNREG_OK);
    ck_assert_uint_eq(files.count, 1);
    ck_assert_str_eq(files.file[0].name, paths[_i].name);
    nnreg_bundle_files_free(&files);
    case_bundle_free(&bundle);
    text_free(&lines);
}
END_TEST

/* Of the folder that the program is in: there is no part in front. */
START_TEST(a_path_of_one_part_names_the_file)
{
    static const char lines[] = "folder\nfile saved_model.pb 1\n";
    struct nnreg_bundle_files files;
    struct case_bundle made;
    nnreg_bundle *bundle;

    case_bundle_make(&made, lines, sizeof lines - 1, NULL);
    ck_assert_int_eq(chdir(made.folder), 0);
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_file(bundle, "saved_model.pb", NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_frameworks_list(&files, bundle, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_assign(&files, nnreg_framework_default()->roles, NULL), NNREG_OK);
    ck_assert_uint_eq(files.count, 1);
    ck_assert_str_eq(files.file[0].name, "saved_model.pb");
    ck_assert_int_eq(chdir("/"), 0);
    nnreg_bundle_files_free(&files);
    nnreg_bundle_free(bundle);
    case_bundle_free(&made);
}
END_TEST

/* Which a case cannot say. */
START_TEST(a_file_without_a_name_is_refused)
{
    static const char lines[] = "model classifier\n";
    const struct nnreg_finding *finding;
    struct case_bundle bundle;
    struct text json = TEXT_INIT;
    nnreg_findings *findings;

    case_bundle_make(&bundle, lines, sizeof lines - 1, NULL);
    text_description(&json);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle.bundle, "x", 1, ""), NNREG_OK);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(case_bundle_check(&bundle, findings, json.content, json.length), NNREG_REFUSED);
    ck_assert_uint_eq(nnreg_findings_count(findings), 1);
    finding = nnreg_findings_get(findings, 0);
    ck_assert_str_eq(finding->rule, "bundle.bad-name");
    ck_assert_int_eq(finding->severity, NNREG_SEVERITY_ERROR);
    ck_assert_str_eq(finding->message, "the name is empty");
    nnreg_findings_free(findings);
    case_bundle_free(&bundle);
    text_free(&json);
}
END_TEST

START_TEST(a_link_to_a_folder_is_followed_as_argument_and_nowhere_below)
{
    static const char lines[] =
        "model frozen in=real\nlink real/assets ../elsewhere\nfile elsewhere/x 1\nlink way real\n";
    struct case_bundle made;
    struct text json = TEXT_INIT, found = TEXT_INIT;
    nnreg_findings *findings;
    nnreg_bundle *bundle;
    char path[400];

    case_bundle_make(&made, lines, sizeof lines - 1, NULL);
    (void)snprintf(path, sizeof path, "%s/way", made.folder);
    text_description(&json);
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_directory(bundle, path), NNREG_OK);
    ck_assert_int_eq(nnreg_check(findings, json.content, json.length, bundle, NULL), NNREG_REFUSED);
    text_findings(&found, findings, NULL);
    ck_assert_str_eq(found.content, "error bundle.not-regular assets\n");
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
    case_bundle_free(&made);
    text_free(&json);
    text_free(&found);
}
END_TEST

START_TEST(a_file_that_was_swapped_for_a_fifo_after_it_was_listed_is_not_waited_for)
{
    static const char lines[] = "model frozen\n";
    struct case_bundle bundle;
    struct nnreg_bundle_files files;
    struct nnreg_source source;
    struct nnreg_error error = NNREG_ERROR_INIT;
    char path[400];

    case_bundle_make(&bundle, lines, sizeof lines - 1, NULL);
    ck_assert_int_eq(nnreg_frameworks_list(&files, bundle.bundle, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_assign(&files, nnreg_framework_default()->roles, NULL), NNREG_OK);
    (void)snprintf(path, sizeof path, "%s/saved_model.pb", bundle.folder);
    ck_assert_int_eq(remove(path), 0);
    ck_assert_int_eq(mkfifo(path, 0666), 0);
    ck_assert_int_eq(nnreg_bundle_file_open(&source, &files.file[0], &error), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.text, "FIFO"));
    nnreg_bundle_files_free(&files);
    case_bundle_free(&bundle);
}
END_TEST

static char emptied[400];

static int empty_the_file(const char *call)
{
    return strcmp(call, "pread") == 0 ? -truncate(emptied, 0) : 0;
}

START_TEST(a_file_that_became_shorter_after_it_was_listed_is_unreadable)
{
    static const char lines[] = "model frozen\n";
    struct case_bundle bundle;
    struct text json = TEXT_INIT, found = TEXT_INIT;
    nnreg_findings *findings;

    case_bundle_make(&bundle, lines, sizeof lines - 1, NULL);
    (void)snprintf(emptied, sizeof emptied, "%s/saved_model.pb", bundle.folder);
    text_description(&json);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    nnreg_fs_use_hook(empty_the_file);
    ck_assert_int_eq(nnreg_check(findings, json.content, json.length, bundle.bundle, NULL), NNREG_REFUSED);
    nnreg_fs_use_hook(NULL);
    text_findings(&found, findings, NULL);
    ck_assert_str_eq(found.content, "error bundle.unreadable saved_model.pb\n");
    ck_assert_str_eq(nnreg_findings_get(findings, 0)->message, "it became shorter while it was read");
    nnreg_findings_free(findings);
    case_bundle_free(&bundle);
    text_free(&json);
    text_free(&found);
}
END_TEST

START_TEST(a_folder_of_too_many_entries_is_told)
{
    struct nnreg_fs_names names;
    struct nnreg_error error = NNREG_ERROR_INIT;
    struct case_bundle bundle;
    static const char lines[] = "folder\n<<4*file # 0\n>>";
    int fd;

    case_bundle_make(&bundle, lines, sizeof lines - 1, NULL);
    ck_assert_int_eq(nnreg_fs_open_folder(&fd, AT_FDCWD, bundle.folder, false, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_fs_list(&names, fd, 4, &error), NNREG_OK);
    ck_assert_uint_eq(names.count, 4);
    nnreg_fs_names_free(&names);
    ck_assert_int_eq(nnreg_fs_list(&names, fd, 3, &error), NNREG_LIMIT);
    ck_assert_ptr_nonnull(strstr(error.text, "more than 3 entries"));
    ck_assert_uint_eq(names.count, 0);
    nnreg_fs_close(fd);
    case_bundle_free(&bundle);
}
END_TEST

/* -- failures -- */

static const char sweep[] =
    "model classifier shards=2\nmean mean.npy 3\ntext assets/a a\nmkdir notes\nfile x 1\n"
    "given x assets/b\ntext README r\n";

START_TEST(a_failed_allocation_anywhere_is_told_and_nothing_is_kept)
{
    struct case_bundle bundle;
    struct text json = TEXT_INIT;
    nnreg_findings *findings;
    nnreg_status status = NNREG_NO_MEMORY;
    unsigned before;
    uint64_t n;

    case_bundle_make(&bundle, sweep, sizeof sweep - 1, NULL);
    text_description(&json);
    text_replace(&json, "\"RGB\"", "\"RGB\", \"mean_file\": \"mean.npy\"");
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    before = open_descriptors();
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_check(findings, json.content, json.length, bundle.bundle, NULL);
        nnreg_alloc_fail_from(0);
        ck_assert_uint_eq(open_descriptors(), before);
    }
    ck_assert_msg(status == NNREG_OK, "%d at the allocation %llu: %s", status, (unsigned long long)n - 1,
                  nnreg_findings_message(findings));
    ck_assert_uint_gt(n, 100);
    ck_assert_uint_eq(nnreg_findings_count(findings), 2);
    nnreg_findings_free(findings);
    text_free(&json);
    case_bundle_free(&bundle);
}
END_TEST

/* An image that does not fit is held against the graph again and again, in search of one that does. */
START_TEST(a_failed_allocation_while_sizes_are_tried_is_told)
{
    static const char lines[] = "folder\nown saved_model.pbtxt saved_model.pbtxt\n";
    struct case_bundle bundle;
    struct text json = TEXT_INIT;
    nnreg_findings *findings;
    nnreg_status status = NNREG_NO_MEMORY;
    char own[1400];
    uint64_t n;

    (void)snprintf(own, sizeof own, "%s/model.shape-inside.rejects", cases_folder());
    case_bundle_make(&bundle, lines, sizeof lines - 1, own);
    text_description(&json);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_check(findings, json.content, json.length, bundle.bundle, NULL);
        nnreg_alloc_fail_from(0);
    }
    ck_assert_msg(status == NNREG_REFUSED, "%d at the allocation %llu: %s", status, (unsigned long long)n - 1,
                  nnreg_findings_message(findings));
    ck_assert_uint_gt(n, 100);
    ck_assert_uint_eq(nnreg_findings_count(findings), 1);
    ck_assert_str_eq(nnreg_findings_get(findings, 0)->rule, "model.shape-inside");
    ck_assert_str_eq(nnreg_findings_get(findings, 0)->hint, "28x28 fits: set target_size to \"28x28\"");
    ck_assert_str_eq(nnreg_findings_get(findings, 0)->message,
                     "MatMul \"probabilities\" needs 1352 values and gets 1800 ([1, 1800] with [1352, 10]): "
                     "target_size 32x32 gives 15x15x8");
    nnreg_findings_free(findings);
    text_free(&json);
    case_bundle_free(&bundle);
}
END_TEST

static void load_case(struct case_bundle *bundle, struct text *json, const char *name)
{
    struct text lines = TEXT_INIT;
    static char own[1200]; /* kept by the bundle */
    char path[1400];

    (void)snprintf(own, sizeof own, "%.1000s/%.100s", cases_folder(), name);
    (void)snprintf(path, sizeof path, "%s/bundle", own);
    ck_assert(text_load(&lines, path));
    (void)snprintf(path, sizeof path, "%s/description.json", own);
    ck_assert(text_load(json, path));
    case_bundle_make(bundle, lines.content, lines.length, own);
    text_free(&lines);
}

/* One mean is judged for two inputs, another behind it. */
START_TEST(a_failed_allocation_at_a_mean_is_told)
{
    struct case_bundle bundle;
    struct text json = TEXT_INIT;
    nnreg_findings *findings;
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;

    load_case(&bundle, &json, "mean.shape.accepts.three-inputs");
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_check(findings, json.content, json.length, bundle.bundle, NULL);
        nnreg_alloc_fail_from(0);
        ck_assert_uint_eq(nnreg_findings_count(findings), 0);
    }
    ck_assert_msg(status == NNREG_OK, "%d at the allocation %llu: %s", status, (unsigned long long)n - 1,
                  nnreg_findings_message(findings));
    ck_assert_uint_gt(n, 100);
    nnreg_findings_free(findings);
    text_free(&json);
    case_bundle_free(&bundle);
}
END_TEST

static atomic_uint calls;
static unsigned failing;
static int open_failure; /* the process's, or this folder's alone */

/* The n-th call fails. What a folder that is no part of a model holds is only looked at for a hint. */
static int fail_nth(const char *call)
{
    unsigned n = atomic_fetch_add(&calls, 1) + 1;

    if (n != failing)
        return 0;
    return strcmp(call, "fstatat") == 0 ? EACCES : strcmp(call, "openat") == 0 ? open_failure : EIO;
}

/* `hints`: how many calls may fail unseen: those that look for a model in the folder "notes". */
static void sweep_calls(const nnreg_bundle *bundle, const struct text *json, unsigned hints)
{
    nnreg_findings *findings;
    unsigned before, total, unseen = 0;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    before = open_descriptors();
    failing = 0;
    do {
        nnreg_status status;

        failing++;
        atomic_store(&calls, 0);
        nnreg_fs_use_hook(fail_nth);
        status = nnreg_check(findings, json->content, json->length, bundle, NULL);
        nnreg_fs_use_hook(NULL);
        total = atomic_load(&calls);
        if (total < failing) {
            ck_assert_int_eq(status, NNREG_OK);
        } else if (status == NNREG_OK) {
            unseen++;
        } else {
            ck_assert_msg(status == NNREG_REFUSED || status == NNREG_IO || status == NNREG_BUSY,
                          "%d at the call %u", status, failing);
            ck_assert(status == NNREG_REFUSED || nnreg_findings_message(findings)[0] != '\0');
        }
        ck_assert_msg(unseen <= hints, "the failure of the call %u of %u is lost", failing, total);
        ck_assert_uint_eq(open_descriptors(), before);
    } while (total >= failing);
    ck_assert_uint_gt(failing, 20);
    nnreg_findings_free(findings);
}

/* All of a bundle; the second piece of a file that is passed over by its fields; values that the graph computes with. */
static const struct {
    const char *lines, *own;
    unsigned hints;
} swept[] = {
    {sweep, NULL, 2},
    {"model frozen\nmean mean.npy 3\ntext keras_metadata.pb <<200000*z>>\n", NULL, 0},
    {"folder\nown saved_model.pbtxt saved_model.pbtxt\nmean mean.npy 3\n"
     "variables layer_with_weights-0/mean/.ATTRIBUTES/VARIABLE_VALUE=float[3]:127.5 "
     "layer_with_weights-0/variance/.ATTRIBUTES/VARIABLE_VALUE=float[3]:16256.25\n",
     "model.scaling-twice.rejects.normalization", 0},
};

#define SWEPT (int)(sizeof swept / sizeof *swept)

static void make_swept(struct case_bundle *bundle, int i)
{
    char own[1400];

    (void)snprintf(own, sizeof own, "%s/%s", cases_folder(), swept[i].own != NULL ? swept[i].own : "");
    case_bundle_make(bundle, swept[i].lines, strlen(swept[i].lines), own);
}

/* The first once more, where it is this file alone that cannot be opened. */
START_TEST(a_failed_system_call_anywhere_is_a_finding_or_a_status)
{
    struct case_bundle bundle;
    struct text json = TEXT_INIT;

    open_failure = _i < SWEPT ? EMFILE : EACCES;
    make_swept(&bundle, _i % SWEPT);
    text_description(&json);
    text_replace(&json, "\"RGB\"", "\"RGB\", \"mean_file\": \"mean.npy\"");
    sweep_calls(bundle.bundle, &json, swept[_i % SWEPT].hints);
    text_free(&json);
    case_bundle_free(&bundle);
}
END_TEST

/* An inspection tells of images by the same values. */
START_TEST(a_file_that_an_inspection_cannot_open_again_is_told)
{
    struct case_bundle bundle;
    nnreg_findings *findings;
    unsigned total, busy = 0;
    nnreg_status status;
    char *text;

    open_failure = EMFILE;
    make_swept(&bundle, 2);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    failing = 0;
    do {
        failing++;
        atomic_store(&calls, 0);
        nnreg_fs_use_hook(fail_nth);
        status = nnreg_inspect(&text, findings, bundle.bundle, NULL);
        nnreg_fs_use_hook(NULL);
        total = atomic_load(&calls);
        ck_assert_int_eq(text != NULL, status == NNREG_OK);
        nnreg_free(text);
        if (status == NNREG_OK)
            continue;
        ck_assert_msg(total >= failing &&
                          (status == NNREG_BUSY || status == NNREG_IO || status == NNREG_REFUSED),
                      "%d at the call %u", status, failing);
        busy += status == NNREG_BUSY && strstr(nnreg_findings_message(findings), "variables.index") != NULL;
        ck_assert_str_ne(nnreg_findings_message(findings), "");
    } while (total >= failing);
    ck_assert_uint_gt(busy, 0);
    nnreg_findings_free(findings);
    case_bundle_free(&bundle);
}
END_TEST

Suite *bundle_suite(void);
Suite *bundle_suite(void)
{
    Suite *suite = suite_create("bundle");
    TCase *alike = tcase_create("alike"), *call = tcase_create("call"), *failures = tcase_create("failures");

    tcase_add_loop_test(alike, a_folder_single_files_descriptors_and_memory_are_judged_alike, 1, 4);
    tcase_add_loop_test(alike, what_stands_in_for_a_file_is_told_by_its_check_and_its_draft, 0,
                        (int)(sizeof stand_ins / sizeof *stand_ins));
    tcase_add_loop_test(alike, a_folder_single_files_descriptors_and_memory_are_stored_alike, 1, 4);
    tcase_add_loop_test(alike, a_mean_of_another_kind_is_told_what_to_end_in, 0,
                        (int)(sizeof mean_names / sizeof *mean_names));
    tcase_add_loop_test(alike, a_flood_of_problems_has_the_severity_of_its_rule, 0,
                        sizeof floods / sizeof *floods);
    tcase_add_loop_test(alike, a_file_under_another_name_is_told_what_to_be_called, 0,
                        sizeof misnamed / sizeof *misnamed);
    tcase_add_test(alike, a_descriptor_keeps_its_position);
    tcase_add_test(alike, a_check_leaves_no_descriptor_open);
    suite_add_tcase(suite, alike);
    tcase_add_test(call, what_is_not_there_or_of_another_kind_is_told_when_it_is_added);
    tcase_add_test(call, what_there_is_no_memory_for_is_not_added);
    tcase_add_test(call, a_call_that_makes_no_sense_is_refused);
    tcase_add_test(call, a_path_of_one_part_names_the_file);
    tcase_add_test(call, a_file_without_a_name_is_refused);
    tcase_add_test(call, a_file_that_became_shorter_after_it_was_listed_is_unreadable);
    tcase_add_loop_test(call, a_path_names_a_file_by_its_last_part_or_two, 0,
                        (int)(sizeof paths / sizeof *paths));
    tcase_add_test(call, a_link_to_a_folder_is_followed_as_argument_and_nowhere_below);
    tcase_add_test(call, a_file_that_was_swapped_for_a_fifo_after_it_was_listed_is_not_waited_for);
    tcase_add_test(call, a_folder_of_too_many_entries_is_told);
    suite_add_tcase(suite, call);
    tcase_add_test(failures, a_failed_allocation_anywhere_is_told_and_nothing_is_kept);
    tcase_add_test(failures, a_failed_allocation_while_sizes_are_tried_is_told);
    tcase_add_loop_test(failures, a_failed_system_call_anywhere_is_a_finding_or_a_status, 0, SWEPT + 1);
    tcase_add_test(failures, a_file_that_an_inspection_cannot_open_again_is_told);
    tcase_add_test(failures, a_failed_allocation_at_a_mean_is_told);
    suite_add_tcase(suite, failures);
    return suite;
}
