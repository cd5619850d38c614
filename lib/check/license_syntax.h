/* License expressions of SPDX, by their grammar alone. */
#ifndef NNREG_CHECK_LICENSE_SYNTAX_H
#define NNREG_CHECK_LICENSE_SYNTAX_H

#include <stdbool.h>

/* Whether the text is a license expression; which identifiers there are is not looked at. */
bool nnreg_is_license_expression(const char *text);

#endif
