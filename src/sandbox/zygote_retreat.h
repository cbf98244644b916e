// What the zygote gives up for itself and for all its children, once.
#pragma once

#include <vector>

#include "base/os/file_descriptor.h"
#include "sandbox/child.h"
#include "sandbox/messages.h"

namespace cordon::sandbox {

// Keeps the sockets and nothing else: other descriptors, the environment, root's identity, capabilities, files. Writes
// into `opening` and `setup` what was found. False when a step fails without which nothing hostile may be opened.
bool retreat(std::vector<os::FileDescriptor>& sockets, Opening& opening, ChildSetup& setup);

}  // namespace cordon::sandbox
