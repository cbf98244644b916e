#include "intel/index/advisory_match.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <tuple>
#include <unordered_map>

namespace cordon::intel {
namespace {

struct Held {  // one record that holds the release
  std::uint32_t record = 0;
  Advisory advisory;
  Judgement judgement;
};

std::vector<std::string> names_of(const Advisory& advisory) {
  std::vector<std::string> names = advisory.aliases;
  names.push_back(advisory.id);
  return names;
}

// For each record the first one that it shares a name with, directly or through others.
std::vector<std::size_t> clusters(const std::vector<Held>& held) {
  std::vector<std::size_t> parent(held.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  std::unordered_map<std::string, std::size_t> first_with;
  for (std::size_t i = 0; i < held.size(); ++i)
    for (std::string& name : names_of(held[i].advisory)) {
      const auto [known, added] = first_with.try_emplace(std::move(name), i);
      if (added) continue;
      const std::size_t a = root(i), b = root(known->second);
      parent[std::max(a, b)] = std::min(a, b);
    }
  for (std::size_t& one : parent) one = root(one);
  return parent;
}

std::string canonical_of(const std::vector<std::string>& ids) {
  for (const std::string_view prefix : {"CVE-", "GHSA-"})
    for (const std::string& id : ids)
      if (id.starts_with(prefix)) return id;
  return ids.front();
}

// The record that says most: hostile before weak, with a known fix, with a score, then by id.
auto rank(const Held& held) {
  return std::tuple(!held.advisory.malware, held.judgement.fixed.empty(), held.advisory.cvss.empty(),
                    held.advisory.severity == SeverityWord::none, held.advisory.id);
}

AdvisoryHit hit_of(std::vector<Held> cluster) {
  std::ranges::sort(cluster, {}, rank);
  AdvisoryHit hit;
  hit.disputed = true;
  for (const Held& held : cluster) {
    std::ranges::copy(names_of(held.advisory), std::back_inserter(hit.ids));
    hit.malware = hit.malware || held.advisory.malware;
    hit.disputed = hit.disputed && held.advisory.disputed;
  }
  std::ranges::sort(hit.ids);
  hit.ids.erase(std::ranges::unique(hit.ids).begin(), hit.ids.end());
  hit.canonical = canonical_of(hit.ids);
  hit.record = cluster.front().record;
  hit.judgement = std::move(cluster.front().judgement);
  hit.advisory = std::move(cluster.front().advisory);
  return hit;
}

// Adds what records say of the release under one of its names.
Result<void> look_up(const AdvisoryIndex& index, const PackageName& name, std::string_view version,
                     std::vector<Held>& held, AdvisoryMatches& out) {
  for (const IndexedAffected& entry : TRY(index.find(name.ecosystem, name.name))) {
    Advisory advisory = TRY(index.record(entry.record));
    if (advisory.withdrawn != 0) continue;
    Judgement judgement = judge(entry.affected, advisory.malware, version);
    if (judgement.standing == Standing::unknown) {
      out.unknown.push_back(advisory.id + ": " + judgement.reason);
      out.unknown_malware = out.unknown_malware || advisory.malware;
    }
    if (judgement.standing != Standing::affected) continue;
    // A record may speak of a package more than once.
    if (!held.empty() && held.back().record == entry.record) continue;
    held.push_back({entry.record, std::move(advisory), std::move(judgement)});
  }
  return {};
}

}  // namespace

Result<AdvisoryMatches> match_advisories(const AdvisoryIndex& index, std::span<const PackageName> names,
                                         std::string_view version) {
  AdvisoryMatches out;
  std::vector<Held> held;
  for (const PackageName& name : names) TRY(look_up(index, name, version, held, out));
  const std::vector<std::size_t> cluster_of = clusters(held);
  for (std::size_t first = 0; first < held.size(); ++first) {
    if (cluster_of[first] != first) continue;
    std::vector<Held> cluster;
    for (std::size_t i = first; i < held.size(); ++i)
      if (cluster_of[i] == first) cluster.push_back(std::move(held[i]));
    out.hits.push_back(hit_of(std::move(cluster)));
  }
  std::ranges::sort(out.hits, {}, &AdvisoryHit::canonical);
  return out;
}

}  // namespace cordon::intel
