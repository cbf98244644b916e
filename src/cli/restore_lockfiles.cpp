#include "cli/restore_lockfiles.h"

#include <algorithm>
#include <filesystem>

#include "base/os/amend_file.h"
#include "cli/environment.h"
#include "model/default_registry.h"

namespace cordon::cli {
namespace {

constexpr std::uint64_t kMostBytes = 256u << 20;

// How a lockfile has addresses of npm's public registry.
enum class Writes : std::uint8_t { as_it_is, not_at_all, by_the_name_of_yarn };

Writes writes_of(std::string_view name, std::string_view text, const std::vector<RegistryBehind>& registries) {
  if (name == "bun.lock") return Writes::not_at_all;
  if (name != "yarn.lock" || text.find("# yarn lockfile v1") == std::string_view::npos) return Writes::as_it_is;
  // What is there says what the client was told when it wrote it.
  if (text.find(model::default_registry_of_yarn()) != std::string_view::npos) return Writes::by_the_name_of_yarn;
  if (text.find(model::default_registry("npm")) != std::string_view::npos) return Writes::as_it_is;
  const bool is_default = std::ranges::any_of(registries, &RegistryBehind::is_default);
  return is_default ? Writes::by_the_name_of_yarn : Writes::as_it_is;
}

// The text with each address of the gate as the client would have written it.
std::string restored(std::string_view text, std::string_view gate, const std::vector<RegistryBehind>& registries,
                     Writes writes, const RealAddress& real_address) {
  std::string out;
  std::size_t from = 0;
  for (std::size_t at = text.find(gate); at != std::string_view::npos; at = text.find(gate, from)) {
    out.append(text, from, at - from);
    from = at + gate.size();
    const std::size_t end = std::min(text.find_first_of("\"'#?,} \r\n", from), text.size());
    const std::string real = real_address ? real_address(text.substr(from, end - from)) : std::string();
    if (!real.empty()) {
      out += real;
      from = end;
      continue;
    }
    const RegistryBehind* const registry = registry_of(text.substr(from), registries);
    const std::string_view base = registry != nullptr ? std::string_view(registry->base) : std::string_view();
    const bool is_public = base == model::default_registry("npm");
    const bool is_whole = at > 0 && text[at - 1] == '"';  // ["name@1.0.0", "address", …]
    if (is_public && writes == Writes::not_at_all && is_whole) from = std::min(text.find('"', from), text.size());
    else out.append(is_public && writes == Writes::by_the_name_of_yarn ? model::default_registry_of_yarn() : base);
  }
  return out.append(text, from);
}

}  // namespace

const RegistryBehind* registry_of(std::string_view path, const std::vector<RegistryBehind>& registries) {
  const RegistryBehind* found = nullptr;
  for (const RegistryBehind& each : registries) {
    const std::string_view rest = path.substr(std::min(each.scope.size(), path.size()));
    const bool is_scope =
        path.starts_with(each.scope) && (rest.starts_with('/') || rest.starts_with("%2f") || rest.starts_with("%2F"));
    if (each.scope.empty() ? found == nullptr : is_scope) found = &each;
  }
  return found;
}

Result<std::vector<std::string>> restore_lockfiles(const std::string& folder, std::string_view gate,
                                                   const std::vector<RegistryBehind>& registries,
                                                   const RealAddress& real_address) {
  std::vector<std::string> out;
  for (const char* name : {"package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock",
                           "node_modules/.package-lock.json", "node_modules/.yarn-integrity"}) {
    const std::string path = folder + "/" + name;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error) || std::filesystem::is_symlink(path, error)) continue;
    const std::string text = TRY(read_file(path, kMostBytes));
    if (text.find(gate) == std::string::npos) continue;
    TRY(os::amend_file(path, sha256(text),
                       restored(text, gate, registries, writes_of(name, text, registries), real_address), {}));
    out.emplace_back(name);
  }
  return out;
}

}  // namespace cordon::cli
