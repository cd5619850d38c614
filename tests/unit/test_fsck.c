/*
 * Looking a registry over. The table of damages: each kind of record, index, count, reference, file, setting, and the history, is
 * damaged behind the registry's back (damages.h); nnreg_fsck names it, a repair mends what it says and nothing else, and the
 * next look is clean but for what waits for a file.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lmdb.h>
#include <unistd.h>

#include "damages.h"
#include "failing_calls.h"
#include "registry/handle.h"
#include "registry/settings.h"
#include "registry_fixture.h"
#include "store/staging.h"

/*
 * Network 1, "one", private; network 2, "two", public as "pub". Spec 1 has versions 1 (of network 1, the current one) and 3 (of
 * network 2), spec 2 has version 2 (of network 2).
 */
static struct registry_fixture fixture;

static void set_up(void)
{
    scratch_use_memory(true);
    fixture_begin(&fixture, 0);
    fixture_add_some(&fixture);
}

static void tear_down(void)
{
    fixture_end(&fixture);
    scratch_use_memory(false);
}

/* Where a text has a run of hexadecimal digits that is a digest, or a time, it is told by its beginning. */
static void shorten(char *text)
{
    char *to = text;

    while (*text != '\0') {
        size_t digits = strspn(text, "0123456789abcdef"), time = strspn(text, "0123456789-:.TZ");
        size_t run = digits > 20 ? digits : time > 20 ? time : 0, kept = run > 0 ? 4 : 1;

        memmove(to, text, kept);
        to += kept;
        text += run > 0 ? run : 1;
        if (run > 0)
            *to++ = '~';
    }
    *to = '\0';
}

/* The findings as "severity rule file: message", a line each. */
static const char *told(void)
{
    static char text[20000];
    const struct nnreg_finding *finding;
    size_t used = 0, i;

    text[0] = '\0';
    for (i = 0; (finding = nnreg_findings_get(fixture.findings, i)) != NULL; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s %s %s: %s\n",
                                 nnreg_severity_text(finding->severity), finding->rule, finding->file,
                                 finding->message);
    shorten(text);
    return text;
}

static nnreg_status fsck(struct nnreg_fsck *result, unsigned flags)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    *result = (struct nnreg_fsck)NNREG_FSCK_INIT;
    call.flags = flags;
    call.actor = "operator";
    return nnreg_fsck(fixture.registry, fixture.findings, result, &call);
}

/* -------------------------------------------------------------------------------------- the table of damages -- */

struct row {
    const char *damage; /* lines of damages.h */
    enum {
        SAME,    /* mended, every table and file is as before the damage, but for the history */
        DIFFERS, /* mended: something went, or was made anew */
        PARTLY,  /* one thing cannot be mended, and what else there is, is */
        STAYS    /* it cannot be mended, and nothing is changed */
    } then;
    const char *found; /* before the repair */
    const char *left;  /* after it */
};

