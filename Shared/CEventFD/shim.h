#ifndef DISPOSISI_CEVENTFD_SHIM_H
#define DISPOSISI_CEVENTFD_SHIM_H

#include <sys/eventfd.h>

// Swift's Glibc module has no eventfd.
static inline int disposisi_wake_descriptor(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

#endif
