#include "policy/age_window.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/json.h"
#include "base/json_write.h"
#include "model/registries.h"
#include "policy/judge.h"

namespace cordon::policy {
namespace {

constexpr std::int64_t kMinute = 60, kHour = 3'600, kDay = 86'400;
constexpr std::int64_t kMostDependabotDays = 90, kMostDependabotPackages = 150;

// A pattern of a rule as a list of npm packages has it; nothing where it speaks of releases or of other ecosystems.
std::optional<std::string> packages_of(const PackagePattern& pattern) {
  constexpr std::string_view kNpm = "pkg:npm/";
  std::string text = pattern.text();
  if (text.starts_with(kNpm)) text.erase(0, kNpm.size());
  if (pattern.has_versions() || text.starts_with("pkg:")) return std::nullopt;
  return text;
}

bool is_of_all(const Rule& rule) {
  return std::ranges::any_of(rule.packages, [](const PackagePattern& each) { return packages_of(each) == "*"; });
}

// Whether a gate holds a release back by it.
bool holds_by_age(const Rule& rule, std::string_view today) {
  return rule.condition == Condition::minimum_age && rule.mode == model::RuleMode::enforce &&
         rule.verdict == model::VerdictValue::block && !has_expired(rule.expires, today);
}

class Window {
 public:
  explicit Window(std::int64_t own) { out.seconds = own; }

  // Rules for all packages count together; what one of them leaves out is asked for what the rest says.
  void add_general(const Rule& rule) {
    if (rule.minimum_age_seconds <= out.seconds) return;
    const std::int64_t below = out.seconds;
    out.seconds = rule.minimum_age_seconds;
    out.others.clear();
    for (const PackagePattern& each : rule.except) add(rule, each, below);
  }

  void add_special(const Rule& rule) {
    if (rule.minimum_age_seconds <= out.seconds) return;
    for (const PackagePattern& each : rule.packages) add(rule, each, rule.minimum_age_seconds);
    for (const PackagePattern& each : rule.except) add(rule, each, out.seconds);
  }

  void add_private(std::string packages) { out.others.push_back({std::move(packages), 0}); }

  AgeWindow out;

