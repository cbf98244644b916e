// Which registry a package is asked of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gate/options.h"
#include "model/registries.h"

namespace cordon::gate {

class Upstreams {
 public:
  Upstreams(std::vector<Upstream> upstreams, model::PrivateDeclaration declared);

  // The registry for a package; null where the name is private and every registry for it is public: it would leave the
  // house, and whoever answers for it there is a stranger. One that the user named for the package's scope is the
  // user's own, unless everybody knows it.
  const Upstream* of(std::string_view name) const;

  // The one for what belongs to no package; null without one.
  const Upstream* any() const;

  const std::vector<Upstream>& all() const { return upstreams_; }

  bool is_private(std::string_view name) const;

  // Whether the user named it for a scope, and it is none that everybody knows.
  static bool is_own(const Upstream& upstream);

  const model::PrivateDeclaration& declared_private() const { return private_; }

 private:
  std::vector<Upstream> upstreams_;
  model::PrivateDeclaration private_;
};

// In which lane of the pool what asks it waits: each registry has one. Null: the lane of what asks none.
inline std::string_view lane_of(const Upstream* upstream) {
  return upstream != nullptr ? std::string_view(upstream->base) : std::string_view();
}

}  // namespace cordon::gate
