/*
 * Damage done to a registry behind its back, by lines of text: entries of tables through the store, files in their folder.
 *
 *     put TABLE KEY VALUE      an entry
 *     remove TABLE KEY
 *     cut TABLE KEY            the last half of a value goes
 *     flip TABLE KEY           the last bit of a value changes
 *     seal TABLE KEY           a value gets a checksum
 *     unseal TABLE KEY         the checksum of a value goes, with the index
 *     mislead TABLE KEY        the index of a value says less than there is, and its checksum is right
 *     move TABLE KEY KEY       an entry is put under another key
 *     set TABLE KEY MEMBER WORD  a member of a record becomes a number, a 'TEXT or a 'WORD; `none`: it is empty; `turned`: the first two
 *                              entries of a list change places. What was sealed is sealed again; of an event the hash stays
 *     reword TABLE KEY TEXT TEXT  one text in a value becomes another of the same length; what was sealed is sealed again
 *     clear TABLE
 *     rechain                  all hashes of the history are made anew for what its events say, and so is its end
 *     file WHAT NAME           what network 1 has under that name: remove, cut, grow, flip, folder, link
 *     blob NAME                a file of that name in blobs/; a folder of it where it has a '/'
 *     blobs                    the folder blobs/ goes, with all that is in it
 *     device CALL              from now on each such system call fails with EIO, until damage_end
 *     repair                   no damage: what there is is mended
 *
 * A KEY or VALUE is `first` or `last` (of the table), `none`, a number, NUMBER/NUMBER, 'TEXT, #HEXADECIMAL, or NAME:ID (of an index
 * by name).
 */
#ifndef NNREG_TESTS_DAMAGES_H
#define NNREG_TESTS_DAMAGES_H

#include "nnreg.h"

/* Asserts that each line could be done. */
void damage(nnreg *registry, const char *dir, const char *lines);

/* The system is as it was. */
void damage_end(void);

/* Where a file of a network is stored, in a static buffer. */
const char *damage_path(nnreg *registry, const char *dir, uint64_t network, const char *name);

#endif
