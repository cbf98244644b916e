#include "gate/journal.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "bus/event_line.h"

namespace cordon::gate {
namespace {

class JournalTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = std::filesystem::temp_directory_path() / ("journal_test_" + std::to_string(::getpid()));
    std::filesystem::remove(path_);
  }
  void TearDown() override { std::filesystem::remove(path_); }

  Journal open() {
    auto journal = Journal::open(path_, {"host", "boot"});
    EXPECT_TRUE(journal);
    return std::move(*journal);
  }
  std::vector<model::Event> written() const {
    std::vector<model::Event> out;
    std::ifstream file(path_);
    for (std::string line; std::getline(file, line);) {
      auto event = bus::parse_line(line);
      EXPECT_TRUE(event) << line;
      if (event) out.push_back(std::move(*event));
    }
    return out;
  }

  std::string path_;
  Upstream upstream_{"",
                     "https://registry.example.test/",
                     "Bearer secret",
                     false,
                     true,
                     false,
                     {"registry.example.test", model::RegistryClass::public_}};
};

TEST_F(JournalTest, SaysWhoAskedForWhatAndWhatTheyGot) {
  Journal journal = open();
  journal.asked({"@acme/left", "1.0.0", true, 403, "npm", "192.0.2.7"}, upstream_);
  journal.flush();
  const std::vector<model::Event> events = written();
  ASSERT_EQ(events.size(), 1u);
  const auto& asked = std::get<model::RegistryRequestPayload>(events[0].payload);
  EXPECT_EQ(asked.purl, "pkg:npm/%40acme/left@1.0.0");
  EXPECT_EQ(asked.registry.id, "registry.example.test");
  EXPECT_TRUE(asked.tarball);
  EXPECT_EQ(asked.status, 403u);
  EXPECT_EQ(asked.client, "npm");
  EXPECT_EQ(asked.address, "192.0.2.7");
  EXPECT_EQ(events[0].host, "host");
  EXPECT_EQ(events[0].seq, 1u);
}

TEST_F(JournalTest, ADecisionHasItsReason) {
  Journal journal = open();
  journal.decided({0, 1, "left", "1.0.0", true, "known-malware", "it is", "npm"}, true);
  journal.decided({0, 1, "left", "1.0.1", false, "minimum-age", "young", "npm"}, true);  // observed only
  journal.decided({0, 1, "left", "1.0.2", false, "secret-paths", "reads keys", "npm"}, false);
  journal.decided({0, 1, "left", "1.0.3", false, "", "", "npm"}, false);
  journal.flush();
  const std::vector<model::Event> events = written();
  ASSERT_EQ(events.size(), 4u);
  using model::VerdictValue;
  const std::pair<VerdictValue, VerdictValue> expected[] = {{VerdictValue::block, VerdictValue::block},
                                                            {VerdictValue::block, VerdictValue::allow},
                                                            {VerdictValue::review, VerdictValue::allow},
                                                            {VerdictValue::allow, VerdictValue::allow}};
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto& decided = std::get<model::DecisionPayload>(events[i].payload);
    EXPECT_EQ(decided.verdict, expected[i].first) << i;
    EXPECT_EQ(decided.effect, expected[i].second) << i;
    EXPECT_EQ(decided.rule.has_value(), i != 3) << i;
  }
  EXPECT_EQ(std::get<model::DecisionPayload>(events[0].payload).reason, "it is");
}

TEST_F(JournalTest, AVersionThatIsLeftOutIsToldOnce) {
  Journal journal = open();
  for (int i = 0; i < 3; ++i) journal.left_out({0, 1, "left", "2.0.0", true, "minimum-age", "young", ""});
  journal.left_out({0, 1, "left", "2.0.0", true, "known-malware", "it is", ""});
  journal.flush();
  EXPECT_EQ(written().size(), 2u);
}

TEST_F(JournalTest, EachRunIsASensorOfItsOwn) {
  for (int i = 0; i < 2; ++i) {
    Journal journal = open();
    journal.decided({0, 1, "left", "1.0.0", false, "", "", ""}, false);
  }
  const std::vector<model::Event> events = written();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_NE(events[0].id, events[1].id);
}

}  // namespace
}  // namespace cordon::gate
