#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What one node of a parsed document is.
enum {
    EXO_JSON_NULL = 0, EXO_JSON_FALSE = 1, EXO_JSON_TRUE = 2, EXO_JSON_INT64 = 3, EXO_JSON_UINT64 = 4,
    EXO_JSON_DOUBLE = 5, EXO_JSON_STRING = 6, EXO_JSON_ARRAY = 7, EXO_JSON_OBJECT = 8
};

/// A node in document order. An array is followed by its `count` elements, an object by `count` pairs of key and value.
/// A string's bytes belong to the document and live as long as it does.
typedef struct {
    union { int64_t integer; uint64_t magnitude; double number; const char *text; } value;
    uint32_t count;
    uint8_t kind;
} exo_json_node;

typedef struct exo_json_document exo_json_document;

/// Parses UTF-8 text. NULL when it is no JSON; `message` then names the reason (a static string).
exo_json_document *exo_json_parse(const char *bytes, size_t length, const char **message);
const exo_json_node *exo_json_nodes(const exo_json_document *document);
size_t exo_json_node_count(const exo_json_document *document);
void exo_json_free(exo_json_document *document);

/// Whether the bytes are UTF-8.
int exo_utf8_is_valid(const char *bytes, size_t length);

#ifdef __cplusplus
}
#endif
