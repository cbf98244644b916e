// The rules of the organisation as text and JSON.
#pragma once

#include <string>
#include <vector>

#include "cli/palette.h"
#include "cli/render.h"
#include "model/generated/policy_report.h"

namespace cordon::cli {

std::string render_policy_text(const model::PolicyExplainReport& report, const Style& style);
// cordon.policy-explain/1, docs/schema/policy-explain.schema.json.
std::string render_policy_json(const model::PolicyExplainReport& report);

std::string render_policy_test_text(const model::PolicyTestReport& report, const Style& style);
// cordon.policy-test/1, docs/schema/policy-test.schema.json.
std::string render_policy_test_json(const model::PolicyTestReport& report);

// A line for each rule that is broken, has expired or lacks a fact: "young (cordon.yaml:5): 3 of 120 releases break
// it". Nothing hidden is in them. `findings` are those of the same report.
std::vector<std::string> policy_lines(const model::PolicyUsed& used, const std::vector<model::Finding>& findings);

// These lines below Coverage.
void policy_block(std::string& out, const Palette& palette, const model::PolicyUsed& used,
                  const std::vector<model::Finding>& findings);

}  // namespace cordon::cli
