// Helpers that the checks share: one finding per cause and file, with a piece of evidence for every instance.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "intel/knowledge.h"
#include "model/finding.h"
#include "model/inventory.h"

namespace cordon::checks {

// "axios@1.14.1", with the alias it is installed under where there is one.
std::string label(const model::Component& component);

// The format's own key of a component: what stands behind the path in its id. For npm's formats the install location,
// "node_modules/a/node_modules/b".
std::string_view instance_of(const model::Inventory& inventory, const model::Component& component);

// What is left of a range without the marks that mean "exactly": "1.14.1" of " = v1.14.1 ".
std::string_view exact_version(std::string_view range);

// Whether the range leaves no other release than this one to choose: it is the version, or ends before the next patch
// and begins at it.
bool pins(std::string_view range, const intel::BadRelease& release);

// Makes it the finding about a name of malware that comes from a private registry: nobody is infected, but the name is
// one to confuse. Title and evidence stay.
void say_name_targeted(model::FindingInput& input);
// Fills what follows from files that were copied from a release that is malware.
void say_copied(model::FindingInput& input);

// Appends the finding; one that cannot be made is a bug of the check and ends the program in builds with asserts.
void append(std::vector<model::Finding>& out, model::FindingInput input);

// A finding about a whole file that gathers its instances.
class FileFinding {
 public:
  FileFinding(std::string_view rule_id, model::FindingKind kind, model::Severity severity, std::string_view path);
  // At most kEvidence pieces are kept; all are counted.
  void add(std::uint32_t line, std::string_view excerpt, std::string_view producer);
  // The same at a place that may be in a file that this one includes; without a path it is this one.
  void add(const model::Place& place, std::string_view excerpt, std::string_view producer);
  bool empty() const { return input_.instances == 0; }
  std::uint32_t count() const { return input_.instances; }
  // Appends the finding if there was an instance. The title gets the count in front: "12 packages ...".
  void finish(std::string_view one, std::string_view many, std::vector<std::string> remedy,
              std::vector<model::Finding>& out);

  static constexpr std::size_t kEvidence = 1'000;

 private:
  model::FindingInput input_;
};

}  // namespace cordon::checks
