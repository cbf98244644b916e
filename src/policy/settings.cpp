#include "policy/settings.h"

#include <algorithm>

#include "base/date.h"
#include "base/suggest.h"
#include "base/text.h"
#include "base/yaml.h"
#include "policy/generated/setting_keys.h"

namespace cordon::policy {
namespace {

bool one_of(std::string_view choices, std::string_view text) {
  while (!choices.empty()) {
    const std::size_t bar = std::min(choices.find('|'), choices.size());
    if (choices.substr(0, bar) == text) return true;
    choices.remove_prefix(std::min(bar + 1, choices.size()));
  }
  return false;
}

Result<void> check_scalar(const Value& value, const SettingKey& key) {
  const std::string name(key.key);
  if (key.type == "string") {
    if (!value.string()) return fail(ErrorCode::wrong_type, name + " must be text", value.line());
  } else if (key.type == "[string]") {
    if (!value.is_array()) return fail(ErrorCode::wrong_type, name + " must be a list", value.line());
    for (const Value element : value.elements())
      if (!element.string()) return fail(ErrorCode::wrong_type, name + " must be a list of texts", element.line());
  } else if (key.type == "number") {
    const auto number = value.integer();
    if (!number || *number < 0 || *number > kMostNumber)
      return fail(ErrorCode::invalid_value, name + " must be a whole number from 0 to 100000", value.line());
  } else if (key.type == "duration") {
    if (!value.string()) return fail(ErrorCode::wrong_type, name + " must be an age, such as 3d", value.line());
  } else if (key.type == "bool") {
    if (!value.is_boolean()) return fail(ErrorCode::wrong_type, name + " must be true or false", value.line());
  } else if (key.type == "integer") {
    if (!value.integer()) return fail(ErrorCode::wrong_type, name + " must be a whole number", value.line());
  } else if (key.type == "date") {
    if (!is_date(value.text()))
      return fail(ErrorCode::invalid_value, name + " must be a date, YYYY-MM-DD", value.line());
  } else if (!one_of(key.type, value.text())) {
    return fail(ErrorCode::invalid_value, name + " must be one of " + std::string(key.type), value.line());
  }
  return {};
}

// Walks the tree and holds every path of keys against the table.
Result<void> check_keys(const Value& value, const std::string& prefix) {
  for (const Value::Member& member : value.all_members()) {
    if (member.shadowed)
      return fail(ErrorCode::invalid_value, "the key " + text::visible(member.key) + " stands twice", member.line());
    const std::string path = prefix.empty() ? std::string(member.key) : prefix + "." + std::string(member.key);
    const auto exact =
        std::find_if(kSettingKeys.begin(), kSettingKeys.end(), [&](const SettingKey& k) { return k.key == path; });
    if (exact != kSettingKeys.end()) {
      TRY(check_scalar(member.value, *exact));
      continue;
    }
    const auto begins = [&](const std::string& start) {
      return std::any_of(kSettingKeys.begin(), kSettingKeys.end(),
                         [&](const SettingKey& k) { return k.key.starts_with(start); });
    };
    if (begins(path + ".*.")) {
      if (!member.value.is_array() && !member.value.is_null())
        return fail(ErrorCode::wrong_type, path + " must be a list", member.line());
      for (const Value element : member.value.elements()) {
        if (!element.is_object())
          return fail(ErrorCode::wrong_type, path + " must be a list of mappings", element.line());
        TRY(check_keys(element, path + ".*"));
      }
    } else if (begins(path + ".")) {
      if (!member.value.is_object() && !member.value.is_null())
        return fail(ErrorCode::wrong_type, path + " must be a mapping", member.line());
      TRY(check_keys(member.value, path));
    } else {
      std::vector<std::string_view> known;
      for (const SettingKey& key : kSettingKeys) {
        if (!key.key.starts_with(prefix)) continue;
        std::string_view rest = key.key.substr(prefix.empty() ? 0 : prefix.size() + 1);
        known.push_back(rest.substr(0, rest.find('.')));
      }
      return fail(ErrorCode::unknown_key, "unknown key " + text::visible(path) + did_you_mean(member.key, known),
                  member.line());
    }
  }
  return {};
}

std::vector<std::string> strings(const Value& list) {
  std::vector<std::string> out;
  for (const Value element : list.elements()) out.emplace_back(element.text());
  return out;
}

// Whether nothing of a name stands before the '*': whoever can write such a waiver could silence a whole rule.
bool covers_everything(std::string_view subject) {
  if (!subject.ends_with('*')) return false;
  subject = subject.substr(0, subject.find_last_not_of('*') + 1);
  constexpr std::string_view kScheme = "pkg:", kScope = "%40";
  if (kScheme.starts_with(subject)) return true;
  if (!subject.starts_with(kScheme)) return subject.find_first_not_of("./") == std::string_view::npos;
  const std::size_t slash = subject.find('/');
  if (slash == std::string_view::npos) return true;
  const std::string_view name = subject.substr(slash + 1);
  return kScope.starts_with(name) || name == "@";
}

Result<Waiver> read_waiver(const Value& value, std::string_view display_path) {
  Waiver waiver;
  waiver.place = {std::string(display_path), value.line()};
  struct Field {
    const char* name;
    std::string Waiver::* member;
    bool required;
  };
  static constexpr Field kFields[] = {{"rule", &Waiver::rule, true},     {"subject", &Waiver::subject, true},
                                      {"path", &Waiver::path, false},    {"owner", &Waiver::owner, true},
                                      {"reason", &Waiver::reason, true}, {"expires", &Waiver::expires, true}};
  for (const Field& field : kFields) {
    waiver.*field.member = value[field.name].text();
    if (field.required && (waiver.*field.member).empty())
      return fail(ErrorCode::missing_field, std::string("a waiver needs ") + field.name, value.line());
  }
  if (covers_everything(waiver.subject))
    return fail(
        ErrorCode::invalid_value,
        "the subject " + text::visible(waiver.subject) + " covers everything; name a package, a scope or a path",
        value["subject"].line());
  return waiver;
}

}  // namespace

Result<Settings> read_settings(const std::string& text, std::string_view display_path, const Limits& limits) {
  const Document document = TRY(yaml::parse(text, limits));
  const Value root = document.root();
  Settings settings;
  settings.path = display_path;
  if (!root.exists() || root.is_null()) return settings;
  if (!root.is_object()) return fail(ErrorCode::wrong_type, "expected a mapping of settings", root.line());
  TRY(check_keys(root, ""));
  for (const Value row : root["registries"].elements()) {
    model::RegistryRow registry;
    registry.domain = row["domain"].text();
    if (registry.domain.empty()) return fail(ErrorCode::missing_field, "a registry needs domain", row.line());
    const bool mirror = row["class"].text() == "mirror";
    registry.class_ = mirror ? model::RegistryClass::mirror : model::RegistryClass::public_;
    registry.id = mirror ? registry.domain : "npm";
    settings.registries.push_back(std::move(registry));
  }
  const Value own = root["private"];
  settings.declared_private = {strings(own["hosts"]), strings(own["scopes"]), strings(own["names"])};
  if (const Value fail_on = root["policy"]["fail_on"]) settings.fail_on = model::severity_from_string(fail_on.text());
  std::vector<std::string> own_hosts = settings.declared_private.hosts;
  for (const model::RegistryRow& row : settings.registries) own_hosts.push_back(row.domain);
  settings.rules = TRY(read_rules(root["policy"], display_path, own_hosts));
  if (const auto days = root["intel"]["max_age_days"].integer())
    settings.max_age_days = static_cast<std::uint32_t>(*days);
  settings.intel_sources = root["intel"]["sources"].text();
  settings.intel_ca_file = root["intel"]["ca_file"].text();
  settings.intel_proxy = root["intel"]["proxy"].text();
  settings.pack_keys = strings(root["intel"]["pack_keys"]);
  settings.gate = TRY(read_gate_settings(root["gate"]));
  for (const Value row : root["waivers"].elements()) settings.waivers.push_back(TRY(read_waiver(row, display_path)));
  return settings;
}

std::optional<model::SettingsUsed> settings_used(const Settings& settings, std::size_t waivers_applied) {
  if (settings.path.empty() && settings.environment.empty()) return std::nullopt;
  model::SettingsUsed used;
  if (!settings.path.empty()) used.path = settings.path;
  used.waivers = static_cast<std::uint32_t>(settings.waivers.size());
  used.waivers_applied = static_cast<std::uint32_t>(waivers_applied);
  used.environment = settings.environment;
  return used;
}

}  // namespace cordon::policy
