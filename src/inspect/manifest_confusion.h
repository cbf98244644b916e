// What a registry says of a release, held against the package.json of its archive: where they differ, whoever looks at
// the registry sees another package than the one that is installed, and clients disagree about what runs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace cordon::inspect {

enum class ManifestField : std::uint8_t { name, version, script, dependency, optional_dependency, bin };

std::string_view to_string(ManifestField field);

struct ManifestDifference {
  ManifestField field = ManifestField::name;
  std::string key;    // of a script, dependency or command
  std::string told;   // by the registry; empty: nothing
  std::string found;  // in the archive; empty: nothing
  bool operator==(const ManifestDifference&) const = default;
};

// `entry` is the version's object of a packument, in full or abbreviated; `manifest` the archive's package.json.
// Differences in order of field and key. Compared are name, version, the scripts that run at installation,
// dependencies, optional dependencies and bin; what npm's own client changes when it publishes is none
// (normalize-package-data, npm-normalize-package-bin): "v1.0.0", bin as a text, an install script for binding.gyp,
// optional dependencies that stand among the others. Fields that the entry has not, as mirrors leave them out, are
// unknown. Fails with what reading either as JSON fails with, and with wrong_type.
Result<std::vector<ManifestDifference>> manifest_confusion(std::string_view entry, std::string_view manifest,
                                                           const Limits& limits = {});

}  // namespace cordon::inspect
