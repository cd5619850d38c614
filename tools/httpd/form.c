/* A form: see form.h. */
#include "form.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "answer.h"
#include "kinds.h"
#include "../http/multipart.h"
#include "routes.h"

#define COME_BACK 5 /* seconds, when there are too many uploads */

/* What a part is: a field by its path, the whole description, a file, or an archive of files. */
enum part { PART_FIELD, PART_WHOLE, PART_FILE, PART_ARCHIVE };

struct form {
    struct request *request;
    struct multipart multipart;
    nnreg_form *fields;
    size_t field_bytes;   /* of all paths and texts */
    nnreg_bundle *bundle; /* NULL: there are no files */
    nnreg_upload *upload; /* the file that comes in; it is received where a create takes it */
    size_t file_count;
    bool takes_files; /* and has a place among the server's uploads */
    bool has_whole;
    enum part part;
    bool is_json;
    struct buffer name, chars; /* of the part; chars of a field */
};

/* ------------------------------------------------------------------------------------------------------ files -- */

static bool file_went(struct form *form, nnreg_status status)
{
    if (status != NNREG_OK)
        answer_failure(form->request, status, NULL);
    return status == NNREG_OK;
}

static bool file_end(struct form *form)
{
    nnreg_status status = form->bundle == NULL ? nnreg_bundle_new(&form->bundle) : NNREG_OK;

    if (status == NNREG_OK)
        status = (form->part == PART_ARCHIVE ? nnreg_bundle_add_zip_upload : nnreg_bundle_add_upload)(
            form->bundle, form->upload, buffer_text(&form->name));
    nnreg_upload_free(form->upload); /* the bundle has it */
    form->upload = NULL;
    return file_went(form, status);
}

/* ------------------------------------------------------------------------------------------------------ parts -- */

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), least = strlen(end);

    return length >= least && strcasecmp(text + length - least, end) == 0;
}

/* An asset of a model may be an archive, too: it is a file in a folder. */
static bool is_archive(const struct multipart_part *part)
{
    return ends_with(part->type, "/zip") || ends_with(part->type, "/x-zip-compressed") ||
           (strchr(part->name, '/') == NULL &&
            (ends_with(part->name, ".zip") || ends_with(part->filename, ".zip")));
}

/*
 * A part is a file if it has a filename and its name is no member of the object ("preprocessing=@preprocessing.json" of curl is one). It is
 * called by its name, and by its filename where the name is the place in a list, as of the client that is given a list of files.
 */
static enum part part_of(const struct form *form, const struct multipart_part *part)
{
    if (strcmp(part->name, form->request->place.kind->word) == 0)
        return PART_WHOLE;
    if (part->filename == NULL || nnreg_form_has(form->fields, part->name))
        return PART_FIELD;
    return is_archive(part) ? PART_ARCHIVE : PART_FILE;
}

static bool begin_part(void *context, const struct multipart_part *part)
{
    struct form *form = context;
    const char *slash = part->filename != NULL ? strrchr(part->filename, '/') : NULL;

    form->part = part_of(form, part);
    form->is_json = strcasecmp(part->type, TYPE_JSON) == 0;
    buffer_free(&form->name);
    buffer_free(&form->chars);
    buffer_put(&form->name, form->part < PART_FILE || !ends_with(part->name, "]") ? part->name
                            : slash != NULL                                       ? slash + 1
                                                                                  : part->filename);
    if (form->name.failed)
        answer_failure(form->request, NNREG_NO_MEMORY, NULL);
    else if (form->part < PART_FILE)
        return true;
    else if (!form->takes_files)
        http_answer_error(&form->request->http, MHD_HTTP_BAD_REQUEST, "here a form can have no files: \"%s\"",
                          buffer_text(&form->name));
    else if (++form->file_count > NNREG_LIMIT_FILES)
        http_answer_error(&form->request->http, MHD_HTTP_CONTENT_TOO_LARGE, "a form can have up to %u files",
                          NNREG_LIMIT_FILES);
    else
        return file_went(form, nnreg_upload_new(form->request->server->registry, &form->upload));
    return false;
}

static bool add_content(void *context, const char *bytes, size_t size)
{
    struct form *form = context;

    if (form->part >= PART_FILE)
        return file_went(form, nnreg_upload_write(form->upload, bytes, size));
    if (form->field_bytes + form->chars.length + size > NNREG_LIMIT_JSON)
        http_answer_error(&form->request->http, MHD_HTTP_CONTENT_TOO_LARGE,
                          "the fields of a form can have up to %u bytes", NNREG_LIMIT_JSON);
    buffer_add(&form->chars, bytes, size);
    if (form->chars.failed)
        answer_failure(form->request, NNREG_NO_MEMORY, NULL);
    return form->request->http.response == NULL;
}

