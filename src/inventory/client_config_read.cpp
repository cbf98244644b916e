#include "inventory/client_config_read.h"

#include <algorithm>

#include "base/text.h"
#include "base/toml.h"
#include "base/utf8.h"
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

// A key or value of npm's ini: a quoted one as it is, else what stands before a comment; '\\' escapes ';', '#', '\\'.
std::string ini_word(std::string_view text) {
  text = trimmed(text);
  if (const std::string_view inner = unquoted(text); inner.size() < text.size()) return std::string(inner);
  std::string out;
  for (std::size_t i = 0; i < text.size() && text[i] != ';' && text[i] != '#'; ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && std::string_view("\\;#").find(text[i + 1]) != std::string_view::npos)
      ++i;
    out += text[i];
  }
  return std::string(trimmed(out));
}

// Nothing that an address cannot have and that would not be seen.
bool is_plain(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8::sequence_length(text.data() + at, text.data() + text.size());
    if (length == 0 || text[at] == ' ' || text::is_hidden(utf8::decode(text.data() + at, length))) return false;
    at += length;
  }
  return true;
}

bool starts_with_scheme(std::string_view text, std::string_view scheme) {
  return text.size() > scheme.size() && std::equal(scheme.begin(), scheme.end(), text.begin(), [](char a, char b) {
           return a == (b >= 'A' && b <= 'Z' ? b + 32 : b);
         });
}

// An address in small letters where letters do not count, without user, password and query; nothing for what is no web
// address (a variable the client would expand).
std::string base_url(std::string_view value) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!starts_with_scheme(value, scheme)) continue;
    std::string out(value.substr(0, value.find_first_of("?#")));
    out.replace(0, scheme.size(), scheme);
    const std::size_t host = scheme.size(), end = std::min(out.find_first_of("/\\", host), out.size());
    const std::size_t user = std::string_view(out).substr(host, end - host).rfind('@');
    if (user != std::string_view::npos) out.erase(host, user + 1);
    const bool has_host = out.size() > host && out[host] != '/' && out[host] != '\\';
    return has_host && is_plain(out) ? out : std::string();
  }
  return {};
}

// What one file adds. In a file the last word counts, as in the clients.
class Reader {
 public:
  Reader(std::string display, std::vector<model::FileUnread>& unread) : display_(std::move(display)), unread_(unread) {}

  ClientConfig config;

  // npm's ini: "key = value", comments with ';' or '#'. The keys of a section are its own: to npm they say nothing.
  void npmrc(std::string_view text) {
    bool in_section = false;
    lines(text, [&](std::string_view line, std::uint32_t number) {
      if (line.starts_with(';') || line.starts_with('#')) return;
      in_section = in_section || (line.starts_with('[') && line.find(']') == line.size() - 1);
      if (in_section) return;
      const std::size_t equals = line.find('=');
      const std::string key = ini_word(line.substr(0, equals));
      setting(key, equals == std::string_view::npos ? "true" : ini_word(line.substr(equals + 1)), number);
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
      setting(key == "--install.ignore-scripts" ? "ignore-scripts" : key, value, number);
    });
  }

  // yarn 2 and newer.
  void yarnrc_yml(const std::string& text) {
    const Result<Document> document = yaml::parse(text);
    if (!document) return unread(document.error());
    const Value root = document->root();
    registry(root["npmRegistryServer"]);
    for (const Value::Member& entry : root["npmScopes"].members())
      scope("@" + std::string(entry.key), entry.value["npmRegistryServer"]);
    if (const Value scripts = root["enableScripts"]) scripts_off(scripts.boolean() == false, scripts.line());
  }

  void bunfig(const std::string& text) {
    const Result<Document> document = toml::parse(text);
    if (!document) return unread(document.error());
    const Value install = document->root()["install"];
    registry(install["registry"].is_object() ? install["registry"]["url"] : install["registry"]);
    for (const Value::Member& entry : install["scopes"].members())
      scope((entry.key.starts_with('@') ? "" : "@") + std::string(entry.key),
            entry.value.is_object() ? entry.value["url"] : entry.value);
  }

 private:
  // A carriage return ends a line to the clients as well; line numbers are those that an editor shows.
  template <class Use>
  void lines(std::string_view text, Use use) {
    std::uint32_t number = 1;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
      const std::string_view line = trimmed(text.substr(0, end));
      if (!line.empty()) use(line, number);
      if (end < text.size() && text[end] == '\n') ++number;
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  void setting(std::string_view key, std::string_view value, std::uint32_t line) {
    if (key == "registry") registry(value, line);
    else if (key.starts_with('@') && key.ends_with(":registry")) scope(key.substr(0, key.size() - 9), value, line);
    else if (key == "ignore-scripts") scripts_off(value == "true", line);
  }
  void registry(std::string_view value, std::uint32_t line) {
    if (std::string url = address(value, line); !url.empty()) config.default_registry = std::move(url);
  }
  void registry(const Value& value) { registry(value.text(), value.line()); }
  void scope(std::string_view name, std::string_view value, std::uint32_t line) {
    std::string url = address(value, line);
    if (!url.empty() && is_plain(name)) config.scopes.insert_or_assign(std::string(name), std::move(url));
  }
  void scope(std::string_view name, const Value& value) { scope(name, value.text(), value.line()); }

  // What is no address may be a secret in the wrong place: it is not shown.
  std::string address(std::string_view value, std::uint32_t line) {
    std::string url = base_url(value);
    if (url.empty() && !value.empty())
      unread_.push_back({display_, line, std::string(to_string(ErrorCode::invalid_value)),
                         "client configuration: a registry that is no web address", false});
    return url;
  }

  void scripts_off(bool off, std::uint32_t line) {
    config.says_of_scripts = true;
    config.ignore_scripts = off;
    config.ignore_scripts_place = off ? display_ + ":" + std::to_string(line) : std::string();
  }
  void unread(const Error& error) {
    unread_.push_back(
        {display_, error.line, std::string(to_string(error.code)), "client configuration: " + error.message, true});
  }

  std::string display_;
  std::vector<model::FileUnread>& unread_;
};

// Of what two files say: scripts are off where both, or the only one that says anything, say so.
void agree_on_scripts(ClientConfig& config, const ClientConfig& other) {
  if (!other.says_of_scripts) return;
  const bool off = other.ignore_scripts && (config.ignore_scripts || !config.says_of_scripts);
  if (!off) config.ignore_scripts_place.clear();
  else if (!config.ignore_scripts) config.ignore_scripts_place = other.ignore_scripts_place;
  config.ignore_scripts = off;
  config.says_of_scripts = true;
}

// What the configuration itself says stands; `below` fills the rest.
void merge_below(ClientConfig& config, const ClientConfig& below) {
  if (config.default_registry.empty()) config.default_registry = below.default_registry;
  for (const auto& [name, url] : below.scopes) config.scopes.try_emplace(name, url);
  if (!config.says_of_scripts) agree_on_scripts(config, below);
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
    // Files of several clients stand at one level: which client installed is not known here.
    agree_on_scripts(config, reader.config);
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
  if (const std::string value = variable("npm_config_ignore_scripts"); value == "true" && !config.says_of_scripts) {
    config.says_of_scripts = config.ignore_scripts = true;
    config.ignore_scripts_place = "npm_config_ignore_scripts";
  }
}

}  // namespace cordon::inventory
