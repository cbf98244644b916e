#include "app/registry_credentials.h"

#include <algorithm>
#include <optional>

#include "app/registry_rules.h"

namespace cordon::app {
namespace {

constexpr std::string_view kSetting = ":_authToken";
constexpr std::size_t kMostTokenBytes = 16u << 10;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
    return text.substr(1, text.size() - 2);
  return text;
}

// Nothing where a variable is not set, as npm then leaves the text as it is, which is no token.
std::optional<std::string> expanded(std::string_view value,
                                    const std::function<std::string(std::string_view)>& variable) {
  std::string out;
  while (!value.empty()) {
    const std::size_t end = value.starts_with("${") ? value.find('}') : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += value.front();
      value.remove_prefix(1);
      continue;
    }
    const std::string set = variable(value.substr(2, end - 2));
    if (set.empty()) return std::nullopt;
    out += set;
    value.remove_prefix(end + 1);
  }
  return out;
}

// What may stand in a header: nothing that could end it.
bool is_token(std::string_view text) {
  return !text.empty() && text.size() <= kMostTokenBytes &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

RegistryCredentials::RegistryCredentials(std::string_view npmrc,
                                         const std::function<std::string(std::string_view)>& variable) {
  while (!npmrc.empty()) {
    const std::size_t end = std::min(npmrc.find('\n'), npmrc.size());
    const std::string_view line = trimmed(npmrc.substr(0, end));
    npmrc.remove_prefix(std::min(end + 1, npmrc.size()));
    if (line.starts_with('[') && line.ends_with(']')) return;  // the keys of a section say nothing to npm
    const std::size_t equals = line.find('=');
    if (!line.starts_with("//") || equals == std::string_view::npos) continue;
    std::string_view key = trimmed(line.substr(0, equals));
    if (!key.ends_with(kSetting)) continue;
    key.remove_suffix(kSetting.size());
    const auto token = expanded(unquoted(trimmed(line.substr(equals + 1))), variable);
    if (token && is_token(*token)) tokens_.insert_or_assign(whole_base(key), *token);
  }
}

std::string RegistryCredentials::for_base(std::string_view base) const {
  constexpr std::string_view kScheme = "https:";
  if (!base.starts_with(kScheme)) return {};
  const std::string address = whole_base(base.substr(kScheme.size()));
  std::string_view best;
  const std::string* token = nullptr;
  for (const auto& [of, value] : tokens_)
    if (address.starts_with(of) && of.size() > best.size()) {
      best = of;
      token = &value;
    }
  return token == nullptr ? std::string() : "Bearer " + *token;
}

}  // namespace cordon::app
