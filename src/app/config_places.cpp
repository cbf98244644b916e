#include "app/config_places.h"

#include <utility>

#include "app/config_lines.h"
#include "base/toml.h"
#include "base/yaml.h"

namespace cordon::app {
namespace {

using inventory::ConfigForm;
using Changes = std::vector<ConfigChange>;

std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

ConfigChange whole_line(const ConfigLines& lines, std::size_t index, std::string now) {
  return {lines.lines()[index].begin, std::string(lines.line(index)), std::move(now)};
}

ConfigChange last_line(const ConfigLines& lines, std::string_view text, const std::string& line) {
  return {text.size(), "", lines.last(line)};
}

// "registry = https://… ; mine" with another address.
std::string npmrc_line(std::string_view line, const std::string& url) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos)
    return std::string(line.substr(0, line.find_first_not_of(" \t"))) + "registry=" + url;
  const std::size_t value = std::min(line.find_first_not_of(" \t", equals + 1), line.size());
  const std::string_view rest = line.substr(value), written = without_blanks(rest);
  std::size_t end = written.size();
  const bool is_quoted = end >= 2 && (written[0] == '"' || written[0] == '\'') && written.back() == written[0];
  for (std::size_t i = 0; !is_quoted && i < written.size(); ++i) {
    if (written[i] == '\\') ++i;
    else if (written[i] == ';' || written[i] == '#')
      end = without_blanks(written.substr(0, i)).size(), i = written.size();
  }
  return std::string(line.substr(0, value)) + url + std::string(rest.substr(end));
}

// The last that stands before the first section: what follows that is the section's own.
Changes in_npmrc(const std::string& text, const std::string& url) {
  const ConfigLines lines(text);
  std::optional<std::size_t> named, section;
  for (std::size_t i = 0; i < lines.lines().size() && !section; ++i) {
    const std::string_view line = without_blanks(lines.line(i));
    if (line.starts_with('[') && line.find(']') == line.size() - 1) section = i;
    else
      inventory::each_npmrc_setting(line, [&](std::string_view key, std::string_view, std::uint32_t) {
        if (key == "registry") named = i;
      });
  }
  if (named) return {whole_line(lines, *named, npmrc_line(lines.line(*named), url))};
  if (section) return {{lines.lines()[*section].begin, "", "registry=" + url + lines.end()}};
  return {last_line(lines, text, "registry=" + url)};
}

Changes in_yarnrc(const std::string& text, const std::string& url) {
  const ConfigLines lines(text);
  std::optional<std::size_t> named;
  for (std::size_t i = 0; i < lines.lines().size(); ++i) {
    const std::string_view line = lines.line(i), key = line.substr(0, line.find(' '));
    if (key == "registry" || key == "\"registry\"") named = i;
  }
  if (!named) return {last_line(lines, text, "registry " + in_quotes(url))};
  const std::string_view line = lines.line(*named);
  const std::size_t value = std::min(line.find_first_not_of(' ', line.find(' ')), line.size());
  const bool is_quoted = value < line.size() && line[value] == '"';
  std::size_t end = std::min(line.find(is_quoted ? '"' : ' ', value + 1), line.size());
  if (is_quoted && end < line.size()) ++end;
  return {
      whole_line(lines, *named, std::string(line.substr(0, value)) + in_quotes(url) + std::string(line.substr(end)))};
}

// Behind a scalar that begins there, as YAML and TOML write it on one line; nothing for other ways.
std::optional<std::size_t> end_of_scalar(std::string_view source, std::size_t at, std::string_view content) {
  if (at >= source.size()) return std::nullopt;
  const char mark = source[at];
  if (mark != '"' && mark != '\'') {
    const bool as_written = !content.empty() && source.substr(at).starts_with(content);
    return as_written ? std::optional(at + content.size()) : std::nullopt;
  }
  for (std::size_t i = at + 1; i < source.size() && source[i] != '\n'; ++i) {
    if (source[i] == '\\' && mark == '"') ++i;
    else if (source[i] == mark) return i + 1;
  }
  return std::nullopt;
}

Result<ConfigChange> another_scalar(const Document& document, const Value& value, const std::string& url) {
  const std::string_view source = document.source();
  const auto end = end_of_scalar(source, value.offset(), value.text());
  const ConfigLines lines(source);
  const std::size_t index = lines.at(value.offset());
  if (!end || *end > lines.lines()[index].end)
    return fail(ErrorCode::refused, "the registry is written in a way that is not changed here", value.line());
  const ConfigLine& line = lines.lines()[index];
  return whole_line(lines, index,
                    std::string(source.substr(line.begin, value.offset() - line.begin)) + in_quotes(url) +
                        std::string(source.substr(*end, line.end - *end)));
}

