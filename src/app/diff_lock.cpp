#include "app/diff_lock.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace cordon::app {
namespace {

constexpr std::size_t kNamed = 3;

// Why nothing of a side was read.
std::unexpected<Error> unread(const Target& target, const model::Coverage& coverage) {
  const auto is_of_it = [&](const model::FileUnread& unread) {
    return unread.incomplete && unread.path.starts_with(target.display(target.only_file));
  };
  const auto why = std::ranges::find_if(coverage.unread, is_of_it);
  return fail(ErrorCode::unsupported_format,
              "no lockfile of " + text::visible(target.argument) + " could be read" +
                  (why == coverage.unread.end() ? std::string() : ": " + why->reason),
              why == coverage.unread.end() ? 0 : why->line);
}

// "plain-crypto-js 4.2.1 (+2 dB, review)"
std::string suspicious_text(const model::Change& change) {
  std::vector<const model::PackageChange*> found;
  for (const auto* list : {&change.added, &change.changed})
    for (const model::PackageChange& each : *list)
      if (each.risk && each.risk->verdict != model::VerdictValue::allow) found.push_back(&each);
  std::ranges::stable_sort(found, std::greater(), [](const auto* each) { return each->risk->points; });
  std::string out;
  for (std::size_t i = 0; i < std::min(kNamed, found.size()); ++i)
    out += fmt::format("{}{} {} ({:+} dB, {})", i == 0 ? "" : ", ", found[i]->name, found[i]->to.value_or(""),
                       found[i]->risk->points, to_string(found[i]->risk->verdict));
  if (found.size() > kNamed) out += fmt::format(" and {} more", found.size() - kNamed);
  return out;
}

std::string headline(const model::Change& change, const std::string& of_scan) {
  std::string out = fmt::format("{} new, {} gone, {} changed of {} releases", change.added.size(),
                                change.removed.size(), change.changed.size() + change.dropped.size(),
                                change.same + change.added.size() + change.changed.size());
  if (!change.altered.empty()) out += fmt::format("; {} say something else than before", change.altered.size());
  if (const std::string suspicious = suspicious_text(change); !suspicious.empty()) out += "; suspicious: " + suspicious;
  return out + "; " + of_scan;
}

}  // namespace

Result<model::ChangeReport> diff_lock(ScanOptions options, const Clock& clock, Progress& progress) {
  std::vector<model::Change> changes;
  options.changes = &changes;
  model::ScanReport scanned = scan(options, clock, progress);
  if (changes.size() > 1)
    return fail(ErrorCode::usage, "there are several lockfiles; name the two that are to be compared");
  const Target& before = options.before.front();
  const Target& after = options.targets.front();
  if (changes.empty() || changes.front().after.empty()) return unread(after, scanned.coverage);
  if (changes.front().before.empty()) return unread(before, scanned.coverage);
  model::ChangeReport out;
  out.schema = "cordon.change/1";
  out.change = std::move(changes.front());
  out.answer = std::move(scanned.answer);
  out.answer.headline = headline(out.change, out.answer.headline);
  out.findings = std::move(scanned.findings);
  out.coverage = std::move(scanned.coverage);
  out.policy = std::move(scanned.policy);
  return out;
}

}  // namespace cordon::app
