// What a check looks at: everything that was read of one project, and what is known.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "change/package_facts.h"
#include "change/packument.h"
#include "intel/knowledge.h"
#include "inventory/client_config.h"
#include "inventory/npm/installed_tree.h"
#include "inventory/npm/manifest.h"
#include "inventory/pypi/installed_files.h"
#include "model/inventory.h"
#include "model/registries.h"

namespace cordon::checks {

class Comparison;

struct Project {
  const FileTree* tree = nullptr;  // where the files below stand
  std::string directory;           // the project's folder inside the tree
  std::string display_directory;   // the same as shown to people, "" for the working directory
  std::vector<model::Inventory> lockfiles;
  std::optional<inventory::npm::Manifest> manifest;  // package.json
  std::string manifest_path;                         // as displayed
  // The package that the package.json says to be, as the one component: an unpacked archive or a vendored copy is one.
  std::optional<model::Inventory> self;
  std::optional<inventory::npm::InstalledTree> installed;
  // Of Python's: what differs from the records of what was installed.
  std::optional<inventory::pypi::InstalledFiles> installed_files;
  // What the client recorded of its last installation: npm, pnpm, yarn.
  std::optional<model::Inventory> hidden_lockfile;
  inventory::ClientConfigs clients;
  const model::Registries* registries = nullptr;                // null: nothing is known of registries
  const model::PrivateDeclaration* declared_private = nullptr;  // what cordon.yaml says is one's own; null: nothing
  // The project as it was before the change that is looked at; null where no change is. It outlives this one.
  const Project* before = nullptr;
  change::PackageLookup archives;      // archives of releases that are at hand; empty: none
  change::PackumentLookup packuments;  // what registries said; empty: nothing is at hand
  // Whether they are asked about all packages; else only about what a change brought, as reading documents takes time.
  bool asks_of_all = false;
  // Whether an earlier version of this lockfile named the package; empty: nobody knows.
  std::function<std::optional<bool>(const model::Component& component)> seen_before;
  // What differs from `before`, once somebody has compared (comparison.h); null: whoever asks compares.
  std::shared_ptr<const std::vector<std::unique_ptr<const Comparison>>> comparisons;
  std::optional<std::int64_t> now;  // seconds since 1970, where a change is looked at

  // Whose rules the project follows, as model::Inventory has it: a project is of one.
  std::string_view ecosystem() const;

  // The registry that the configuration of the project's clients gives for a package of this name: of several, one that
  // is not private, because one client that fetches it from elsewhere is enough.
  model::Registry registry_for(std::string_view name) const;
};

// A check: a pure function that appends findings. `knowledge` is empty when the user asked for none.
using Check = void (*)(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

// The rules a check may conclude, for the documentation and SARIF.
struct Rule {
  std::string_view id;       // malware.known-package
  std::string_view title;    // one line
  std::string_view help;     // what it means and what to do, one or two sentences
  model::Severity severity;  // the default
};

struct CheckRow {
  std::string_view name;  // file name of the check
  Check run;
  std::vector<Rule> rules;
};

// Every check there is, in the order they run. A new check is one file and one row.
const std::vector<CheckRow>& all_checks();

}  // namespace cordon::checks
