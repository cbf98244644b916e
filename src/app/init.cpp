#include "app/init.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/init_settings.h"
#include "app/report_answer.h"
#include "base/os/place_file.h"
#include "base/text.h"

namespace cordon::app {
namespace {

constexpr std::uint64_t kMostBytes = 4u << 20;
constexpr const char* kSettings = "cordon.yaml";

using model::SetUpState;

std::vector<FileToSetUp> plan(const FileTree& tree, const InitOptions& options, model::InitReport& report) {
  const FoundRegistries found = find_registries(tree, report.unread);
  report.scopes = found.scopes;
  report.mirror = found.mirror;
  std::vector<FileToSetUp> files{{kSettings, "settings", initial_settings(found)}};
  std::vector<CiSystem> systems = options.systems;
  if (options.detect)
    for (const CiSystem each : systems_of(tree))
      if (std::ranges::find(systems, each) == systems.end()) systems.push_back(each);
  for (const CiSystem each : systems)
    for (FileToSetUp& file : files_for(each, tree, report.next)) files.push_back(std::move(file));
  if (systems.empty() && options.detect)
    report.next.emplace_back("'cordon init --github', '--gitlab' or '--pre-commit' writes what CI, or a hook, runs");
  return files;
}

// Folders on the way must be folders: what a link leads to is not this project.
Result<void> check_folders(const FileTree& tree, const std::string& path) {
  for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    const std::string folder = path.substr(0, slash);
    const Result<FileInfo> info = tree.info(folder);
    if (!info && info.error().code == ErrorCode::not_found) return {};
    if (!info) return std::unexpected(info.error());
    if (info->kind == EntryKind::symlink)
      return fail(ErrorCode::outside_root, folder + " is a symbolic link: nothing is written through it");
    if (info->kind != EntryKind::directory) return fail(ErrorCode::not_a_regular_file, folder + " is no folder");
  }
  return {};
}

Result<SetUpState> state_of(const FileTree& tree, const FileToSetUp& file, const InitOptions& options) {
  TRY(check_folders(tree, file.path));
  const Result<FileInfo> info = tree.info(file.path);
  if (!info && info.error().code != ErrorCode::not_found) return std::unexpected(info.error());
  if (info && info->kind == EntryKind::directory)
    return fail(ErrorCode::not_a_regular_file, file.path + " is a folder");
  if (options.print) return SetUpState::shown;
  if (!info) return SetUpState::written;
  const Result<std::string> there =
      info->kind == EntryKind::file ? tree.read(file.path, kMostBytes) : Result<std::string>(std::string());
  if (info->kind == EntryKind::file && there && *there == file.content) return SetUpState::same;
  return options.force ? SetUpState::replaced : SetUpState::kept;
}

Result<void> write(const std::string& folder, const FileToSetUp& file, SetUpState state) {
  const std::filesystem::path path = std::filesystem::path(folder) / file.path;
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (error) return fail(ErrorCode::io, "cannot make the folder of " + file.path + ": " + error.message());
  return os::place_file(path.string(), file.content, file.executable,
                        state == SetUpState::replaced ? os::Existing::replaced : os::Existing::kept);
}

// All of them, or none of those that were not there before.
Result<void> write_all(const std::string& folder, const std::vector<FileToSetUp>& files,
                       const model::InitReport& report) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    const SetUpState state = report.files[i].state;
    if (state != SetUpState::written && state != SetUpState::replaced) continue;
    Result<void> done = write(folder, files[i], state);
    if (done) continue;
    std::error_code ignored;
    for (std::size_t before = 0; before < i; ++before)
      if (report.files[before].state == SetUpState::written)
        std::filesystem::remove(std::filesystem::path(folder) / files[before].path, ignored);
    return done;
  }
  return {};
}

void conclude(model::InitReport& report, const InitOptions& options) {
  const auto count = [&](SetUpState state) {
    return static_cast<std::uint64_t>(std::ranges::count(report.files, state, &model::SetUpFile::state));
  };
  const std::uint64_t written = count(SetUpState::written) + count(SetUpState::replaced);
  const std::uint64_t kept = count(SetUpState::kept);
  const std::string others = kept == 0 ? ""
                                       : "; " + counted(kept, "other file is", "other files are") + " there and " +
                                             (kept == 1 ? "stays" : "stay");
  if (options.print) report.headline = counted(count(SetUpState::shown), "file", "files") + ", nothing is written";
  else if (written != 0) report.headline = counted(written, "file", "files") + " written" + others;
  else if (kept == 0) report.headline = "everything is set up already";
  else report.headline = "nothing is written" + others + " (--force replaces them)";
  report.exit_code = !options.print && written == 0 && kept != 0 ? 2 : 0;
  if (kept != 0 && written != 0)
    report.next.insert(report.next.begin(),
                       "compare what stays with 'cordon init --print', or replace it with --force");
  report.next.emplace_back("read cordon.yaml, then 'cordon scan' says how things stand now");
}

}  // namespace

Result<model::InitReport> initialise(const FileTree& tree, const std::string& folder, const InitOptions& options) {
  model::InitReport report;
  report.schema = "cordon.init/1";
  report.folder = folder;
  const std::vector<FileToSetUp> files = plan(tree, options, report);
  for (const FileToSetUp& file : files) {
    const SetUpState state = TRY_CONTEXT(state_of(tree, file, options), "setting up " + text::visible(folder));
    report.files.push_back(
        {file.path, file.purpose, state, file.executable, options.print ? std::optional(file.content) : std::nullopt});
  }
  if (!options.print) TRY_CONTEXT(write_all(folder, files, report), "setting up " + text::visible(folder));
  conclude(report, options);
  return report;
}

}  // namespace cordon::app
