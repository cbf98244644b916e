// What is known of CVEs beyond their records: which are exploited (CISA's catalogue) and how likely each is to be
// (EPSS).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::intel {

struct ExploitedCve {
  std::string cve;
  std::uint32_t day = 0;  // days since 1970-01-01 when it was listed
  bool ransomware = false;
  bool operator==(const ExploitedCve&) const = default;
};

struct ExploitedList {
  std::string released;  // as written: "2026-08-21T16:00:51.0000Z"
  std::vector<ExploitedCve> cves;
};

// CISA's known_exploited_vulnerabilities.json. Fails with what the JSON reader finds, wrong_type or invalid_value: part
// of the list is worse than none.
Result<ExploitedList> read_exploited(std::string json);

struct CveProbability {
  std::string cve;
  std::uint32_t probability = 0, percentile = 0;  // in 1/100000
  bool operator==(const CveProbability&) const = default;
};

struct ProbabilityList {
  std::string date;  // "2026-08-22", empty when the file does not say
  std::vector<CveProbability> cves;
};

// FIRST's epss_scores CSV, unpacked: a comment with the date, a head "cve,epss,percentile", a row each. Fails with
// syntax, too_many or invalid_value, with the line.
Result<ProbabilityList> read_probabilities(std::string_view csv);

}  // namespace cordon::intel
