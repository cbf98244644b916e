// The cordon.yaml that a project begins with, and what of it the project itself says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/file_tree.h"
#include "model/generated/init_report.h"

namespace cordon::app {

struct FoundRegistries {
  std::vector<model::ScopeFound> scopes;  // by name
  // Where all other packages come from, where that is no registry of the table: a mirror, perhaps. Nobody but the user
  // can tell.
  std::optional<std::string> mirror;
};

// What the package clients' configuration in the top folder says about registries. What cannot be read, and scopes and
// hosts that are none, become unread.
FoundRegistries find_registries(const FileTree& tree, std::vector<model::FileUnread>& unread);

// The text: scopes that were found, the threshold, and everything else as examples in comments.
std::string initial_settings(const FoundRegistries& found);

}  // namespace cordon::app
