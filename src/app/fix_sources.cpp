#include "app/fix_sources.h"

#include <algorithm>
#include <tuple>

#include "app/cached_packument.h"
#include "change/rewrite/package_lock.h"
#include "change/rewrite/pnpm.h"
#include "change/rewrite/yarn_classic.h"
#include "model/semver.h"

namespace cordon::app {
namespace {

// Order among the releases of one source: the smaller the better.
class Order {
 public:
  explicit Order(const Wanted& wanted)
      : wanted_(wanted), bad_(model::semver::parse_version(wanted.version, {.loose = true})) {}

  bool operator()(const Candidate& left, const Candidate& right) const {
    const auto [left_class, left_version] = key(left);
    const auto [right_class, right_version] = key(right);
    if (left_class != right_class) return left_class < right_class;
    if (!left_version || !right_version) return left_version.has_value() && !right_version;
    const auto order = model::semver::compare(*left_version, *right_version);
    return left_class == 4 ? order < 0 : order > 0;
  }

 private:
  std::pair<int, std::optional<model::semver::Version>> key(const Candidate& candidate) const {
    const auto version = model::semver::parse_version(candidate.release.version, {.loose = true});
    std::optional<model::semver::Version> known;
    if (version) known = *version;
    if (!candidate.instance.empty() && candidate.instance == wanted_.instance) return {0, known};
    if (candidate.release.version == wanted_.preferred) return {1, known};
    if (!version || !bad_) return {5, known};
    if (model::semver::compare(*version, *bad_) > 0) return {4, known};
    // A pre-release is nothing to go back to while there is a release.
    return {version->prerelease.empty() ? 2 : 3, known};
  }

  const Wanted& wanted_;
  Result<model::semver::Version> bad_;
};

void add_in_order(std::vector<Candidate> found, const Wanted& wanted, std::vector<Candidate>& out) {
  std::erase_if(found, [&](const Candidate& each) { return each.release.version == wanted.version; });
  std::ranges::stable_sort(found, Order(wanted));
  for (Candidate& candidate : found) {
    const bool known = std::ranges::any_of(out, [&](const Candidate& other) {
      return other.release.version == candidate.release.version && other.evidence == candidate.evidence;
    });
    if (!known) out.push_back(std::move(candidate));
  }
}

// What another format says fits where names and ranges are the same; its further fields do not.
void convert(Candidate& candidate, LockfileKind kind) {
  if (candidate.told_by == kind) return;
  candidate.release.fields.clear();
  candidate.release.fields_known = false;
  // Yarn's lockfiles do not tell peers.
  if (candidate.told_by == LockfileKind::yarn_classic) candidate.release.kinds_known = false;
  candidate.release.resolved = candidate.release.resolved.substr(0, candidate.release.resolved.find('#'));
}

void add_lockfile(const OlderLockfile& older, const Wanted& wanted, std::vector<std::string>& unread,
                  std::vector<Candidate>& out) {
  // Between pnpm and the others nothing can be carried over: it has no ranges, they have no references.
  if ((older.kind == LockfileKind::pnpm) != (wanted.kind == LockfileKind::pnpm)) return;
  auto found = releases_in(older, wanted.name);
  if (!found) {
    unread.push_back(older.display_path + ": " + found.error().describe());
    return;
  }
  std::vector<Candidate> candidates;
  for (change::FoundRelease& each : *found) {
    Candidate candidate{std::move(each.release), std::move(each.instance),
                        older.display_path + ":" + std::to_string(each.line), older.kind, older.source};
    convert(candidate, wanted.kind);
    candidates.push_back(std::move(candidate));
  }
  add_in_order(std::move(candidates), wanted, out);
}

void add_document(std::optional<CachedPackument> document, SourceKind source, const Wanted& wanted,
                  std::vector<Candidate>& out) {
  if (!document) return;
  std::vector<Candidate> candidates;
  for (change::Release& release : document->releases) {
    if (release.name != wanted.name) continue;
    Candidate candidate{std::move(release), {}, document->evidence, LockfileKind::package_lock, source};
    convert(candidate, wanted.kind);
    candidates.push_back(std::move(candidate));
  }
  add_in_order(std::move(candidates), wanted, out);
}

}  // namespace

std::optional<LockfileKind> lockfile_kind(std::string_view format) {
  if (format.starts_with("package-lock v")) return LockfileKind::package_lock;
  if (format == "yarn v1") return LockfileKind::yarn_classic;
  if (format.starts_with("pnpm-lock 6.") || format.starts_with("pnpm-lock 9.")) return LockfileKind::pnpm;
  return std::nullopt;
}

Result<std::vector<change::FoundRelease>> releases_in(const OlderLockfile& lockfile, std::string_view name) {
  switch (lockfile.kind) {
    case LockfileKind::package_lock: return change::releases_in_package_lock(lockfile.text, name);
    case LockfileKind::yarn_classic: return change::releases_in_yarn(lockfile.text, name);
    case LockfileKind::pnpm: return change::releases_in_pnpm(lockfile.text, name);
  }
  return fail(ErrorCode::internal, "a kind of lockfile that is not known");
}

Result<std::string> rewrite(LockfileKind kind, std::string_view text, const change::Edits& edits) {
  switch (kind) {
    case LockfileKind::package_lock: return change::rewrite_package_lock(text, edits);
    case LockfileKind::yarn_classic: return change::rewrite_yarn(text, edits);
    case LockfileKind::pnpm: return change::rewrite_pnpm(text, edits);
  }
  return fail(ErrorCode::internal, "a kind of lockfile that is not known");
}

std::vector<Candidate> candidates_for(const Wanted& wanted, const FixSources& sources,
                                      std::vector<std::string>& unread) {
  std::vector<Candidate> out;
  for (const OlderLockfile& older : sources.older)
    if (older.source != SourceKind::same) add_lockfile(older, wanted, unread, out);
  const std::string address = packument_address(wanted.name, wanted.resolved);
  for (const NpmCache& cache : sources.caches)
    if (!address.empty())
      add_document(cached_packument(*cache.tree, cache.display_path, wanted.name, address), SourceKind::cache, wanted,
                   out);
  add_document(wanted.registry, SourceKind::registry, wanted, out);
  for (const OlderLockfile& own : sources.older)
    if (own.source == SourceKind::same) add_lockfile(own, wanted, unread, out);
  return out;
}

}  // namespace cordon::app
