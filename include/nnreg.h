/*
 * nnreg.h: the whole public interface of libnnreg, and its manual.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * nnreg is an embeddable registry for trained neural networks. It answers one question before a model reaches
 * production, "can this network be served as described?", and keeps every network that can, unchanged, for as
 * long as it is wanted.
 *
 * THE NOUNS
 *
 *   registry     a directory that holds networks and their files; opened as an `nnreg` handle.
 *   network      one registered model: what was said of it (the description) and its files. Only `name` and
 *                `metadata` of a network can change.
 *   description  a JSON object that says how the network is fed and what comes out (doc/DOMAIN.md).
 *   bundle       the files of a network before it is registered: folders, zip archives, single files, descriptors, memory or uploads.
 *   upload       a file that comes in piece by piece, as from a socket, and is received where a network will have it.
 *   spec         a recognition specification: what the outputs of a recognition mean (labels, regions).
 *   version      ties a network to a specification: which tensors give which output, with which thresholds.
 *   task         the deployment status of a network; made and deleted with it.
 *   event        one change of one object: who, when, what, old and new values. Events form a chain of hashes.
 *   finding      one thing that is wrong, or worth knowing, with its place and how to mend it.
 *
 * CAVEATS, ALL OF THEM
 *
 *   fork         A handle belongs to the process that opened it. In a forked child every call on it returns
 *                NNREG_INVALID_ARGUMENT; the child opens the registry for itself. nnreg_close in the child frees
 *                memory only. fork() runs handlers of the library, which close the child's copies of the descriptors
 *                that hold its locks; a child made past them (clone(2), _Fork) and not followed by an exec keeps the
 *                locks of a parent that is killed until it ends itself.
 *   twice        Opening one registry twice in a process gives two handles over one shared environment; that is
 *                safe. The options that concern the environment (read_only) must be the same.
 *   containers   Any number of containers on one machine may share a registry, whatever their process ids. A process
 *                whose id is in use by another one that has the registry open, in another PID namespace, and one that
 *                may only read the files (a volume mounted read-only), reads without a reader's slot: it never waits
 *                either, but a writer, wherever it is, waits for such a reader that is still at a state older than the
 *                last two, and returns NNREG_BUSY after 10 seconds. One snapshot is one call, so that matters only
 *                when the reader is stopped within a call (SIGSTOP, a paused container). Containers that share their
 *                PID namespace, or whose processes have ids of their own, have none of this.
 *   files        Nobody may change, truncate, move or remove files of a registry that is open. Each write looks whether
 *                data.mdb and lock.mdb are still the files that were opened, and no other is at their path; else
 *                NNREG_CONFLICT, and nothing is acknowledged. Readers go on with what they have until the registry is
 *                opened again. nnreg_compact alone may put another data.mdb in place: who has the old one open goes on with
 *                the new one by itself. A data.mdb or lock.mdb that is truncated under an open handle ends the process (SIGBUS)
 *                when it comes to what is missing, and one that is written over may: pages are looked at when it is
 *                opened, and the next open finds it.
 *   lmdb         The records are kept by LMDB, the default engine, of which holds what is said here of data.mdb and lock.mdb.
 *                Programs of LMDB's own (mdb_stat, mdb_copy, mdb_dump) may read data.mdb beside nnreg. None may write
 *                to it; and one that is killed while it opens the registry can leave lock.mdb out of step, which the
 *                next write meets (NNREG_IO, "not in step"): close the registry everywhere, and open it again.
 *   failed       After a write that failed so that it is not known what is on the device (an EIO of a sync, for one) every
 *                call on every handle of the process to that registry returns the failure, until all of them are
 *                closed. What is opened then has all that was acknowledged. A full device is not such a failure.
 *   remote       A registry on NFS, SMB and the like is refused (NNREG_INVALID_ARGUMENT) unless
 *                NNREG_OPEN_ALLOW_REMOTE is given: locks there may succeed without locking.
 *   signals      No call installs a signal handler. A call interrupted by a signal goes on. Under a limit on the size
 *                of files (RLIMIT_FSIZE) the system sends SIGXFSZ, which kills: a host with such a limit ignores that
 *                signal, and then gets NNREG_NO_SPACE.
 *   users        Files and folders are made with the process's umask and nothing else decides who may do what. Users who
 *                write to one registry share a group, which owns its directory (chmod g+s), and a umask of 002; with
 *                another umask the folders that one of them makes are closed to the others: their calls fail (NNREG_IO,
 *                "permission denied"), and files that they delete stay on the disk (nnreg_cascade.stayed). doc/PERMISSIONS.md
 *                tells all of it.
 *   descriptors  Everything the library opens is close-on-exec.
 *   limits       The NNREG_LIMIT_ constants; going over one is a finding or NNREG_LIMIT, never a crash.
 *
 * OWNERSHIP
 *
 *   A `T **` out-parameter comes first, is set to NULL on entry, and hands over ownership on NNREG_OK; the type's
 *   own free function takes it back. A `char **` is freed with nnreg_free. A returned `const T *` is borrowed;
 *   its comment says for how long. Every free function takes NULL.
 *
 * THREADS
 *
 *   One handle serves all threads of a process at once. Findings, bundles, uploads, networks, specs, versions, tasks, pages and
 *   lists of events are plain objects: one thread at a time. Any number of processes and threads may read while one
 *   writes; readers never wait.
 *
 *   A call that sums large files may have threads of its own, which end before it returns; nnreg_events_fd has one that does not, and
 *   an upload has one from when it is large until it is complete, or freed.
 *   No signal that is sent to the process is handled in them. Where none are to be had, the call does without, more slowly.
 *
 * DURABILITY
 *
 *   When create, update or delete has returned NNREG_OK, the change is on the device. A call that returns anything
 *   else has changed nothing, but for one whose handle is failed (see CAVEATS): whether it is done shows when the
 *   registry is opened again. A kill or a power cut at any instant leaves a registry that opens, with everything that
 *   was acknowledged in it; a change that was not acknowledged is there as a whole or not at all, and does not turn up
 *   any more once the registry has been opened without it.
 *
 *   Damage is never taken for absence: where anything of a registry is there and something else of it is missing, or
 *   its parts disagree, that is NNREG_CORRUPT, with the place, and nothing is made anew over it.
 *
 * SIZES
 *
 *   Every struct begins with `size_t size`, and grows at its end only, so that a program and a library of different versions
 *   understand each other. Of a struct that the caller makes it is the caller's sizeof: start from the struct's …_INIT, which sets
 *   it. The library reads and writes nothing behind it: members that an older program does not know are as if not given, and are
 *   not filled in; those that only a newer program knows are not looked at, and stay as …_INIT has them. A size that was not set,
 *   or is less than that of the first member behind it, is NNREG_INVALID_ARGUMENT. The elements of a caller's array (struct
 *   nnreg_where, struct nnreg_rule_severity) all have the size of the first one. Of a struct that the library makes (a finding, an
 *   event, what a callback is told) it is the library's: a member that is not within it is not there. Such structs come one by
 *   one, by pointer, never as an array. Copy one only as far as both sizes go.
 *
 *   A struct that a call fills has nothing of an earlier call in it when this one fails; what the caller has set stays.
 *
 * ERRORS
 *
 *   Every call that can fail returns an nnreg_status. What is wrong with the caller's *data* goes to an
 *   nnreg_findings list (status NNREG_REFUSED); what went wrong otherwise is said by nnreg_message. No call
 *   prints, exits, or aborts.
 *
 * EXAMPLE
 *
 *   nnreg *registry; nnreg_bundle *bundle; nnreg_findings *findings; uint64_t id;
 *   struct nnreg_options options = NNREG_OPTIONS_INIT;
 *   options.flags = NNREG_OPEN_CREATE;
 *   if (nnreg_open(&registry, "/srv/models", &options) != NNREG_OK) …
 *   nnreg_findings_new(&findings, NULL, 0);
 *   nnreg_bundle_new(&bundle);
 *   nnreg_bundle_add_directory(bundle, "export/1");
 *   switch (nnreg_network_create(registry, &id, json, strlen(json), bundle, NULL, findings)) {
 *   case NNREG_OK:      …the network is registered as `id`; findings may hold warnings
 *   case NNREG_REFUSED: for (i = 0; i < nnreg_findings_count(findings); i++) nnreg_findings_get(findings, i)…
 *   default:            nnreg_message(registry)
 *   }
 *
 * Complete programs are doc/examples/register.c, serve.c, follow.c and mirror.c. What this header calls doc/ is installed as
 * share/doc/nnreg. Everything here is since 0.1 unless its comment says otherwise.
 */
#ifndef NNREG_H
#define NNREG_H

#include <stddef.h>
#include <stdint.h>

/*
 * Some functions fill in a struct of their own name (nnreg_gc, nnreg_fsck, nnreg_backup). C keeps the two apart; so does C++, where the
 * struct is always written `struct nnreg_gc`, and g++ only warns of it.
 */