Result<Changes> in_yaml(const std::string& text, const std::string& url, ConfigForm form) {
  const Document document = TRY(yaml::parse(text));
  const Value root = document.root();
  Changes out;
  if (form == ConfigForm::yarnrc_yml) {
    if (root["npmRegistryServer"]) return Changes{TRY(another_scalar(document, root["npmRegistryServer"], url))};
    return Changes{last_line(ConfigLines(text), text, "npmRegistryServer: " + in_quotes(url))};
  }
  for (const Value& named : {root["registry"], root["registries"]["default"]})
    if (named) out.push_back(TRY(another_scalar(document, named, url)));
  if (out.empty()) return Changes{last_line(ConfigLines(text), text, "registry: " + in_quotes(url))};
  std::ranges::sort(out, {}, &ConfigChange::at);
  return out;
}

Result<Changes> in_bunfig(const std::string& text, const std::string& url) {
  const Document document = TRY(toml::parse(text));
  const Value named = document.root()["install"]["registry"];
  for (const char* secret : {"token", "username", "password"})
    if (named[secret])
      return fail(ErrorCode::refused,
                  "a token stands beside the registry and would go to the gate: write the registry as a "
                  "text, and the token into .npmrc",
                  named.line());
  if (named) return Changes{TRY(another_scalar(document, named.is_object() ? named["url"] : named, url))};
  const ConfigLines lines(text);
  for (std::size_t i = 0; i < lines.lines().size(); ++i) {
    std::string_view line = lines.line(i);
    line = without_blanks(line.substr(0, line.find('#')));
    if (!line.starts_with('[') || !line.ends_with(']')) continue;
    if (without_blanks(line.substr(1, line.size() - 2)) != "install") continue;
    const bool is_last = i + 1 == lines.lines().size();
    if (is_last) return Changes{last_line(lines, text, "registry = " + in_quotes(url))};
    return Changes{{lines.lines()[i + 1].begin, "", "registry = " + in_quotes(url) + lines.end()}};
  }
  if (text.empty() || text.ends_with('\n'))
    return Changes{{text.size(), "", "[install]" + lines.end()},
                   {text.size(), "", "registry = " + in_quotes(url) + lines.end()}};
  return Changes{last_line(lines, text, "[install]"), last_line(lines, text, "registry = " + in_quotes(url))};
}

}  // namespace

Result<Changes> places_of_registry(ConfigForm form, const std::string& text, const std::string& url) {
  switch (form) {
    case ConfigForm::npmrc: return in_npmrc(text, url);
    case ConfigForm::yarnrc: return in_yarnrc(text, url);
    case ConfigForm::yarnrc_yml:
    case ConfigForm::pnpm_workspace: return in_yaml(text, url, form);
    case ConfigForm::bunfig: return in_bunfig(text, url);
  }
  return fail(ErrorCode::internal, "no such form");
}

Result<std::optional<ConfigChange>> place_of_http_host(const std::string& text, std::string_view host) {
  const Document document = TRY(yaml::parse(text));
  const Value list = document.root()["unsafeHttpWhitelist"];
  const ConfigLines lines(text);
  if (!list.exists()) return last_line(lines, text, "unsafeHttpWhitelist:" + lines.end() + "  - " + in_quotes(host));
  std::optional<Value> last;
  for (const Value& each : list.elements()) {
    if (each.text() == host || each.text() == "*" || each.text() == "**") return std::nullopt;
    last = each;
  }
  const auto refused = [&] {
    return fail(ErrorCode::refused, "unsafeHttpWhitelist is written in a way that is not changed here", list.line());
  };
  if (!list.is_array()) return refused();
  if (!last) {  // "[]"
    const std::size_t at = list.offset(), end = text.find(']', at);
    const std::size_t index = lines.at(at);
    if (text[at] != '[' || end == std::string::npos || end >= lines.lines()[index].end) return refused();
    const std::size_t begin = lines.lines()[index].begin;
    return whole_line(
        lines, index,
        text.substr(begin, at + 1 - begin) + in_quotes(host) + text.substr(end, lines.lines()[index].end - end));
  }
  const auto end = end_of_scalar(text, last->offset(), last->text());
  const std::size_t index = lines.at(last->offset());
  const ConfigLine& line = lines.lines()[index];
  if (!end || *end > line.end) return refused();
  if (text[list.offset()] == '[')
    return whole_line(
        lines, index,
        text.substr(line.begin, *end - line.begin) + ", " + in_quotes(host) + text.substr(*end, line.end - *end));
  const std::string dash = text.substr(line.begin, last->offset() - line.begin);
  if (without_blanks(dash) != "-") return refused();
  if (index + 1 == lines.lines().size()) return last_line(lines, text, dash + in_quotes(host));
  return ConfigChange{lines.lines()[index + 1].begin, "", dash + in_quotes(host) + lines.end()};
}

}  // namespace cordon::app
