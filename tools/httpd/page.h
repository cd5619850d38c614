/*
 * The page for people: HTML made here, for browsers with and without scripts. What comes from a registry is hostile text (names of tensors
 * are whatever a model's author wrote): each value goes into a page by html_put.
 */
#ifndef NNREG_HTTPD_PAGE_H
#define NNREG_HTTPD_PAGE_H

#include "../http/html.h"
#include "request.h"

/* Routes. */
void page_networks(struct request *request);
void page_network(struct request *request);
void page_specs(struct request *request);
void page_spec(struct request *request);
void page_history(struct request *request);
void page_style(struct request *request);
void page_script(struct request *request);

/* The head of a page up to its main part, and what comes behind it. `here` is the path of the entry of the menu. */
void page_begin(struct buffer *page, const char *title, const char *here);
void page_answer(struct request *request, struct buffer *page);
/* A page that tells why there is no other. */
void page_failure(struct request *request, nnreg_status status);

#endif
