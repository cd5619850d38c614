/* URLs of the web, by their grammar alone. */
#ifndef NNREG_CHECK_URL_SYNTAX_H
#define NNREG_CHECK_URL_SYNTAX_H

/* What is wrong with a text that has to be an absolute http or https URL, behind its name; static. NULL: nothing is. */
const char *nnreg_url_fault(const char *text);

#endif
