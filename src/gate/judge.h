// What policy makes of each version of a package by what its registry says, what is known, and what the gate remembers:
// everything that can be said without its archive.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/current_knowledge.h"
#include "gate/ledger.h"
#include "gate/options.h"
#include "registry/packument_read.h"

namespace cordon::gate {

// The rules of the gate itself; those of the organisation have the names that it gave them.
inline constexpr std::string_view kKnownMalware = "known-malware", kContentChanged = "content-changed",
                                  kMinimumAge = "minimum-age", kUnreadableEntry = "unreadable-entry",
                                  kNoDigest = "no-digest", kPrivateName = "private-name";

struct Judged {
  bool held = false;
  std::string rule, reason;                  // of what holds it, or of the first that would but for a waiver
  std::int64_t waiver = 0;                   // the id of that
  std::vector<std::string> lifted;           // rules that waivers lift from it; "": every one
  std::optional<std::int64_t> comes_of_age;  // when it is no longer held, where time is all that it lacks
  bool scripts_approved = false;             // it runs nothing when it is installed, or what it runs was approved
  std::string integrity;                     // of its archive, by the document; an SRI string, may be SHA-1's

  // Whether a waiver lifts what this rule says of it.
  bool is_lifted(std::string_view by_rule) const;
};

class Judge {
 public:
  // All must outlive it.
  Judge(const GateOptions& options, const CurrentKnowledge& knowledge, Ledger& ledger);

  // Of each entry of `packument.versions`, in order. Fails with system (the ledger), or as KnownPackage.
  Result<std::vector<Judged>> judge(const Upstream& upstream, const registry::Packument& packument,
                                    std::int64_t now) const;

  // Digest of what findings of archives depend on: those of another one do not count.
  const std::string& rules() const { return rules_; }
  void set_rules(std::string digest) { rules_ = std::move(digest); }

 private:
  struct Case;
  bool are_scripts_approved(const Case& one) const;
  void judge_one(const Case& one, Judged& out) const;
  bool is_too_young(const Case& one, Judged& out) const;
  bool organisation(const Case& one, Judged& out) const;

  const GateOptions& options_;
  const CurrentKnowledge& knowledge_;
  Ledger& ledger_;
  model::Registries registries_;
  std::string rules_;
};

// Whether two SRI strings say that archives differ: of one algorithm, and not the same. What says nothing differs from
// nothing.
bool differ(std::string_view before, std::string_view now);

// The SRI string of the archive by what the document says of it: `integrity`, else the SHA-1 of `shasum`; empty where
// neither is a digest.
std::string stated_integrity(const registry::VersionEntry& entry);

}  // namespace cordon::gate
