#include "checks/left_behind.h"

#include <gtest/gtest.h>

#include "intel/test_pack.h"

namespace cordon::checks {
namespace {

constexpr const char* kGood =
    "sha512-"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";
constexpr const char* kBad =
    "sha512-"
    "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";

class LeftBehindTest : public ::testing::Test {
 protected:
  void know(std::string_view packages) {
    intel::KnowledgeOptions options;
    options.embedded = false;
    options.pack_files = {{"test.yaml", intel::test_pack(packages)}};
    knowledge_ = *intel::Knowledge::load(options);
    left_.emplace(knowledge_, registries_);
  }
  void SetUp() override { know(intel::kTestPackage); }

  static host::CacheEntry entry(const std::string& name, const std::string& version, const std::string& integrity) {
    host::CacheEntry made;
    made.address = "https://registry.example.test/" + name + "/-/" + name + "-" + version + ".tgz";
    made.integrity = integrity;
    made.time_ms = 1'774'915'200'000;
    made.size = 100;
    made.line = 2;
    return made;
  }
  static host::NpmDebugLog log_of_run() {
    host::NpmDebugLog log;
    log.placed = {{"example-package", "1.0.1", 5}, {"other", "1.0.1", 6}};
    log.fetches = {{"https://registry.example.test/example-package/-/example-package-1.0.1.tgz", 200, false, 7},
                   {"https://registry.example.test/other/-/other-1.0.1.tgz", 200, false, 8}};
    host::ScriptRun run;
    run.name = "example-package";
    run.version = "1.0.1";
    run.event = "postinstall";
    run.location = "node_modules/example-package";
    run.script = "node setup.js";
    run.code = 0;
    run.line = 9;
    run.end_line = 10;
    log.runs = {run};
    return log;
  }
  static model::Event event(model::EventPayload payload, const char* purl = "pkg:npm/example-package@1.0.1") {
    model::Event made;
    made.id = "h/b/watch/1";
    made.payload = std::move(payload);
    if (purl != nullptr) {
      made.package.emplace();
      made.package->purl = purl;
    }
    return made;
  }
  static model::EventPayload connect(const char* address) {
    return model::ConnectPayload{model::ConnectStage::sent,
                                 "tcp",
                                 address,
                                 8000,
                                 std::nullopt,
                                 std::nullopt,
                                 std::nullopt,
                                 std::nullopt,
                                 std::nullopt};
  }
  const Trace& only() const {
    EXPECT_EQ(left_->traces().size(), 1u);
    return left_->traces().begin()->second;
  }
  static model::FactValue fact(const model::Fact& value) { return value.value; }

