#include <stddef.h>

/// The model that was made from the topic folder that comes with the program; see `ModelFile`.
const unsigned char *disposisi_shipped_model(void);
size_t disposisi_shipped_model_size(void);
