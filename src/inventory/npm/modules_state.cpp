#include "inventory/npm/modules_state.h"

#include "base/json.h"
#include "base/yaml.h"

namespace cordon::inventory::npm {
namespace {

std::vector<std::string> texts(Value list) {
  std::vector<std::string> out;
  for (const Value element : list.elements())
    if (element.is_string()) out.emplace_back(element.text());
  return out;
}

std::string text_of(Value value) { return std::string(value.string().value_or(std::string_view())); }

}  // namespace

Result<ModulesState> parse_modules_state(std::string text, const Limits& limits) {
  json::Options options;
  options.limits = limits;
  const bool json = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF") != std::string::npos &&
                    text[text.find_first_not_of(" \t\r\n\xEF\xBB\xBF")] == '{';
  const Document document = TRY(json ? json::parse(std::move(text), options) : yaml::parse(text, limits));
  const Value root = document.root();
  if (!root.is_object()) return fail(ErrorCode::wrong_type, ".modules.yaml is no object", root.line());
  ModulesState out;
  out.package_manager = text_of(root["packageManager"]);
  out.virtual_store = text_of(root["virtualStoreDir"]);
  out.store = text_of(root["storeDir"]);
  out.pending_builds = texts(root["pendingBuilds"]);
  out.ignored_builds = texts(root["ignoredBuilds"]);
  out.skipped = texts(root["skipped"]);
  return out;
}

bool names_release(std::string_view key, std::string_view name, std::string_view version) {
  const bool old_form = key.starts_with('/');
  if (old_form) key.remove_prefix(1);
  if (name.empty() || version.empty() || !key.starts_with(name)) return false;
  key.remove_prefix(name.size());
  if (!key.starts_with('@') && !(old_form && key.starts_with('/'))) return false;
  key.remove_prefix(1);
  if (!key.starts_with(version)) return false;
  key.remove_prefix(version.size());
  return key.empty() || key.front() == '(' || (old_form && key.front() == '_');
}

}  // namespace cordon::inventory::npm
