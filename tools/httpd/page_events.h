/* The history, as rows of a page. */
#ifndef NNREG_HTTPD_PAGE_EVENTS_H
#define NNREG_HTTPD_PAGE_EVENTS_H

#include "page.h"

/* Of the last changes those of one object, or all (object NULL), the newest first. Returns the number of the last event. */
uint64_t page_put_events(struct buffer *page, nnreg *registry, const char *object, uint64_t id);

#endif
