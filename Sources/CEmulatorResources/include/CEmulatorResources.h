#pragma once
#include <stddef.h>

/// The bytes of a file that is part of the program, there for as long as the process runs; null for an unknown name.
///
/// - Parameter name: The path below this target's folder.
/// - Parameter size: Receives the number of bytes.
const void *exo_emulator_resource(const char *name, size_t *size);
