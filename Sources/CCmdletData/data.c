#include "CCmdletData.h"

static const unsigned char data[] = {
#embed "cmdlets.bin"
};

const void *exo_cmdlet_data(void) { return data; }
size_t exo_cmdlet_data_size(void) { return sizeof data; }
