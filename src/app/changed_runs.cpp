#include "app/changed_runs.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "app/package_runs.h"
#include "base/limits.h"
#include "inventory/auto_run/auto_run_file.h"
#include "inventory/npm/client_code.h"
#include "inventory/npm/location.h"
#include "inventory/npm/manifest.h"
#include "model/finding.h"

namespace cordon::app {
namespace {

constexpr std::string_view kName = "changed_runs";
constexpr std::uint64_t kMostBytes = 8u << 20, kModuleBytes = 64u << 20;
constexpr std::uint32_t kDepth = 3;  // ".cursor/rules/team/x.mdc"
constexpr std::size_t kShown = 100;  // pieces of evidence of one file

using inventory::auto_run::AutoRunForm;

std::string join(std::string_view folder, std::string_view name) {
  return folder.empty() ? std::string(name) : std::string(folder) + "/" + std::string(name);
}

struct Run {
  std::string when, text, digest;
  std::string file;  // inside the folder
  std::uint32_t line = 0;
};
using Said = std::tuple<std::string, std::string, std::string>;  // when, text, digest

struct Failure {
  std::string file;
  Error error;
};

// What the files of one folder make others run.
class Folder {
 public:
  Folder(const FileTree& tree, std::string_view folder) : tree_(tree), folder_(folder) {
    const auto listed = tree.list(folder);
    if (!listed) return;
    bool has_gyp = false, builds = false, is_package = false;
    for (const DirectoryEntry& entry : *listed) {
      if (entry.name == "package.json") is_package = true, builds = manifest();
      else if (entry.name == "binding.gyp") has_gyp = true;
      else if (inventory::npm::has_client_code(entry.name)) client(entry.name);
      auto_runs(entry, entry.name, 0);
    }
    if (has_gyp && is_package && !builds) runs_.push_back({"install", "node-gyp rebuild", {}, "binding.gyp", 0});
  }

  const std::vector<Run>& runs() const { return runs_; }
  const std::vector<Failure>& failures() const { return failures_; }

 private:
  std::optional<std::string> text_of(const std::string& file) {
    auto text = tree_.read(join(folder_, file), kMostBytes);
    if (text) return std::move(*text);
    if (text.error().code != ErrorCode::not_found) failures_.push_back({file, text.error()});
    return std::nullopt;
  }

  std::string digest_of(const std::string& inside) const {
    const auto digest = tree_.digest(inside, kModuleBytes);
    return digest ? to_hex(digest->sha256) : std::string();
  }

  // Whether it has a script that stands for the build of a binding.gyp. What cannot be read its reader tells.
  bool manifest() {
    auto text = text_of("package.json");
    if (!text) return false;
    const auto read = inventory::npm::parse_manifest(std::move(*text));
    if (!read) return false;
    bool builds = false;
    for (const inventory::npm::ManifestScript& script : read->scripts) {
      if (script.text.empty() || !runs_at_install(script.name, PackageSource::project)) continue;
      builds = builds || script.name == "install" || script.name == "preinstall";
      runs_.push_back({script.name, script.text, {}, "package.json", script.line});
    }
    return builds;
  }

  void client(const std::string& file) {
    const auto text = text_of(file);
    if (!text) return;
    const auto codes = inventory::npm::read_client_code(file, *text);
    if (!codes) return failures_.push_back({file, codes.error()});
    for (const inventory::npm::ClientCode& code : *codes) {
      const std::string inside = inventory::npm::join_location(folder_, code.file);
      const bool is_inside = !code.file.empty() && !inside.starts_with("..") && !inside.starts_with('/');
      if (code.if_there && !(is_inside && tree_.info(inside))) continue;
      runs_.push_back({code.when, code.text, is_inside ? digest_of(inside) : std::string(), file, code.line});
    }
  }

  // A path of the folder: what it is may be a link, which trees follow as far as it stays inside.
  void auto_runs(const DirectoryEntry& entry, const std::string& file, std::uint32_t depth) {
    if (const auto form = inventory::auto_run::auto_run_form(join(folder_, file)))
      if (entry.kind != EntryKind::directory) return auto_run(*form, file);
    const bool enters = depth > 0 || (inventory::auto_run::may_hold_auto_runs(entry.name) && entry.name != ".git");
    if (entry.kind == EntryKind::file || !enters || depth == kDepth) return;
    if (const auto listed = tree_.list(join(folder_, file)))
      for (const DirectoryEntry& below : *listed) auto_runs(below, file + "/" + below.name, depth + 1);
  }