#ifdef __cplusplus
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif
extern "C" {
#endif

#if defined(__GNUC__)
#define NNREG_API __attribute__((visibility("default")))
#else
#define NNREG_API
#endif

/* ---------------------------------------------------------------------------------------------- version -- */

#define NNREG_VERSION_MAJOR 0
#define NNREG_VERSION_MINOR 1
#define NNREG_VERSION_PATCH 0

/* The version of this header as one number that grows with it, for #if: 0.1.0 is 100, 1.2.3 is 10203. */
#define NNREG_VERSION_NUMBER (NNREG_VERSION_MAJOR * 10000 + NNREG_VERSION_MINOR * 100 + NNREG_VERSION_PATCH)

/* The version of the library in use, "MAJOR.MINOR.PATCH". Static. */
NNREG_API const char *nnreg_library_version(void);

/* ----------------------------------------------------------------------------------------------- status -- */

/*
 * What a call can return. errno, storage and archive codes are causes, told by nnreg_message, never results.
 * The numbers are stable.
 */
/* clang-format off */
typedef enum nnreg_status {
    NNREG_OK               =  0,
    NNREG_INVALID_ARGUMENT =  1, /* the call makes no sense: a NULL, a handle from before a fork, a bad option */
    NNREG_REFUSED          =  2, /* the validation found errors; they are in the findings */
    NNREG_NOT_FOUND        =  3, /* no such registry, object, file or rule */
    NNREG_EXISTS           =  4, /* there is already one */
    NNREG_CONFLICT         =  5, /* its present state forbids it: changed since the caller last saw it, or public */
    NNREG_READ_ONLY        =  6, /* the registry was opened read-only, or is not writable */
    NNREG_BUSY             =  7, /* a limit of the system (open files, locks) is taken up for now; try again */
    NNREG_NO_SPACE         =  8, /* the device or the quota is full, or the process may write no larger file */
    NNREG_IO               =  9, /* the system refused to read or write */
    NNREG_NO_MEMORY        = 10, /* an allocation failed */
    NNREG_CORRUPT          = 11, /* the registry's own data is damaged: the message says what disagrees with what */
    NNREG_UNSUPPORTED      = 12, /* the registry has a format, or a feature, this library does not know */
    NNREG_LIMIT            = 13, /* a limit named in this header was reached */
    NNREG_CANCELLED        = 14  /* the progress callback asked to stop */
} nnreg_status;
/* clang-format on */

#define NNREG_STATUS_COUNT 15

/* A short English text for any status. Static, never NULL; "unknown status" for a number that is none. */
NNREG_API const char *nnreg_status_text(nnreg_status status);

/* Frees a text that the library handed over (`char **`). */
NNREG_API void nnreg_free(void *text);

/*
 * Where the library gets its memory, in the place of malloc(3) and its kin: for a host that counts it, or keeps it in an arena. All
 * three functions are given, are safe from any thread, and behave as their like of the C library: memory is aligned for anything,
 * at least one byte is asked for, NULL is no memory (NNREG_NO_MEMORY then), and reallocate leaves `old` as it is when it fails.
 * They may not call into the library.
 */
struct nnreg_allocator {
    size_t size; /* set by the caller: sizeof(struct nnreg_allocator) */
    void *(*allocate)(void *context, size_t size);
    void *(*reallocate)(void *context, void *old, size_t size); /* `old` may be NULL: as allocate */
    void (*release)(void *context, void *memory);               /* of what the two gave; never NULL */
    void *context;
};

#define NNREG_ALLOCATOR_INIT                                   \
    {                                                          \
        sizeof(struct nnreg_allocator), NULL, NULL, NULL, NULL \
    }

/*
 * Sets it for the process, and for children of a fork; `allocator` is copied. To be called before anything else of this
 * header, by one thread. What the library hands over, texts for nnreg_free among it, comes from it, too. What LMDB, libzip and the
 * C library allocate for themselves does not (threads' stacks, zip's inflating).
 * NNREG_CONFLICT: the library has allocated already, and one allocator would get back what another gave. NNREG_INVALID_ARGUMENT:
 * a function is missing, or the size is not set.
 */
NNREG_API nnreg_status nnreg_set_allocator(const struct nnreg_allocator *allocator);

#define NNREG_TIME_TEXT 28 /* bytes of a time as a text, with its NUL */

/*
 * A time that a getter gives, in microseconds since 1970-01-01T00:00:00Z, as the text that JSON has of it and that
 * `if_update_date` and queries take: 2018-02-16T13:45:36.078955Z (RFC 3339, always in UTC and with six digits of fraction). Times
 * outside the years 0000 to 9999 are written as the nearest end.
 */
NNREG_API void nnreg_time_format(char text[NNREG_TIME_TEXT], int64_t time);

/* Reads that text, with none to six digits of fraction. NNREG_INVALID_ARGUMENT: it is none; then `*time` stays. */
NNREG_API nnreg_status nnreg_time_parse(int64_t *time, const char *text);

/* ----------------------------------------------------------------------------------------------- limits -- */

#define NNREG_LIMIT_JSON            (16u << 20) /* bytes of one JSON text (a description, an update) */
#define NNREG_LIMIT_JSON_VALUES     (1u << 20)  /* values in one JSON text */
#define NNREG_LIMIT_JSON_DEPTH      512u        /* arrays and objects inside each other in one JSON text */
#define NNREG_LIMIT_FORM            (1u << 19) /* fields of a form, with the lists and objects that they are in */
#define NNREG_LIMIT_NAME            256u       /* characters of a network's or a spec's name */
#define NNREG_LIMIT_DESCRIPTION     (64u << 10) /* bytes of a description */
#define NNREG_LIMIT_METADATA        (1u << 20)  /* bytes of the text of metadata */
#define NNREG_LIMIT_METADATA_DEPTH  64u         /* arrays and objects inside each other in metadata */
#define NNREG_LIMIT_LICENSE         1024u       /* characters of a license */
#define NNREG_LIMIT_URL             2048u       /* bytes of the URL of a source */
#define NNREG_LIMIT_AUTHOR          256u        /* characters of an author's name */
#define NNREG_LIMIT_LIST            1024u /* entries of an array in a description (inputs, tensors, authors) */
#define NNREG_LIMIT_TENSOR_NAME     4096u        /* bytes of a tensor name */
#define NNREG_LIMIT_TENSORS         (256u << 20) /* bytes that a list of a network's tensors takes */
#define NNREG_LIMIT_FILE_NAME       255u         /* bytes of the name of a file in a bundle */
#define NNREG_LIMIT_FILES           10000u       /* files in one bundle */
#define NNREG_LIMIT_DIRECTORY_DEPTH 16u          /* folders inside each other in a bundle */
#define NNREG_LIMIT_DIRECTORY       100000u      /* entries of one folder of a bundle */
#define NNREG_LIMIT_FINDINGS        1000u        /* findings kept of one check; more are counted, not kept */
#define NNREG_LIMIT_PAGE            1000u        /* objects on one page of a list, events in one list */
#define NNREG_LIMIT_ACTOR           256u         /* bytes of an actor's name */
#define NNREG_LIMIT_OUTPUTS         1024u        /* outputs of a specification */
#define NNREG_LIMIT_LABELS          100000u      /* labels of one output, thresholds for them */
#define NNREG_LIMIT_LABEL_NAME      1024u        /* characters of a label's name */
#define NNREG_LIMIT_SIDE            65535u       /* pixels of a side of an image */
#define NNREG_LIMIT_SCOPE_DEPTH     64u          /* name scopes inside each other that are told apart */
#define NNREG_LIMIT_SLUG            63u          /* characters of a slug */
#define NNREG_LIMIT_TASK_ERROR      (64u << 10)  /* bytes of the text of a failed task */
#define NNREG_LIMIT_WHERE           16u          /* conditions on metadata in one query */
#define NNREG_LIMIT_READERS         65536u       /* snapshots open at once that max_readers can ask for */

#define NNREG_LIMIT_ARCHIVE_ENTRIES 100000u              /* entries of a zip archive, with the folders */
#define NNREG_LIMIT_ARCHIVE_BYTES   ((uint64_t)1 << 40)  /* bytes of all of them, unpacked */
#define NNREG_LIMIT_ARCHIVE_SMALL   ((uint64_t)64 << 20) /* bytes up to which any ratio is taken */
#define NNREG_LIMIT_ARCHIVE_RATIO   100u /* above: unpacked bytes for each byte of the archive */

/* --------------------------------------------------------------------------------------------- findings -- */

typedef enum nnreg_severity {
    NNREG_SEVERITY_OFF = 0, /* only as a setting: the rule reports nothing */
    NNREG_SEVERITY_NOTE = 1,
    NNREG_SEVERITY_WARNING = 2,
    NNREG_SEVERITY_ERROR = 3
} nnreg_severity;

/* "off", "note", "warning", "error". Static, never NULL. */
NNREG_API const char *nnreg_severity_text(nnreg_severity severity);

/*
 * One finding. Members that do not apply are NULL or 0. A finding on the description has `pointer` (a JSON Pointer,
 * RFC 6901; "" is the whole document; NULL where the text is no JSON to point into) with `line` and `column`, both from
 * 1, the column in Unicode characters. A finding on a file of the bundle has `file`, `offset` where `has_offset` is not
 * 0, and `line` and `column` where the file is a text. A finding on the bundle as a whole has none of these.
 */
struct nnreg_finding {
    size_t size;      /* told by the library, see SIZES */
    const char *rule; /* the rule's id, stable: "target-size" */
    nnreg_severity severity;
    const char *message; /* what is wrong, with the offending value; one line; wording may change */
    const char *hint;    /* how to mend it, or NULL */
    const char *pointer;
    const char *file;
    uint64_t line;
    uint64_t column;
    uint64_t offset; /* bytes from the start of `file`, or of the description when `file` is NULL */
    int has_offset;
};

/* What a fix does to the description. */
typedef enum nnreg_fix_action {
    NNREG_FIX_RENAME = 1,  /* gives a member another key */
    NNREG_FIX_REPLACE = 2, /* puts another value in the place of one */
    NNREG_FIX_REMOVE = 3,  /* takes a member away */
    NNREG_FIX_ADD = 4      /* adds a member behind the last one of its object */
} nnreg_fix_action;

/* "rename", "replace", "remove", "add". Static, never NULL. */
NNREG_API const char *nnreg_fix_action_text(nnreg_fix_action action);

/*
 * What mends a finding on the description, where there is exactly one answer; what could be meant in two ways has a hint and no
 * fix. It says so twice: in JSON's terms, and as bytes of the text that was judged, of which the others stay as they are.
 * Only nnreg makes one, with the `size` that its version of the struct has: a member that was appended later is there when `size`
 * reaches it.
 */
struct nnreg_fix {
    size_t size; /* told by the library, see SIZES */
    nnreg_fix_action action;
    const char
        *pointer; /* of the member or value as the text has it; of a member that is added, as it will be */
    const char *value; /* as JSON: the new key (RENAME), the new value (REPLACE, ADD); NULL for REMOVE */
    uint64_t offset;   /* from here … */
    uint64_t length;   /* … so many bytes are taken away … */
    const char *text;  /* … and this takes their place; "" for REMOVE */
    uint64_t line;     /* where these bytes begin, counted as in struct nnreg_finding … */
    uint64_t column;
    uint64_t end_line; /* … and where what is behind them begins */
    uint64_t end_column;
};

/* How strictly one rule is taken. */
struct nnreg_rule_severity {
    size_t size; /* set by the caller: sizeof(struct nnreg_rule_severity) */
    const char *rule;
    nnreg_severity severity;
};

/* An element of an array, to begin it with: {NNREG_RULE_SEVERITY("draft.guess", NNREG_SEVERITY_OFF), …} */
#define NNREG_RULE_SEVERITY(rule, severity)                    \
    {                                                          \
        sizeof(struct nnreg_rule_severity), (rule), (severity) \
    }

typedef struct nnreg_findings nnreg_findings;

/*
 * Makes an empty list. `severities` (may be NULL) sets the severity of `count` rules in place of their own; they are
 * copied. NNREG_NOT_FOUND: a rule id that is not in the catalogue. NNREG_INVALID_ARGUMENT: a severity that is none.
 * Rules whose catalogue entry says `fixed` cannot be set (NNREG_INVALID_ARGUMENT): nothing could be judged, or stored, without them.
 *
 * A rule that is turned down lets through what it is about, where that can be kept. Fields that are not known, and those that the
 * registry assigns, are passed over then. What has a value that its field cannot hold, or lacks one that every record has, is
 * NNREG_INVALID_ARGUMENT to a call that stores, and the message names it; in an export it is refused as `export.altered`. nnreg_fsck tells
 * of what was let through, unless its findings let it through, too.
 */
NNREG_API nnreg_status nnreg_findings_new(nnreg_findings **findings,
                                          const struct nnreg_rule_severity *severities, size_t count);
NNREG_API void nnreg_findings_free(nnreg_findings *findings);

/* Empties the list, keeps its severities. Every call that fills a list empties it first. */
NNREG_API void nnreg_findings_clear(nnreg_findings *findings);

/* How many findings the list holds: those of the description in document order, then those of the files. */
NNREG_API size_t nnreg_findings_count(const nnreg_findings *findings);

/* The i-th finding, NULL past the end. Borrowed until the list is cleared, filled again or freed. */
NNREG_API const struct nnreg_finding *nnreg_findings_get(const nnreg_findings *findings, size_t i);

/* What mends the i-th finding; NULL: it has no one answer, or there is no such finding. Borrowed like the finding. */
NNREG_API const struct nnreg_fix *nnreg_findings_fix(const nnreg_findings *findings, size_t i);

/*
 * The description with the fixes of its findings. `json` and `length` are the text that was judged into the list. Fixes that
 * meet in the same bytes are not made together: the first is, and the next check tells what is left. A fix can also bring to
 * light what it had hidden (what is in an unknown field is not judged), so check again, and again while *applied is not 0.
 * *fixed is a JSON text within the limits of a description, ended by a NUL that *fixed_length does not count, and freed by
 * nnreg_free; `applied` and `fixed_length` may be NULL. NNREG_LIMIT: the whole would go over a limit, and *fixed is NULL.
 * NNREG_INVALID_ARGUMENT: a fix is not of this text. NNREG_NO_MEMORY.
 */
NNREG_API nnreg_status nnreg_findings_apply(char **fixed, size_t *fixed_length, size_t *applied,
                                            const nnreg_findings *findings, const char *json, size_t length);

/* The worst severity reported, NNREG_SEVERITY_OFF when there is none. */
NNREG_API nnreg_severity nnreg_findings_worst(const nnreg_findings *findings);

/*
 * What the description is called that calls with this list judge, a path for one: copied, and kept as the severities are. NULL: it
 * has no name. The `file` of findings on the description stays NULL, by which they are told from those on files of the bundle;
 * nnreg_findings_json gives them the name as "file". NNREG_NO_MEMORY.
 */
NNREG_API nnreg_status nnreg_findings_set_description_name(nnreg_findings *findings, const char *name);
/* That name, NULL for none. Borrowed until another one is set, or the list is freed. */
NNREG_API const char *nnreg_findings_description_name(const nnreg_findings *findings);

/* The findings as a JSON array (nnreg(1), "JSON output"). NNREG_NO_MEMORY. */
NNREG_API nnreg_status nnreg_findings_json(char **text, const nnreg_findings *findings);

/* ------------------------------------------------------------------------------------------------ rules -- */

/* One entry of the catalogue of rules. Everything static. */
struct nnreg_rule_info {
    size_t size; /* told by the library, see SIZES */
    const char *id;
    nnreg_severity severity; /* the default */
    const char *meaning;     /* one line */
    const char *text;        /* a paragraph: why the rule is there and how to satisfy it */
    const char *source;      /* the public text it follows (an RFC, a TensorFlow file), or NULL */
    int fixed;               /* not 0: its severity cannot be set */
};

/* The i-th rule in the catalogue's order, NULL past the end. */
NNREG_API const struct nnreg_rule_info *nnreg_rule_get(size_t i);

/* The rule with this id, NULL when there is none. */
NNREG_API const struct nnreg_rule_info *nnreg_rule_find(const char *id);

/* The rule id nearest to a misspelt one, NULL when none is near. Static. */
NNREG_API const char *nnreg_rule_nearest(const char *id);

/*
 * The one of `count` candidates that is meant by a misspelt word, for a "did you mean": the one from which it differs by
 * the fewest letters changed, added, missing or swapped with their neighbour, upper and lower case being alike; among
 * equals the first. NULL when none is near, which is when more than a third of the letters (rounded up) are wrong, or more than 8, or
 * when it is longer than 256 bytes. It is what the library's own hints come from. Borrowed from the candidates. Needs no
 * memory and cannot fail; safe from any thread.
 */
NNREG_API const char *nnreg_nearest(const char *word, const char *const *candidates, size_t count);

/*
 * A JSON Schema (2020-12), made from the same tables that validate and write. `object`: "network" (NULL is it, too), "spec" or
 * "version" for the description that makes an object; "network-object", "spec-object", "version-object" or "task-object" for the
 * object as nnreg_network_json and the others give it back, where what the registry assigns is `readOnly`; "network-page" and so on
 * for what nnreg_page_json gives; "network-update", "spec-update" or "task-update" for what nnreg_network_update and the others take
 * (a network's description only where the registry's setting mutable-description is on); "event" for what nnreg_event_json gives, and
 * "finding" for an entry of what nnreg_findings_json does. What comes back may have further members in a later version. The text is
 * freed with nnreg_free. NNREG_NOT_FOUND: another word. NNREG_NO_MEMORY. Safe from any thread.
 */
NNREG_API nnreg_status nnreg_schema(char **text, const char *object);

/* ------------------------------------------------------------------------------------------- JSON texts -- */

/*
 * A JSON text in the making, for the calls that take one: descriptions, updates, versions, tasks. Nothing has to be escaped by
 * hand, and what nnreg_document_finish hands over is JSON that the library reads, whatever was put in.
 *
 *   nnreg_document_open_object(document);
 *   nnreg_document_key(document, "status"), nnreg_document_text(document, "error");
 *   nnreg_document_key(document, "error"), nnreg_document_text(document, nnreg_message(registry));
 *   nnreg_document_close_object(document);
 *   if (nnreg_document_finish(&json, &length, document) == NNREG_OK)
 *       nnreg_task_update(registry, task, json, length, NULL, findings);
 *
 * The calls in between return nothing: the first that does not fit ends the text, those after it do nothing, and finish tells it.
 * One thread at a time. A NULL document is allowed and nothing, so that only finish has to be looked at.
 */
typedef struct nnreg_document nnreg_document;

/* An empty text. NNREG_NO_MEMORY. */
NNREG_API nnreg_status nnreg_document_new(nnreg_document **document);
/* NULL is allowed. */
NNREG_API void nnreg_document_free(nnreg_document *document);

/* Objects and arrays, up to NNREG_LIMIT_JSON_DEPTH inside each other. What was opened last is closed first. */
NNREG_API void nnreg_document_open_object(nnreg_document *document);
NNREG_API void nnreg_document_close_object(nnreg_document *document);
NNREG_API void nnreg_document_open_array(nnreg_document *document);
NNREG_API void nnreg_document_close_array(nnreg_document *document);

/* The key of the next value, in an object; UTF-8, copied. No key twice in one object. */
NNREG_API void nnreg_document_key(nnreg_document *document, const char *key);

/* A string; UTF-8, copied. NULL is a failure and not null, which would take a field away in an update. */
NNREG_API void nnreg_document_text(nnreg_document *document, const char *text);
/* The same of so many bytes, without a NUL among them. */
NNREG_API void nnreg_document_chars(nnreg_document *document, const char *text, size_t length);
/* Numbers: ids are uint. A double is written as the shortest text that reads as the same; NaN and infinities are failures. */
NNREG_API void nnreg_document_int(nnreg_document *document, int64_t number);
NNREG_API void nnreg_document_uint(nnreg_document *document, uint64_t number);
NNREG_API void nnreg_document_number(nnreg_document *document, double number);
/* false for 0, else true. */
NNREG_API void nnreg_document_bool(nnreg_document *document, int truth);
NNREG_API void nnreg_document_null(nnreg_document *document);
/* A value that is JSON already (nnreg_network_metadata, for one): read as strictly as any, and put as it stands. */
NNREG_API void nnreg_document_raw(nnreg_document *document, const char *json, size_t length);

/*
 * Hands the text over, with its length unless `length` is NULL; to be freed with nnreg_free. The document is empty then on any
 * status, for the next text. NNREG_INVALID_ARGUMENT: a call did not fit (a value without its key, a text that is not UTF-8, NaN,
 * no value at all, one that is still open, a key twice). NNREG_LIMIT: NNREG_LIMIT_JSON, NNREG_LIMIT_JSON_VALUES or
 * NNREG_LIMIT_JSON_DEPTH. NNREG_NO_MEMORY.
 */
NNREG_API nnreg_status nnreg_document_finish(char **text, size_t *length, nnreg_document *document);
/*
 * The first call that did not fit, by its number from 1 and its name, and why: "call 4, nnreg_document_number: JSON has no number
 * for NaN". "" when there is none, in this text and the one that was finished last. Borrowed until the next call on the document.
 */
NNREG_API const char *nnreg_document_message(const nnreg_document *document);

/* ------------------------------------------------------------------------------------------------ forms -- */

/*
 * The fields of a form as a JSON text, for servers that take what the original service takes: its POST /networks, and its client, have a
 * field for each leaf of a description, named by its path. That is keys with '.' between them, and entries of lists by their index from 0
 * in brackets, behind which a '.' may be or not:
 *
 *   nnreg_form_new(&form, "network");
 *   nnreg_form_add(form, "name", "2.0", 3, 0);
 *   nnreg_form_add(form, "preprocessing.inputs[0]tensor_name", "x:0", 3, 0);
 *   nnreg_form_add(form, "preprocessing.inputs[0]image.pixel_scaling", "2.0", 3, 0);
 *   if (nnreg_form_json(&json, &length, form) == NNREG_OK)
 *       {"name": "2.0", "preprocessing": {"inputs": [{"tensor_name": "x:0", "image": {"pixel_scaling": 2.0}}]}}
 *
 * Forms have no types, so what a text is follows from the field: a number, true or false (1, 0), and null but for texts; Python's True,
 * False and None are those, too. Where a list or an object belongs, what begins as one is JSON. In metadata, and below it, what reads as a
 * JSON number or as one of the words is that and all else a text: who means the text "1" gives JSON. What is not of its field's type, and a
 * field that there is not, stays a text: the call that takes the description tells it, as of any other.
 *
 * One thread at a time. A NULL form is NNREG_INVALID_ARGUMENT, but where it is said to be allowed.
 */
typedef struct nnreg_form nnreg_form;

/* An empty one. `object`: "network" (NULL is it, too), "spec", "version" or "task". NNREG_NOT_FOUND: another word. NNREG_NO_MEMORY. */
NNREG_API nnreg_status nnreg_form_new(nnreg_form **form, const char *object);
/* NULL is allowed. */
NNREG_API void nnreg_form_free(nnreg_form *form);

/* Not 0: the object has a member of this name, whoever gives it its value. 0 also for NULL. */
NNREG_API int nnreg_form_has(const nnreg_form *form, const char *key);

/*
 * Adds a field; path and text, which may be followed by anything, are copied. `is_json` not 0: the text is JSON whatever the type, as of a
 * part whose Content-Type says so. A failure is final: this call and nnreg_form_json give it from then on.
 *
 * NNREG_INVALID_ARGUMENT: an empty key, an index that is none or greater than 100000, a field that is there twice or stands where another
 * has members, one that is nested too deeply (NNREG_LIMIT_JSON_DEPTH), a NUL, or what is not UTF-8. NNREG_REFUSED: the text
 * would have to be JSON, and is none. NNREG_LIMIT: NNREG_LIMIT_FORM, NNREG_LIMIT_JSON_VALUES, NNREG_LIMIT_JSON bytes of all paths and
 * texts, or 16 KiB of a key. NNREG_NO_MEMORY.
 */
NNREG_API nnreg_status nnreg_form_add(nnreg_form *form, const char *path, const char *text, size_t length,
                                      int is_json);

/*
 * All fields as a JSON object, its keys in the order in which they came first, entries in that of their indices; with its length unless
 * `length` is NULL; to be freed with nnreg_free. The form stays as it is. As for nnreg_form_add, and NNREG_INVALID_ARGUMENT, too: the
 * indices of a list have a gap. NNREG_LIMIT: escaped, it is more than NNREG_LIMIT_JSON.
 */
NNREG_API nnreg_status nnreg_form_json(char **text, size_t *length, nnreg_form *form);

/*
 * Why a call failed, with the path of the field: `the field "metadata.a[2]" has no entry before it: the indices have a gap`. "" when none
 * did. Borrowed as long as the form is there.
 */
NNREG_API const char *nnreg_form_message(const nnreg_form *form);

/* ----------------------------------------------------------------------------------------------- bundle -- */

/*
 * The files of a network. Names are those inside a SavedModel folder, with "variables/" dropped:
 * "saved_model.pb", "variables.index", "variables.data-00000-of-00001", "assets/vocab.txt", "mean.npy".
 * A bundle is a plan: files are opened and read by the check or the create that takes it, and must not change
 * until that has returned. Only regular files are opened, no symbolic link is followed, nothing blocks on a FIFO.
 * Problems with what is added (a bad name, a symbolic link, a file twice) are findings of that check or create.
 */
typedef struct nnreg_bundle nnreg_bundle;

NNREG_API nnreg_status nnreg_bundle_new(nnreg_bundle **bundle);
NNREG_API void nnreg_bundle_free(nnreg_bundle *bundle);

/*
 * Adds the folder at `path` as a whole. Files that are no part of a model are left out with a warning
 * (bundle.unknown-file). The folder itself may be reached through a symbolic link, nothing in it may.
 * NNREG_NOT_FOUND: there is nothing at `path`. NNREG_INVALID_ARGUMENT: it is no folder. NNREG_IO. NNREG_NO_MEMORY.
 */
NNREG_API nnreg_status nnreg_bundle_add_directory(nnreg_bundle *bundle, const char *path);

/*
 * Adds the file at `path` under `name`; NULL: the last part of `path`, or the last two when the one before is
 * "variables", "assets", "assets.extra" or "debug". NNREG_NOT_FOUND, NNREG_IO, NNREG_NO_MEMORY.
 */
NNREG_API nnreg_status nnreg_bundle_add_file(nnreg_bundle *bundle, const char *path, const char *name);

/*
 * Adds an open descriptor of a regular file, read with pread from its start: its position is neither used nor
 * moved. The descriptor stays the caller's and must stay open until the bundle is freed.
 */
NNREG_API nnreg_status nnreg_bundle_add_fd(nnreg_bundle *bundle, int fd, const char *name);

/* Adds `size` bytes at `content` (not copied: they must stay until the bundle is freed). */
NNREG_API nnreg_status nnreg_bundle_add_memory(nnreg_bundle *bundle, const void *content, size_t size,
                                               const char *name);

/*
 * Add a zip archive: its files are taken as those of a folder would be that it was unpacked to. A folder that is alone at
 * the top, or several inside each other, is passed through ("model/1/saved_model.pb"); what packers add (__MACOSX, META-INF,
 * .DS_Store) is left out with a warning. Read are stored, deflated and, where libzip can, bzip2 entries, zip64 and
 * data descriptors (APPNOTE.TXT 6.3.9). An archive that is not laid out without gap and overlap, or says two things of one
 * entry, that holds links, encrypted entries, or names that lead elsewhere or would be one file on some systems, that
 * has more in it than NNREG_LIMIT_ARCHIVE_ allows, or other bytes than it declares, is refused by findings (archive.*), whose `file` is
 * the archive: `path`, or `name`. Nothing is unpacked to a path, and memory does not grow with what is in it.
 *
 * Descriptor and memory stay the caller's, as with nnreg_bundle_add_fd and nnreg_bundle_add_memory. Errors as with
 * nnreg_bundle_add_file.
 */
NNREG_API nnreg_status nnreg_bundle_add_zip(nnreg_bundle *bundle, const char *path);
NNREG_API nnreg_status nnreg_bundle_add_zip_fd(nnreg_bundle *bundle, int fd, const char *name);
NNREG_API nnreg_status nnreg_bundle_add_zip_memory(nnreg_bundle *bundle, const void *content, size_t size,
                                                   const char *name);

/*
 * Leaves out the file that is `name` in a folder or an archive that was or will be added, as a description that lies with the
 * model it describes: it is no file of the bundle, and no finding (bundle.unknown-file) tells of it. `name` is that below
 * the folder that was added, or below the folders at the top of an archive ("network.json", "assets/notes.txt",
 * "variables/variables.index"); it is copied. A folder of this name is not left out, nor is what was added by itself. That there is none is no
 * mistake. NNREG_INVALID_ARGUMENT: `name` is NULL. NNREG_NO_MEMORY.
 */
NNREG_API nnreg_status nnreg_bundle_exclude(nnreg_bundle *bundle, const char *name);

/*
 * The folder for what a check, an inspection or a draft has to unpack of archives beyond 16 MiB, in a file without a name,
 * which is gone at the end of the call: a copy of `folder`; until it is set, "/tmp". A create unpacks into the registry.
 * NNREG_NO_MEMORY.
 */
NNREG_API nnreg_status nnreg_bundle_set_spool(nnreg_bundle *bundle, const char *folder);

/* Why the last call on this bundle failed, "" when none did. Borrowed until the next call on it. */
NNREG_API const char *nnreg_bundle_message(const nnreg_bundle *bundle);

/* ---------------------------------------------------------------------------------------- how a call is made -- */

/*
 * How far a long call is: `done` of the `total` of what `stage` names. A call goes through its stages one after the other. Within
 * one `done` never becomes less, and is never more than `total`; a stage that is short, or comes to nothing, may not be told at all,
 * and the last that is told of one may be short of `total`. A `total` of 0: nobody knows how many there will be. Where a call goes over
 * its things one by one, or over one again (each network of an import is judged by itself, a collection of more than it looks at at once
 * has rounds, a repair looks and then mends, what changed while it was read is read again), its stages begin anew, with totals of their own.
 *
 *     "unpacking"     bytes of archives        check, inspect, create
 *     "staging"       bytes that are copied    create, import
 *     "weights"       bytes of tensors         check, inspect, create, import
 *     "comparing"     bytes of stored files    create, import
 *     "verifying"     bytes, or events         nnreg_network_open_verified, nnreg_export_verify; nnreg_events_verify, nnreg_fsck
 *     "checking out"  bytes                    nnreg_network_checkout
 *     "exporting"     bytes                    nnreg_export, nnreg_export_fd
 *     "records"       records                  nnreg_fsck, nnreg_backup
 *     "indexes"       kinds of objects         nnreg_fsck, nnreg_backup
 *     "contents"      bytes of stored files    nnreg_fsck
 *     "looking"       things met; total 0      nnreg_gc
 *     "removing"      bytes                    nnreg_gc
 *     "copying"       bytes of data.mdb        nnreg_compact, nnreg_backup
 *     "moving"        bytes of data.mdb        nnreg_backup, to a target that shares no blocks with the registry
 *     "pages"         bytes of data.mdb        nnreg_compact
 *     "backing up"    bytes                    nnreg_backup
 *     "measuring"     stored files             nnreg_get_statistics, nnreg_statistics_json
 *     "waiting"       milliseconds             nnreg_events_since
 *
 * Called from the thread that made the call, at most once per 128 KiB. Not 0: the call stops, leaves
 * nothing behind and returns NNREG_CANCELLED. It must not call into the same registry handle or list of findings.
 */
typedef int nnreg_progress(void *context, const char *stage, uint64_t done, uint64_t total);

/*
 * The flags of calls. Which calls take which is said there; any other is NNREG_INVALID_ARGUMENT, and nnreg_message names it. No
 * flag of calls is one of nnreg_open's: these have the bits from 20 on.
 */
enum nnreg_call_flags {
    NNREG_CALL_NONE = 0,
    NNREG_DRY_RUN = 1,         /* delete, gc: say what would go, change nothing */
    NNREG_MERGE_METADATA = 2,  /* update: `metadata` is a JSON Merge Patch (RFC 7396) of the present one */
    NNREG_NO_WEIGHTS = 4,      /* check, inspect: do not read the tensors to compare their checksums */
    NNREG_INSPECT_TENSORS = 8, /* inspect: list the tensors of the graph, too */
    NNREG_INSPECT_COST = 16,   /* inspect: tell what the model costs for one example, too */
    NNREG_REPLACE = 256,       /* checkout, export: put it in the place of what is there, in one step */
    NNREG_HARD_LINKS = 512,    /* checkout: files are hard links to the stored ones, not copies */
    NNREG_MAKE_PARENT = 1024,  /* checkout: make the folder above, where it is missing */
    /*
     * Create, check: the description is a whole object as nnreg_…_json gives it. What the registry assigns (doc/DOMAIN.md,
     * "read-only": ids, dates, files, names of others, what a specification's current version is) is left out, unlooked at; all
     * else is judged as ever. `spec_id` and `network_id` of a version are not assigned: they name what they name here.
     */
    NNREG_FROM_OBJECT = 2048,
    NNREG_MOVE_SLUG = 4096, /* publish: take the slug from the network, or the spec, that has it */
    NNREG_UNPUBLISH = 8192, /* update, delete: what is public is made private first, in one step */
    NNREG_QUICK = 65536,    /* fsck: do not read the stored files */
    NNREG_REPAIR = 131072   /* fsck: mend what can be */
};

/* How a call is made. Start from NNREG_CALL_OPTIONS_INIT. */
struct nnreg_call_options {
    size_t size; /* set by the caller: sizeof(struct nnreg_call_options) */
    enum nnreg_call_flags flags;
    const char *actor; /* who makes the change, up to NNREG_LIMIT_ACTOR bytes of UTF-8; NULL: nobody named */
    nnreg_progress *progress;
    void *context;
    const char *
        if_update_date; /* update, delete, publish, unpublish: only if this is still the object's update_date; else
                            NNREG_CONFLICT, and nothing changes */
    /*
     * inspect: tell the graph as it is to be looked at, too, collapsed to name scopes of so many parts ("a/b" of "a/b/c" at 2),
     * from 1 to NNREG_LIMIT_SCOPE_DEPTH; 0: do not. With NNREG_INSPECT_COST it is the depth of the cost's scopes, too; 0: 1.
     */
    unsigned depth;
    /*
     * inspect, with NNREG_INSPECT_COST: the pixels of the images that the cost is told for, where the model leaves their sides
     * open, from 1 to NNREG_LIMIT_SIDE; both 0: as the model has them. NNREG_INVALID_ARGUMENT where all its images are of another
     * size, or it takes none.
     */
    unsigned width, height;
};

#define NNREG_CALL_OPTIONS_INIT                                                             \
    {                                                                                       \
        sizeof(struct nnreg_call_options), NNREG_CALL_NONE, NULL, NULL, NULL, NULL, 0, 0, 0 \
    }

/* ---------------------------------------------------------------------------------------------- checking -- */

/*
 * Checks a description, a bundle, and the two together, without a registry, and reports every finding.
 * `bundle` may be NULL: then only the description is judged. `options` may be NULL; its flags can have NNREG_NO_WEIGHTS and
 * NNREG_FROM_OBJECT.
 * Every byte of the weights is read once, on all processors; memory does not grow with the files.
 * NNREG_OK: no error was found (there may be warnings). NNREG_REFUSED: there is at least one error.
 * NNREG_IO, NNREG_BUSY (out of descriptors), NNREG_NO_SPACE (for what an archive has to be unpacked to), NNREG_NO_MEMORY,
 * NNREG_CANCELLED: the check could not be made, and the list is empty; nnreg_findings_message says why. That a file may not
 * be read, or is none, is a finding (bundle.unreadable); that the system or a device failed while it was read is none.
 */
NNREG_API nnreg_status nnreg_check(nnreg_findings *findings, const char *json, size_t length,
                                   const nnreg_bundle *bundle, const struct nnreg_call_options *options);

/*
 * Checks the description of an object without files and without a registry. `object`: "spec" or "version" ("network" is
 * nnreg_check without a bundle). Whether the spec and the network that a version names are there, and whether it fits them,
 * only a registry can tell (nnreg_version_create). `options` may be NULL; its flags can have NNREG_FROM_OBJECT. NNREG_OK,
 * NNREG_REFUSED, NNREG_NO_MEMORY as for nnreg_check. NNREG_NOT_FOUND: another word.
 */
NNREG_API nnreg_status nnreg_check_object(nnreg_findings *findings, const char *object, const char *json,
                                          size_t length, const struct nnreg_call_options *options);

/*
 * Not 0 when the check or create that filled the list has compared the checksums of all tensors, or there were none to
 * compare. 0: they were not read, because NNREG_NO_WEIGHTS was given, or the index they are in could not be.
 */
NNREG_API int nnreg_findings_weights_checked(const nnreg_findings *findings);

/*
 * The outputs that the description declares and their shapes, as the check or create that filled the list has found them:
 * a JSON array in their order (nnreg-check(1), "JSON output"). For each the shape that the model says it has, and what it is
 * when the images of the description are fed: one of them, and any number. A dimension that is open is -1; a shape of which
 * nothing is known, null. "[]" where there is no model, or where not all inputs and outputs are found in it. Borrowed until
 * the list is used again or freed.
 */
NNREG_API const char *nnreg_findings_outputs(const nnreg_findings *findings);

/* Why the last nnreg_check into this list failed, "" when it did not. Borrowed like a finding. */
NNREG_API const char *nnreg_findings_message(const nnreg_findings *findings);

/* -------------------------------------------------------------------------------------------- inspecting -- */

/*
 * What is in the model of a bundle, without a description, as a JSON object (nnreg-check(1), "JSON output"): files, meta
 * graphs with tags, signatures, counts of nodes and functions, variables, assets, unsafe operations. `findings` gets
 * what needs no description to be judged; a folder with variables alone is judged, too. `options` as for nnreg_check; its
 * flags can have NNREG_INSPECT_TENSORS and NNREG_INSPECT_COST, too, and its `depth` asks for the graph as it is to be looked at.
 * NNREG_OK also when there are errors among the findings: *json then says what could be read. NNREG_NO_MEMORY,
 * NNREG_IO, NNREG_BUSY, NNREG_CANCELLED, NNREG_INVALID_ARGUMENT: as for nnreg_check.
 */
NNREG_API nnreg_status nnreg_inspect(char **json, nnreg_findings *findings, const nnreg_bundle *bundle,
                                     const struct nnreg_call_options *options);

/*
 * Writes a description for the model of a bundle from its signature, complete enough that nnreg_check accepts it where
 * the graph leaves no choice. What had to be guessed is told by findings of the rule draft.guess, what the graph tells by what
 * it does to pixels by findings of draft.told that name the operations, each with the pointer of the field in the draft.
 * NNREG_REFUSED: there is no model, or no tensor that could be an input; the findings say why.
 */
NNREG_API nnreg_status nnreg_draft(char **json, nnreg_findings *findings, const nnreg_bundle *bundle);

/* ---------------------------------------------------------------------------------------- open and close -- */

typedef struct nnreg nnreg;

/* How a registry is opened. No flag of calls is among them. */
enum nnreg_open_flags {
    NNREG_OPEN_NONE = 0,
    NNREG_OPEN_CREATE = 1 << 20,    /* make the registry where there is none */
    NNREG_OPEN_EXCLUSIVE = 1 << 21, /* with CREATE: NNREG_EXISTS where there is one */
    NNREG_OPEN_READ_ONLY = 1 << 22, /* no call may write */
    NNREG_OPEN_ALLOW_REMOTE =
        1 << 23, /* do not refuse a remote file system: the caller knows its locks work */
    NNREG_OPEN_MUTABLE_DESCRIPTION =
        1 << 24, /* with CREATE: in the new registry `description` can be updated, too */
    /*
     * Look at every page of data.mdb before anything is read from it, and return NNREG_CORRUPT, naming the page, if one is
     * damaged. Without it that is done by itself for a registry of up to 64 MiB that was not closed in good order, or
     * whose data.mdb was touched since; of a larger one all but the leaf pages are looked at then. It takes as long as
     * reading the file; writers, and other opens and closes in this process, wait meanwhile.
     */
    NNREG_OPEN_CHECK = 1 << 25,
    NNREG_OPEN_AMONG_FILES = 1 << 26, /* with CREATE: also in a folder that holds other files */
    /*
     * Leave what killed processes have left in staging/, which every other open for writing removes: for who wants
     * nnreg_gc to tell of it.
     */
    NNREG_OPEN_KEEP_STAGING = 1 << 27,
    /*
     * For nnreg_fsck: open it also where its settings, its counters, the end of its history or the folder of its files are
     * damaged or missing, which is NNREG_CORRUPT otherwise. Calls that read work as far as what they read is sound; of those
     * that write only nnreg_fsck does, and the others are NNREG_READ_ONLY. What LMDB itself cannot open stays closed.
     */
    NNREG_OPEN_DAMAGED = 1 << 28
};

/*
 * Hears what a handle has to say to whoever runs the host, beside what each call returns: one line, without an end of line, that
 * names the registry.
 *
 *     NNREG_SEVERITY_ERROR    a call failed, and not by a fault of its caller: the device, the store, memory
 *     NNREG_SEVERITY_WARNING  a call failed that can be made again (NNREG_BUSY); a stored file was found damaged; files of
 *                             deleted networks stay on the disk; data.mdb grew by 8 MiB or more, and by a quarter, while an old
 *                             snapshot keeps 8 MiB of it from being used again (by which process, since when, how much)
 *     NNREG_SEVERITY_NOTE     the registry was made; it had not been closed in good order and was looked over; what killed
 *                             processes had left was removed; damaged files were healed
 *
 * Called in the thread of the call, before that returns; by several threads at once if they are in calls. Others may be waiting
 * for the call meanwhile, so it should be quick, and it may not call into the library. The message is borrowed for the duration of
 * the call, and its wording may change: what a program decides by is the status, the findings and the history.
 */
typedef void nnreg_log(void *context, nnreg_severity severity, const char *message);

/* Start from NNREG_OPTIONS_INIT; the size tells a newer library which members the caller knows. */
struct nnreg_options {
    size_t size; /* set by the caller: sizeof(struct nnreg_options) */
    enum nnreg_open_flags flags;
    char *message;       /* a buffer of the caller's: receives why nnreg_open failed, or "" */
    size_t message_size; /* its size in bytes */
    nnreg_log *log;      /* NULL: nobody listens */
    void *log_context;   /* given to `log`; both must last until the handle is closed */
    /*
     * How many snapshots can be open at once, over all threads and processes: 1 to NNREG_LIMIT_READERS; 0: the default, 4096. The
     * reader that finds no slot gets NNREG_BUSY, and so does an open. LMDB fixes the number by who opens first: it
     * holds from when a process opens the registry that nobody has open, until all have closed it; all who come meanwhile, or
     * open it again in the same process, share the slots that there are, whatever they ask for (nnreg_statistics.reader_slots
     * tells how many). A slot stays taken from the call that needed one more to the close of the last handle of the process; calls
     * that come later, of whichever thread, use it again.
     */
    unsigned max_readers;
};

#define NNREG_OPTIONS_INIT                                                    \
    {                                                                         \
        sizeof(struct nnreg_options), NNREG_OPEN_NONE, NULL, 0, NULL, NULL, 0 \
    }

/*
 * Opens the registry in the directory `dir`. `options` may be NULL: no flags. With CREATE the directory is made, too; the
 * one above it must be there (NNREG_NOT_FOUND). A registry needs a directory of its own: where there is none yet, a
 * directory that holds anything but lost+found is refused (NNREG_CONFLICT), as it was most likely not the one that was
 * meant; NNREG_OPEN_AMONG_FILES says that it was. What is left of a damaged registry is never made into a new one. A call that
 * makes a registry and then fails (NNREG_NO_SPACE) leaves none, unless somebody else has it open by then, or has written to it.
 * NNREG_NOT_FOUND: there is no registry and no CREATE. NNREG_EXISTS. NNREG_UNSUPPORTED: the message names the format
 * version or feature this library does not know, or what the machine had that made the registry, and this one has not: a byte
 * order, 32 bits, a size of pages (nnreg_export and nnreg_import carry it over). NNREG_READ_ONLY: it was to be opened for writing, and its store may be read, and
 * not written to (with NNREG_OPEN_READ_ONLY it opens). NNREG_CORRUPT. NNREG_INVALID_ARGUMENT. NNREG_IO. NNREG_BUSY.
 */
NNREG_API nnreg_status nnreg_open(nnreg **registry, const char *dir, const struct nnreg_options *options);

/*
 * Closes the handle; no other thread may be in a call on it. Networks, pages and findings outlive it. Threads that wait for events
 * are let go first (nnreg_wake), and then joined:
 *
 *   stop = 1; nnreg_wake(registry); pthread_join(follower, NULL); nnreg_close(registry);
 */
NNREG_API void nnreg_close(nnreg *registry);

/*
 * Why the calling thread's last call on this handle failed: what, on what, and why, on one line. Each call takes the message of the
 * one before away when it begins, so after one that succeeded it is "" (but for nnreg_network_delete, which may have a remark,
 * nnreg_cascade.stayed). What is no fault of the caller's (READ_ONLY, BUSY, NO_SPACE, IO, NO_MEMORY, CORRUPT, UNSUPPORTED) names the registry's
 * directory and, where there is one, the file; causes are in English whatever the locale. Borrowed until the thread's
 * next call on the handle.
 */
NNREG_API const char *nnreg_message(nnreg *registry);

/* Settings of an open registry: as they are now, whoever has changed them. */
struct nnreg_settings {
    size_t size;             /* set by the caller: sizeof(struct nnreg_settings) */
    unsigned format_version; /* of what is on disk, doc/RECORDS.md */
    int mutable_description; /* not 0: updates of networks may change `description`, too */
};

#define NNREG_SETTINGS_INIT                 \
    {                                       \
        sizeof(struct nnreg_settings), 0, 0 \
    }

/* Fills what a caller who is older or newer than the library knows of. NNREG_INVALID_ARGUMENT: no size was set. */
NNREG_API nnreg_status nnreg_get_settings(nnreg *registry, struct nnreg_settings *settings);

/*
 * Sets whether updates of networks may change `description`, too: at once for every handle, in every process. The history has an
 * event "update" of the object "registry" for it, with `actor`; none where it is so already. `options` may be NULL.
 * NNREG_UNSUPPORTED: a registry of format version 1 keeps the settings it was made with: nnreg_upgrade. NNREG_READ_ONLY.
 */
NNREG_API nnreg_status nnreg_set_mutable_description(nnreg *registry, int value,
                                                     const struct nnreg_call_options *options);

/*
 * Makes of a registry of an older format one of the format of this library. A registry is opened whatever its format, and works
 * as it is, without what came later: 2 keeps damage (nnreg_damage_list), and lets settings be changed; in 3 specs can be public;
 * in 4 records have checksums, so that one whose bytes changed in the store is NNREG_CORRUPT to every call that reads it. Older
 * libraries refuse what was upgraded, by the version's number. `*from`: the version it had; `*to`: the one it has, also when a
 * later step failed. Each version's step is one transaction, with an event "upgrade" of the object "registry"; that to 4 writes
 * every record again. With NNREG_DRY_RUN nothing changes, and `*to` is the version it would get; a handle that was opened
 * read-only will do. `options` may be NULL.
 * NNREG_BUSY: another process has the registry open, which goes by the old format: it has to be closed there. Handles of this
 * process can stay. NNREG_OK also where there is nothing to do.
 */
NNREG_API nnreg_status nnreg_upgrade(nnreg *registry, unsigned *from, unsigned *to,
                                     const struct nnreg_call_options *options);

/* --------------------------------------------------------------------------------- networks: the snapshot -- */

/*
 * An owned snapshot of one network: it does not change when the registry does, needs the registry no more, and may be
 * read by several threads at once. Texts that its getters give are UTF-8, never NULL unless it is said, and borrowed from the snapshot:
 * they last until nnreg_network_free.
 */
typedef struct nnreg_network nnreg_network;

/* NULL is allowed. A network that a page gave belongs to the page, and is not to be freed. */
NNREG_API void nnreg_network_free(nnreg_network *network);

/* Its id: from 1, given by the registry, never given again, also after a delete. What other calls are to be told. */
NNREG_API uint64_t nnreg_network_id(const nnreg_network *network);
/* What people call it: 1 to NNREG_LIMIT_NAME characters. It can change and need not be unique; the id and the slug tell networks apart. */
NNREG_API const char *nnreg_network_name(const nnreg_network *network);
/* What people wrote of it, "" for nothing. */
NNREG_API const char *nnreg_network_description(const nnreg_network *network);
/* The owner's own data: a JSON object, byte for byte as it was written. nnreg looks into it only for `where` in a query. */
NNREG_API const char *nnreg_network_metadata(const nnreg_network *network);
/* Under which license it is given: an SPDX expression, "Apache-2.0", if all is well. NULL: it was not said. */
NNREG_API const char *nnreg_network_license(const nnreg_network *network);
/* Where it comes from: an absolute http or https URL. NULL: it was not said. */
NNREG_API const char *nnreg_network_source(const nnreg_network *network);
/* How many authors were named; 0: it was not said who they are. */
NNREG_API size_t nnreg_network_author_count(const nnreg_network *network);
/* The i-th author, from 0, in the order of the description; NULL past the end. */
NNREG_API const char *nnreg_network_author(const nnreg_network *network, size_t i);
/* Which program can load the files: a word of `framework` in doc/DOMAIN.md, "tensorflow-1.x". */
NNREG_API const char *nnreg_network_framework(const nnreg_network *network);
/* The task that tells how far its deployment is: for nnreg_task_get. */
NNREG_API uint64_t nnreg_network_task_id(const nnreg_network *network);
/*
 * When it was registered, and when it last changed: microseconds since 1970-01-01T00:00:00Z. The update date grows with
 * each change, so it tells versions of the record apart: give it back as `if_update_date`, or make an ETag of it.
 */
NNREG_API int64_t nnreg_network_create_date(const nnreg_network *network);
NNREG_API int64_t nnreg_network_update_date(const nnreg_network *network);

/* The slug under which the network is public, "" while it is private. */
NNREG_API const char *nnreg_network_slug(const nnreg_network *network);

/*
 * How one input is made from an image: all that a server needs to turn a picture into the numbers that the network was
 * trained with. Members as in doc/DOMAIN.md, "Image"; defaults are filled in. Texts are borrowed from the network.
 */
struct nnreg_input_info {
    size_t size;             /* set by the caller: sizeof(struct nnreg_input_info) */
    const char *tensor_name; /* as it was written; where that was a signature's key, the tensor's own name */
    const char *dimension_order; /* "NCHW" "NCWH" "NHWC" "NWHC" */
    const char *resize_type;     /* "SQUASH" "CROP" "FILL" "NETWORK" */
    uint32_t target_width;       /* pixels; for NETWORK both are N, the largest side */
    uint32_t target_height;
    const char *color_channels; /* "RGB" "BGR" "L" */
    double pixel_scaling;       /* pixels are normalised to [0, pixel_scaling] */
    const char *mean_file;      /* name of a file of the network, "" for none */
    const char *data_type;      /* "FLOAT32", … */
    const char *signature_key;  /* of the tensor, where it is known; "" for none */
};

#define NNREG_INPUT_INFO_INIT                                                              \
    {                                                                                      \
        sizeof(struct nnreg_input_info), NULL, NULL, NULL, 0, 0, NULL, 0, NULL, NULL, NULL \
    }

/* How many tensors a request has to feed; at least 1. */
NNREG_API size_t nnreg_network_input_count(const nnreg_network *network);
/*
 * The i-th input, from 0, in feeding order. NNREG_NOT_FOUND past the end. NNREG_UNSUPPORTED: of a type that a newer library knows, or
 * its target_size is no size, as whoever has turned "target-size" down can register it: nnreg_network_json gives it as it is.
 */
NNREG_API nnreg_status nnreg_network_input(const nnreg_network *network, size_t i,
                                           struct nnreg_input_info *input);

/*
 * What comes out of a run and is handed to the client: either an ordered list of tensors, or boxes with their scores
 * (deprecated). What is not is NULL or 0. What the numbers mean is said by the versions that attach the network to a spec.
 */
struct nnreg_result_info {
    size_t size;                /* set by the caller: sizeof(struct nnreg_result_info) */
    const char *const *tensors; /* in the order in which they are given out; borrowed from the network */
    size_t tensor_count;
    const char *boxes_tensor;  /* N x 4: xmin, ymin, xmax, ymax */
    const char *scores_tensor; /* N x K, K the number of labels */
    const char *const
        *signature_keys; /* of the tensors, in their order, "" for none; NULL: none of them has one */
    const char *boxes_signature_key; /* of boxes_tensor, "" for none */
    const char *scores_signature_key;
};

#define NNREG_RESULT_INFO_INIT                                                  \
    {                                                                           \
        sizeof(struct nnreg_result_info), NULL, 0, NULL, NULL, NULL, NULL, NULL \
    }

/* The entries of `postprocessings`. 0: the network is only used through its versions, which name the tensors they need. */
NNREG_API size_t nnreg_network_result_count(const nnreg_network *network);
/*
 * The i-th. NNREG_NOT_FOUND past the end. NNREG_UNSUPPORTED: of a type that a newer library knows, or it has not one key for each
 * tensor, as whoever has turned "signature-key" down can register it.
 */
NNREG_API nnreg_status nnreg_network_result(const nnreg_network *network, size_t i,
                                            struct nnreg_result_info *result);

/* One stored file. Equal sums are equal files: the registry keeps one copy, however many networks use it. */
struct nnreg_file_info {
    size_t size;      /* set by the caller: sizeof(struct nnreg_file_info) */
    const char *name; /* as nnreg_network_open_file takes it; borrowed from the network */
    uint64_t bytes;
    char sha256[65]; /* 64 hexadecimal digits and a NUL */
};

#define NNREG_FILE_INFO_INIT                     \
    {                                            \
        sizeof(struct nnreg_file_info), NULL, 0, \
        {                                        \
            0                                    \
        }                                        \
    }

/* How many files were stored with it; those that nothing would load were left out, with a finding each. */
NNREG_API size_t nnreg_network_file_count(const nnreg_network *network);
/* The i-th file, from 0, sorted by name as bytes. NNREG_NOT_FOUND past the end. */
NNREG_API nnreg_status nnreg_network_file(const nnreg_network *network, size_t i,
                                          struct nnreg_file_info *file);

/*
 * The digest of all files, as 64 hexadecimal digits and a NUL: networks with the same one have the same files under the same
 * names. It is the SHA-256 over the SHA-256s of the files, 32 raw bytes each, in the order of their paths in the folder that
 * nnreg_network_checkout makes, compared part by part: the digest of the subject in the statement by which OpenSSF's model
 * signing signs that folder (`model_signing digest`, github.com/sigstore/model-transparency). A query can ask for it.
 */
NNREG_API void nnreg_network_digest(const nnreg_network *network, char text[65]);

/*
 * The network as a JSON object with the field names of doc/DOMAIN.md: what `nnreg show --json` prints, and what a server
 * can answer with as it stands; `slug` is null while the network is private. nnreg_schema("network-object") is its schema. To be
 * freed with nnreg_free. NNREG_NO_MEMORY.
 */
NNREG_API nnreg_status nnreg_network_json(char **text, const nnreg_network *network);

/* ------------------------------------------------------------------------------------- networks: uploads -- */

/*
 * A file that comes in piece by piece: for a server that has it from a socket, and would otherwise write it to a file of its own for
 * nnreg_bundle_add_fd, so that everything is written twice. It is written to where the registry keeps files on their way in, its
 * SHA-256 is computed on the way, and the create that takes it does not copy it. Of any number of them in any number of threads each is
 * one thread's at a time.
 *
 *   nnreg_upload_new(registry, &upload);
 *   while ((got = recv(socket, piece, sizeof piece, 0)) > 0 && nnreg_upload_write(upload, piece, (size_t)got) == NNREG_OK) …
 *   nnreg_bundle_add_upload(bundle, upload, "variables.data-00000-of-00001");
 *   nnreg_upload_free(upload);                   the bundle has it from here on
 *   nnreg_network_create(registry, &id, json, strlen(json), bundle, NULL, findings);
 *
 * What no create has taken is gone with the upload, and with its process, however that ends: it has no name, so there is nothing that
 * a kill would leave, nor that nnreg_gc could meet. Up to 64 KiB of it are held in memory (16 MiB of all uploads of a process together);
 * from there on it takes a descriptor and some 2 MiB of memory, and, complete, the descriptor alone.
 *
 * It outlives the handle that it was made with. The registry that it was made for takes it without copying it, by whichever handle
 * of the process; any other copies it, as it does a descriptor, and so do file systems that have no files without a name (O_TMPFILE,
 * open(2)) and systems without /proc. In a forked child it can be freed, and a bundle that has it be used; nothing else. A child that
 * does neither, and no exec, keeps its room on the device as long as it lives.
 */
typedef struct nnreg_upload nnreg_upload;

/* Begins an empty one. NNREG_READ_ONLY, NNREG_NO_SPACE, NNREG_IO, NNREG_CORRUPT, NNREG_BUSY, NNREG_NO_MEMORY: see nnreg_message. */
NNREG_API nnreg_status nnreg_upload_new(nnreg *registry, nnreg_upload **upload);

/*
 * The caller's part of it; a bundle that it was added to keeps it until that is freed. An upload that is not complete ends with this
 * at once, and waits for nothing.
 */
NNREG_API void nnreg_upload_free(nnreg_upload *upload);

/*
 * Appends `size` bytes. NNREG_OK says that they were taken, not that they are on the device: a create waits for that.
 * NNREG_NO_SPACE, NNREG_IO, NNREG_BUSY (out of descriptors), NNREG_NO_MEMORY: the upload has failed, every further call on it returns the
 * same, and it can only be freed. NNREG_CONFLICT: it is complete, see nnreg_bundle_add_upload and nnreg_upload_digest; nothing was
 * appended.
 */
NNREG_API nnreg_status nnreg_upload_write(nnreg_upload *upload, const void *bytes, size_t size);

/* How many bytes were taken. */
NNREG_API uint64_t nnreg_upload_size(const nnreg_upload *upload);

/*
 * The SHA-256 of what was received, as 64 hexadecimal digits and a NUL; for who was told which one it should be. The upload is complete
 * from then on. "", and as for nnreg_upload_write: it has failed.
 */
NNREG_API nnreg_status nnreg_upload_digest(nnreg_upload *upload, char text[65]);

/* Why the last call on this upload failed, "" when none did. Borrowed until the next call on it. */
NNREG_API const char *nnreg_upload_message(const nnreg_upload *upload);

/*
 * Add an upload to a bundle: as a file, or as a zip archive whose files are taken from it (see nnreg_bundle_add_zip; these are
 * unpacked by the create, and only read by a check). It is complete from then on; the bundle keeps it, so that it may be freed before.
 *
 * A bundle with uploads can be checked, inspected and created from as any other, and more than once: a create that refuses it, or
 * fails, leaves the upload as it is, and so does one that takes it. One create takes it without a copy; each further one, one that
 * goes on at the same time, and a second name in the same bundle have a copy made. An upload with the content of a stored file comes
 * to nothing: that file is used. `name` as with nnreg_bundle_add_fd, errors as with nnreg_upload_write, told by nnreg_bundle_message.
 */
NNREG_API nnreg_status nnreg_bundle_add_upload(nnreg_bundle *bundle, nnreg_upload *upload, const char *name);
NNREG_API nnreg_status nnreg_bundle_add_zip_upload(nnreg_bundle *bundle, nnreg_upload *upload,
                                                   const char *name);

/* -------------------------------------------------------------------------------- networks: the operations -- */

/*
 * Registers a network from a description and its files: all or nothing. `options` may be NULL; `findings` may not.
 * NNREG_OK: `*id` is the new network's, `findings` holds warnings and notes. NNREG_REFUSED: nothing was stored, no id
 * was used up. On every other status, too, nothing is left behind.
 * A file that is stored already is compared with the fresh copy, byte by byte (stage "comparing"). One that was damaged
 * since is replaced by it, for all networks that use it, and the history has an event "heal" of each of them.
 */
NNREG_API nnreg_status nnreg_network_create(nnreg *registry, uint64_t *id, const char *json, size_t length,
                                            const nnreg_bundle *bundle,
                                            const struct nnreg_call_options *options,
                                            nnreg_findings *findings);

/* NNREG_NOT_FOUND: there is no such network (any more). */
NNREG_API nnreg_status nnreg_network_get(nnreg *registry, nnreg_network **network, uint64_t id);

/*
 * The tensors of a network's graph, as they were when it was registered: an owned list, which needs the registry no more, and may
 * be read by several threads at once. Nothing of a file is read for it.
 */
typedef struct nnreg_tensors nnreg_tensors;

/* One of them. Start from NNREG_TENSOR_INFO_INIT. Texts and numbers are borrowed from the list. */
struct nnreg_tensor_info {
    size_t size;      /* set by the caller: sizeof(struct nnreg_tensor_info) */
    const char *name; /* with the number of the output: "scores:0"; its bytes are those of the model */
    const char
        *data_type; /* in the framework's words, as nnreg_inspect tells it: "DT_FLOAT"; NULL: not known */
    int rank;       /* how many dimensions; -1: that is not known */
    const int64_t *shape; /* `rank` of them, -1 an open one; NULL where there are none */
};

#define NNREG_TENSOR_INFO_INIT                                 \
    {                                                          \
        sizeof(struct nnreg_tensor_info), NULL, NULL, -1, NULL \
    }

/*
 * Lists them, all in one snapshot, in the order of their nodes' names, as bytes, and of the outputs of each. Of the graph that is
 * served, every output of every node; of a node of which it is not known how many it has, the first. Shapes are those of the file
 * and, for what it leaves open, what follows for the images of the description. Of what was registered by a library that did not
 * keep types, or shapes, those are not known. A network without a graph has an empty list.
 * NNREG_NOT_FOUND: there is no such network. NNREG_LIMIT: the list would take more than NNREG_LIMIT_TENSORS bytes. NNREG_CORRUPT.
 * NNREG_NO_MEMORY.
 */
NNREG_API nnreg_status nnreg_network_tensors(nnreg *registry, nnreg_tensors **tensors, uint64_t id);
/* With all that is in it. NULL is allowed. */
NNREG_API void nnreg_tensors_free(nnreg_tensors *tensors);
NNREG_API size_t nnreg_tensors_count(const nnreg_tensors *tensors);
/* The i-th, from 0. NNREG_NOT_FOUND past the end. NNREG_INVALID_ARGUMENT: no size was set. */
NNREG_API nnreg_status nnreg_tensors_get(const nnreg_tensors *tensors, size_t i,
                                         struct nnreg_tensor_info *tensor);
/*
 * Which of them a name is, for nnreg_tensors_get: by any of its spellings, as descriptions have them ("scores" is "scores:0").
 * NNREG_NOT_FOUND: none. Takes a look at a few of them, however many there are.
 */
NNREG_API nnreg_status nnreg_tensors_find(const nnreg_tensors *tensors, size_t *i, const char *name);

/*
 * Changes a network: `json` is an object with `name`, `metadata`, or both; what is left out stays. Any other field is
 * a finding each (`immutable`, `read-only`, `unknown-field`), and nothing changes. NNREG_REFUSED, NNREG_NOT_FOUND,
 * NNREG_CONFLICT (see if_update_date; or the network is public, and NNREG_UNPUBLISH is not among the flags: with it the network is
 * private then, by an event of its own, and who wants it public publishes it again). `update_date` never goes backwards, even when
 * the clock does. The flags of `options` can have NNREG_MERGE_METADATA and NNREG_UNPUBLISH.
 */
NNREG_API nnreg_status nnreg_network_update(nnreg *registry, uint64_t id, const char *json, size_t length,
                                            const struct nnreg_call_options *options,
                                            nnreg_findings *findings);

/*
 * The same for the public network with this slug, which is looked up in the transaction of the change: whoever moves the slug
 * meanwhile does not turn it on another network. As what has a slug is public, it comes to something only with NNREG_UNPUBLISH;
 * without it, it is NNREG_CONFLICT. NNREG_NOT_FOUND: no public network has the slug.
 */
NNREG_API nnreg_status nnreg_network_update_by_slug(nnreg *registry, const char *slug, const char *json,
                                                    size_t length, const struct nnreg_call_options *options,
                                                    nnreg_findings *findings);

/*
 * One thing that a delete removed, or would remove. "spec" with `cleared` not 0: the spec stays, and its
 * current_version_id becomes null. A version's name is that of its network; a task has none ("").
 */
struct nnreg_removed {
    size_t size; /* told by the library, see SIZES */
    const char
        *object; /* "network", "task", "version", "spec", or "file": a reference to a stored file. Static */
    uint64_t id; /* 0 for a file */
    const char *name; /* borrowed for the duration of the call */
    int cleared;
    const char *sha256; /* of a file, in hexadecimal, borrowed like the name; "" for anything else */
    uint64_t bytes;     /* of a file */
    uint64_t left; /* of a file: references to it that are left then, this network's further ones included */
};

/* What a delete removed, or with NNREG_DRY_RUN would remove. Start from NNREG_CASCADE_INIT. */
struct nnreg_cascade {
    size_t size; /* set by the caller: sizeof(struct nnreg_cascade) */
    uint64_t networks;
    uint64_t tasks;
    uint64_t files; /* references of the network to files */
    uint64_t blobs; /* files no other network uses: these go from the disk */
    uint64_t bytes; /* their bytes */
    uint64_t specs;
    uint64_t versions;
    uint64_t cleared; /* specs that stay and have lost their current version */
    /*
     * Set by the caller, or NULL: called once for each thing, in the thread of the call, after all is decided and
     * before the call returns; it may not call into the registry.
     */
    void (*each)(void *context, const struct nnreg_removed *removed);
    void *context;
    /*
     * Files that nobody uses any more and that could not be taken from the disk for now (a backup that runs needs them,
     * somebody else's folder, a failing device): the next delete of a network, or nnreg_gc, tries again. nnreg_message
     * then says why, although the delete is done.
     */
    uint64_t stayed;
};

#define NNREG_CASCADE_INIT                                                  \
    {                                                                       \
        sizeof(struct nnreg_cascade), 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, 0 \
    }

/*
 * Deletes a network with everything that belongs to it, in one transaction: its task, every version that attaches it,
 * its references to files; a spec whose current version goes has none then. `cascade` may be NULL.
 * NNREG_NOT_FOUND. NNREG_CONFLICT: it is public and NNREG_UNPUBLISH is not among the flags, or if_update_date is not its date.
 * Readers that have a file of it open keep it until they close it. The flags of `options` can have NNREG_DRY_RUN and NNREG_UNPUBLISH.
 */
NNREG_API nnreg_status nnreg_network_delete(nnreg *registry, uint64_t id,
                                            const struct nnreg_call_options *options,
                                            struct nnreg_cascade *cascade);

/* The same for the public network with this slug, as nnreg_network_update_by_slug finds it; only with NNREG_UNPUBLISH. */
NNREG_API nnreg_status nnreg_network_delete_by_slug(nnreg *registry, const char *slug,
                                                    const struct nnreg_call_options *options,
                                                    struct nnreg_cascade *cascade);

/*
 * Opens a stored file for reading: a descriptor of the caller's to close, and its size in bytes. `name` as in the
 * network's files; "variables/variables.index" and "variables.index" are the same. Its bytes are not read: a file that is
 * missing, of another size or no regular file is NNREG_CORRUPT, but one whose bytes were altered in their place (a bad
 * disk, a program that went astray) is opened like any other. NNREG_NOT_FOUND. NNREG_CORRUPT. NNREG_IO.
 */
NNREG_API nnreg_status nnreg_network_open_file(nnreg *registry, int *fd, uint64_t *size, uint64_t id,
                                               const char *name);

/*
 * The same, and reads the whole file before it is handed out: NNREG_CORRUPT where its SHA-256 is not that of the record;
 * nnreg_message names the file, the two sums and the path. The descriptor is the one that was read from, at its beginning.
 * For a server that loads a model once and serves it for long; the bytes are in memory then, as far as they fit. To mend
 * it, create a network with a good copy of the file: it takes the place of the damaged one, for all networks that use it.
 * `options` may be NULL: its progress, with the stage "verifying", can end it (NNREG_CANCELLED). Damage is kept
 * (nnreg_damage_list) where the handle may write; then the call waits for other writers. NNREG_NO_MEMORY.
 */
NNREG_API nnreg_status nnreg_network_open_verified(nnreg *registry, int *fd, uint64_t *size, uint64_t id,
                                                   const char *name,
                                                   const struct nnreg_call_options *options);

/*
 * Checks a network out as the folder at `dir` that a server loads, in the layout of its framework: for TensorFlow
 * saved_model.pb, variables/variables.index, assets/… (tensorflow/cc/saved_model/constants.h). It is made beside `dir`, in a
 * folder ".nnreg-checkout-…" that no server takes for a version, and renamed: who looks at `dir` sees nothing or all of it, at
 * every moment and after a power cut. Each file is held against its SHA-256 on the way. Blocks are shared with the registry
 * where the file system can (FICLONE), else copied; modes are by the umask.
 * The folder above `dir` has to be there; with NNREG_MAKE_PARENT it is made, too (that one alone). So TensorFlow Serving is
 * given "DIR/3" for version 3.
 * NNREG_REPLACE: a folder that is there already is exchanged in one step (renameat2; where the file system cannot do that there
 * is nothing at `dir` for a moment), and then removed. Only a folder of a model is replaced, in which all names are those of
 * files of a model. A server that is loading files from `dir` by their paths just then can meet some of each; one that takes
 * versions gets a new number instead.
 * NNREG_HARD_LINKS: no byte is copied; the files are read-only, as they are in the registry, and who changes one by force
 * changes it there. The folder then shows what was stored when it was made: a file that is healed later is another one.
 * What a killed checkout leaves beside `dir` is removed by the next one there.
 * `options` may be NULL; its progress is told the stage "checking out", and can end it (NNREG_CANCELLED). On every status but
 * NNREG_OK all is as it was. NNREG_NOT_FOUND: no such network, or no folder above `dir`. NNREG_EXISTS: `dir` is there, and is
 * not to be replaced, or is no folder. NNREG_CONFLICT: it holds what is no part of a model, or was removed meanwhile; or a
 * stored file may be written to by its mode, and no hard link is made of it. NNREG_INVALID_ARGUMENT: `dir` is in the registry
 * or around it, or too deep to tell (1024 folders), or hard links would lead to another file system. NNREG_CORRUPT: a stored
 * file is damaged; nnreg_message names it, and it is noted (nnreg_damage_list) where the handle may write. NNREG_IO,
 * NNREG_NO_SPACE, NNREG_NO_MEMORY, NNREG_BUSY.
 */
NNREG_API nnreg_status nnreg_network_checkout(nnreg *registry, uint64_t id, const char *dir,
                                              const struct nnreg_call_options *options);

/* ------------------------------------------------------------------------------------------------ damage -- */

/*
 * Damage to stored files is a state that is kept: from when it was found (by nnreg_network_open_verified on a handle that may
 * write, by fsck, by a checkout), with an event "damage" of each network that it hits, until a create brings a good copy (an
 * event "heal"), or until nobody uses the file any more. A registry of format version 1 keeps none: nnreg_upgrade.
 */
struct nnreg_damaged_use {
    size_t size; /* told by the library, see SIZES */
    uint64_t network_id;
    const char *network_name;
    const char *file_name; /* in the network */
};

struct nnreg_damaged_file {
    size_t size;     /* told by the library, see SIZES */
    char sha256[65]; /* what it has to have, which is also where it is stored */
    uint64_t bytes;  /* that it has to have */
    const char
        *found;    /* in its place: "nothing" "another size" "other bytes" "unreadable" "no file". Static */
    int64_t since; /* when it was found: microseconds since 1970-01-01T00:00:00Z */
    size_t use_count; /* how many files of networks it is: nnreg_damage_use */
};

/* An owned list of damaged files, sorted by their SHA-256, which needs the registry no more. */
typedef struct nnreg_damage nnreg_damage;

/*
 * The files that are known to be damaged, of the network of an id, or of all (0). No file is looked at. With damage to all
 * networks asked for, and some there, every record of a network is read. NNREG_NOT_FOUND: there is no such network.
 */
NNREG_API nnreg_status nnreg_damage_list(nnreg *registry, nnreg_damage **damage, uint64_t network_id);
/* With all that is in it. NULL is allowed. */
NNREG_API void nnreg_damage_free(nnreg_damage *damage);
NNREG_API size_t nnreg_damage_count(const nnreg_damage *damage);
/* The i-th damaged file, NULL past the end. Borrowed from the list. */
NNREG_API const struct nnreg_damaged_file *nnreg_damage_file(const nnreg_damage *damage, size_t i);
/* The k-th file of a network that the i-th damaged file is, by the networks' ids; NULL past the end. Borrowed from the list. */
NNREG_API const struct nnreg_damaged_use *nnreg_damage_use(const nnreg_damage *damage, size_t i, size_t k);

/* -------------------------------------------------------------------------------------------- statistics -- */

/*
 * A snapshot of the registry that is open just now, in any process. While it is behind, room that later commits have freed cannot
 * be used again, and the file may grow.
 */
struct nnreg_reader {
    size_t size;     /* told by the library, see SIZES */
    long process;    /* its id, as it is in its PID namespace; 0: not known */
    uint64_t behind; /* commits since the one that it reads */
    /*
     * When it was begun lies between these two, in microseconds since 1970. A snapshot that is behind: the times of the event
     * before and of that behind what it reads, where these can be told; else the start of its process, and the last commit.
     */
    int64_t not_before;    /* 0: not known */
    int64_t not_after;     /* 0: it is not behind */
    uint64_t commit;       /* the number of the one that it reads */
    uint64_t pinned_bytes; /* of data.mdb that later writes could use again, were it not open */
};

/* What there is in a registry. Start from NNREG_STATISTICS_INIT. What an engine has none of is 0. */
struct nnreg_statistics {
    size_t size;             /* set by the caller: sizeof(struct nnreg_statistics) */
    unsigned format_version; /* as in struct nnreg_settings */
    int upgrade_due;         /* not 0: this library has a newer format (nnreg_upgrade) */
    int mutable_description;
    uint64_t networks; /* public ones among them */
    uint64_t public_networks;
    uint64_t specs; /* public ones among them: public_specs */
    uint64_t versions;
    uint64_t tasks;
    uint64_t files;            /* that networks have */
    uint64_t used_bytes;       /* of those */
    uint64_t stored_files;     /* each content once, however many networks use it */
    uint64_t stored_bytes;     /* of those: what is saved by sharing is used_bytes less these */
    uint64_t missing_files;    /* that are used, and no file is in their place */
    uint64_t damaged_files;    /* that are known to be damaged (nnreg_damage_list) */
    uint64_t trash_files;      /* that nobody uses any more, and that are still to be unlinked */
    uint64_t staging_sessions; /* of creates that are under way, or were left by a kill */
    uint64_t last_event;       /* its number, 0: none yet */
    int64_t last_event_time;   /* microseconds since 1970-01-01T00:00:00Z */
    uint64_t store_bytes;      /* of data.mdb */
    uint64_t page_size;        /* bytes */
    uint64_t pages;
    uint64_t free_pages;  /* of no use to the newest state: used again, once no older snapshot needs them */
    uint64_t table_pages; /* of the records and indexes */
    uint64_t map_bytes;   /* of address space that this process has set aside */
    uint64_t commits;     /* the number of the newest one */
    uint64_t readers;     /* snapshots that are open */
    uint64_t most_behind; /* commits that the oldest of them is behind */
    /* Set by the caller, or NULL: called for each open snapshot, in the thread of the call; it may not call into the registry. */
    void (*each_reader)(void *context, const struct nnreg_reader *reader);
    void *context;
    uint64_t public_specs;
    uint64_t
        reader_slots; /* snapshots that can be open at once: nnreg_options.max_readers; 0: no limit of ours */
    uint64_t pinned_bytes; /* of data.mdb that open snapshots keep from being used again */
};

#define NNREG_STATISTICS_INIT                                                                              \
    {                                                                                                      \
        sizeof(struct nnreg_statistics), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, \
            0, 0, 0, 0, 0, NULL, NULL, 0, 0, 0                                                             \
    }

/*
 * Counts what there is: the records in one snapshot, then the sizes of the stored files. No file is read; it takes a look at each
 * stored file, and 40 bytes of memory for it. `options` may be NULL; its progress is told the stage "measuring", in files.
 * NNREG_INVALID_ARGUMENT: no size was set. NNREG_CORRUPT, NNREG_IO, NNREG_NO_MEMORY, NNREG_CANCELLED.
 */
NNREG_API nnreg_status nnreg_get_statistics(nnreg *registry, struct nnreg_statistics *statistics,
                                            const struct nnreg_call_options *options);
/* The same as a JSON object (doc/nnreg.1, "JSON output"), with the open snapshots. To be freed with nnreg_free. */
NNREG_API nnreg_status nnreg_statistics_json(nnreg *registry, char **text,
                                             const struct nnreg_call_options *options);

/* ------------------------------------------------------------------------------------------------ public -- */

/*
 * Publishes a network under `slug`: 1 to 63 of a-z 0-9 . _ -, beginning with a letter or digit, not all digits. A public
 * network is found by its slug, is listed as public, and refuses update and delete (NNREG_CONFLICT) until it is private again: by
 * nnreg_network_unpublish, or in one step with the change by NNREG_UNPUBLISH.
 * NNREG_INVALID_ARGUMENT: no slug. NNREG_EXISTS: another network has it. NNREG_CONFLICT: the network is public under
 * another one; under the same, nothing happens. NNREG_NOT_FOUND.
 * With NNREG_MOVE_SLUG in the flags of `options` a slug that another network has is taken from it, which is private then: in one
 * transaction, so that the slug leads to the one or the other at any moment. The history has an unpublish of that network and the
 * publish of this one. if_update_date is the date of the network `id`. Where nobody has the slug, the flag changes nothing.
 */
NNREG_API nnreg_status nnreg_network_publish(nnreg *registry, uint64_t id, const char *slug,
                                             const struct nnreg_call_options *options);

/* Makes a network private again. One that is private already stays so. NNREG_NOT_FOUND. */
NNREG_API nnreg_status nnreg_network_unpublish(nnreg *registry, uint64_t id,
                                               const struct nnreg_call_options *options);

/* The public network with this slug. NNREG_NOT_FOUND. */
NNREG_API nnreg_status nnreg_network_get_by_slug(nnreg *registry, nnreg_network **network, const char *slug);

/*
 * Whether there is a public network with this slug: `*exists` is 1 or 0, and 0 on a failure. A text that is no slug is none's.
 * NNREG_CORRUPT: the slug leads to a network that is missing.
 */
NNREG_API nnreg_status nnreg_network_exists_by_slug(nnreg *registry, int *exists, const char *slug);

/* ------------------------------------------------------------------------- recognition specifications -- */

/*
 * An owned snapshot of one specification: what the outputs of a recognition mean, whichever network gives them. Clients
 * build on its labels, so its outputs never change; better networks are attached to it as further versions. Snapshot,
 * texts and threads as for nnreg_network.
 */
typedef struct nnreg_spec nnreg_spec;

/* NULL is allowed. A spec that a page gave belongs to the page. */
NNREG_API void nnreg_spec_free(nnreg_spec *spec);

/* From 1, never given again. */
NNREG_API uint64_t nnreg_spec_id(const nnreg_spec *spec);
/* What people call it; it can change, and need not be unique. */
NNREG_API const char *nnreg_spec_name(const nnreg_spec *spec);
/* What people wrote of it, "" for nothing. */
NNREG_API const char *nnreg_spec_description(const nnreg_spec *spec);
/* The owner's own data: a JSON object, byte for byte as it was written. */
NNREG_API const char *nnreg_spec_metadata(const nnreg_spec *spec);
/*
 * The version that serves requests for this spec, 0 for none: the first one that was attached, until an update names
 * another. A server looks here, then at the version, then loads that version's network.
 */
NNREG_API uint64_t nnreg_spec_current_version_id(const nnreg_spec *spec);
/* The slug under which the spec is public, "" while it is private. */
NNREG_API const char *nnreg_spec_slug(const nnreg_spec *spec);
/* Microseconds since 1970-01-01T00:00:00Z; the update date grows with each change, as for networks. */
NNREG_API int64_t nnreg_spec_create_date(const nnreg_spec *spec);
NNREG_API int64_t nnreg_spec_update_date(const nnreg_spec *spec);

/* One output: a question that the recognition answers about an image. Members as in doc/DOMAIN.md, "Recognition specification". */
struct nnreg_output_info {
    size_t size; /* set by the caller: sizeof(struct nnreg_output_info) */
    size_t label_count;
    int exclusive;   /* not 0: exactly one label holds */
    const char *roi; /* "NONE": the whole image; "BBOX": a bounding box for each label */
    /* From which score on a label holds where a version gives no thresholds: 0.025 exclusive, 0.5 not, 0.8 BBOX. */
    double default_threshold;
};

#define NNREG_OUTPUT_INFO_INIT                          \
    {                                                   \
        sizeof(struct nnreg_output_info), 0, 0, NULL, 0 \
    }

/* How many outputs it has. 0 for a spec from a list that left the outputs out (`with_outputs` in the query asks for them). */
NNREG_API size_t nnreg_spec_output_count(const nnreg_spec *spec);
/* The i-th output, from 0; a version's i-th post-processing makes it. NNREG_NOT_FOUND past the end. */
NNREG_API nnreg_status nnreg_spec_output(const nnreg_spec *spec, size_t i, struct nnreg_output_info *output);
/*
 * The k-th label of the i-th output: the id that clients store, and the name that people read, borrowed. The k-th score of
 * the output's tensor is this label's. NNREG_NOT_FOUND past the end.
 */
NNREG_API nnreg_status nnreg_spec_label(const nnreg_spec *spec, size_t i, size_t k, int64_t *id,
                                        const char **name);

/* The spec as a JSON object with the field names of doc/DOMAIN.md. To be freed with nnreg_free. NNREG_NO_MEMORY. */
NNREG_API nnreg_status nnreg_spec_json(char **text, const nnreg_spec *spec);

/*
 * Makes a specification from a JSON description (doc/DOMAIN.md). `options` may be NULL; `findings` may not.
 * NNREG_OK: `*id` is the new one's. NNREG_REFUSED: nothing was stored, no id was used up; the findings say why.
 */
NNREG_API nnreg_status nnreg_spec_create(nnreg *registry, uint64_t *id, const char *json, size_t length,
                                         const struct nnreg_call_options *options, nnreg_findings *findings);

/* NNREG_NOT_FOUND. */
NNREG_API nnreg_status nnreg_spec_get(nnreg *registry, nnreg_spec **spec, uint64_t id);

/*
 * Changes a specification: `json` is an object with any of `name`, `description`, `metadata` and `current_version_id`
 * (null, or a version of this very spec); what is left out stays. NNREG_REFUSED, NNREG_NOT_FOUND, NNREG_CONFLICT (it is public, too)
 * and the flags as for nnreg_network_update; by slug, too.
 */
NNREG_API nnreg_status nnreg_spec_update(nnreg *registry, uint64_t id, const char *json, size_t length,
                                         const struct nnreg_call_options *options, nnreg_findings *findings);
NNREG_API nnreg_status nnreg_spec_update_by_slug(nnreg *registry, const char *slug, const char *json,
                                                 size_t length, const struct nnreg_call_options *options,
                                                 nnreg_findings *findings);

/*
 * Deletes a specification and its versions, in one transaction. `cascade` may be NULL. NNREG_NOT_FOUND. NNREG_CONFLICT: it is public
 * and NNREG_UNPUBLISH is not among the flags, or if_update_date is not its date. By slug as for networks.
 */
NNREG_API nnreg_status nnreg_spec_delete(nnreg *registry, uint64_t id,
                                         const struct nnreg_call_options *options,
                                         struct nnreg_cascade *cascade);
NNREG_API nnreg_status nnreg_spec_delete_by_slug(nnreg *registry, const char *slug,
                                                 const struct nnreg_call_options *options,
                                                 struct nnreg_cascade *cascade);

/*
 * Specifications are public as networks are, by the calls of their kind, under slugs of their own: a network and a spec may have the
 * same one. A public spec refuses
 * nnreg_spec_update and nnreg_spec_delete (NNREG_CONFLICT). Versions of it can still be made and deleted, and its current version
 * follows them as ever: the first one becomes it, and where it goes, by itself or with its network, the spec has none.
 * NNREG_UNSUPPORTED, of nnreg_spec_publish alone: the registry is of a format before 3 (nnreg_upgrade).
 */
NNREG_API nnreg_status nnreg_spec_publish(nnreg *registry, uint64_t id, const char *slug,
                                          const struct nnreg_call_options *options);
NNREG_API nnreg_status nnreg_spec_unpublish(nnreg *registry, uint64_t id,
                                            const struct nnreg_call_options *options);
NNREG_API nnreg_status nnreg_spec_get_by_slug(nnreg *registry, nnreg_spec **spec, const char *slug);
NNREG_API nnreg_status nnreg_spec_exists_by_slug(nnreg *registry, int *exists, const char *slug);

/* -------------------------------------------------------------------------------- recognition versions -- */

/*
 * An owned snapshot of one version: a network attached to a specification, with how its tensors become the spec's outputs.
 * It never changes; it goes with its network or its spec. Snapshot, texts and threads as for nnreg_network.
 */
typedef struct nnreg_version nnreg_version;

/* NULL is allowed. A version that a page gave belongs to the page. */
NNREG_API void nnreg_version_free(nnreg_version *version);

/* From 1, never given again; a number of its own, not counted for each spec. */
NNREG_API uint64_t nnreg_version_id(const nnreg_version *version);
/* What it ties together: for nnreg_spec_get and nnreg_network_get. */
NNREG_API uint64_t nnreg_version_spec_id(const nnreg_version *version);
NNREG_API uint64_t nnreg_version_network_id(const nnreg_version *version);
/* How the two were called at the time of the snapshot, so that a list can be shown without asking for each. Borrowed. */
NNREG_API const char *nnreg_version_spec_name(const nnreg_version *version);
NNREG_API const char *nnreg_version_network_name(const nnreg_version *version);
/* Microseconds since 1970-01-01T00:00:00Z. Nothing of a version changes, so the two are one. */
NNREG_API int64_t nnreg_version_create_date(const nnreg_version *version);
NNREG_API int64_t nnreg_version_update_date(const nnreg_version *version);

/* Which computation makes an output of tensors, and which of the members below it uses. */
enum nnreg_postprocessing_kind {
    NNREG_POSTPROCESSING_NONE = 0, /* what a struct begins with; never given */
    NNREG_CLASSIFICATION = 1,      /* output_tensor */
    NNREG_DETECTION_ANCHORED,      /* anchors_tensor, offsets_tensor, scores_tensor */
    NNREG_DETECTION_DIRECT,        /* boxes_tensor, scores_tensor, classes_tensor */
    NNREG_DETECTION_YOLO           /* output_tensor, anchors */
};

/*
 * How one output is made of tensors, each by its own name, also where the version was given a key of a signature
 * (nnreg_result_info tells which is whose). What does not belong to the kind is NULL or 0. Everything is borrowed.
 */
struct nnreg_postprocessing_info {
    size_t size; /* set by the caller: sizeof(struct nnreg_postprocessing_info) */
    enum nnreg_postprocessing_kind kind;
    const char *output_tensor;
    const char *anchors_tensor;
    const char *offsets_tensor;
    const char *scores_tensor;
    const char *boxes_tensor;
    const char *classes_tensor;
    const double *anchors;
    size_t anchor_count;
    const double *thresholds; /* one for each label, from 0 to 1; NULL when none were given, and each is … */
    size_t threshold_count;   /* … the default_threshold of the spec's output (nnreg_spec_output) */
    double nms_threshold;     /* of detections: Jaccard index, 0 to 1 */
    double discard_threshold;         /* of detections: 0 to 1; 0 when none was given */
    const char *normalize_wrt_tensor; /* of detections: "" for none */
};

#define NNREG_POSTPROCESSING_INFO_INIT                                                                     \
    {                                                                                                      \
        sizeof(struct nnreg_postprocessing_info), NNREG_POSTPROCESSING_NONE, NULL, NULL, NULL, NULL, NULL, \
            NULL, NULL, 0, NULL, 0, 0, 0, NULL                                                             \
    }

/* As many as the spec has outputs. */
NNREG_API size_t nnreg_version_postprocessing_count(const nnreg_version *version);
/* The one for the i-th output of the spec. NNREG_NOT_FOUND past the end. NNREG_UNSUPPORTED: a kind of a newer library. */
NNREG_API nnreg_status nnreg_version_postprocessing(const nnreg_version *version, size_t i,
                                                    struct nnreg_postprocessing_info *info);

/* The version as a JSON object with the field names of doc/DOMAIN.md. To be freed with nnreg_free. NNREG_NO_MEMORY. */
NNREG_API nnreg_status nnreg_version_json(char **text, const nnreg_version *version);

/*
 * Attaches a network to a specification by a JSON description (doc/DOMAIN.md): held against the outputs of the spec and
 * against the graph of the network and the shapes of its tensors, without reading the model again. The first version of a spec becomes its current
 * one. NNREG_REFUSED: nothing was stored; also when there is no such spec or network, which is a finding.
 */
NNREG_API nnreg_status nnreg_version_create(nnreg *registry, uint64_t *id, const char *json, size_t length,
                                            const struct nnreg_call_options *options,
                                            nnreg_findings *findings);

/* NNREG_NOT_FOUND: there is none, or none any more; deletes of its spec or network take it along. */
NNREG_API nnreg_status nnreg_version_get(nnreg *registry, nnreg_version **version, uint64_t id);

/*
 * What serves the requests for a spec: the spec, its current version, and the network of that version, all of one snapshot: no
 * update and no delete of another comes in between. Each is owned as from its own get; where the address is NULL it is not asked
 * for, and the spec without its outputs is then read alone for what it names. NNREG_OK with `*version` and `*network` NULL: the
 * spec has no current version. NNREG_NOT_FOUND: there is no such spec. NNREG_CORRUPT: what the spec or the version names is
 * missing, or the version is of another spec. On a failure all are NULL.
 */
NNREG_API nnreg_status nnreg_spec_get_current(nnreg *registry, nnreg_spec **spec, nnreg_version **version,
                                              nnreg_network **network, uint64_t id);

/* Deletes one version; a spec whose current one it was has none then. `cascade` may be NULL. NNREG_NOT_FOUND. */
NNREG_API nnreg_status nnreg_version_delete(nnreg *registry, uint64_t id,
                                            const struct nnreg_call_options *options,
                                            struct nnreg_cascade *cascade);

/* ------------------------------------------------------------------------------------------------- tasks -- */

/*
 * An owned snapshot of one task: the deployment status of a network. Each network has one from its creation on, "pending"
 * until somebody who deploys moves it; nnreg itself deploys nothing. Snapshot, texts and threads as for nnreg_network.
 */
typedef struct nnreg_task nnreg_task;

/* NULL is allowed. A task that a page gave belongs to the page. */
NNREG_API void nnreg_task_free(nnreg_task *task);

/* From 1, never given again: nnreg_network_task_id of its network. */
NNREG_API uint64_t nnreg_task_id(const nnreg_task *task);
/* Whose deployment it tells. */
NNREG_API uint64_t nnreg_task_network_id(const nnreg_task *task);
/* "pending": not deployed yet. "success": it is served. "error": see nnreg_task_error. */
NNREG_API const char *nnreg_task_status(const nnreg_task *task);
/* Why the deployment failed, in the words of who moved it; "" unless the status is "error". */
NNREG_API const char *nnreg_task_error(const nnreg_task *task);
/* Microseconds since 1970-01-01T00:00:00Z; the update date is that of the last move. */
NNREG_API int64_t nnreg_task_create_date(const nnreg_task *task);
NNREG_API int64_t nnreg_task_update_date(const nnreg_task *task);

/* The task as a JSON object with the field names of doc/DOMAIN.md. To be freed with nnreg_free. NNREG_NO_MEMORY. */
NNREG_API nnreg_status nnreg_task_json(char **text, const nnreg_task *task);

/* NNREG_NOT_FOUND. */
NNREG_API nnreg_status nnreg_task_get(nnreg *registry, nnreg_task **task, uint64_t id);

/*
 * Moves a task: `json` is {"status": "success"}, {"status": "error", "error": TEXT} or {"status": "pending"}; the text
 * is required with "error" and refused without it. A network that is public can be moved, too: its task is no part of
 * what it is. NNREG_REFUSED, NNREG_NOT_FOUND, NNREG_CONFLICT as for nnreg_network_update.
 */
NNREG_API nnreg_status nnreg_task_update(nnreg *registry, uint64_t id, const char *json, size_t length,
                                         const struct nnreg_call_options *options, nnreg_findings *findings);

/* ------------------------------------------------------------------------------------------------- lists -- */

/* The order of a list, ascending unless `descending`. By update date it is what a client asks who wants to see news first. */
enum nnreg_order { NNREG_ORDER_ID, NNREG_ORDER_NAME, NNREG_ORDER_UPDATE_DATE };

/* Which networks, or specs: those that are not public, those that are, or both. */
enum nnreg_scope { NNREG_SCOPE_PRIVATE, NNREG_SCOPE_PUBLIC, NNREG_SCOPE_ALL };

/*
 * A condition on metadata: the member that `key` names, with dots between the keys of nested objects ("train.epochs";
 * a dot or backslash in a key has a backslash before it; a number is an index of an array), is the string `value`, or a
 * number, true, false or null that `value` spells; numbers are compared as numbers.
 */
struct nnreg_where {
    size_t size; /* set by the caller: sizeof(struct nnreg_where) */
    const char *key;
    const char *value;
};

#define NNREG_WHERE(key, value)                    \
    {                                              \
        sizeof(struct nnreg_where), (key), (value) \
    }

/*
 * Which objects, in which order, and which page of them. All conditions must hold. Start from NNREG_QUERY_INIT: the first
 * 100 private networks, or specs, by id. Names and slugs are compared as bytes. Order by name is that of UTF-8 bytes; names that
 * agree in their first 480 bytes are ordered by id, as are equal names and dates.
 *
 * A page is reached by `offset`, or by a `cursor` of an earlier page, whose cost does not grow with the depth: "" is the
 * beginning. A cursor holds for the same list only (object, conditions, order, registry). It is a place, not an object: it
 * goes on from there whatever was made, changed or deleted since.
 *
 * Name, beginning of the name, dates, scope, spec and network have indexes; other conditions look at each object that
 * these leave. However many objects there are, a list takes up to 16 MiB of memory besides its page and one object that
 * is looked at.
 *
 * Conditions that do not apply to the object listed are NNREG_INVALID_ARGUMENT: specs have no framework; versions have none, nor
 * name or metadata, nor a scope but NNREG_SCOPE_PRIVATE; tasks have only `status`, `network_id` and dates.
 */
struct nnreg_query {
    size_t size;     /* set by the caller: sizeof(struct nnreg_query) */
    uint64_t offset; /* how many to pass over; 0 with a cursor */
    uint32_t limit;  /* 1 to NNREG_LIMIT_PAGE */
    int descending;
    enum nnreg_order order;
    enum nnreg_scope scope;
    const char *cursor; /* NULL: by offset */
    const char *name;   /* exactly */
    const char *name_prefix;
    const char *name_glob; /* '*' any characters, '?' one, [a-z] [!a-z] a set, '\' takes the next as it is */
    const char *framework;
    const struct nnreg_where *where;
    size_t where_count;         /* up to NNREG_LIMIT_WHERE */
    const char *updated_since;  /* update_date at or after this time, like 2018-02-16T13:45:36.078955Z */
    const char *updated_before; /* update_date before this time */
    uint64_t spec_id;           /* of versions; 0: any */
    uint64_t network_id;        /* of versions and tasks; 0: any */
    const char *status;         /* of tasks */
    int with_outputs;           /* of specs: with `outputs`, which can be large */
    /* Of networks: 64 hexadecimal digits in lower case, "sha256:" may stand before; reads every network in the range. */
    const char *digest;
    /*
     * Of tasks: only those with one of these ids, which costs a look-up each. In the list's order, each once however often it is
     * named; one that is not there is left out, so that there are none of no ids. NULL: any.
     */
    const uint64_t *ids;
    size_t id_count; /* up to NNREG_LIMIT_PAGE */
};

#define NNREG_QUERY_INIT                                                                                    \
    {                                                                                                       \
        sizeof(struct nnreg_query), 0, 100, 0, NNREG_ORDER_ID, NNREG_SCOPE_PRIVATE, NULL, NULL, NULL, NULL, \
            NULL, NULL, 0, NULL, NULL, 0, 0, NULL, 0, NULL, NULL, 0                                         \
    }

/*
 * A query of texts, as the links of nnreg_page_json have them and a server gets them back: it is made, each parameter is set, and its
 * query is handed on. A parameter has the name of a member of the query, or is `order` ("-update_date"), `where` (KEY=VALUE, with a
 * backslash before each '=' of the key), `ids` (between commas), or one of the original API: `public` (1: scope=public) and `task_ids`.
 * Different ones may be used by different threads at once.
 */
typedef struct nnreg_parameters nnreg_parameters;

/* NNREG_QUERY_INIT, so far. To be freed with nnreg_parameters_free. NNREG_NO_MEMORY. */
NNREG_API nnreg_status nnreg_parameters_new(nnreg_parameters **parameters);
/* NULL is allowed. */
NNREG_API void nnreg_parameters_free(nnreg_parameters *parameters);

/*
 * Sets one; `value` is decoded, and has to stay until the parameters are freed. A limit above NNREG_LIMIT_PAGE is that. NNREG_NOT_FOUND:
 * there is no such parameter. NNREG_EXISTS: it was set before, and is not `where` or `ids`, which may come again and again.
 * NNREG_INVALID_ARGUMENT: the value is not what it has to be; `*wanted` (may be NULL; static) tells that in a few words: "a number
 * from 0". What only the list can judge (a time, a status, whether it goes with its objects) is left to it. NNREG_NO_MEMORY. After a
 * failure the query is as it was.
 */
NNREG_API nnreg_status nnreg_parameters_set(nnreg_parameters *parameters, const char *key, const char *value,
                                            const char **wanted);

/* What was set. Borrowed from the parameters. */
NNREG_API const struct nnreg_query *nnreg_parameters_query(const nnreg_parameters *parameters);

/*
 * The i-th parameter of lists of an object ("network", "spec", "version" or "task", NULL: of any), NULL past the end: for a
 * description of an API, or a "did you mean". Static. Safe from any thread.
 */
NNREG_API const char *nnreg_parameter_key(const char *object, size_t i);

/* One page of a list: an owned snapshot of one moment; the objects on it, their number and the total fit each other. */
typedef struct nnreg_page nnreg_page;

/*
 * `query` may be NULL. NNREG_INVALID_ARGUMENT: a limit out of range, a time that is none, a condition that does not apply,
 * a cursor that is damaged or belongs to another list. An offset past the end gives an empty page.
 */
NNREG_API nnreg_status nnreg_network_list(nnreg *registry, nnreg_page **page,
                                          const struct nnreg_query *query);
NNREG_API nnreg_status nnreg_spec_list(nnreg *registry, nnreg_page **page, const struct nnreg_query *query);
NNREG_API nnreg_status nnreg_version_list(nnreg *registry, nnreg_page **page,
                                          const struct nnreg_query *query);
NNREG_API nnreg_status nnreg_task_list(nnreg *registry, nnreg_page **page, const struct nnreg_query *query);
/*
 * Cursors of the caller's: the place of an object in the list of a query, for who has met the object elsewhere or earlier (the
 * last id of yesterday's run, the network that a request names) and goes on from there without having gone there by pages.
 */
struct nnreg_place {
    size_t size;         /* set by the caller: sizeof(struct nnreg_place) */
    uint64_t id;         /* the object's */
    const char *name;    /* in a list by name: the name that it had; NULL: its present one */
    int64_t update_date; /* in a list by update date: that which it had; 0: its present one */
    int before; /* not 0: to the page that ends in front of it, not to the one that begins behind it */
};

#define NNREG_PLACE_INIT                          \
    {                                             \
        sizeof(struct nnreg_place), 0, NULL, 0, 0 \
    }

/*
 * The cursor behind an object, to be put into `cursor` of the same query; what is of pages alone may be another. As each cursor it
 * is a place, and the object itself need not be in the list, nor meet its conditions. By id, and where the place tells the name or
 * date of the order, it need not be there any more, either; else its present one is looked up. `query` may be NULL. To be freed with
 * nnreg_free. NNREG_NOT_FOUND: there is no such object to be looked up. NNREG_INVALID_ARGUMENT: the query as for a list, a place
 * without a size or an id. NNREG_NO_MEMORY.
 */
NNREG_API nnreg_status nnreg_network_cursor(nnreg *registry, char **cursor, const struct nnreg_query *query,
                                            const struct nnreg_place *place);
NNREG_API nnreg_status nnreg_spec_cursor(nnreg *registry, char **cursor, const struct nnreg_query *query,
                                         const struct nnreg_place *place);
NNREG_API nnreg_status nnreg_version_cursor(nnreg *registry, char **cursor, const struct nnreg_query *query,
                                            const struct nnreg_place *place);
NNREG_API nnreg_status nnreg_task_cursor(nnreg *registry, char **cursor, const struct nnreg_query *query,
                                         const struct nnreg_place *place);

/*
 * How many objects a query has: what nnreg_page_total tells of each of its pages, without a page, which needs no memory and, but
 * for conditions without an index, reads no object. Of the query all is checked as for a list; what is of pages alone (order,
 * limit, offset, cursor, `with_outputs`) makes no difference, and a cursor is not looked at. `query` may be NULL. `*count` is 0
 * on a failure. NNREG_INVALID_ARGUMENT, NNREG_CORRUPT.
 */
NNREG_API nnreg_status nnreg_network_count(nnreg *registry, uint64_t *count, const struct nnreg_query *query);
NNREG_API nnreg_status nnreg_spec_count(nnreg *registry, uint64_t *count, const struct nnreg_query *query);
NNREG_API nnreg_status nnreg_version_count(nnreg *registry, uint64_t *count, const struct nnreg_query *query);
NNREG_API nnreg_status nnreg_task_count(nnreg *registry, uint64_t *count, const struct nnreg_query *query);

/*
 * Whether there is an object of that id: `*exists` is 1 or 0, and 0 on a failure; absence is no failure. One look into an index,
 * and the object is not read. It was so at the time of the call: who wants to work with the object gets it, and takes
 * NNREG_NOT_FOUND for an answer.
 */
NNREG_API nnreg_status nnreg_network_exists(nnreg *registry, int *exists, uint64_t id);
NNREG_API nnreg_status nnreg_spec_exists(nnreg *registry, int *exists, uint64_t id);
NNREG_API nnreg_status nnreg_version_exists(nnreg *registry, int *exists, uint64_t id);
NNREG_API nnreg_status nnreg_task_exists(nnreg *registry, int *exists, uint64_t id);

/* With all objects on it. NULL is allowed. */
NNREG_API void nnreg_page_free(nnreg_page *page);

/* How many objects match the query in all, not only on this page: for "31 to 40 of 12,345". Exact. */
NNREG_API uint64_t nnreg_page_total(const nnreg_page *page);
/*
 * The number of the last event in the snapshot that the page shows: who goes on from there with nnreg_events_since has all
 * that came after the page, and nothing that is in it already. 0: there was none (or the registry was opened with
 * NNREG_OPEN_DAMAGED, and the end of its history is not to be read). Pages of one list are snapshots of their own: who lists
 * page by page goes on from the event of the first, and may be told of what a later page has shown.
 */
NNREG_API uint64_t nnreg_page_event(const nnreg_page *page);
/* How many are on this page; 0 past the end. */
NNREG_API size_t nnreg_page_count(const nnreg_page *page);
/* The i-th object of the page, NULL past the end or on a page of other objects. Borrowed from the page. */
NNREG_API const nnreg_network *nnreg_page_network(const nnreg_page *page, size_t i);
NNREG_API const nnreg_spec *nnreg_page_spec(const nnreg_page *page, size_t i);
NNREG_API const nnreg_version *nnreg_page_version(const nnreg_page *page, size_t i);
NNREG_API const nnreg_task *nnreg_page_task(const nnreg_page *page, size_t i);

/*
 * Cursors for the pages behind and before this one, NULL when there is none: to be put into `cursor` of the same query. A
 * loop over everything ends when nnreg_page_next is NULL. Borrowed from the page; good in other processes, and for as long
 * as the registry lives.
 */
NNREG_API const char *nnreg_page_next(const nnreg_page *page);
NNREG_API const char *nnreg_page_previous(const nnreg_page *page);

/*
 * The page as a JSON object: `count` (all that match), `next`, `previous`, `results`. With a `base_url` the two are
 * URLs, whose query parameters are the query's members (`limit`, `offset` or `cursor`, `order` as "-update_date", `where`
 * as KEY=VALUE with a backslash before each '=' of the key, …), or null at the ends; without one they are the query string
 * alone ("?limit=100&offset=100"). They go by cursor when the page came by one. NNREG_NO_MEMORY.
 */
NNREG_API nnreg_status nnreg_page_json(char **text, const nnreg_page *page, const char *base_url);

/* ----------------------------------------------------------------------------------------------- history -- */

/*
 * One change. `changes` is a JSON array of {"field", "old", "new"}, old and new any JSON value: at a create the fields
 * that can change, from null; at a delete the same, to null; at an update those that were changed. A "heal" is of a
 * network whose stored files had been damaged until a create or an import brought good copies: "damaged_files" was an array of
 * {"name", "size", "sha256", "found"}, where "found" says what was in the place ("nothing", "another size", "other
 * bytes", "unreadable", "no file"), and is empty now; "healed_by" is the id of the network that was created, or that the import
 * recognised. Who has such a network loaded should load it again. A "damage" is of a network whose stored files were found damaged: "damaged_files"
 * is empty before, and after it such an array. The registry itself is an object, too: its settings are updated, its
 * format is upgraded ("format_version").
 */
struct nnreg_event {
    size_t size;       /* told by the library, see SIZES */
    uint64_t sequence; /* from 1, without a gap */
    int64_t time;      /* microseconds since 1970-01-01T00:00:00Z; never before that of the event before */
    const char *actor; /* "" when nobody was named */
    const char
        *action; /* "create" "update" "delete" "publish" "unpublish" "heal" "damage" "upgrade" "repair" */
    const char *object; /* "network" "spec" "version" "task" "registry" */
    uint64_t object_id; /* 0 for the registry itself */
    const char *changes;
    char hash
        [65]; /* SHA-256 over the hash of the event before and this event (doc/RECORDS.md), in hexadecimal */
};

/* An owned list of events, which needs the registry no more. */
typedef struct nnreg_events nnreg_events;

/*
 * The events after number `since`, the oldest first, up to `limit` (1 to NNREG_LIMIT_PAGE). While there is none, waits up
 * to `timeout_ms` milliseconds for one (0: not at all), for those of other processes, too; then the list is empty.
 * Remember the last `sequence` and ask again from there: a change feed. A list also ends where its events would take more
 * than 32 MiB, but has one at least. NNREG_CORRUPT: one of them is missing, or says another number than its own.
 * Waiting holds no lock and no snapshot. `options` may
 * be NULL: its progress, called about ten times a second with the stage "waiting", can end the wait (NNREG_CANCELLED); nnreg_wake
 * ends it at once, as if the time were up.
 */
NNREG_API nnreg_status nnreg_events_since(nnreg *registry, nnreg_events **events, uint64_t since,
                                          size_t limit, unsigned timeout_ms,
                                          const struct nnreg_call_options *options);
/*
 * Lets go all threads that wait in nnreg_events_since on this handle, at once: NNREG_OK with what there is, which may be none, as if
 * their time were up. It holds for those that begin to wait later, too, until nnreg_wake_clear: no thread misses it, however near to
 * waiting it was. So who is asked to stop needs a flag of the program's, set before the wake and looked at after each call; one that
 * waits for something of the program's, too (a queue), clears first and looks then, in each turn:
 *
 *   while (!stop) { nnreg_wake_clear(registry); …empty the queue; nnreg_events_since(registry, &events, since, 100, 60000, NULL); … }
 *
 * with the queue filled before the wake. A stop is never cleared. Threads that are to be woken one by one have a handle each. Safe
 * from any thread, and in a signal handler (async-signal-safe) while the handle is open. Events are not touched by it; other handles
 * neither. NNREG_INVALID_ARGUMENT: a NULL, or a handle from before a fork; nnreg_message is left as it is.
 */
NNREG_API nnreg_status nnreg_wake(nnreg *registry);
/* From now on nnreg_events_since waits again. Not for signal handlers. */
NNREG_API nnreg_status nnreg_wake_clear(nnreg *registry);

/*
 * A descriptor for poll, epoll or an event loop (libuv: uv_poll_t) that becomes readable when there are new events, those of other
 * processes, too: these within about a tenth of a second, those of this handle at once. In each turn it is read first, 8 bytes, which
 * never blocks and makes it unreadable, and then all is taken that there is:
 *
 *   read(fd, &number, 8);
 *   do { nnreg_events_since(registry, &events, since, 100, 0, NULL); …; since = …the last one's sequence; } while (…there were any);
 *
 * So no event is missed: what comes after the read makes it readable again. It may be readable although there is nothing new; it is
 * when it is first given, for what is there already, and when the history can no longer be read, for the failure that
 * nnreg_events_since then tells. Reading it is all that may be done with it besides polling.
 *
 * It is the handle's: one, the same at each call, of use to one reader, closed by nnreg_close (take it out of the loop before), with
 * close-on-exec. A second reader opens the registry a second time. A thread of the library's looks for events from the first call
 * on; it takes one descriptor and ten short reads of the registry a second. A forked child has a copy that
 * tells the parent's events, and must not read it: it opens the registry for itself. nnreg_wake is not told by it.
 * NNREG_BUSY: no descriptor or no thread is to be had. NNREG_UNSUPPORTED: the system has no eventfd(2). NNREG_NO_MEMORY.
 */
NNREG_API nnreg_status nnreg_events_fd(nnreg *registry, int *fd);

/*
 * The number of the last event, 0 while there is none: from where to follow what comes from now on. What was read before this
 * call may be older; for a list that goes with a number there is nnreg_page_event. NNREG_CORRUPT, NNREG_INVALID_ARGUMENT.
 */
NNREG_API nnreg_status nnreg_events_last(nnreg *registry, uint64_t *sequence);
/* With all events in it. NULL is allowed. */
NNREG_API void nnreg_events_free(nnreg_events *events);
/* How many there are; 0 when the wait ended without one. */
NNREG_API size_t nnreg_events_count(const nnreg_events *events);
/* The i-th event, NULL past the end. Borrowed from the list. */
NNREG_API const struct nnreg_event *nnreg_events_get(const nnreg_events *events, size_t i);
/*
 * The i-th event as a JSON object on one line: what `nnreg log --json` prints, and an entry of a feed as it stands. To be
 * freed with nnreg_free. NNREG_NOT_FOUND past the end. NNREG_NO_MEMORY.
 */
NNREG_API nnreg_status nnreg_event_json(char **text, const nnreg_events *events, size_t i);

/*
 * Follows the whole chain of hashes. NNREG_OK: `*count` events are as they were written. NNREG_CORRUPT: `*broken` is the
 * number of the first that is not, or is missing; nnreg_message says what is wrong. `options` may be NULL; its progress is
 * told the stage "verifying".
 */
NNREG_API nnreg_status nnreg_events_verify(nnreg *registry, uint64_t *count, uint64_t *broken,
                                           const struct nnreg_call_options *options);

/* --------------------------------------------------------------------------------- maintenance: compaction -- */

/* What a compaction made of data.mdb. Start from NNREG_COMPACTION_INIT. */
struct nnreg_compaction {
    size_t size;     /* set by the caller: sizeof(struct nnreg_compaction) */
    uint64_t before; /* bytes */
    uint64_t after;  /* as many: there was nothing to gain, and nothing was done */
};

#define NNREG_COMPACTION_INIT                 \
    {                                         \
        sizeof(struct nnreg_compaction), 0, 0 \
    }

/*
 * Rewrites data.mdb smaller, without the room that deleted records have left, while the registry is used. Every page is looked
 * at on the way. Writers of all processes wait until it is over; readers go on. When it is over, the processes that have the
 * registry open go on with the new file by themselves: the next call of each that reads what is new, or writes, waits once for
 * the reads of its own process that are under way. What they had open of the old file takes up its room until then. Meanwhile
 * there is room needed for both. `result` and `options` may be NULL; the stages of the progress are "copying" and "pages".
 * Killed or failing at any moment, it leaves all that was acknowledged; a file data.mdb.new that it left is removed by the
 * next open for writing. Not an event: no object changes. On a failure nothing has changed, but that an NNREG_IO may come of
 * waiting for the folder when the new file is in place already: it has the same in it.
 * NNREG_READ_ONLY, NNREG_NO_SPACE, NNREG_IO (the group of data.mdb cannot be given to the new one, for one), NNREG_CORRUPT,
 * NNREG_CANCELLED, NNREG_NO_MEMORY, NNREG_BUSY (as for any write), NNREG_UNSUPPORTED: this store has no file.
 */
NNREG_API nnreg_status nnreg_compact(nnreg *registry, struct nnreg_compaction *result,
                                     const struct nnreg_call_options *options);

/* ------------------------------------------------------------------------------------------- looking over -- */

/* What nnreg_fsck is asked, and what it has looked at. Start from NNREG_FSCK_INIT. */
struct nnreg_fsck {
    size_t size; /* set by the caller: sizeof(struct nnreg_fsck) */
    uint64_t
        bytes_per_second; /* asked: files are read no faster, by all threads together; 0: as fast as they come */
    uint64_t records;     /* of objects */
    uint64_t entries;     /* of indexes, counts and lists */
    uint64_t files;       /* stored files that a network has */
    uint64_t bytes;       /* of them that were read */
    uint64_t events;      /* of the history that were proven; 0 where it is broken */
    uint64_t errors;      /* things that are damaged still, at the end of the call */
    uint64_t repaired;    /* things that were mended */
};

#define NNREG_FSCK_INIT                                   \
    {                                                     \
        sizeof(struct nnreg_fsck), 0, 0, 0, 0, 0, 0, 0, 0 \
    }

/*
 * Looks a registry over while it is in use: every record decodes and keeps the rules of its kind, each index entry has its
 * record and the reverse, counts and references agree, every file has its size and its SHA-256 (read on all processors), the chain of
 * the history holds, and nothing is stored that belongs to nobody. What is wrong comes as findings, with the rules "fsck.…" of the
 * catalogue: `file` is "data.mdb" or the stored file, the message names the objects, the hint says how to mend it. A damaged file's
 * findings name every network that it hits. The severities of `findings` hold for the rules of descriptions, too: who turned one down
 * for a create does so here, or fsck.rule tells of what was let through.
 *
 * `options` may be NULL. Its flags: NNREG_QUICK: files are not read, only looked for. NNREG_REPAIR: what can be is mended: indexes and
 * counts are made again of the records, in one transaction, all or nothing; records that cannot be read, or are about nothing, and
 * damaged and stray files are moved to the folder quarantine/ of the registry, and nothing is deleted. A finding about what was mended
 * is a warning and says how; the history tells it by an event "repair" of the "registry", whose "changes" have the rule as "field",
 * what was wrong as "old", and what was done as "new". A network whose file is damaged stays as it is: it waits for a create with the
 * same content, and is told as fsck.file-lost, a warning, from then on. What cannot be mended stays an error. The progress is told
 * "records", "indexes", "verifying" and "contents".
 *
 * `result` may be NULL. NNREG_OK: nothing is damaged, any more; there may be warnings. NNREG_CORRUPT: something is, which the findings
 * say. Anything else: it could not be looked over, or not to its end, and what the findings have so far is not all. A repair that
 * fails, or is killed, has mended some things as a whole or none; the next one goes on. NNREG_CANCELLED by the progress.
 *
 * The registry may be in use, by readers and writers, of other processes too: what is created or deleted meanwhile is no
 * finding. A snapshot is open only while the tables are read, not while files are; a repair holds the right to write while it mends
 * the tables. It takes 48 bytes of memory for each file of each network. A host that fears a damaged data.mdb calls it in a
 * child process, and opens there with NNREG_OPEN_CHECK, which looks at all pages before LMDB follows them: `nnreg fsck` does so. A
 * child that is ended by a signal there has met damage (doc/OPERATIONS.md, "Every week: fsck").
 */
NNREG_API nnreg_status nnreg_fsck(nnreg *registry, nnreg_findings *findings, struct nnreg_fsck *result,
                                  const struct nnreg_call_options *options);

/* ------------------------------------------------------------------------------------- maintenance: gc -- */

/* One thing that nnreg_gc has removed, would remove, or leaves where it is. */
struct nnreg_collected {
    size_t size; /* told by the library, see SIZES */
    /*
     * "session": a folder in staging/ of a process that was killed. "trash": a file whose last network was deleted.
     * "orphan": a file that no network uses or has used: a create was killed, or failed, before its commit; or data.mdb was put
     * back from a backup older than the file. "leftover": a file of the store in the making. "stray": something in staging/ or in the place of stored files that is none of the
     * registry's; it always stays. Static.
     */
    const char *what;
    const char *path;   /* below the registry's directory; borrowed for the duration of the call */
    uint64_t bytes;     /* of the files in it */
    const char *reason; /* in words: why it can go, or why it stays. Borrowed for the duration of the call */
    int stays;          /* not 0: it is left where it is */
};

/* What nnreg_gc has removed, or with NNREG_DRY_RUN would remove. Start from NNREG_GC_INIT. */
struct nnreg_gc {
    size_t size; /* set by the caller: sizeof(struct nnreg_gc) */
    uint64_t sessions;
    uint64_t trash;
    uint64_t orphans;
    uint64_t leftovers;
    uint64_t bytes; /* of all these */
    uint64_t
        stayed; /* of these, how many more could not go for now: a backup keeps them, a create runs, a failure */
    uint64_t strays;
    uint64_t files; /* stored files that were looked at */
    /*
     * Set by the caller, or NULL: called once for each thing, in the thread of the call; it may not call into the
     * registry. Strays are told while the registry is looked at, the rest when it has gone.
     */
    void (*each)(void *context, const struct nnreg_collected *collected);
    void *context;
};

#define NNREG_GC_INIT                                               \
    {                                                               \
        sizeof(struct nnreg_gc), 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL \
    }

/*
 * Removes what nothing needs any more: what killed processes have left, and files of deleted networks that could not go
 * when they were deleted. Others may use the registry meanwhile: no create fails for it, and none finds its files gone. What
 * a backup that runs may need stays until the next time, and so do orphans while a network is being registered.
 *
 * First everything is looked at: where a folder, a record or a file cannot be read, a file that networks use is missing, or
 * one that a network names is not counted as used, the status is that failure (NNREG_IO, NNREG_CORRUPT, …) and nothing was
 * removed. An error is never taken for absence. Then it goes; what cannot be removed is counted in `stayed`, and if that was
 * a failure it is the status, with everything else done. `result` may be NULL, and is filled as far as the call came.
 * `options` may be NULL; its flags can have NNREG_DRY_RUN, with which a registry that is open read-only will do. Its
 * progress gets the stages "looking" (stored files) and "removing" (bytes); NNREG_CANCELLED: what had gone by then is gone.
 * NNREG_READ_ONLY.
 */
NNREG_API nnreg_status nnreg_gc(nnreg *registry, struct nnreg_gc *result,
                                const struct nnreg_call_options *options);

/* --------------------------------------------------------------------------------- maintenance: backup -- */

/* A stored file that is not in the backup as it should be. */
struct nnreg_unsaved {
    size_t size;              /* told by the library, see SIZES */
    const char *sha256;       /* in hexadecimal; borrowed, like the others, for the duration of the call */
    const char *reason;       /* in words: it is missing in the registry, its bytes are others, … */
    const uint64_t *networks; /* the ids of those that use it */
    size_t network_count;
};

/* What nnreg_backup is asked, and what it has done. Start from NNREG_BACKUP_INIT. */
struct nnreg_backup {
    size_t size; /* set by the caller: sizeof(struct nnreg_backup) */
    uint64_t
        rate; /* set by the caller: bytes of files a second that are read for copying, at most; 0: no limit */
    uint64_t event;    /* the number of the last event in the backup: it is that moment */
    uint64_t networks; /* in it */
    uint64_t files;    /* stored files that it refers to */
    uint64_t bytes;    /* of them */
    uint64_t copied;   /* files that this run has copied; the others were there, and were verified */
    uint64_t copied_bytes;
    uint64_t removed;     /* files that only the backup before referred to */
    uint64_t damaged;     /* files that are not in the backup as they should be */
    uint64_t store_bytes; /* of the copy of the store */
    uint64_t grew;        /* bytes by which the registry's store became larger while it was copied */
    /* Set by the caller, or NULL: called once for each damaged file, in the thread of the call; it may not call into the
     * registry. */
    void (*each)(void *context, const struct nnreg_unsaved *unsaved);
    void *context;
};

#define NNREG_BACKUP_INIT                                                        \
    {                                                                            \
        sizeof(struct nnreg_backup), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL \
    }

/*
 * Makes a backup of the registry in the directory `dir`, or brings the one that is there up to date: a registry of its own, with
 * all that was committed at one moment, `event`. To restore it is to open it, there or where it was copied to. Others
 * write meanwhile; what they delete stays on the disk until the backup is done (nnreg_cascade.stayed, nnreg_gc). The store
 * is copied within the registry first, so that a slow target holds no snapshot open; then the files that this copy refers
 * to. Those that the target has are read and verified, and copied only if they are not what they should be; each copy is
 * verified on the way, and is on the device before it gets its name. The copy is looked over as nnreg_fsck does, each file being
 * read once in all, but for the rules of descriptions, which a create may have been told to make little of; what does not pass is
 * never made the backup. The store of the target is replaced last, in one step: until then
 * `dir` is the old backup, from then on the new one. After a kill or a failure the next run goes on with the files that are
 * there. To look a backup over later, open it for reading and call nnreg_fsck: `nnreg backup --verify` does so.
 *
 * NNREG_CONFLICT: `dir` is another registry, the registry itself or in it, or holds other files; or it has changes that the
 * registry has not, as one that was restored and used, or that is newer than what the registry was restored from. NNREG_BUSY: the backup is
 * open in another process, or another one is being made there. NNREG_CORRUPT: the backup is complete but for `damaged` files,
 * which are told by `each` (older copies of them, where the target had them, are kept), and noted in the registry if it can
 * be written to (nnreg_damage_list; the events are behind `event`); or something else in the copy is damaged (`damaged` is 0 then): its
 * records, indexes, counts or history, or a file that went from the target meanwhile. Then the target is as it was.
 * NNREG_CANCELLED by the progress, which has the stages "copying" (the store), "moving" (that copy, to the target), "backing up" (files), and those of nnreg_fsck. It takes
 * as much memory as nnreg_fsck. NNREG_UNSUPPORTED: the engine
 * has no file to copy. NNREG_NOT_FOUND: the directory above `dir` is missing. NNREG_NO_SPACE, NNREG_IO, …
 * `result` and `options` may be NULL. A registry that is open read-only can be backed up, too; then its store is copied to
 * the target directly.
 */
NNREG_API nnreg_status nnreg_backup(nnreg *registry, const char *dir, struct nnreg_backup *result,
                                    const struct nnreg_call_options *options);

/* ------------------------------------------------------------------------------------- export and import -- */

/*
 * An export is one file: a zip archive of networks, specifications and versions with the files of the networks, and a
 * manifest with the SHA-256 of everything (doc/EXPORT.md, which is a contract). The same objects give the same bytes, wherever,
 * whenever and by whom they are exported: what a registry assigns stays behind (ids, dates, the slug, the task), and
 * objects are numbered by what they are. So an export that is imported into an empty registry and exported again is the
 * same file. Since 0.1.
 */

/* What is exported. Start from NNREG_SELECTION_INIT. */
struct nnreg_selection {
    size_t size;              /* set by the caller: sizeof(struct nnreg_selection) */
    const uint64_t *networks; /* each with the versions that attach it, and the specs of these */
    size_t network_count;
    const uint64_t *specs; /* each with its versions, and the networks that they attach */
    size_t spec_count;
    int all; /* not 0: every network, spec and version; the lists may be empty then */
};

#define NNREG_SELECTION_INIT                                \
    {                                                       \
        sizeof(struct nnreg_selection), NULL, 0, NULL, 0, 0 \
    }

/* One object of an export. Texts are borrowed for the duration of the call. */
struct nnreg_transferred {
    size_t size;        /* told by the library, see SIZES */
    const char *object; /* "network", "spec" or "version". Static */
    uint64_t number;    /* in the export: networks/NUMBER.json */
    uint64_t id;        /* in the registry; 0 for nnreg_export_verify */
    const char *name;   /* "" for a version, and for nnreg_export_verify */
    int made;           /* import: not 0: it was made; 0: the registry had it already */
};

/* What was exported, imported or verified. Start from NNREG_TRANSFER_INIT. */
struct nnreg_transfer {
    size_t size;       /* set by the caller: sizeof(struct nnreg_transfer) */
    uint64_t networks; /* in the export */
    uint64_t specs;
    uint64_t versions;
    uint64_t made_networks; /* import: those that the registry did not have */
    uint64_t made_specs;
    uint64_t made_versions;
    uint64_t files;        /* different ones: a file is in it once, however many networks have it */
    uint64_t bytes;        /* of these files */
    uint64_t archive_size; /* bytes of the whole export */
    char manifest
        [65]; /* SHA-256 of the manifest, in hexadecimal: it stands for the whole export, and can be signed */
    /*
     * Set by the caller, or NULL: called once for each object, networks, specs and versions, in the order of their numbers, in the
     * thread of the call, after all is decided and before the call returns; it may not call into the registry.
     */
    void (*each)(void *context, const struct nnreg_transferred *object);
    void *context;
};

#define NNREG_TRANSFER_INIT                                                       \
    {                                                                             \
        sizeof(struct nnreg_transfer), 0, 0, 0, 0, 0, 0, 0, 0, 0, {0}, NULL, NULL \
    }

/*
 * Exports to a new file at `path`. All is of one moment, what is deleted meanwhile, too: the files of deletes that come meanwhile
 * stay on the disk until the next delete, or nnreg_gc. Every stored file is held against its SHA-256 while it is copied
 * (stage "exporting"), and memory does not grow with the files. The file is made beside its place, as `.NAME.nnreg-part`,
 * written to the device and renamed: any failure leaves what was there. What a killed export leaves of that name the next one to
 * the same place removes. `options` may be NULL; its flags can have NNREG_REPLACE. `transfer` may be NULL.
 * NNREG_NOT_FOUND: a network or spec that is named is not there; or the folder of `path` is not.
 * NNREG_EXISTS: something is at `path`, and NNREG_REPLACE is not given, or it is no regular file. NNREG_CORRUPT: a stored file is
 * damaged; nnreg_message names the network, the file and its path. NNREG_LIMIT: too much for one export (its manifest may have
 * NNREG_LIMIT_JSON bytes, which are some 60000 files). NNREG_BUSY: another export to the same place is under way.
 * NNREG_CANCELLED, NNREG_NO_SPACE, NNREG_IO, NNREG_NO_MEMORY, NNREG_INVALID_ARGUMENT.
 */
NNREG_API nnreg_status nnreg_export(nnreg *registry, const char *path,
                                    const struct nnreg_selection *selection,
                                    const struct nnreg_call_options *options,
                                    struct nnreg_transfer *transfer);

/*
 * The same bytes to an open descriptor, which stays the caller's: a pipe, a socket, a file; written from where it stands, in
 * order, and not synced. For a non-blocking one it waits. All files are read and proved once before the first byte is written,
 * and copied in a second reading, so that of an export that meets damage nothing is sent; one that fails later has sent a part,
 * which nnreg_import and nnreg_export_verify refuse. A host that writes to pipes ignores SIGPIPE, and gets NNREG_IO.
 */
NNREG_API nnreg_status nnreg_export_fd(nnreg *registry, int fd, const struct nnreg_selection *selection,
                                       const struct nnreg_call_options *options,
                                       struct nnreg_transfer *transfer);

/*
 * Takes the networks, specs and versions of an export in: all or nothing, in one transaction. The manifest is proved first;
 * a file that was altered, cut, added to or packed anew is refused with a finding for each entry (rules `export.…`). Every
 * network is copied, inspected and judged as by nnreg_network_create, whose findings begin with the entry they are about
 * ("networks/1.json: …"); the severities of `findings` hold as there.
 *
 * What the registry has already is recognised, and not made again: a network by its files and all of its description
 * but for name and metadata (and for `description` where that can change), a spec by its outputs, a version by what it ties together and
 * how. Each is recognised once: an export of two networks that are alike needs two here. Of several that are alike the one with
 * the same name and metadata is taken first. What is recognised stays as it is here. So an export that is imported a second
 * time makes nothing; stored files that are damaged are replaced by its copies all the same, as by nnreg_network_create.
 *
 * New objects get ids and dates of this registry, are private, and have a pending task; their events of the history have a field
 * `imported_from` with the manifest's SHA-256 and the number in the export. The current version of a new spec is the one it had
 * where it came from, if that is in the export; a spec that is here keeps its own, or gets it if it had no version.
 * `findings` may not be NULL; `options` and `transfer` may. NNREG_REFUSED: nothing was stored. NNREG_UNSUPPORTED: the
 * export has a version or a feature that this library does not know; the message names it. NNREG_NOT_FOUND: there is no file at
 * `path`. NNREG_INVALID_ARGUMENT, NNREG_CANCELLED, NNREG_NO_SPACE, NNREG_IO, NNREG_NO_MEMORY, …
 */
NNREG_API nnreg_status nnreg_import(nnreg *registry, const char *path,
                                    const struct nnreg_call_options *options, struct nnreg_transfer *transfer,
                                    nnreg_findings *findings);

/* The same from an open descriptor of a regular file, read from its start by pread; it stays the caller's. */
NNREG_API nnreg_status nnreg_import_fd(nnreg *registry, int fd, const struct nnreg_call_options *options,
                                       struct nnreg_transfer *transfer, nnreg_findings *findings);

/*
 * Proves an export without a registry: every byte is held against the manifest, and the manifest against its digest (stage
 * "verifying"). Whether its networks can be served is not judged. `findings` is emptied first; `transfer` and `options` may be NULL.
 * NNREG_OK: it is whole. NNREG_REFUSED: it is not, which the findings say. Else nnreg_findings_message says why:
 * NNREG_NOT_FOUND, NNREG_UNSUPPORTED, NNREG_CANCELLED, NNREG_IO, NNREG_NO_MEMORY, NNREG_INVALID_ARGUMENT.
 */
NNREG_API nnreg_status nnreg_export_verify(nnreg_findings *findings, const char *path,
                                           const struct nnreg_call_options *options,
                                           struct nnreg_transfer *transfer);

#ifdef __cplusplus
}

/* In C++, too, flags of one kind are put together by |; a flag of the other kind among them does not compile. */
inline nnreg_call_flags operator|(nnreg_call_flags a, nnreg_call_flags b)
{
    return static_cast<nnreg_call_flags>(static_cast<int>(a) | static_cast<int>(b));
}
inline nnreg_call_flags &operator|=(nnreg_call_flags &a, nnreg_call_flags b)
{
    return a = a | b;
}
inline nnreg_open_flags operator|(nnreg_open_flags a, nnreg_open_flags b)
{
    return static_cast<nnreg_open_flags>(static_cast<int>(a) | static_cast<int>(b));
}
inline nnreg_open_flags &operator|=(nnreg_open_flags &a, nnreg_open_flags b)
{
    return a = a | b;
}
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
#endif

#endif
