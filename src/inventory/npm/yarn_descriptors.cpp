#include "inventory/npm/yarn_descriptors.h"

#include "inventory/npm/specifier.h"
#include "inventory/npm/yarn_locator.h"

namespace cordon::inventory::npm {
namespace {

constexpr std::string_view kNpm = "npm:";
constexpr std::string_view kBuiltInPatch = "builtin<compat/";

// What separates a descriptor from its parent in a key: in no name, range or locator.
constexpr char kSeparator = '\n';

// "name@npm:range", also where "npm:" was left out.
std::string with_npm(std::string_view name, std::string_view range) {
  std::string out(name);
  out += '@';
  if (is_plain_range(range)) out += kNpm;
  return out.append(range);
}

}  // namespace

void DescriptorIndex::add(std::string_view text, std::uint32_t entry, bool by_name) {
  const NameAndRest split = split_name(text);
  exact_.insert_or_assign(text, entry);
  if (by_name) by_name_[split.name].add(entry);
  const bool patch = split.rest.starts_with("patch:");
  if (!patch && split.rest.find("::") == std::string_view::npos) return;
  const YarnReference parts = parse_yarn_reference(split.rest);
  if (patch && parts.selector.find(kBuiltInPatch) != std::string::npos) {
    const NameAndRest inner = split_name(parts.source);
    if (inner.name == split.name) built_in_patches_.insert_or_assign(with_npm(inner.name, inner.rest), entry);
  }
  std::string canonical = canonical_descriptor(split.name, split.rest);
  canonical_[canonical].add(entry);
  if (const std::string parent = yarn_parameter(parts.parameters, "locator"); !parent.empty())
    bound_.insert_or_assign(canonical.append(1, kSeparator).append(parent), entry);
}

std::uint32_t DescriptorIndex::find_exact(std::string_view name, std::string_view protocol,
                                          std::string_view range) const {
  buffer_.assign(name).append("@").append(protocol).append(range);
  const auto found = exact_.find(buffer_);
  return found == exact_.end() ? kNone : found->second;
}

std::uint32_t DescriptorIndex::find_bound(std::string_view parent, std::string_view name,
                                          std::string_view range) const {
  std::string canonical = canonical_descriptor(name, range);
  const auto any = canonical_.find(canonical);
  if (any == canonical_.end()) return kNone;
  const auto own = bound_.find(canonical.append(1, kSeparator).append(parent));
  return own != bound_.end() ? own->second : any->second.only();
}

std::uint32_t DescriptorIndex::find(std::string_view parent, std::string_view name, std::string_view range) const {
  const bool plain = is_plain_range(range);
  if (!built_in_patches_.empty() && (plain || range.starts_with(kNpm))) {
    const auto patched = built_in_patches_.find(with_npm(name, range));
    if (patched != built_in_patches_.end()) return patched->second;
  }
  if (const std::uint32_t found = find_exact(name, {}, range); found != kNone) return found;
  if (plain) return find_exact(name, kNpm, range);
  if (range.starts_with(kNpm)) return find_exact(name, {}, range.substr(kNpm.size()));
  return find_bound(parent, name, range);
}

std::uint32_t DescriptorIndex::only_named(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? kNone : found->second.only();
}

}  // namespace cordon::inventory::npm
