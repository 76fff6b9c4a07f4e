// The model, compiled in: a program needs no files beside it. A Swift array literal of this size takes the compiler
// minutes; this takes it milliseconds.
#include "ShippedModel.h"

static const unsigned char model[] = {
#embed "shipped.model"
};

const unsigned char *disposisi_shipped_model(void) { return model; }

size_t disposisi_shipped_model_size(void) { return sizeof model; }
