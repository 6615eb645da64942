#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1  // wcwidth
#endif
#include <locale.h>
#include <stdint.h>
#include <wchar.h>
#if __has_include(<xlocale.h>)
#include <xlocale.h>
#endif

// A locale that knows all of Unicode, made once and kept; the program's own locale stays as it is.
static inline locale_t exo_unicode_locale(void) {
    static locale_t kept;
    locale_t known = __atomic_load_n(&kept, __ATOMIC_ACQUIRE);
    if (known) return known;
    locale_t made = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (!made) made = newlocale(LC_CTYPE_MASK, "UTF-8", (locale_t)0);
    if (made && !__atomic_compare_exchange_n(&kept, &known, made, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        freelocale(made);
        return known;
    }
    return made;
}

// How many cells of a terminal a character takes (wcwidth); -1 for control characters and what the C library does not know.
static inline int32_t exo_cell_width(uint32_t scalar) {
    locale_t unicode = exo_unicode_locale();
    if (!unicode) return -1;
    locale_t before = uselocale(unicode);
    int32_t width = wcwidth((wchar_t)scalar);
    uselocale(before);
    return width;
}
