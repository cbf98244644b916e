#include "app/policy_explain.h"

#include <algorithm>
#include <map>

#include "app/coverage_order.h"
#include "app/policy_findings.h"
#include "app/policy_releases.h"
#include "app/projects.h"
#include "app/read_project.h"

namespace cordon::app {
namespace {

using policy::Outcome;

model::RuleSays says_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::not_of_it: return model::RuleSays::not_meant;
    case Outcome::met: return model::RuleSays::met;
    case Outcome::broken: return model::RuleSays::broken;
    case Outcome::unknown: return model::RuleSays::unknown;
    case Outcome::expired: return model::RuleSays::expired;
  }
  return model::RuleSays::not_meant;
}

std::optional<std::string> filled(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

void add_rules(const policy::Rules& rules, std::string_view today, model::PolicyExplainReport& report) {
  for (const policy::Rule& rule : rules.rules) {
    model::RuleInForce& row = report.rules.emplace_back();
    row.rule = describe_rule(rule);
    for (const policy::PackagePattern& each : rule.packages) row.packages.push_back(each.text());
    for (const policy::PackagePattern& each : rule.except) row.except.push_back(each.text());
    row.expired = policy::has_expired(rule.expires, today);
  }
  for (const policy::Approval& each : rules.approvals)
    report.approvals.push_back({each.package.text(), each.version, each.digests, each.owner, each.reason,
                                filled(each.expires), policy::has_expired(each.expires, today), each.place});
}

class Explainer {
 public:
  Explainer(const PolicyExplainOptions& options, const Clock& clock, Progress& progress,
            model::PolicyExplainReport& report)
      : options_(options), now_(clock.unix_seconds()), today_(clock.today()), progress_(progress), report_(report) {}

  Result<void> run() {
    const policy::PackagePattern package =
        TRY_CONTEXT(policy::PackagePattern::parse(options_.package, policy::Prereleases::all), "reading PACKAGE");
    FoundProjects found = find_projects(options_.targets, nullptr, progress_);
    report_.coverage.unread = options_.unopened;
    std::ranges::move(found.unread, std::back_inserter(report_.coverage.unread));
    // Lockfiles first: they say which manifests they cover.
    for (const bool with_lockfile : {true, false})
      for (const FoundProject& project : found.projects)
        if (project.project.has_lockfile() == with_lockfile) read(project, package);
    for (auto& [key, release] : releases_) report_.releases.push_back(std::move(release));
    put_in_order(report_.coverage);
    return {};
  }

 private:
  void read(const FoundProject& project, const policy::PackagePattern& package) {
    const ReadSettings settings{&options_.registries, nullptr, options_.user_config, {}, false};
    ProjectRead read = read_project(*project.target, project.project, workspaces_.covers(project), settings);
    if (project.project.has_lockfile())
      for (const model::Inventory& inventory : read.project.lockfiles) workspaces_.add(project, inventory);
    if (ReleaseArchives* archives = options_.archives)
      read.project.archives = [archives](const model::Component& component) { return archives->of(component); };
    if (RegistryDocuments* documents = options_.documents)
      read.project.packuments = [documents](const model::Component& component) { return documents->of(component); };
    for (const PlacedRelease& each : releases_of(read.project, options_.settings.rules, now_, &package)) add(each);
    std::ranges::move(read.read, std::back_inserter(report_.coverage.read));
    std::ranges::move(read.unread, std::back_inserter(report_.coverage.unread));
    ++progress_.projects_done;
  }

  void add(const PlacedRelease& placed) {
    const auto [at, is_first] = releases_.try_emplace(placed.key);
    model::ExplainedRelease& out = at->second;
    for (const model::Place& place : placed.places)
      if (out.places.size() < PlacedRelease::kPlaces) out.places.push_back(place);
    if (!is_first) return;
    out.purl = placed.component->purl;
    out.name = placed.release.name;
    out.version = placed.release.version;
    const policy::Rules& rules = options_.settings.rules;
    const policy::Judgement judgement = policy::judge(rules, placed.release, today_);
    out.verdict = judgement.verdict;
    for (std::size_t i = 0; i < rules.rules.size(); ++i) {
      const policy::RuleOutcome& outcome = judgement.outcomes[i];
      const policy::Rule& rule = rules.rules[i];
      out.rules.push_back(
          {rule.id, says_of(outcome.outcome), outcome.fact, filled(outcome.supply), rule.verdict, rule.mode});
      if (outcome.outcome == Outcome::not_of_it || outcome.outcome == Outcome::expired) continue;
      model::RuleUsed& used = report_.rules[i].rule;
      ++used.judged;
      used.broken += outcome.outcome == Outcome::broken ? 1 : 0;
      used.unknown += outcome.outcome == Outcome::unknown ? 1 : 0;
    }
  }

  const PolicyExplainOptions& options_;
  std::int64_t now_;
  std::string today_;
  Progress& progress_;
  model::PolicyExplainReport& report_;
  WorkspaceFolders workspaces_;
  std::map<std::string, model::ExplainedRelease> releases_;  // by key, which begins with the package URL
};

}  // namespace

Result<model::PolicyExplainReport> explain_policy(const PolicyExplainOptions& options, const Clock& clock,
                                                  Progress& progress) {
  model::PolicyExplainReport report;
  report.schema = "cordon.policy-explain/1";
  report.settings = filled(options.settings.path);
  add_rules(options.settings.rules, clock.today(), report);
  report.package = filled(options.package);
  if (report.package) TRY(Explainer(options, clock, progress, report).run());
  report.coverage.settings = policy::settings_used(options.settings, 0);
  return report;
}

}  // namespace cordon::app
