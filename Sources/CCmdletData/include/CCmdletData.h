#pragma once
#include <stddef.h>
/// The compiled cmdlet facts.
extern const unsigned char exo_cmdlet_data[];
extern const size_t exo_cmdlet_data_size;
