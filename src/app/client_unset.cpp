// What was written for a gate, taken out of clients' files again.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "app/client_setup.h"
#include "app/setup_lines.h"
#include "base/sha256.h"
#include "model/registries.h"

namespace cordon::app {
namespace {

using inventory::ConfigForm;
using model::ClientFileState;
using model::GateNoticeKind;

constexpr std::string_view kBlanks = " \t\r\n";

class Unsetting {
 public:
  Unsetting(const ClientSetup& setup, SetupRecord& record, model::GateSetupReport& report)
      : setup_(setup), record_(record), report_(report) {}

  Result<void> file(const model::ClientFileSetUp& known) {
    const std::optional<ConfigForm> form = form_named(known.form);
    if (!form) return fail(ErrorCode::invalid_value, "what is remembered of " + known.path + " cannot be read");
    const ClientFile file = TRY(open_client_file(*form, known.path, display(known.path)));
    report_.url = known.url;
    if (known.clients.size() > 1) return leave_to_others(file, known);
    if (!file.text) return gone(file, known, "is not there any more");
    const std::vector<ConfigChange> changes = changes_of(known);
    if (sha256_hex(*file.text) == known.after) {
      const std::string before = TRY(take_back(*file.text, changes));
      return put(file, known, before, known.made ? ClientFileState::removed : ClientFileState::restored, changes);
    }
    return of_another_text(file, known, changes);
  }

 private:
  std::string display(const std::string& path) const {
    const std::string& folder = setup_.of_user ? setup_.folders.home : setup_.folders.project;
    if (!path.starts_with(folder + "/")) return path;
    return (setup_.of_user ? "~" : "") + path.substr(folder.size() + (setup_.of_user ? 0 : 1));
  }

  Result<void> leave_to_others(const ClientFile& file, const model::ClientFileSetUp& known) {
    model::ClientFileSetUp kept = known;
    std::erase(kept.clients, setup_.client);
    std::string others;
    for (const std::string& each : kept.clients) others += (others.empty() ? "" : " and ") + each;
    report_.files.push_back({file.display, ClientFileState::kept, {}});
    report_.notices.push_back({GateNoticeKind::shared,
                               fmt::format("{} stays as it is: {} {} set up with it, too", file.display, others,
                                           kept.clients.size() == 1 ? "was" : "were"),
                               "'cordon gate unset " + kept.clients.front() + "' gives it back"});
    report_.exit_code = 1;
    return setup_.dry_run ? Result<void>() : record_.keep(std::move(kept));
  }

  Result<void> gone(const ClientFile& file, const model::ClientFileSetUp& known, std::string_view why) {
    report_.files.push_back({file.display, ClientFileState::kept, {}});
    report_.notices.push_back({GateNoticeKind::changed_since, file.display + " " + std::string(why), std::nullopt});
    return setup_.dry_run ? Result<void>() : record_.forget(known.path);
  }

  Result<void> of_another_text(const ClientFile& file, const model::ClientFileSetUp& known,
                               const std::vector<ConfigChange>& changes) {
    const Result<std::string> named = registry_in(file.form, *file.text);
    if (named && *named != known.url) return gone(file, known, "names another registry by now, and stays as it is");
    const bool has_host = file.form == ConfigForm::yarnrc_yml && known.url.starts_with("http://");
    const auto edit = without_registry(file.form, *file.text, changes, known.url,
                                       has_host ? model::Registries::host_of(known.url) : "");
    if (!named || !edit) {
      report_.files.push_back({file.display, ClientFileState::kept, {}});
      report_.notices.push_back({GateNoticeKind::changed_since,
                                 file.display + " was changed since: " + (named ? edit.error() : named.error()).message,
                                 "then run 'cordon gate unset " + setup_.client + "' again"});
      report_.exit_code = 1;
      return {};
    }
    report_.notices.push_back({GateNoticeKind::changed_since,
                               file.display + " was changed since: only what was written for the gate is taken out",
                               std::nullopt});
    const bool is_empty = edit->text.find_first_not_of(kBlanks) == std::string::npos;
    return put(file, known, edit->text, known.made && is_empty ? ClientFileState::removed : ClientFileState::reverted,
               edit->changes, false);
  }

  // `made`: the changes that were made of the text that comes back, which are shown backwards.
  Result<void> put(const ClientFile& file, const model::ClientFileSetUp& known, const std::string& text,
                   ClientFileState state, const std::vector<ConfigChange>& changes, bool made = true) {
    std::vector<model::ClientLineChange> shown = shown_changes(made ? text : *file.text, changes);
    if (made)
      for (model::ClientLineChange& each : shown) std::swap(each.removed, each.added);
    report_.files.push_back({file.display, state, std::move(shown)});
    if (setup_.dry_run) return {};
    if (state == ClientFileState::removed) TRY(remove_client_file(file));
    else TRY(write_client_file(file, setup_.of_user, text));
    return record_.forget(known.path);
  }

  const ClientSetup& setup_;
  SetupRecord& record_;
  model::GateSetupReport& report_;
};

std::string headline(const ClientSetup& setup, const model::GateSetupReport& report) {
  if (report.files.empty())
    return setup.client + " was not set up " + (setup.of_user ? "for this user" : "in this project");
  if (report.exit_code != 0) return setup.client + " may still ask the gate at " + report.url;
  return setup.client + (setup.dry_run ? " would ask what it asked before the gate; nothing was written"
                                       : " asks what it asked before the gate");
}

}  // namespace

Result<model::GateSetupReport> unset_client(const ClientSetup& setup, SetupRecord& record) {
  model::GateSetupReport report;
  report.schema = "cordon.gate-setup/1";
  report.client = setup.client;
  report.dry_run = setup.dry_run;
  Unsetting work(setup, record, report);
  const std::string folder = setup.of_user ? "" : setup.folders.project;
  const std::vector<model::ClientFileSetUp> files = record.files();
  for (const model::ClientFileSetUp& each : files)
    if (each.folder == folder && std::ranges::find(each.clients, setup.client) != each.clients.end())
      TRY_CONTEXT(work.file(each), each.path);
  report.headline = headline(setup, report);
  return report;
}

}  // namespace cordon::app
