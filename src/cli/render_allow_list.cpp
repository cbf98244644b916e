// The lists of package clients; what each can say is in model::AllowKeys.
#include <algorithm>
#include <map>
#include <set>

#include "base/json.h"
#include "base/json_write.h"
#include "base/text.h"
#include "cli/render_scripts.h"

namespace cordon::cli {
namespace {

using Entries = std::map<std::string, bool>;

// What is denied is denied in every version.
std::optional<std::string> key_of(const model::ScriptedPackage& package, std::string_view form) {
  if (form == "bun") return package.keys.bun;
  if (form == "lavamoat") {
    if (!package.keys.lavamoat || !package.denied) return package.keys.lavamoat;
    return package.keys.lavamoat->substr(0, package.keys.lavamoat->rfind('#'));
  }
  const std::optional<std::string>& key = form == "npm" ? package.keys.npm : package.keys.pnpm;
  const bool pinned = key == package.name + "@" + package.version;
  return pinned && package.denied ? package.name : key;
}

// A key with other characters could be taken for another package by whoever reviews the list, or by its reader.
bool is_plain(std::string_view text, std::string_view more) {
  return std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           more.find(c) != std::string_view::npos;
  });
}

bool can_be_named(const model::ScriptedPackage& package, std::string_view key) {
  std::string_view name = package.name;
  if (name.starts_with('@')) {
    const std::size_t slash = name.find('/');
    if (slash == std::string_view::npos || slash == 1) return false;
    if (!is_plain(name.substr(1, slash - 1), "_~")) return false;
    name.remove_prefix(slash + 1);
  }
  return !name.empty() && name != "__proto__" && is_plain(name, "_~!'()*") && is_plain(package.version, "+") &&
         text::visible(key, key.size()) == key;
}

void write_map(json::Writer& writer, const Entries& entries) {
  writer.begin_object();
  for (const auto& [key, allowed] : entries) writer.member(key, allowed);
  writer.end_object();
}

std::string as_json(std::string_view form, const Entries& entries) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  if (form == "bun") {
    // It has no way to say no: what it does not name does not run.
    writer.key("trustedDependencies").begin_array();
    for (const auto& [key, allowed] : entries)
      if (allowed) writer.string(key);
    writer.end_array();
  } else if (form == "lavamoat") {
    writer.key("lavamoat").begin_object().key("allowScripts");
    write_map(writer, entries);
    writer.end_object();
  } else {
    writer.key("allowScripts");
    write_map(writer, entries);
  }
  writer.end_object();
  return out + "\n";
}

// A key that YAML reads as it stands; others are quoted, in JSON's way, which YAML has as well.
std::string yaml_key(const std::string& key) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '/' || c == '@' || c == '+' || c == '-';
  };
  const bool letter = !key.empty() && ((key[0] >= 'a' && key[0] <= 'z') || (key[0] >= 'A' && key[0] <= 'Z'));
  // A word that means something else to YAML ("true", "null", "off") is quoted, too.
  if (letter && std::ranges::all_of(key, plain) && key.find_first_of("@-") != std::string::npos) return key;
  std::string out;
  json::append_quoted(out, key);
  return out;
}

// The package as policy.scripts names it: npm's by name, others by package URL.
std::string policy_name(const model::ScriptedPackage& package) {
  if (package.purl.starts_with("pkg:npm/")) return package.name;
  return package.purl.substr(0, package.purl.find('@', package.purl.find('/') + 1));
}

std::string quoted(std::string_view text) {
  std::string out;
  json::append_quoted(out, text);
  return out;
}

// Entries of policy.scripts. Who answers and why is nobody's to invent: the reader refuses them until it is filled in.
AllowList policy_scripts(const model::ScriptsReport& report) {
  AllowList list;
  std::set<std::string> entries;
  for (const model::ScriptedPackage& package : report.packages) {
    const std::string name = package.name + "@" + package.version;
    if (package.integrity.empty() || package.version.empty() || !can_be_named(package, name)) {
      list.left_out.push_back(name);
      continue;
    }
    if (package.doubt) list.doubtful.push_back(name + ": " + *package.doubt);
    if (package.doubt || package.denied) continue;
    std::string integrity;
    for (const std::string& each : package.integrity) integrity += (integrity.empty() ? "" : " ") + each;
    entries.insert("    - package: " + quoted(policy_name(package)) + "\n      version: " + quoted(package.version) +
                   "\n      integrity: " + quoted(integrity) + "\n      owner: \"\"\n      reason: \"\"\n");
  }
  list.text = entries.empty()
                  ? "policy:\n  scripts: []\n"
                  : "policy:\n  scripts:\n    # owner and reason are yours to fill in: an entry without them "
                    "is refused\n";
  for (const std::string& entry : entries) list.text += entry;
  return list;
}

std::string as_yaml(const Entries& entries) {
  std::string out = entries.empty() ? "allowBuilds: {}\n" : "allowBuilds:\n";
  for (const auto& [key, allowed] : entries) out += "  " + yaml_key(key) + (allowed ? ": true\n" : ": false\n");
  return out;
}

}  // namespace

Result<AllowList> render_allow_list(const model::ScriptsReport& report, std::string_view form) {
  if (form == "cordon") return policy_scripts(report);
  std::set<std::string> projects;
  for (const model::ScriptedPackage& package : report.packages) projects.insert(package.project);
  if (projects.size() > 1)
    return fail(ErrorCode::usage, "each project has a list of its own, and here are " +
                                      std::to_string(projects.size()) + " that need one: name one of them, such as '" +
                                      text::visible(*projects.begin(), 300) + "'");
  AllowList list;
  Entries entries;
  for (const model::ScriptedPackage& package : report.packages) {
    std::optional<std::string> key = key_of(package, form);
    if (!key || !can_be_named(package, *key)) {
      list.left_out.push_back(package.name + "@" + package.version);
      continue;
    }
    if (package.doubt) list.doubtful.push_back(package.name + "@" + package.version + ": " + *package.doubt);
    // One that is denied anywhere stays denied.
    const bool allowed = !package.denied && !package.doubt;
    const auto [entry, fresh] = entries.emplace(std::move(*key), allowed);
    if (!fresh) entry->second = entry->second && allowed;
  }
  list.text = form == "pnpm" ? as_yaml(entries) : as_json(form, entries);
  return list;
}

}  // namespace cordon::cli
