#pragma once
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// The part of libsecret that keeps one text in a keyring. The library is opened when it is first used and no header of it is
// needed to build, so its types are declared here as its headers have them.

typedef struct { uint32_t domain; int code; char *message; } exo_secret_error;
typedef struct { const char *name; int type; } exo_secret_attribute;
typedef struct {
    const char *name;
    int flags;
    exo_secret_attribute attributes[32];
    int reserved;
    void *more_reserved[7];
} exo_secret_schema;

struct exo_secret_functions {
    void *(*service_get)(int flags, void *cancellable, exo_secret_error **);
    void *(*collection_for_alias)(void *service, const char *alias, int flags, void *cancellable, exo_secret_error **);
    int (*collection_get_locked)(void *collection);
    void *(*value_new)(const char *bytes, long count, const char *content_type);
    const char *(*value_get)(void *value, size_t *count);
    void (*value_unref)(void *value);
    int (*store)(const exo_secret_schema *, const char *collection, const char *label, void *value, void *cancellable, exo_secret_error **, ...);
    void *(*look_up)(const exo_secret_schema *, void *cancellable, exo_secret_error **, ...);
    void (*object_unref)(void *object);
    void (*error_free)(exo_secret_error *);
};

static inline int exo_secret_find(void *library, const char *name, void **function) {
    return (*function = dlsym(library, name)) != NULL;
}

// Finds the functions; 0 where the library is not there, or lacks one.
static inline int exo_secret_load(struct exo_secret_functions *found) {
    void *library = dlopen("libsecret-1.so.0", RTLD_NOW | RTLD_LOCAL);
    return library != NULL
        && exo_secret_find(library, "secret_service_get_sync", (void **)&found->service_get)
        && exo_secret_find(library, "secret_collection_for_alias_sync", (void **)&found->collection_for_alias)
        && exo_secret_find(library, "secret_collection_get_locked", (void **)&found->collection_get_locked)
        && exo_secret_find(library, "secret_value_new", (void **)&found->value_new)
        && exo_secret_find(library, "secret_value_get", (void **)&found->value_get)
        && exo_secret_find(library, "secret_value_unref", (void **)&found->value_unref)
        && exo_secret_find(library, "secret_password_store_binary_sync", (void **)&found->store)
        && exo_secret_find(library, "secret_password_lookup_binary_sync", (void **)&found->look_up)
        && exo_secret_find(library, "g_object_unref", (void **)&found->object_unref)
        && exo_secret_find(library, "g_error_free", (void **)&found->error_free);
}

// The keyring that is used when none is named; NULL without an error where there is none.
static inline void *exo_secret_default_keyring(const struct exo_secret_functions *by, exo_secret_error **error) {
    void *service = by->service_get(0, NULL, error);
    if (service == NULL) return NULL;
    void *keyring = by->collection_for_alias(service, "default", 0, NULL, error);
    by->object_unref(service);
    return keyring;
}

static inline int exo_secret_is_locked(const struct exo_secret_functions *by, void *keyring) {
    return by->collection_get_locked(keyring);
}

static inline void exo_secret_release(const struct exo_secret_functions *by, void *object) { by->object_unref(object); }

// The value of the one item of a schema without attributes; NULL without an error where there is none.
static inline void *exo_secret_look_up(const struct exo_secret_functions *by, const char *name, exo_secret_error **error) {
    exo_secret_schema schema;
    memset(&schema, 0, sizeof schema);
    schema.name = name;
    return by->look_up(&schema, NULL, error, NULL);
}

static inline const char *exo_secret_bytes(const struct exo_secret_functions *by, void *value, size_t *count) {
    return by->value_get(value, count);
}

static inline void exo_secret_forget(const struct exo_secret_functions *by, void *value) { by->value_unref(value); }

// Keeps a text as the one item of a schema without attributes; 0 with an error where that fails.
static inline int exo_secret_store(
    const struct exo_secret_functions *by, const char *name, const char *label, const void *bytes, long count,
    exo_secret_error **error
) {
    exo_secret_schema schema;
    memset(&schema, 0, sizeof schema);
    schema.name = name;
    void *value = by->value_new((const char *)bytes, count, "text/plain");
    int done = by->store(&schema, NULL, label, value, NULL, error, NULL);
    by->value_unref(value);
    return done;
}

static inline void exo_secret_free_error(const struct exo_secret_functions *by, exo_secret_error *error) {
    by->error_free(error);
}
