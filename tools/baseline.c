/* Known findings: see baseline.h. */
#include "baseline.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "finding_place.h"
#include "fingerprint.h"
#include "input.h"
#include "json_out.h"
#include "json_pick.h"
#include "json_syntax.h"
#include "memory.h"
#include "output.h"

#define FORM_KEY "nnreg_baseline"
#define FORM     1u

/* One finding, or one entry, by what it is known by. */
struct known {
    struct buffer rule, path, place;
    bool on_file;
    uint64_t count;
};

static void known_free(struct known *known)
{
    buffer_free(&known->rule);
    buffer_free(&known->path);
    buffer_free(&known->place);
}

static uint64_t hash_known(const struct known *known)
{
    return fingerprint_hash(buffer_text(&known->rule), buffer_text(&known->path), known->on_file,
                            buffer_text(&known->place));
}

static uint64_t hash_path(const char *path)
{
    return fingerprint_hash("", path, false, "");
}

static int compare_entries(const void *a, const void *b)
{
    const struct baseline_entry *x = a, *y = b;

    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* Of a baseline that has entries. */
static struct baseline_entry *find_entry(const struct baseline *baseline, uint64_t hash)
{
    const struct baseline_entry key = {.hash = hash};

    return bsearch(&key, baseline->entries, baseline->count, sizeof key, compare_entries);
}

void baseline_free(struct baseline *baseline)
{
    size_t i;

    for (i = 0; i < baseline->count; i++)
        buffer_free(&baseline->entries[i].told);
    free(baseline->entries);
    *baseline = (struct baseline){0};
}

/* -- reading -- */

static bool pick_text(struct buffer *text, struct json_part object, const char *key)
{
    struct json_part value;

    return json_pick_member(&value, object, key) && json_pick_add_text(text, value);
}

/* An entry has these four members and no other. */
static bool pick_known(struct known *known, struct json_part object)
{
    struct json_part value, item;
    size_t members = 0, at = 0;

    if (object.length == 0 || object.text[0] != '{')
        return false;
    while (json_pick_next(&item, object, &at))
        members++;
    known->on_file = json_pick_member(&value, object, "file");
    known->count = json_pick_member(&value, object, "count") ? json_pick_number(value) : 0;
    return members == 4 && known->count > 0 && pick_text(&known->rule, object, "rule") &&
           pick_text(&known->path, object, "path") &&
           pick_text(&known->place, object, known->on_file ? "file" : "pointer");
}

static void add_entry(struct baseline *baseline, const struct known *known)
{
    struct baseline_entry *entry = &baseline->entries[baseline->count++];

    *entry = (struct baseline_entry){
        .hash = hash_known(known), .left = known->count, .description = hash_path(buffer_text(&known->path))};
    buffer_printf(&entry->told, "%s: %s: %s", buffer_text(&known->path), buffer_text(&known->rule),
                  known->place.length > 0 ? buffer_text(&known->place) : "the whole");
}

static int take_entries(struct run *run, struct baseline *baseline, const char *path, struct json_part array)
{
    struct json_part item;
    size_t at = 0, number = 0;

    while (json_pick_next(&item, array, &at))
        number++;
    baseline->entries = memory_zero(number + 1, sizeof *baseline->entries);
    for (at = 0, number = 0; json_pick_next(&item, array, &at); number++) {
        struct known known = {.on_file = false};
        bool fine = pick_known(&known, item);

        if (fine)
            add_entry(baseline, &known);
        known_free(&known);
        if (!fine)
            return report_usage(
                run, "%s: entry %zu is none of a baseline: it has rule, path, count, and pointer or file",
                path, number);
    }
    qsort(baseline->entries, baseline->count, sizeof *baseline->entries, compare_entries);
    return STATUS_DONE;
}

int baseline_read(struct run *run, struct baseline *baseline, const char *path)
{
    struct buffer text = {0};
    struct json_part object, value;
    int result = input_read(run, &text, path);

    if (result == STATUS_DONE)
        result = json_syntax_hold(run, path, &text);
    if (result == STATUS_DONE) {
        size_t blank = strspn(buffer_text(&text), " \t\r\n");

        object = (struct json_part){buffer_text(&text) + blank, text.length - blank};
        if (!json_pick_member(&value, object, FORM_KEY) || json_pick_number(value) != FORM ||
            !json_pick_member(&value, object, "findings") || value.text[0] != '[')
            result = report_usage(run, "%s is no baseline (see: --write-baseline)", path);
        else
            result = take_entries(run, baseline, path, value);
    }
    buffer_free(&text);
    return result;
}

/* -- using -- */

static void find_known(struct known *known, const struct check *check, const struct nnreg_finding *finding)
{
    struct finding_place place;
    const char *at;

    *known = (struct known){.on_file = finding_is_on_file(finding), .count = 1};
    at = known->on_file ? finding->file : finding->pointer;
    finding_place_find(&place, check, NULL);
    buffer_put(&known->path, buffer_text(&place.path));
    finding_place_free(&place);
    buffer_put(&known->rule, finding->rule);
    buffer_put(&known->place, at != NULL ? at : "");
}

static bool can_be_known(const struct nnreg_finding *finding)
{
    const struct nnreg_rule_info *rule = nnreg_rule_find(finding->rule);

    return rule != NULL && !rule->fixed;
}

static void mark(struct check *check, size_t i)
{
    if (check->known == NULL)
        check->known = memory_zero(nnreg_findings_count(check->findings), sizeof *check->known);
    check->known[i] = true;
    check->known_count++;
}

void baseline_apply(struct baseline *baseline, struct check *check)
{
    size_t i;

    for (i = 0; baseline->count > 0 && i < nnreg_findings_count(check->findings); i++) {
        const struct nnreg_finding *finding = check_finding(check, i);
        struct baseline_entry *entry;
        struct known known;

        if (finding == NULL || !can_be_known(finding)) /* what is silenced need not be known */
            continue;
        find_known(&known, check, finding);
        entry = find_entry(baseline, hash_known(&known));
        known_free(&known);
        if (entry == NULL || entry->left == 0)
            continue;
        entry->left--;
        mark(check, i);
    }
}

static bool was_checked(const struct checks *checks, uint64_t description)
{
    bool found = false;
    size_t i;

    for (i = 0; i < checks->count && !found; i++) {
        struct finding_place place;

        finding_place_find(&place, &checks->list[i], NULL);
        found =
            checks->list[i].failure.status == NNREG_OK && hash_path(buffer_text(&place.path)) == description;
        finding_place_free(&place);
    }
    return found;
}

void baseline_tell_stale(const struct run *run, const struct baseline *baseline, const struct checks *checks)
{
    size_t i;

    for (i = 0; i < baseline->count; i++) {
        const struct baseline_entry *entry = &baseline->entries[i];

        if (entry->left > 0 && was_checked(checks, entry->description))
            report_note(run, "stale in the baseline, %llu time%s: %s", (unsigned long long)entry->left,
                        entry->left == 1 ? "" : "s", buffer_text(&entry->told));
    }
}

/* -- writing -- */

static int compare_known(const void *a, const void *b)
{
    const struct known *x = a, *y = b;
    int order = strcmp(buffer_text(&x->path), buffer_text(&y->path));

    if (order == 0)
        order = strcmp(buffer_text(&x->rule), buffer_text(&y->rule));
    if (order == 0)
        order = (int)x->on_file - (int)y->on_file;
    return order != 0 ? order : strcmp(buffer_text(&x->place), buffer_text(&y->place));
}

/* One line for each, sorted, so that a version control system shows what came and went. */
static void add_line(struct buffer *text, const struct known *known, uint64_t count)
{
    struct buffer line = {0};
    struct json_out out = {&line, false};

    json_out_open(&out, '{');
    json_out_member_text(&out, "path", buffer_text(&known->path));
    json_out_member_text(&out, "rule", buffer_text(&known->rule));
    json_out_member_text(&out, known->on_file ? "file" : "pointer", buffer_text(&known->place));
    json_out_member_number(&out, "count", count);
    json_out_close(&out, '}');
    buffer_put(text, text->text[text->length - 1] == '}' ? ",\n" : "\n");
    buffer_put(text, buffer_text(&line));
    buffer_free(&line);
}

static void add_document(struct buffer *text, struct known *known, size_t count)
{
    uint64_t alike = 0;
    size_t i;

    qsort(known, count, sizeof *known, compare_known);
    buffer_printf(text, "{\"" FORM_KEY "\": %u, \"findings\": [", FORM);
    for (i = 0; i < count; i++) {
        alike++;
        if (i + 1 < count && compare_known(&known[i], &known[i + 1]) == 0)
            continue;
        add_line(text, &known[i], alike);
        alike = 0;
    }
    buffer_put(text, "\n]}\n");
}

/* Returns errno or 0. What is there is replaced as a whole. */
static int put_beside(const struct buffer *text, const char *target)
{
    struct buffer beside = {0};
    int error = 0, fd;

    buffer_printf(&beside, "%s.XXXXXX", target);
    fd = mkstemp(beside.text);
    if (fd < 0)
        error = errno;
    else {
        mode_t mask = umask(0);

        umask(mask);
        error = fchmod(fd, 0666 & ~mask) < 0 ? errno : output_all(fd, buffer_text(text), text->length);
        if (error == 0 && fsync(fd) < 0)
            error = errno;
        if (close(fd) < 0 && error == 0)
            error = errno;
        if (error == 0 && rename(buffer_text(&beside), target) < 0)
            error = errno;
        if (error != 0)
            unlink(buffer_text(&beside));
    }
    buffer_free(&beside);
    return error;
}

static int put_in_place(const struct buffer *text, const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666), error;

    if (fd < 0)
        return errno;
    error = output_all(fd, buffer_text(text), text->length);
    if (close(fd) < 0 && error == 0)
        error = errno;
    return error;
}

