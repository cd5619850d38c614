/* Names for files and folders of one's own beside those of others. */
#ifndef NNREG_BASE_UNIQUE_NAME_H
#define NNREG_BASE_UNIQUE_NAME_H

#define NNREG_UNIQUE_NAME 64 /* bytes, with its NUL */

/*
 * `prefix` (up to 24 bytes), the process's id, and 64 random bits. That nobody else has the name is likely, not certain: who
 * makes something of it sees whether it is there already.
 */
void nnreg_unique_name(char out[NNREG_UNIQUE_NAME], const char *prefix);

#endif
