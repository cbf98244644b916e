// Findings, their evidence and the exposure of a bad package: how they are made so that each stands on something.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/generated/model.h"

namespace cordon::model {

// What a rule knows when it concludes something: a Finding without its id and without a waiver, which is policy's.
struct FindingInput {
  std::string rule_id;  // lower-case words joined by '.', '-' or '_': "drift.manifest"
  std::string title;    // one line; may hold hostile text, it is made visible here
  FindingKind kind = FindingKind::policy;
  Severity severity = Severity::info;
  Confidence confidence = Confidence::high;
  Subject subject;
  std::vector<Evidence> evidence;  // at least one
  std::optional<Exposure> exposure;
  std::vector<std::string> aliases;
  std::optional<AdvisorySaid> advisory;
  std::vector<std::string> tags;
  std::vector<Remedy> remedy;
  std::vector<std::vector<std::string>> paths;
  std::optional<std::uint32_t> roots;
  std::optional<Scope> scope;
  std::optional<std::string> dominator;
  std::uint32_t instances = 1;
  std::optional<RuleBroken> policy;
};

// Makes the finding and gives it its id. Fails with
//   missing_field  no evidence; evidence without a locator or producer; no title; or a subject without the fields that
//                  say which one it is (package: purl or name; all others: path or name)
//   invalid_value  a rule id of another form
Result<Finding> make_finding(FindingInput input);

// The id: 128 bits of SHA-256 as 32 hexadecimal digits, over the rule and what the subject is: its kind, its purl (else
// its name) and its path. No line, title, time or program version, so that it stays when a file is edited; a
// cryptographic hash, because whoever names a package must not be able to choose an id that is already accepted.
std::string finding_id(std::string_view rule_id, const Subject& subject);

// The same without the folder of the path: equal for the same cause wherever its file stands in the project. Not
// unique: it lets systems that follow findings over time see that a file has moved.
std::string cause_id(std::string_view rule_id, const Subject& subject);

// The one of the two that is nearer to production: runtime, what is not known, optional, then those of development.
Scope stronger(Scope a, Scope b);
bool is_development(Scope scope);

// Findings with one id become the first of them, with the evidence, names and exposure of all: one cause, one finding.
// An instance is counted once however often it is reported; at most 1,000 pieces of evidence are kept.
void merge_same(std::vector<Finding>& findings);

// Subjects with the fields that fit them.
Subject package_subject(const Component& component);
Subject file_subject(std::string_view path, std::uint32_t line = 0);

// Evidence. Excerpts show at most 200 bytes of the original with nothing hidden in them (text::visible).
// A place in a file: locator "path:line", or "path" for line 0.
Evidence text_span(std::string_view path, std::uint32_t line, std::string_view excerpt, std::string_view producer);
// A file or folder that is there, or is not; `state` says which and what of it.
Evidence file_state(std::string_view path, std::string_view state, std::string_view producer);
// A digest that was found at `locator`; `excerpt` says what it was compared with.
Evidence digest_compared(std::string_view locator, std::string_view digest, std::string_view excerpt,
                         std::string_view producer);
// A record of an incident pack or advisory: "incident:axios-2026#packages".
Evidence knowledge_record(std::string_view locator, std::string_view excerpt, std::string_view producer);
// A path of dependencies from a root down: the locator is the path's last purl.
Evidence graph_path(const std::vector<std::string>& purls, std::string_view producer);

// Pieces of evidence that a fact keeps.
inline constexpr std::size_t kFactEvidence = 32;

// Notes what was learnt of one fact. A yes stays a yes whatever comes later; a no stays against unknown; the first
// kFactEvidence pieces of evidence of the answer that counts are kept, without repetition, and the others are counted.
void establish(Fact& fact, FactValue value, std::string_view evidence);

// An exposure of which nothing is known: every fact unknown. (A default-made Exposure says yes to everything.)
Exposure unknown_exposure();

// The furthest yes: "persisted", "contacted", "executed", "installed", "fetched", "resolved", "referenced"; "forbidden"
// when that is the only yes; empty when there is none.
std::string_view headline(const Exposure& exposure);

}  // namespace cordon::model
