// An Inventory: components, the exact edges between them, roots, and what of the file was not understood.
// Node indices: components first, then roots: node i is components[i], or roots[i - components.size()].
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/generated/model.h"

namespace cordon::model {

// The package client that wrote a lockfile, or that would install what a manifest declares. `other`: one whose
// configuration nobody reads (Cargo, Go, Python, GitHub Actions).
enum class Client : std::uint8_t { npm, yarn_classic, yarn_berry, pnpm, bun, deno, other };

struct Inventory {
  std::string path;    // the lockfile, manifest or tree it was read from, as displayed
  std::string format;  // "package-lock v3", "yarn v1", "pnpm-lock 9.0", "node_modules", ...
  std::string ecosystem =
      "npm";  // whose rules: "npm", "crates", "go", "pypi", "github-actions", "javascript"; "generic": none
  Client client = Client::npm;        // whose configuration is asked for what the file does not say
  bool document = false;              // an SBOM: it says what is there, and no client installs from it
  std::vector<Component> components;  // in order of the file
  std::vector<Edge> edges;            // by from, then in order of the manifest's lists
  std::vector<Root> roots;            // the project first
  // Folders beside the project's own whose dependencies the file resolves (workspace packages, linked folders),
  // relative to the folder of the file: "packages/a", "../shared". Normalised, never empty.
  std::vector<std::string> members;
  std::vector<Unresolved> unresolved;
  std::vector<Override> overrides;
  std::vector<FileUnread> unread;     // entries or parts that were not understood
  std::vector<Place> conflicts;       // starts of merge conflicts; both sides were read
  std::vector<Duplicate> duplicates;  // duplicate keys of the file: the last one counts

  std::uint32_t node_count() const { return static_cast<std::uint32_t>(components.size() + roots.size()); }
  bool is_root(std::uint32_t node) const { return node >= components.size(); }
  const std::string& node_id(std::uint32_t node) const {
    return is_root(node) ? roots[node - components.size()].id : components[node].id;
  }
};

}  // namespace cordon::model
