#include "app/client_setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "app/overlay_tree.h"
#include "app/past_gate.h"
#include "app/report_answer.h"
#include "app/setup_lines.h"
#include "base/file_tree.h"
#include "base/sha256.h"
#include "model/registries.h"

namespace cordon::app {
namespace {

using inventory::ConfigForm;
using model::Client;
using model::ClientFileState;
using model::GateNoticeKind;

std::vector<Client> clients_of(const ClientSetup& setup) {
  if (setup.client == "npm") return {Client::npm};
  if (setup.client == "pnpm") return {Client::pnpm};
  if (setup.client == "bun") return {Client::bun};
  return generations_of_yarn(setup.of_user, setup.folders.project);
}

std::string http_host_of(ConfigForm form, const std::string& url) {
  return form == ConfigForm::yarnrc_yml && url.starts_with("http://") ? model::Registries::host_of(url) : "";
}

// What a file was before a gate was written into it, as far as that can be told.
struct Before {
  std::string text;
  std::optional<std::string> registry;
};

Result<Before> before_of(const ClientFile& file, const model::ClientFileSetUp* known) {
  const std::string text = file.text.value_or("");
  if (known == nullptr) return Before{text, std::nullopt};
  const auto changes = changes_of(*known);
  if (sha256_hex(text) == known->after) return Before{TRY(take_back(text, changes)), known->registry};
  const auto without = without_registry(file.form, text, changes, known->url, http_host_of(file.form, known->url));
  return Before{without ? without->text : text, known->registry};
}

class SettingUp {
 public:
  SettingUp(const ClientSetup& setup, SetupRecord& record) : setup_(setup), record_(record) {}

  Result<void> file(const ClientFile& file) {
    const model::ClientFileSetUp* known = record_.find(file.path);
    const std::string now = file.text.value_or(""), host = http_host_of(file.form, setup_.url);
    const ConfigEdit as_it_is = TRY_CONTEXT(with_registry(file.form, now, setup_.url, host), file.display);
    if (file.text && as_it_is.changes.empty()) return same(file, known);
    // Of another gate that is known, or of nothing.
    const Before before = TRY_CONTEXT(before_of(file, known), file.display);
    const ConfigEdit edit = TRY_CONTEXT(with_registry(file.form, before.text, setup_.url, host), file.display);
    model::ClientFileSetUp kept;
    kept.path = file.path;
    kept.folder = setup_.of_user ? "" : setup_.folders.project;
    kept.form = name_of(file.form);
    if (known != nullptr) kept.clients = known->clients;
    add_client(kept);
    kept.url = setup_.url;
    kept.made = !file.text || (known != nullptr && known->made);
    kept.before = sha256_hex(before.text);
    kept.after = sha256_hex(edit.text);
    kept.registry = before.registry;
    if (const std::string named = TRY(registry_in(file.form, before.text)); !kept.registry && !named.empty())
      kept.registry = named;
    for (const ConfigChange& each : edit.changes) kept.changes.push_back({each.at, each.removed, each.added});
    report.files.push_back({file.display, file.text ? ClientFileState::changed : ClientFileState::made,
                            shown_changes(before.text, edit.changes)});
    texts_[file.form] = edit.text;
    if (setup_.dry_run) return {};
    TRY(record_.keep(std::move(kept)));
    const Result<void> written = write_client_file(file, setup_.of_user, edit.text);
    if (!written && known == nullptr) TRY(record_.forget(file.path));
    if (!written) return std::unexpected(written.error());
    return {};
  }

  Result<void> tell(Client client) {
    PastGate past;
    past.client = client;
    past.url = setup_.url;
    past.user = setup_.user;
    past.gate_scopes = setup_.gate_scopes;
    const auto project = open_directory(setup_.folders.project);
    std::map<std::string, std::string, std::less<>> changed;
    for (const ClientFile& each : TRY(client_files(client, true, setup_.folders))) {
      const auto now = setup_.of_user ? texts_.find(each.form) : texts_.end();
      const std::string text = now != texts_.end() ? now->second : each.text.value_or("");
      if (each.form == ConfigForm::npmrc) past.user_npmrc = text;
      if (now != texts_.end())
        of(each.form, past.user.files) = inventory::read_config_source(each.form, text, "", report.unread);
    }
    // Who stands in the home folder has the user's files as those of a project, too.
    for (const auto& [form, text] : texts_)
      if (!setup_.of_user || setup_.folders.project == setup_.folders.home)
        changed[std::string(project_name(form))] = text;
    const auto seen = project ? overlay(**project, std::move(changed)) : nullptr;
    past.project = seen.get();
    for (model::GateNotice& notice : past_gate(past, report.unread)) report.notices.push_back(std::move(notice));
    return {};
  }

  model::GateSetupReport report;

