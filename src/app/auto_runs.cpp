#include "app/auto_runs.h"

#include <chrono>
#include <utility>

#include "app/package_runs.h"
#include "inventory/auto_run/auto_run_file.h"

namespace cordon::app {
namespace {

using inventory::auto_run::AutoRunForm;
using model::InstallRun;
using model::RunOwner;

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

class AutoRunWalk {
 public:
  AutoRunWalk(const Target& target, const AutoRunLimits& limits, Progress& progress, CollectedRuns& out)
      : target_(target), limits_(limits), progress_(progress), out_(out) {}

  void walk() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(limits_.time_ms);
    std::vector<std::pair<std::string, std::uint32_t>> pending{{"", 0}};
    while (!pending.empty()) {
      const auto [folder, depth] = std::move(pending.back());
      pending.pop_back();
      if (entries_ > limits_.entries || std::chrono::steady_clock::now() > until) {
        unread(folder, {ErrorCode::too_many, "editor and agent files from here on were not looked for", 0, 0, {}});
        return;
      }
      const Result<std::vector<DirectoryEntry>> listed = target_.tree->list(folder);
      if (!listed) {
        if (listed.error().code != ErrorCode::not_found) unread(folder, listed.error());
        continue;
      }
      entries_ += listed->size();
      progress_.entries_seen += listed->size();
      // Pushed from the last to the first, so that folders come in the order of their names.
      for (auto entry = listed->rbegin(); entry != listed->rend(); ++entry)
        if (entry->kind == EntryKind::directory && enters(folder, entry->name)) {
          const std::string inside = join(folder, entry->name);
          if (depth < limits_.depth) pending.emplace_back(inside, depth + 1);
          else unread(inside, {ErrorCode::too_deep, "folders nest deeper than the limit", 0, 0, {}});
        }
      for (const DirectoryEntry& entry : *listed)
        if (entry.kind != EntryKind::directory) file(join(folder, entry.name));
    }
  }

 private:
  static std::string join(std::string_view folder, std::string_view name) {
    return folder.empty() ? std::string(name) : std::string(folder) + "/" + std::string(name);
  }

  // Of git's own folder the objects are passed over.
  static bool enters(std::string_view folder, std::string_view name) {
    return name_of(folder) != ".git" || name == "hooks";
  }

  void file(const std::string& path) {
    const auto form = inventory::auto_run::auto_run_form(path);
    if (!form) return;
    const auto [owner, in_package] = owner_of(inventory::auto_run::folder_of_auto_run(path));
    if (in_package && *form == AutoRunForm::git_hook && path.find(".husky/") != std::string::npos) return;
    Result<std::string> text = target_.tree->read(path, limits_.file_bytes);
    auto runs = text ? inventory::auto_run::read_auto_run(*form, path, std::move(*text))
                     : Result<std::vector<inventory::auto_run::AutoRun>>(std::unexpected(text.error()));
    if (!runs) return unread(path, runs.error());
    for (inventory::auto_run::AutoRun& auto_run : *runs) {
      InstallRun run;
      run.kind = inventory::auto_run::kind_of(*form);
      run.when = std::move(auto_run.when);
      run.text = shown_command(auto_run.text);
      run.owner = in_package ? RunOwner::dependency : RunOwner::project;
      if (owner != nullptr) {
        run.name = owner->name;
        run.version = owner->version;
        if (!owner->purl.empty()) run.purl = owner->purl;
      }
      run.place = {target_.display(path), auto_run.line};
      run.instances = 1;
      if (*form == AutoRunForm::git_hook || *form == AutoRunForm::envrc) digest(path, run);
      out_.runs.push_back(std::move(run));
    }
  }

  // A script of which only the first line is told is known by its digest.
  void digest(const std::string& path, InstallRun& run) const {
    if (const Result<FileDigest> made = target_.tree->digest(path, limits_.file_bytes))
      run.starts.push_back({target_.display(path), to_hex(made->sha256)});
  }

  // The package whose folder is nearest above, and whether the file stands among what is installed at all.
  std::pair<const PackageFolder*, bool> owner_of(std::string_view folder) const {
    for (std::string_view above = folder;; above = parent_of(above)) {
      const auto found = out_.folders.find({&target_, std::string(above)});
      if (found != out_.folders.end()) return {&found->second, true};
      if (above.empty()) break;
      if (name_of(above) == "node_modules") return {nullptr, true};
    }
    return {nullptr, false};
  }

  void unread(const std::string& path, const Error& error) {
    out_.unread.push_back({target_.display(path), error.line, std::string(to_string(error.code)), error.message, true});
  }

  const Target& target_;
  const AutoRunLimits& limits_;
  Progress& progress_;
  CollectedRuns& out_;
  std::uint64_t entries_ = 0;
};

}  // namespace

void collect_auto_runs(const Target& target, const AutoRunLimits& limits, Progress& progress, CollectedRuns& out) {
  AutoRunWalk(target, limits, progress, out).walk();
}

}  // namespace cordon::app
