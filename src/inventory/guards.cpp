#include "inventory/guards.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <span>

#include "base/toml.h"
#include "base/yaml.h"

namespace cordon::inventory {
namespace {

enum class Kind : std::uint8_t {
  on,        // protects unless it is false
  off,       // protects unless it is true
  asked,     // protects where it is true
  either,    // the client's own choice lies between true, which protects, and false
  inverted,  // the same, where false protects
  minutes,   // an age; a bare number is in minutes
  days,      // an age; a bare number is in days
  seconds,   // an age; a bare number is in seconds
  word,      // protects where it is the word
};

struct Row {
  std::string_view key;
  Kind kind;
  std::string_view word = {};
};

// npm, and pnpm and yarn 1 where they read npm's file.
constexpr Row kNpmrc[] = {{"strict-ssl", Kind::on},
                          {"ignore-scripts", Kind::asked},
                          {"package-lock", Kind::on},
                          {"min-release-age", Kind::days},
                          {"minimum-release-age", Kind::minutes},
                          {"verify-store-integrity", Kind::on},
                          {"dangerously-allow-all-builds", Kind::off}};
constexpr Row kYarnrc[] = {
    {"strict-ssl", Kind::on}, {"--ignore-scripts", Kind::asked}, {"ignore-scripts", Kind::asked}};
constexpr Row kYarnrcYml[] = {{"enableStrictSsl", Kind::on},
                              {"enableScripts", Kind::inverted},
                              {"enableHardenedMode", Kind::either},
                              {"enableImmutableInstalls", Kind::either},
                              {"checksumBehavior", Kind::word, "throw"},
                              {"npmMinimalAgeGate", Kind::minutes}};
constexpr Row kPnpm[] = {{"strictSsl", Kind::on},
                         {"ignoreScripts", Kind::asked},
                         {"dangerouslyAllowAllBuilds", Kind::off},
                         {"strictDepBuilds", Kind::either},
                         {"blockExoticSubdeps", Kind::either},
                         {"verifyStoreIntegrity", Kind::on},
                         {"minimumReleaseAge", Kind::minutes},
                         {"trustPolicy", Kind::word, "no-downgrade"}};
constexpr Row kBunfig[] = {{"ignoreScripts", Kind::asked}, {"minimumReleaseAge", Kind::seconds}};

std::span<const Row> rows_of(ConfigForm form) {
  switch (form) {
    case ConfigForm::npmrc: return kNpmrc;
    case ConfigForm::yarnrc: return kYarnrc;
    case ConfigForm::yarnrc_yml: return kYarnrcYml;
    case ConfigForm::bunfig: return kBunfig;
    case ConfigForm::pnpm_workspace: return kPnpm;
  }
  return {};
}

// "3d", "72h", "90": of what is no number 0, which protects nothing.
std::int64_t minutes_of(std::string_view text, Kind kind) {
  std::int64_t number = 0;
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return 0;
  constexpr std::int64_t kMost = 1'000'000'000;
  number = std::min(number, kMost);
  std::string_view unit(stopped, static_cast<std::size_t>(text.data() + text.size() - stopped));
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  if (unit.empty()) return kind == Kind::days ? number * 24 * 60 : kind == Kind::seconds ? number / 60 : number;
  if (unit.starts_with('w')) return number * 7 * 24 * 60;
  if (unit.starts_with('d')) return number * 24 * 60;
  if (unit.starts_with('h')) return number * 60;
  if (unit.starts_with("ms")) return number / 60'000;
  if (unit.starts_with('s')) return number / 60;
  return number;
}

std::int64_t level_of(const Row& row, std::string_view value) {
  const bool is_true = value == "true", is_false = value == "false";
  switch (row.kind) {
    case Kind::on: return is_false ? 0 : 1;
    case Kind::off: return is_true ? 0 : 1;
    case Kind::asked: return is_true ? 1 : 0;
    case Kind::either: return is_true ? 2 : is_false ? 0 : 1;
    case Kind::inverted: return is_false ? 2 : is_true ? 0 : 1;
    case Kind::minutes:
    case Kind::days:
    case Kind::seconds: return minutes_of(value, row.kind);
    case Kind::word:
      // What is unsaid is the client's own choice, for checksums the safe one; a trust policy is none by itself.
      if (value.empty()) return row.key == "checksumBehavior" ? 1 : 0;
      return value == row.word ? 1 : 0;
  }
  return 0;
}

struct Said {
  std::string value;
  std::uint32_t line = 0;
};
using Settings = std::map<std::string, Said, std::less<>>;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\"'");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\"'") - first + 1);
}

// "key = value" of npm, "key value" of yarn 1. In a section npm's keys say nothing.
void read_lines(std::string_view text, char separator, Settings& out) {
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[' && separator == '=') return;
    const std::size_t at = line.find(separator);
    const std::string_view value =
        at == std::string_view::npos ? std::string_view() : line.substr(at + 1, line.find_first_of("#;", at) - at - 1);
    const bool is_bare = at == std::string_view::npos;
    out.insert_or_assign(std::string(trimmed(line.substr(0, at))),
                         Said{is_bare ? "true" : std::string(trimmed(value)), number});
  }
}

void read_members(const Value& object, Settings& out) {
  for (const Value::Member member : object.members())
    out.insert_or_assign(std::string(member.key), Said{std::string(member.value.text()), member.line()});
}

Settings read_settings(ConfigForm form, const std::string& text) {
  Settings out;
  if (form == ConfigForm::npmrc || form == ConfigForm::yarnrc) {
    read_lines(text, form == ConfigForm::npmrc ? '=' : ' ', out);
  } else if (form == ConfigForm::bunfig) {
    if (const Result<Document> document = toml::parse(text)) read_members(document->root()["install"], out);
  } else if (const Result<Document> document = yaml::parse(text)) {
    read_members(document->root(), out);
  }
  return out;
}

}  // namespace

std::vector<Guard> read_guards(ConfigForm form, const std::string& text) {
  const Settings settings = read_settings(form, text);
  std::vector<Guard> out;
  for (const Row& row : rows_of(form)) {
    const auto said = settings.find(row.key);
    const bool is_said = said != settings.end();
    out.push_back({row.key, level_of(row, is_said ? std::string_view(said->second.value) : std::string_view()),
                   is_said ? said->second.value : std::string(), is_said ? said->second.line : 0});
  }
  return out;
}

}  // namespace cordon::inventory
