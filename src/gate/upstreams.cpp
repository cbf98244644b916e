#include "gate/upstreams.h"

#include <algorithm>

namespace cordon::gate {
namespace {

bool has(const std::vector<std::string>& list, std::string_view what) {
  return std::ranges::find(list, what) != list.end();
}

std::string_view scope_of(std::string_view name) {
  return name.starts_with('@') ? name.substr(0, name.find('/')) : std::string_view();
}

}  // namespace

Upstreams::Upstreams(std::vector<Upstream> upstreams, model::PrivateDeclaration declared)
    : upstreams_(std::move(upstreams)), private_(std::move(declared)) {}

const Upstream* Upstreams::of(std::string_view name) const {
  const std::string_view scope = scope_of(name);
  const Upstream* found = nullptr;
  for (const Upstream& one : upstreams_)
    if (!scope.empty() && one.scope == scope) found = &one;
  if (found == nullptr) found = any();
  if (found == nullptr || !is_private(name)) return found;
  return found->is_public && !is_own(*found) ? nullptr : found;
}

const Upstream* Upstreams::any() const {
  const auto found = std::ranges::find_if(upstreams_, [](const Upstream& one) { return one.scope.empty(); });
  return found == upstreams_.end() ? nullptr : &*found;
}

bool Upstreams::is_own(const Upstream& upstream) {
  return !upstream.scope.empty() && upstream.registry.class_ != model::RegistryClass::public_;
}

bool Upstreams::is_private(std::string_view name) const {
  return has(private_.names, name) || (name.starts_with('@') && has(private_.scopes, scope_of(name)));
}

}  // namespace cordon::gate
