/* The shortest text of a double, for the JSON writer. */
#ifndef NNREG_CODEC_JSON_NUMBER_H
#define NNREG_CODEC_JSON_NUMBER_H

#include "base/bytes.h"

/* As nnreg_json_put_number, without a place in a text. `number` is finite. */
void nnreg_json_put_shortest(struct nnreg_bytes *out, double number);

#endif
