#include "base/os/descriptor_limit.h"

#include <sys/resource.h>

#include <algorithm>

namespace cordon::os {
namespace {

constexpr std::uint64_t kAnySystem = 256;  // where nobody says how many

}  // namespace

std::uint64_t allow_descriptors(std::uint64_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return kAnySystem;
  if (limit.rlim_cur >= wanted) return limit.rlim_cur;
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
  return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : before;
}

}  // namespace cordon::os
