#include "app/finding_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "model/finding.h"

namespace cordon::app {
namespace {

model::Finding finding(std::string id, model::FindingKind kind, model::Severity severity) {
  model::Finding out;
  out.id = std::move(id);
  out.kind = kind;
  out.severity = severity;
  return out;
}

model::Finding malware(std::string id, model::FactValue installed, model::FactValue executed) {
  model::Finding out = finding(std::move(id), model::FindingKind::malware, model::Severity::critical);
  out.exposure = model::unknown_exposure();
  out.exposure->installed.value = installed;
  out.exposure->executed.value = executed;
  return out;
}

model::Finding weak(std::string id, model::Severity severity, model::Scope scope, bool exploited = false) {
  model::Finding out = finding(std::move(id), model::FindingKind::vulnerability, severity);
  out.scope = scope;
  out.advisory.emplace();
  if (exploited) out.advisory->exploited = "2026-04-01";
  return out;
}

TEST(FindingOrder, WhatMattersMostComesFirst) {
  using model::FactValue, model::Scope, model::Severity;
  const std::vector<model::Finding> wanted = {
      malware("9 ran", FactValue::yes, FactValue::yes),
      malware("8 installed", FactValue::yes, FactValue::unknown),
      malware("7 named", FactValue::unknown, FactValue::unknown),
      weak("6 exploited", Severity::medium, Scope::development, true),
      weak("5 critical", Severity::critical, Scope::runtime),
      weak("4 high", Severity::high, Scope::unknown),
      weak("3 high, development", Severity::high, Scope::development),
      finding("2 no scope", model::FindingKind::integrity, Severity::medium),
      finding("1 low", model::FindingKind::malware, Severity::low),
  };
  std::vector<model::Finding> shuffled = wanted;
  std::ranges::shuffle(shuffled, std::mt19937(1));
  put_in_order(shuffled);
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_EQ(shuffled[i].id, wanted[i].id);
}

TEST(FindingOrder, EqualsAreByPathAndRule) {
  auto first = finding("a", model::FindingKind::source, model::Severity::low), second = first, third = first;
  first.subject.path = "a/yarn.lock";
  second.subject.path = third.subject.path = "b/yarn.lock";
  second.rule_id = "source.git";
  third.rule_id = "source.plain-http";
  std::vector<model::Finding> findings = {third, second, first};
  put_in_order(findings);
  EXPECT_EQ(findings[0].subject.path, "a/yarn.lock");
  EXPECT_EQ(findings[1].rule_id, "source.git");
}

}  // namespace
}  // namespace cordon::app
