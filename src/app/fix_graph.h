// The graph before and after a change: what nothing requires any more, and whether what is left holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/inventory.h"

namespace cordon::app {

// The format's own key of a component or root: what stands behind the path in its id.
std::string_view instance_of(const model::Inventory& inventory, const std::string& id);

// Whether what was asked for admits the version, as npm reads it; also "npm:name@range". True where it is no range of
// versions (a tag, an address): then any version is what it asks for.
bool admits(std::string_view range, std::string_view version);

// A component that changed: name, and the versions before and after.
struct Moved {
  std::string name, from, to, integrity;
};

// Components of `after` that nothing reaches any more, though something reached them before; and of those in `bad`
// (indices) all that no project asks for by name and no other component requires. Without a record of what a project
// asks for, a component that something required before is no direct dependency of it.
std::vector<std::uint32_t> orphans_of(const model::Inventory& before, const model::Inventory& after,
                                      const std::vector<std::uint32_t>& bad);

// What must hold of a lockfile that was changed: no dependency is unresolved, and no range unsatisfied, that was not
// before; nothing but what moved and what was taken out (names and versions of `gone`) is another; what came has the
// digest it was chosen by. Fails with refused and the reason.
struct Gone {
  std::string name, version;
};
// What a project forces: whoever asks for `name` in a way that admits `from` gets what `range` admits instead; of
// packages those that are called `by`, where that is not empty.
struct Forced {
  std::string name, from, range;
  std::string by = {};
};
Result<void> check_graph(const model::Inventory& before, const model::Inventory& after, const std::vector<Moved>& moved,
                         const std::vector<Gone>& gone, const std::vector<Forced>& forced);

}  // namespace cordon::app
