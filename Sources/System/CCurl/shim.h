#pragma once
#include <dlfcn.h>
#include <stddef.h>
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// The part of libcurl that sends requests and takes URLs apart. The library, and the thirty that it needs, is opened when it is
// used, since that takes longer than most of what is done without a request; its header gives the types.

#define EXO_CURL_FUNCTIONS(each) \
    each(global_init) each(version_info) each(free) \
    each(easy_init) each(easy_cleanup) each(easy_pause) each(easy_strerror) each(easy_setopt) each(easy_getinfo) \
    each(multi_init) each(multi_cleanup) each(multi_setopt) each(multi_add_handle) each(multi_remove_handle) \
    each(multi_perform) each(multi_poll) each(multi_wakeup) each(multi_info_read) \
    each(share_init) each(share_setopt) each(share_cleanup) \
    each(slist_append) each(slist_free_all) \
    each(url) each(url_cleanup) each(url_set) each(url_get)

#define EXO_CURL_FIELD(name) __typeof__(&curl_##name) _Nonnull name;
typedef struct { EXO_CURL_FUNCTIONS(EXO_CURL_FIELD) } exo_curl;

#define EXO_CURL_FIND(name) && (found->name = (__typeof__(&curl_##name))dlsym(library, "curl_" #name)) != NULL

// Finds the functions; 0 where no library is there that has them all. A name alone is looked for where the system's loader looks;
// that of macOS looks into the working folder too, so that paths stand there.
static inline int exo_curl_load(exo_curl *_Nonnull found) {
#ifdef __APPLE__
    static const char *const names[] = {
        "/opt/homebrew/opt/curl/lib/libcurl.4.dylib", "/usr/local/opt/curl/lib/libcurl.4.dylib",
        "/usr/lib/libcurl.4.dylib",
    };
#else
    static const char *const names[] = { "libcurl.so.4" };
#endif
    for (size_t place = 0; place < sizeof names / sizeof *names; place++) {
        void *library = dlopen(names[place], RTLD_LAZY | RTLD_LOCAL);
        if (library == NULL) continue;
        if (1 EXO_CURL_FUNCTIONS(EXO_CURL_FIND)) return 1;
        dlclose(library);
    }
    return 0;
}

static inline CURLcode exo_curl_easy_setopt_long(
    const exo_curl *_Nonnull curl, CURL *_Nonnull easy, CURLoption option, long value) {
    return curl->easy_setopt(easy, option, value);
}
static inline CURLcode exo_curl_easy_setopt_offset(
    const exo_curl *_Nonnull curl, CURL *_Nonnull easy, CURLoption option, curl_off_t value) {
    return curl->easy_setopt(easy, option, value);
}
static inline CURLcode exo_curl_easy_setopt_text(
    const exo_curl *_Nonnull curl, CURL *_Nonnull easy, CURLoption option, const char *_Nullable value) {
    return curl->easy_setopt(easy, option, value);
}
static inline CURLcode exo_curl_easy_setopt_pointer(
    const exo_curl *_Nonnull curl, CURL *_Nonnull easy, CURLoption option, void *_Nullable value) {
    return curl->easy_setopt(easy, option, value);
}
static inline CURLcode exo_curl_easy_setopt_callback(
    const exo_curl *_Nonnull curl, CURL *_Nonnull easy, CURLoption option,
    size_t (*_Nonnull value)(char *_Nullable, size_t, size_t, void *_Nullable)) {
    return curl->easy_setopt(easy, option, value);
}
static inline CURLcode exo_curl_easy_getinfo_long(
    const exo_curl *_Nonnull curl, CURL *_Nonnull easy, CURLINFO info, long *_Nonnull value) {
    return curl->easy_getinfo(easy, info, value);
}
static inline CURLcode exo_curl_easy_getinfo_offset(
    const exo_curl *_Nonnull curl, CURL *_Nonnull easy, CURLINFO info, curl_off_t *_Nonnull value) {
    return curl->easy_getinfo(easy, info, value);
}
static inline CURLcode exo_curl_easy_getinfo_pointer(
    const exo_curl *_Nonnull curl, CURL *_Nonnull easy, CURLINFO info, void *_Nullable *_Nonnull value) {
    return curl->easy_getinfo(easy, info, value);
}
static inline CURLMcode exo_curl_multi_setopt_long(
    const exo_curl *_Nonnull curl, CURLM *_Nonnull multi, CURLMoption option, long value) {
    return curl->multi_setopt(multi, option, value);
}
static inline CURLSHcode exo_curl_share_setopt_data(
    const exo_curl *_Nonnull curl, CURLSH *_Nonnull share, curl_lock_data value) {
    return curl->share_setopt(share, CURLSHOPT_SHARE, value);
}
static inline CURLcode exo_curl_msg_result(CURLMsg *_Nonnull message) { return message->data.result; }
