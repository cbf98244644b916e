#include "host/artefacts/npm_debug_log.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>

#include "base/credentials.h"
#include "base/date.h"
#include "base/json.h"

namespace cordon::host {
namespace {

constexpr std::size_t kMostRows = 100'000, kMostUnread = 100;

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

// Takes what stands in front of the next blank.
std::string_view take_word(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

// "name@1.0.0", "@scope/name@1.0.0".
std::pair<std::string, std::string> split_package(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0) return {std::string(text), std::string()};
  return {std::string(text.substr(0, at)), std::string(text.substr(at + 1))};
}

// "2026-03-31T00_21_58_123Z-debug-0.log" -> "2026-03-31T00:21:58Z"
std::string time_of_name(std::string_view name) {
  constexpr std::string_view kForm = "0000-00-00T00_00_00_000Z-";
  if (name.size() < kForm.size()) return {};
  for (std::size_t i = 0; i < kForm.size(); ++i)
    if (kForm[i] == '0' ? name[i] < '0' || name[i] > '9' : name[i] != kForm[i]) return {};
  std::string out(name.substr(0, 19));
  std::ranges::replace(out, '_', ':');
  out += 'Z';
  return seconds_of(out) ? out : std::string();
}

class LogReader {
 public:
  LogReader(const std::string& path, const Limits& limits) : path_(path), limits_(limits) {}

  NpmDebugLog read(std::string_view text, std::string_view name) {
    out_.started = time_of_name(name);
    const bool is_cut = !text.empty() && !text.ends_with('\n');
    for (line_ = 1; !text.empty(); ++line_) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (line.ends_with('\r')) line.remove_suffix(1);
      read_line(line);
    }
    if (is_cut) unread(line_ - 1, ErrorCode::truncated, "the log ends in the middle of a line");
    if (is_cut_short_) unread(0, ErrorCode::too_many, "more lines of one kind than are kept");
    return std::move(out_);
  }

 private:
  void unread(std::uint32_t line, ErrorCode code, std::string reason) {
    if (out_.unread.size() <= kMostUnread)
      out_.unread.push_back({path_, line, std::string(to_string(code)), std::move(reason), true});
  }

  void read_line(std::string_view line) {
    const std::string_view whole = line;
    if (line.empty()) return;
    const bool is_numbered = number<std::uint64_t>(take_word(line)).has_value();
    const std::string_view level = take_word(line);
    if (!is_numbered || level.empty()) {
      if (out_.unread.size() < kMostUnread && !whole.empty()) unread(line_, ErrorCode::syntax, "no line of npm's log");
      return;
    }
    if (level == "info") info(line);
    else if (level == "verbose") verbose(line);
    else if (level == "http") http(line);
    else if (level == "silly") silly(line);
  }

  void info(std::string_view line) {
    const std::string_view word = take_word(line);
    if (word == "run") return run(line);
    if (word != "using") return;
    const auto [name, version] = split_package(line);
    (name == "npm" ? out_.npm_version : name == "node" ? out_.node_version : ignored_) = version;
  }

  void run(std::string_view line) {
    const auto [name, version] = split_package(take_word(line));
    const std::string event(take_word(line));
    if (name.empty() || event.empty()) return;
    if (line.starts_with("{ code: ")) return finished(name, version, event, line);
    ScriptRun started;
    started.name = name;
    started.version = version;
    started.event = event;
    started.location = take_word(line);
    started.script = without_credentials(std::string(line));
    started.line = line_;
    if (!has_room(out_.runs)) return;
    open_[key_of(name, version, event)].push_back(out_.runs.size());
    out_.runs.push_back(std::move(started));
  }

  static std::string key_of(const std::string& name, const std::string& version, const std::string& event) {
    return name + '\0' + version + '\0' + event;
  }

  // "{ code: 0, signal: null }"
  void finished(const std::string& name, const std::string& version, const std::string& event, std::string_view line) {
    line.remove_prefix(std::string_view("{ code: ").size());
    const std::size_t comma = std::min(line.find(','), line.size());
    const std::optional<std::int32_t> code = number<std::int32_t>(line.substr(0, comma));
    std::string signal;
    if (const std::size_t at = line.find("signal: '"); at != std::string_view::npos) {
      const std::string_view rest = line.substr(at + 9);
      signal = rest.substr(0, rest.find('\''));
    }
    // Scripts of several packages run at the same time: the last one of this package and event that has not ended.
    if (const auto open = open_.find(key_of(name, version, event)); open != open_.end() && !open->second.empty()) {
      ScriptRun& known = out_.runs[open->second.back()];
      open->second.pop_back();
      known.code = code;
      known.signal = signal;
      known.end_line = line_;
      return;
    }
    if (has_room(out_.runs)) out_.runs.push_back({name, version, event, "", "", code, signal, 0, line_});
  }

  void verbose(std::string_view line) {
    const std::string_view word = take_word(line);
    if (word == "cwd") out_.directory = line;
    if (word == "exit") out_.exit_code = number<std::int32_t>(line);
    if (word == "argv") arguments(line);
  }

  // Each in double quotes, as JSON has them.
  void arguments(std::string_view line) {
    std::string list = "[";
    for (const char c : line) {
      if (c == ' ' && list.ends_with('"') && !list.ends_with("\\\"")) list += ',';
      list += c;
    }
    const Result<Document> document = json::parse(list + "]", {.limits = limits_});
    if (!document) return;
    for (const Value each : document->root().elements())
      out_.arguments.push_back(without_credentials(std::string(each.text())));
  }

  void http(std::string_view line) {
    const std::string_view word = take_word(line);
    if (word == "cache") {
      // "name@https://... 0ms (cache hit)"
      const std::string_view subject = take_word(line);
      const std::size_t at = subject.find("@http");
      if (at != std::string_view::npos) fetched(subject.substr(at + 1), 0, true);
      return;
    }
    if (word != "fetch") return;
    take_word(line);  // GET
    const auto status = number<std::uint32_t>(take_word(line));
    if (status) fetched(take_word(line), *status, line.contains("(cache hit)"));
  }

  void fetched(std::string_view address, std::uint32_t status, bool from_cache) {
    if (has_room(out_.fetches))
      out_.fetches.push_back({without_credentials(std::string(address)), status, from_cache, line_});
  }

  void silly(std::string_view line) {
    if (take_word(line) != "placeDep") return;
    take_word(line);  // where
    auto [name, version] = split_package(take_word(line));
    if (!name.empty() && has_room(out_.placed)) out_.placed.push_back({std::move(name), std::move(version), line_});
  }

  template <class Rows>
  bool has_room(const Rows& rows) {
    is_cut_short_ = is_cut_short_ || rows.size() >= kMostRows;
    return rows.size() < kMostRows;
  }

  const std::string& path_;
  const Limits& limits_;
  std::unordered_map<std::string, std::vector<std::size_t>> open_;  // runs without an end, by what they are of
  NpmDebugLog out_;
  std::uint32_t line_ = 0;
  bool is_cut_short_ = false;
  std::string ignored_;
};

}  // namespace

NpmDebugLog read_npm_debug_log(std::string_view text, std::string_view name, const std::string& display_path,
                               const Limits& limits) {
  return LogReader(display_path, limits).read(text, name);
}

}  // namespace cordon::host
