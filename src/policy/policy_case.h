// Unit tests of the rules: a made-up release, and what the rules should say of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "model/generated/policy_report.h"
#include "model/registries.h"
#include "policy/judge.h"

namespace cordon::policy {

struct TestCase {
  std::string name;
  std::string today;  // YYYY-MM-DD
  Release release;
  model::VerdictValue verdict = model::VerdictValue::allow;
  std::optional<std::vector<std::string>> broken, unknown;  // ids of rules, sorted; absent: not compared
  model::Place place;
};

// Reads a list of cases:
//
//   - name: a release of yesterday waits
//     today: 2026-11-30
//     release: {package: axios, version: 1.14.1, published: 2026-11-29, install_script: no}
//     expect: {verdict: block, rules: [young], unknown: []}
//
// `package` is a name of npm or a package URL; `registry` the id or host, which `registries` say the id of, as in a
// scan; `origin` registry (as without it), git, http or bundled; `integrity` and `licences` a text or a list;
// `published` and `today` a date (its first second) or a time of RFC 3339; `risk` the decibans of a release that is
// `new`, which a risk makes it. What is not given is not known. Fails as yaml::parse does, with unknown_key and a
// suggestion, wrong_type, missing_field or invalid_value, with the line.
Result<std::vector<TestCase>> read_test_cases(const std::string& text, std::string_view display_path,
                                              const model::Registries& registries = {}, const Limits& limits = {});

// `broken` counts rules that only observe, too; the verdict does not.
model::PolicyCase run_test_case(const Rules& rules, const TestCase& test);

}  // namespace cordon::policy
