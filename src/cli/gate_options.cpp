#include "cli/gate_options.h"

#include <charconv>

#include "app/registry_rules.h"
#include "base/file_tree.h"
#include "base/text.h"
#include "cli/environment.h"
#include "cli/gate_address.h"
#include "cli/judging.h"
#include "host/host_identity.h"
#include "model/default_registry.h"
#include "policy/gate_settings.h"

namespace cordon::cli {
namespace {

constexpr std::string_view kListen = "127.0.0.1:4873";

const std::string& first(const std::string& option, const std::string& setting) {
  return option.empty() ? setting : option;
}

// "127.0.0.1:4873", "[::1]:4873".
Result<void> take_listen(std::string_view text, net::HttpServerOptions& server) {
  const std::size_t colon = text.rfind(':');
  std::uint32_t port = 0;
  if (colon != std::string_view::npos) {
    const auto [end, error] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
    if (error == std::errc() && end == text.data() + text.size() && port <= 65'535) {
      std::string_view address = text.substr(0, colon);
      if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
      server.address = address;
      server.port = static_cast<std::uint16_t>(port);
      return {};
    }
  }
  return fail(ErrorCode::usage,
              text::visible(text) + " is no address and port: write 127.0.0.1:4873, or port 0 for any");
}

// Never said again: what is wrong with it may be a secret.
Result<void> check_base(std::string_view base) {
  const std::size_t scheme = base.find("://");
  if (scheme == std::string_view::npos || (!base.starts_with("https://") && !base.starts_with("http://")))
    return fail(ErrorCode::usage, "the registry's address must begin with https://");
  const std::string_view authority = base.substr(scheme + 3, base.find('/', scheme + 3) - scheme - 3);
  if (authority.find('@') != std::string_view::npos)
    return fail(ErrorCode::usage,
                "the registry's address has a name or password in it: give a token in .npmrc instead, in a line "
                "//host/:_authToken=TOKEN, and the address without");
  if (authority.empty() || base.find_first_of("?#") != std::string_view::npos)
    return fail(ErrorCode::usage, "the registry's address must be a host and a path, and nothing behind");
  return {};
}

Result<gate::Upstream> upstream_of(std::string scope, const std::string& base,
                                   const app::RegistryCredentials& credentials, const model::Registries& registries) {
  TRY_CONTEXT(check_base(base), scope.empty() ? std::string("looking at the registry behind the gate")
                                              : "looking at the registry of " + text::visible(scope));
  gate::Upstream out;
  out.base = app::whole_base(base);
  out.authorization = credentials.for_base(out.base);
  out.is_plain = base.starts_with("http://");
  const std::string example = scope.empty() ? "package" : scope + "/package";
  out.registry = registries.classify("npm", out.base, example);
  out.is_public = out.registry.class_ != model::RegistryClass::private_;
  out.scope = std::move(scope);
  return out;
}

// The registry that the project in the working directory names for everything. A repository must not choose whom the
// gate asks, so that it counts only where its host is declared private: what is asked for there is nowhere else.
std::string registry_of_project(const inventory::UserConfig& user, const model::Registries& registries,
                                std::vector<model::FileUnread>& unread) {
  const auto folder = open_directory(".");
  if (!folder) return {};
  const auto configs = inventory::read_client_configs(**folder, "", ".", user, unread);
  std::string base(configs.of(model::Client::npm).registry_for("package"));
  const bool is_declared = !base.empty() && registries.classify("npm", app::whole_base(base), "package").class_ ==
                                                model::RegistryClass::private_;
  return is_declared ? base : std::string();
}

// The registry that npm is told of, by the user's own files and environment.
Result<std::vector<gate::Upstream>> upstreams(const GateArguments& arguments, const policy::Settings& settings,
                                              std::vector<model::FileUnread>& unread) {
  const inventory::UserConfig user = load_user_config(unread);
  const app::RegistryCredentials credentials = credentials_of_user();
  model::Registries registries;
  for (const model::RegistryRow& row : settings.registries) registries.add(row);
  registries.declare_private({settings.declared_private.hosts, {}, {}});
  std::string base = first(arguments.upstream, settings.gate.upstream);
  if (base.empty()) base = user.environment_of(model::Client::npm).default_registry;
  if (base.empty() && arguments.verb == GateVerb::exec) base = registry_of_project(user, registries, unread);
  if (base.empty()) base = user.files.npmrc.default_registry;
  const bool is_default = base.empty();
  if (is_default) base = model::default_registry("npm");
  std::vector<gate::Upstream> out{TRY(upstream_of("", base, credentials, registries))};
  out.front().is_default = is_default;
  if (!settings.gate.scopes.empty() || !arguments.upstream.empty()) {
    for (const policy::GateScope& one : settings.gate.scopes)
      out.push_back(TRY(upstream_of(one.scope, one.registry, credentials, registries)));
  } else {
    for (const auto& [scope, registry] : user.files.npmrc.scopes)
      out.push_back(TRY(upstream_of(scope, registry, credentials, registries)));
  }
  return out;
}

}  // namespace

Result<std::string> gate_folder(const GateArguments& arguments) {
  if (!arguments.folder.empty()) return arguments.folder;
  const policy::Settings settings = TRY(load_user_settings(arguments.common.config));
  if (!settings.gate.folder.empty()) return settings.gate.folder;
  std::string cache = environment("XDG_CACHE_HOME");
  if (cache.empty() && !environment("HOME").empty()) cache = environment("HOME") + "/.cache";
  if (cache.empty())
    return fail(ErrorCode::usage,
                "neither XDG_CACHE_HOME nor HOME says where to keep things: name a folder with --folder");
  return cache + "/cordon/gate";
}

Result<gate::GateOptions> gate_options(const GateArguments& arguments, std::vector<model::FileUnread>& unread) {
  gate::GateOptions out;
  out.settings = TRY(load_user_settings(arguments.common.config));
  const policy::GateSettings& set = out.settings.gate;
  out.folder = TRY(gate_folder(arguments));
  out.events = arguments.events;
  const host::HostIdentity identity = host::read_host_identity();
  out.host = identity.host;
  out.boot = identity.boot;
  const std::string& listen = first(arguments.listen, set.listen);
  TRY(take_listen(listen.empty() ? kListen : std::string_view(listen), out.server));
  out.server.certificate = set.certificate;
  out.server.key = set.key;
  out.public_base = set.public_address;
  while (out.public_base.ends_with('/')) out.public_base.pop_back();
  out.redirect_hosts = set.redirect_hosts;
  if (set.minimum_age_seconds) out.minimum_age_seconds = *set.minimum_age_seconds;
  if (!arguments.minimum_age.empty()) {
    const Result<std::int64_t> age = policy::gate_age(arguments.minimum_age);
    if (!age) return fail(ErrorCode::usage, "--minimum-age: " + age.error().message);
    out.minimum_age_seconds = *age;
  }
  out.observe = arguments.observe || set.observe.value_or(false);
  out.withhold_scripts = set.withhold_scripts.value_or(false);
  if (set.allow_unexamined.value_or(false)) out.on_timeout = gate::OnTimeout::allow;
  out.upstreams = TRY(upstreams(arguments, out.settings, unread));
  for (const gate::Upstream& each : out.upstreams)
    if (out.server.port != 0 && is_gate_itself(each.base, out.server.address, out.server.port))
      return fail(ErrorCode::usage,
                  "the gate would ask itself at " + text::visible(each.base) +
                      ": name the registry behind it with --upstream, or gate.upstream of cordon.yaml");
  return out;
}

}  // namespace cordon::cli
