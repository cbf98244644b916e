#include "inventory/formats.h"

#include <algorithm>

#include "inventory/cargo/cargo_lock.h"
#include "inventory/cargo/cargo_toml.h"
#include "inventory/deno/deno_lock.h"
#include "inventory/github_actions/workflow.h"
#include "inventory/go/go_mod.h"
#include "inventory/npm/bun_lock.h"
#include "inventory/npm/package_lock.h"
#include "inventory/npm/pnpm_lock.h"
#include "inventory/npm/yarn_lock.h"
#include "inventory/pypi/manifest_only.h"
#include "inventory/pypi/pdm_lock.h"
#include "inventory/pypi/pipfile_lock.h"
#include "inventory/pypi/poetry_lock.h"
#include "inventory/pypi/pylock.h"
#include "inventory/pypi/requirements.h"
#include "inventory/pypi/uv_lock.h"

namespace cordon::inventory {
namespace {

using model::Client;

constexpr Format kFormats[] = {
    {"npm", "npm", "package-lock.json", npm::read_package_lock, 1, Client::npm},
    {"npm", "npm", "npm-shrinkwrap.json", npm::read_package_lock, 2, Client::npm},
    {"npm", "yarn", "yarn.lock", npm::read_yarn_lock, 1, Client::yarn_classic},
    {"npm", "pnpm", "pnpm-lock.yaml", npm::read_pnpm_lock, 1, Client::pnpm},
    // Of a git branch: beside the main one, not instead.
    {"npm", "pnpm-branch", "pnpm-lock.*.yaml", npm::read_pnpm_lock, 1, Client::pnpm},
    {"npm", "bun", "bun.lock", npm::read_bun_lock, 1, Client::bun},
    {"npm", "deno", "deno.lock", deno::read_deno_lock, 1, Client::deno},
    {"crates", "cargo", "Cargo.lock", cargo::read_cargo_lock, 2, Client::other},
    {"crates", "cargo", "Cargo.toml", cargo::read_cargo_toml, 1, Client::other, true},
    {"go", "go", "go.mod", go::read_go_mod, 1, Client::other},
    {"pypi", "uv", "uv.lock", pypi::read_uv_lock, 1, Client::other},
    {"pypi", "uv-script", "*.py.lock", pypi::read_uv_lock, 1, Client::other},
    {"pypi", "poetry", "poetry.lock", pypi::read_poetry_lock, 1, Client::other},
    {"pypi", "pdm", "pdm.lock", pypi::read_pdm_lock, 1, Client::other},
    {"pypi", "pylock", "pylock.toml", pypi::read_pylock, 1, Client::other},
    {"pypi", "pylock", "pylock.*.toml", pypi::read_pylock, 1, Client::other},
    {"pypi", "pipenv", "Pipfile.lock", pypi::read_pipfile_lock, 2, Client::other},
    {"pypi", "pipenv", "Pipfile", pypi::read_pipfile, 1, Client::other, true},
    {"pypi", "pyproject", "pyproject.toml", pypi::read_pyproject, 1, Client::other, true},
    {"pypi", "pip", "requirements.txt", pypi::read_requirements, 1, Client::other},
    {"pypi", "pip", "requirements/*.txt", pypi::read_requirements, 1, Client::other},
    {"pypi", "pip", "requirements-*.txt", pypi::read_requirements, 1, Client::other},
    {"pypi", "pip", "requirements_*.txt", pypi::read_requirements, 1, Client::other},
    {"pypi", "pip", "requirements.*.txt", pypi::read_requirements, 1, Client::other},
    {"pypi", "pip", "*-requirements.txt", pypi::read_requirements, 1, Client::other},
    {"pypi", "pip", "*_requirements.txt", pypi::read_requirements, 1, Client::other},
    {"pypi", "pip", "*.requirements.txt", pypi::read_requirements, 1, Client::other},
    {"github-actions", "workflow", ".github/workflows/*.yml", github_actions::read_workflow, 1, Client::other},
    {"github-actions", "workflow", ".github/workflows/*.yaml", github_actions::read_workflow, 1, Client::other},
    {"github-actions", "action", "action.yml", github_actions::read_action, 2, Client::other},
    {"github-actions", "action", "action.yaml", github_actions::read_action, 1, Client::other},
    {"generic", "sbom", "bom.json", nullptr, 1, Client::other},
    {"generic", "sbom", "sbom.json", nullptr, 1, Client::other},
    {"generic", "sbom", "*.bom.json", nullptr, 1, Client::other},
    {"generic", "sbom", "*.sbom.json", nullptr, 1, Client::other},
    {"generic", "sbom", "*.cdx.json", nullptr, 1, Client::other},
    {"generic", "sbom", "*.spdx.json", nullptr, 1, Client::other},
    {"generic", "sbom", "*.spdx3.json", nullptr, 1, Client::other},  // which is refused, and so said
};

// The last part of the path, or as many of its folders as the pattern has.
std::string_view end_of(std::string_view path, std::string_view pattern) {
  std::size_t begin = path.size();
  for (auto parts = std::ranges::count(pattern, '/') + 1; parts > 0; --parts) {
    if (begin == 0) return {};
    const std::size_t slash = path.rfind('/', begin - 1);
    if (slash == std::string_view::npos) return parts == 1 ? path : std::string_view();
    begin = slash;
  }
  return path.substr(begin + 1);
}

bool matches(std::string_view pattern, std::string_view path) {
  const std::string_view end = end_of(path, pattern);
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == end;
  const std::string_view before = pattern.substr(0, star), after = pattern.substr(star + 1);
  return end.size() > before.size() + after.size() && end.starts_with(before) && end.ends_with(after);
}

const Format* by_name(std::string_view name) {
  for (const Format& format : kFormats)
    if (format.name == name) return &format;
  return nullptr;
}

bool begins_line(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
    if (at == 0 || text[at - 1] == '\n') return true;
  return false;
}

}  // namespace

std::span<const Format> formats() { return kFormats; }

bool superseded_by(const Format& format, const Format& other) {
  if (other.family == format.family) return other.precedence > format.precedence;
  static constexpr std::string_view kMadeFromPyproject[] = {"uv", "poetry", "pdm", "pylock"};
  return format.family == "pyproject" &&
         std::ranges::find(kMadeFromPyproject, other.family) != std::end(kMadeFromPyproject);
}

const Format* format_of_path(std::string_view path) {
  for (const Format& format : kFormats)
    if (matches(format.name, path)) return &format;
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
    if (has("\"pipfile-spec\"")) return by_name("Pipfile.lock");
    if (!has("\"lockfileVersion\""))
      return has("\"version\"") && has("\"specifiers\"") ? by_name("deno.lock") : nullptr;
    return has("\"workspaces\": {") && !has("\"packages/") && !has("node_modules/") && !has("\"requires\"")
               ? by_name("bun.lock")
               : by_name("package-lock.json");
  }
  if (head.starts_with("lockfileVersion:") || head.find("\nlockfileVersion:") != std::string_view::npos)
    return by_name("pnpm-lock.yaml");
  const auto says = [&](std::string_view sign) { return head.find(sign) != std::string_view::npos; };
  if (says("@generated by Cargo") || (says("[[package]]") && says("\nsource = \"registry+")))
    return by_name("Cargo.lock");
  if (says("@generated by Poetry") || (says("\npython-versions = ") && says("\noptional = ")))
    return by_name("poetry.lock");
  if (says("@generated by PDM") || (says("\n[metadata]") && says("\nlock_version = "))) return by_name("pdm.lock");
  if (begins_line(head, "lock-version = ") && says("[[packages]]")) return by_name("pylock.toml");
  if (begins_line(head, "requires-python = ") && says("[[package]]") && says("\nsource = {")) return by_name("uv.lock");
  if (says("autogenerated by pip-compile") || says("autogenerated by uv") || says(" --hash=sha256:"))
    return by_name("requirements.txt");
  if (begins_line(head, "module ") && (begins_line(head, "go ") || begins_line(head, "require ")))
    return by_name("go.mod");
  if (begins_line(head, "jobs:") &&
      (begins_line(head, "on:") || begins_line(head, "\"on\":") || begins_line(head, "'on':")))
    return by_name(".github/workflows/*.yml");
  // The last of these is a block of version 1 whose comment was cut off.
  for (const std::string_view sign :
       {"\n__metadata:", "# yarn lockfile v1", "\n  \"version\" \"", ":\n  version \"", ":\r\n  version \""})
    if (head.find(sign) != std::string_view::npos) return by_name("yarn.lock");
  return nullptr;
}

}  // namespace cordon::inventory
