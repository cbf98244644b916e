#include "sbom/properties_read.h"

#include <algorithm>

#include "sbom/properties.h"

namespace cordon::sbom {
namespace {

// Cuts the first word off.
std::string_view take_word(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

// The first value of our own replaces what the format's fields gave.
void replace(std::vector<std::string>& list, std::string_view value, bool& replaced) {
  if (value.empty()) return;
  if (!replaced) list.clear();
  replaced = true;
  list.emplace_back(value);
}

struct Replaced {
  bool integrity = false, licences = false;
};

void apply(const Property& property, model::Component& component, Replaced& replaced) {
  const auto [name, value] = property;
  const bool yes = value == "true";
  if (name == property::kAlias) component.alias = value;
  if (name == property::kBundled || name == "cdx:npm:package:bundled") component.bundled |= yes;
  if (name == property::kChecksum && !value.empty()) component.checksum = value;
  if (name == property::kEcosystem) component.ecosystem = value;
  if (name == property::kPeer) component.peer |= yes;
  if (name == property::kResolved && !value.empty()) component.resolved = value;
  if (name == "cdx:npm:package:development" && yes) component.scope = model::Scope::development;
  if (name == "cdx:npm:hasInstallScript" && yes) component.install_script = model::InstallScript::yes;
  if (name == property::kInstallScript)
    component.install_script = model::install_script_from_string(value).value_or(component.install_script);
  if (name == property::kOrigin) component.origin = model::origin_from_string(value).value_or(component.origin);
  if (name == property::kIntegrity) replace(component.integrity, value, replaced.integrity);
  if (name == property::kLicence) replace(component.licences, value, replaced.licences);
}

}  // namespace

std::string_view find_property(const std::vector<Property>& properties, std::string_view name) {
  const auto found = std::ranges::find(properties, name, &Property::name);
  return found == properties.end() ? std::string_view() : found->value;
}

void apply_properties(const std::vector<Property>& properties, model::Component& component) {
  Replaced replaced;
  for (const Property& each : properties) apply(each, component, replaced);
  const std::string_view scope = find_property(properties, property::kScope);
  component.scope = model::scope_from_string(scope).value_or(component.scope);
}

void apply_edge_properties(const std::vector<Property>& properties, DocumentBuilder::Node node, std::string_view ref,
                           DocumentBuilder& builder) {
  for (const Property& each : properties) {
    std::string_view rest = each.value;
    const auto kind = model::edge_kind_from_string(take_word(rest));
    if (!kind) continue;
    if (each.name == property::kEdge) builder.depend_as(ref, rest, *kind);
    if (each.name != property::kUnresolved) continue;
    model::Unresolved missing;
    missing.name = take_word(rest);
    missing.range = rest;
    missing.kind = *kind;
    builder.unresolved(node, std::move(missing));
  }
}

}  // namespace cordon::sbom
