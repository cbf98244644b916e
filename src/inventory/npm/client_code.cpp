#include "inventory/npm/client_code.h"

#include <algorithm>
#include <iterator>

#include "base/yaml.h"

namespace cordon::inventory::npm {
namespace {

constexpr std::string_view kPnpmFiles[] = {".pnpmfile.cjs", ".pnpmfile.mjs", "pnpmfile.js"};

template <std::size_t size>
bool contains(const std::string_view (&names)[size], std::string_view name) {
  return std::ranges::find(names, name) != std::end(names);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string_view unquoted(std::string_view text) {
  text = trimmed(text);
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
    return text.substr(1, text.size() - 2);
  return text;
}

// A value that is the path of a file in the project: not one of the machine's own programs.
std::string project_file(std::string_view value) {
  const bool path = value.find('/') != std::string_view::npos || value.ends_with(".js") || value.ends_with(".cjs");
  return path && !value.starts_with('/') && !value.starts_with('~') ? std::string(value) : std::string();
}

// Options of node that load a module into whatever runs; the others load nothing.
bool loads_code(std::string_view options) {
  static constexpr std::string_view kLoading[] = {
      "--require", "-r ", "-r=", "--import", "--loader", "--experimental-loader"};
  return std::ranges::any_of(kLoading, [&](std::string_view each) { return options.find(each) != options.npos; });
}

// A shell or git of the machine's, by its name or in one of its folders.
bool is_of_machine(std::string_view program) {
  static constexpr std::string_view kPrograms[] = {"sh",  "bash",    "dash", "zsh",        "ksh",
                                                   "cmd", "cmd.exe", "git",  "powershell", "pwsh"};
  for (const std::string_view folder : {"/bin/", "/usr/bin/", "/usr/local/bin/"})
    if (program.starts_with(folder)) return contains(kPrograms, program.substr(folder.size()));
  return contains(kPrograms, program);
}

class Collector {
 public:
  // npm's ini and yarn's settings: "key = value", "key value".
  void settings(std::string_view text, char separator) {
    std::uint32_t number = 0;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      setting(trimmed(text.substr(0, end)), separator, ++number);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  Result<void> yarnrc_yml(const std::string& text, const Limits& limits) {
    const Document document = TRY(yaml::parse(text, limits));
    const Value root = document.root();
    if (const Value path = root["yarnPath"]; path.string()) add("yarnPath", path.text(), path.line());
    for (const Value& plugin : root["plugins"].elements()) {
      const Value path = plugin.is_object() ? plugin["path"] : plugin;
      if (path.string()) add("plugins", path.text(), path.line());
    }
    // Checks at the end of an installation, written in JavaScript.
    const Value checks = root["enableConstraintsChecks"];
    if (checks.is_true() || checks.text() == "true" || checks.text() == "1")
      out_.push_back({"enableConstraintsChecks", "yarn.config.cjs", checks.line(), "yarn.config.cjs", true});
    return {};
  }

  Result<void> pnpm_workspace(const std::string& text, const Limits& limits) {
    const Document document = TRY(yaml::parse(text, limits));
    const Value root = document.root();
    for (const char* name : {"pnpmfile", "globalPnpmfile", "scriptShell", "nodeOptions"}) {
      const Value value = root[name];
      if (value.string()) add(name, value.text(), value.line());
      for (const Value& element : value.elements())
        if (element.string()) add(name, element.text(), element.line());
    }
    // A pnpmfile in one of these packages is loaded, and they are installed before everything else.
    for (const Value::Member& member : root["configDependencies"].members()) {
      const Value value = member.value.is_object() ? member.value["version"] : member.value;
      out_.push_back(
          {"configDependencies", std::string(member.key) + "@" + std::string(value.text()), member.line(), {}});
    }
    return {};
  }

  void module(std::string_view file_name) {
    out_.push_back({"pnpmfile", std::string(file_name), 1, std::string(file_name)});
  }

  std::vector<ClientCode> finish() { return std::move(out_); }

 private:
  void setting(std::string_view line, char separator, std::uint32_t number) {
    static constexpr std::string_view kNpmrc[] = {"git",           "shell",    "script-shell",   "node-options",
                                                  "onload-script", "pnpmfile", "global-pnpmfile"};
    static constexpr std::string_view kYarnrc[] = {"yarn-path"};
    if (line.empty() || line.starts_with('#') || line.starts_with(';')) return;
    const std::size_t end = line.find(separator);
    if (end == std::string_view::npos) return;
    const std::string_view key = unquoted(line.substr(0, end)), value = unquoted(line.substr(end + 1));
    if (!value.empty() && (separator == '=' ? contains(kNpmrc, key) : contains(kYarnrc, key))) add(key, value, number);
  }

  void add(std::string_view when, std::string_view text, std::uint32_t line) {
    const bool options = when == "node-options" || when == "nodeOptions";
    const bool program = when == "git" || when == "shell" || when == "script-shell" || when == "scriptShell";
    if ((options && !loads_code(text)) || (program && is_of_machine(text))) return;
    out_.push_back({std::string(when), std::string(text), line, options ? std::string() : project_file(text)});
  }

  std::vector<ClientCode> out_;
};

}  // namespace

bool has_client_code(std::string_view file_name) {
  static constexpr std::string_view kNames[] = {".npmrc", ".yarnrc", ".yarnrc.yml", "pnpm-workspace.yaml"};
  return contains(kNames, file_name) || contains(kPnpmFiles, file_name);
}

Result<std::vector<ClientCode>> read_client_code(std::string_view file_name, const std::string& text,
                                                 const Limits& limits) {
  if (text.size() > limits.bytes) return fail(ErrorCode::too_large, "larger than the limit");
  Collector collector;
  if (file_name == ".npmrc") collector.settings(text, '=');
  else if (file_name == ".yarnrc") collector.settings(text, ' ');
  else if (file_name == ".yarnrc.yml") TRY(collector.yarnrc_yml(text, limits));
  else if (file_name == "pnpm-workspace.yaml") TRY(collector.pnpm_workspace(text, limits));
  else if (contains(kPnpmFiles, file_name)) collector.module(file_name);
  return collector.finish();
}

}  // namespace cordon::inventory::npm
