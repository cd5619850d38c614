/* Decimal numbers as every file spells them, whatever decimal comma the host's locale has. */
#ifndef NNREG_BASE_DECIMAL_H
#define NNREG_BASE_DECIMAL_H

/* As strtod in the C locale: the longest number that the text begins with. */
double nnreg_decimal_to_double(const char *text);

#endif
