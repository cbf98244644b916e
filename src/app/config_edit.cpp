#include "app/config_edit.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "app/config_lines.h"
#include "app/config_places.h"
#include "base/text.h"
#include "base/toml.h"
#include "base/utf8.h"
#include "base/yaml.h"

namespace cordon::app {
namespace {

using inventory::ConfigForm;

bool is_lines(ConfigForm form) { return form == ConfigForm::npmrc || form == ConfigForm::yarnrc; }

// "key value", comments and blank lines: yarn 1 reads other things, too, but not the reader that is asked here.
Result<void> check_yarnrc(const ConfigLines& lines) {
  for (std::size_t i = 0; i < lines.lines().size(); ++i) {
    const std::string_view line = lines.line(i), key = line.substr(0, line.find(' '));
    if (line.empty() || line.starts_with('#') || without_blanks(line).empty()) continue;
    const bool is_quoted = key.size() > 1 && key.starts_with('"') && key.ends_with('"');
    if (line.starts_with(' ') || line.starts_with('\t') || key.size() == line.size() ||
        (!is_quoted && key.find(':') != std::string_view::npos))
      return fail(ErrorCode::syntax, "not \"key value\": this way of writing is not changed here",
                  static_cast<std::uint32_t>(i + 1));
  }
  return {};
}

Result<void> check(ConfigForm form, const std::string& text) {
  if (const std::size_t bad = utf8::find_invalid(text); bad != std::string_view::npos)
    return fail(ErrorCode::invalid_utf8, fmt::format("byte {} is no UTF-8", bad));
  if (text.find('\0') != std::string::npos) return fail(ErrorCode::syntax, "a zero byte is no text");
  if (!is_lines(form)) {
    const auto parsed = form == ConfigForm::bunfig ? toml::parse(text) : yaml::parse(text);
    if (!parsed) return std::unexpected(parsed.error());
    return {};
  }
  const ConfigLines lines(text);
  for (std::size_t i = 0; i < lines.lines().size(); ++i)
    if (lines.line(i).find('\r') != std::string_view::npos)
      return fail(ErrorCode::syntax, "a carriage return within a line", static_cast<std::uint32_t>(i + 1));
  return form == ConfigForm::yarnrc ? check_yarnrc(lines) : Result<void>();
}

std::string applied(std::string_view before, const std::vector<ConfigChange>& changes) {
  std::string out;
  std::size_t from = 0;
  for (const ConfigChange& each : changes) {
    out.append(before, from, each.at - from).append(each.added);
    from = each.at + each.removed.size();
  }
  return out.append(before.substr(from));
}

// Lines that hold what is not there any more are found by what was written, without the ends around it.
std::string_view without_ends(std::string_view text) {
  while (text.starts_with('\n') || text.starts_with('\r')) text.remove_prefix(1);
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// The one place where these lines stand; nothing where they do not, or more than once.
std::optional<std::size_t> only_place(std::string_view text, std::string_view lines) {
  std::optional<std::size_t> out;
  for (std::size_t at = text.find(lines); at != std::string_view::npos; at = text.find(lines, at + 1)) {
    const std::size_t end = at + lines.size();
    const bool begins = at == 0 || text[at - 1] == '\n';
    const bool ends = end == text.size() || text[end] == '\n' || text.substr(end).starts_with("\r\n");
    if (!begins || !ends) continue;
    if (out) return std::nullopt;
    out = at;
  }
  return out;
}

// What takes one change back in a text where it stands elsewhere by now.
std::optional<ConfigChange> reverse(std::string_view text, const ConfigChange& change) {
  const std::string_view lines = without_ends(change.added);
  if (lines.empty()) return std::nullopt;
  const auto at = only_place(text, lines);
  if (!at) return std::nullopt;
  ConfigChange out{*at, std::string(lines), std::string(without_ends(change.removed))};
  if (!out.added.empty()) return out;
  // A line that was added goes with its end, or with the one before it where it is the last.
  const std::size_t end = *at + lines.size();
  const std::size_t newline = text.find('\n', end);
  if (newline != std::string_view::npos) {
    out.removed = text.substr(*at, newline + 1 - *at);
  } else if (*at > 0) {
    out.at -= text.substr(0, *at).ends_with("\r\n") ? 2 : 1;
    out.removed = text.substr(out.at);
  }
  return out;
}

}  // namespace

Result<std::string> registry_in(ConfigForm form, const std::string& text) {
  TRY(check(form, text));
  std::vector<model::FileUnread> unread;
  return inventory::read_config_source(form, text, "", unread).default_registry;
}

Result<ConfigEdit> with_registry(ConfigForm form, const std::string& text, const std::string& url,
                                 std::string_view http_host) {
  const std::string before = TRY(registry_in(form, text));
  ConfigEdit out;
  if (before != url) out.changes = TRY(places_of_registry(form, text, url));
  if (!http_host.empty()) {
    if (auto allowed = TRY(place_of_http_host(text, http_host))) out.changes.push_back(std::move(*allowed));
    std::ranges::stable_sort(out.changes, {}, &ConfigChange::at);
  }
  const Result<std::string> changed = apply_changes(text, out.changes);
  if (changed) out.text = *changed;
  const Result<std::string> after = changed ? registry_in(form, out.text) : changed;
  if (!after || *after != url || !TRY(same_otherwise(form, text, out.text, http_host)))
    return fail(ErrorCode::refused, "it is written in a way that is not changed here: name the registry by hand");
  return out;
}

Result<ConfigEdit> without_registry(ConfigForm form, const std::string& text, const std::vector<ConfigChange>& changes,
                                    const std::string& url, std::string_view http_host) {
  TRY(check(form, text));
  // First all of it, then what names the registry: what was built onto the rest needs it.
  for (const bool all : {true, false}) {
    ConfigEdit out;
    for (const ConfigChange& each : changes) {
      if (!all && each.added.find(url) == std::string::npos) continue;
      if (auto back = reverse(text, each)) out.changes.push_back(std::move(*back));
    }
    std::ranges::sort(out.changes, {}, &ConfigChange::at);
    const auto overlap = std::ranges::adjacent_find(
        out.changes, [](const auto& a, const auto& b) { return a.at + a.removed.size() > b.at; });
    if (overlap != out.changes.end()) continue;
    out.text = applied(text, out.changes);
    const Result<std::string> after = registry_in(form, out.text);
    if (!after || *after == url) continue;
    const Result<bool> same = same_otherwise(form, text, out.text, http_host);
    if (same && *same) return out;
  }
  return fail(ErrorCode::refused, "it cannot be told what was written for the gate: take " + url + " out by hand");
}

Result<std::string> apply_changes(std::string_view before, const std::vector<ConfigChange>& changes) {
  std::size_t from = 0;
  for (const ConfigChange& each : changes) {
    if (each.at < from || each.at > before.size() || !before.substr(each.at).starts_with(each.removed))
      return fail(ErrorCode::internal, "changes of another text");
    from = each.at + each.removed.size();
  }
  return applied(before, changes);
}

Result<std::string> take_back(std::string_view after, const std::vector<ConfigChange>& changes) {
  std::vector<ConfigChange> back;
  std::size_t longer = 0, shorter = 0;
  for (const ConfigChange& each : changes) {
    back.push_back({each.at + longer - shorter, each.added, each.removed});
    longer += each.added.size();
    shorter += each.removed.size();
  }
  return apply_changes(after, back);
}

}  // namespace cordon::app
