#include "CCmdletData.h"
const unsigned char exo_cmdlet_data[] = {0};
const size_t exo_cmdlet_data_size = 0;