/* clang-format off */
static const struct row rows[] = {
    {"cut networks 1", DIFFERS,
     "error fsck.record data.mdb: network 1 cannot be read: a stored record has changed: its checksum differs\n",
     ""},
    {"cut specs 1", DIFFERS,
     "error fsck.record data.mdb: spec 1 cannot be read: a stored record has changed: its checksum differs\n",
     ""},
    {"cut versions 1", DIFFERS,
     "error fsck.record data.mdb: version 1 cannot be read: a stored record has changed: its checksum differs\n",
     ""},
    {"unseal networks 1", SAME,
     "error fsck.record data.mdb: the record of network 1: it has no checksum\n",
     ""},
    {"unseal tasks 1", SAME,
     "error fsck.record data.mdb: the record of task 1: it has no checksum\n",
     ""},
    {"mislead specs 1", SAME,
     "error fsck.record data.mdb: the record of spec 1: its index is not that of its content\n",
     ""},
    {"cut tasks 1", DIFFERS,
     "error fsck.record data.mdb: task 1 cannot be read: a stored record has changed: its checksum differs\n",
     ""},
    {"move networks 1 #00000001", DIFFERS,
     "error fsck.record data.mdb: a key of the table \"networks\", of 4 bytes, is no id\n"
     "error fsck.reference data.mdb: version 1 ties spec 1 and network 1, which is missing\n"
     "error fsck.reference data.mdb: task 1 is of network 1, which is missing\n"
     "error fsck.index data.mdb: the table \"network_updates\" leads to network 1, which is missing\n"
     "error fsck.index data.mdb: the table \"network_names\" leads to network 1, which is missing\n"
     "error fsck.index data.mdb: the table \"network_tensors\" leads to network 1, which is missing\n"
     "error fsck.count data.mdb: the table \"network_blocks\" counts 1 private and 1 public in block 0, and there are 0 and 1\n"
     "error fsck.count blobs/32/9318~: the file is counted as used 2 times, and is used 1 times\n"
     "error fsck.count blobs/7d/c3b0~: the file is counted as used 2 times, and is used 1 times\n"
     "error fsck.count blobs/a1/851a~: the file is counted as used 2 times, and is used 1 times\n",
     ""},
    {"move tasks 1 9", DIFFERS,
     "error fsck.record data.mdb: the record of task 9 says that it is 1\n"
     "error fsck.reference data.mdb: network 1 has the task 1, which is missing\n"
     "error fsck.index data.mdb: the table \"task_updates\" leads to task 1, which is missing\n"
     "error fsck.setting data.mdb: the next task is to be number 3, but there is a number 9\n",
     ""},
    {"put specs 77 'junk", DIFFERS,
     "error fsck.record data.mdb: spec 77 cannot be read: a stored record has a value of the wrong type, at byte 1, in field (none)\n"
     "error fsck.setting data.mdb: the next spec is to be number 3, but there is a number 77\n",
     ""},
    {"put tasks 3 none", DIFFERS,
     "error fsck.record data.mdb: task 3 cannot be read: a stored record is cut short, at byte 0, in field (none)\n"
     "error fsck.setting data.mdb: the next task is to be number 3, but there is a number 3\n",
     ""},
    {"remove networks 1", DIFFERS,
     "error fsck.reference data.mdb: version 1 ties spec 1 and network 1, which is missing\n"
     "error fsck.reference data.mdb: task 1 is of network 1, which is missing\n"
     "error fsck.index data.mdb: the table \"network_updates\" leads to network 1, which is missing\n"
     "error fsck.index data.mdb: the table \"network_names\" leads to network 1, which is missing\n"
     "error fsck.index data.mdb: the table \"network_tensors\" leads to network 1, which is missing\n"
     "error fsck.count data.mdb: the table \"network_blocks\" counts 1 private and 1 public in block 0, and there are 0 and 1\n"
     "error fsck.count blobs/32/9318~: the file is counted as used 2 times, and is used 1 times\n"
     "error fsck.count blobs/7d/c3b0~: the file is counted as used 2 times, and is used 1 times\n"
     "error fsck.count blobs/a1/851a~: the file is counted as used 2 times, and is used 1 times\n",
     ""},
    {"remove specs 1", DIFFERS,
     "error fsck.reference data.mdb: version 1 ties spec 1, which is missing, and network 1\n"
     "error fsck.reference data.mdb: version 3 ties spec 1, which is missing, and network 2\n"
     "error fsck.index data.mdb: the table \"spec_updates\" leads to spec 1, which is missing\n"
     "error fsck.index data.mdb: the table \"spec_names\" leads to spec 1, which is missing\n"
     "error fsck.count data.mdb: the table \"spec_blocks\" counts 2 private and 0 public in block 0, and there are 1 and 0\n",
     ""},
    {"remove versions 1", DIFFERS,
     "error fsck.reference data.mdb: spec 1 has the current version 1, which is missing\n"
     "error fsck.index data.mdb: the table \"version_updates\" leads to version 1, which is missing\n"
     "error fsck.index data.mdb: the table \"versions_by_spec\" leads to version 1, which is missing\n"
     "error fsck.index data.mdb: the table \"versions_by_network\" leads to version 1, which is missing\n"
     "error fsck.count data.mdb: the table \"version_blocks\" counts 3 private and 0 public in block 0, and there are 2 and 0\n",
     ""},
    {"remove versions 2", DIFFERS,
     "error fsck.reference data.mdb: spec 2 has the current version 2, which is missing\n"
     "error fsck.index data.mdb: the table \"version_updates\" leads to version 2, which is missing\n"
     "error fsck.index data.mdb: the table \"versions_by_spec\" leads to version 2, which is missing\n"
     "error fsck.index data.mdb: the table \"versions_by_network\" leads to version 2, which is missing\n"
     "error fsck.count data.mdb: the table \"version_blocks\" counts 3 private and 0 public in block 0, and there are 2 and 0\n",
     ""},
    {"remove tasks 1", DIFFERS,
     "error fsck.reference data.mdb: network 1 has the task 1, which is missing\n"
     "error fsck.index data.mdb: the table \"task_updates\" leads to task 1, which is missing\n"
     "error fsck.count data.mdb: the table \"task_blocks\" counts 2 private and 0 public in block 0, and there are 1 and 0\n",
     ""},
    {"remove network_names first", SAME,
     "error fsck.index data.mdb: network 1 has no entry in the table \"network_names\"\n",
     ""},
    {"put network_names other:1 none", SAME,
     "error fsck.index data.mdb: the table \"network_names\" leads to network 1 by another name than its own, \"one\"\n",
     ""},
    {"put network_names 'x none", SAME,
     "error fsck.index data.mdb: an entry of 1 bytes in the table \"network_names\" is none\n",
     ""},
    {"remove spec_names first", SAME,
     "error fsck.index data.mdb: spec 1 has no entry in the table \"spec_names\"\n",
     ""},
    {"put spec_names third:9 none", SAME,
     "error fsck.index data.mdb: the table \"spec_names\" leads to spec 9, which is missing\n",
     ""},
    {"remove network_updates first", SAME,
     "error fsck.index data.mdb: network 1 has no entry in the table \"network_updates\"\n",
     ""},
    {"remove spec_updates first", SAME,
     "error fsck.index data.mdb: spec 1 has no entry in the table \"spec_updates\"\n",
     ""},
    {"remove version_updates first", SAME,
     "error fsck.index data.mdb: version 1 has no entry in the table \"version_updates\"\n",
     ""},
    {"remove task_updates last", SAME,
     "error fsck.index data.mdb: task 2 has no entry in the table \"task_updates\"\n",
     ""},
    {"put network_updates 5/1 none", SAME,
     "error fsck.index data.mdb: the table \"network_updates\" leads to network 1 by another date than its own, 2026~\n",
     ""},
    {"put task_updates 5/99 none", SAME,
     "error fsck.index data.mdb: the table \"task_updates\" leads to task 99, which is missing\n",
     ""},
    {"remove slugs 'pub", SAME,
     "error fsck.index data.mdb: network 2 has no entry in the table \"slugs\"\n",
     ""},
    {"remove public 2", SAME,
     "error fsck.index data.mdb: network 2 has no entry in the table \"public\"\n",
     ""},
    {"put slugs 'pub 1", SAME,
     "error fsck.index data.mdb: the entry of network 2 in the table \"slugs\" says something else than its record\n"
     "error fsck.index data.mdb: the table \"slugs\" leads to network 1 by another slug than its own, \"\"\n",
     ""},
    {"put slugs 'other 2", SAME,
     "error fsck.index data.mdb: the table \"slugs\" leads to network 2 by another slug than its own, \"pub\"\n",
     ""},
    {"put public 1 'one", SAME,
     "error fsck.index data.mdb: the table \"public\" has network 1, which has no slug\n",
     ""},
    {"put public 2 'other", SAME,
     "error fsck.index data.mdb: the entry of network 2 in the table \"public\" says something else than its record\n",
     ""},
    {"remove versions_by_spec 1/1", SAME,
     "error fsck.index data.mdb: version 1 has no entry in the table \"versions_by_spec\"\n",
     ""},
    {"put versions_by_spec 2/1 none", SAME,
     "error fsck.index data.mdb: the table \"versions_by_spec\" has version 1 under spec 2, and it is of 1\n",
     ""},
    {"remove versions_by_network 2/2", SAME,
     "error fsck.index data.mdb: version 2 has no entry in the table \"versions_by_network\"\n",
     ""},
    {"put versions_by_network 1/9 none", SAME,
     "error fsck.index data.mdb: the table \"versions_by_network\" leads to version 9, which is missing\n",
     ""},
    {"remove network_tensors 1", STAYS,
     "error fsck.index data.mdb: the entry of network 1 in the table \"network_tensors\" is missing\n",
     NULL},
    {"put network_tensors 9 'x", SAME,
     "error fsck.index data.mdb: the table \"network_tensors\" leads to network 9, which is missing\n",
     ""},
    {"cut network_tensors 1", STAYS,
     "error fsck.index data.mdb: the entry of network 1 in the table \"network_tensors\" is damaged\n",
     NULL},
    {"put network_tensors 1 none", STAYS,
     "error fsck.index data.mdb: the entry of network 1 in the table \"network_tensors\" is damaged\n",
     NULL},
    {"unseal network_tensors 1", STAYS,
     "error fsck.index data.mdb: the entry of network 1 in the table \"network_tensors\" is damaged\n",
     NULL},
    {"remove network_blocks 0", SAME,
     "error fsck.count data.mdb: the table \"network_blocks\" counts 0 private and 0 public in block 0, and there are 1 and 1\n",
     ""},
    {"put network_blocks 0 5/0", SAME,
     "error fsck.count data.mdb: the table \"network_blocks\" counts 5 private and 0 public in block 0, and there are 1 and 1\n",
     ""},
    {"put network_blocks 3 1/0", SAME,
     "error fsck.count data.mdb: the table \"network_blocks\" counts 1 private and 0 public in block 3, and there is none\n",
     ""},
    {"put spec_blocks 0 'x", SAME,
     "error fsck.count data.mdb: the table \"spec_blocks\" counts 0 private and 0 public in block 0, and there are 2 and 0\n",
     ""},
    {"put version_blocks #00 1/1", SAME,
     "error fsck.count data.mdb: a key of the table \"version_blocks\", of 1 bytes, is no number\n",
     ""},
    {"remove task_blocks 0", SAME,
     "error fsck.count data.mdb: the table \"task_blocks\" counts 0 private and 0 public in block 0, and there are 2 and 0\n",
     ""},
    {"put blob_refs first 9", SAME,
     "error fsck.count blobs/32/9318~: the file is counted as used 9 times, and is used 2 times\n",
     ""},
    {"remove blob_refs first", SAME,
     "error fsck.count blobs/32/9318~: the file is counted as used 0 times, and is used 2 times\n",
     ""},
    {"put blob_refs #0000000000000000000000000000000000000000000000000000000000000000 1", SAME,
     "error fsck.count blobs/00/0000~: the file is counted as used 1 times, and is used 0 times\n",
     ""},
    {"put blob_refs 'x 1", SAME,
     "error fsck.count data.mdb: a key of the table \"blob_refs\", of 1 bytes, is no digest\n",
     ""},
    {"put trash #00 none", SAME,
     "error fsck.trash data.mdb: a key of the table \"trash\", of 1 bytes, is no digest\n",
     ""},
    {"put damage 'x 'y", SAME,
     "error fsck.record data.mdb: an entry of the table \"damage\" cannot be read\n",
     ""},
    {"put damage #0000000000000000000000000000000000000000000000000000000000000000 #8301a76e6f7468696e6702cd25f203cf0006615bf8e3b66e", SAME,
     "error fsck.index blobs/00/0000~: the file is noted as damaged, and no network uses it\n",
     ""},
    {"put trash #329318dc337a99ae68a1d31d7a7269833bcce6e81c96f32e36635f024c49b694 none", SAME,
     "error fsck.trash blobs/32/9318~: the file is noted to be removed, and network 1 uses it\n",
     ""},
    {"put settings 'next_network_id 1", SAME,
     "error fsck.setting data.mdb: the next network is to be number 1, but there is a number 2\n",
     ""},
    {"put settings 'next_task_id 2", SAME,
     "error fsck.setting data.mdb: the next task is to be number 2, but there is a number 2\n",
     ""},
    {"remove settings 'next_spec_id", SAME,
     "error fsck.setting data.mdb: the counter \"next_spec_id\" is damaged or missing\n",
     ""},
    {"put settings 'next_version_id 0", SAME,
     "error fsck.setting data.mdb: the next version is to be number 0, but there is a number 3\n",
     ""},
    {"remove settings 'identity", DIFFERS,
     "error fsck.setting data.mdb: the setting \"identity\" is damaged or missing\n",
     ""},
    {"remove settings 'mutable_description", SAME,
     "error fsck.setting data.mdb: the setting \"mutable_description\" is damaged or missing\n",
     ""},
    {"remove settings 'format_version", SAME,
     "error fsck.setting data.mdb: the setting \"format_version\" is damaged or missing\n",
     ""},
    {"remove settings 'features", SAME,
     "error fsck.setting data.mdb: the setting \"features\" is damaged or missing\n",
     ""},
    {"cut settings 'last_event", SAME,
     "error fsck.history data.mdb: the history ends with event 12, and its end is noted as event 0\n",
     ""},
    {"remove settings 'last_event", SAME,
     "error fsck.history data.mdb: the history ends with event 12, and its end is noted as event 0\n",
     ""},
    {"remove events last", DIFFERS,
     "error fsck.history data.mdb: the history ends with event 11, and its end is noted as event 12\n",
     ""},
    {"remove events 3", STAYS,
     "error fsck.history data.mdb: the history is broken at event 3: it is missing\n",
     NULL},
    {"flip events 3", STAYS,
     "error fsck.history data.mdb: the history is broken at event 3: it is not what was written, or the event before it is not\n",
     NULL},
    {"cut events last", STAYS,
     "error fsck.history data.mdb: the history is broken at event 12: it is not what was written, or the event before it is not\n",
     NULL},
    {"put events 99 'x", SAME,
     "error fsck.history data.mdb: what stands behind the end of the history as event 99 is none\n",
     ""},
    {"put events #00 'x", SAME,
     "error fsck.history data.mdb: the history has an entry whose key is no number\n",
     ""},
    {"file remove saved_model.pb", DIFFERS,
     "error fsck.file-missing blobs/a1/851a~: the file of networks 1 and 2 is missing\n",
     "warning fsck.file-lost blobs/a1/851a~: the file of networks 1 and 2 is not there, as a repair has found\n"},
    {"file cut saved_model.pb", DIFFERS,
     "error fsck.file-size blobs/a1/851a~: the file of networks 1 and 2 has 4932 bytes, and should have 9864\n",
     "warning fsck.file-lost blobs/a1/851a~: the file of networks 1 and 2 is not there, as a repair has found\n"},
    {"file grow saved_model.pb", DIFFERS,
     "error fsck.file-size blobs/a1/851a~: the file of networks 1 and 2 has 9865 bytes, and should have 9864\n",
     "warning fsck.file-lost blobs/a1/851a~: the file of networks 1 and 2 is not there, as a repair has found\n"},
    {"file flip saved_model.pb", DIFFERS,
     "error fsck.file-content blobs/a1/851a~: the file of networks 1 and 2 has the SHA-256 944f~\n",
     "warning fsck.file-lost blobs/a1/851a~: the file of networks 1 and 2 is not there, as a repair has found\n"},
    {"file folder saved_model.pb", DIFFERS,
     "error fsck.file-missing blobs/a1/851a~: the file of networks 1 and 2 is none: \"blobs/a1/851a~\" is a folder, not a stored file\n",
     "warning fsck.file-lost blobs/a1/851a~: the file of networks 1 and 2 is not there, as a repair has found\n"},
    {"file link variables.index", DIFFERS,
     "error fsck.file-missing blobs/7d/c3b0~: the file of networks 1 and 2 is none: \"blobs/7d/c3b0~\" is a symbolic link, not a stored file\n",
     "warning fsck.file-lost blobs/7d/c3b0~: the file of networks 1 and 2 is not there, as a repair has found\n"},
    {"blob notes.txt", SAME,
     "warning fsck.file-stray blobs/notes.txt: blobs/notes.txt is no stored file, nor a folder of them\n",
     ""},
    {"blob ab/notes", SAME,
     "warning fsck.file-stray blobs/ab/notes: blobs/ab/notes is no stored file, nor a folder of them\n",
     ""},
    {"blob 12/34567890123456789012345678901234567890123456789012345678901234", SAME,
     "warning fsck.file-stray blobs/12/3456~: no network uses blobs/12/3456~, which has 6 bytes\n",
     ""},
    {"blob 12", SAME,
     "warning fsck.file-stray blobs/12: blobs/12 is no stored file, nor a folder of them\n",
     ""},
    {"blobs", DIFFERS,
     "error fsck.file-missing blobs/32/9318~: the file of networks 1 and 2 is missing\n"
     "error fsck.file-missing blobs/7d/c3b0~: the file of networks 1 and 2 is missing\n"
     "error fsck.file-missing blobs/a1/851a~: the file of networks 1 and 2 is missing\n",
     "warning fsck.file-lost blobs/32/9318~: the file of networks 1 and 2 is not there, as a repair has found\n"
     "warning fsck.file-lost blobs/7d/c3b0~: the file of networks 1 and 2 is not there, as a repair has found\n"
     "warning fsck.file-lost blobs/a1/851a~: the file of networks 1 and 2 is not there, as a repair has found\n"},
    {"put versions 1 'x\nremove specs 2", DIFFERS,
     "error fsck.record data.mdb: version 1 cannot be read: a stored record has a value of the wrong type, at byte 1, in field (none)\n"
     "error fsck.reference data.mdb: version 2 ties spec 2, which is missing, and network 2\n"
     "error fsck.index data.mdb: the table \"spec_updates\" leads to spec 2, which is missing\n"
     "error fsck.index data.mdb: the table \"spec_names\" leads to spec 2, which is missing\n"
     "error fsck.count data.mdb: the table \"spec_blocks\" counts 2 private and 0 public in block 0, and there are 1 and 0\n",
     ""},
    {"file flip saved_model.pb\ncut networks 1", DIFFERS,
     "error fsck.record data.mdb: network 1 cannot be read: a stored record has changed: its checksum differs\n"
     "error fsck.file-content blobs/a1/851a~: the file of network 2 has the SHA-256 944f~\n",
     "warning fsck.file-lost blobs/a1/851a~: the file of network 2 is not there, as a repair has found\n"},
    {"set versions 1 spec_id none", DIFFERS,
     "error fsck.reference data.mdb: version 1 ties spec 0, which is missing, and network 1\n"
     "error fsck.reference data.mdb: spec 1 has the current version 1, which is of spec 0\n"
     "error fsck.rule data.mdb: version 1: /spec_id: spec_id 0 is not an id\n"
     "error fsck.index data.mdb: version 1 has no entry in the table \"versions_by_spec\"\n"
     "error fsck.index data.mdb: the table \"versions_by_spec\" has version 1 under spec 1, and it is of 0\n",
     ""},
    {"set versions 1 network_id none", DIFFERS,
     "error fsck.reference data.mdb: version 1 ties spec 1 and network 0, which is missing\n"
     "error fsck.rule data.mdb: version 1: /network_id: network_id 0 is not an id\n"
     "error fsck.index data.mdb: version 1 has no entry in the table \"versions_by_network\"\n"
     "error fsck.index data.mdb: the table \"versions_by_network\" has version 1 under network 1, and it is of 0\n",
     ""},
    {"set tasks 1 network_id 2\nset tasks 1 error 'text", DIFFERS,
     "error fsck.reference data.mdb: task 1 is of network 2, whose task is 2\n"
     "error fsck.reference data.mdb: network 1 has the task 1, which is of network 2\n"
     "error fsck.rule data.mdb: task 1: it has an error without its text, or a text without an error\n",
     ""},
    {"set tasks 1 network_id 2", DIFFERS,
     "error fsck.reference data.mdb: task 1 is of network 2, whose task is 2\n"
     "error fsck.reference data.mdb: network 1 has the task 1, which is of network 2\n",
     ""},
    {"set networks 1 task_id none", PARTLY,
     "error fsck.reference data.mdb: task 1 is of network 1, whose task is 0\n"
     "error fsck.reference data.mdb: network 1 has the task 0, which is missing\n",
     "error fsck.reference data.mdb: network 1 has the task 0, which is missing\n"},
    {"set networks 1 task_id 9", DIFFERS,
     "error fsck.reference data.mdb: task 1 is of network 1, whose task is 9\n"
     "error fsck.reference data.mdb: network 1 has the task 9, which is missing\n"
     "error fsck.setting data.mdb: the next task is to be number 3, but there is a number 9\n",
     ""},
    {"set networks 1 task_id 9\nset networks 2 task_id 9", PARTLY,
     "error fsck.reference data.mdb: task 1 is of network 1, whose task is 9\n"
     "error fsck.reference data.mdb: task 2 is of network 2, whose task is 9\n"
     "error fsck.reference data.mdb: network 1 has the task 9, which is missing\n"
     "error fsck.reference data.mdb: network 2 has the task 9, which is of network 1\n"
     "error fsck.setting data.mdb: the next task is to be number 3, but there is a number 9\n",
     "error fsck.reference data.mdb: network 2 has the task 9, which is of network 1\n"},
    {"set networks 1 task_id 18446744073709551614", PARTLY,
     "error fsck.reference data.mdb: task 1 is of network 1, whose task is 18446744073709551614\n"
     "error fsck.reference data.mdb: network 1 has the task 18446744073709551614, which is missing\n",
     "error fsck.reference data.mdb: network 1 has the task 18446744073709551614, which is missing\n"},
    {"set networks 1 task_id 18446744073709551615", PARTLY,
     "error fsck.reference data.mdb: task 1 is of network 1, whose task is 18446744073709551615\n"
     "error fsck.reference data.mdb: network 1 has the task 18446744073709551615, which is missing\n",
     "error fsck.reference data.mdb: network 1 has the task 18446744073709551615, which is missing\n"},
    {"set networks 1 task_id 2", PARTLY,
     "error fsck.reference data.mdb: task 1 is of network 1, whose task is 2\n"
     "error fsck.reference data.mdb: network 1 has the task 2, which is of network 2\n",
     "error fsck.reference data.mdb: network 1 has the task 2, which is of network 2\n"},
    {"set specs 1 current_version_id 2", DIFFERS,
     "error fsck.reference data.mdb: spec 1 has the current version 2, which is of spec 2\n",
     ""},
    {"set networks 1 update_date 5", PARTLY,
     "error fsck.rule data.mdb: network 1: it was changed before it was made\n"
     "error fsck.index data.mdb: network 1 has no entry in the table \"network_updates\"\n"
     "error fsck.index data.mdb: the table \"network_updates\" leads to network 1 by another date than its own, 1970~\n",
     "error fsck.rule data.mdb: network 1: it was changed before it was made\n"},
    {"set networks 1 files none", PARTLY,
     "error fsck.rule data.mdb: network 1: it has no files\n"
     "error fsck.count blobs/32/9318~: the file is counted as used 2 times, and is used 1 times\n"
     "error fsck.count blobs/7d/c3b0~: the file is counted as used 2 times, and is used 1 times\n"
     "error fsck.count blobs/a1/851a~: the file is counted as used 2 times, and is used 1 times\n",
     "error fsck.rule data.mdb: network 1: it has no files\n"},
    {"set networks 1 files turned", STAYS,
     "error fsck.rule data.mdb: network 1: its files are not in the order of their names, each once\n",
     NULL},
    {"set networks 1 name 'a\033", PARTLY,
     "error fsck.rule data.mdb: network 1: /name: name has the control character U+001B\n"
     "error fsck.index data.mdb: network 1 has no entry in the table \"network_names\"\n"
     "error fsck.index data.mdb: the table \"network_names\" leads to network 1 by another name than its own, \"a\\x1b\"\n",
     "error fsck.rule data.mdb: network 1: /name: name has the control character U+001B\n"},
    {"set networks 1 license '(x\nset networks 1 name 'a\033", PARTLY,
     "error fsck.rule data.mdb: network 1: /name: name has the control character U+001B\n"
     "error fsck.index data.mdb: network 1 has no entry in the table \"network_names\"\n"
     "error fsck.index data.mdb: the table \"network_names\" leads to network 1 by another name than its own, \"a\\x1b\"\n",
     "error fsck.rule data.mdb: network 1: /name: name has the control character U+001B\n"},
    {"reword networks 1 {} {x", STAYS,
     "error fsck.rule data.mdb: network 1: expected a key in double quotes, found x\n",
     NULL},
    {"reword networks 1 tensorflow tensorflaw", STAYS,
     "error fsck.record data.mdb: network 1 cannot be read: a stored record has the unknown framework \"tensorflaw-1.x\"\n",
     NULL},
    {"put damage #0000000000000000000000000000000000000000000000000000000000000000 'y", SAME,
     "error fsck.record data.mdb: an entry of the table \"damage\" cannot be read\n",
     ""},
    {"remove settings 'next_spec_id\nreword events 1 network netwrok", PARTLY,
     "error fsck.setting data.mdb: the counter \"next_spec_id\" is damaged or missing\n"
     "error fsck.history data.mdb: the history is broken at event 1: it is not what was written, or the event before it is not\n",
     "error fsck.history data.mdb: the history is broken at event 1: it is not what was written, or the event before it is not\n"},
    {"set networks 1 slug 'pub", PARTLY,
     "error fsck.reference data.mdb: network 1 and network 2 are both public as \"pub\"\n"
     "error fsck.count data.mdb: the table \"network_blocks\" counts 1 private and 1 public in block 0, and there are 0 and 2\n",
     "error fsck.reference data.mdb: network 1 and network 2 are both public as \"pub\"\n"},
    {"set networks 1 slug 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", PARTLY,
     "error fsck.rule data.mdb: network 1: its slug has 65 characters\n"
     "error fsck.count data.mdb: the table \"network_blocks\" counts 1 private and 1 public in block 0, and there are 0 and 2\n",
     "error fsck.rule data.mdb: network 1: its slug has 65 characters\n"},
    {"set networks 1 slug 'own", DIFFERS,
     "error fsck.index data.mdb: network 1 has no entry in the table \"slugs\"\n"
     "error fsck.index data.mdb: network 1 has no entry in the table \"public\"\n"
     "error fsck.count data.mdb: the table \"network_blocks\" counts 1 private and 1 public in block 0, and there are 0 and 2\n",
     ""},
    {"set networks 2 slug 'own\nset networks 1 slug 'pub", DIFFERS,
     "error fsck.index data.mdb: network 2 has no entry in the table \"slugs\"\n"
     "error fsck.index data.mdb: the entry of network 2 in the table \"public\" says something else than its record\n"
     "error fsck.index data.mdb: the entry of network 1 in the table \"slugs\" says something else than its record\n"
     "error fsck.index data.mdb: network 1 has no entry in the table \"public\"\n"
     "error fsck.index data.mdb: the table \"slugs\" leads to network 2 by another slug than its own, \"own\"\n"
     "error fsck.count data.mdb: the table \"network_blocks\" counts 1 private and 1 public in block 0, and there are 0 and 2\n",
     ""},
    {"cut networks 2\nset networks 1 slug 'pub", DIFFERS,
     "error fsck.record data.mdb: network 2 cannot be read: a stored record has changed: its checksum differs\n"
     "error fsck.index data.mdb: the entry of network 1 in the table \"slugs\" says something else than its record\n"
     "error fsck.index data.mdb: network 1 has no entry in the table \"public\"\n",
     ""},
    {"put slugs 'pub none\nset networks 1 slug 'pub", PARTLY,
     "error fsck.index data.mdb: the entry of network 1 in the table \"slugs\" says something else than its record\n"
     "error fsck.index data.mdb: network 1 has no entry in the table \"public\"\n"
     "error fsck.reference data.mdb: network 2 and network 1 are both public as \"pub\"\n"
     "error fsck.index data.mdb: an entry of 3 bytes in the table \"slugs\" is none\n"
     "error fsck.count data.mdb: the table \"network_blocks\" counts 1 private and 1 public in block 0, and there are 0 and 2\n",
     "error fsck.reference data.mdb: network 2 and network 1 are both public as \"pub\"\n"},
    {"clear slugs\nset networks 1 slug 'own", DIFFERS,
     "error fsck.index data.mdb: network 1 has no entry in the table \"slugs\"\n"
     "error fsck.index data.mdb: network 1 has no entry in the table \"public\"\n"
     "error fsck.index data.mdb: network 2 has no entry in the table \"slugs\"\n"
     "error fsck.count data.mdb: the table \"network_blocks\" counts 1 private and 1 public in block 0, and there are 0 and 2\n",
     ""},
    {"put slugs 'pub 9", SAME,
     "error fsck.index data.mdb: the entry of network 2 in the table \"slugs\" says something else than its record\n"
     "error fsck.index data.mdb: the table \"slugs\" leads to network 9, which is missing\n",
     ""},
    {"move networks 2 9", DIFFERS,
     "error fsck.record data.mdb: the record of network 9 says that it is 2\n"
     "error fsck.reference data.mdb: version 2 ties spec 2 and network 2, which is missing\n"
     "error fsck.reference data.mdb: version 3 ties spec 1 and network 2, which is missing\n"
     "error fsck.reference data.mdb: task 2 is of network 2, which is missing\n"
     "error fsck.index data.mdb: the table \"network_updates\" leads to network 2, which is missing\n"
     "error fsck.index data.mdb: the table \"network_names\" leads to network 2, which is missing\n"
     "error fsck.index data.mdb: the table \"slugs\" leads to network 2, which is missing\n"
     "error fsck.index data.mdb: the table \"public\" leads to network 2, which is missing\n"
     "error fsck.index data.mdb: the table \"network_tensors\" leads to network 2, which is missing\n"
     "error fsck.setting data.mdb: the next network is to be number 3, but there is a number 9\n",
     ""},
    {"put specs 0 'x", DIFFERS,
     "error fsck.record data.mdb: a key of the table \"specs\", of 8 bytes, is no id\n",
     ""},
    {"put tasks 18446744073709551615 'x", DIFFERS,
     "error fsck.record data.mdb: a key of the table \"tasks\", of 8 bytes, is no id\n",
     ""},
    {"put specs 18446744073709551614 'x", DIFFERS,
     "error fsck.record data.mdb: a key of the table \"specs\", of 8 bytes, is no id\n",
     ""},
    {"set events 1 object_id 18446744073709551615\nset events 2 object_id 18446744073709551614\nrechain\n"
     "remove settings 'next_network_id\nremove settings 'next_task_id", DIFFERS,
     "error fsck.setting data.mdb: the counter \"next_network_id\" is damaged or missing\n"
     "error fsck.setting data.mdb: the counter \"next_task_id\" is damaged or missing\n",
     ""},
    {"cut specs 1\nput spec_blocks 0 0/0", DIFFERS,
     "error fsck.record data.mdb: spec 1 cannot be read: a stored record has changed: its checksum differs\n"
     "error fsck.count data.mdb: the table \"spec_blocks\" counts 0 private and 0 public in block 0, and there are 1 and 0\n",
     ""},
    {"cut networks 1\nput network_blocks 0 1/0", DIFFERS,
     "error fsck.record data.mdb: network 1 cannot be read: a stored record has changed: its checksum differs\n"
     "error fsck.count data.mdb: the table \"network_blocks\" counts 1 private and 0 public in block 0, and there are 0 and 1\n",
     ""},
    {"cut networks 1\nput network_blocks 7 1/0", DIFFERS,
     "error fsck.record data.mdb: network 1 cannot be read: a stored record has changed: its checksum differs\n",
     ""},
    {"cut networks 1\nput blob_refs first 0", DIFFERS,
     "error fsck.record data.mdb: network 1 cannot be read: a stored record has changed: its checksum differs\n"
     "error fsck.count blobs/32/9318~: the file is counted as used 0 times, and is used 1 times\n",
     ""},
    {"put blob_refs #0000000000000000000000000000000000000000000000000000000000000000 0", SAME,
     "error fsck.count blobs/00/0000~: the file is counted as used 0 times, and is used 0 times\n",
     ""},
    {"put damage 'x #8301a76e6f7468696e6702cd25f203cf0006615bf8e3b66e", SAME,
     "error fsck.record data.mdb: an entry of the table \"damage\" cannot be read\n",
     ""},
    {"cut networks 1\nput damage #0000000000000000000000000000000000000000000000000000000000000000 #8301a76e6f7468696e6702cd25f203cf0006615bf8e3b66e", DIFFERS,
     "error fsck.record data.mdb: network 1 cannot be read: a stored record has changed: its checksum differs\n",
     ""},
    {"put settings 'next_task_id 18446744073709551615", SAME,
     "error fsck.setting data.mdb: the next task is to be number 18446744073709551615, but there is a number 2\n",
     ""},
    {"put settings 'identity 'short", DIFFERS,
     "error fsck.setting data.mdb: the setting \"identity\" is damaged or missing\n",
     ""},
    {"remove settings 'format_version\nremove settings 'features", SAME,
     "error fsck.setting data.mdb: the setting \"format_version\" is damaged or missing\n",
     ""},
    {"remove settings 'format_version\nput settings 'features 'blocks", SAME,
     "error fsck.setting data.mdb: the setting \"format_version\" is damaged or missing\n",
     ""},
    {"remove settings 'format_version\nput settings 'features #696e646578657320626c6f636b73206576656e74732074656e736f722d6c697374732064616d616765207075626c69632d737065637320636865636b73756d73", SAME,
     "error fsck.setting data.mdb: the setting \"format_version\" is damaged or missing\n",
     ""},
    {"remove settings 'format_version\nunseal tasks 1", SAME,
     "error fsck.setting data.mdb: the setting \"format_version\" is damaged or missing\n",
     ""},
    {"remove settings 'format_version\nremove tasks 1", DIFFERS,
     "error fsck.setting data.mdb: the setting \"format_version\" is damaged or missing\n"
     "error fsck.reference data.mdb: network 1 has the task 1, which is missing\n"
     "error fsck.index data.mdb: the table \"task_updates\" leads to task 1, which is missing\n"
     "error fsck.count data.mdb: the table \"task_blocks\" counts 2 private and 0 public in block 0, and there are 1 and 0\n",
     ""},
    {"remove settings 'format_version\nremove settings 'features\nremove versions 1", DIFFERS,
     "error fsck.setting data.mdb: the setting \"format_version\" is damaged or missing\n"
     "error fsck.reference data.mdb: spec 1 has the current version 1, which is missing\n"
     "error fsck.index data.mdb: the table \"version_updates\" leads to version 1, which is missing\n"
     "error fsck.index data.mdb: the table \"versions_by_spec\" leads to version 1, which is missing\n"
     "error fsck.index data.mdb: the table \"versions_by_network\" leads to version 1, which is missing\n"
     "error fsck.count data.mdb: the table \"version_blocks\" counts 3 private and 0 public in block 0, and there are 2 and 0\n",
     ""},
    {"remove settings 'next_spec_id\ncut events 3", PARTLY,
     "error fsck.setting data.mdb: the counter \"next_spec_id\" is damaged or missing\n"
     "error fsck.history data.mdb: the history is broken at event 3: it is not what was written, or the event before it is not\n",
     "error fsck.history data.mdb: the history is broken at event 3: it is not what was written, or the event before it is not\n"},
    {"move events last 99", DIFFERS,
     "error fsck.history data.mdb: what stands behind the end of the history as event 99 is none\n"
     "error fsck.history data.mdb: the history ends with event 11, and its end is noted as event 12\n",
     ""},
    {"cut settings 'last_event\ncut events last", DIFFERS,
     "error fsck.history data.mdb: what stands behind the end of the history as event 12 is none\n"
     "error fsck.history data.mdb: the history ends with event 11, and its end is noted as event 0\n",
     ""},
    {"clear events", DIFFERS,
     "error fsck.history data.mdb: the history ends with event 0, and its end is noted as event 12\n",
     ""},
    {"flip settings 'last_event", SAME,
     "error fsck.history data.mdb: the history ends with event 12, and its end is noted as event 12, another one\n",
     ""},
    {"put settings 'last_event #000000000000000c80000000000000050000000000000000000000000000000000000000000000000000000000000000", SAME,
     "error fsck.history data.mdb: the history ends with event 12, and its end is noted as event 12, another one\n",
     ""},
    {"put settings 'last_event #000000000000000980000000000000050000000000000000000000000000000000000000000000000000000000000000", SAME,
     "error fsck.history data.mdb: the history ends with event 12, and its end is noted as event 9\n",
     ""},
    {"reword events last network netwrok", STAYS,
     "error fsck.history data.mdb: the history is broken at event 12: it is not what was written, or the event before it is not\n",
     NULL},
    {"put events 3 'short", STAYS,
     "error fsck.history data.mdb: the history is broken at event 3: it is cut short\n",
     NULL},
    {"set events 3 sequence 9\nrechain", STAYS,
     "error fsck.history data.mdb: the history is broken at event 3: it says that it is event 9\n",
     NULL},
    {"set events 5 time 5\nrechain", STAYS,
     "error fsck.history data.mdb: the history is broken at event 5: it is earlier than the event before it\n",
     NULL},
    {"set events last time 5\nrechain", STAYS,
     "error fsck.history data.mdb: the history is broken at event 12: it is earlier than the event before it\n",
     NULL},
    {"set events last sequence 5\nrechain", STAYS,
     "error fsck.history data.mdb: the history is broken at event 12: it says that it is event 5\n",
     NULL},
};
/* clang-format on */
#define ROWS (int)(sizeof rows / sizeof *rows)

