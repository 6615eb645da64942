#pragma once
#include <dlfcn.h>
#include <locale.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The part of libedit that reads a line from a terminal. The library is opened when a prompt is first shown and no header of it is
// needed to build, so its types and numbers are declared here as its header has them.

typedef struct { const char *buffer; const char *cursor; const char *lastchar; } exo_edit_line;
typedef struct { int num; const char *str; } exo_edit_event;

// What the Tab key does: so many characters before the cursor go, a text comes, else a list is shown.
typedef struct { int removed; char *insertion; char *listing; } exo_edit_completion;

typedef struct exo_editor {
    void *(*init)(const char *, FILE *, FILE *, FILE *);
    void (*end)(void *);
    int (*set)(void *, int, ...);
    const char *(*gets)(void *, int *);
    const exo_edit_line *(*line)(void *);
    int (*insert)(void *, const char *);
    void (*remove)(void *, int);
    void (*resize)(void *);
    void *(*history_init)(void);
    void (*history_end)(void *);
    int (*history)(void *, exo_edit_event *, int, ...);

    void *editor;
    void *log;
    FILE *output;
    char *prompt;
    int interrupted;
    void *owner;
    exo_edit_completion (*complete)(void *owner, const char *text, int length);
} exo_editor;

enum { exo_edit_set_prompt = 0, exo_edit_set_editor = 2, exo_edit_set_signal = 3, exo_edit_set_bind = 4,
    exo_edit_set_tty = 8, exo_edit_set_function = 9, exo_edit_set_history = 10, exo_edit_client_data = 14 };
enum { exo_edit_newline = 1, exo_edit_refresh = 4, exo_edit_error = 6, exo_edit_redisplay = 8 };
enum { exo_edit_history_size = 1, exo_edit_history_enter = 10, exo_edit_history_unique = 20 };

static inline int exo_edit_find(void *library, const char *name, void **function) {
    return (*function = dlsym(library, name)) != NULL;
}

// The library; Debian counts from 2 where others count from 0.
static inline void *exo_edit_library(int mode) {
    static const char *const names[] = { "libedit.so.2", "libedit.so" ".0", "libedit.3.dylib" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        void *library = dlopen(names[i], mode);
        if (library != NULL) return library;
    }
    return NULL;
}

// Finds the functions; 0 where the library is not there, or lacks one.
static inline int exo_edit_load(exo_editor *e) {
    void *library = exo_edit_library(RTLD_NOW | RTLD_LOCAL);
    return library != NULL
        && exo_edit_find(library, "el_init", (void **)&e->init) && exo_edit_find(library, "el_end", (void **)&e->end)
        && exo_edit_find(library, "el_set", (void **)&e->set) && dlsym(library, "el_get") != NULL
        && exo_edit_find(library, "el_gets", (void **)&e->gets) && exo_edit_find(library, "el_line", (void **)&e->line)
        && exo_edit_find(library, "el_insertstr", (void **)&e->insert)
        && exo_edit_find(library, "el_deletestr", (void **)&e->remove)
        && exo_edit_find(library, "el_resize", (void **)&e->resize)
        && exo_edit_find(library, "history_init", (void **)&e->history_init)
        && exo_edit_find(library, "history_end", (void **)&e->history_end)
        && exo_edit_find(library, "history", (void **)&e->history);
}

// Callbacks get the library's editor and nothing else; it knows our state, which they ask it for.
static inline exo_editor *exo_edit_state(void *editor) {
    int (*get)(void *, int, ...) = (int (*)(void *, int, ...))dlsym(exo_edit_library(RTLD_NOW | RTLD_NOLOAD), "el_get");
    exo_editor *state = NULL;
    get(editor, exo_edit_client_data, &state);
    return state;
}

static inline char *exo_edit_prompt(void *editor) { return exo_edit_state(editor)->prompt; }

static inline unsigned char exo_edit_interrupt(void *editor, int key) {
    (void)key;
    exo_edit_state(editor)->interrupted = 1;
    return exo_edit_newline;
}

