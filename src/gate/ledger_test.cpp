#include "gate/ledger.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace cordon::gate {
namespace {

constexpr std::string_view kRegistry = "https://registry.example.test/";

class LedgerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = std::filesystem::temp_directory_path() / ("ledger_test_" + std::to_string(::getpid()));
    remove();
  }
  void TearDown() override { remove(); }
  void remove() const {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_.string() + end);
  }
  Ledger open() const {
    auto ledger = Ledger::open(path_);
    EXPECT_TRUE(ledger);
    return std::move(*ledger);
  }

  std::filesystem::path path_;
};

TEST_F(LedgerTest, KnowsSinceWhenAVersionIsThereButNotOfTheFirstDocument) {
  Ledger ledger = open();
  EXPECT_TRUE(ledger.see(kRegistry, "left", {"1.0.0", "1.1.0"}, 100)->empty());
  const auto second = ledger.see(kRegistry, "left", {"1.0.0", "1.1.0", "1.2.0"}, 200);
  ASSERT_TRUE(second);
  ASSERT_EQ(second->size(), 1u);
  EXPECT_EQ(second->at("1.2.0"), 200);
  // What was taken away and comes again keeps the day it was seen first.
  EXPECT_TRUE(ledger.see(kRegistry, "left", {"1.0.0"}, 300));
  EXPECT_EQ(ledger.see(kRegistry, "left", {"1.2.0"}, 400)->at("1.2.0"), 200);
  EXPECT_TRUE(ledger.see("https://other.example.test/", "left", {"9.0.0"}, 500)->empty());
}

TEST_F(LedgerTest, KeepsTheIntegrityThatWasHandedOutFirst) {
  Ledger ledger = open();
  EXPECT_TRUE(ledger.keep_served(kRegistry, "left", "1.0.0", "sha512-first"));
  EXPECT_TRUE(ledger.keep_served(kRegistry, "left", "1.0.0", "sha512-second"));
  EXPECT_EQ(ledger.served(kRegistry, "left")->at("1.0.0"), "sha512-first");
}

TEST_F(LedgerTest, RemembersOverItsEnd) {
  {
    Ledger ledger = open();
    EXPECT_TRUE(ledger.keep_document(kRegistry, "left", {"\"1\"", "digest", 42, "Tue, 15 Nov 1994 08:12:31 GMT"}));
    EXPECT_TRUE(ledger.keep_finding(kRegistry, "left", "1.0.0", {"sha512-x", "rules", true, "a-rule", "a reason"}));
    EXPECT_EQ(*ledger.add_waiver({0, "left", "1.0.0", "a-rule", "kim", "why", "2999-01-01"}), 1);
    const StoredDecision decision{0, 7, "left", "1.0.0", true, "a-rule", "a reason", "npm"};
    EXPECT_TRUE(ledger.add_decisions({&decision, 1}));
  }
  Ledger ledger = open();
  EXPECT_EQ((*ledger.document(kRegistry, "left"))->digest, "digest");
  EXPECT_EQ((*ledger.document(kRegistry, "left"))->modified, "Tue, 15 Nov 1994 08:12:31 GMT");
  EXPECT_FALSE(*ledger.document(kRegistry, "right"));
  const auto findings = ledger.findings(kRegistry, "left");
  ASSERT_TRUE(findings);
  EXPECT_TRUE(findings->at("1.0.0").blocks);
  EXPECT_EQ(findings->at("1.0.0").reason, "a reason");
  ASSERT_EQ(ledger.waivers()->size(), 1u);
  EXPECT_EQ(ledger.waivers()->front().owner, "kim");
  ASSERT_EQ(ledger.decisions("left", 10)->size(), 1u);
  EXPECT_TRUE(ledger.decisions("left", 10)->front().held);
  EXPECT_TRUE(ledger.decisions("right", 10)->empty());
  EXPECT_EQ(ledger.decisions("", 10)->size(), 1u);
}

