// Tells the thread sanitizer of the contended ways of Swift's Mutex, which lie in a library that is not instrumented;
// without it every Mutex that was fought for looks like a data race. Loaded before the tests by scripts/sanitize.sh.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

typedef void (*lock_function)(uint32_t, __attribute__((swift_context)) void *) __attribute__((swiftcall));
typedef void (*unlock_function)(__attribute__((swift_context)) void *) __attribute__((swiftcall));

#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

void lock_slow(uint32_t thread, __attribute__((swift_context)) void *mutex) __attribute__((swiftcall)) __asm__(LOCK_SLOW);
__attribute__((swiftcall)) void lock_slow(uint32_t thread, __attribute__((swift_context)) void *mutex) {
    ((lock_function)dlsym(RTLD_NEXT, LOCK_SLOW))(thread, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

void unlock_slow(__attribute__((swift_context)) void *mutex) __attribute__((swiftcall)) __asm__(UNLOCK_SLOW);
__attribute__((swiftcall)) void unlock_slow(__attribute__((swift_context)) void *mutex) {
    if (__tsan_release) __tsan_release(mutex);
    ((unlock_function)dlsym(RTLD_NEXT, UNLOCK_SLOW))(mutex);
}
