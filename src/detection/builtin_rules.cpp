#include "detection/builtin_rules.h"

#include <string>

#include "detection/fields.h"

namespace cordon::detection {
namespace {

constexpr RuleText kRules[] = {
#include "detection/behaviour_rules_text.h"
};

constexpr std::string_view kPlaces =
#include "detection/behaviour_places_text.h"
    ;

}  // namespace

std::span<const RuleText> builtin_rule_texts() { return kRules; }
std::string_view builtin_places_text() { return kPlaces; }

Result<std::vector<rules::Rule>> builtin_rules() {
  const rules::FieldTable fields = event_fields();
  std::vector<rules::Rule> out;
  for (const RuleText& each : kRules)
    out.push_back(
        TRY_CONTEXT(rules::read_rule(std::string(each.text), fields), "reading the rule " + std::string(each.file)));
  return out;
}

Result<Places> builtin_places() { return Places::read(std::string(kPlaces)); }

}  // namespace cordon::detection
