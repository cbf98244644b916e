#include "inventory/config_source.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "base/text.h"
#include "base/toml.h"
#include "base/utf8.h"
#include "base/yaml.h"

namespace cordon::inventory {
namespace {

constexpr std::string_view kEnvironment = "(environment)";

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

// A value of yarn 1: a quoted one up to its end, else a word; a comment may follow.
std::string_view yarn_word(std::string_view text) {
  text = trimmed(text);
  const bool is_quoted = text.starts_with('"');
  const std::size_t end = is_quoted ? text.find('"', 1) : text.find_first_of(" #");
  return end == std::string_view::npos ? unquoted(text) : text.substr(is_quoted, end - is_quoted);
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

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Whether a text begins so in letters of any case, and goes on.
bool starts_with(std::string_view text, std::string_view beginning) {
  return text.size() > beginning.size() &&
         std::equal(beginning.begin(), beginning.end(), text.begin(), [](char a, char b) { return a == small(b); });
}

// An address in small letters where letters do not count, without user, password and query; nothing for what is no web
// address (a variable the client would expand).
std::string base_url(std::string_view value) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!starts_with(value, scheme)) continue;
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

class Reader {
 public:
  Reader(std::string display, std::vector<model::FileUnread>& unread) : display_(std::move(display)), unread_(unread) {}

  ConfigSource source;

  void npmrc(std::string_view text) {
    each_npmrc_setting(text, [&](std::string_view key, std::string_view value, std::uint32_t line) {
      setting(std::string(key), std::string(value), line);
    });
  }

