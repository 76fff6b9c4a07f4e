#ifndef DISPOSISI_CLINEAR_SHIM_H
#define DISPOSISI_CLINEAR_SHIM_H

#include <linear.h>
#include <stdlib.h>

static void disposisi_quiet(const char *text) { (void)text; }

// LIBLINEAR shuffles with rand(): the same seed gives the same model. It prints to standard output unless told not to.
static inline struct model *disposisi_train(const struct problem *problem, const struct parameter *parameter) {
  set_print_string_function(disposisi_quiet);
  srand(1);
  return train(problem, parameter);
}

#endif
