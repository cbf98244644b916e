// What is known of one package, asked for all of its versions at once.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "intel/knowledge.h"

namespace cordon::gate {

struct KnownBad {
  std::string id;    // of the incident pack or of the advisory
  std::string what;  // one line; may hold hostile text
};

class KnownPackage {
 public:
  // `knowledge` must outlive it; null: nothing is known. Fails with invalid_value where the index of advisories is
  // damaged.
  static Result<KnownPackage> read(const intel::Knowledge* knowledge, std::string_view name);

  // Whether this release is malware: by the digest of its archive, whatever its name is, or by name and version, where
  // the digest is not known to be another.
  std::optional<KnownBad> bad(std::string_view version, std::string_view integrity) const;

  // Whether an advisory of a weakness names it as the first version without it.
  bool is_fix(std::string_view version) const { return fixes_.contains(version); }

 private:
  struct Malware {
    std::string id, summary;
    intel::Affected affected;
  };

  KnownPackage(const intel::Knowledge* knowledge, std::string_view name) : knowledge_(knowledge), name_(name) {}
  Result<void> read_advisories(const intel::AdvisoryIndex& index);

  const intel::Knowledge* knowledge_;
  std::string name_;
  std::vector<Malware> malware_;
  std::set<std::string, std::less<>> fixes_;
};

}  // namespace cordon::gate
