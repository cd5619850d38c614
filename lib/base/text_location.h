/*
 * Where one is in a text, as people count: lines and columns from 1. A column is a character, however many bytes it has.
 * Lines end with LF, CR LF or CR, where CR LF is one end.
 */
#ifndef NNREG_BASE_TEXT_LOCATION_H
#define NNREG_BASE_TEXT_LOCATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nnreg_text_location {
    size_t offset;
    uint64_t line;
    uint64_t column;
};

#define NNREG_TEXT_LOCATION_INIT \
    {                            \
        0, 1, 1                  \
    }

/*
 * Moves a location on to `offset`, at the cost of what is between: for many offsets in ascending order. An offset inside a
 * character means the character; an offset behind the text its end. A byte that is no UTF-8 counts as a character.
 */
void nnreg_text_advance(struct nnreg_text_location *location, const char *text, size_t length, size_t offset);

/* The line and column of one offset. */
void nnreg_text_locate(uint64_t *line, uint64_t *column, const char *text, size_t length, size_t offset);

/* Whether a line ends with this byte, `next` being the one behind it or -1: the CR of a CR LF does not end it. */
static inline bool nnreg_text_ends_line(int byte, int next)
{
    return byte == '\n' || (byte == '\r' && next != '\n');
}

/* Whether a byte goes on with a character (UTF-8): it is no column of its own, for readers that see single bytes. */
static inline bool nnreg_text_continues(unsigned byte)
{
    return (byte & 0xc0) == 0x80;
}

#endif