static void reopen(unsigned flags)
{
    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    fixture.registry = fixture_open(&fixture, flags);
}

static void assert_told(const char *expected, const char *when)
{
    ck_assert_msg(strcmp(told(), expected) == 0, "%s:\n%s, not\n%s", when, told(), expected);
}

/* The state without the history, which tells of the repair, and without what is noted of files that are lost. */
static char *state_but_history(void)
{
    char *state = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES), *from, *to;

    ck_assert_ptr_nonnull(state);
    for (from = to = state; *from != '\0';) {
        size_t length = strcspn(from, "\n") + 1;

        if (strncmp(from, "events ", 7) != 0 && strncmp(from, "settings 6c6173745f6576656e74 ", 30) != 0) {
            memmove(to, from, length);
            to += length;
        }
        from += length;
    }
    *to = '\0';
    return state;
}

START_TEST(each_damage_is_named_and_a_look_changes_nothing_but_what_is_noted_of_files)
{
    const struct row *row = &rows[_i];
    struct nnreg_fsck result;
    char *before;

    damage(fixture.registry, fixture.dir, row->damage);
    reopen(NNREG_OPEN_DAMAGED | NNREG_OPEN_READ_ONLY);
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    ck_assert_int_eq(fsck(&result, 0), strncmp(row->found, "error", 5) == 0 ? NNREG_CORRUPT : NNREG_OK);
    assert_told(row->found, row->damage);
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      row->damage);
}
END_TEST