  void auto_run(AutoRunForm form, const std::string& file) {
    auto text = text_of(file);
    if (!text) return;
    const auto read = inventory::auto_run::read_auto_run(form, join(folder_, file), std::move(*text));
    if (!read) return failures_.push_back({file, read.error()});
    // Of these the text is not all that there is.
    const bool is_whole = form == AutoRunForm::cursor_rule;
    for (const inventory::auto_run::AutoRun& each : *read)
      runs_.push_back(
          {each.when, each.text, is_whole ? digest_of(join(folder_, file)) : std::string(), file, each.line});
  }

  const FileTree& tree_;
  const std::string_view folder_;
  std::vector<Run> runs_;
  std::vector<Failure> failures_;
};

void conclude(const std::string& path, const std::vector<std::pair<const Run*, bool>>& runs,
              std::vector<model::Finding>& out) {
  model::FindingInput input;
  input.rule_id = "change.runs-code";
  input.kind = model::FindingKind::source;
  input.severity = model::Severity::medium;
  input.subject = model::file_subject(path, runs.front().first->line);
  input.instances = static_cast<std::uint32_t>(runs.size());
  input.title = runs.size() == 1 ? "the change makes this file run code: " + runs.front().first->when
                                 : "the change makes this file run code at " + std::to_string(runs.size()) + " places";
  for (const auto& [run, is_other_content] : runs) {
    if (input.evidence.size() == kShown) break;
    input.evidence.push_back(model::text_span(
        path, run->line,
        run->when + ": " + shown_command(run->text) + (is_other_content ? " (the same file with another content)" : ""),
        kName));
  }
  input.tags = {"attack.t1195.001"};
  input.remedy = {{1, "Review it as code, before anybody installs or opens the project with it.", std::nullopt}};
  if (auto made = model::make_finding(std::move(input))) out.push_back(std::move(*made));
}

void compare(const Target& before, const Target& now, const RunFolder& at, std::vector<model::Finding>& out,
             std::vector<model::FileUnread>& unread) {
  const Folder is(*now.tree, at.now);
  if (is.runs().empty() && is.failures().empty()) return;
  const Folder was(*before.tree, at.before);
  std::set<Said> said;
  std::set<std::pair<std::string, std::string>> named;  // whatever the content
  for (const Run& run : was.runs()) said.emplace(run.when, run.text, run.digest), named.emplace(run.when, run.text);
  std::map<std::string, std::vector<std::pair<const Run*, bool>>> news;  // by file
  for (const Run& run : is.runs())
    if (!said.contains({run.when, run.text, run.digest}))
      news[run.file].emplace_back(&run, named.contains({run.when, run.text}));
  for (const auto& [file, runs] : news) conclude(now.display(join(at.now, file)), runs, out);
  for (const Failure& failure : is.failures()) {
    const auto text = now.tree->read(join(at.now, failure.file), kMostBytes),
               old = before.tree->read(join(at.before, failure.file), kMostBytes);
    if (text && old && *text == *old) continue;
    unread.push_back({now.display(join(at.now, failure.file)), failure.error.line,
                      std::string(to_string(failure.error.code)), failure.error.message, true});
  }
}

}  // namespace

std::vector<model::Finding> changed_runs(const Target& before, const Target& now, std::span<const RunFolder> folders,
                                         std::vector<model::FileUnread>& unread) {
  std::vector<model::Finding> out;
  if (!before.only_file.empty() || !now.only_file.empty() || !now.mounted_at.empty()) return out;
  for (const RunFolder& folder : folders) compare(before, now, folder, out, unread);
  return out;
}

std::vector<model::Finding> changed_runs(const ProjectsBefore& before, std::vector<model::FileUnread>& unread) {
  std::vector<model::Finding> out;
  for (const ProjectsBefore::Folders& each : before.folders()) {
    std::vector<RunFolder> folders;
    for (const auto& [now, old] : each.before_of) folders.push_back({old, now});
    auto found = changed_runs(*each.before, *each.now, folders, unread);
    std::ranges::move(found, std::back_inserter(out));
  }
  return out;
}

}  // namespace cordon::app
