// What a repository's own configuration says of how it is kept. Nothing else of it is read: no includes, no aliases, no
// filters, and no settings of the user or the machine. git-config(1), "Syntax"; gitrepository-layout(5).
#pragma once

#include <string_view>

#include "base/result.h"

namespace cordon::git {

struct Format {
  bool partial = false;  // a clone that leaves objects on the server until they are asked for
};

// Fails with unsupported_version (SHA-256 names, a version beyond 1) and unsupported_format (references that are no
// files, an extension that is not known).
Result<Format> read_format(std::string_view configuration);

}  // namespace cordon::git