START_TEST(a_repair_mends_what_it_says_and_nothing_else_and_the_next_look_is_clean)
{
    const struct row *row = &rows[_i];
    char *before = state_but_history(), *after;
    struct nnreg_fsck result;
    uint64_t left;
    struct nnreg_settings settings = NNREG_SETTINGS_INIT;
    const char *fault;

    damage(fixture.registry, fixture.dir, row->damage);
    if (row->then == STAYS) {
        free(before);
        before = state_but_history();
    }
    reopen(NNREG_OPEN_DAMAGED);
    ck_assert_int_eq(fsck(&result, NNREG_REPAIR), row->then >= PARTLY ? NNREG_CORRUPT : NNREG_OK);
    ck_assert_uint_eq(result.errors, row->then >= PARTLY ? 1 : 0);
    left = result.errors;
    after = state_but_history();
    if (row->then == DIFFERS || row->then == PARTLY)
        free(before), free(after);
    else
        state_assert_same(before, after, row->damage);
    if (row->then < PARTLY) {
        reopen(0);
        ck_assert_int_eq(nnreg_get_settings(fixture.registry, &settings), NNREG_OK);
        ck_assert_uint_eq(settings.format_version, NNREG_FORMAT_VERSION);
    }
    ck_assert_int_eq(fsck(&result, 0),
                     row->then == STAYS || strncmp(row->left, "error", 5) == 0 ? NNREG_CORRUPT : NNREG_OK);
    assert_told(row->then == STAYS ? row->found : row->left, row->damage);
    ck_assert_uint_eq(result.repaired, 0);
    ck_assert_uint_eq(result.errors, left); /* what a repair says that it leaves is what there is */
    fault = registry_fault(fixture.registry, fixture.dir, true);
    if (row->then < PARTLY && row->left[0] == '\0')
        ck_assert_msg(fault == NULL, "%s: %s", row->damage, fault);
}
END_TEST

