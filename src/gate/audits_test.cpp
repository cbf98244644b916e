#include "gate/audits.h"

#include <gtest/gtest.h>
#include <unistd.h>

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
  const intel::Knowledge knowledge = intel::Knowledge::load({}).value();
  Audits audits(&knowledge, ledger, journal, notices);
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
  const auto decided = ledger.decisions("axios", 10).value();
  ASSERT_EQ(decided.size(), 3u);
  EXPECT_EQ(decided.front().version, "1.14.1");
  EXPECT_EQ(decided.front().rule, "known-malware");
  journal.flush();
  std::ifstream events(folder_ / "events.ndjson");
  const std::string lines(std::istreambuf_iterator<char>(events), {});
  EXPECT_NE(lines.find("axios@1.14.1"), std::string::npos) << lines;
}

}  // namespace
}  // namespace cordon::gate
