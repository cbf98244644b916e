#include "app/standing.h"

#include <algorithm>
#include <tuple>

#include "base/sha256.h"
#include "base/text.h"
#include "intel/index/advisory_match.h"
#include "intel/match.h"
#include "intel/osv/severity.h"
#include "intel/package_form.h"

namespace cordon::app {
namespace {

using model::NoticeKind;

model::Component component_of(const SeenPackage& seen) {
  model::Component component;
  component.purl = seen.purl;
  component.ecosystem = seen.ecosystem;
  component.name = seen.name;
  component.version = seen.version;
  component.origin = seen.origin;
  component.registry.class_ = seen.registry;
  component.integrity = seen.integrity;
  return component;
}

bool is_infection(intel::MatchKind kind) {
  return kind == intel::MatchKind::integrity || kind == intel::MatchKind::name;
}

// Of files that were copied nobody knows whether they are the hostile ones.
model::Severity severity_of_malware(intel::MatchKind kind) {
  return kind == intel::MatchKind::copied ? model::Severity::high : model::Severity::critical;
}

// What incident packs say: infection and copied files only; a name that is merely targeted is told by a scan.
void add_packs(const SeenPackage& seen, const model::Component& component, const intel::Knowledge& knowledge,
               std::vector<Standing>& out) {
  const auto word = seen.said_by_itself ? intel::Word::package : intel::Word::lockfile;
  for (const intel::Match& match : intel::match(component, knowledge, word)) {
    if (!is_infection(match.kind) && match.kind != intel::MatchKind::copied) continue;
    const intel::PackHead& pack = knowledge.packs()[match.release.pack];
    Standing standing;
    standing.purl = seen.purl;
    standing.cause = standing.pack = pack.id;
    for (std::size_t i = 0; i < match.release.aliases.size(); ++i) standing.ids.emplace_back(match.release.aliases[i]);
    std::ranges::sort(standing.ids);
    standing.malware = true;
    standing.severity = severity_of_malware(match.kind);
    standing.title = text::visible(std::string(pack.title), 300);
    out.push_back(std::move(standing));
  }
}

Result<void> add_advisories(const SeenPackage& seen, const model::Component& component,
                            const intel::Knowledge& knowledge, std::vector<Standing>& out) {
  const auto word = seen.said_by_itself ? intel::Word::package : intel::Word::lockfile;
  const auto kind = intel::match_by_name(component, word);
  if (knowledge.advisories() == nullptr || !kind) return {};
  // Content that is known to be another is not that release; advisories hold no digests.
  for (const intel::Match& match : intel::match(component, knowledge, word))
    if (match.kind == intel::MatchKind::different_content) return {};
  const intel::AdvisoryIndex& index = knowledge.advisories()->index();
  const intel::AdvisoryMatches matches = TRY(
      intel::match_advisories(index, intel::names_of(component), intel::normal_version(seen.ecosystem, seen.version)));
  for (const intel::AdvisoryHit& hit : matches.hits) {
    if (hit.malware && !is_infection(*kind) && *kind != intel::MatchKind::copied) continue;
    intel::Advisory advisory = hit.advisory;
    TRY(index.fill_text(hit.record, advisory));
    Standing standing;
    standing.purl = seen.purl;
    standing.cause = hit.canonical;
    standing.ecosystem = seen.ecosystem;
    standing.ids = hit.ids;
    standing.malware = hit.malware;
    standing.severity = hit.malware ? severity_of_malware(*kind) : intel::severity_of(hit.advisory);
    standing.fixed = hit.judgement.fixed;
    for (const std::string& id : hit.ids)
      if (id.starts_with("CVE-") && TRY(index.threat(id)).exploited_day != 0) standing.exploited = true;
    standing.title = text::visible(advisory.summary.empty() ? advisory.id : advisory.summary, 300);
    out.push_back(std::move(standing));
  }
  return {};
}

bool share_a_name(const Standing& left, const Standing& right) {
  if (left.cause == right.cause) return true;
  return std::ranges::any_of(
      left.ids, [&](const std::string& id) { return id == right.cause || std::ranges::binary_search(right.ids, id); });
}

model::Notice notice(const std::string& project, NoticeKind kind, const Standing& standing) {
  model::Notice out;
  out.kind = kind;
  out.malware = standing.malware;
  out.severity = standing.severity;
  out.project = project;
  out.purl = standing.purl;
  out.cause = standing.cause;
  for (const std::string& id : standing.ids)
    if (id != standing.cause) out.aliases.push_back(id);
  if (!standing.fixed.empty()) out.fixed = standing.fixed;
  out.exploited = standing.exploited;
  out.title = standing.title;
  std::string key;
  for (const std::string& part :
       {std::string(to_string(kind)), project, standing.purl, standing.cause, standing.fixed,
        std::string(to_string(standing.severity)), std::string(standing.exploited ? "1" : "")})
    key += part + '\0';
  out.id = sha256_hex(key, 16);
  return out;
}

}  // namespace

void collect_seen(const model::Inventory& inventory, bool said_by_itself, std::vector<SeenPackage>& out) {
  for (const model::Component& component : inventory.components) {
    if (component.origin == model::Origin::workspace || component.origin == model::Origin::link) continue;
    SeenPackage seen;
    seen.purl = component.purl;
    seen.ecosystem = component.ecosystem;
    seen.name = component.name;
    seen.version = component.version;
    seen.origin = component.origin;
    seen.registry = component.registry.class_;
    seen.integrity = component.integrity;
    seen.said_by_itself = said_by_itself;
    out.push_back(std::move(seen));
  }
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

Result<std::vector<Standing>> standings_of(const std::vector<SeenPackage>& packages,
                                           const intel::Knowledge& knowledge) {
  std::vector<Standing> out;
  for (const SeenPackage& seen : packages) {
    const model::Component component = component_of(seen);
    add_packs(seen, component, knowledge, out);
    TRY(add_advisories(seen, component, knowledge, out));
  }
  std::ranges::stable_sort(out, [](const Standing& left, const Standing& right) {
    return std::tie(left.purl, left.cause) < std::tie(right.purl, right.cause);
  });
  // A package that two files say something of is one, and so is a pack and the advisory of the same release.
  std::vector<Standing> once;
  std::size_t first = 0;  // of the package
  for (Standing& standing : out) {
    if (!once.empty() && once.back().purl != standing.purl) first = once.size();
    const auto same = std::find_if(once.begin() + static_cast<std::ptrdiff_t>(first), once.end(),
                                   [&](const Standing& other) { return share_a_name(other, standing); });
    if (same == once.end()) {
      once.push_back(std::move(standing));
      continue;
    }
    same->ids.insert(same->ids.end(), standing.ids.begin(), standing.ids.end());
    if (standing.cause != same->cause) same->ids.push_back(standing.cause);
    std::ranges::sort(same->ids);
    same->ids.erase(std::unique(same->ids.begin(), same->ids.end()), same->ids.end());
    same->severity = std::max(same->severity, standing.severity);
    same->malware = same->malware || standing.malware;
    same->exploited = same->exploited || standing.exploited;
    if (same->pack.empty()) same->pack = standing.pack;
    if (same->ecosystem.empty()) same->ecosystem = standing.ecosystem;
    if (same->fixed.empty()) same->fixed = standing.fixed;
  }
  return once;
}

std::vector<Standing> beyond_knowledge(const std::vector<Standing>& before, const std::vector<SeenPackage>& packages,
                                       const intel::Knowledge& knowledge) {
  const auto packs = knowledge.packs();
  std::vector<Standing> out;
  for (const Standing& standing : before) {
    const bool has_pack =
        standing.pack.empty() || std::ranges::find(packs, standing.pack, &intel::PackHead::id) != packs.end();
    const bool has_index = standing.ecosystem.empty() || (knowledge.advisories() != nullptr &&
                                                          knowledge.advisories()->index().knows(standing.ecosystem));
    if (has_pack && has_index) continue;
    if (std::ranges::find(packages, standing.purl, &SeenPackage::purl) != packages.end()) out.push_back(standing);
  }
  return out;
}

std::vector<model::Notice> notices_between(const std::string& project, const std::vector<Standing>& before,
                                           const std::vector<Standing>& now) {
  std::vector<model::Notice> out;
  const auto same_in = [](const std::vector<Standing>& all, const Standing& one) {
    const auto of_package = std::ranges::equal_range(all, one.purl, {}, &Standing::purl);
    const auto same = std::ranges::find_if(of_package, [&](const Standing& other) { return share_a_name(other, one); });
    return same == of_package.end() ? all.end() : same;
  };
  for (const Standing& standing : now) {
    const auto earlier = same_in(before, standing);
    if (earlier == before.end()) {
      out.push_back(notice(project, NoticeKind::became_bad, standing));
      continue;
    }
    const bool worse = standing.severity > earlier->severity || (standing.exploited && !earlier->exploited) ||
                       (standing.malware && !earlier->malware);
    if (worse) out.push_back(notice(project, NoticeKind::got_worse, standing));
    if (earlier->fixed.empty() && !standing.fixed.empty())
      out.push_back(notice(project, NoticeKind::got_fix, standing));
  }
  for (const Standing& standing : before)
    if (same_in(now, standing) == now.end()) out.push_back(notice(project, NoticeKind::withdrawn, standing));
  put_in_order(out);
  return out;
}

void put_in_order(std::vector<model::Notice>& notices) {
  std::ranges::stable_sort(notices, [](const model::Notice& left, const model::Notice& right) {
    const auto key = [](const model::Notice& one) {
      return std::tuple(!one.malware, -static_cast<int>(one.severity), std::string_view(one.project),
                        std::string_view(one.purl), std::string_view(one.cause), static_cast<int>(one.kind));
    };
    return key(left) < key(right);
  });
}

}  // namespace cordon::app