/* What is quarantined is there, whole, and the history tells of each repair. */
START_TEST(what_a_repair_takes_away_is_in_the_quarantine_and_in_the_history)
{
    struct nnreg_fsck result;
    nnreg_events *events;
    const struct nnreg_event *event;
    char line[20000], command[700];
    FILE *listing;

    damage(fixture.registry, fixture.dir, "put specs 77 'junk\nfile flip saved_model.pb");
    reopen(NNREG_OPEN_DAMAGED);
    ck_assert_int_eq(fsck(&result, NNREG_REPAIR), NNREG_OK);
    ck_assert_uint_eq(result.repaired, 3);
    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, 12, 100, 0, NULL), NNREG_OK);
    event = nnreg_events_get(events, 0);
    ck_assert_str_eq(event->action, "repair");
    ck_assert_str_eq(event->object, "registry");
    ck_assert_str_eq(event->actor, "operator");
    ck_assert_ptr_nonnull(strstr(event->changes, "\"fsck.record\""));
    ck_assert_ptr_nonnull(strstr(event->changes, "its record is moved to quarantine/"));
    event = nnreg_events_get(events, nnreg_events_count(events) - 1);
    ck_assert_str_eq(event->action, "repair");
    ck_assert_ptr_nonnull(strstr(event->changes, "\"fsck.file-content\""));
    nnreg_events_free(events);
    snprintf(command, sizeof command,
             "cd '%s/quarantine' && cat records-*.txt && sha256sum *.other-bytes | cut -c1-64", fixture.dir);
    listing = popen(command, "re");
    ck_assert_ptr_nonnull(listing);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, listing));
    ck_assert_str_eq(line, "specs 000000000000004d 6a756e6b\n");
    ck_assert_ptr_nonnull(fgets(line, sizeof line, listing));
    ck_assert_ptr_null(strstr(line, "a1851a")); /* the damaged bytes, not the right ones */
    ck_assert_uint_eq(strlen(line), 65);
    ck_assert_int_eq(pclose(listing), 0);
}
END_TEST

