// Archives that a lockfile names at the registries behind a gate are asked of the gate while a command runs: yarn 1 and
// bun fetch from the address that stands there, npm from every address but the public registry's.
#pragma once

#include <string>
#include <vector>

#include "cli/restore_lockfiles.h"

namespace cordon::cli {

// Begun before the command and ended after it. What was changed is kept in `records`, so that a detour that nobody
// ended (the machine stopped) is ended by the next one of that folder.
class LockfileDetour {
 public:
  // The lockfiles of `folder`: package-lock.json, npm-shrinkwrap.json, yarn.lock, bun.lock. Links are left alone.
  LockfileDetour(std::string folder, std::string records, std::vector<RegistryBehind> registries)
      : folder_(std::move(folder)), records_(std::move(records)), registries_(std::move(registries)) {}

  // Puts `gate` (with a slash at the end) in the place of each registry's base, and of the public registry, whatever it
  // is called. An address that package.json asks for stays. A detour that nobody ended is ended first, in lockfiles
  // that have its gate's address still: others were written anew meanwhile. Fails as files do.
  Result<void> begin(const std::string& gate);

  // A lockfile that the command left as it was is what it was before, byte for byte; in one that it wrote, each address
  // that was there before is there again. Addresses that it wrote itself are restore_lockfiles' matter.
  Result<void> end();

 private:
  enum class Command { ended, unknown };
  Result<void> end(const std::string& name, Command command);
  std::string record_of(const std::string& name) const;

  std::string folder_, records_;
  std::vector<RegistryBehind> registries_;
};

}  // namespace cordon::cli
