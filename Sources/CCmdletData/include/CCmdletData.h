#pragma once
#include <stddef.h>

/// The compiled cmdlet facts, read-only and there for as long as the process runs.
const void *exo_cmdlet_data(void);

/// The number of bytes of the cmdlet facts.
size_t exo_cmdlet_data_size(void);
