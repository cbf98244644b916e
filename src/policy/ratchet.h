// A ratchet: a file of findings that are accepted, which only ever gets shorter. It stands beside the code and is
// reviewed like it: a line a finding, sorted, without times that change.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "model/generated/model.h"

namespace cordon::policy {

struct RatchetEntry {
  std::string id, rule;
  std::string subject;  // for people
  model::Severity severity = model::Severity::info;
  std::optional<std::string> first_seen;  // YYYY-MM-DD
  std::uint32_t line = 0;                 // where it stands in the file
  // Of a finding that gathers what a file has, such as all packages without a digest: how many there were.
  std::optional<std::uint32_t> instances = std::nullopt;
  // Which rule of the organisation, registry and content were accepted; empty: the finding is of none.
  std::string policy = {}, registry = {}, digest = {};
};

struct Ratchet {
  std::string path;  // as displayed
  std::vector<RatchetEntry> findings;
};

// Reads such a file: {"schema": "cordon.ratchet/1", "findings": [{"id", "rule", "subject", "severity", "instances",
// "policy", "registry", "digest", "first_seen"}]}, where what follows the severity may be left out. Fails, always with
// the line, as json::parse does and with
//   conflict_markers     an unresolved merge
//   unsupported_version  another schema
//   unknown_key          a key that is none of these; with a suggestion
//   wrong_type, missing_field
//   invalid_value        an id, severity, number or date of another form; a key or a finding that stands twice
Result<Ratchet> read_ratchet(std::string text, std::string_view display_path, const Limits& limits = {});

// The text of the file: the same bytes for the same findings, whatever their order.
std::string write_ratchet(const Ratchet& ratchet);

// Whether a ratchet may cover a finding. Never malware; nor what is no weakness (info, protections); nor what is said
// of settings, waivers and the ratchet itself.
bool may_be_accepted(const model::Finding& finding);

// One that accepts all findings that may be and that no waiver covers. `today` is YYYY-MM-DD.
Ratchet make_ratchet(const std::vector<model::Finding>& findings, std::string_view path, std::string_view today);

// What a scan found against what is accepted.
struct RatchetUse {
  std::uint32_t known = 0;         // findings that were put aside
  std::vector<RatchetEntry> gone;  // what is accepted and was not found
  std::vector<RatchetEntry> rest;  // what was found, as severe and as often as now where that is less
  std::uint32_t lowered = 0;       // of these, how many are less than what was accepted
};

// Takes out of `findings` those that are accepted. What may not be accepted, is more severe or more often there than
// was accepted, or breaks another rule, comes from another registry or has another digest, stays, with a piece of
// evidence that says why. Without advisories nobody knows whether a vulnerability is gone.
RatchetUse apply_ratchet(const Ratchet& ratchet, bool knows_advisories, std::vector<model::Finding>& findings);

// What of the file counts where a change is looked at: what it says now and said before the change, too, as it was
// then; else whoever writes a change could accept it along.
struct RatchetBefore {
  Ratchet counts;
  std::vector<RatchetEntry> added;  // what does not: it was not there, or accepted less
};
RatchetBefore as_before(const Ratchet& before, const Ratchet& now);

// The finding (policy.ratchet-grown) that a change adds to the file. There is at least one entry.
model::Finding ratchet_grown(const Ratchet& ratchet, const std::vector<RatchetEntry>& added);

// The finding (policy.ratchet-stale) that the file could be shorter. There is at least one that is gone or lowered.
model::Finding ratchet_stale(const Ratchet& ratchet, const RatchetUse& use);

}  // namespace cordon::policy