static bool field_went(struct form *form, nnreg_status status)
{
    if (status == NNREG_NO_MEMORY)
        answer_failure(form->request, status, NULL);
    else if (status != NNREG_OK)
        http_answer_error(&form->request->http,
                          status == NNREG_LIMIT     ? MHD_HTTP_CONTENT_TOO_LARGE
                          : status == NNREG_REFUSED ? MHD_HTTP_UNPROCESSABLE_CONTENT
                                                    : MHD_HTTP_BAD_REQUEST,
                          "%s", nnreg_form_message(form->fields));
    return status == NNREG_OK;
}

static bool end_part(void *context)
{
    struct form *form = context;

    if (form->part >= PART_FILE)
        return file_end(form);
    if (form->part == PART_FIELD) {
        form->field_bytes += form->name.length + form->chars.length;
        return field_went(form, nnreg_form_add(form->fields, buffer_text(&form->name),
                                               buffer_text(&form->chars), form->chars.length, form->is_json));
    }
    if (form->has_whole) {
        http_answer_error(&form->request->http, MHD_HTTP_BAD_REQUEST, "the field \"%s\" is there twice",
                          buffer_text(&form->name));
        return false;
    }
    form->has_whole = true;
    form->request->body.json = form->chars;
    form->chars = (struct buffer){0};
    return true;
}

/* --------------------------------------------------------------------------------------------------- the form -- */

/* Before an answer goes out, so that who has it finds the place free. */
static void leave_place(struct form *form)
{
    if (form->takes_files)
        atomic_fetch_sub(&form->request->server->uploads, 1);
    form->takes_files = false;
}

/* A place among those who send files, until all has come. */
static bool take_place(struct form *form)
{
    struct server *server = form->request->server;

    if ((form->request->place.route->flags & ROUTE_FILES) == 0)
        return true;
    form->takes_files = true;
    if (atomic_fetch_add(&server->uploads, 1) < server->settings->uploads)
        return true;
    http_answer_later(&form->request->http, MHD_HTTP_TOO_MANY_REQUESTS, COME_BACK,
                      "%llu uploads are under way, which is as many as can be",
                      (unsigned long long)server->settings->uploads);
    return false;
}

struct form *form_begin(struct request *request)
{
    struct form *form = calloc(1, sizeof *form);
    const char *wrong;

    if (form == NULL) {
        answer_failure(request, NNREG_NO_MEMORY, NULL);
        return NULL;
    }
    form->request = request;
    wrong = multipart_begin(&form->multipart, http_header(&request->http, MHD_HTTP_HEADER_CONTENT_TYPE),
                            (struct multipart_taker){begin_part, add_content, end_part, form});
    if (wrong != NULL)
        http_answer_error(&request->http, MHD_HTTP_BAD_REQUEST, "%s", wrong);
    else if (take_place(form) && nnreg_form_new(&form->fields, request->place.kind->word) != NNREG_OK)
        answer_failure(request, NNREG_NO_MEMORY, NULL);
    if (request->http.response == NULL)
        return form;
    form_free(form);
    return NULL;
}

static void answer_wrong(struct form *form)
{
    if (form->multipart.wrong != NULL)
        http_answer_error(&form->request->http, MHD_HTTP_BAD_REQUEST, "%s", form->multipart.wrong);
}

void form_receive(struct request *request, const char *piece, size_t size)
{
    struct form *form = request->body.form;

    if (!multipart_receive(&form->multipart, piece, size))
        answer_wrong(form);
}

static void make_json(struct form *form)
{
    char *json;
    size_t length;

    if (!field_went(form, nnreg_form_json(&json, &length, form->fields)))
        return;
    buffer_add(&form->request->body.json, json, length);
    nnreg_free(json);
    if (form->request->body.json.failed)
        answer_failure(form->request, NNREG_NO_MEMORY, NULL);
}

void form_finish(struct request *request)
{
    struct form *form = request->body.form;

    leave_place(form);
    if (!multipart_finish(&form->multipart))
        answer_wrong(form);
    else if (!form->has_whole)
        make_json(form);
    else if (form->field_bytes > 0)
        http_answer_error(&request->http, MHD_HTTP_BAD_REQUEST,
                          "the form has fields beside \"%s\", which is all of them",
                          request->place.kind->word);
}

const nnreg_bundle *form_bundle(const struct form *form)
{
    return form != NULL ? form->bundle : NULL;
}

void form_free(struct form *form)
{
    if (form == NULL)
        return;
    leave_place(form);
    nnreg_form_free(form->fields);
    nnreg_bundle_free(form->bundle);
    nnreg_upload_free(form->upload);
    buffer_free(&form->name);
    buffer_free(&form->chars);
    free(form);
}
