#pragma once
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>

// The part of libsystemd that speaks D-Bus (sd-bus(3)). The library is opened when it is first used and no header of it is
// needed to build, so its types are declared here as its headers have them.

typedef struct sd_bus sd_bus;
typedef struct sd_bus_message sd_bus_message;
typedef struct { const char *name; const char *message; int must_be_freed; } sd_bus_error;

struct exo_bus_functions {
    int (*new_bus)(sd_bus **);
    int (*set_address)(sd_bus *, const char *);
    int (*set_bus_client)(sd_bus *, int);
    int (*start)(sd_bus *);
    sd_bus *(*close_unref)(sd_bus *);
    int (*get_fd)(sd_bus *);
    int (*get_events)(sd_bus *);
    int (*process)(sd_bus *, sd_bus_message **);
    int (*send)(sd_bus *, sd_bus_message *, uint64_t *);
    int (*new_method_call)(sd_bus *, sd_bus_message **, const char *, const char *, const char *, const char *);
    int (*append_basic)(sd_bus_message *, char, const void *);
    int (*read_basic)(sd_bus_message *, char, void *);
    int (*reply_cookie)(sd_bus_message *, uint64_t *);
    const sd_bus_error *(*get_error)(sd_bus_message *);
    sd_bus_message *(*unref)(sd_bus_message *);
};

static inline int exo_bus_look_up(void *library, const char *name, void **function) {
    return (*function = dlsym(library, name)) != NULL;
}

// Finds the functions; 0 where the library is not there, or lacks one.
static inline int exo_bus_load(struct exo_bus_functions *found) {
    void *library = dlopen("libsystemd.so.0", RTLD_NOW | RTLD_LOCAL);
    return library != NULL
        && exo_bus_look_up(library, "sd_bus_new", (void **)&found->new_bus)
        && exo_bus_look_up(library, "sd_bus_set_address", (void **)&found->set_address)
        && exo_bus_look_up(library, "sd_bus_set_bus_client", (void **)&found->set_bus_client)
        && exo_bus_look_up(library, "sd_bus_start", (void **)&found->start)
        && exo_bus_look_up(library, "sd_bus_close_unref", (void **)&found->close_unref)
        && exo_bus_look_up(library, "sd_bus_get_fd", (void **)&found->get_fd)
        && exo_bus_look_up(library, "sd_bus_get_events", (void **)&found->get_events)
        && exo_bus_look_up(library, "sd_bus_process", (void **)&found->process)
        && exo_bus_look_up(library, "sd_bus_send", (void **)&found->send)
        && exo_bus_look_up(library, "sd_bus_message_new_method_call", (void **)&found->new_method_call)
        && exo_bus_look_up(library, "sd_bus_message_append_basic", (void **)&found->append_basic)
        && exo_bus_look_up(library, "sd_bus_message_read_basic", (void **)&found->read_basic)
        && exo_bus_look_up(library, "sd_bus_message_get_reply_cookie", (void **)&found->reply_cookie)
        && exo_bus_look_up(library, "sd_bus_message_get_error", (void **)&found->get_error)
        && exo_bus_look_up(library, "sd_bus_message_unref", (void **)&found->unref);
}