TEST_F(LedgerTest, AWaiverIsTakenBackByItsNumber) {
  Ledger ledger = open();
  EXPECT_FALSE(*ledger.remove_waiver(1));
  const auto id = ledger.add_waiver({0, "left", "", "", "kim", "why", "2999-01-01"});
  ASSERT_TRUE(id);
  EXPECT_TRUE(*ledger.remove_waiver(*id));
  EXPECT_TRUE(ledger.waivers()->empty());
}

TEST_F(LedgerTest, WhatTheNewestDecisionSaysIsNotWrittenAgain) {
  Ledger ledger = open();
  const StoredDecision young{0, 1, "left", "1.0.0", true, "minimum-age", "2 h", {}};
  const StoredDecision other{0, 2, "left", "1.1.0", true, "minimum-age", "1 h", {}};
  EXPECT_TRUE(ledger.add_new_decisions({young}));
  EXPECT_TRUE(ledger.add_new_decisions({young, other}));
  EXPECT_EQ(ledger.decisions("left", 10)->size(), 2u);
  const StoredDecision passed{0, 3, "left", "1.0.0", false, {}, {}, "npm"};
  EXPECT_TRUE(ledger.add_decisions({&passed, 1}));
  EXPECT_TRUE(ledger.add_new_decisions({young, other}));
  EXPECT_EQ(ledger.decisions("left", 10)->size(), 4u) << "it was let through meanwhile, and is held anew";
  StoredDecision malware = young;
  malware.rule = "known-malware";
  EXPECT_TRUE(ledger.add_new_decisions({malware}));
  EXPECT_EQ(ledger.decisions("left", 10)->front().rule, "known-malware");
}

TEST_F(LedgerTest, TheNewestDecisionStandsFirst) {
  Ledger ledger = open();
  std::vector<StoredDecision> all;
  for (int i = 0; i < 5; ++i) all.push_back({0, i, "left", std::to_string(i), false, {}, {}, "npm"});
  EXPECT_TRUE(ledger.add_decisions(all));
  const auto decisions = ledger.decisions("left", 2);
  ASSERT_TRUE(decisions);
  ASSERT_EQ(decisions->size(), 2u);
  EXPECT_EQ(decisions->front().version, "4");
}

TEST_F(LedgerTest, OfAnOlderProgramIsTakenOver) {
  const std::string path = path_;
  {
    auto database = store::Database::open(path, true);
    ASSERT_TRUE(database);
    ASSERT_TRUE(database->execute(
        "CREATE TABLE document(registry TEXT NOT NULL, name TEXT NOT NULL, etag TEXT NOT NULL, digest TEXT NOT NULL, "
        "fetched INTEGER NOT NULL, PRIMARY KEY(registry, name)) WITHOUT ROWID;"
        "INSERT INTO document VALUES('r', 'left', 'e', 'd', 7)"));
  }
  for (int times = 0; times < 2; ++times) {
    auto ledger = Ledger::open(path);
    ASSERT_TRUE(ledger) << ledger.error().describe();
    const auto document = ledger->document("r", "left");
    ASSERT_TRUE(document && *document);
    EXPECT_EQ((*document)->fetched, 7);
    EXPECT_EQ((*document)->modified, "");
  }
}

TEST_F(LedgerTest, NothingWasSeenInATimeThatIsStillToCome) {
  Ledger ledger = open();
  ASSERT_TRUE(ledger.see(kRegistry, "left", {"1.0.0"}, 1'000));
  ASSERT_TRUE(ledger.see(kRegistry, "left", {"1.0.0", "1.0.1"}, 9'000));
  EXPECT_EQ(ledger.see(kRegistry, "left", {"1.0.0", "1.0.1"}, 2'000)->at("1.0.1"), 2'000);
  EXPECT_EQ(ledger.see(kRegistry, "left", {"1.0.0", "1.0.1"}, 3'000)->at("1.0.1"), 2'000);
}

}  // namespace
}  // namespace cordon::gate
