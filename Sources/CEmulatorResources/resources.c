#include "CEmulatorResources.h"
#include <string.h>

// A new file needs its bytes, a line of the table, and a case of EmbeddedFile.

static const unsigned char page_style[] = {
#embed "pages/pages.css"
};

static const unsigned char copy_script[] = {
#embed "pages/copy.js"
};

static const unsigned char module_runtime[] = {
#embed "exchange/runtime.psm1"
};

static const unsigned char module_pieces[] = {
#embed "exchange/module-pieces.psm1"
};

static const unsigned char module_formats[] = {
#embed "exchange/exchange.format.ps1xml"
};

static const unsigned char net_types[] = {
#embed "exchange/net-types.txt"
};

static const unsigned char mailbox_properties[] = {
#embed "exchange/mailbox-properties.txt"
};

static const unsigned char first_objects[] = {
#embed "exchange/first-objects.jsonl"
};

static const unsigned char content_shapes[] = {
#embed "exchange/content-shapes.txt"
};

static const unsigned char folder_names[] = {
#embed "exchange/folder-names.txt"
};

static const unsigned char mailbox_folders[] = {
#embed "exchange/mailbox-folders.txt"
};

static const unsigned char rule_words[] = {
#embed "exchange/rule-words.txt"
};

static const unsigned char recommended_settings[] = {
#embed "exchange/recommended-settings.txt"
};

static const unsigned char sensitive_types[] = {
#embed "exchange/sensitive-types.xml"
};

static const unsigned char compliance_objects[] = {
#embed "exchange/compliance-objects.jsonl"
};

static const unsigned char compliance_properties[] = {
#embed "exchange/compliance-properties.txt"
};

static const unsigned char compliance_roles[] = {
#embed "exchange/compliance-roles.jsonl"
};

static const unsigned char parameter_limits[] = {
#embed "exchange/parameter-limits.txt"
};

static const unsigned char own_parameters[] = {
#embed "exchange/own-parameters.txt"
};

static const unsigned char more_properties[] = {
#embed "exchange/more-properties.txt"
};

static const unsigned char regions[] = {
#embed "exchange/regions.txt"
};

static const unsigned char time_zones[] = {
#embed "exchange/time-zones.txt"
};

static const unsigned char country_names[] = {
#embed "exchange/countries.txt"
};

static const unsigned char graph_model[] = {
#embed "graph/model.txt"
};

static const struct {
    const char *name;
    const void *bytes;
    size_t size;
} files[] = {
    {"pages/pages.css", page_style, sizeof page_style},
    {"pages/copy.js", copy_script, sizeof copy_script},
    {"exchange/runtime.psm1", module_runtime, sizeof module_runtime},
    {"exchange/module-pieces.psm1", module_pieces, sizeof module_pieces},
    {"exchange/exchange.format.ps1xml", module_formats, sizeof module_formats},
    {"exchange/net-types.txt", net_types, sizeof net_types},
    {"exchange/mailbox-properties.txt", mailbox_properties, sizeof mailbox_properties},
    {"exchange/first-objects.jsonl", first_objects, sizeof first_objects},
    {"exchange/content-shapes.txt", content_shapes, sizeof content_shapes},
    {"exchange/folder-names.txt", folder_names, sizeof folder_names},
    {"exchange/mailbox-folders.txt", mailbox_folders, sizeof mailbox_folders},
    {"exchange/recommended-settings.txt", recommended_settings, sizeof recommended_settings},
    {"exchange/rule-words.txt", rule_words, sizeof rule_words},
    {"exchange/sensitive-types.xml", sensitive_types, sizeof sensitive_types},
    {"exchange/compliance-objects.jsonl", compliance_objects, sizeof compliance_objects},
    {"exchange/compliance-properties.txt", compliance_properties, sizeof compliance_properties},
    {"exchange/compliance-roles.jsonl", compliance_roles, sizeof compliance_roles},
    {"exchange/parameter-limits.txt", parameter_limits, sizeof parameter_limits},
    {"exchange/own-parameters.txt", own_parameters, sizeof own_parameters},
    {"exchange/more-properties.txt", more_properties, sizeof more_properties},
    {"exchange/regions.txt", regions, sizeof regions},
    {"exchange/time-zones.txt", time_zones, sizeof time_zones},
    {"exchange/countries.txt", country_names, sizeof country_names},
    {"graph/model.txt", graph_model, sizeof graph_model},
};

const void *exo_emulator_resource(const char *name, size_t *size) {
    for (size_t place = 0; place < sizeof files / sizeof *files; place++) {
        if (strcmp(files[place].name, name) != 0) continue;
        *size = files[place].size;
        return files[place].bytes;
    }
    return NULL;
}
