/*
 * An import on its way: see nnreg_import.
 *
 *     stage (import_stage.c)   every entry is held against the manifest, and files are copied to one session of staging
 *     judge (import_judge.c)   each network as a creation of its own (creation.h) whose files are copies of that session; specs
 *                              and versions, which name numbers of the export until the transaction
 *     store (import_store.c)   one transaction: what is here already is recognised (recognise.h), the rest is made
 */
#ifndef NNREG_REGISTRY_IMPORT_H
#define NNREG_REGISTRY_IMPORT_H

#include "registry/creation.h"
#include "registry/export_reader.h"
#include "registry/recognise.h"
#include "records/recognition.h"

struct nnreg_import_version {
    struct nnreg_version record; /* with numbers for ids, until it is stored */
    uint64_t spec, network;      /* these numbers */
    uint64_t id;                 /* here */
    bool made;
};

struct nnreg_import {
    nnreg *registry;
    nnreg_findings *findings;
    struct nnreg_call_options options;
    struct nnreg_export_reader reader;
    struct nnreg_creation session;   /* of all files: staged[i] is the i-th of the manifest */
    struct nnreg_creation *networks; /* by number; what they have of files are the session's */
    struct nnreg_spec *specs;
    struct nnreg_import_version *versions;
    struct nnreg_recognition known_networks, known_specs;
    uint64_t seen_networks, seen_specs; /* ids below were looked at in the snapshot */
};

/* NNREG_REFUSED: something is not as the manifest says. */
nnreg_status nnreg_import_stage(struct nnreg_import *import, struct nnreg_error *error);

/* NNREG_REFUSED: something could not be served, or does not fit together. */
nnreg_status nnreg_import_judge(struct nnreg_import *import, struct nnreg_error *error);

nnreg_status nnreg_import_store(struct nnreg_import *import, struct nnreg_error *error);

/* The entry of an object, in the layout. */
struct nnreg_export_entry *nnreg_import_entry(struct nnreg_import *import, enum nnreg_export_kind kind,
                                              size_t index);

#endif
