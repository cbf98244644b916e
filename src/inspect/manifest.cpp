#include "inspect/manifest.h"

#include <algorithm>

#include "base/json.h"

namespace cordon::inspect {
namespace {

using Map = std::map<std::string, std::string, std::less<>>;

std::string text_or(const Value& value) { return std::string(value.string().value_or("")); }

void read_map(const Value& value, Map& out) {
  for (const Value::Member& each : value.members())
    if (each.value.is_string()) out.insert_or_assign(std::string(each.key), text_or(each.value));
}

// All texts of a value and of what is in it, without recursion.
void add_texts(const Value& value, std::vector<std::string>& out) {
  for (std::vector<Value> left{value}; !left.empty();) {
    const Value each = left.back();
    left.pop_back();
    if (const auto text = each.string()) out.emplace_back(*text);
    for (const Value::Member& member : each.members()) left.push_back(member.value);
    for (const Value item : each.elements()) left.push_back(item);
  }
}

}  // namespace

Result<PackageManifest> read_package_manifest(std::string_view text, const Limits& limits) {
  const Document document = TRY(json::parse(std::string(text), {.comments = false, .limits = limits}));
  const Value root = document.root();
  if (!root.is_object()) return fail(ErrorCode::wrong_type, "package.json is no object", 1);
  PackageManifest out;
  out.name = text_or(root["name"]);
  out.version = text_or(root["version"]);
  out.main = text_or(root["main"]);
  out.homepage = text_or(root["homepage"]);
  out.repository = text_or(root["repository"].is_object() ? root["repository"]["url"] : root["repository"]);
  for (const Value::Member& each : root["scripts"].members())
    if (each.value.is_string()) out.scripts.push_back({std::string(each.key), text_or(each.value), each.line()});
  read_map(root["dependencies"], out.dependencies);
  read_map(root["optionalDependencies"], out.optional_dependencies);
  // npm takes what is optional out of the others.
  for (const auto& [name, range] : out.optional_dependencies) out.dependencies.erase(name);
  if (root["bin"].is_string()) out.bin.emplace(out.name, text_or(root["bin"]));
  else read_map(root["bin"], out.bin);
  for (const Value each : root["keywords"].elements())
    if (out.keywords.size() < 64) out.keywords.push_back(text_or(each));
  out.gypfile = root["gypfile"].boolean();
  for (const char* field : {"main", "bin", "module", "exports", "browser"}) add_texts(root[field], out.entries);
  add_texts(root["exports"], out.exported);
  for (const char* field : {"imports", "browser"}) add_texts(root[field], out.imported_names);
  for (const Duplicate& each : document.duplicates()) out.duplicate_keys.push_back(each.key);
  return out;
}

bool is_install_event(std::string_view script) {
  return script == "preinstall" || script == "install" || script == "postinstall";
}

std::string_view script_of(const PackageManifest& manifest, std::string_view name) {
  const auto found = std::ranges::find(manifest.scripts, name, &Script::name);
  return found == manifest.scripts.end() ? std::string_view() : std::string_view(found->text);
}

Map normal_bin(std::string_view package, const Map& bin) {
  Map out;
  for (const auto& [key, value] : bin) {
    std::string_view name = key, path = value;
    if (name == package || name.starts_with('@')) name.remove_prefix(name.rfind('/') + 1);
    name = name.substr(name.rfind('/') + 1);
    while (path.starts_with("./") || path.starts_with('/')) path.remove_prefix(path.front() == '/' ? 1 : 2);
    if (!name.empty() && !path.empty()) out.insert_or_assign(std::string(name), std::string(path));
  }
  return out;
}

}  // namespace cordon::inspect
