#include "CSimdjson.h"

#include <memory>
#include <new>
#include <simdjson.h>
#include <vector>

struct exo_json_document {
    simdjson::dom::parser parser;
    std::vector<exo_json_node> nodes;
};

namespace {

void append_text(std::vector<exo_json_node> &nodes, std::string_view text) {
    exo_json_node node{};
    node.kind = EXO_JSON_STRING;
    node.value.text = text.data();
    node.count = static_cast<uint32_t>(text.size());
    nodes.push_back(node);
}

// The depth is bounded by the parser's own limit (1,024 levels).
void flatten(std::vector<exo_json_node> &nodes, simdjson::dom::element element) {
    using simdjson::dom::element_type;
    exo_json_node node{};
    switch (element.type()) {
    case element_type::NULL_VALUE: node.kind = EXO_JSON_NULL; break;
    case element_type::BOOL: node.kind = element.get_bool().value_unsafe() ? EXO_JSON_TRUE : EXO_JSON_FALSE; break;
    case element_type::INT64: node.kind = EXO_JSON_INT64; node.value.integer = element.get_int64().value_unsafe(); break;
    case element_type::UINT64: node.kind = EXO_JSON_UINT64; node.value.magnitude = element.get_uint64().value_unsafe(); break;
    case element_type::DOUBLE: node.kind = EXO_JSON_DOUBLE; node.value.number = element.get_double().value_unsafe(); break;
    case element_type::STRING: append_text(nodes, element.get_string().value_unsafe()); return;
    case element_type::ARRAY: {
        const size_t at = nodes.size();
        node.kind = EXO_JSON_ARRAY;
        nodes.push_back(node);
        uint32_t count = 0;
        // A constant of its own: the loop would iterate over a temporary that is gone by then.
        const simdjson::dom::array children = element.get_array().value_unsafe();
        for (auto child : children) { flatten(nodes, child); count++; }
        nodes[at].count = count;
        return;
    }
    case element_type::OBJECT: {
        const size_t at = nodes.size();
        node.kind = EXO_JSON_OBJECT;
        nodes.push_back(node);
        uint32_t count = 0;
        const simdjson::dom::object fields = element.get_object().value_unsafe();
        for (auto field : fields) {
            append_text(nodes, field.key);
            flatten(nodes, field.value);
            count++;
        }
        nodes[at].count = count;
        return;
    }
    }
    nodes.push_back(node);
}

}  // namespace

extern "C" exo_json_document *exo_json_parse(const char *bytes, size_t length, const char **message) {
    try {
        auto document = std::make_unique<exo_json_document>();
        auto parsed = document->parser.parse(bytes, length);
        if (parsed.error()) {
            *message = simdjson::error_message(parsed.error());
            return nullptr;
        }
        flatten(document->nodes, parsed.value_unsafe());
        return document.release();
    } catch (...) {
        *message = "not enough memory";
        return nullptr;
    }
}

extern "C" int exo_utf8_is_valid(const char *bytes, size_t length) {
    return simdjson::validate_utf8(bytes, length) ? 1 : 0;
}

extern "C" const exo_json_node *exo_json_nodes(const exo_json_document *document) { return document->nodes.data(); }
extern "C" size_t exo_json_node_count(const exo_json_document *document) { return document->nodes.size(); }
extern "C" void exo_json_free(exo_json_document *document) { delete document; }
