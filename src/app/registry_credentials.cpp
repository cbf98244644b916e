#include "app/registry_credentials.h"

#include <algorithm>
#include <optional>

#include "app/registry_rules.h"
#include "inventory/config_source.h"

namespace cordon::app {
namespace {

constexpr std::string_view kSetting = ":_authToken";
constexpr std::size_t kMostTokenBytes = 16u << 10;

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
  inventory::each_npmrc_setting(npmrc, [&](std::string_view key, std::string_view value, std::uint32_t) {
    if (!key.starts_with("//") || !key.ends_with(kSetting)) return;
    key.remove_suffix(kSetting.size());
    const auto token = expanded(value, variable);
    if (token && is_token(*token)) tokens_.insert_or_assign(whole_base(key), *token);
  });
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
