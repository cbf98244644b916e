#include "inventory/client_config_read.h"

#include "base/text.h"
#include "base/toml.h"
#include "base/yaml.h"

namespace cordon::inventory {
namespace {

constexpr std::uint64_t kMostBytes = 1u << 20;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
    return text.substr(1, text.size() - 2);
  return text;
}

// What one file adds. The first to say something wins: project before user.
class Reader {
 public:
  Reader(std::string display, std::vector<model::FileUnread>& unread) : display_(std::move(display)), unread_(unread) {}

  ClientConfig config;

  // npm's ini: "key = value", comments with ';' or '#', no sections.
  void npmrc(std::string_view text) {
    lines(text, [&](std::string_view line, std::uint32_t number) {
      if (line.starts_with(';') || line.starts_with('#')) return;
      const std::size_t equals = line.find('=');
      const std::string_view key = trimmed(line.substr(0, equals));
      const std::string_view value =
          equals == std::string_view::npos ? std::string_view("true") : unquoted(trimmed(line.substr(equals + 1)));
      if (key == "registry") registry(value);
      else if (key.starts_with('@') && key.ends_with(":registry")) scope(key.substr(0, key.size() - 9), value);
      else if (key == "ignore-scripts") scripts_off(value == "true", number);
    });
  }

  // yarn 1: "key value".
  void yarnrc(std::string_view text) {
    lines(text, [&](std::string_view line, std::uint32_t number) {
      if (line.starts_with('#')) return;
      const std::size_t space = line.find(' ');
      const std::string_view key = unquoted(line.substr(0, space));
      const std::string_view value =
          space == std::string_view::npos ? std::string_view() : unquoted(trimmed(line.substr(space + 1)));
      if (key == "registry") registry(value);
      else if (key.starts_with('@') && key.ends_with(":registry")) scope(key.substr(0, key.size() - 9), value);
      else if (key == "ignore-scripts" || key == "--install.ignore-scripts") scripts_off(value == "true", number);
    });
  }

  // yarn 2 and newer.
  void yarnrc_yml(const std::string& text) {
    const Result<Document> document = yaml::parse(text);
    if (!document) return unread(document.error());
    const Value root = document->root();
    registry(root["npmRegistryServer"].text());
    for (const Value::Member& entry : root["npmScopes"].members())
      scope("@" + std::string(entry.key), entry.value["npmRegistryServer"].text());
    if (const Value scripts = root["enableScripts"]) scripts_off(scripts.boolean() == false, scripts.line());
  }

  void bunfig(const std::string& text) {
    const Result<Document> document = toml::parse(text);
    if (!document) return unread(document.error());
    const Value install = document->root()["install"];
    registry(install["registry"].is_object() ? install["registry"]["url"].text() : install["registry"].text());
    for (const Value::Member& entry : install["scopes"].members())
      scope((entry.key.starts_with('@') ? "" : "@") + std::string(entry.key),
            entry.value.is_object() ? entry.value["url"].text() : entry.value.text());
  }

 private:
  template <class Use>
  void lines(std::string_view text, Use use) {
    std::uint32_t number = 0;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string_view line = trimmed(text.substr(0, end));
      ++number;
      if (!line.empty()) use(line, number);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  // An address without its user and password; nothing for what is no web address (a variable the client would expand).
  static std::string base_url(std::string_view value) {
    if (!value.starts_with("http://") && !value.starts_with("https://")) return {};
    std::string out(value);
    const std::size_t host = out.find("://") + 3, end = out.find_first_of("/?#", host);
    const std::size_t user = out.substr(host, end == std::string::npos ? end : end - host).rfind('@');
    if (user != std::string::npos) out.erase(host, user + 1);
    return out;
  }

  void registry(std::string_view value) {
    if (config.default_registry.empty()) config.default_registry = base_url(value);
  }
  void scope(std::string_view name, std::string_view value) {
    if (std::string url = base_url(value); !url.empty()) config.scopes.try_emplace(std::string(name), std::move(url));
  }
  void scripts_off(bool off, std::uint32_t line) {
    if (!off || config.ignore_scripts) return;
    config.ignore_scripts = true;
    config.ignore_scripts_place = display_ + ":" + std::to_string(line);
  }
  void unread(const Error& error) {
    unread_.push_back(
        {display_, error.line, std::string(to_string(error.code)), "client configuration: " + error.message, true});
  }

  std::string display_;
  std::vector<model::FileUnread>& unread_;
};

void merge_below(ClientConfig& config, const ClientConfig& below) {
  if (config.default_registry.empty()) config.default_registry = below.default_registry;
  for (const auto& [name, url] : below.scopes) config.scopes.try_emplace(name, url);
  if (!config.ignore_scripts && below.ignore_scripts) {
    config.ignore_scripts = true;
    config.ignore_scripts_place = below.ignore_scripts_place;
  }
  config.sources.insert(config.sources.end(), below.sources.begin(), below.sources.end());
}

}  // namespace

ClientConfig read_client_config(const FileTree& tree, std::string_view directory, const std::string& display_directory,
                                const ClientConfig& below, std::vector<model::FileUnread>& unread) {
  ClientConfig config;
  for (const char* name : {".npmrc", ".yarnrc", ".yarnrc.yml", "bunfig.toml", ".bunfig.toml"}) {
    const std::string path = directory.empty() ? std::string(name) : std::string(directory) + "/" + name;
    const bool here = display_directory.empty() || display_directory == ".";
    const std::string display = here ? std::string(name) : display_directory + "/" + name;
    const Result<std::string> text = tree.read(path, kMostBytes);
    if (!text) {
      if (text.error().code != ErrorCode::not_found)
        unread.push_back({display, 0, std::string(to_string(text.error().code)),
                          "client configuration: " + text.error().message, true});
      continue;
    }
    Reader reader(display, unread);
    const std::string_view file(name);
    if (file == ".npmrc") reader.npmrc(*text);
    else if (file == ".yarnrc") reader.yarnrc(*text);
    else if (file == ".yarnrc.yml") reader.yarnrc_yml(*text);
    else reader.bunfig(*text);
    reader.config.sources.push_back(display);
    merge_below(config, reader.config);
  }
  merge_below(config, below);
  return config;
}

void add_environment(const std::function<std::string(const char*)>& variable, ClientConfig& config) {
  for (const char* name :
       {"npm_config_registry", "NPM_CONFIG_REGISTRY", "BUN_CONFIG_REGISTRY", "YARN_NPM_REGISTRY_SERVER"})
    if (const std::string value = variable(name); config.default_registry.empty() && !value.empty())
      config.default_registry = value;
  if (const std::string value = variable("npm_config_ignore_scripts"); value == "true" && !config.ignore_scripts) {
    config.ignore_scripts = true;
    config.ignore_scripts_place = "npm_config_ignore_scripts";
  }
}

}  // namespace cordon::inventory
