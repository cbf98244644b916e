// Events to findings, the same for what is happening, for what was recorded and for what a capture tells: rules of
// behaviour, and what packs know of names and addresses.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "checks/network_indicators.h"
#include "detection/detector.h"
#include "intel/knowledge.h"
#include "model/generated/event.h"

namespace cordon::app {

class Judge {
 public:
  // `knowledge` must outlive it; empty when the user asked for none. Fails as Detector::with_builtin_rules does.
  static Result<Judge> make(const intel::Knowledge& knowledge, model::Registries registries);

  // Takes the next event, in order; gives the findings that are new with it.
  std::vector<model::Finding> observe(const model::Event& event);

  // Of an event of which nobody knows who did it: only what packs know counts.
  std::vector<model::Finding> observe_unattributed(const model::Event& event);

  // All findings so far, with everything that was added to them, in the order of reports.
  std::vector<model::Finding> findings() const;
  // What of the events was lost or forgotten.
  std::vector<model::FileUnread> coverage() const { return detector_.coverage(); }

 private:
  Judge(const intel::Knowledge& knowledge, detection::Detector detector)
      : knowledge_(&knowledge), detector_(std::move(detector)), indicators_(knowledge) {}
  void known(const model::Event& event, const checks::IndicatorHit& hit, std::vector<model::Finding>& made);

  const intel::Knowledge* knowledge_;
  detection::Detector detector_;
  checks::NetworkIndicators indicators_;
  std::vector<model::Finding> of_indicators_;
  std::map<std::string, std::size_t> place_of_;  // of a finding's id in of_indicators_
};

}  // namespace cordon::app
