#include "inventory/cargo/package_id.h"

#include "model/purl.h"

namespace cordon::inventory::cargo {

std::optional<PackageReference> parse_reference(std::string_view text) {
  PackageReference out;
  const std::size_t first = text.find(' ');
  out.name = text.substr(0, first);
  if (out.name.empty()) return std::nullopt;
  if (first == std::string_view::npos) return out;
  text.remove_prefix(first + 1);
  const std::size_t second = text.find(' ');
  out.version = text.substr(0, second);
  if (out.version.empty()) return std::nullopt;
  if (second == std::string_view::npos) return out;
  text.remove_prefix(second + 1);
  if (text.size() < 3 || !text.starts_with('(') || !text.ends_with(')')) return std::nullopt;
  out.source = text.substr(1, text.size() - 2);
  return out;
}

std::string package_id(std::string_view name, std::string_view version, std::string_view source) {
  std::string out(name);
  out.append(" ").append(version);
  if (!source.empty()) out.append(" (").append(source).append(")");
  return out;
}

std::string_view without_commit(std::string_view source) { return source.substr(0, source.find('#')); }

bool identify(model::Component& component, std::string_view source, const ReadContext& context) {
  using model::Origin;
  component.ecosystem = "crates";
  component.registry = {std::string(), model::RegistryClass::unknown};
  component.resolved = std::string(source);
  model::Qualifiers qualifiers;
  bool known = true;
  if (source.starts_with("registry+") || source.starts_with("sparse+")) {
    component.origin = Origin::registry;
    component.registry = context.registries->classify("crates", source, component.name);
  } else if (source.starts_with("git+")) {
    component.origin = Origin::git;
    qualifiers.emplace_back("vcs_url", std::string(source));
  } else if (source.starts_with("path+") || source.starts_with("directory+") || source.starts_with("local-registry+")) {
    component.origin = Origin::file;
  } else {
    component.origin = Origin::http;
    qualifiers.emplace_back("download_url", std::string(source));
    known = false;
  }
  component.purl = model::make_purl("cargo", component.name, component.version, qualifiers);
  return known;
}

}  // namespace cordon::inventory::cargo
