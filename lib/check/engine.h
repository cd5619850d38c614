/*
 * The table walker: holds a JSON value against a field table and reports everything that is wrong with it. It owns the
 * path and the places; the judge of a string format says only what is wrong with one text.
 */
#ifndef NNREG_CHECK_ENGINE_H
#define NNREG_CHECK_ENGINE_H

#include "base/bytes.h"
#include "base/findings.h"
#include "check/rules.h"
#include "codec/json.h"
#include "check/tensor_syntax.h"
#include "codec/origins.h"
#include "records/fields.h"
#include "records/network.h"

/* How an update that the registry's setting forbids could be made all the same. */
extern const char nnreg_hint_by_setting[];

/* An object that is being walked. */
struct nnreg_engine_level {
    const struct nnreg_table *table; /* NULL: none */
    const struct nnreg_json_value *object;
};

struct nnreg_engine {
    nnreg_findings *findings;
    const struct nnreg_json *json;
    const struct nnreg_tensor_syntax *tensors; /* how tensors are named; NULL: any text is a name */
    bool update;                               /* the object is an update: what it lacks stays as it is */
    bool mutable_description;                  /* the registry's setting */
    nnreg_status status;                       /* NNREG_NO_MEMORY sticks */
    struct nnreg_error reason;                 /* of another failure of the system that is `status` */
    struct nnreg_bytes path;                   /* the JSON Pointer of the value in hand */
    struct nnreg_engine_level level, around;   /* the object in hand, and the one that it is in */
    size_t compared;                           /* names, for hints */
    unsigned compared_lists;
    bool kept; /* the finding reported last is in the list, and can be mended (engine_mend.h) */
    struct nnreg_origins origins; /* of the members of the record that was decoded */
};

void nnreg_engine_init(struct nnreg_engine *engine, nnreg_findings *findings, const struct nnreg_json *json);
void nnreg_engine_free(struct nnreg_engine *engine);

/* Walks `value`, which is to be an object of the table. */
void nnreg_engine_walk(struct nnreg_engine *engine, const struct nnreg_table *table,
                       const struct nnreg_json_value *value);

/* Goes into a member or an entry; nnreg_engine_leave(engine, what enter returned) comes back out. */
size_t nnreg_engine_enter_key(struct nnreg_engine *engine, const char *key);
size_t nnreg_engine_enter_index(struct nnreg_engine *engine, size_t index);
void nnreg_engine_leave(struct nnreg_engine *engine, size_t mark);

/*
 * Reports at the value in hand, at the byte `offset` of the text. `hint` may be NULL. Line and column come with
 * nnreg_engine_locate.
 */
void nnreg_engine_report(struct nnreg_engine *engine, enum nnreg_rule rule, size_t offset, const char *hint,
                         const char *format, ...) NNREG_PRINTF(5, 6);

/*
 * Decodes the text, whatever is wrong with it, into a zeroed record of the table (nnreg_json_to_record_leniently), which is
 * the caller's to clear, so that it can be reported at its members. Once for each engine. A failure goes to engine->status.
 */
void nnreg_engine_decode(struct nnreg_engine *engine, const struct nnreg_table *table, void *record);

/* Whether a member of the decoded record is there in the text, with whatever value. */
bool nnreg_engine_has(struct nnreg_engine *engine, const void *member);

/*
 * Reports at a member of the decoded record, an entry of one of its lists, or a record in it, by address: at the place in
 * the text where its value begins, and with the pointer to it. At a member that the text does not have, the place is that of
 * the record it is a member of. No value may be in hand.
 */
void nnreg_engine_report_at(struct nnreg_engine *engine, const void *member, enum nnreg_rule rule,
                            const char *hint, const char *format, ...) NNREG_PRINTF(5, 6);
/* The same with another severity than the rule's own, and the same where the key begins. */
void nnreg_engine_report_at_as(struct nnreg_engine *engine, const void *member, enum nnreg_rule rule,
                               nnreg_severity severity, const char *hint, const char *format, ...)
    NNREG_PRINTF(6, 7);
void nnreg_engine_report_at_key(struct nnreg_engine *engine, const void *member, enum nnreg_rule rule,
                                const char *hint, const char *format, ...) NNREG_PRINTF(5, 6);

/* Gives the findings in a text their lines and columns, in one walk over it; sorts them by their places. */
void nnreg_engine_locate(nnreg_findings *findings, const char *text, size_t length);

/*
 * Whether a misspelt name may be held against so many others for its hint. That is allowed for the first few; further
 * ones share a number of comparisons, so that many names against many cost no more than both have bytes. False also
 * when no more findings are kept.
 */
#define NNREG_HINTS_CERTAIN    8u
#define NNREG_HINT_COMPARISONS ((size_t)1 << 20)
#define NNREG_WORD_COMPARISON \
    ((size_t)16) /* what one by nnreg_nearest counts for, whose distances are full ones */
bool nnreg_engine_may_compare(struct nnreg_engine *engine, size_t names);

/*
 * The judges of string formats, by enum nnreg_string_format (check/string_formats.c); NULL for TEXT, which any text is.
 * `object` is the object that has the field; `text` has no NUL and keeps the field's length.
 */
typedef void nnreg_judge(struct nnreg_engine *engine, const struct nnreg_field *field,
                         const struct nnreg_json_value *object, const struct nnreg_json_value *value,
                         const char *text);
extern nnreg_judge *const nnreg_judges[NNREG_STRING_FORMAT_COUNT];

/* Room for a quoted text in a message, and the quoting. */
#define NNREG_SHOWN 120
const char *nnreg_shown(char out[NNREG_SHOWN], const char *text);

/* Appends names in quotes, with `between` between them. */
void nnreg_put_names(struct nnreg_bytes *out, const char *const *names, size_t count, const char *between);

#endif
