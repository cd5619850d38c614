/* Decimal numbers as every file spells them, whatever decimal comma the host's locale has. */
#ifndef NNREG_BASE_DECIMAL_H
#define NNREG_BASE_DECIMAL_H

/* As strtod in the C locale: the longest number that the text begins with. */
double nnreg_decimal_to_double(const char *text);

#define NNREG_DECIMAL_SHOWN 32

/* For messages: up to six digits, as %g in the C locale. */
const char *nnreg_decimal_shown(char out[NNREG_DECIMAL_SHOWN], double number);
/* The same in room that lasts until the end of the block. */
#define NNREG_DECIMAL(number) nnreg_decimal_shown((char[NNREG_DECIMAL_SHOWN]){0}, (number))

#endif
