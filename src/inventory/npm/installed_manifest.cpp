#include "inventory/npm/installed_manifest.h"

#include "base/json.h"
#include "inventory/npm/dependency_lists.h"

namespace cordon::inventory::npm {
namespace {

std::string text_of(Value value) { return std::string(value.string().value_or(std::string_view())); }

void read_scripts(Value scripts, InstalledManifest& out) {
  for (const Value::Member member : scripts.members()) {
    const bool builds = member.key == "preinstall" || member.key == "install";
    if (!builds && member.key != "postinstall") continue;
    if (!member.value.is_string()) out.malformed.push_back("scripts." + std::string(member.key));
    if (member.value.text().empty() || !member.value.is_string()) continue;
    out.install_script = true;
    out.own_build_script |= builds;
  }
}

void read_bundled(Value list, InstalledManifest& out) {
  out.bundles_all |= list.is_true();
  for (const Value element : list.elements())
    if (element.is_string()) out.bundled.emplace_back(element.text());
}

// A licence is text, an object with a "type", or a list of either.
void read_licences(Value licence, InstalledManifest& out) {
  const auto add = [&](Value one) {
    const Value name = one.is_object() ? one["type"] : one;
    if (name.is_string() && !name.text().empty()) out.licences.emplace_back(name.text());
  };
  if (!licence.is_array()) add(licence);
  for (const Value one : licence.elements()) add(one);
}

void read_member(const Value::Member& member, InstalledManifest& out) {
  const std::string_view key = member.key;
  const Value value = member.value;
  if (key == "name") {
    out.name = text_of(value);
    if (!value.is_string()) out.malformed.emplace_back(key);
  } else if (key == "version") {
    out.version = text_of(value);
    out.version_line = member.line();
    if (!value.is_string()) out.malformed.emplace_back(key);
  } else if (key == "scripts") {
    read_scripts(value, out);
  } else if (key == "bundleDependencies" || key == "bundledDependencies") {
    read_bundled(value, out);
  } else if (key == "gypfile") {
    out.builds_native = !(value.is_boolean() && !value.is_true());
  } else if (key == "license" || (key == "licenses" && out.licences.empty())) {
    read_licences(value, out);
  } else if (key == "_resolved") {
    out.resolved = text_of(value);
  } else if (key == "_integrity") {
    out.integrity = text_of(value);
  } else if (key == "_requested") {
    if (value.is_object()) out.requested = text_of(value["raw"]);
  } else if (key == "_from") {
    if (out.requested.empty()) out.requested = text_of(value);
  } else if (key == "_inBundle") {
    out.in_bundle = value.is_true();
  }
}

}  // namespace

Result<InstalledManifest> parse_installed_manifest(std::string text, bool with_development, const Limits& limits) {
  json::Options options;
  options.limits = limits;
  const Document document = TRY(json::parse(std::move(text), options));
  const Value root = document.root();
  if (!root.is_object()) return fail(ErrorCode::wrong_type, "package.json is no object", root.line());
  InstalledManifest out;
  for (const Value::Member member : root.members()) read_member(member, out);
  DependencySet set;
  std::vector<MalformedList> malformed;
  add_dependencies(root, with_development, set, malformed);
  out.dependencies.reserve(set.all().size());
  for (const Dependency& dependency : set.all())
    out.dependencies.push_back(
        {std::string(dependency.name), std::string(dependency.range), dependency.kind, dependency.place.line()});
  for (const MalformedList& list : malformed) out.malformed.emplace_back(list.name);
  return out;
}

}  // namespace cordon::inventory::npm
