#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <microhttpd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

// Variadic functions and function pointers in integers, which Swift cannot write.

typedef void *(*exo_mhd_uri_callback)(void *context, const char *uri, struct MHD_Connection *connection);

static inline struct MHD_Daemon *exo_mhd_start(
    unsigned int flags, uint16_t port, MHD_AccessHandlerCallback handler, void *context, struct MHD_OptionItem *options) {
    return MHD_start_daemon(flags, port, NULL, NULL, handler, context, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

static inline intptr_t exo_mhd_uri_value(exo_mhd_uri_callback callback) { return (intptr_t)callback; }
static inline intptr_t exo_mhd_completed_value(MHD_RequestCompletedCallback callback) { return (intptr_t)callback; }
static inline intptr_t exo_mhd_connection_value(MHD_NotifyConnectionCallback callback) { return (intptr_t)callback; }

static inline uint16_t exo_mhd_port(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

static inline int exo_mhd_descriptor(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

static inline void *exo_mhd_socket_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static inline struct sockaddr *exo_mhd_client_address(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info ? info->client_addr : NULL;
}

static inline size_t exo_mhd_header_size(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info ? info->header_size : 0;
}

// The C library keeps what is freed of blocks below a bound that grows with them, for each thread by itself. Replies of
// many megabytes would stay with every worker: from a megabyte on they go back to the system. Of smaller ones threads share
// what is kept: in four parts they wait for each other, in sixteen a listing takes 250 MB instead of 140.
static inline void exo_return_large_blocks(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
    mallopt(M_ARENA_MAX, 6);
#endif
}
