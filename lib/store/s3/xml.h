/*
 * The little of XML that a store answers in: elements, text, the five entities and numeric ones; a declaration in front, attributes
 * passed over. Nothing else: no document type, no CDATA, no comment, so nothing that could be expanded.
 */
#ifndef NNREG_STORE_S3_XML_H
#define NNREG_STORE_S3_XML_H

#include <stdbool.h>
#include <stddef.h>

#define NNREG_XML_PATH  256  /* bytes of the names of all open elements, with '/' between and a NUL */
#define NNREG_XML_TEXT  4096 /* bytes of an element's text, with a NUL */
#define NNREG_XML_DEPTH 8

/*
 * At the end of each element: its path ("Error/Code") and its text, "" for one that has others in it. Both are borrowed for the call.
 * False ends the reading, which then fails.
 */
typedef bool nnreg_s3_xml_visit(const char *path, const char *text, void *context);

/* Whether it is one whole document that is written so. What was visited before a failure was there. */
bool nnreg_s3_xml_read(const char *content, size_t size, nnreg_s3_xml_visit *visit, void *context);

#endif
