/* The kinds of values, as this floor sees them: see kinds.h. */
#include "codec/kinds.h"

/* A row with keys of its own has no value: the walk over a table goes into it (ONE_OF). */
static nnreg_status take_no_value(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                                  void *member, const struct nnreg_json_value *value)
{
    (void)field, (void)member, (void)value;
    return nnreg_fail(taking->error, NNREG_INVALID_ARGUMENT, "a row that has no key takes no value");
}

static void put_no_value(struct nnreg_json_writer *writer, const struct nnreg_field *field,
                         const void *member)
{
    (void)writer, (void)field, (void)member;
}

static void pack_no_value(struct nnreg_record_packer *packer, const struct nnreg_field *field,
                          const void *member)
{
    (void)packer, (void)field, (void)member;
}

/* clang-format off */
#define KIND(NAME, take, put, unpack, pack, schema)                                                         \
    [NNREG_KIND_##NAME] = {nnreg_take_##take, nnreg_put_##put, nnreg_unpack_##unpack, nnreg_look_##unpack,  \
                           nnreg_pack_##pack, nnreg_schema_##schema}

const struct nnreg_kind_codec nnreg_kind_codecs[NNREG_KIND_COUNT] = {
    /*   kind       from JSON  into JSON  from a record  into a record  schema */
    KIND(ID,        uint,      uint,      uint,          uint,          id),
    KIND(REFERENCE, reference, reference, uint,          uint,          id_or_null),
    KIND(INTEGER,   integer,   integer,   integer,       integer,       integer),
    KIND(SIZE,      uint,      uint,      uint,          uint,          size),
    KIND(TIME,      time,      time,      integer,       integer,       time),
    KIND(NUMBER,    number,    number,    number,        number,        number),
    KIND(BOOL,      bool,      bool,      bool,          bool,          bool),
    KIND(STRING,    string,    string,    text,          text,          string),
    KIND(ENUM,      enum,      enum,      enum,          enum,          enum),
    KIND(JSON,      json,      json,      text,          text,          json),
    KIND(DIGEST,    digest,    digest,    digest,        digest,        digest),
    KIND(OBJECT,    object,    object,    object,        object,        object),
    KIND(ARRAY,     array,     array,     array,         array,         array),
    KIND(STRINGS,   strings,   strings,   strings,       strings,       strings),
    KIND(NUMBERS,   numbers,   numbers,   numbers,       numbers,       numbers),
    KIND(VALUE,     value,     json,      text,          text,          none),
    [NNREG_KIND_ONE_OF] = {take_no_value, put_no_value, nnreg_unpack_nothing, nnreg_look_nothing, pack_no_value,
                           nnreg_schema_none},
};
/* clang-format on */
