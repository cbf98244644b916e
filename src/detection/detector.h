// Events in order to findings of behaviour: what a package did that a package has no business doing.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "detection/observer.h"
#include "detection/places.h"
#include "model/generated/event.h"
#include "model/registries.h"
#include "rules/rule.h"

namespace cordon::detection {

struct DetectorOptions {
  model::Registries registries;  // with what the user declared
  ObserverLimits limits;
  std::size_t findings = 4'096;  // one for each rule and package; further ones are told by coverage()
};

class Detector {
 public:
  Detector(std::vector<rules::Rule> rules, Places places, DetectorOptions options = {});
  // With the rules and places that ship (builtin_rules.h). Fails as they do.
  static Result<Detector> with_builtin_rules(DetectorOptions options = {});

  // Takes the next event, in the order in which they happened, from a sensor or a file: nothing else is needed. Gives
  // the findings that are new with it. A later event of the same rule and package adds to the finding that is there:
  // its evidence while there is room (kEvidence; then in the place of what proves less, evidence_weight), its
  // `instances` always.
  std::vector<model::Finding> observe(const model::Event& event);

  // Every finding so far, in the order in which they were made, with all that was added.
  // Those of high severity or above say how far the package got by all that was seen of it.
  std::vector<model::Finding> findings() const;

  // What was lost or forgotten: events that a sensor lost (too_many, incomplete), processes, packages, facts and
  // findings beyond the limits; and how many programs ran in scripts of no known package (not_found, incomplete).
  std::vector<model::FileUnread> coverage() const;

  static constexpr std::size_t kEvidence = 32;

 private:
  void fire(const rules::Rule& rule, const Observation& seen, std::vector<model::Finding>& made);
  void note_exposure(const Script& script);
  void add_to(std::size_t index, const Observation& seen, model::Severity severity);

  std::vector<rules::Rule> rules_;
  std::vector<std::vector<std::size_t>> rule_fields_;
  Observer observer_;
  std::size_t most_findings_;
  std::vector<model::Finding> findings_;
  std::vector<std::vector<unsigned>> weights_;        // of the evidence of each finding
  std::map<std::string, std::size_t> place_of_;       // of a finding's id in findings_
  std::map<std::string, model::Exposure> exposures_;  // of packages with findings, by purl
  std::uint64_t lost_events_ = 0;
  std::uint64_t findings_left_out_ = 0;
};

}  // namespace cordon::detection