START_TEST(a_block_between_two_others_that_nobody_is_in_is_taken_out)
{
    struct nnreg_fsck result;

    fixture_next_id(&fixture, 2 * 1024 + 7);
    fixture_add(&fixture, "far", 0);
    damage(fixture.registry, fixture.dir, "put network_blocks 1 1/0\nremove network_blocks 2");
    ck_assert_int_eq(fsck(&result, 0), NNREG_CORRUPT);
    assert_told(
        "error fsck.count data.mdb: the table \"network_blocks\" counts 1 private and 0 public in block 1, "
        "and there is none\n"
        "error fsck.count data.mdb: the table \"network_blocks\" counts 0 private and 0 public in block 2, "
        "and there are 1 and 0\n",
        "a look");
    ck_assert_int_eq(fsck(&result, NNREG_REPAIR), NNREG_OK);
    ck_assert_uint_eq(result.repaired, 2);
    ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, false));
}
END_TEST

/* Noted in a word that this library does not know, of a file that it knows nothing of: it is for who wrote it. */
START_TEST(what_a_newer_library_has_noted_of_a_file_is_left_alone)
{
    struct nnreg_fsck result;
    char *before;

    damage(fixture.registry, fixture.dir,
           "put damage #0000000000000000000000000000000000000000000000000000000000000000 "
           "#8301a76e6f7468696e4702cd25f203cf0006615bf8e3b66e");
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES);
    ck_assert_int_eq(fsck(&result, NNREG_REPAIR | NNREG_QUICK), NNREG_OK);
    assert_told("", "a repair");
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES), "a repair");
}
END_TEST

START_TEST(adding_the_same_content_ends_a_loss)
{
    struct nnreg_fsck result;

    damage(fixture.registry, fixture.dir, "file flip saved_model.pb");
    ck_assert_int_eq(fsck(&result, NNREG_REPAIR), NNREG_OK);
    ck_assert_int_eq(fsck(&result, 0), NNREG_OK);
    ck_assert_uint_eq(nnreg_findings_count(fixture.findings), 1);
    fixture_add(&fixture, "three", 0);
    ck_assert_int_eq(fsck(&result, 0), NNREG_OK);
    assert_told("", "after the create");
    ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, false));
}
END_TEST

/* Put back by hand: what was noted is forgotten, and the networks' history tells of it. */
START_TEST(a_file_that_is_noted_as_damaged_and_is_right_is_forgotten)
{
    struct nnreg_fsck result;
    nnreg_events *events;
    const struct nnreg_event *event;

    damage(fixture.registry, fixture.dir, "file flip saved_model.pb");
    ck_assert_int_eq(fsck(&result, 0), NNREG_CORRUPT);
    damage(fixture.registry, fixture.dir, "file flip saved_model.pb"); /* which undoes it */
    ck_assert_int_eq(fsck(&result, NNREG_QUICK), NNREG_OK);
    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, 14, 100, 0, NULL), NNREG_OK);
    ck_assert_uint_eq(nnreg_events_count(events), 0);
    nnreg_events_free(events);
    ck_assert_int_eq(fsck(&result, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, 14, 100, 0, NULL), NNREG_OK);
    ck_assert_uint_eq(nnreg_events_count(events), 2);
    event = nnreg_events_get(events, 1);
    ck_assert_str_eq(event->action, "heal");
    ck_assert_uint_eq(event->object_id, 2);
    ck_assert_ptr_null(strstr(event->changes, "healed_by"));
    nnreg_events_free(events);
    ck_assert_int_eq(fsck(&result, 0), NNREG_OK);
    ck_assert_uint_eq(result.events, 16);
}
END_TEST

/* ------------------------------------------------------------------------------------- others who need the files -- */

#define ORPHAN "12/34567890123456789012345678901234567890123456789012345678901234"

static const char lost_and_strays[] = "file flip saved_model.pb\nblob notes.txt\nblob " ORPHAN;

/* The hints of all findings, a line each. */
static const char *hinted(void)
{
    static char text[4000];
    size_t used = 0, i;

    text[0] = '\0';
    for (i = 0; i < nnreg_findings_count(fixture.findings); i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s\n",
                                 nnreg_findings_get(fixture.findings, i)->hint);
    return text;
}

static bool is_quarantined(const char *end)
{
    char command[700];

    snprintf(command, sizeof command, "ls '%s/quarantine' 2>/dev/null | grep -q '%s$'", fixture.dir, end);
    return system(command) == 0;
}

static void assert_quarantine(bool lost, bool stray, bool orphan)
{
    ck_assert_int_eq(is_quarantined("[.]other-bytes"), lost);
    ck_assert_int_eq(is_quarantined("stray-.*notes.txt"), stray);
    ck_assert_int_eq(is_quarantined("[.]stray"), orphan);
}

/* An event has room for as many changes as it tells; the rest is counted. */
START_TEST(of_very_many_repairs_the_history_tells_the_first_thousand)
{
    struct nnreg_fsck result;
    nnreg_events *events;
    const char *at;
    unsigned count = 0;

    fixture_clone(&fixture, 1, 1100);
    damage(fixture.registry, fixture.dir, "clear network_names");
    reopen(NNREG_OPEN_DAMAGED);
    ck_assert_int_eq(fsck(&result, NNREG_REPAIR), NNREG_OK);
    ck_assert_uint_eq(result.repaired, 1102);
    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, result.events - 1, 1, 0, NULL), NNREG_OK);
    at = nnreg_events_get(events, 0)->changes;
    while ((at = strstr(at, "\"fsck.index\"")) != NULL) {
        count++;
        at++;
    }
    ck_assert_uint_eq(count, 1000);
    nnreg_events_free(events);
    ck_assert_int_eq(fsck(&result, 0), NNREG_OK);
    ck_assert_uint_eq(nnreg_findings_count(fixture.findings), 0);
}
END_TEST

