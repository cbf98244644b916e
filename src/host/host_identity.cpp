#include "host/host_identity.h"

#include <fstream>

namespace cordon::host {
namespace {

// Empty where there is none.
std::string first_word(const char* path) {
  std::string word;
  std::ifstream(path) >> word;
  return word;
}

}  // namespace

HostIdentity read_host_identity() {
  HostIdentity identity{first_word("/etc/machine-id"), first_word("/proc/sys/kernel/random/boot_id")};
  if (identity.host.empty()) identity.host = "unknown";
  if (identity.boot.empty()) identity.boot = "unknown";
  return identity;
}

}  // namespace cordon::host
