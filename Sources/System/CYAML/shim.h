#pragma once
#include <dlfcn.h>
#include <stddef.h>
#include <string.h>
#include <yaml.h>

// The emitter of libyaml. The library is opened when YAML is written; its header gives the types.

#define EXO_YAML_FUNCTIONS(each) \
    each(yaml_emitter_initialize) each(yaml_emitter_delete) each(yaml_emitter_set_output) each(yaml_emitter_set_width) \
    each(yaml_emitter_set_unicode) each(yaml_emitter_emit) each(yaml_emitter_flush) \
    each(yaml_stream_start_event_initialize) each(yaml_stream_end_event_initialize) \
    each(yaml_document_start_event_initialize) each(yaml_document_end_event_initialize) \
    each(yaml_sequence_start_event_initialize) each(yaml_sequence_end_event_initialize) \
    each(yaml_mapping_start_event_initialize) each(yaml_mapping_end_event_initialize) \
    each(yaml_scalar_event_initialize)

#define EXO_YAML_FIELD(name) __typeof__(&name) name;

typedef struct {
    struct { EXO_YAML_FUNCTIONS(EXO_YAML_FIELD) } by;
    yaml_emitter_t emitter;
} exo_yaml_writer;

#define EXO_YAML_FIND(name) && (writer->by.name = (__typeof__(&name))dlsym(library, #name)) != NULL

// Finds the functions; 0 where the library is not there, or lacks one.
static inline int exo_yaml_load(exo_yaml_writer *writer) {
    static const char *const names[] = {
        "libyaml-0.so.2", "libyaml-0.2.dylib", "/opt/homebrew/lib/libyaml-0.2.dylib", "/usr/local/lib/libyaml-0.2.dylib",
    };
    void *library = NULL;
    for (size_t place = 0; library == NULL && place < sizeof names / sizeof *names; place++)
        library = dlopen(names[place], RTLD_NOW | RTLD_LOCAL);
    return library != NULL EXO_YAML_FUNCTIONS(EXO_YAML_FIND);
}

// Begins a stream that the handler writes, its lines as long as they are and characters as they are.
static inline int exo_yaml_begin(exo_yaml_writer *writer, yaml_write_handler_t *handler, void *context) {
    yaml_event_t event;
    if (!writer->by.yaml_emitter_initialize(&writer->emitter)) return 0;
    writer->by.yaml_emitter_set_output(&writer->emitter, handler, context);
    writer->by.yaml_emitter_set_width(&writer->emitter, -1);
    writer->by.yaml_emitter_set_unicode(&writer->emitter, 1);
    return writer->by.yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING)
        && writer->by.yaml_emitter_emit(&writer->emitter, &event)
        && writer->by.yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1)
        && writer->by.yaml_emitter_emit(&writer->emitter, &event);
}

static inline int exo_yaml_begin_sequence(exo_yaml_writer *writer) {
    yaml_event_t event;
    return writer->by.yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE)
        && writer->by.yaml_emitter_emit(&writer->emitter, &event);
}

static inline int exo_yaml_end_sequence(exo_yaml_writer *writer) {
    yaml_event_t event;
    return writer->by.yaml_sequence_end_event_initialize(&event) && writer->by.yaml_emitter_emit(&writer->emitter, &event);
}

static inline int exo_yaml_begin_mapping(exo_yaml_writer *writer) {
    yaml_event_t event;
    return writer->by.yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE)
        && writer->by.yaml_emitter_emit(&writer->emitter, &event);
}

static inline int exo_yaml_end_mapping(exo_yaml_writer *writer) {
    yaml_event_t event;
    return writer->by.yaml_mapping_end_event_initialize(&event) && writer->by.yaml_emitter_emit(&writer->emitter, &event);
}

static inline int exo_yaml_scalar(exo_yaml_writer *writer, const unsigned char *text, size_t length, int style) {
    yaml_event_t event;
    return writer->by.yaml_scalar_event_initialize(
               &event, NULL, NULL, (const yaml_char_t *)text, (int)length, 1, 1, (yaml_scalar_style_t)style)
        && writer->by.yaml_emitter_emit(&writer->emitter, &event);
}

// Ends the document and the stream.
static inline int exo_yaml_end(exo_yaml_writer *writer) {
    yaml_event_t event;
    return writer->by.yaml_document_end_event_initialize(&event, 1)
        && writer->by.yaml_emitter_emit(&writer->emitter, &event)
        && writer->by.yaml_stream_end_event_initialize(&event)
        && writer->by.yaml_emitter_emit(&writer->emitter, &event)
        && writer->by.yaml_emitter_flush(&writer->emitter);
}

static inline void exo_yaml_delete(exo_yaml_writer *writer) { writer->by.yaml_emitter_delete(&writer->emitter); }
