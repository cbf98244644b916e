#include <algorithm>
#include <charconv>

#include "base/credentials.h"
#include "base/suggest.h"
#include "base/text.h"
#include "policy/generated/setting_keys.h"
#include "policy/settings.h"

namespace cordon::policy {
namespace {

// "CORDON_POLICY_" for "policy.fail_on".
std::string section_prefix(const SettingKey& key) {
  std::string prefix = "CORDON_" + std::string(key.key.substr(0, key.key.find('.'))) + "_";
  for (char& c : prefix)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return prefix;
}

Result<void> check_name(std::string_view name) {
  std::vector<std::string_view> known;
  bool of_a_section = false;
  for (const SettingKey& key : kSettingKeys) {
    if (name == key.environment) return {};
    if (!key.environment.empty()) known.push_back(key.environment);
    of_a_section |= name.starts_with(section_prefix(key));
  }
  if (!of_a_section) return {};
  return fail(ErrorCode::unknown_key,
              "the environment variable " + text::visible(name) + " is no setting" + did_you_mean(name, known));
}

std::vector<std::string> elements(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    std::string_view element = list.substr(0, list.find(','));
    list.remove_prefix(std::min(element.size() + 1, list.size()));
    while (element.starts_with(' ')) element.remove_prefix(1);
    while (element.ends_with(' ')) element.remove_suffix(1);
    if (!element.empty()) out.emplace_back(element);
  }
  return out;
}

std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > kMostNumber) return std::nullopt;
  return value;
}

// False when the value is none of the key's.
bool set(std::string_view key, std::string_view value, Settings& settings) {
  if (key == "policy.fail_on") return (settings.fail_on = model::severity_from_string(value)).has_value();
  constexpr std::string_view kGate = "gate.";
  if (key.starts_with(kGate)) return set_gate_setting(key.substr(kGate.size()), value, elements(value), settings.gate);
  if (key == "intel.max_age_days") return (settings.max_age_days = number(value)).has_value();
  if (key == "intel.sources") settings.intel_sources = value;
  if (key == "intel.ca_file") settings.intel_ca_file = value;
  if (key == "intel.proxy") settings.intel_proxy = value;
  if (key == "intel.pack_keys") {
    settings.pack_keys = elements(value);
    settings.pack_keys_from_environment = true;
  }
  if (key == "private.hosts") settings.declared_private.hosts = elements(value);
  if (key == "private.scopes") settings.declared_private.scopes = elements(value);
  if (key == "private.names") settings.declared_private.names = elements(value);
  return true;
}

}  // namespace

Result<void> override_settings(const std::vector<std::string>& variables, Settings& settings) {
  for (const std::string& variable : variables) {
    const std::size_t equals = std::min(variable.find('='), variable.size() - 1);
    if (variable.substr(equals + 1).empty()) continue;
    TRY(check_name(variable.substr(0, equals)));
  }
  for (const SettingKey& key : kSettingKeys) {  // in the order of the table, whatever that of the environment is
    if (key.environment.empty()) continue;
    const std::string begin = std::string(key.environment) + "=";
    const auto found = std::ranges::find_if(variables, [&](const std::string& v) { return v.starts_with(begin); });
    if (found == variables.end() || found->size() == begin.size()) continue;
    if (!set(key.key, std::string_view(*found).substr(begin.size()), settings))
      return fail(ErrorCode::invalid_value,
                  "the environment variable " + text::visible(*found) + " must be " +
                      (key.type == "number" ? "a whole number from 0 to 100000" : "one of " + std::string(key.type)));
    settings.environment.push_back(without_credentials(*found));  // a proxy's password is nobody's to read in a report
  }
  return {};
}

}  // namespace cordon::policy
