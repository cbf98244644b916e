// Addresses of a gate in lockfiles become those of the registry behind it again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::cli {

// One without a scope for all that others do not take; addresses with a slash at the end.
struct RegistryBehind {
  std::string scope, base;
  bool is_default = false;  // nobody named one: clients would have asked the one that is built into them
};

// As the client would have written them without the gate: bun leaves the default registry out, yarn 1 has another name
// for it. In the lockfiles of this folder: package-lock.json, npm-shrinkwrap.json, yarn.lock, pnpm-lock.yaml, bun.lock.
// Gives the names of those that were changed. Fails as files do; what was changed before stays changed.
Result<std::vector<std::string>> restore_lockfiles(const std::string& folder, std::string_view gate,
                                                   const std::vector<RegistryBehind>& registries);

}  // namespace cordon::cli