  intel::Knowledge knowledge_;
  model::Registries registries_;
  std::optional<LeftBehind> left_;
};

using model::FactValue;

TEST_F(LeftBehindTest, ACacheSaysThatItWasFetchedAndNothingMore) {
  left_->add_cache_entry(entry("example-package", "1.0.1", kBad), "index");
  left_->add_cache_entry(entry("example-package", "1.0.3", kBad), "index");
  left_->add_cache_entry(entry("other", "1.0.1", kBad), "index");
  const Trace& trace = only();
  EXPECT_EQ(fact(trace.exposure.fetched), FactValue::yes);
  EXPECT_EQ(fact(trace.exposure.executed), FactValue::unknown);
  EXPECT_EQ(trace.archives, (std::set<std::string>{kBad}));
}

TEST_F(LeftBehindTest, ALogSaysThatItRan) {
  left_->add_log(log_of_run(), "log");
  const Trace& trace = only();
  EXPECT_EQ(fact(trace.exposure.resolved), FactValue::yes);
  EXPECT_EQ(fact(trace.exposure.fetched), FactValue::yes);
  EXPECT_EQ(fact(trace.exposure.installed), FactValue::yes);
  EXPECT_EQ(fact(trace.exposure.executed), FactValue::yes);
  EXPECT_EQ(fact(trace.exposure.contacted), FactValue::unknown);
  EXPECT_EQ(trace.evidence.size(), 3u);
}

TEST_F(LeftBehindTest, AnotherContentInACacheSpeaksAgainstALogAndTakesNothingFromIt) {
  know(std::string("  - ecosystem: npm\n    name: example-package\n    versions: [\"1.0.1\"]\n    integrity:\n"
                   "      \"1.0.1\": [\"") +
       kBad + "\"]\n");
  left_->add_cache_entry(entry("example-package", "1.0.1", kGood), "index");
  EXPECT_TRUE(left_->traces().empty());  // the cache alone: not that release
  left_->add_log(log_of_run(), "log");   // whoever ran could have written the cache
  ASSERT_EQ(left_->traces().size(), 1u);
  EXPECT_EQ(model::headline(only().exposure), "executed");
  const model::Finding finding = left_->findings().at(0);
  EXPECT_EQ(finding.confidence, model::Confidence::low);
  EXPECT_NE(finding.title.find("another content"), std::string::npos);
}

TEST_F(LeftBehindTest, KnownBadContentIsFoundUnderAnyAddressAndWithoutAnIndex) {
  know(std::string("  - ecosystem: npm\n    name: example-package\n    versions: [\"1.0.1\"]\n    integrity:\n"
                   "      \"1.0.1\": [\"") +
       kBad + "\"]\n");
  host::CacheEntry other = entry("x", "1", kBad);
  other.address = "https://cdn.example.test/dl?id=7";
  left_->add_cache_entry(other, "index");
  EXPECT_EQ(only().component.name, "example-package");
  left_.emplace(knowledge_, registries_);
  left_->add_content(knowledge_.find_integrity(kBad).at(0), kBad, "content");
  EXPECT_EQ(only().archives, (std::set<std::string>{kBad}));
}

TEST_F(LeftBehindTest, WhatEventsCannotKnowTheyDoNotSay) {
  left_->add_event(event(model::ExecPayload{"/bin/sh", {"sh"}, std::nullopt}, "pkg:pypi/example-package@1.0.1"), "e");
  model::Event unsure = event(model::ExecPayload{"/bin/sh", {"sh"}, std::nullopt});
  unsure.package->confidence = model::AttributionConfidence::unknown;
  left_->add_event(unsure, "e");
  EXPECT_TRUE(left_->traces().empty());
  left_->add_event(event(model::LossPayload{3, "full"}, nullptr), "e");
  left_->add_event(event(model::LossPayload{UINT64_MAX, "full"}, nullptr), "e");
  EXPECT_EQ(left_->lost(), UINT64_MAX);
}

TEST_F(LeftBehindTest, WhatWasOnlyAskedForIsAsBadAsTheOneWhoAskedSays) {
  left_->set_severity("pkg:npm/example-package@1.0.1", model::Severity::medium);
  left_->add_log(log_of_run(), "log");
  const model::Finding finding = left_->findings().at(0);
  EXPECT_EQ(finding.severity, model::Severity::medium);
  EXPECT_EQ(finding.kind, model::FindingKind::behaviour);
}

TEST_F(LeftBehindTest, TheContentOfAnotherNameIsFoundByItsDigest) {
  know(std::string("  - ecosystem: npm\n    name: example-package\n    versions: [\"1.0.1\"]\n    integrity:\n"
                   "      \"1.0.1\": [\"") +
       kBad + "\"]\n");
  left_->add_cache_entry(entry("renamed", "9.9.9", kBad), "index");
  EXPECT_EQ(only().component.name, "renamed");
}

TEST_F(LeftBehindTest, EventsSayWhatItDid) {
  left_->add_event(event(connect("192.0.2.10"), nullptr), "events");  // the client and its registry
  left_->add_event(event(model::ExecPayload{"/bin/sh", {"sh", "-c", "node setup.js"}, std::nullopt}), "events");
  left_->add_event(event(connect("192.0.2.10")), "events");
  left_->add_event(event(connect("127.0.0.1")), "events");
  EXPECT_EQ(fact(only().exposure.executed), FactValue::yes);
  EXPECT_EQ(fact(only().exposure.contacted), FactValue::unknown);
  left_->add_event(event(connect("203.0.113.5")), "events");
  EXPECT_EQ(fact(only().exposure.contacted), FactValue::yes);
  EXPECT_EQ(fact(only().exposure.persisted), FactValue::unknown);
  left_->add_event(event(model::ExitPayload{0, 0, 0, {77}}), "events");
  EXPECT_EQ(fact(only().exposure.persisted), FactValue::yes);
  left_->add_event(event(connect("203.0.113.5"), "pkg:npm/other@1.0.1"), "events");
  EXPECT_EQ(left_->traces().size(), 1u);
}

TEST_F(LeftBehindTest, AnArchiveCountsOnlyWithItsOwnBytes) {
  left_->add_cache_entry(entry("example-package", "1.0.1", kBad), "index");
  const std::string purl = only().component.purl;
  left_->add_archive(purl, "content", kBad, false);
  EXPECT_EQ(only().sources.size(), 1u);
  left_->add_archive(purl, "content", kBad, true);
  EXPECT_EQ(only().sources.size(), 2u);
}

TEST_F(LeftBehindTest, OneFindingSaysItAllByItsFurthestFact) {
  left_->add_cache_entry(entry("example-package", "1.0.1", kBad), "index");
  left_->add_log(log_of_run(), "log");
  left_->add_event(event(model::ExecPayload{"/bin/sh", {"sh"}, std::nullopt}), "events");
  const std::vector<model::Finding> findings = left_->findings();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule_id, "hunt.release");
  EXPECT_EQ(findings[0].severity, model::Severity::critical);
  EXPECT_EQ(findings[0].subject.purl, "pkg:npm/example-package@1.0.1");
  EXPECT_EQ(model::headline(*findings[0].exposure), "executed");
  EXPECT_EQ(findings[0].remedy.size(), 1u);
  EXPECT_EQ(only().sources.size(), 3u);
}

TEST_F(LeftBehindTest, WhatAProjectSaysJoins) {
  left_->add_cache_entry(entry("example-package", "1.0.1", kBad), "index");
  model::Finding finding;
  finding.subject.kind = model::SubjectKind::package;
  finding.subject.purl = "pkg:npm/example-package@1.0.1";
  finding.subject.name = "example-package";
  finding.subject.version = "1.0.1";
  finding.exposure = model::unknown_exposure();
  finding.exposure->installed = {FactValue::yes, {"node_modules/example-package"}, std::nullopt};
  finding.evidence = {model::text_span("package-lock.json", 7, "example-package", "known_bad")};
  left_->add_finding(finding);
  EXPECT_EQ(model::headline(only().exposure), "installed");
  EXPECT_TRUE(only().sources.contains(TraceSource::project));
  EXPECT_EQ(fact(only().exposure.executed), FactValue::unknown);
}

}  // namespace
}  // namespace cordon::checks