/*
 * A device or a pipe takes the text and stays what it is: a rename would put a file in its place, of /dev/null for everybody. Of a
 * link the target is replaced; one that leads nowhere yet is written through.
 */
static int put_file(struct run *run, const struct buffer *text, const char *path)
{
    char *target = realpath(path, NULL);
    struct stat about;
    bool stays =
        target != NULL ? stat(target, &about) == 0 && !S_ISREG(about.st_mode) : lstat(path, &about) == 0;
    int error = stays ? put_in_place(text, path) : put_beside(text, target != NULL ? target : path);

    free(target);
    return error == 0 ? STATUS_DONE
                      : report_failure(run, NNREG_IO, "cannot write \"%s\": %s", path, strerror(error));
}

int baseline_write(struct run *run, const struct checks *checks, const char *path)
{
    struct buffer text = {0};
    struct known *known;
    size_t count = 0, i, j;
    int result;

    for (i = 0; i < checks->count; i++)
        count += checks->list[i].findings != NULL ? nnreg_findings_count(checks->list[i].findings) : 0;
    known = memory_zero(count + 1, sizeof *known);
    for (count = 0, i = 0; i < checks->count; i++)
        for (j = 0; checks->list[i].findings != NULL && j < nnreg_findings_count(checks->list[i].findings);
             j++) {
            const struct nnreg_finding *finding = check_finding(&checks->list[i], j);

            if (finding != NULL && can_be_known(finding))
                find_known(&known[count++], &checks->list[i], finding);
        }
    add_document(&text, known, count);
    result = put_file(run, &text, path);
    for (i = 0; i < count; i++)
        known_free(&known[i]);
    free(known);
    buffer_free(&text);
    return result;
}

bool baseline_leaves_errors(const struct checks *checks)
{
    size_t i, j;

    for (i = 0; i < checks->count; i++)
        for (j = 0; checks->list[i].findings != NULL && j < nnreg_findings_count(checks->list[i].findings);
             j++) {
            const struct nnreg_finding *finding = nnreg_findings_get(checks->list[i].findings, j);

            if (finding->severity == NNREG_SEVERITY_ERROR && !can_be_known(finding))
                return true;
        }
    return false;
}
