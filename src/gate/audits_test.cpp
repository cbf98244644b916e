#include "gate/audits.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace cordon::gate {
namespace {

class AuditsTest : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("audits_test_" + std::to_string(::getpid()));
};

TEST_F(AuditsTest, WhatAClientHasIsKeptAndMalwareAmongItIsTold) {
  Ledger ledger = Ledger::open(folder_ / "ledger.db").value();
  Journal journal = Journal::open(folder_ / "events.ndjson", {"host", "boot"}).value();
  std::string told;
  Notices notices([&](const std::string& text) { told += text; });
  const CurrentKnowledge knowledge(std::make_shared<const intel::Knowledge>(intel::Knowledge::load({}).value()));
  Audits audits(knowledge, ledger, journal, notices);
  registry::AuditRequest audit;
  audit.packages = {{"axios", {"1.13.6", "1.14.1"}}, {"@acme/tool", {"1.0.0"}}};
  ASSERT_TRUE(audits.keep(audit, "192.0.2.7", "npm", 100));
  ASSERT_TRUE(audits.keep(audit, "192.0.2.7", "npm", 200));
  ASSERT_TRUE(audits.keep(audit, "192.0.2.8", "pnpm", 300));

  const auto axios = ledger.audited("axios", 10).value();
  ASSERT_EQ(axios.size(), 4u);  // two releases at two addresses
  EXPECT_EQ(axios.front().address, "192.0.2.8");
  EXPECT_EQ(axios.back().at, 200);
  EXPECT_EQ(ledger.audited("@acme/tool", 10)->size(), 2u);

  EXPECT_NE(told.find("axios@1.14.1 is known malware, and a client at 192.0.2.7 has it"), std::string::npos) << told;
  EXPECT_EQ(told.find("1.13.6"), std::string::npos);
  EXPECT_EQ(std::ranges::count(axios, std::string(), &StoredAudit::malware), 2);
  journal.flush();
  std::ifstream events(folder_ / "events.ndjson");
  const std::string lines(std::istreambuf_iterator<char>(events), {});
  // Once for each address, however often it says so.
  std::size_t told_of = 0;
  for (std::size_t at = lines.find("axios@1.14.1"); at != std::string::npos; at = lines.find("axios@1.14.1", at + 1))
    ++told_of;
  EXPECT_EQ(told_of, 2u) << lines;
}

TEST_F(AuditsTest, AFloodOfVersionsIsNoInventory) {
  Ledger ledger = Ledger::open(folder_ / "ledger.db").value();
  Journal journal = Journal::open(folder_ / "events.ndjson", {"host", "boot"}).value();
  Notices notices({});
  const CurrentKnowledge knowledge(nullptr);
  Audits audits(knowledge, ledger, journal, notices);
  registry::AuditRequest audit;
  audit.packages = {{"same", std::vector<std::string>(5'000, "1.0.0")}, {"many", {}}};
  for (int i = 0; i < 5'000; ++i) audit.packages[1].versions.push_back(std::to_string(i) + ".0.0");
  ASSERT_TRUE(audits.keep(audit, "192.0.2.7", "npm", 100));
  EXPECT_EQ(ledger.audited("same", 10'000)->size(), 1u);
  EXPECT_EQ(ledger.audited("many", 10'000)->size(), 200u);
}

}  // namespace
}  // namespace cordon::gate
