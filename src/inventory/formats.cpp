#include "inventory/formats.h"

#include "inventory/deno/deno_lock.h"
#include "inventory/npm/bun_lock.h"
#include "inventory/npm/package_lock.h"
#include "inventory/npm/pnpm_lock.h"
#include "inventory/npm/yarn_lock.h"

namespace cordon::inventory {
namespace {

constexpr Format kFormats[] = {
    {"npm", "package-lock.json", npm::read_package_lock, 1, model::Client::npm},
    {"npm", "npm-shrinkwrap.json", npm::read_package_lock, 2, model::Client::npm},
    {"yarn", "yarn.lock", npm::read_yarn_lock, 1, model::Client::yarn_classic},
    {"pnpm", "pnpm-lock.yaml", npm::read_pnpm_lock, 1, model::Client::pnpm},
    // Of a git branch: beside the main one, not instead.
    {"pnpm-branch", "pnpm-lock.*.yaml", npm::read_pnpm_lock, 1, model::Client::pnpm},
    {"bun", "bun.lock", npm::read_bun_lock, 1, model::Client::bun},
    {"deno", "deno.lock", deno::read_deno_lock, 1, model::Client::deno},
};

bool matches(std::string_view pattern, std::string_view name) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name;
  const std::string_view before = pattern.substr(0, star), after = pattern.substr(star + 1);
  return name.size() > before.size() + after.size() && name.starts_with(before) && name.ends_with(after);
}

const Format* by_name(std::string_view name) {
  for (const Format& format : kFormats)
    if (format.name == name) return &format;
  return nullptr;
}

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format* format_of_name(std::string_view file_name) {
  for (const Format& format : kFormats)
    if (matches(format.name, file_name)) return &format;
  return nullptr;
}

model::Client client_of(const Format& format, std::string_view text) {
  const bool berry = format.client == model::Client::yarn_classic && npm::is_yarn_berry(text);
  return berry ? model::Client::yarn_berry : format.client;
}

const Format* format_of_content(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::string_view head = text.substr(0, 64 * 1024);
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return nullptr;
  if (head[first] == '{') {
    const auto has = [&](std::string_view key) { return head.find(key) != std::string_view::npos; };
    if (!has("\"lockfileVersion\""))
      return has("\"version\"") && has("\"specifiers\"") ? by_name("deno.lock") : nullptr;
    return has("\"workspaces\": {") && !has("\"packages/") && !has("node_modules/") && !has("\"requires\"")
               ? by_name("bun.lock")
               : by_name("package-lock.json");
  }
  if (head.starts_with("lockfileVersion:") || head.find("\nlockfileVersion:") != std::string_view::npos)
    return by_name("pnpm-lock.yaml");
  // The last of these is a block of version 1 whose comment was cut off.
  for (const std::string_view sign :
       {"\n__metadata:", "# yarn lockfile v1", "\n  \"version\" \"", ":\n  version \"", ":\r\n  version \""})
    if (head.find(sign) != std::string_view::npos) return by_name("yarn.lock");
  return nullptr;
}

}  // namespace cordon::inventory
