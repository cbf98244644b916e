#include "app/unreadable_change.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "model/finding.h"

namespace cordon::app {
namespace {

constexpr std::string_view kProducer = "unreadable_change";
constexpr std::size_t kMostEvidence = 100;
// Beside the lockfiles: what decides what a client fetches, and from where.
constexpr const char* kAlso[] = {"package.json", ".npmrc",      ".yarnrc",
                                 ".yarnrc.yml",  "bunfig.toml", "pnpm-workspace.yaml"};

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// What was not read of the files of one name, by code and reason: lines move, and earlier paths begin otherwise.
using Reasons = std::map<std::pair<std::string, std::string>, std::size_t>;

Reasons reasons_of(const ReadSide& side, std::string_view name) {
  Reasons out;
  for (const model::FileUnread& each : side.unread)
    if (each.incomplete && name_of(each.path) == name) ++out[{each.code, each.reason}];
  return out;
}

model::FindingInput input_about(const std::string& path) {
  model::FindingInput input;
  input.rule_id = "change.unreadable";
  input.title = "this change makes a file unreadable that the package client may read";
  input.kind = model::FindingKind::drift;
  input.severity = model::Severity::high;
  input.subject = model::file_subject(path);
  const char* const step =
      "Let the package client write the file anew, and look at what that changes. Do not merge what nobody can read.";
  input.remedy = {{1, step, std::nullopt}};
  return input;
}

bool is_read(const ReadSide& side, std::string_view name) {
  return std::ranges::any_of(side.read, [&](const model::FileRead& each) { return name_of(each.path) == name; });
}

}  // namespace

void add_unreadable(const Target& target, const inventory::Project& found, const ReadSide& before, const ReadSide& now,
                    std::vector<model::Finding>& out) {
  std::set<std::string> names(found.lockfile_names.begin(), found.lockfile_names.end());
  if (found.ecosystem == "npm") names.insert(std::begin(kAlso), std::end(kAlso));
  for (const std::string& name : names) {
    const std::string path = target.display(found.directory.empty() ? name : found.directory + "/" + name);
    Reasons known = reasons_of(before, name_of(name));
    if (!known.empty() && !is_read(before, name_of(name))) continue;
    model::FindingInput input = input_about(path);
    for (const model::FileUnread& each : now.unread) {
      if (!each.incomplete || each.path != path) continue;
      if (const auto same = known.find({each.code, each.reason}); same != known.end() && same->second > 0)
        --same->second;
      else input.evidence.push_back(model::text_span(path, each.line, each.reason, kProducer));
    }
    input.instances = static_cast<std::uint32_t>(input.evidence.size());
    if (input.evidence.size() > kMostEvidence) input.evidence.resize(kMostEvidence);
    // Without evidence there is none.
    if (Result<model::Finding> finding = model::make_finding(std::move(input))) out.push_back(std::move(*finding));
  }
}

}  // namespace cordon::app
