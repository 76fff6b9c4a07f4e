/* The language data of Swift's Foundation (ICU), for the languages of the house, in place of that for all: it is linked before
   Foundation's, which is then left out. compose/package makes it; without it this file is empty. */
#ifdef DISPOSISI_LANGUAGE_DATA
#include "language_data.inc"
#endif
#ifdef __linux__
.section .note.GNU-stack, "", %progbits
#endif
