// What a gate knows of malware and weaknesses: packs and advisories, and whether there are newer ones by now.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/gate_arguments.h"
#include "intel/knowledge.h"
#include "model/generated/model.h"

namespace cordon::cli {

class GateKnowledge {
 public:
  // `arguments` must outlive it.
  explicit GateKnowledge(const GateArguments& arguments) : arguments_(arguments) {}

  // Fails as load_knowledge and add_advisories do.
  Result<std::shared_ptr<const intel::Knowledge>> load(std::vector<model::FileUnread>& unread);

  // The same, where it is no less than what was loaded before. Fails also with unavailable: a pack cannot be read that
  // could, or there are no advisories any more.
  Result<std::shared_ptr<const intel::Knowledge>> load_newer(std::vector<model::FileUnread>& unread);

  // Whether a file of it is another than when it was loaded last, be it with success or not.
  bool has_changed() const { return stamp() != loaded_; }

 private:
  std::string stamp() const;

  const GateArguments& arguments_;
  std::string loaded_;
  // Of what was loaded last with success.
  std::set<std::string> unread_;  // files
  bool has_advisories_ = false;
};

// What whoever runs a gate should know of its age; empty: nothing. `today` is YYYY-MM-DD.
std::string warning_of(const intel::Knowledge& knowledge, std::string_view today);

}  // namespace cordon::cli
