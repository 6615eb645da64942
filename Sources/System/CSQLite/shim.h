#pragma once
#include <stddef.h>
#include <sqlite3.h>