 private:
  void add(const Rule& rule, const PackagePattern& pattern, std::int64_t seconds) {
    if (auto packages = packages_of(pattern)) out.others.push_back({std::move(*packages), seconds});
    else if (!pattern.text().starts_with("pkg:") || pattern.text().starts_with("pkg:npm/"))
      out.notes.push_back("the rule " + rule.id + " speaks of releases (" + pattern.text() +
                          "), and lists of packages cannot");
  }
};

std::int64_t rounded_up(std::int64_t seconds, std::int64_t unit) { return (seconds + unit - 1) / unit; }

std::string counted(std::int64_t count, const char* unit) {
  return std::to_string(count) + " " + unit + (count == 1 ? "" : "s");
}

std::string duration(std::int64_t seconds) {
  if (seconds % kDay == 0) return counted(seconds / kDay, "day");
  if (seconds % kHour == 0) return counted(seconds / kHour, "hour");
  return counted(rounded_up(seconds, kMinute), "minute");
}

std::string quoted(std::string_view text) {
  std::string out;
  json::append_quoted(out, text);
  return out;
}

void write_renovate_rule(json::Writer& writer, const std::string& packages, std::int64_t seconds) {
  writer.begin_object();
  writer.key("matchDatasources").begin_array().string("npm").end_array();
  if (!packages.empty()) writer.key("matchPackageNames").begin_array().string(packages).end_array();
  writer.key("minimumReleaseAge");
  if (seconds == 0) writer.null();
  else writer.string(duration(seconds));
  writer.end_object();
}

AgeFragment renovate(const AgeWindow& window) {
  AgeFragment out;
  json::Writer writer(out.text);
  writer.begin_object().member("internalChecksFilter", "strict").key("packageRules").begin_array();
  write_renovate_rule(writer, "", window.seconds);
  for (const AgeOf& each : window.others) {
    // A pattern of Renovate's ends at a slash, and the beginning of a scope's name goes on behind it.
    const bool begins_scopes = each.packages.starts_with('@') && each.packages.find('/') == std::string::npos;
    write_renovate_rule(writer, begins_scopes ? each.packages + "/**" : each.packages, each.seconds);
  }
  writer.end_array().end_object();
  out.text += '\n';
  return out;
}

// Those whose age does not matter, for tools that know one age; what else there is becomes a note.
std::vector<std::string> of_any_age(const AgeWindow& window, bool takes_patterns, std::vector<std::string>& notes) {
  std::vector<std::string> out;
  for (const AgeOf& each : window.others) {
    const bool is_pattern = each.packages.find('*') != std::string::npos;
    // A later word on the same packages counts.
    std::erase(out, each.packages);
    if (each.seconds == window.seconds) continue;
    if (each.seconds != 0)
      notes.push_back(each.packages + " must have been published for " + duration(each.seconds) +
                      ", and one age is all that can be said here");
    else if (is_pattern && !takes_patterns)
      notes.push_back(each.packages + " may be of any age, and only whole names can be said here");
    else out.push_back(each.packages);
  }
  return out;
}

std::string yaml_list(const std::string& key, const std::vector<std::string>& values, const std::string& indent) {
  if (values.empty()) return {};
  std::string out = indent + key + ":\n";
  for (const std::string& each : values) out += indent + "  - " + quoted(each) + "\n";
  return out;
}

}  // namespace

AgeWindow age_window(const Settings& settings, std::int64_t minimum_age_seconds, std::string_view today) {
  Window window(minimum_age_seconds);
  std::vector<const Rule*> general;
  for (const Rule& rule : settings.rules.rules)
    if (holds_by_age(rule, today) && is_of_all(rule)) general.push_back(&rule);
  std::ranges::stable_sort(general, {}, &Rule::minimum_age_seconds);
  for (const Rule* rule : general) window.add_general(*rule);
  for (const Rule& rule : settings.rules.rules)
    if (holds_by_age(rule, today) && !is_of_all(rule)) window.add_special(rule);
  model::Registries registries;
  registries.declare_private({settings.declared_private.hosts, {}, {}});
  for (const GateScope& each : settings.gate.scopes)
    if (registries.classify("npm", each.registry, each.scope + "/a").class_ == model::RegistryClass::private_)
      window.add_private(each.scope + "/*");
  for (const std::string& scope : settings.declared_private.scopes) window.add_private(scope + "/*");
  for (const std::string& name : settings.declared_private.names) window.add_private(name);
  return std::move(window.out);
}

AgeFragment age_fragment(AgeTool tool, const AgeWindow& window) {
  AgeFragment out;
  if (tool == AgeTool::renovate) out = renovate(window);
  const bool takes_patterns = tool != AgeTool::bun;
  std::vector<std::string> names;
  if (tool != AgeTool::renovate) names = of_any_age(window, takes_patterns, out.notes);
  const std::int64_t days = rounded_up(window.seconds, kDay), minutes = rounded_up(window.seconds, kMinute);
  switch (tool) {
    case AgeTool::renovate: break;
    case AgeTool::dependabot:
      if (days > kMostDependabotDays)
        out.notes.push_back("Dependabot waits for " + counted(kMostDependabotDays, "day") + " at most");
      if (static_cast<std::int64_t>(names.size()) > kMostDependabotPackages)
        out.notes.push_back("Dependabot takes " + std::to_string(kMostDependabotPackages) + " packages at most");
      out.text = "cooldown:\n  default-days: " + std::to_string(std::min(days, kMostDependabotDays)) + "\n" +
                 yaml_list("exclude", names, "  ");
      break;
    case AgeTool::npm:
      out.text = "min-release-age=" + std::to_string(days) + "\n";
      for (const std::string& each : names) out.text += "min-release-age-exclude[]=" + each + "\n";
      break;
    case AgeTool::pnpm:
      out.text =
          "minimumReleaseAge: " + std::to_string(minutes) + "\n" + yaml_list("minimumReleaseAgeExclude", names, "");
      break;
    case AgeTool::yarn:
      // A number of minutes: versions of yarn 4 read "3d" as no age at all.
      out.text =
          "npmMinimalAgeGate: " + std::to_string(minutes) + "\n" + yaml_list("npmPreapprovedPackages", names, "");
      break;
    case AgeTool::bun: {
      std::string list;
      for (const std::string& each : names) list += (list.empty() ? "" : ", ") + quoted(each);
      out.text = "[install]\nminimumReleaseAge = " + std::to_string(window.seconds) + "\n" +
                 (list.empty() ? "" : "minimumReleaseAgeExcludes = [" + list + "]\n");
      break;
    }
  }
  out.notes.insert(out.notes.end(), window.notes.begin(), window.notes.end());
  return out;
}

}  // namespace cordon::policy
