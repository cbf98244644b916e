#include "inventory/npm/pnpm_workspace.h"

#include "base/json.h"
#include "base/yaml.h"

namespace cordon::inventory::npm {
namespace {

class Settings {
 public:
  Settings(const Value& settings, std::string_view display_path) : settings_(settings), path_(display_path) {}

  PnpmWorkspace read() {
    for (const Value package : list("packages")) out_.packages.emplace_back(package.text());
    out_.overrides = read_override_map(settings_["overrides"], path_, out_.unread);
    read_builds();
    read_map("namedRegistries", out_.named_registries);
    read_map("registriesByPrefix", out_.named_registries);
    read_map("configDependencies", out_.config_dependencies);
    return std::move(out_);
  }

 private:
  // Elements of a list of texts; what is none of that is noted.
  std::vector<Value> list(std::string_view name) {
    const Value value = settings_[name];
    std::vector<Value> out;
    if (value.exists() && !value.is_array() && !value.is_null()) wrong(value, name);
    for (const Value element : value.elements()) {
      if (element.string()) out.push_back(element);
      else wrong(element, name);
    }
    return out;
  }

  void read_map(std::string_view name, std::map<std::string, std::string, std::less<>>& out) {
    const Value map = settings_[name];
    if (map.exists() && !map.is_object() && !map.is_null()) wrong(map, name);
    for (const Value::Member member : map.members()) {
      // pnpm 11 writes configuration dependencies as {version, integrity} where they need more than one field.
      const Value value = member.value.is_object() ? member.value["version"] : member.value;
      if (const auto text = value.string()) out.insert_or_assign(std::string(member.key), std::string(*text));
      else wrong(member.value, name);
    }
  }

  // Lists up to pnpm 10, one map of decisions from pnpm 11 on.
  void read_builds() {
    for (const std::string_view name : {"onlyBuiltDependencies", "neverBuiltDependencies", "ignoredBuiltDependencies"})
      for (const Value element : list(name)) rule(element.text(), name == "onlyBuiltDependencies", name, element);
    if (settings_["onlyBuiltDependencies"].is_array()) bound("onlyBuiltDependencies", out_.builds_listed_only);
    const Value decisions = settings_["allowBuilds"];
    if (decisions.exists() && !decisions.is_object() && !decisions.is_null()) wrong(decisions, "allowBuilds");
    for (const Value::Member member : decisions.members()) {
      if (const auto allowed = member.value.boolean()) rule(member.key, *allowed, "allowBuilds", member.name);
      else if (!member.value.is_string()) wrong(member.value, "allowBuilds");  // a text says: not decided yet
    }
    if (decisions.is_object()) bound("allowBuilds", out_.builds_listed_only);
    if (settings_["dangerouslyAllowAllBuilds"].is_true()) bound("dangerouslyAllowAllBuilds", out_.builds_everything);
  }

  void bound(std::string_view name, bool& flag) {
    flag = true;
    out_.builds_place = {std::string(path_), settings_[name].line()};
  }

  void rule(std::string_view package, bool allowed, std::string_view setting, const Value& at) {
    out_.builds.push_back({std::string(package), allowed, std::string(setting), {std::string(path_), at.line()}});
  }

  void wrong(const Value& at, std::string_view name) {
    out_.unread.push_back({std::string(path_), at.line(), std::string(to_string(ErrorCode::wrong_type)),
                           std::string(name) + " has a value of the wrong type", false});
  }

  Value settings_;
  std::string_view path_;
  PnpmWorkspace out_;
};

}  // namespace

std::vector<model::Override> read_override_map(const Value& overrides, std::string_view display_path,
                                               std::vector<model::FileUnread>& unread) {
  std::vector<model::Override> out;
  const auto wrong = [&](const Value& at) {
    unread.push_back({std::string(display_path), at.line(), std::string(to_string(ErrorCode::wrong_type)),
                      "an override that is no text", true});
  };
  if (overrides.exists() && !overrides.is_object() && !overrides.is_null()) wrong(overrides);
  for (const Value::Member member : overrides.members()) {
    if (const auto replacement = member.value.string())
      out.push_back({std::string(member.key), std::string(*replacement), {std::string(display_path), member.line()}});
    else wrong(member.name);
  }
  return out;
}

Result<PnpmWorkspace> read_pnpm_workspace(std::string text, std::string_view display_path, const Limits& limits) {
  const Document document = TRY(yaml::parse(text, limits));
  const Value root = document.root();
  if (!root.exists() || root.is_null()) return PnpmWorkspace();
  if (!root.is_object()) return fail(ErrorCode::wrong_type, "the settings are no mapping", root.line());
  return Settings(root, display_path).read();
}

Result<PnpmWorkspace> read_pnpm_manifest(std::string text, std::string_view display_path, const Limits& limits) {
  const Document document = TRY(json::parse(std::move(text), {.limits = limits}));
  const Value root = document.root();
  if (!root.is_object()) return fail(ErrorCode::wrong_type, "the manifest is no object", root.line());
  const Value settings = root["pnpm"];
  if (!settings.exists()) return PnpmWorkspace();
  if (!settings.is_object()) return fail(ErrorCode::wrong_type, "pnpm is no object", settings.line());
  return Settings(settings, display_path).read();
}

}  // namespace cordon::inventory::npm
