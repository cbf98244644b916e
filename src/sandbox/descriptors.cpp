#include "sandbox/descriptors.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace cordon::sandbox {
namespace {

// Linux before 5.9 has no close_range(2).
bool close_one_by_one(unsigned first, unsigned last) {
  rlimit most{};
  if (::getrlimit(RLIMIT_NOFILE, &most) != 0) return false;
  const auto end = static_cast<unsigned>(std::min<rlim_t>(most.rlim_max, 1u << 20));
  for (unsigned each = first; each <= last && each < end; ++each) ::close(static_cast<int>(each));
  return true;
}

bool close_between(unsigned first, unsigned last) {
  if (first > last) return true;
  if (::close_range(first, last, 0) == 0) return true;
  return errno == ENOSYS && close_one_by_one(first, last);
}

}  // namespace

bool close_all_but(std::span<const int> kept) {
  unsigned next = 0;
  bool all = true;
  for (const int each : kept) {
    const auto here = static_cast<unsigned>(each);
    if (here > next) all &= close_between(next, here - 1);
    next = here + 1;
  }
  return close_between(next, ~0u) && all;
}

}  // namespace cordon::sandbox
