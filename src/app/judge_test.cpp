#include "app/judge.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "bus/testing.h"
#include "intel/test_pack.h"

namespace cordon::app {
namespace {

class JudgeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    intel::KnowledgeOptions options;
    options.embedded = false;
    options.pack_files = {
        {"test.yaml", intel::test_pack(intel::kTestPackage,
                                       "indicators:\n"
                                       "  - {kind: domain, value: bad.example.test, source: s, confidence: high}\n"
                                       "  - {kind: address, value: 203.0.113.9, source: s, confidence: low}\n")}};
    knowledge_ = *intel::Knowledge::load(options);
    judge_.emplace(*Judge::make(knowledge_, {}));
  }
  static model::Event connect(std::uint64_t seq, std::string address, std::optional<std::string> name,
                              const char* purl = nullptr) {
    model::Event event = bus::test_event(
        seq, model::ConnectPayload{model::ConnectStage::asked, "tcp", std::move(address), 8000, std::nullopt,
                                   std::nullopt, std::nullopt, std::move(name), std::nullopt});
    event.actor = model::Actor{77, 7, 1, 1000, "/usr/bin/node"};
    if (purl != nullptr) {
      event.package.emplace();
      event.package->purl = purl;
      event.package->phase = model::Phase::postinstall;
      event.package->run_id = "r";
    }
    return event;
  }
  const model::Finding* rule(std::string_view id) {
    findings_ = judge_->findings();
    const auto found = std::ranges::find(findings_, id, &model::Finding::rule_id);
    return found == findings_.end() ? nullptr : &*found;
  }

  intel::Knowledge knowledge_;
  std::optional<Judge> judge_;
  std::vector<model::Finding> findings_;
};

TEST_F(JudgeTest, WhatPacksKnowIsOneFindingAPackageWithAllItsEvidence) {
  const char* purl = "pkg:npm/%40scope/a@1.0.0";
  EXPECT_FALSE(judge_->observe(connect(0, "192.0.2.7", "bad.example.test", purl)).empty());
  judge_->observe(connect(1, "192.0.2.7", "bad.example.test", purl));
  const model::Finding* finding = rule("network.indicator");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->severity, model::Severity::critical);
  EXPECT_EQ(finding->subject.name, "@scope/a");
  EXPECT_EQ(finding->subject.version, "1.0.0");
  EXPECT_EQ(finding->instances, 2u);
  EXPECT_EQ(finding->evidence.front().kind, model::EvidenceKind::event);
  EXPECT_FALSE(finding->remedy.empty());
}

TEST_F(JudgeTest, AWeakIndicatorIsAWeakFinding) {
  judge_->observe_unattributed(connect(0, "203.0.113.9", std::nullopt));
  const model::Finding* finding = rule("network.indicator");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->severity, model::Severity::medium);
  EXPECT_EQ(finding->subject.kind, model::SubjectKind::flow);
}

TEST_F(JudgeTest, BehaviourIsJudgedWithoutKnowledge) {
  EXPECT_FALSE(judge_->observe(connect(0, "198.51.100.7", std::nullopt, "pkg:npm/a@1.0.0")).empty());
  EXPECT_NE(rule("watch.foreign-host"), nullptr);
  EXPECT_EQ(rule("network.indicator"), nullptr);
}

TEST_F(JudgeTest, AConnectionOfNobodyTeachesNothing) {
  // If it did, the package's own connection to the same host would be taken for one to its registry.
  judge_->observe_unattributed(connect(0, "198.51.100.7", std::nullopt));
  EXPECT_FALSE(judge_->observe(connect(1, "198.51.100.7", std::nullopt, "pkg:npm/a@1.0.0")).empty());
}

}  // namespace
}  // namespace cordon::app
