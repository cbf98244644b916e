// Dependency confusion: a name that belongs to the project or its organisation, answered for by a public registry; and
// the marks of an attempt at it. Facts only: what follows from them is decided elsewhere.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/inventory.h"
#include "model/registries.h"

namespace cordon::change {

enum class ConfusionKind : std::uint8_t {
  declared_name,   // declared private by name, resolved from a public registry
  declared_scope,  // declared private by scope
  workspace,       // the name of a package of this very project
  mixed_scope,     // others of its scope come from a private registry
  unscoped_twin,   // "billing" or "acme-billing" from a public registry beside a private "@acme/billing"
  absurd_version,  // 99.9.9: above whatever a private registry may have
  version_jump,    // far above what the tree had before
};
std::string_view to_string(ConfusionKind kind);

struct Confusion {
  std::uint32_t component = 0;  // index in Inventory::components
  ConfusionKind kind = ConfusionKind::declared_name;
  std::string
      because;  // the declared name or scope, the project's own package, the private twin or sibling, the version
};

// What the tree had before, of any registry.
struct VersionBefore {
  std::string_view name, version;
};

// In order of the components, then of the kinds; a component may have several. Asked are components that a public
// registry or a mirror of one answers for (Component::registry; what an ecosystem's lockfile does not record is
// classified by the reader). A listed name (popular.h) is a published package: it excuses all kinds but the declared
// ones and a mixed scope.
std::vector<Confusion> find_confusion(const model::Inventory& inventory, const model::PrivateDeclaration& declared,
                                      std::span<const VersionBefore> before = {});

// A version that no release would reach by itself: 99.0.0, 9999.9.9, 1000.0.0. A calendar's (2026.1.0, 20260101.0.0) is
// none.
bool is_absurd_version(std::string_view version);

}  // namespace cordon::change