START_TEST(a_network_that_has_a_lost_file_under_two_names_is_named_once)
{
    uint64_t id = fixture_add_twins(&fixture, "twins", 2);
    struct nnreg_fsck result;
    char expected[100];

    ck_assert_int_eq(unlink(damage_path(fixture.registry, fixture.dir, id, "assets/a.txt")), 0);
    ck_assert_int_eq(fsck(&result, 0), NNREG_CORRUPT);
    ck_assert_uint_eq(nnreg_findings_count(fixture.findings), 1);
    snprintf(expected, sizeof expected, "the file of network %llu is missing", (unsigned long long)id);
    ck_assert_str_eq(nnreg_findings_get(fixture.findings, 0)->message, expected);
}
END_TEST

/* A finding has room for sixteen of them. */
START_TEST(a_file_that_very_many_networks_have_is_told_of_all_of_them)
{
    struct nnreg_fsck result;

    fixture_clone(&fixture, 1, 17);
    damage(fixture.registry, fixture.dir, "file flip saved_model.pb");
    ck_assert_int_eq(fsck(&result, 0), NNREG_CORRUPT);
    assert_told(
        "error fsck.file-content blobs/a1/851a~: the file of networks 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, "
        "12, 13, 14, 15 and 16 has the SHA-256 944f~\n"
        "error fsck.file-content blobs/a1/851a~: the file of networks 17, 18 and 19 has the SHA-256 944f~\n",
        "a look");
    ck_assert_uint_eq(result.errors, 2);
}
END_TEST

/* What a framework that keeps nothing of a network has there: no bytes, behind their checksum. */
START_TEST(a_list_of_tensors_that_was_kept_empty_is_no_damage)
{
    struct nnreg_fsck result;

    damage(fixture.registry, fixture.dir, "put network_tensors 1 none\nseal network_tensors 1");
    ck_assert_int_eq(fsck(&result, 0), NNREG_OK);
    assert_told("", "a look");
}
END_TEST

static unsigned cancel_after;

static int cancel_at_indexes(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context, (void)done, (void)total;
    return strcmp(stage, "indexes") == 0 && --cancel_after == 0;
}

START_TEST(a_look_can_be_cancelled_while_rules_are_asked)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_status status = NNREG_CANCELLED;
    unsigned n;

    fixture_clone(&fixture, 1, 300);
    call.progress = cancel_at_indexes;
    for (n = 1; status == NNREG_CANCELLED; n++) {
        ck_assert_uint_lt(n, 100);
        cancel_after = n;
        status = nnreg_fsck(fixture.registry, fixture.findings, NULL, &call);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 3);
}
END_TEST

/* What was opened as damaged is written to by fsck alone: nothing is collected, upgraded or noted. */
START_TEST(a_registry_that_was_opened_as_damaged_is_left_as_it_is)
{
    static const char said[] = "the registry was opened as damaged: only fsck may write to it";
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_gc found = NNREG_GC_INIT;
    unsigned from, to;
    uint64_t size;
    char *before;
    int fd;

    damage(fixture.registry, fixture.dir, "file flip saved_model.pb\nblob " ORPHAN);
    reopen(NNREG_OPEN_DAMAGED);
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    ck_assert_int_eq(nnreg_gc(fixture.registry, NULL, NULL), NNREG_READ_ONLY);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), said));
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, NULL), NNREG_READ_ONLY);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), said));
    ck_assert_int_eq(nnreg_network_open_verified(fixture.registry, &fd, &size, 1, "saved_model.pb", NULL),
                     NNREG_CORRUPT);
    call.flags = NNREG_DRY_RUN;
    ck_assert_int_eq(nnreg_gc(fixture.registry, &found, &call), NNREG_OK);
    ck_assert_uint_gt(found.files, 0);
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, &call), NNREG_OK);
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      "opened as damaged");
}
END_TEST

/* How grave a rule of fsck is to the caller is what is told, and not what is mended. */
START_TEST(a_repair_mends_what_is_taken_for_a_warning)
{
    static const nnreg_severity severities[] = {NNREG_SEVERITY_WARNING, NNREG_SEVERITY_OFF};
    const struct nnreg_rule_severity set = NNREG_RULE_SEVERITY("fsck.index", severities[_i]);
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_fsck result = NNREG_FSCK_INIT;
    nnreg_findings *findings;

    ck_assert_int_eq(nnreg_findings_new(&findings, &set, 1), NNREG_OK);
    damage(fixture.registry, fixture.dir, "remove network_names last");
    result.bytes_per_second = UINT64_MAX;
    ck_assert_int_eq(nnreg_fsck(fixture.registry, findings, &result, NULL), NNREG_OK);
    ck_assert_uint_eq(result.errors, 0);
    ck_assert_uint_eq(result.bytes_per_second, UINT64_MAX); /* the caller's, for the next call */
    call.flags = NNREG_REPAIR;
    ck_assert_int_eq(nnreg_fsck(fixture.registry, findings, &result, &call), NNREG_OK);
    ck_assert_uint_eq(result.repaired, 1);
    ck_assert_uint_eq(nnreg_findings_count(findings), _i == 0);
    nnreg_findings_free(findings);
    ck_assert_int_eq(fsck(&result, 0), NNREG_OK);
    ck_assert_str_eq(told(), "");
}
END_TEST

START_TEST(while_a_backup_keeps_the_files_a_repair_moves_none_and_says_when_to_come_back)
{
    static const char later[] = "a backup keeps the files: repair it when that is done\n";
    struct nnreg_blob_lock lock;
    struct nnreg_fsck result;
    char hints[3 * sizeof later];

    damage(fixture.registry, fixture.dir, lost_and_strays);
    reopen(NNREG_OPEN_DAMAGED);
    ck_assert_int_eq(nnreg_blobs_keep(&lock, fixture.registry->blobs, NULL), NNREG_OK);
    ck_assert_int_eq(fsck(&result, NNREG_REPAIR), NNREG_CORRUPT);
    snprintf(hints, sizeof hints, "%s%s%s", later, later, later);
    ck_assert_str_eq(hinted(), hints);
    ck_assert_uint_eq(result.repaired, 0);
    assert_quarantine(false, false, false);
    nnreg_blobs_unlock(&lock);
    ck_assert_int_eq(fsck(&result, NNREG_REPAIR), NNREG_OK);
    ck_assert_uint_eq(result.repaired, 3);
    assert_quarantine(true, true, true);
}
END_TEST

