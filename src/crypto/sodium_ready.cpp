#include "crypto/sodium_ready.h"

#include <sodium.h>

#include <cstdlib>

namespace cordon::crypto {

void make_sodium_ready() {
  if (::sodium_init() < 0) std::abort();
}

}  // namespace cordon::crypto
