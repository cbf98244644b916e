// What the rules of the organisation say of one release. Pure: facts in, decisions out; a scan asks it, and so can
// whatever holds single releases back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/generated/model.h"
#include "policy/rules.h"

namespace cordon::policy {

struct KnownAge {
  std::int64_t seconds = 0;  // negative: published in the future
  std::string said_by;       // whose word that is: "the registry's document"
};

// What is known of it. Whatever is not, breaks nothing: it is counted and named.
struct Release {
  std::string type;  // of its package URL: npm, pypi, …
  std::string name, version;
  model::Registry registry;
  std::string host;  // of the address it was resolved to; empty: none
  model::Origin origin = model::Origin::registry;
  bool bundled = false;                // inside another package's archive
  std::vector<std::string> integrity;  // SRI strings
  model::InstallScript install_script = model::InstallScript::unknown;
  std::vector<std::string> licences;  // as stated
  std::optional<KnownAge> age;
  std::optional<std::int64_t> risk;  // decibans of the change that brought it
  bool is_new = false;               // a change brought it
};

enum class Outcome : std::uint8_t {
  not_of_it,  // the rule speaks of other releases, or of none of this kind
  met,
  broken,
  unknown,
  expired,  // the rule holds no longer
};

struct RuleOutcome {
  Outcome outcome = Outcome::not_of_it;
  std::string fact;    // what decides, or why nothing does; one line, may hold hostile text
  std::string supply;  // unknown: where the fact would come from
};

struct Judgement {
  std::vector<RuleOutcome> outcomes;  // of each rule, in order
  // Indices of rules that are broken: of each condition the one that counts most (enforced before observed, block
  // before review, the first of equal ones), in order of the rules.
  std::vector<std::size_t> breaches;
  model::VerdictValue verdict = model::VerdictValue::allow;  // of those that are enforced
};

// `today` is YYYY-MM-DD. Linear in the rules, their patterns and lists, and the approvals.
Judgement judge(const Rules& rules, const Release& release, std::string_view today);

// Whether the rule speaks of the release, or may do so: whether it is worth finding the fact that it asks for.
bool speaks_of(const Rule& rule, const Release& release);

// "npm" of "pkg:npm/axios@1.14.1".
std::string_view type_of_purl(std::string_view purl);

// "3 d", "5 h", "12 min": the largest unit that fits, cut off.
std::string age_text(std::int64_t seconds);

}  // namespace cordon::policy