  // yarn 1: "key value".
  void yarnrc(std::string_view text) {
    lines(text, [&](std::string_view line, std::uint32_t number) {
      if (line.starts_with('#')) return;
      const std::size_t space = line.find(' ');
      const std::string_view key = unquoted(line.substr(0, space));
      const std::string_view value =
          space == std::string_view::npos ? std::string_view() : yarn_word(line.substr(space + 1));
      // "--install.ignore-scripts" is left out: yarn add and yarn upgrade run scripts beside it.
      setting(key == "--ignore-scripts" ? "ignore-scripts" : key, value, number);
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

  void pnpm_workspace(const std::string& text) {
    const Result<Document> document = yaml::parse(text);
    if (!document) return unread(document.error());
    const Value root = document->root();
    registry(root["registry"]);
    for (const Value::Member& entry : root["registries"].members()) {
      if (entry.key == "default") registry(entry.value);
      else if (entry.key.starts_with('@')) scope(entry.key, entry.value);
    }
    if (const Value scripts = root["ignoreScripts"]) scripts_off(scripts.is_true(), scripts.line());
  }

  void bunfig(const std::string& text) {
    const Result<Document> document = toml::parse(text);
    if (!document) return unread(document.error());
    const Value install = document->root()["install"];
    registry(install["registry"].is_object() ? install["registry"]["url"] : install["registry"]);
    for (const Value::Member& entry : install["scopes"].members())
      scope((entry.key.starts_with('@') ? "" : "@") + std::string(entry.key),
            entry.value.is_object() ? entry.value["url"] : entry.value);
    if (const Value scripts = install["ignoreScripts"]) scripts_off(scripts.is_true(), scripts.line());
  }

  // A setting by npm's name of it.
  void setting(std::string_view key, std::string_view value, std::uint32_t line) {
    if (key == "registry") registry(value, line);
    else if (key.starts_with('@') && key.ends_with(":registry")) scope(key.substr(0, key.size() - 9), value, line);
    else if (key == "ignore-scripts") scripts_off(value == "true", line);
    else if (key == "cache") source.cache = value;
  }

  void scripts_off(bool off, std::uint32_t line) {
    source.scripts = off ? Scripts::off : Scripts::run;
    source.scripts_place = display_ + ":" + std::to_string(line);
  }

 private:
  // A carriage return ends a line to the clients as well; line numbers are those that an editor shows.
  void registry(std::string_view value, std::uint32_t line) {
    if (std::string url = address(value, line); !url.empty()) source.default_registry = std::move(url);
  }
  void registry(const Value& value) { registry(value.text(), value.line()); }
  void scope(std::string_view name, std::string_view value, std::uint32_t line) {
    std::string url = address(value, line);
    if (!url.empty() && is_plain(name)) source.scopes.insert_or_assign(std::string(name), std::move(url));
  }
  void scope(std::string_view name, const Value& value) { scope(name, value.text(), value.line()); }

  // What is no address may be a secret in the wrong place: it is not shown.
  std::string address(std::string_view value, std::uint32_t line) {
    std::string url = base_url(value);
    if (!url.empty() || value.empty()) return url;
    model::FileUnread note = {display_, line, std::string(to_string(ErrorCode::invalid_value)),
                              "client configuration: a registry that is no web address", false};
    // Several clients may read the same variable.
    if (std::ranges::find(unread_, note) == unread_.end()) unread_.push_back(std::move(note));
    return url;
  }

  void unread(const Error& error) {
    unread_.push_back(
        {display_, error.line, std::string(to_string(error.code)), "client configuration: " + error.message, true});
  }

  std::string display_;
  std::vector<model::FileUnread>& unread_;
};

// "npm_config_Ignore_Scripts" -> "ignore-scripts"; nothing where the name does not begin so.
std::string setting_name(std::string_view variable, std::string_view prefix) {
  if (!starts_with(variable, prefix)) return {};
  std::string key(variable.substr(prefix.size()));
  for (char& c : key) c = c == '_' ? '-' : small(c);
  return key;
}

// pnpm takes its own variables in one case only.
bool is_of_one_case(std::string_view name) {
  return std::ranges::none_of(name, [](char c) { return c >= 'A' && c <= 'Z'; }) ||
         std::ranges::none_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
}

// The variables that one client reads, in the order they stand in.
class Environment {
 public:
  Environment(std::span<const std::string> variables, std::vector<model::FileUnread>& unread)
      : variables_(variables), unread_(unread) {}

  // Those whose name begins so, as settings by npm's names.
  template <class Counts>
  ConfigSource prefixed(std::string_view prefix, Counts counts) const {
    return read([&](Reader& reader, std::string_view name, std::string_view value) {
      if (const std::string key = setting_name(name, prefix); counts(name, key)) reader.setting(key, value, 0);
    });
  }
  ConfigSource prefixed(std::string_view prefix) const {
    return prefixed(prefix, [](std::string_view, std::string_view) { return true; });
  }

  // One variable, spelled so, that names the registry.
  ConfigSource registry(std::string_view spelled) const {
    return read([&](Reader& reader, std::string_view name, std::string_view value) {
      if (name == spelled) reader.setting("registry", value, 0);
    });
  }

  ConfigSource yarn_berry() const {
    return read([](Reader& reader, std::string_view name, std::string_view value) {
      const std::string key = setting_name(name, "yarn_");
      if (key == "npm-registry-server") reader.setting("registry", value, 0);
      else if (key == "enable-scripts") reader.scripts_off(value == "false" || value == "0", 0);
    });
  }

 private:
  // An empty value is none.
  template <class Use>
  ConfigSource read(Use use) const {
    Reader reader(std::string(kEnvironment), unread_);
    for (const std::string_view variable : variables_)
      if (const std::size_t equals = variable.find('='); equals < variable.size() - 1)
        use(reader, variable.substr(0, equals), variable.substr(equals + 1));
    return std::move(reader.source);
  }

  std::span<const std::string> variables_;
  std::vector<model::FileUnread>& unread_;
};

ConfigSource first_of(ConfigSource first, std::initializer_list<ConfigSource> others) {
  for (const ConfigSource& other : others) first.add_below(other);
  return first;
}

}  // namespace

void ConfigSource::add_below(const ConfigSource& below) {
  if (default_registry.empty()) default_registry = below.default_registry;
  if (cache.empty()) cache = below.cache;
  for (const auto& [name, url] : below.scopes) scopes.try_emplace(name, url);
  if (scripts != Scripts::unsaid) return;
  scripts = below.scripts;
  scripts_place = below.scripts_place;
}

void each_npmrc_setting(
    std::string_view text,
    const std::function<void(std::string_view key, std::string_view value, std::uint32_t line)>& take) {
  bool in_section = false;
  lines(text, [&](std::string_view line, std::uint32_t number) {
    if (line.starts_with(';') || line.starts_with('#')) return;
    in_section = in_section || (line.starts_with('[') && line.find(']') == line.size() - 1);
    if (in_section) return;
    const std::size_t equals = line.find('=');
    const std::string key = ini_word(line.substr(0, equals));
    take(key, equals == std::string_view::npos ? "true" : ini_word(line.substr(equals + 1)), number);
  });
}

ConfigSource read_config_source(ConfigForm form, const std::string& text, const std::string& display_path,
                                std::vector<model::FileUnread>& unread) {
  Reader reader(display_path, unread);
  switch (form) {
    case ConfigForm::npmrc: reader.npmrc(text); break;
    case ConfigForm::yarnrc: reader.yarnrc(text); break;
    case ConfigForm::yarnrc_yml: reader.yarnrc_yml(text); break;
    case ConfigForm::bunfig: reader.bunfig(text); break;
    case ConfigForm::pnpm_workspace: reader.pnpm_workspace(text); break;
  }
  return std::move(reader.source);
}

ConfigSource read_config_environment(model::Client client, std::span<const std::string> variables,
                                     std::vector<model::FileUnread>& unread) {
  using model::Client;
  const Environment environment(variables, unread);
  const auto on_registries = [](std::string_view, std::string_view key) { return key != "ignore-scripts"; };
  switch (client) {
    case Client::npm: return environment.prefixed("npm_config_");
    case Client::yarn_classic:
      return first_of(environment.prefixed("npm_config_", on_registries), {environment.prefixed("yarn_")});
    case Client::yarn_berry: return environment.yarn_berry();
    case Client::pnpm:
      return first_of(environment.prefixed("pnpm_config_", [](auto name, auto) { return is_of_one_case(name); }),
                      {environment.prefixed("npm_config_")});
    case Client::bun:
      return first_of(environment.registry("BUN_CONFIG_REGISTRY"),
                      {environment.registry("NPM_CONFIG_REGISTRY"), environment.registry("npm_config_registry")});
    case Client::deno: return environment.registry("NPM_CONFIG_REGISTRY");
    case Client::other: break;
  }
  return {};
}

}  // namespace cordon::inventory
