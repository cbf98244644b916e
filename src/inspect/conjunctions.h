// What is worth a verdict: conjunctions of flags, never a single one. Each rule is a row of the table in README.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/peek.h"

namespace cordon::inspect {

enum class Tier : std::uint8_t { inform, review, block };

std::string_view to_string(Tier tier);

// What of the release before is needed to tell what is new. Small enough to keep for every release.
struct PreviousRelease {
  std::vector<FlagKind> flags;             // of code that ran at installation
  std::vector<std::string> commands;       // texts of what ran at installation
  std::vector<InstallFile> install_files;  // what these started and loaded
  std::vector<std::string> install_hosts;
};

PreviousRelease previous_of(const Peek& peek);

// A dependency that this release asks for and the one before did not.
struct NewDependency {
  std::string name, version;
  bool is_phantom = false;                 // none of the shipped code names it
  std::optional<std::uint32_t> age_hours;  // of its version; unknown is never young
  std::optional<bool> runs_at_install;
  bool is_unknown = false;      // nobody can say what is had for it: an address, no such release, an archive of no use
  std::vector<FlagKind> flags;  // of what it runs at installation
};

// What a release came with beside its files.
struct ReleaseContext {
  const PreviousRelease* previous = nullptr;  // null: unknown, or the first release
  bool is_minor_step = false;                 // from the one before by a patch or minor version
  std::span<const NewDependency> dependencies;
};

struct Conclusion {
  std::string rule;  // "inspect.download-and-run"
  Tier tier = Tier::inform;
  std::vector<std::string> parts;   // what came together, a clause each, in order
  std::vector<FlagPlace> evidence;  // never empty
};

// Sorted by tier, the highest first, then by rule. At most one conclusion a rule.
std::vector<Conclusion> conclude(const Peek& peek, const ReleaseContext& context = {});

}  // namespace cordon::inspect
