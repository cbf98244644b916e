#include "cli/restore_lockfiles.h"

#include <algorithm>
#include <filesystem>

#include "base/os/replace_file.h"
#include "cli/environment.h"
#include "model/default_registry.h"

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

// The text with each address of the gate as the client would have written it. `elides`: the default registry is left
// out, which is how bun writes it: ["name@1.0.0", "", …].
std::string restored(std::string_view text, std::string_view gate, const std::vector<RegistryBehind>& registries,
                     bool elides) {
  std::string out;
  std::size_t from = 0;
  for (std::size_t at = text.find(gate); at != std::string_view::npos; at = text.find(gate, from)) {
    out.append(text, from, at - from);
    from = at + gate.size();
    const std::string_view base = registry_of(text.substr(from), registries);
    const bool is_whole = at > 0 && text[at - 1] == '"';
    if (elides && is_whole && base == model::default_registry("npm"))
      from = std::min(text.find('"', from), text.size());
    else out.append(base);
  }
  return out.append(text, from);
}

}  // namespace

Result<std::vector<std::string>> restore_lockfiles(const std::string& folder, std::string_view gate,
                                                   const std::vector<RegistryBehind>& registries) {
  std::vector<std::string> out;
  for (const char* name : {"package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock"}) {
    const std::string path = folder + "/" + name;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error) || std::filesystem::is_symlink(path, error)) continue;
    const std::string text = TRY(read_file(path, kMostBytes));
    if (text.find(gate) == std::string::npos) continue;
    const bool elides = std::string_view(name) == "bun.lock";
    TRY(os::replace_file(path, restored(text, gate, registries, elides)));
    out.emplace_back(name);
  }
  return out;
}

}  // namespace cordon::cli
