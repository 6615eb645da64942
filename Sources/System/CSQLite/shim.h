#pragma once
#include <stddef.h>
#include <sqlite3.h>

// Macros with casts and variadic functions that Swift cannot reach.

static inline sqlite3_destructor_type exo_sqlite_transient(void) { return SQLITE_TRANSIENT; }

static inline int exo_sqlite_set_flag(sqlite3 *database, int operation, int value) {
    return sqlite3_db_config(database, operation, value, (int *)NULL);
}
