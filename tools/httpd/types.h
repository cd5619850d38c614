/* Which type a field of an object has, by the JSON Schema that the library makes of its own tables. */
#ifndef NNREG_HTTPD_TYPES_H
#define NNREG_HTTPD_TYPES_H

/* Also as bits of a set. TYPE_FREE: any value can stand there and below it, as in metadata. */
enum type { TYPE_TEXT = 1, TYPE_NUMBER = 2, TYPE_BOOLEAN = 4, TYPE_MANY = 8, TYPE_FREE = 16 };

/*
 * What a schema, a whole text of nnreg_schema's, says at `place` of a member, or with key NULL of an entry: a place in the text. NULL:
 * nothing, or nothing is said of `place`. The schema itself is the place of the whole object. Below what is free all is the same place.
 */
const char *types_find(const char *schema, const char *place, const char *key);

/* Of a place. What nothing is said of is a text. */
enum type types_of(const char *place);

#endif
