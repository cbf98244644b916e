// Opening files of a hostile tree without leaving it.
#pragma once

#include <string_view>

#include "base/os/file_descriptor.h"
#include "base/result.h"

namespace cordon::os {

enum class Resolver : unsigned char {
  kernel,  // openat2(2) with RESOLVE_BENEATH, Linux 5.6
  walk,    // one O_NOFOLLOW step a component, links resolved here: older kernels, and paths beyond PATH_MAX
};

// What this kernel, under the filters of this process, can do.
Resolver best_resolver(int root);

// Opens `path` beneath the directory `root`; "" is the root itself. `flags` are those of openat(2), O_CLOEXEC is added.
// Symbolic links are followed inside the root only; with O_NOFOLLOW the last part may be a link only under O_PATH.
// Fails with the codes of errno_error, and with too_deep for a walk through more than 256 directories.
Result<FileDescriptor> open_beneath(int root, std::string_view path, int flags, Resolver resolver);

// An errno value in our terms: not_found, permission_denied, outside_root, symlink_loop, not_a_regular_file, too_large,
// io, or system.
std::unexpected<Error> errno_error(int error_number, std::string_view what);

}  // namespace cordon::os
