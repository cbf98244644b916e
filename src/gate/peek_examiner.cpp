#include "gate/peek_examiner.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <limits>

#include "base/credentials.h"
#include "base/json.h"
#include "base/sha256.h"
#include "base/text.h"
#include "gate/archive_place.h"
#include "gate/manifest_verdict.h"
#include "gate/release_line.h"
#include "model/registries.h"
#include "model/semver.h"

namespace cordon::gate {
namespace {

constexpr std::size_t kMostKnown = 256;            // facts that are kept at hand
constexpr std::size_t kMostNewDependencies = 32;   // that are looked into for one release
constexpr std::size_t kMostLookedFurther = 16;     // dependencies of one of these
constexpr std::size_t kMostArchives = 64;          // of others, that are opened for one release
constexpr std::chrono::seconds kMostLooking{120};  // at them
constexpr std::uint32_t kYoungHours = 72;

// Archives that two programs unpack differently: whoever judged one of them judged nothing. The heaviest stands first.
Examined ambiguity_of(const ArchiveFacts& facts) {
  if (facts.oddities.empty() || facts.oddities.front().weight == Weight::none) return {};
  const ArchiveOddity& one = facts.oddities.front();
  const bool blocks = one.weight == Weight::split;
  std::string reason = blocks ? "programs that unpack it come to different files: "
                              : "programs that unpack it may come to different files: ";
  reason += archive::to_string(one.kind);
  if (!one.path.empty()) reason += ", " + text::visible(one.path);
  if (!one.detail.empty()) reason += " (" + text::visible(one.detail) + ")";
  return {blocks, "ambiguous-archive", std::move(reason)};
}

// Whether it may be done another time: the machine was busy, or out of something, or a registry was.
bool is_passing(ErrorCode code) {
  return code == ErrorCode::unavailable || code == ErrorCode::timed_out || code == ErrorCode::too_many ||
         code == ErrorCode::truncated || code == ErrorCode::io || code == ErrorCode::system;
}

// Whether it lies below the registry's own address.
bool is_of_registry(const Upstream& upstream, const std::string& address) {
  const auto place = archive_place(upstream, {}, address);
  return place && place->starts_with(upstream.base) &&
         model::Registries::host_of(address) == model::Registries::host_of(upstream.base);
}

std::string sentence_of(const inspect::Conclusion& conclusion) {
  std::string out;
  for (const std::string& part : conclusion.parts) out += (out.empty() ? "" : ", ") + part;
  const inspect::FlagPlace& place = conclusion.evidence.front();
  out += " (" + text::visible(place.path);
  if (place.line != 0) out += ":" + std::to_string(place.line);
  if (!place.excerpt.empty()) out += ": " + text::visible(place.excerpt, 120);
  return out + ")";
}

}  // namespace

Examined PeekExaminer::examine(const Package& package, const Release& release, std::string_view archive) {
  const Result<Facts> facts = facts_of(release.integrity, archive);
  if (!facts) return not_looked_at(facts.error().describe(), !is_passing(facts.error().code));
  // What a waiver lifts is passed over, and what else there is decides; not for longer than the waiver holds.
  bool is_lifted = false;
  const auto stops = [&](const Examined& what) {
    const bool lifts = what.blocks && release.judged.is_lifted(what.rule);
    is_lifted = is_lifted || lifts;
    return what.blocks && !lifts;
  };
  NewOnes dependencies;
  // Where it is let through for all that, only for as long as what let it come so far.
  const auto unseen = [&](const std::string& why, bool is_final) {
    Examined out = not_looked_at(why, is_final);
    if (!out.blocks && (is_lifted || dependencies.look.is_open)) out.is_final = false;
    return out;
  };
  const Examined ambiguity = ambiguity_of(**facts);
  if (stops(ambiguity)) return ambiguity;
  if (!(*facts)->unopened.empty()) return unseen((*facts)->unopened, true);
  inspect::ReleaseContext context;
  // What it does itself needs nobody else: a registry that fails must not acquit it.
  const Examined alone = judged(**facts, context, release, is_lifted);
  const Result<std::string> document = packages_->text_of(package);
  const Result<registry::Packument> packument = document ? read_document(*document) : std::unexpected(document.error());
  if (!packument) return alone.blocks ? alone : unseen(packument.error().describe(), false);
  const Examined confusion = held_against_registry(*packument, release, **facts);
  if (stops(confusion)) return confusion;
  const Examined shrinkwrap = held_for_shrinkwrap(package, *packument, release, **facts);
  if (stops(shrinkwrap)) return shrinkwrap;
  inspect::PreviousRelease previous;
  if (const Release* before = release_before(package.releases(), release, std::time(nullptr))) {
    // By the release just before, however young, as clients go from it to this one.
    constexpr std::int64_t kAnyTime = std::numeric_limits<std::int64_t>::max() / 2;
    const Release* const next_below = release_before(package.releases(), release, kAnyTime);
    context.is_minor_step = is_minor_step(next_below->version, release.version);
    auto found = new_dependencies(*packument, release, *before, **facts);
    if (!found && alone.blocks) return alone;
    if (!found) return unseen(found.error().describe(), !is_passing(found.error().code));
    dependencies = std::move(*found);
    context.dependencies = dependencies.all;
    // What is new is only asked of what runs.
    if ((*facts)->peek.runs_at_install()) {
      const Result<Facts> earlier = facts_of(package, *before);
      if (!earlier && alone.blocks) return alone;
      if (!earlier && is_passing(earlier.error().code)) return unseen(earlier.error().describe(), false);
      if (earlier && (*earlier)->unopened.empty()) {
        previous = inspect::previous_of((*earlier)->peek);
        context.previous = &previous;
      }
    }
  }
  Examined out = judged(**facts, context, release, is_lifted);
  // What should have been read, and was not, may say anything.
  const auto unread = std::ranges::find_if((*facts)->peek.not_inspected, inspect::is_unread_install_code);
  if (!out.blocks && unread != (*facts)->peek.not_inspected.end())
    return unseen(
        "code that runs at installation was not read: " + text::visible(unread->path) + " (" + unread->reason + ")",
        true);
  for (const Examined* other : {&confusion, &shrinkwrap, &ambiguity})
    if (out.rule.empty()) out = {false, other->rule, other->reason};
  if (!out.blocks) out.is_final = !dependencies.look.is_open && !is_lifted;
  return out;
}

Examined PeekExaminer::held_against_registry(const registry::Packument& packument, const Release& release,
                                             const ArchiveFacts& facts) const {
  const registry::VersionEntry* const entry = packument.find(release.version);
  if (entry == nullptr) return {};
  // npm runs what the registry shows, also where the archive has no manifest.
  const std::string_view manifest = facts.manifest.empty() ? std::string_view("{}") : facts.manifest;
  const auto differences = inspect::manifest_confusion(entry->member.value.of(packument.text), manifest);
  if (!differences)
    return not_looked_at("its package.json cannot be held against its registry's: " + differences.error().describe(),
                         true);
  return manifest_verdict(*differences);
}

// npm installs what a lockfile in the package says, from where it says, where the registry's document has the mark that
// there is one; a document without it says nothing of a shrinkwrap, and that there is none of the other.
Examined PeekExaminer::held_for_shrinkwrap(const Package& package, const registry::Packument& packument,
                                           const Release& release, const ArchiveFacts& facts) const {
  const registry::VersionEntry* const entry = packument.find(release.version);
  if (entry == nullptr || facts.locked.addresses.empty()) return {};
  const auto manifest = json::parse(std::string(entry->member.value.of(packument.text)));
  const bool is_shrinkwrap = facts.locked.file == kShrinkwrap;
  if (manifest && !manifest->root()["_hasShrinkwrap"].boolean().value_or(is_shrinkwrap)) return {};
  Examined out;
  for (const std::string& address : facts.locked.addresses) {
    // A registry of one's own may name itself.
    if (!package.upstream().is_public && is_of_registry(package.upstream(), address)) continue;
    out.blocks = !is_repository(address);
    out.rule = "shrinkwrap-address";
    out.reason = "the lockfile in it (" + facts.locked.file + ") has packages fetched past the registry, from " +
                 text::visible(without_credentials(address), 200);
    if (out.blocks) break;
  }
  return out;
}

Examined PeekExaminer::judged(const ArchiveFacts& facts, const inspect::ReleaseContext& context, const Release& release,
                              bool& is_lifted) const {
  Examined out;
  std::string lifted_reason, lifted_rule;
  for (const inspect::Conclusion& one : inspect::conclude(facts.peek, context)) {
    if (one.tier == inspect::Tier::inform) break;
    const bool lifts = one.tier == inspect::Tier::block && release.judged.is_lifted(one.rule);
    is_lifted = is_lifted || lifts;
    out.blocks = out.blocks || (one.tier == inspect::Tier::block && !lifts);
    if (lifts && lifted_rule.empty()) lifted_rule = one.rule, lifted_reason = sentence_of(one);
    if (lifts) continue;
    if (out.rule.empty()) out.rule = one.rule;
    out.reason += (out.reason.empty() ? "" : "; ") + sentence_of(one);
  }
  if (out.rule.empty()) out.rule = lifted_rule, out.reason = lifted_reason;
  return out;
}

// What nobody could look at is as the user wants it: held, or let through and written down.
Examined PeekExaminer::not_looked_at(const std::string& why, bool is_final) const {
  return {options_.on_timeout == OnTimeout::block, "not-examined", "its archive could not be looked into: " + why,
          is_final};
}

Result<PeekExaminer::Facts> PeekExaminer::facts_of(std::string_view integrity, std::string_view archive) {
  {
    const std::lock_guard guard(mutex_);
    if (const auto found = known_.find(integrity); found != known_.end()) return found->second;
  }
  std::string said = TRY(ask_worker(integrity, archive));
  auto facts = std::make_shared<const ArchiveFacts>(TRY(read_facts(std::move(said))));
  const std::lock_guard guard(mutex_);
  if (known_.size() >= kMostKnown) known_.clear();
  if (!integrity.empty()) known_.emplace(integrity, facts);
  return facts;
}

Result<PeekExaminer::Facts> PeekExaminer::facts_of(const Package& package, const Release& release) {
  return facts_of(release.integrity, TRY(archives_->bytes_of(package, release)));
}

// What the worker says of it. A machine that was busy is given a second chance; an archive that takes too long twice
// shall not hold up others a third time.
Result<std::string> PeekExaminer::ask_worker(std::string_view integrity, std::string_view archive) {
  Result<std::string> said = worker_.ask(archive);
  if (said || said.error().code != ErrorCode::timed_out) return said;
  const std::lock_guard guard(mutex_);
  if (ran_out_.size() >= kMostKnown) ran_out_.clear();
  const bool is_first = ran_out_.insert(integrity.empty() ? sha256_hex(archive) : std::string(integrity)).second;
  said.error().code = is_first ? ErrorCode::unavailable : ErrorCode::too_large;
  return said;
}

// Names that the release asks for, the one before did not, and none of its code names: nobody needs them but whoever
// put them there.
Result<PeekExaminer::NewOnes> PeekExaminer::new_dependencies(const registry::Packument& packument,
                                                             const Release& release, const Release& before,
                                                             const ArchiveFacts& facts) {
  NewOnes out;
  out.look.ends = std::chrono::steady_clock::now() + kMostLooking;
  const Asked now = asked_by(packument, release.version), then = asked_by(packument, before.version);
  for (const auto& [name, specifier] : now) {
    const auto earlier = then.find(name);
    const bool is_same = earlier != then.end() && leads_to_same(name, earlier->second, specifier);
    if (is_same || (earlier == then.end() && facts.peek.named.contains(name))) continue;
    if (out.all.size() == kMostNewDependencies)
      return fail(ErrorCode::too_large, "it asks anew for more than " + std::to_string(kMostNewDependencies) +
                                            " packages that none of its code names");
    out.all.push_back(TRY(look_at(name, specifier, true, out.look)));
  }
  return out;
}

// What a client would have for the dependency. Fails where that cannot be said now, and can another time.
Result<inspect::NewDependency> PeekExaminer::look_at(const std::string& name, const std::string& specifier,
                                                     bool goes_further, Look& look) {
  inspect::NewDependency out;
  out.name = name;
  out.is_phantom = true;
  out.is_unknown = true;
  const Wanted wanted = wanted_of(name, specifier);
  if (wanted.is_elsewhere) return out;
  const auto now = static_cast<std::int64_t>(std::time(nullptr));
  auto loaded = packages_->load(wanted.name, now);
  if (!loaded && is_passing(loaded.error().code)) return std::unexpected(std::move(loaded.error()));
  if (!loaded) {
    look.is_open = look.is_open || loaded.error().code == ErrorCode::not_found;
    return out;
  }
  const Package& package = *loaded->package;
  const std::string text = loaded->text.empty() ? TRY(packages_->text_of(package)) : std::move(loaded->text);
  const registry::Packument packument = TRY(read_document(text));
  const std::vector<const Release*> chosen = chosen_of(package.releases(), packument, wanted.range);
  look.is_open = look.is_open || chosen.empty();
  // Clients differ in which of two they take: the one that runs something young counts.
  for (const Release* each : chosen) {
    inspect::NewDependency seen = TRY(look_into(package, packument, *each, out, goes_further, look));
    const bool is_worse = seen.runs_at_install.value_or(true) && seen.age_hours.value_or(0) < kYoungHours;
    const bool is_known = out.runs_at_install.value_or(false) && out.age_hours && *out.age_hours < kYoungHours;
    if (each == chosen.front() || (is_worse && !is_known)) out = std::move(seen);
  }
  return out;
}

Result<inspect::NewDependency> PeekExaminer::look_into(const Package& package, const registry::Packument& packument,
                                                       const Release& release, const inspect::NewDependency& asked,
                                                       bool goes_further, Look& look) {
  inspect::NewDependency out;
  out.name = asked.name;
  out.is_phantom = out.is_unknown = true;
  out.version = release.version;
  const auto now = static_cast<std::int64_t>(std::time(nullptr));
  if (release.published)
    out.age_hours = static_cast<std::uint32_t>(std::max<std::int64_t>(0, now - *release.published) / 3'600);
  if (++look.archives > kMostArchives)
    return fail(ErrorCode::too_large,
                "what it asks for anew leads to more than " + std::to_string(kMostArchives) + " archives");
  if (std::chrono::steady_clock::now() >= look.ends)
    return fail(ErrorCode::timed_out, "what it asks for anew takes longer to look at than is given");
  const Result<Facts> facts = facts_of(package, release);
  if (!facts && is_passing(facts.error().code)) return std::unexpected(facts.error());
  if (!facts || !(*facts)->unopened.empty()) return out;
  out.is_unknown = false;
  out.runs_at_install = (*facts)->peek.runs_at_install();
  for (const inspect::Flag& flag : (*facts)->peek.flags)
    if (flag.at_install && std::ranges::find(out.flags, flag.kind) == out.flags.end()) out.flags.push_back(flag.kind);
  if (goes_further && !*out.runs_at_install) TRY(look_further(package, packument, release, out, look));
  return out;
}

// Who hides a package that runs something hides it behind another that does not.
Result<void> PeekExaminer::look_further(const Package& package, const registry::Packument& packument,
                                        const Release& release, inspect::NewDependency& out, Look& look) {
  if (!out.age_hours || *out.age_hours >= kYoungHours) return {};
  std::size_t looked_at = 0;
  for (const auto& [name, specifier] : asked_by(packument, release.version)) {
    if (name == package.name()) continue;
    if (looked_at++ == kMostLookedFurther) {
      out.is_unknown = true;
      return {};
    }
    const inspect::NewDependency next = TRY(look_at(name, specifier, false, look));
    out.is_unknown = out.is_unknown || next.is_unknown;
    if (!next.runs_at_install.value_or(false) || !next.age_hours || *next.age_hours >= kYoungHours) continue;
    out.runs_at_install = true;
    out.flags = next.flags;
    return {};
  }
  return {};
}

}  // namespace cordon::gate
