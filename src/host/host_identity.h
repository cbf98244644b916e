// Which machine this is, and which start of it: what the ids of events begin with.
#pragma once

#include <string>

namespace cordon::host {

struct HostIdentity {
  std::string host;  // /etc/machine-id
  std::string boot;  // /proc/sys/kernel/random/boot_id
};

// What cannot be read is called "unknown".
HostIdentity read_host_identity();

}  // namespace cordon::host
