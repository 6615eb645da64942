#pragma once
#ifdef __linux__
#include <arpa/inet.h>
#include <linux/capability.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// What Swift cannot call: functions that the C library declares for others alone, and variadic ones.

// With CLONE_THREAD a process of several threads is refused, instead of one thread being moved alone.
static inline int exo_unshare(int namespaces) { return (int)syscall(SYS_unshare, namespaces | CLONE_THREAD); }

static inline int exo_signal_when_parent_ends(int number) { return prctl(PR_SET_PDEATHSIG, number, 0, 0, 0); }

static inline int exo_inherit(__u32 low, __u32 high) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct sets[2];
    if (syscall(SYS_capget, &header, sets) != 0) return -1;
    sets[0].inheritable = sets[0].permitted & low;
    sets[1].inheritable = sets[1].permitted & high;
    return (int)syscall(SYS_capset, &header, sets);
}

// A program that is started keeps what this process may do, whoever its user is.
static inline int exo_keep_capabilities(void) {
    if (exo_inherit(~0u, ~0u) != 0) return -1;
    for (int each = 0; prctl(PR_CAPBSET_READ, each, 0, 0, 0) >= 0; each++) {
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, each, 0, 0);
    }
    return 0;
}

static inline int exo_hand_on_no_capabilities(void) {
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) return -1;
    return exo_inherit(0, 0);
}

static inline int exo_raise_interface(int socket, const char *name) {
    struct ifreq request = {0};
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    return ioctl(socket, SIOCSIFFLAGS, &request);
}

static inline int exo_set_address(int socket, const char *name, unsigned long what, const char *address) {
    struct ifreq request = {0};
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    struct sockaddr_in *to = (struct sockaddr_in *)&request.ifr_addr;
    to->sin_family = AF_INET;
    if (inet_pton(AF_INET, address, &to->sin_addr) != 1) return -1;
    return ioctl(socket, what, &request);
}

// The address is this machine's and no other one's.
static inline int exo_give_address(int socket, const char *name, const char *address) {
    if (exo_set_address(socket, name, SIOCSIFADDR, address) != 0) return -1;
    return exo_set_address(socket, name, SIOCSIFNETMASK, "255.255.255.255");
}
#endif
