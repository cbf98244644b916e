#include "cli/restore_lockfiles.h"

#include <algorithm>
#include <filesystem>

#include "base/os/replace_file.h"
#include "cli/environment.h"

namespace cordon::cli {
namespace {

constexpr std::uint64_t kMostBytes = 256u << 20;

// Of the package whose name begins a path: "@acme/…", "@acme%2f…".
std::string_view registry_of(std::string_view path, const std::vector<RegistryBehind>& registries) {
  std::string_view base;
  for (const RegistryBehind& each : registries) {
    const std::string_view rest = path.substr(std::min(each.scope.size(), path.size()));
    const bool is_scope =
        path.starts_with(each.scope) && (rest.starts_with('/') || rest.starts_with("%2f") || rest.starts_with("%2F"));
    if (each.scope.empty() ? base.empty() : is_scope) base = each.base;
  }
  return base;
}

}  // namespace

Result<std::vector<std::string>> restore_lockfiles(const std::string& folder, std::string_view gate,
                                                   const std::vector<RegistryBehind>& registries) {
  std::vector<std::string> out;
  for (const char* name : {"package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock"}) {
    const std::string path = folder + "/" + name;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error) || std::filesystem::is_symlink(path, error)) continue;
    std::string text = TRY(read_file(path, kMostBytes));
    std::string restored;
    std::size_t from = 0;
    for (std::size_t at = text.find(gate); at != std::string::npos; at = text.find(gate, from)) {
      restored.append(text, from, at - from);
      restored.append(registry_of(std::string_view(text).substr(at + gate.size()), registries));
      from = at + gate.size();
    }
    if (from == 0) continue;
    TRY(os::replace_file(path, restored.append(text, from)));
    out.emplace_back(name);
  }
  return out;
}

}  // namespace cordon::cli
