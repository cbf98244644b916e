#include "base/os/small_heap.h"

#include <malloc.h>

namespace cordon::os {

void keep_heap_small() {
#ifdef M_ARENA_MAX
  ::mallopt(M_ARENA_MAX, 2);
  ::mallopt(M_MMAP_THRESHOLD, 1 << 20);
  ::mallopt(M_TRIM_THRESHOLD, 4 << 20);
#endif
}

}  // namespace cordon::os