/* Nobody can tell an orphan from a file that a create has put in place and not named yet; a name that none has is one at any time. */
START_TEST(while_a_network_is_being_registered_no_orphan_is_told_or_moved)
{
    struct nnreg_staging staging;
    struct nnreg_fsck result;

    damage(fixture.registry, fixture.dir, "blob notes.txt\nblob " ORPHAN);
    ck_assert_int_eq(nnreg_staging_begin(&staging, fixture.registry->blobs, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_staging_arrive(&staging, NULL), NNREG_OK);
    ck_assert_int_eq(fsck(&result, 0), NNREG_OK);
    assert_told("warning fsck.file-stray blobs/notes.txt: blobs/notes.txt is no stored file, nor a folder of "
                "them\n",
                "a look");
    ck_assert_int_eq(fsck(&result, NNREG_REPAIR), NNREG_OK);
    assert_quarantine(false, true, false);
    nnreg_staging_end(&staging);
    ck_assert_int_eq(fsck(&result, NNREG_REPAIR), NNREG_OK);
    ck_assert_uint_eq(result.repaired, 1);
    assert_quarantine(false, true, true);
}
END_TEST

/* A look makes no folder; a repair does. */
START_TEST(in_a_registry_without_staging_nothing_arrives)
{
    char staging[sizeof fixture.dir + 10];
    struct nnreg_fsck result;

    snprintf(staging, sizeof staging, "%s/staging", fixture.dir);
    ck_assert_int_eq(rmdir(staging), 0);
    damage(fixture.registry, fixture.dir, "blob " ORPHAN);
    ck_assert_int_eq(fsck(&result, 0), NNREG_OK);
    assert_told("warning fsck.file-stray blobs/12/3456~: no network uses blobs/12/3456~, which has 6 bytes\n",
                "a look");
    ck_assert_int_ne(access(staging, F_OK), 0);
    ck_assert_int_eq(fsck(&result, NNREG_REPAIR), NNREG_OK);
    assert_quarantine(false, false, true);
}
END_TEST

/*
 * A transaction for which the map is too small is run again, and what it has moved is not there any more: it is moved once, and
 * told as it is without that.
 */
START_TEST(a_repair_that_has_to_run_again_moves_each_file_once_and_tells_it)
{
    bool failed = store_is_default();
    struct nnreg_fsck result;
    char once[4000], lines[300], listing[700];
    unsigned n;

    snprintf(lines, sizeof lines, "%s\nput specs 77 'junk", lost_and_strays);
    damage(fixture.registry, fixture.dir, lines);
    reopen(NNREG_OPEN_DAMAGED);
    ck_assert_int_eq(fsck(&result, NNREG_REPAIR), NNREG_OK);
    ck_assert_uint_eq(result.repaired, 5);
    snprintf(once, sizeof once, "%s", told());
    for (n = 1; failed; n++) {
        tear_down();
        set_up();
        damage(fixture.registry, fixture.dir, lines);
        reopen(NNREG_OPEN_DAMAGED);
        failing_calls_arm("mdb_cursor_put", n, MDB_MAP_FULL);
        ck_assert_int_eq(fsck(&result, NNREG_REPAIR), NNREG_OK);
        failed = failing_calls_failed(NULL);
        assert_told(once, "a repair that ran again");
        ck_assert_uint_eq(result.repaired, 5);
        assert_quarantine(true, true, true);
        snprintf(listing, sizeof listing, "test $(ls '%s/quarantine' | grep -c '^records-') = 1",
                 fixture.dir);
        ck_assert_int_eq(system(listing), 0);
        ck_assert_int_eq(fsck(&result, 0), NNREG_OK);
        ck_assert_uint_eq(result.repaired, 0);
        ck_assert_uint_lt(n, 100);
    }
}
END_TEST

START_TEST(quick_does_not_read_files_but_finds_what_is_missing_or_of_another_size)
{
    struct nnreg_fsck result;

    damage(fixture.registry, fixture.dir, "file flip saved_model.pb");
    ck_assert_int_eq(fsck(&result, NNREG_QUICK), NNREG_OK);
    ck_assert_uint_eq(result.bytes, 0);
    ck_assert_uint_eq(result.files, FIXTURE_FILES);
    damage(fixture.registry, fixture.dir, "file cut saved_model.pb");
    ck_assert_int_eq(fsck(&result, NNREG_QUICK), NNREG_CORRUPT);
    ck_assert_uint_eq(result.errors, 1);
}
END_TEST

static int cancel_at_files(void *context, const char *stage, uint64_t done, uint64_t total)
{
    unsigned *left = context;

    (void)done, (void)total;
    return strcmp(stage, "contents") == 0 && (*left)-- == 0;
}

/* With a rate of a byte a second the whole would take hours. */
static int cancel_behind_a_piece(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context, (void)total;
    return strcmp(stage, "contents") == 0 && done > 0;
}

START_TEST(a_look_can_be_cancelled_within_a_file)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_fsck result = NNREG_FSCK_INIT;

    result.bytes_per_second = 1; /* else the helping thread may be through with all files before */
    call.progress = cancel_behind_a_piece;
    ck_assert_int_eq(nnreg_fsck(fixture.registry, fixture.findings, &result, &call), NNREG_CANCELLED);
    ck_assert_int_eq(fsck(&result, 0), NNREG_OK);
}
END_TEST

START_TEST(a_limited_rate_can_be_cancelled_while_it_waits)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_fsck result = NNREG_FSCK_INIT;
    unsigned left = 3;

    result.bytes_per_second = 1;
    call.progress = cancel_at_files;
    call.context = &left;
    ck_assert_int_eq(nnreg_fsck(fixture.registry, fixture.findings, &result, &call), NNREG_CANCELLED);
    ck_assert_int_eq(fsck(&result, 0), NNREG_OK);
}
END_TEST

START_TEST(what_was_opened_as_damaged_is_read_and_not_written)
{
    struct nnreg_fsck result;
    nnreg_network *network;

    damage(fixture.registry, fixture.dir, "put settings 'next_network_id 1");
    reopen(NNREG_OPEN_DAMAGED);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, 1), NNREG_OK);
    nnreg_network_free(network);
    ck_assert_int_eq(fixture_update(&fixture, 1, "{\"name\": \"x\"}"), NNREG_READ_ONLY);
    ck_assert_int_eq(fsck(&result, 0), NNREG_CORRUPT);
    ck_assert_int_eq(fsck(&result, NNREG_REPAIR), NNREG_OK);
    reopen(0);
    ck_assert_int_eq(fixture_update(&fixture, 1, "{\"name\": \"x\"}"), NNREG_OK);
}
END_TEST

/* Ids of what was deleted are not given again, though no record tells of them. */
START_TEST(a_counter_is_set_behind_what_was_deleted)
{
    struct nnreg_fsck result;

    ck_assert_int_eq(nnreg_network_delete(fixture.registry, fixture_add(&fixture, "gone", 1), NULL, NULL),
                     NNREG_OK);
    damage(fixture.registry, fixture.dir, "remove settings 'next_network_id\nremove settings 'next_task_id");
    reopen(NNREG_OPEN_DAMAGED);
    ck_assert_int_eq(fsck(&result, NNREG_REPAIR), NNREG_OK);
    reopen(0);
    ck_assert_uint_eq(fixture_add(&fixture, "new", 1), 4);
}
END_TEST

START_TEST(arguments_that_make_no_sense_are_refused)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_fsck result = {0};

    ck_assert_int_eq(nnreg_fsck(NULL, fixture.findings, NULL, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_fsck(fixture.registry, NULL, NULL, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_fsck(fixture.registry, fixture.findings, &result, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_fsck(fixture.registry, fixture.findings, NULL, NULL), NNREG_OK);
    call.flags = NNREG_DRY_RUN;
    ck_assert_int_eq(nnreg_fsck(fixture.registry, fixture.findings, NULL, &call), NNREG_INVALID_ARGUMENT);
    reopen(NNREG_OPEN_READ_ONLY);
    call.flags = NNREG_REPAIR;
    ck_assert_int_eq(nnreg_fsck(fixture.registry, fixture.findings, NULL, &call), NNREG_READ_ONLY);
}
END_TEST

Suite *fsck_suite(void);
Suite *fsck_suite(void)
{
    Suite *suite = suite_create("fsck");
    TCase *tests = tcase_create("fsck");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, each_damage_is_named_and_a_look_changes_nothing_but_what_is_noted_of_files, 0,
                        ROWS);
    tcase_add_loop_test(tests, a_repair_mends_what_it_says_and_nothing_else_and_the_next_look_is_clean, 0,
                        ROWS);
    tcase_add_test(tests, what_a_repair_takes_away_is_in_the_quarantine_and_in_the_history);
    tcase_add_test(tests, adding_the_same_content_ends_a_loss);
    tcase_add_test(tests, a_block_between_two_others_that_nobody_is_in_is_taken_out);
    tcase_add_test(tests, what_a_newer_library_has_noted_of_a_file_is_left_alone);
    tcase_add_test(tests, a_file_that_is_noted_as_damaged_and_is_right_is_forgotten);
    tcase_add_test(tests, of_very_many_repairs_the_history_tells_the_first_thousand);
    tcase_add_test(tests, a_network_that_has_a_lost_file_under_two_names_is_named_once);
    tcase_add_test(tests, a_file_that_very_many_networks_have_is_told_of_all_of_them);
    tcase_add_test(tests, a_list_of_tensors_that_was_kept_empty_is_no_damage);
    tcase_add_test(tests, a_look_can_be_cancelled_while_rules_are_asked);
    tcase_add_test(tests, a_registry_that_was_opened_as_damaged_is_left_as_it_is);
    tcase_add_loop_test(tests, a_repair_mends_what_is_taken_for_a_warning, 0, 2);
    tcase_add_test(tests, while_a_backup_keeps_the_files_a_repair_moves_none_and_says_when_to_come_back);
    tcase_add_test(tests, while_a_network_is_being_registered_no_orphan_is_told_or_moved);
    tcase_add_test(tests, in_a_registry_without_staging_nothing_arrives);
    tcase_add_test(tests, a_repair_that_has_to_run_again_moves_each_file_once_and_tells_it);
    tcase_add_test(tests, quick_does_not_read_files_but_finds_what_is_missing_or_of_another_size);
    tcase_add_test(tests, a_look_can_be_cancelled_within_a_file);
    tcase_add_test(tests, a_limited_rate_can_be_cancelled_while_it_waits);
    tcase_add_test(tests, what_was_opened_as_damaged_is_read_and_not_written);
    tcase_add_test(tests, a_counter_is_set_behind_what_was_deleted);
    tcase_add_test(tests, arguments_that_make_no_sense_are_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
