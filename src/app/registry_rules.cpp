#include "app/registry_rules.h"

#include <algorithm>
#include <iterator>

#include "model/default_registry.h"

namespace cordon::app {
namespace {

constexpr std::size_t kMostNameBytes = 214, kMostBaseBytes = 1'000;

bool is_name_part(std::string_view part) {
  if (part.empty() || part.front() == '.') return false;
  return std::ranges::all_of(part, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~").find(c) != std::string_view::npos;
  });
}

// An address that can only be read in one way: no user, no query, nothing that climbs.
bool is_plain_https(std::string_view base) {
  constexpr std::string_view kScheme = "https://";
  if (!base.starts_with(kScheme) || base.size() > kMostBaseBytes) return false;
  const std::string_view rest = base.substr(kScheme.size());
  if (rest.empty() || rest.front() == '/' || rest.find("..") != std::string_view::npos) return false;
  return std::ranges::all_of(rest, [](char c) {
    return c > ' ' && c < '\x7f' && std::string_view("@?#\\\"<>^`{|}%").find(c) == std::string_view::npos;
  });
}

std::string_view path_of(std::string_view base) {
  const std::size_t slash = base.find('/', base.find("://") + 3);
  return slash == std::string_view::npos ? std::string_view() : base.substr(slash);
}

bool has_usual_port(std::string_view base) {
  std::string_view authority = base.substr(base.find("://") + 3);
  authority = authority.substr(0, authority.find('/'));
  if (const std::size_t bracket = authority.rfind(']'); bracket != std::string_view::npos)
    authority.remove_prefix(bracket);
  const std::size_t colon = authority.find(':');
  return colon == std::string_view::npos || authority.substr(colon) == ":443";
}

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::ranges::find(list, item) != list.end();
}

}  // namespace

RegistryRules::RegistryRules(const inventory::UserConfig& user, const policy::Settings& own,
                             const policy::Settings& in_force) {
  for (const model::RegistryRow& row : own.registries) registries_.add(row);
  registries_.declare_private({own.declared_private.hosts, {}, {}});
  for (const policy::Settings* each : {&own, &in_force}) also_private(each->declared_private);
  for (const inventory::ConfigSource& source : user.environment) add(source);
  const inventory::ConfigFiles& files = user.files;
  for (const inventory::ConfigSource* source :
       {&files.npmrc, &files.yarnrc, &files.yarnrc_yml, &files.bunfig, &files.pnpm_workspace})
    add(*source);
}

void RegistryRules::also_private(const model::PrivateDeclaration& declared) {
  std::ranges::copy(declared.names, std::back_inserter(private_.names));
  std::ranges::copy(declared.scopes, std::back_inserter(private_.scopes));
}

void RegistryRules::add(const inventory::ConfigSource& source) {
  if (!source.default_registry.empty()) bases_.push_back(whole_base(source.default_registry));
  for (const auto& [scope, base] : source.scopes) {
    bases_.push_back(whole_base(base));
    scopes_.emplace(scope, whole_base(base));
  }
}

bool RegistryRules::is_public(std::string_view base) const {
  const model::RegistryClass class_ = registries_.classify("npm", base, "").class_;
  return class_ == model::RegistryClass::public_ || class_ == model::RegistryClass::mirror;
}

bool RegistryRules::may_have_token(std::string_view base) const {
  const std::string whole = whole_base(base);
  return contains(bases_, whole) || whole == whole_base(model::default_registry("npm"));
}

bool RegistryRules::is_of_origin(std::string_view base) const {
  const model::RegistryClass class_ = registries_.classify("npm", base, "").class_;
  return class_ == model::RegistryClass::public_ || class_ == model::RegistryClass::private_;
}

// What the user calls private, and what the user's clients fetch from a registry that is not public.
bool RegistryRules::is_private(std::string_view name) const {
  if (contains(private_.names, name)) return true;
  if (!name.starts_with('@')) return false;
  const std::string_view scope = name.substr(0, name.find('/'));
  if (contains(private_.scopes, scope)) return true;
  const auto [first, last] = scopes_.equal_range(scope);
  return std::any_of(first, last, [&](const auto& each) { return !is_public(each.second); });
}

MayAsk RegistryRules::may_ask(std::string_view base, std::string_view name) const {
  if (!is_package_name(name)) return MayAsk::unnamed;
  if (base.starts_with("http://")) return MayAsk::not_https;
  if (!is_plain_https(base)) return MayAsk::unknown;
  const std::string whole = whole_base(base);
  if (!contains(bases_, whole)) {
    if (registries_.classify("npm", base, "").class_ == model::RegistryClass::unknown) return MayAsk::unknown;
    const bool in_table = table_.classify("npm", base, "").class_ != model::RegistryClass::unknown;
    if (!has_usual_port(whole) || (!in_table && path_of(whole) != "/")) return MayAsk::place;
  }
  return is_public(base) && is_private(name) ? MayAsk::private_name : MayAsk::yes;
}

std::string whole_base(std::string_view base) {
  std::string out(base);
  if (!out.ends_with('/')) out += '/';
  return out;
}

std::string document_address(std::string_view base, std::string_view name) {
  std::string escaped(name);
  if (const std::size_t slash = escaped.find('/'); slash != std::string::npos) escaped.replace(slash, 1, "%2f");
  return whole_base(base) + escaped;
}

bool is_package_name(std::string_view name) {
  if (name.size() > kMostNameBytes) return false;
  if (!name.starts_with('@')) return is_name_part(name);
  const std::size_t slash = name.find('/');
  return slash != std::string_view::npos && is_name_part(name.substr(1, slash - 1)) &&
         is_name_part(name.substr(slash + 1));
}

}  // namespace cordon::app
