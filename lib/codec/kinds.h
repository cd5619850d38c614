/*
 * What this floor does with a value of each kind, as one row of functions: from JSON and into it (json_values.c), from a
 * stored record and into one (record_read.c, record_view.c, record_write.c), and what JSON Schema says of it (json_schema_values.c). The functions
 * stay in the file of their format, which alone knows the libraries and the limits of it; the row names them.
 */
#ifndef NNREG_CODEC_KINDS_H
#define NNREG_CODEC_KINDS_H

#include "codec/json_records.h"
#include "codec/origins.h"

/* How JSON becomes a record. */
struct nnreg_json_taking {
    const struct nnreg_json *json;
    enum nnreg_json_absent absent;
    bool lenient;                  /* what is not as its row says is passed over, see json_records.h */
    struct nnreg_origins *origins; /* where that is noted; NULL: nowhere */
    struct nnreg_error *error;
};

/*
 * Takes a value into a member that is zero. NNREG_INVALID_ARGUMENT: it is not what the field takes; what the member has by
 * then is still to be cleared. NNREG_NO_MEMORY.
 */
typedef nnreg_status nnreg_json_take(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                                     void *member, const struct nnreg_json_value *value);

/* Writes the value of a member that is there. */
typedef void nnreg_json_put(struct nnreg_json_writer *writer, const struct nnreg_field *field,
                            const void *member);

struct nnreg_record_reader; /* record_read.c */
struct nnreg_record_looker; /* record_view.c */
struct nnreg_record_packer; /* record_write.c */

/* Reads a value of a stored record into a zeroed member. As for nnreg_record_decode. */
typedef nnreg_status nnreg_unpack(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                                  void *member);

/* Looks at a value of a stored record where it lies, and takes it into a zeroed member (NULL: nowhere). False: it is none. */
typedef bool nnreg_look(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member);

/* Writes the value of a member that is there. Failures are sticky in the packer's sink. */
typedef void nnreg_pack(struct nnreg_record_packer *packer, const struct nnreg_field *field,
                        const void *member);

/* Writes the keywords of the schema of a value. `names`: as for nnreg_json_schema. */
typedef void nnreg_schema_put(struct nnreg_json_writer *writer, const struct nnreg_field *field,
                              const char *names);

struct nnreg_kind_codec {
    nnreg_json_take *take;
    nnreg_json_put *put;
    nnreg_unpack *unpack;
    nnreg_look *look;
    nnreg_pack *pack;
    nnreg_schema_put *schema;
};

/* A test proves that every kind has all of them. */
extern const struct nnreg_kind_codec nnreg_kind_codecs[NNREG_KIND_COUNT];

/* json_values.c */
nnreg_json_take nnreg_take_uint, nnreg_take_reference, nnreg_take_integer, nnreg_take_time, nnreg_take_number,
    nnreg_take_bool, nnreg_take_string, nnreg_take_enum, nnreg_take_json, nnreg_take_digest,
    nnreg_take_object, nnreg_take_array, nnreg_take_strings, nnreg_take_numbers, nnreg_take_value;
nnreg_json_put nnreg_put_uint, nnreg_put_reference, nnreg_put_integer, nnreg_put_time, nnreg_put_number,
    nnreg_put_bool, nnreg_put_string, nnreg_put_enum, nnreg_put_json, nnreg_put_digest, nnreg_put_object,
    nnreg_put_array, nnreg_put_strings, nnreg_put_numbers;

/* record_read.c */
nnreg_unpack nnreg_unpack_uint, nnreg_unpack_integer, nnreg_unpack_number, nnreg_unpack_bool,
    nnreg_unpack_text, nnreg_unpack_enum, nnreg_unpack_digest, nnreg_unpack_object, nnreg_unpack_array,
    nnreg_unpack_strings, nnreg_unpack_numbers, nnreg_unpack_nothing;

/* The row of a record number, those inside ONE_OF included; NULL: there is none. */
const struct nnreg_field *nnreg_record_field(const struct nnreg_table *table, uint64_t number);

/* record_view.c */
nnreg_look nnreg_look_uint, nnreg_look_integer, nnreg_look_number, nnreg_look_bool, nnreg_look_text,
    nnreg_look_enum, nnreg_look_digest, nnreg_look_object, nnreg_look_array, nnreg_look_strings,
    nnreg_look_numbers, nnreg_look_nothing;

/* record_write.c */
nnreg_pack nnreg_pack_uint, nnreg_pack_integer, nnreg_pack_number, nnreg_pack_bool, nnreg_pack_text,
    nnreg_pack_enum, nnreg_pack_digest, nnreg_pack_object, nnreg_pack_array, nnreg_pack_strings,
    nnreg_pack_numbers;

/* json_schema_values.c */
nnreg_schema_put nnreg_schema_id, nnreg_schema_id_or_null, nnreg_schema_size, nnreg_schema_time,
    nnreg_schema_digest, nnreg_schema_integer, nnreg_schema_number, nnreg_schema_bool, nnreg_schema_string,
    nnreg_schema_enum, nnreg_schema_json, nnreg_schema_object, nnreg_schema_array, nnreg_schema_strings,
    nnreg_schema_numbers, nnreg_schema_none;

#endif
