#include "cli/judging.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "cli/environment.h"
#include "cli/npm_folder.h"

namespace cordon::cli {
namespace {

constexpr std::uint32_t kMostJobs = 8;
constexpr std::uint64_t kMostConfigBytes = 1u << 20;

}  // namespace

app::RegistryCredentials credentials_of_user() {
  const std::string home = environment("HOME"), named = inventory::npm_path_of("userconfig", environment_lines());
  if (home.empty() && named.empty()) return {};
  const Result<std::string> npmrc = read_file(named.empty() ? home + "/.npmrc" : npm_path(named), kMostConfigBytes);
  if (!npmrc) return {};
  return app::RegistryCredentials(*npmrc, [](std::string_view name) { return environment(std::string(name).c_str()); });
}

void take_settings(const JudgeArguments& arguments, policy::Settings settings, app::ScanOptions& options) {
  options.settings = std::move(settings);
  options.max_age_days = arguments.max_age_days ? arguments.max_age_days : options.settings.max_age_days;
  options.fail_on = app::ScanOptions().fail_on;
  if (!arguments.fail_on.empty()) options.fail_on = *model::severity_from_string(arguments.fail_on);
  else if (options.settings.fail_on) options.fail_on = *options.settings.fail_on;
}

Result<intel::Knowledge> prepare_judging(const JudgeArguments& arguments, app::ScanOptions& options) {
  take_settings(arguments, TRY(load_settings(arguments.common.config)), options);
  intel::Knowledge knowledge = TRY(load_knowledge(!arguments.no_knowledge, arguments.packs, options.unopened));
  if (!arguments.no_knowledge && (!arguments.packs_only || !arguments.index.empty()))
    TRY(add_advisories(arguments.index, knowledge));
  options.knowledge_off = arguments.no_knowledge && arguments.packs.empty();
  options.packs_only = arguments.packs_only;
  options.user_config = load_user_config(options.unopened);
  const unsigned processors = std::max(1u, std::thread::hardware_concurrency());
  options.threads = arguments.jobs != 0 ? std::min(arguments.jobs, 64u) : std::min(processors, kMostJobs);
  return knowledge;
}

Result<AtHand> open_at_hand(const JudgeArguments& arguments, app::ScanOptions& options) {
  std::vector<model::FileUnread> no_gap;  // a cache that is not there holds nothing that was asked for
  const std::string cache = npm_folder(options.user_config, no_gap);
  model::Registries registries;
  for (const model::RegistryRow& row : options.settings.registries) registries.add(row);
  registries.declare_private(options.settings.declared_private);
  AtHand out{TRY(app::ReleaseArchives::open(arguments.archives, cache)),
             TRY(app::RegistryDocuments::open(arguments.archives, cache, std::move(registries))), nullptr};
  options.archives = out.archives.get();
  options.documents = out.documents.get();
  if (arguments.online)
    out.online = TRY(start_online(arguments.common.config, arguments.online_seconds, options.user_config,
                                  options.settings, *out.documents));
  options.online = out.online.get();
  return out;
}

Result<std::unique_ptr<app::OnlineDocuments>> start_online(const std::string& config, std::uint32_t seconds,
                                                           const inventory::UserConfig& user,
                                                           const policy::Settings& in_force,
                                                           app::RegistryDocuments& documents) {
  const policy::Settings own = TRY(load_user_settings(config));
  app::RegistryRules rules(user, own, in_force);
  net::CurlOptions transfer = transfer_options(own);
  transfer.attempts = 2;
  transfer.wait_ms = 500;
  transfer.connect_seconds = std::min<long>(10, seconds);
  transfer.stalled_seconds = std::min<long>(15, seconds);
  transfer.most_seconds = seconds;
  app::RegistryLimits limits;
  limits.seconds = seconds;
  app::RegistryAsker asker = TRY(app::RegistryAsker::start(rules, credentials_of_user(), transfer, limits));
  return std::make_unique<app::OnlineDocuments>(std::move(asker), std::move(rules), documents);
}

}  // namespace cordon::cli
