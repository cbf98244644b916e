#include "policy/finding_rules.h"

namespace cordon::policy {

const std::vector<FindingRule>& finding_rules() {
  using model::Severity;
  static const std::vector<FindingRule> kRules{
      {"policy.minimum-age", "A release that is younger than the organisation allows",
       "Most malicious releases are found within days. Take an older one, or wait.", Severity::high},
      {"policy.registry", "A package from a registry that the organisation does not allow for it",
       "Point the client's settings to the registry that the rule names, and resolve again.", Severity::high},
      {"policy.banned", "A package that the organisation has banned", "Remove it, or take a release that is not meant.",
       Severity::high},
      {"policy.licence", "A package under a licence that the organisation does not allow",
       "Replace it, or have the licence cleared and written down as a waiver.", Severity::high},
      {"policy.install-script", "A package that runs code at install and is not approved",
       "Review what it runs, and approve this version with this digest in policy.scripts.", Severity::high},
      {"policy.risk", "A release that came with a change and is riskier than the organisation allows",
       "The facts and their points stand in 'cordon diff-lock'. Do not install it before somebody has looked.",
       Severity::high},
      {"policy.rule-expired", "A rule of the organisation that no longer holds",
       "It decides nothing since the day in it passed: renew it, or remove it.", Severity::medium},
      {"policy.ratchet-grown", "A change that accepts more findings in the ratchet",
       "It does not count for the change itself. A ratchet only gets shorter; an exception is a waiver.",
       Severity::medium},
      {"policy.waiver-expired", "A waiver that no longer holds", "Remove it, or renew it with its owner.",
       Severity::medium},
      {"policy.waiver-unused", "A waiver that covers nothing", "Remove it: what it was for is gone.", Severity::info},
  };
  return kRules;
}

std::string_view finding_rule_of(Condition condition) {
  switch (condition) {
    case Condition::minimum_age: return "policy.minimum-age";
    case Condition::registries: return "policy.registry";
    case Condition::banned: return "policy.banned";
    case Condition::licences: return "policy.licence";
    case Condition::install_scripts: return "policy.install-script";
    case Condition::maximum_risk: return "policy.risk";
  }
  return "policy.banned";
}

}  // namespace cordon::policy
