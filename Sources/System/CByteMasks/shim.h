#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Which of 64 bytes are what, one bit a byte, the first byte in the lowest bit.
typedef struct {
    uint64_t quote;      // "
    uint64_t backslash;  // '\'
    uint64_t bracket;    // { [ } ]
    uint64_t comma;      // ,
    uint64_t colon;      // :
    uint64_t control;    // below U+0020
    uint64_t at;         // @
} exo_byte_masks;

// Eight bytes at a time in plain arithmetic: 0x80 where a byte of x is zero, gathered into eight bits.
static inline uint64_t exo_zero_bytes(uint64_t x) {
    const uint64_t low = 0x7f7f7f7f7f7f7f7fULL;
    uint64_t found = ~(((x & low) + low) | x | low);
    return ((found >> 7) * 0x0102040810204080ULL) >> 56;
}

static inline exo_byte_masks exo_masks_plain(const uint8_t *_Nonnull block) {
    const uint64_t each = 0x0101010101010101ULL;
    exo_byte_masks m = {0};
    for (int i = 0; i < 8; i++) {
        uint64_t x;
        memcpy(&x, block + 8 * i, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        x = __builtin_bswap64(x);
#endif
        const uint64_t folded = x | 0x20 * each;
        const int s = 8 * i;
        m.quote |= exo_zero_bytes(x ^ '"' * each) << s;
        m.backslash |= exo_zero_bytes(x ^ '\\' * each) << s;
        m.bracket |= (exo_zero_bytes(folded ^ '{' * each) | exo_zero_bytes(folded ^ '}' * each)) << s;
        m.comma |= exo_zero_bytes(x ^ ',' * each) << s;
        m.colon |= exo_zero_bytes(x ^ ':' * each) << s;
        m.control |= exo_zero_bytes(x & 0xe0 * each) << s;
        m.at |= exo_zero_bytes(x ^ '@' * each) << s;
    }
    return m;
}

#if defined(__SSE2__)
typedef unsigned char exo_bytes16 __attribute__((vector_size(16)));
typedef char exo_signed16 __attribute__((vector_size(16)));
#define EXO_BITS(condition) ((uint64_t)(uint16_t)__builtin_ia32_pmovmskb128((exo_signed16)(condition)))

static inline exo_byte_masks exo_masks(const uint8_t *_Nonnull block) {
    exo_byte_masks m = {0};
#pragma clang loop unroll(full)
    for (int i = 0; i < 4; i++) {
        exo_bytes16 x;
        memcpy(&x, block + 16 * i, 16);
        const exo_bytes16 folded = x | 0x20;
        const int s = 16 * i;
        m.quote |= EXO_BITS(x == '"') << s;
        m.backslash |= EXO_BITS(x == '\\') << s;
        // Joined before they become bits, which is the dear part.
        m.bracket |= EXO_BITS((folded == '{') | (folded == '}')) << s;
        m.comma |= EXO_BITS(x == ',') << s;
        m.colon |= EXO_BITS(x == ':') << s;
        m.control |= EXO_BITS((x & 0xe0) == 0) << s;
        m.at |= EXO_BITS(x == '@') << s;
    }
    return m;
}
#else
static inline exo_byte_masks exo_masks(const uint8_t *_Nonnull block) { return exo_masks_plain(block); }
#endif

// The last bytes of a text, fewer than 64, as if blanks followed.
static inline exo_byte_masks exo_masks_of_tail(const uint8_t *_Nonnull start, size_t count) {
    uint8_t block[64];
    memset(block, ' ', sizeof block);
    memcpy(block, start, count);
    return exo_masks(block);
}
