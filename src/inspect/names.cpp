#include "inspect/names.h"

namespace cordon::inspect {

Names::Names() = default;

void Names::begin_pass() { leave(0); }

void Names::leave(std::uint32_t mark) {
  while (stack_.size() > mark) {
    const auto found = by_name_.find(stack_.back());
    if (found != by_name_.end() && !found->second.empty()) found->second.pop_back();
    stack_.pop_back();
  }
}

std::uint32_t Names::declare(std::string_view name, std::uint32_t token) {
  const auto [known, is_new] = by_token_.try_emplace(token, static_cast<std::uint32_t>(bindings_.size()));
  if (is_new) bindings_.emplace_back();
  by_name_[name].push_back(known->second);
  stack_.push_back(name);
  return known->second;
}

std::uint32_t Names::find(std::string_view name) const {
  if (const auto found = by_name_.find(name); found != by_name_.end() && !found->second.empty())
    return found->second.back();
  const auto function = functions_.find(name);
  return function == functions_.end() ? kNoBinding : function->second;
}

std::uint32_t Names::member(std::uint32_t owner, std::string_view name) {
  const auto [known, is_new] = members_[owner].try_emplace(name, static_cast<std::uint32_t>(bindings_.size()));
  if (is_new) bindings_.emplace_back();
  return known->second;
}

void Names::declare_function(std::string_view name, std::uint32_t binding) { functions_.try_emplace(name, binding); }

}  // namespace cordon::inspect
