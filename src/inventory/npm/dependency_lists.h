// What a package.json, or a lockfile's entry for a package, says it depends on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "model/generated/model.h"

namespace cordon::inventory::npm {

// One dependency, with views into the document that declares it.
struct Dependency {
  std::string_view name;
  std::string_view range;
  model::EdgeKind kind = model::EdgeKind::runtime;
  Value place;  // where it stands
};

// A part of a list that is not what npm allows: a list that is no object, a range that is no text.
struct MalformedList {
  std::string_view name;  // of the list, or of the dependency
  std::uint32_t line = 0;
};

// One dependency a name, as npm counts them: compared without case; devDependencies beat optionalDependencies beat
// dependencies beat peerDependencies; what is there already as a workspace beats all.
class DependencySet {
 public:
  void add(const Dependency& dependency);
  const std::vector<Dependency>& all() const { return all_; }
  void clear();

 private:
  std::size_t position(std::string_view name);
  std::vector<Dependency> all_;
  std::vector<std::uint32_t> slots_;  // open addressing, only once there are many
};

// Adds what `manifest` lists; its devDependencies only when asked for. A dependency whose range is no text is added
// with an empty range and named in `malformed`.
void add_dependencies(Value manifest, bool with_development, DependencySet& set, std::vector<MalformedList>& malformed);

// JavaScript's idea of true, by which npm reads flags.
bool is_truthy(Value value);

}  // namespace cordon::inventory::npm
