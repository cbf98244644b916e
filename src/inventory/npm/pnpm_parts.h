// Inside the reader of pnpm lockfiles: what its steps share. Not a door; include pnpm_lock.h.
//
// Reading goes in steps over all YAML documents of the file: pnpm_importers registers the roots, pnpm_packages the
// components, pnpm_edges connects them; pnpm_lock runs the steps. Nodes get provisional indices until all are known: a
// root is kPnpmRoot plus its index.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "inventory/npm/pnpm_keys.h"
#include "inventory/npm/pnpm_package.h"
#include "inventory/npm/project_files.h"
#include "inventory/reader.h"

namespace cordon::inventory::npm {

inline constexpr std::uint32_t kPnpmRoot = 1u << 31;

// A list of dependencies and the kind of its edges.
struct PnpmList {
  std::string_view key;
  model::EdgeKind kind;
};
inline constexpr PnpmList kPnpmImporterLists[] = {
    {"dependencies", model::EdgeKind::runtime},
    {"devDependencies", model::EdgeKind::development},
    {"optionalDependencies", model::EdgeKind::optional},
    // Of the document that pnpm 11 and later put in front: tools of the project, no part of what it ships.
    {"configDependencies", model::EdgeKind::development},
    {"packageManagerDependencies", model::EdgeKind::development}};

// One importer: a project or workspace package of the lockfile.
struct PnpmImporter {
  Value value;             // holds the dependency lists: an entry of `importers`, or the document itself
  std::string path;        // normalised, "." for the lockfile's own folder
  std::uint32_t root = 0;  // index into Inventory::roots
};

// One instance of a package.
struct PnpmInstance {
  std::uint32_t component = 0;
  std::uint32_t package = 0;                  // index into PnpmPart::packages
  Value dependencies, optional_dependencies;  // of its snapshot; absent in 5.x and 6.x
};

// One YAML document of the file.
struct PnpmPart {
  Value root;
  PnpmKeyStyle style = PnpmKeyStyle::plain;
  int major = 0;
  bool split = false;   // `packages` holds what a package is, `snapshots` its instances
  std::string version;  // lockfileVersion as written
  std::string prefix;   // before the keys in ids: "" for the project's document
  std::vector<PnpmImporter> importers;
  std::vector<PnpmPackage> packages;
  std::vector<PnpmInstance> instances;
  std::unordered_map<std::string_view, std::uint32_t> by_key;     // key -> component
  std::map<std::string, std::uint32_t, std::less<>> importer_of;  // path -> index into importers
  std::map<std::string, std::uint32_t, std::less<>> linked;       // folder -> component with origin link
};

// The inventory being made.
struct PnpmDraft {
  const ReadContext& context;
  model::Inventory& inventory;
  ProjectFiles files;
  std::map<std::string, std::string, std::less<>> named_registries;  // pnpm-workspace.yaml: name -> base URL
  std::vector<std::uint32_t> optional_peers;  // edges that are of kind peer until scopes are computed
  struct Installed {
    bool by_own_name = false;
    std::string alias;
  };
  std::vector<Installed> installed;  // of every component: how dependents call it
  std::uint64_t repeated_bytes = 0;  // copied out of entries that several instances share

  // Instances repeat what their entry of `packages` says. A file within the limit could make that grow with the square
  // of its size, so what is repeated counts against the limit as well.
  Result<void> repeat(std::uint64_t bytes) {
    repeated_bytes += bytes;
    if (repeated_bytes > context.limits.bytes) return fail(ErrorCode::too_large, "instances repeat too much");
    return {};
  }

  void unread(const Value& at, std::string_view code, std::string reason, bool incomplete) {
    inventory.unread.push_back({context.display_path, at.line(), std::string(code), std::move(reason), incomplete});
  }
};

// Registers the roots of a document, with what they declare.
void read_pnpm_importers(PnpmPart& part, PnpmDraft& draft);

// Registers the components of a document. Fails with too_large.
Result<void> read_pnpm_packages(PnpmPart& part, PnpmDraft& draft);

// Sets origin, address, integrity, registry and purl of a component from its key and the entry's `resolution`.
void resolve_pnpm_package(const PnpmKey& key, const PnpmPackage& package, const PnpmPart& part,
                          model::Component& component, PnpmDraft& draft);

// Connects importers and instances to what they depend on; what is missing becomes Inventory::unresolved. Fails with
// too_large.
Result<void> read_pnpm_edges(PnpmPart& part, PnpmDraft& draft);

}  // namespace cordon::inventory::npm