static inline unsigned char exo_edit_tab(void *editor, int key) {
    (void)key;
    exo_editor *e = exo_edit_state(editor);
    const exo_edit_line *line = e->line(editor);
    exo_edit_completion found = e->complete(e->owner, line->buffer, (int)(line->cursor - line->buffer));
    unsigned char result = exo_edit_error;
    if (found.insertion != NULL && found.insertion[0] != '\0') {
        if (found.removed > 0) e->remove(editor, found.removed);
        e->insert(editor, found.insertion);
        result = exo_edit_refresh;
    } else if (found.listing != NULL) {
        fprintf(e->output, "\n%s", found.listing);
        fflush(e->output);
        result = exo_edit_redisplay;
    }
    free(found.insertion);
    free(found.listing);
    return result;
}

// Opens an editor on the terminal; 0 where that fails.
static inline int exo_edit_open(exo_editor *e, const char *program, int history_size) {
    // What is typed is UTF-8 or a single byte, as the locale says.
    if (setlocale(LC_CTYPE, "") == NULL || strcmp(setlocale(LC_CTYPE, NULL), "C") == 0) setlocale(LC_CTYPE, "C.UTF-8");
    e->prompt = strdup("");
    e->output = isatty(1) ? stdout : stderr;
    e->editor = e->init(program, stdin, e->output, stderr);
    if (e->editor == NULL) return 0;
    e->log = e->history_init();
    if (e->log == NULL) { e->end(e->editor); e->editor = NULL; return 0; }
    exo_edit_event event;
    e->history(e->log, &event, exo_edit_history_size, history_size);
    e->history(e->log, &event, exo_edit_history_unique, 1);
    e->set(e->editor, exo_edit_client_data, e);
    e->set(e->editor, exo_edit_set_prompt, exo_edit_prompt);
    e->set(e->editor, exo_edit_set_signal, 0);
    e->set(e->editor, exo_edit_set_editor, "emacs");
    e->set(e->editor, exo_edit_set_history, e->history, e->log);
    e->set(e->editor, exo_edit_set_function, "exo-complete", "Complete", exo_edit_tab);
    e->set(e->editor, exo_edit_set_function, "exo-interrupt", "Give the line up", exo_edit_interrupt);
    // Ctrl-C is a key while a line is edited: the line goes, the program stays.
    e->set(e->editor, exo_edit_set_tty, "-d", "-isig", NULL);
    static const char *const keys[][2] = {
        { "^C", "exo-interrupt" }, { "^I", "exo-complete" }, { "^R", "em-inc-search-prev" },
        { "\\e[H", "ed-move-to-beg" }, { "\\e[F", "ed-move-to-end" }, { "\\e[1~", "ed-move-to-beg" },
        { "\\e[4~", "ed-move-to-end" }, { "\\e[3~", "ed-delete-next-char" }, { "\\e[1;5C", "em-next-word" },
        { "\\e[1;5D", "ed-prev-word" },
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        e->set(e->editor, exo_edit_set_bind, keys[i][0], keys[i][1], NULL);
    return 1;
}

// A copy that the other functions free.
static inline char *exo_edit_copy(const char *text) { return strdup(text); }

// Reads a line with its line break; NULL at the end.
static inline const char *exo_edit_read(exo_editor *e, const char *prompt, int *length) {
    free(e->prompt);
    e->prompt = strdup(prompt);
    e->interrupted = 0;
    e->resize(e->editor);
    return e->gets(e->editor, length);
}

static inline void exo_edit_remember(exo_editor *e, const char *line) {
    exo_edit_event event;
    e->history(e->log, &event, exo_edit_history_enter, line);
}

static inline void exo_edit_close(exo_editor *e) {
    if (e->editor != NULL) e->end(e->editor);
    if (e->log != NULL) e->history_end(e->log);
    free(e->prompt);
}
