// Addresses of a gate in lockfiles become those of the registry behind it again.
#pragma once

#include <functional>
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

// Whose package it is, by the name that begins the path of its archive: "@acme/…", "@acme%2f…". Null without one.
const RegistryBehind* registry_of(std::string_view path, const std::vector<RegistryBehind>& registries);

using RealAddress = std::function<std::string(std::string_view path)>;

// As the client would have written them without the gate: bun leaves the default registry out, yarn 1 has another name
// for it. In the lockfiles of this folder: package-lock.json, npm-shrinkwrap.json, yarn.lock, pnpm-lock.yaml, bun.lock,
// and what npm and yarn 1 note of them in node_modules. `real_address` knows archives that lie elsewhere than where
// registries usually have them, by their path at the gate; it gives nothing for others, and may be empty. Gives the
// names of those that were changed. Fails as files do; what was changed before stays changed.
Result<std::vector<std::string>> restore_lockfiles(const std::string& folder, std::string_view gate,
                                                   const std::vector<RegistryBehind>& registries,
                                                   const RealAddress& real_address = {});

}  // namespace cordon::cli
