#include "cli/lockfile_detour.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>

#include "base/os/amend_file.h"
#include "base/os/replace_file.h"
#include "base/sha256.h"
#include "cli/environment.h"
#include "model/default_registry.h"
#include "model/registries.h"

namespace cordon::cli {
namespace {

constexpr std::uint64_t kMostBytes = 256u << 20;
constexpr const char* kNames[] = {"package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "bun.lock"};

// What stands before the address of an archive, in each of these files; of bun's it is the second of a list.
std::string_view mark_of(std::string_view name) {
  return name == "yarn.lock" ? "resolved \"" : name == "bun.lock" ? "\", \"" : "\"resolved\": \"";
}

bool is_of_npm(std::string_view name) { return name.ends_with(".json"); }

bool is_public(std::string_view address) {
  static const model::Registries kKnown;
  const bool is_web = address.starts_with("https://") || address.starts_with("http://");
  return is_web && kKnown.classify("npm", address, {}).class_ == model::RegistryClass::public_;
}

// Where a registry's own address ends and the package's path begins; 0 where it is none of these registries, or not the
// one that the gate would ask for this package.
std::size_t base_length(std::string_view address, const std::vector<RegistryBehind>& registries) {
  std::size_t length = 0;
  for (const RegistryBehind& each : registries)
    if (address.starts_with(each.base)) length = std::max(length, each.base.size());
  if (length == 0 && is_public(address)) {
    const std::size_t end = address.find('/', address.find("://") + 3);
    length = end == std::string_view::npos ? 0 : end + 1;
  }
  if (length == 0) return 0;
  const RegistryBehind* const asked = registry_of(address.substr(length), registries);
  // What the public registry has a mirror has, too.
  const bool is_asked = asked != nullptr && (address.starts_with(asked->base) || is_public(address));
  return is_asked ? length : 0;
}

using Addresses = std::map<std::string, std::string, std::less<>>;  // the gate's -> what stood there

// The text with the gate in it.
std::string through_gate(std::string_view name, std::string_view text, std::string_view gate,
                         const std::vector<RegistryBehind>& registries, std::string_view manifest, Addresses* changed) {
  const std::string_view mark = mark_of(name);
  std::string out;
  std::size_t from = 0;
  for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
    const std::size_t begin = at + mark.size(), end = text.find_first_of("\"#\n", begin);
    if (end == std::string_view::npos) break;
    const std::string_view address = text.substr(begin, end - begin);
    const std::size_t length = base_length(address, registries);
    if (is_of_npm(name) && address.starts_with(model::default_registry("npm"))) continue;  // npm asks the gate for it
    if (length == 0 || address.find("/-/") == std::string_view::npos ||
        manifest.find(address) != std::string_view::npos)
      continue;
    out.append(text.substr(from, begin - from)).append(gate);
    from = begin + length;
    if (changed == nullptr) continue;
    changed->emplace(std::string(gate) + std::string(address.substr(length)), address);
    // npm writes what its registry serves as if it were the public one's.
    if (is_of_npm(name))
      changed->emplace(std::string(model::default_registry("npm")) + std::string(address.substr(length)), address);
  }
  return out.append(text.substr(from));
}

// A text in which the command wrote something, with what stood there before where the gate or its name would stand.
std::string with_addresses(std::string_view name, std::string_view text, const Addresses& known) {
  const std::string_view mark = mark_of(name);
  std::string out;
  std::size_t from = 0;
  for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
    const std::size_t begin = at + mark.size(), end = std::min(text.find_first_of("\"#\n", begin), text.size());
    const auto known_as = known.find(text.substr(begin, end - begin));
    if (known_as == known.end()) continue;
    out.append(text.substr(from, begin - from)).append(known_as->second);
    from = end;
  }
  return out.append(text.substr(from));
}

bool is_plain_file(const std::string& path) {
  std::error_code error;
  return !std::filesystem::is_symlink(path, error) && std::filesystem::is_regular_file(path, error);
}

}  // namespace

std::string LockfileDetour::record_of(const std::string& name) const {
  return records_ + "/" + sha256_hex(folder_ + "/" + name) + ".lock";
}

Result<void> LockfileDetour::begin(const std::string& gate) {
  for (const char* name : kNames) TRY(end(name, Command::unknown));
  const std::string manifest = read_file(folder_ + "/package.json", kMostBytes).value_or("");
  for (const std::string name : kNames) {
    const std::string path = folder_ + "/" + name;
    if (!is_plain_file(path)) continue;
    const std::string text = TRY(read_file(path, kMostBytes));
    const std::string changed = through_gate(name, text, gate, registries_, manifest, nullptr);
    if (changed == text) continue;
    std::error_code error;
    std::filesystem::create_directories(records_, error);
    // The gate's address, then what package.json asked for, then the lockfile.
    TRY(os::replace_file(record_of(name), gate + "\n" + std::to_string(manifest.size()) + "\n" + manifest + text));
    TRY(os::amend_file(path, sha256(text), changed, {}));
  }
  return {};
}

Result<void> LockfileDetour::end() {
  for (const char* name : kNames) TRY(end(name, Command::ended));
  return {};
}

Result<void> LockfileDetour::end(const std::string& name, Command command) {
  const std::string record = record_of(name), path = folder_ + "/" + name;
  if (!is_plain_file(record)) return {};
  const std::string kept = TRY(read_file(record, 2 * kMostBytes));
  const std::size_t first = kept.find('\n'), second = kept.find('\n', first + 1);
  if (first == std::string::npos || second == std::string::npos)
    return fail(ErrorCode::invalid_value, record + " is not what was written there");
  const std::string gate = kept.substr(0, first);
  std::size_t manifest_size = 0;
  std::from_chars(kept.data() + first + 1, kept.data() + second, manifest_size);
  const std::string_view rest = std::string_view(kept).substr(second + 1);
  const std::string_view manifest = rest.substr(0, manifest_size), before = rest.substr(manifest.size());
  if (is_plain_file(path)) {
    Addresses known;
    const std::string written = through_gate(name, before, gate, registries_, manifest, &known);
    const std::string now = TRY(read_file(path, kMostBytes));
    const bool is_written_anew = command == Command::unknown && now.find(gate) == std::string::npos;
    const std::string restored = is_written_anew  ? now
                                 : now == written ? std::string(before)
                                                  : with_addresses(name, now, known);
    if (restored != now) TRY(os::amend_file(path, sha256(now), restored, {}));
  }
  std::error_code error;
  std::filesystem::remove(record, error);
  return {};
}

}  // namespace cordon::cli