 private:
  Result<void> same(const ClientFile& file, const model::ClientFileSetUp* known) {
    report.files.push_back({file.display, ClientFileState::same, {}});
    texts_[file.form] = *file.text;
    if (known == nullptr || known->url != setup_.url) {
      report.notices.push_back({GateNoticeKind::not_ours,
                                file.display + " named the gate before, and nobody knows what stood there",
                                "'cordon gate unset' will leave it as it is"});
      return {};
    }
    if (std::ranges::find(known->clients, setup_.client) != known->clients.end() || setup_.dry_run) return {};
    model::ClientFileSetUp kept = *known;
    add_client(kept);
    return record_.keep(std::move(kept));
  }

  void add_client(model::ClientFileSetUp& file) const {
    if (std::ranges::find(file.clients, setup_.client) == file.clients.end()) file.clients.push_back(setup_.client);
    std::ranges::sort(file.clients);
  }

  static inventory::ConfigSource& of(ConfigForm form, inventory::ConfigFiles& files) {
    switch (form) {
      case ConfigForm::yarnrc: return files.yarnrc;
      case ConfigForm::yarnrc_yml: return files.yarnrc_yml;
      case ConfigForm::bunfig: return files.bunfig;
      case ConfigForm::pnpm_workspace: return files.pnpm_workspace;
      case ConfigForm::npmrc: break;
    }
    return files.npmrc;
  }

  static std::string_view project_name(ConfigForm form) {
    switch (form) {
      case ConfigForm::yarnrc: return ".yarnrc";
      case ConfigForm::yarnrc_yml: return ".yarnrc.yml";
      case ConfigForm::bunfig: return "bunfig.toml";
      case ConfigForm::pnpm_workspace: return "pnpm-workspace.yaml";
      case ConfigForm::npmrc: break;
    }
    return ".npmrc";
  }

  const ClientSetup& setup_;
  SetupRecord& record_;
  std::map<ConfigForm, std::string> texts_;  // of what was set up, as it stands there then
};

void tell_of_files(const ClientSetup& setup, model::GateSetupReport& report) {
  const auto is_npmrc = [](const model::ClientFile& each) { return each.path.ends_with("npmrc"); };
  if (std::ranges::any_of(report.files, is_npmrc))
    report.notices.push_back(
        {GateNoticeKind::shared,
         "npm, pnpm, yarn 1 and bun all read .npmrc: each of them asks the gate where nothing else "
         "tells it otherwise",
         std::nullopt});
  const std::string host = model::Registries::host_of(setup.url);
  const bool is_here = host == "localhost" || host.starts_with("127.") || host == "[::1]" || host == "::1";
  if (!setup.of_user)
    report.notices.push_back(
        {GateNoticeKind::committed,
         "the file belongs to the project: whoever installs it with this change needs a gate at " + setup.url,
         is_here ? std::optional<std::string>("without --project the user's own files are written") : std::nullopt});
  if (setup.url.starts_with("http://") && !is_here)
    report.notices.push_back(
        {GateNoticeKind::plain_http,
         "the way to " + setup.url + " is not encrypted: who stands on it can change what is handed out",
         "give the gate a certificate (gate.certificate and gate.key) and name it with https://"});
}

}  // namespace

Result<model::GateSetupReport> set_up_client(const ClientSetup& setup, SetupRecord& record) {
  SettingUp work(setup, record);
  model::GateSetupReport& report = work.report;
  report.schema = "cordon.gate-setup/1";
  report.client = setup.client;
  report.url = setup.url;
  report.dry_run = setup.dry_run;
  const std::vector<Client> clients = clients_of(setup);
  std::vector<ClientFile> files;
  for (const Client client : clients) {
    std::vector<ClientFile> read = TRY(client_files(client, setup.of_user, setup.folders));
    files.push_back(TRY(file_to_change(std::move(read))));
  }
  for (const ClientFile& each : files) {
    if (each.form == ConfigForm::yarnrc_yml && setup.url.starts_with("http://["))
      return fail(ErrorCode::usage,
                  "yarn asks no IPv6 address without encryption: name the gate 127.0.0.1 or localhost");
    TRY(work.file(each));
  }
  for (const Client client : clients) TRY(work.tell(client));
  tell_of_files(setup, report);
  std::ranges::stable_sort(report.notices, {}, &model::GateNotice::kind);
  const auto wrote =
      std::ranges::count_if(report.files, [](const auto& each) { return each.state != ClientFileState::same; });
  const bool overridden = !report.notices.empty() && report.notices.front().kind == GateNoticeKind::overridden;
  report.exit_code = overridden ? 1 : 0;
  report.headline = overridden      ? setup.client + " does not ask the gate here: something else counts more"
                    : wrote == 0    ? setup.client + " asks the gate at " + setup.url + " already"
                    : setup.dry_run ? setup.client + " would ask the gate at " + setup.url + "; nothing was written"
                                    : setup.client + " asks the gate at " + setup.url;
  return std::move(report);
}

}  // namespace cordon::app
