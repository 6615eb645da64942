#pragma once
#include <dlfcn.h>
#include <jq.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

// The part of libjq that compiles one program and runs it on one text after another. The library is opened when `--jq` is used;
// its header gives the types. Values of jq stay on this side of the border.

#define EXO_JQ_FUNCTIONS(each) \
    each(jq_init) each(jq_set_error_cb) each(jq_compile_args) each(jq_start) each(jq_next) each(jq_teardown) \
    each(jq_halted) each(jq_get_exit_code) each(jq_get_error_message) each(jq_set_attr) \
    each(jv_parse_sized) each(jv_dump_string) each(jv_get_kind) each(jv_copy) each(jv_free) \
    each(jv_invalid_has_msg) each(jv_invalid_get_msg) each(jv_string) each(jv_string_value) \
    each(jv_string_length_bytes) each(jv_number_value) each(jv_array) each(jv_array_append) each(jv_object) \
    each(jv_object_set)

#define EXO_JQ_FIELD(name) __typeof__(&name) name;
struct exo_jq_functions { EXO_JQ_FUNCTIONS(EXO_JQ_FIELD) };

typedef struct {
    struct exo_jq_functions by;
    jq_state *state;
    // What was said last: a result or an error, as text.
    jv text;
    int has_text;
    char *messages;
    size_t messages_length;
} exo_jq_program;

enum { EXO_JQ_END, EXO_JQ_RESULT, EXO_JQ_ERROR, EXO_JQ_HALTED };

#define EXO_JQ_FIND(name) && (found->name = (__typeof__(&name))dlsym(library, #name)) != NULL

// Finds the functions; 0 where the library is not there, or lacks one.
static inline int exo_jq_load(struct exo_jq_functions *found) {
    static const char *const names[] = {
        "libjq.so.1", "libjq.1.dylib", "/opt/homebrew/lib/libjq.1.dylib", "/usr/local/lib/libjq.1.dylib",
    };
    void *library = NULL;
    for (size_t place = 0; library == NULL && place < sizeof names / sizeof *names; place++)
        library = dlopen(names[place], RTLD_NOW | RTLD_LOCAL);
    return library != NULL EXO_JQ_FUNCTIONS(EXO_JQ_FIND);
}

static inline void exo_jq_hold(exo_jq_program *program, jv text) {
    if (program->has_text) program->by.jv_free(program->text);
    program->text = text;
    program->has_text = 1;
}

static inline const char *exo_jq_text(const exo_jq_program *program, size_t *length) {
    *length = (size_t)program->by.jv_string_length_bytes(program->by.jv_copy(program->text));
    return program->by.jv_string_value(program->text);
}

// Makes a text of a message, which is taken.
static inline jv exo_jq_message(const exo_jq_program *program, jv message) {
    return program->by.jv_get_kind(message) == JV_KIND_STRING ? message : program->by.jv_dump_string(message, 0);
}

static inline void exo_jq_note(void *data, jv message) {
    exo_jq_program *program = (exo_jq_program *)data;
    jv text = exo_jq_message(program, message);
    size_t length = (size_t)program->by.jv_string_length_bytes(program->by.jv_copy(text));
    char *longer = (char *)realloc(program->messages, program->messages_length + length + 1);
    if (longer != NULL) {
        memcpy(longer + program->messages_length, program->by.jv_string_value(text), length);
        longer[program->messages_length + length] = '\n';
        program->messages = longer;
        program->messages_length += length + 1;
    }
    program->by.jv_free(text);
}

static inline void exo_jq_set(exo_jq_program *program, const char *name, jv value) {
    program->by.jq_set_attr(program->state, program->by.jv_string(name), value);
}

// Compiles; 0 with messages where the text is no program. Modules are looked for where the program jq does.
static inline int exo_jq_compile(exo_jq_program *program, const char *text) {
    const struct exo_jq_functions *by = &program->by;
    program->state = by->jq_init();
    if (program->state == NULL) return 0;
    by->jq_set_error_cb(program->state, exo_jq_note, program);
    jv folders = by->jv_array_append(by->jv_array(), by->jv_string("~/.jq"));
    folders = by->jv_array_append(folders, by->jv_string("$ORIGIN/../lib/jq"));
    exo_jq_set(program, "JQ_LIBRARY_PATH", by->jv_array_append(folders, by->jv_string("$ORIGIN/../lib")));
    exo_jq_set(program, "JQ_ORIGIN", by->jv_string("/usr/bin"));
    exo_jq_set(program, "PROGRAM_ORIGIN", by->jv_string("."));
    jv words = by->jv_object_set(by->jv_object(), by->jv_string("positional"), by->jv_array());
    words = by->jv_object_set(words, by->jv_string("named"), by->jv_object());
    return by->jq_compile_args(program->state, text, by->jv_object_set(by->jv_object(), by->jv_string("ARGS"), words));
}

// Begins to run on a JSON text; 0 with the reason as text where it is none.
static inline int exo_jq_begin(exo_jq_program *program, const char *json, size_t length) {
    jv value = program->by.jv_parse_sized(json, (int)length);
    if (program->by.jv_get_kind(value) == JV_KIND_INVALID) {
        exo_jq_hold(program, exo_jq_message(program, program->by.jv_invalid_get_msg(value)));
        return 0;
    }
    program->by.jq_start(program->state, value, 0);
    return 1;
}

static inline int exo_jq_halt(exo_jq_program *program, int *code) {
    jv exit_code = program->by.jq_get_exit_code(program->state);
    *code = program->by.jv_get_kind(exit_code) == JV_KIND_NUMBER ? (int)program->by.jv_number_value(exit_code) : 0;
    program->by.jv_free(exit_code);
    jv message = program->by.jq_get_error_message(program->state);
    int says = program->by.jv_get_kind(message) != JV_KIND_INVALID && program->by.jv_get_kind(message) != JV_KIND_NULL;
    if (!says) program->by.jv_free(message);
    exo_jq_hold(program, says ? exo_jq_message(program, message) : program->by.jv_string(""));
    return EXO_JQ_HALTED;
}

// What comes next: a result as JSON text, an error as text, or nothing.
static inline int exo_jq_next(exo_jq_program *program, int *code) {
    jv result = program->by.jq_next(program->state);
    if (program->by.jv_get_kind(result) != JV_KIND_INVALID) {
        exo_jq_hold(program, program->by.jv_dump_string(result, 0));
        return EXO_JQ_RESULT;
    }
    if (program->by.jq_halted(program->state)) {
        program->by.jv_free(result);
        return exo_jq_halt(program, code);
    }
    int is_error = program->by.jv_invalid_has_msg(program->by.jv_copy(result));
    jv message = program->by.jv_invalid_get_msg(result);
    if (!is_error) {
        program->by.jv_free(message);
        return EXO_JQ_END;
    }
    exo_jq_hold(program, exo_jq_message(program, message));
    return EXO_JQ_ERROR;
}

static inline void exo_jq_end(exo_jq_program *program) {
    if (program->has_text) program->by.jv_free(program->text);
    if (program->state != NULL) program->by.jq_teardown(&program->state);
    free(program->messages);
}
