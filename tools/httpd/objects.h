/* Objects of all kinds, as the API has them. */
#ifndef NNREG_HTTPD_OBJECTS_H
#define NNREG_HTTPD_OBJECTS_H

#include "kinds.h"
#include "request.h"

void objects_list(struct request *request);
void objects_versions_of_spec(struct request *request);
void objects_get(struct request *request);
void objects_create(struct request *request);
void objects_update(struct request *request);
void objects_delete(struct request *request);
void objects_infer(struct request *request);

/* Reads the object that the path names. false: there is an answer. */
bool objects_read(struct request *request, struct object *object);

#endif
