#include "cli/command_folders.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string_view>

#include "cli/environment.h"

namespace cordon::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLockfiles[] = {"package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "bun.lock",
                                      "pnpm-lock.yaml"};
constexpr std::string_view kOptions[] = {"--cwd", "--prefix", "--dir", "-C"};
constexpr std::uint64_t kMostManifest = 4u << 20;

bool has_lockfile(const fs::path& folder) {
  std::error_code error;
  return std::ranges::any_of(kLockfiles, [&](const char* name) { return fs::exists(folder / name, error); });
}

bool is_root_of_workspaces(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder / "pnpm-workspace.yaml", error)) return true;
  const auto manifest = read_file((folder / "package.json").string(), kMostManifest);
  return manifest && manifest->find("\"workspaces\"") != std::string::npos;
}

void add(const fs::path& folder, std::vector<std::string>& out) {
  std::error_code error;
  const fs::path whole = fs::canonical(folder, error);
  if (error || std::ranges::find(out, whole.string()) != out.end()) return;
  out.push_back(whole.string());
}

// A folder, and where its client looks for the lockfile if it has none.
void add_with_root(const fs::path& folder, std::vector<std::string>& out) {
  add(folder, out);
  std::error_code error;
  const fs::path whole = fs::canonical(folder, error);
  if (error || has_lockfile(whole)) return;
  for (fs::path above = whole.parent_path(); above != above.parent_path(); above = above.parent_path())
    if (has_lockfile(above) || is_root_of_workspaces(above)) return add(above, out);
}

}  // namespace

std::vector<std::string> lockfile_folders(const std::vector<std::string>& command, const std::string& here) {
  std::vector<std::string> out;
  add_with_root(here, out);
  for (std::size_t i = 1; i < command.size(); ++i) {
    const std::string_view word = command[i];
    const std::size_t equals = word.find('=');
    if (std::ranges::find(kOptions, word.substr(0, equals)) == std::end(kOptions)) continue;
    const std::string_view value = equals != std::string_view::npos ? word.substr(equals + 1)
                                   : i + 1 < command.size()         ? std::string_view(command[i + 1])
                                                                    : std::string_view();
    if (!value.empty()) add_with_root(fs::path(here) / value, out);
  }
  return out;
}

}  // namespace cordon::cli
